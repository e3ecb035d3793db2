"""Names the program gives to raters: a word and the number, telling nothing about the person."""

from __future__ import annotations

_WORDS = """
acorn amber apple aspen bamboo basil beech birch brook canyon cedar cherry clover cloud cobalt comet
copper coral cove crystal daisy delta dune ember fern field fjord flint forest garnet ginger glade
granite grove harbor hazel heath hickory indigo iris island ivory jade jasper juniper lagoon larch
lark laurel lemon lichen lilac linden lotus maple marble meadow mesa mint moss nectar oak ochre
olive onyx opal orchid pebble pepper pine planet plum pollen poplar prairie quartz quince rain reed
ridge river robin rowan ruby saffron sage sand shell sierra silver slate spruce star stone summit
tide timber topaz tulip tundra valley violet walnut willow
"""


def pseudonym(number: int) -> str:
    """``larch-017`` for rater 17: easy to say over the phone, and never given twice in a study."""
    words = _WORDS.split()
    # A multiplier coprime to the list's length walks through all words before one comes again.
    return f"{words[number * 37 % len(words)]}-{number:03d}"


def number_of(name: str) -> int | None:
    """The rater number in ``R17``, ``17`` or exactly the pseudonym of 17; None otherwise."""
    word, dash, digits = name.strip().rpartition("-")
    if not dash:
        digits = digits[1:] if digits[:1] in ("R", "r") else digits
    if not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    return number if not dash or pseudonym(number) == f"{word}-{digits}" else None
