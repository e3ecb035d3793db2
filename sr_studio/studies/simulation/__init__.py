"""Studies filled from a stated truth, for rehearsals and for error rates."""
