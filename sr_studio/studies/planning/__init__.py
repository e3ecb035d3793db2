"""Who sees what in which order: assignment, order, hidden repeats; recomputable from the seed."""
