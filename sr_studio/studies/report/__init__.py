"""The report of a study: HTML, Markdown, LaTeX tables and CSVs."""
