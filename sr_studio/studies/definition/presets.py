"""Presets: defaults for a kind of study. What ``study.toml`` says itself wins, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale

Preset = Mapping[str, Mapping[str, Any]]

#: The paper's study: everybody rates everything once, fully random, told what 1 and 5 look like.
_SRGAN: Preset = {
    "study": {"method": "acr_hr"},
    "order": {"mode": "free"},
    "assignment": {"mode": "complete", "raters_planned": 26},
    "analysis": {"stop": {"raters": 26}},
    "repeats": {"share": 0.05},
}
_ACR_HR: Preset = {"study": {"method": "acr_hr"}, "order": {"mode": "rounds"}}
_DCR: Preset = {"study": {"method": "dcr"}, "order": {"mode": "rounds"}, "repeats": {"share": 0.05}}
_PAIR: Preset = {
    "study": {"method": "pc"},
    "golden": {"items": "none"},
    "stabilising": {"first": 3, "next": 2},
    "display": {"min_view_ms": 500},
}
#: A look at the program in five minutes: no repeats, few warm-up showings, short gaps.
_DEMO: Preset = {
    "study": {"method": "acr_hr", "consent_waived": "a demonstration on one's own computer"},
    "display": {"min_width": 800, "min_height": 600, "gap_ms": 300, "min_view_ms": 500},
    "stabilising": {"first": 2, "next": 1},
    "golden": {"items": "none"},
    "repeats": {"share": 0.0, "min_count": 0},
    "assignment": {"raters_planned": 3, "seconds_per_trial": 5.0},
    "sessions": {"max_minutes": 10, "min_break_minutes": 0},
    "self_report": {"fields": []},
    "analysis": {"stop": {"raters": 3}},
}
PRESETS: Mapping[str, Preset] = {
    "none": {},
    "srgan-2017": _SRGAN,
    "acr-hr": _ACR_HR,
    "dcr": _DCR,
    "pair": _PAIR,
    "demo": _DEMO,
}


def with_preset(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its preset's defaults filled in; an unknown preset fills nothing."""
    head = document.get("study")
    name = head.get("preset", "none") if isinstance(head, dict) else "none"
    filled = dict(document)
    preset = PRESETS.get(name) if isinstance(name, str) else None
    for defaults in (preset or {}, _for_scale(document.get("scale"))):
        for section, fields in defaults.items():
            own = filled.get(section, {})
            if isinstance(own, dict):
                filled[section] = {**fields, **own}
    return filled


def stretched(scale: Scale) -> Preset:
    """The defaults that are stated in points of the scale from 1 to 5, for another scale."""
    low, high, point = scale.lowest, scale.highest, scale.stretch
    return {
        "analysis": {"equivalence_bound": 0.2 * point},
        "screening": {"score_sd": 0.4 * point, "subject_sd_floor": 0.2887 * point},
        "golden": {
            "accept": {"low_anchor": (low, low + point), "hidden_reference": (high - point, high)}
        },
    }


def _for_scale(section: object) -> Preset:
    if not isinstance(section, dict):
        return {}
    given = {key: section[key] for key in ("lowest", "highest", "step") if key in section}
    try:
        scale = Scale.model_validate(given)
    except ValidationError:
        return {}  # it is told of where the whole definition is read
    return {} if scale == FIVE_POINTS else stretched(scale)
