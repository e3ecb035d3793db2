"""Instructions name the keys that raters have: of their scale, and of a tie."""

from __future__ import annotations

import re

import pytest

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import Method, PairComparison
from sr_studio.studies.definition.texts import instructions_for


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("method", ["acr", "dcr"])
@pytest.mark.parametrize(
    ("scale", "ends"),
    [
        (FIVE_POINTS, ["1", "5"]),
        (Scale(lowest=0, highest=9), ["0", "9"]),
        (Scale(lowest=0, highest=10), ["0", "10"]),
        (Scale(lowest=-2, highest=2), ["-2", "2"]),
        (Scale(lowest=1, highest=5, step=0.5), ["1", "5"]),
    ],
)
def test_the_ends_of_the_scale(
    language: str, method: Method, scale: Scale, ends: list[str]
) -> None:
    text = instructions_for(method, language, scale, PairComparison())
    assert re.findall(r"-?\d+", text) == ends and not re.search(r"[{}%]", text)


@pytest.mark.parametrize("layout", ["side_by_side", "toggle"])
def test_a_tie_has_a_key_where_there_may_be_one(layout: str) -> None:
    told = {
        tie: instructions_for("pc", "en", FIVE_POINTS, PairComparison(tie=tie, layout=layout))
        for tie in (False, True)
    }
    assert "down arrow" in told[True] and "down arrow" not in told[False]
