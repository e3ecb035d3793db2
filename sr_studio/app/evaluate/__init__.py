"""The page that measures: methods and folders in, a table, pictures and figures out."""
