"""A small share of the damaged inputs of ``python -m tests.support.fuzzing``, and all of them."""

from __future__ import annotations

import pytest

from tests.support.fuzzing import run


@pytest.mark.parametrize("target", ["pictures", "models", "lines"])
def test_damaged_inputs_end_in_a_sentence(target: str) -> None:
    assert run(0, 150, [target]) == []


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_damaged_inputs() -> None:
    assert run(0, 100_000, ["pictures", "models", "lines"]) == []
