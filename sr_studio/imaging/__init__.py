"""Pixels and files: decode, encode, metadata, colour, resize; no torch, no Qt."""

import os

# libvips looks at this once, as it is loaded. Without it, warnings that come when Python's logging
# has gone already, at the end of the interpreter, are printed.
os.environ.setdefault("VIPS_WARNING", "0")
