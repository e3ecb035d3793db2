"""Pixels and files: decode, encode, metadata, colour, resize; no torch, no Qt."""
