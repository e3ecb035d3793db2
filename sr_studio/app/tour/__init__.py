"""A short walk through a page: what its parts are for, in the order of work."""
