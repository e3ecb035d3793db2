"""A run's health in words: times that a person can read."""

from __future__ import annotations

from sr_studio.app.training.health_words import sentence
from sr_studio.training.health import Finding


def test_seconds_are_a_minute_and_not_none() -> None:
    assert sentence(Finding("improving", "good", (0.5, 20 / 3600))).startswith(
        "+0.50 dB in the last 1 min"
    )
