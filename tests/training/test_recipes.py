"""Recipes: the shipped ones are the papers', and every fault in one is named at once."""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path

import pytest

from sr_studio.training.recipes import (
    RecipeError,
    load_recipe,
    parse_recipe,
    parse_setting,
    recipe_names,
)
from sr_studio.training.schedules import learning_rate


def test_every_shipped_recipe_is_valid_and_named_after_its_file() -> None:
    assert set(recipe_names()) == {
        "srcnn",
        "espcn",
        "srresnet-mse",
        "srresnet-vgg22",
        "srgan-mse",
        "srgan-vgg22",
        "srgan-vgg54",
        "rrdb-psnr",
        "esrgan",
        "rrdb6-psnr",
        "esrgan6",
        "photo-psnr",
        "photo",
    }
    for name in recipe_names():
        assert load_recipe(name).name == name


def test_gan_recipes_name_the_model_they_start_from() -> None:
    for name in recipe_names():
        recipe = load_recipe(name)
        assert bool(recipe.starts_from) == (recipe.discriminator is not None)


def test_srgan_values_are_those_of_the_paper() -> None:
    recipe = load_recipe("srgan-vgg54")
    assert (recipe.data.crop, recipe.data.batch, recipe.data.scale) == (96, 16, 4)
    assert recipe.network.parameters == {"scale": 4, "blocks": 16, "features": 64}
    assert recipe.network.output_range == (-1, 1)
    assert recipe.loss["adversarial"].weight == 1e-3
    content = recipe.loss["content"].model_dump()
    assert content["feature_scale"] ** 2 == pytest.approx(0.006, abs=2e-4)
    assert "total_variation" not in recipe.loss
    assert load_recipe("srresnet-vgg22").loss["total_variation"].weight == 2e-8


def test_schedules_follow_the_tables_of_the_papers() -> None:
    srgan = load_recipe("srgan-vgg54")
    assert [learning_rate(srgan, 1e-4, i) for i in (0, 99_999, 100_000, 199_999)] == pytest.approx(
        [1e-4, 1e-4, 1e-5, 1e-5]
    )
    rrdb = load_recipe("rrdb-psnr")
    assert [learning_rate(rrdb, 2e-4, i) for i in (0, 200_000, 400_000)] == pytest.approx(
        [2e-4, 1e-4, 5e-5]
    )
    esrgan = load_recipe("esrgan")
    assert [learning_rate(esrgan, 1e-4, i) for i in (0, 50_000, 100_000, 300_000)] == pytest.approx(
        [1e-4, 5e-5, 2.5e-5, 6.25e-6]
    )


def test_budget_scales_iterations_and_schedule_together() -> None:
    recipe = load_recipe("srgan-mse", {"budget": 0.01})
    assert recipe.iterations == 2000
    assert learning_rate(recipe, 1e-4, 999) == pytest.approx(1e-4)
    assert learning_rate(recipe, 1e-4, 1000) == pytest.approx(1e-5)


def test_one_cycle_rises_and_ends_at_the_floor() -> None:
    recipe = load_recipe(
        "srresnet-mse", {"schedule.kind": "one-cycle", "schedule.iterations": 1000}
    )
    rates = [learning_rate(recipe, 6e-4, i) for i in range(1000)]
    assert rates[0] == pytest.approx(6e-4 / 25)
    assert max(rates) == pytest.approx(6e-4, rel=1e-4)
    assert rates[-1] == pytest.approx(1e-7)
    peak = rates.index(max(rates))
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("data.crop", 97, "not a multiple of scale"),
        ("data.batch", 0, "data.batch"),
        ("optimiser.lr", -1, "optimiser.lr"),
        ("losss.pixel", "l1", "losss"),
        ("loss.adversarial", "standard", "loss.adversarial.weight"),
        ("loss.adversarial.kind", "standard", "loss.adversarial.weight"),
        ("loss.pixel_weight", 0, "nothing would be learned"),
        ("loss.pixel.weight", 0, "nothing would be learned"),
        ("loss.pixel.wieght", 1, "loss.pixel.wieght"),
        ("loss.contents.weight", 1, "known are adversarial, content"),
        ("schedule.milestones", [5, 3], "must rise"),
        ("accumulate", 3, "must divide"),
        ("name", "Bad Name", "name"),
        ("budget", math.inf, "budget"),
        ("optimiser.lr", math.inf, "optimiser.lr"),
        ("loss.pixel.weight", math.inf, "loss.pixel.weight"),
        ("network.output_range", [0, math.inf], "network.output_range"),
        ("optimiser.betas", [0.9, 1], "optimiser.betas"),
        ("seed", 2**64, "seed"),
        ("network.output_range", [1, 0], "low below high"),
    ],
)
def test_faults_are_named(key: str, value: object, words: str) -> None:
    with pytest.raises(RecipeError, match="fault") as caught:
        load_recipe("srresnet-mse", {key: value})
    assert words in str(caught.value)


def test_milestones_count_where_the_rate_falls_by_steps_only() -> None:
    load_recipe("rrdb6-psnr", {"schedule.kind": "cosine", "schedule.iterations": 100})
    with pytest.raises(RecipeError, match="the last milestone"):
        load_recipe("rrdb6-psnr", {"schedule.iterations": 100})


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('name = "own"\nseed = -1\nwrong = 1\n[network]\narchitecture = "espcn"\n')
    with pytest.raises(RecipeError) as caught:
        load_recipe(file)
    assert "2 fault(s)" in str(caught.value)
    assert str(file) in str(caught.value)


def test_missing_and_broken_files_are_told(tmp_path: Path) -> None:
    for name in ("no-such-recipe", "x" * 300):
        with pytest.raises(RecipeError, match="srresnet-mse"):
            load_recipe(name)
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ")
    with pytest.raises(RecipeError, match="not a TOML file"):
        load_recipe(broken)


def test_settings_are_read_as_toml_or_text() -> None:
    assert parse_setting("data.batch=8") == ("data.batch", 8)
    assert parse_setting("loss.pixel=l1") == ("loss.pixel", "l1")
    assert parse_setting("schedule.milestones=[1, 2]") == ("schedule.milestones", [1, 2])
    with pytest.raises(RecipeError, match="key=value"):
        parse_setting("data.batch")


def test_the_hash_follows_the_content() -> None:
    assert load_recipe("espcn").sha256() == load_recipe("espcn").sha256()
    assert load_recipe("espcn").sha256() != load_recipe("espcn", {"seed": 2}).sha256()


def test_the_document_of_recipes_says_what_the_code_says(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("maker", root / "tools" / "document_recipes.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    said = (root / "docs" / "recipes.md").read_text(encoding="utf-8")
    assert said == maker.text(), "run tools/document_recipes.py"
    assert "|  |" not in said, "a key has no description"


def test_recipes_of_the_first_form_are_read_and_keep_their_hash(root: Path) -> None:
    """The older shipped models were trained by recipes with one flat section [loss]."""
    folders = sorted(file.parent for file in (root / "models" / "training").glob("*/run.json"))
    flat = 0
    for folder in folders:
        table = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
        flat += not isinstance(table["loss"]["pixel"], dict)
        recipe = parse_recipe(table, where=str(folder))
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        assert recipe.sha256() == told["recipe_sha256"]
        again = parse_recipe(json.loads(recipe.canonical_json()), where="again")
        assert again == recipe
    assert 0 < flat < len(folders), "both forms are among them"


def test_keys_of_the_first_form_may_be_set() -> None:
    settings = {"loss.pixel": "l1", "loss.total_variation_weight": 1e-8}
    recipe = load_recipe("srresnet-mse", settings)
    today = {"loss.pixel.distance": "l1", "loss.total_variation.weight": 1e-8}
    assert recipe == load_recipe("srresnet-mse", today)


def test_a_term_that_nobody_knows_is_kept_where_plug_ins_are_not_imported() -> None:
    settings = {"loss.somebodys.weight": 2, "loss.somebodys.own": "key"}
    with pytest.raises(RecipeError, match="no such term"):
        load_recipe("espcn", settings)
    recipe = load_recipe("espcn", settings, with_plugins=False)
    assert recipe.loss["somebodys"].model_dump() == {"weight": 2, "own": "key"}
