"""Networks as plain ``torch.nn`` modules: those of the papers, and those that a file describes."""
