"""Marks text that is declared in one place and translated where it is shown."""

from __future__ import annotations


# The name is what lupdate looks for. Qt's own function is typed as taking and giving any object.
def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802
    """Give ``text`` back as it is; ``translate(context, text)`` finds its translation later."""
    return text
