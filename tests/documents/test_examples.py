"""The examples in docstrings, which the API reference shows, do what they say."""

from __future__ import annotations

import doctest
import importlib

import pytest

#: Modules whose public functions have examples.
SHOWN = (
    "sr_studio.imaging.resize",
    "sr_studio.imaging.writing",
    "sr_studio.metrics.psnr",
    "sr_studio.training.recipes",
    "sr_studio.upscaling.naming",
    "sr_studio.upscaling.upscaler",
    "sr_studio.zoo.catalogue",
)


@pytest.mark.parametrize("name", SHOWN)
def test_examples(name: str) -> None:
    told = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert told.attempted > 0
    assert told.failed == 0
