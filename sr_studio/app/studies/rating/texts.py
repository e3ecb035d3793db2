"""The words around the pictures, in the study's language where it brings them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.texts import instructions_of, scale_labels
from sr_studio.studies.rating.steps import Show, Text

translate = QCoreApplication.translate

#: A label longer than this stands on its key in two lines.
_LINE = 12


def key_texts(manifest: Manifest) -> list[tuple[str, str]]:
    """What stands on the keys, and what a screen reader says."""
    if manifest.study.method != "pc":
        labels = scale_labels(manifest)
        return [
            (f"{score:g}\n{_in_lines(label)}".strip(), f"{score:g} {label}".strip())
            for score, label in zip(manifest.scale.scores, labels, strict=True)
        ]
    if manifest.pc.layout == "toggle":
        sides = [("1", translate("Rating", "first")), ("2", translate("Rating", "second"))]
    else:
        sides = [("←", translate("Rating", "left")), ("→", translate("Rating", "right"))]
    if manifest.pc.tie:
        sides.append(("↓", translate("Rating", "no difference")))
    return [(f"{sign}\n{word}", word) for sign, word in sides]


def counter(show: Show, manifest: Manifest, front: int = 0) -> str:
    """``37 of 280``; a calibration picture says what it is and which key to press.

    Args:
        front: Which of two pictures in one place is shown, 0 or 1.
    """
    plain = (
        translate("Rating", "%1 of %2")
        .replace("%1", str(show.number))
        .replace("%2", str(show.total))
    )
    if manifest.study.method == "pc" and manifest.pc.layout == "toggle":
        sides = translate("Rating", "first picture"), translate("Rating", "second picture")
        hint = translate("Rating", "Space bar: the other one")
        return f"{plain}  ·  {sides[front]}  ·  {hint}"
    told = show.presentation.told_score
    if show.phase == "calibration" and told is not None:
        sign, label = f"{manifest.scale.scores[told - 1]:g}", scale_labels(manifest)[told - 1]
        if label:
            hint = translate("Rating", "This picture is a %1 (%2). Press %1.").replace("%2", label)
        else:
            hint = translate("Rating", "This picture is a %1. Press %1.")
        return f"{plain}  ·  {hint.replace('%1', sign)}"
    return plain


def spoken_name(show: Show) -> str:
    """What a screen reader says of the picture: its number, and nothing that tells it apart."""
    text = translate("Rating", "Image %1 of %2")
    return text.replace("%1", str(show.number)).replace("%2", str(show.total))


def reading(text: Text, manifest: Manifest) -> tuple[str, str]:
    """Title and words of a page to read."""
    if text == "training":
        return translate("Rating", "Practice"), translate(
            "Rating",
            "First a few pictures for practice, from the worst to the best you will see. "
            "Judge them as you would later; these ratings do not count.",
        )
    if text == "calibration":
        return translate("Rating", "The ends of the scale"), translate(
            "Rating",
            "Now some pictures whose rating is told below them. Look at each, "
            "then press the key that is named.",
        )
    if text == "test":
        return translate("Rating", "Now the test begins"), translate(
            "Rating",
            "From here on every rating counts. There is no right or wrong: your first "
            "impression is what we ask for.",
        )
    return translate("Rating", "What to do"), instructions_of(manifest)


def _in_lines(label: str) -> str:
    """A long label broken at the space nearest to its middle."""
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    if len(label) <= _LINE or not spaces:
        return label
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return f"{label[:middle]}\n{label[middle + 1 :]}"
