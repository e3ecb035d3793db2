"""Pure functions on arrays and frames; they know neither a folder nor a database."""
