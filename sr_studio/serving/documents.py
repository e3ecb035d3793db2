"""What a page is told of a step: everything it needs to show it, and nothing about a system."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sr_studio.serving.secrets_of import Veil
from sr_studio.serving.wishes import Screen
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.questions import DATED, LIGHT, SELF_REPORT, UNDATED_ANSWER
from sr_studio.studies.definition.screen_layout import (
    Box,
    Layout,
    ScreenTooSmallError,
    Size,
    largest_picture,
    lay_out,
    require_room,
)
from sr_studio.studies.definition.texts import flowing, instructions_of, scale_labels
from sr_studio.studies.rating import steps
from sr_studio.studies.store.records import PresentationInfo

#: A finger needs so many CSS pixels.
TOUCH_TARGET = 44
#: Answers are filled up to a multiple of so many bytes: their length tells nothing.
_BLOCK = 4096


def padded(document: dict[str, Any]) -> bytes:
    """A document as JSON with spaces behind it."""
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return plain + b" " * (-len(plain) % _BLOCK)


def about(manifest: Manifest) -> dict[str, Any]:
    """What holds for every showing of a study."""
    head, dcr = manifest.study, manifest.dcr
    return {
        "language": head.language,
        "method": head.method,
        "contact": head.contact,
        "background": manifest.display.background,
        "gap_ms": manifest.display.gap_ms,
        "min_view_ms": manifest.display.min_view_ms,
        "exposure_ms": manifest.display.exposure_ms,
        "toggle": head.method == "pc" and manifest.pc.layout == "toggle",
        "choose_by_click": head.method == "pc" and manifest.pc.layout == "side_by_side",
        "reference_ms": dcr.reference_ms if reference_first(manifest) else 0,
        "grey_ms": dcr.grey_ms,
        "keys": keys_of(manifest),
    }


def reference_first(manifest: Manifest) -> bool:
    """Whether the original is shown before the picture, in its place."""
    return manifest.study.method == "dcr" and manifest.dcr.layout == "sequence"


def keys_of(manifest: Manifest) -> list[dict[str, str]]:
    """The labelled keys: what is pressed, and the words, which pages translate in pairs."""
    if manifest.study.method != "pc":
        labels = scale_labels(manifest)
        return [
            {"sign": f"{score:g}", "words": label}
            for score, label in zip(manifest.scale.scores, labels, strict=True)
        ]
    toggle = manifest.pc.layout == "toggle"
    sides = [("1", "first"), ("2", "second")] if toggle else [("←", "left"), ("→", "right")]
    sides += [("↓", "no difference")] if manifest.pc.tie else []
    return [{"sign": sign, "words": words} for sign, words in sides]


def unfit(screen: Screen, manifest: Manifest) -> ScreenTooSmallError | None:
    """Why nobody can rate on this screen, None where one can."""
    least = manifest.display
    if screen.screen_width < least.min_width or screen.screen_height < least.min_height:
        return ScreenTooSmallError(
            f"this study needs a screen of at least {least.min_width} × {least.min_height} pixels,"
            f" and this one has {screen.screen_width} × {screen.screen_height}",
            remedy="Use a larger screen, or turn this one.",
        )
    if abs(screen.zoom - 1) > 1e-3:
        return ScreenTooSmallError(
            "the page is zoomed in or out", remedy="Set it back to its own size."
        )
    largest = largest_picture(manifest)
    size = Size(screen.width, screen.height)
    try:
        require_room(size, screen.ratio, largest, manifest.study.method, manifest.pc, manifest.dcr)
    except ScreenTooSmallError as error:
        return error
    keys = layout_of(screen, manifest).keys
    if screen.touch and min(min(key.width, key.height) for key in keys) < (
        TOUCH_TARGET * screen.ratio
    ):
        return ScreenTooSmallError(
            "the keys would be too small for a finger", remedy="Use a larger screen."
        )
    return None


def layout_of(screen: Screen, manifest: Manifest) -> Layout:
    """Where keys and pictures stand."""
    size = Size(screen.width, screen.height)
    return lay_out(size, screen.ratio, len(keys_of(manifest)))


def step_document(
    step: steps.Step, manifest: Manifest, veil: Veil, screen: Screen
) -> dict[str, Any]:
    """What a page shows at a step."""
    head = manifest.study
    if isinstance(step, steps.Show):
        return _showing(step, manifest, veil, screen)
    if isinstance(step, steps.AskConsent):
        return {
            "step": "consent",
            "waived": step.waived,
            # Who reads a consent text learns no more of the study, as at the desk.
            "title": head.title if step.waived else "",
            "text": flowing(head.consent),
            "version": head.consent_version,
        }
    if isinstance(step, steps.AskSelfReport):
        questions = [
            {
                "name": name,
                "answers": SELF_REPORT[name],
                "undated": UNDATED_ANSWER if name in DATED else None,
            }
            for name in step.fields
        ]
        return {"step": "self_report", "questions": questions}
    if isinstance(step, steps.AskRoom):
        return {"step": "room", "light": LIGHT, "goes_on": step.goes_on}
    if isinstance(step, steps.TestScreen):
        return {"step": "screen"}
    if isinstance(step, steps.Read):
        words = instructions_of(manifest) if step.text == "instructions" else ""
        return {"step": "read", "text": step.text, "words": flowing(words)}
    if isinstance(step, steps.Rest):
        return {"step": "rest", "seconds": round(step.seconds, 1)}
    assert isinstance(step, steps.Finished), "the place of the server is known before it opens"
    return {
        "step": "finished",
        "reason": step.reason,
        "pseudonym": step.pseudonym,
        "minutes": round(step.minutes),
    }


def addresses_of(row: PresentationInfo, manifest: Manifest, veil: Veil) -> dict[str, str]:
    """Address to token of the pictures of a showing, in the order they are shown."""
    tokens = steps.tokens_of(row, manifest.study.method)
    return {veil.picture(row.id, row.revision, n): token for n, token in enumerate(tokens)}


def _showing(step: steps.Show, manifest: Manifest, veil: Veil, screen: Screen) -> dict[str, Any]:
    row = step.presentation
    layout = layout_of(screen, manifest)
    own = list(addresses_of(row, manifest, veil))
    return {
        "step": "show",
        "key": veil.showing(row.id, row.revision + 1),
        "phase": "calibration" if step.phase == "calibration" else "rating",
        "number": step.number,
        "total": step.total,
        "told": step.presentation.told_score,
        "attempt": step.attempt,
        "pictures": [
            {"address": address, **vars(box)}
            for address, box in zip(own, _boxes(row, len(own), manifest, layout), strict=True)
        ],
        "following": [
            address for later in step.following for address in addresses_of(later, manifest, veil)
        ],
        "keys": [vars(box) for box in layout.keys],
        "counter": vars(layout.counter),
    }


def _boxes(row: PresentationInfo, count: int, manifest: Manifest, layout: Layout) -> Sequence[Box]:
    zoom = manifest.geometry.zoom
    size = Size(zoom * row.width, zoom * row.height)
    toggled = manifest.study.method == "pc" and manifest.pc.layout == "toggle"
    if toggled or reference_first(manifest):
        return layout.places([size]) * count
    return layout.places([size] * count)
