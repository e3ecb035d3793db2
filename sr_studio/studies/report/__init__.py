"""The report of a study: HTML, Markdown, LaTeX tables, CSVs and figures."""
