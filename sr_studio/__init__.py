"""SR Studio: enlarge photographs, compare, train, measure, and ask people."""

__version__ = "0.1.0"
