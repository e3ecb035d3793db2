"""Pixels and files: decode, encode, metadata, colour, resize. NumPy, Pillow and libvips; no torch, no Qt."""
