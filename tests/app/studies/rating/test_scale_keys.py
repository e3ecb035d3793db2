"""The keys of a study on another scale than 1 to 5: what stands on them, and what a digit means."""

from __future__ import annotations

from sr_studio.app.studies.rating.answers import place_of
from sr_studio.app.studies.rating.keys import Press
from sr_studio.app.studies.rating.texts import key_texts
from sr_studio.studies.definition.scale import Scale
from tests.studies.conftest import small_manifest


def test_a_digit_means_the_score_on_a_key() -> None:
    eleven = small_manifest().model_copy(update={"scale": Scale(lowest=0, highest=10)})
    assert [sign for sign, _ in key_texts(eleven)] == [str(k) for k in range(11)]
    assert [place_of(Press(digit, "key"), eleven) for digit in (0, 3, 9)] == [1, 4, 10]
    assert place_of(Press(11, "click"), eleven) == 11  # the 10 is clicked
    halves = small_manifest().model_copy(update={"scale": Scale(step=0.5)})
    assert [sign for sign, _ in key_texts(halves)][:3] == ["1", "1.5", "2"]
    assert place_of(Press(2, "key"), halves) == 3


def test_the_usual_five_are_as_they_were() -> None:
    five = small_manifest()
    assert key_texts(five)[0] == ("1\nBad", "1 Bad")
    assert [place_of(Press(digit, "key"), five) for digit in range(8)] == [0, 1, 2, 3, 4, 5, 0, 0]
    assert place_of(Press(None, "key"), five) == 0


def test_labels_of_a_study_stand_on_its_keys() -> None:
    head = {"labels": {"en": ("no", "a little", "much")}}
    three = small_manifest(**head).model_copy(update={"scale": Scale(lowest=1, highest=3)})
    assert [spoken for _, spoken in key_texts(three)] == ["1 no", "2 a little", "3 much"]
