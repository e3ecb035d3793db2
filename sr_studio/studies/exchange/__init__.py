"""Ratings in the formats of other programs: imports and exports."""
