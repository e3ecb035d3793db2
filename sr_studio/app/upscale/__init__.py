"""The page that makes pictures larger: queue, inspector, results."""
