"""The printed figures of a study, drawn with matplotlib."""
