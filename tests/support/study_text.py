"""Sections that many studies of tests have in their study.toml."""

from __future__ import annotations

#: The originals, unmarked among the others.
HIDDEN_REFERENCE = """
[[system]]
id = "HR"
name = "Original"
role = "hidden_reference"
"""
