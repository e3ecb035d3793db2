"""Summaries of the program's own recipes are offered to translators, all of them."""

from __future__ import annotations

from sr_studio.app.training.recipe_words import OFFERED, summary_of
from sr_studio.training.recipes import load_recipe, recipe_names


def test_every_recipe_can_be_told_in_another_language() -> None:
    assert sorted(load_recipe(name).summary for name in recipe_names()) == sorted(OFFERED)


def test_a_recipe_of_ones_own_says_what_it_says() -> None:
    assert summary_of("For my cat.") == "For my cat."
