"""Plug-ins as somebody would write them, each in one file; docs/training.md shows them."""
