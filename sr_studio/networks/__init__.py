"""The networks of the papers, as plain ``torch.nn`` modules."""
