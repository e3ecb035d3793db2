"""Figures of an evaluation, as vector graphics and as PNG."""
