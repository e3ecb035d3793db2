"""What stands before a run: the folder, the keys, the cost, the trial."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from sr_studio.errors import Cancelled, StudioError
from sr_studio.progress import CancelToken
from sr_studio.training.cost import Cost, validations_after
from sr_studio.training.folder_check import check_folder, read_folder
from sr_studio.training.recipe_keys import keys_of, settings_in
from sr_studio.training.recipes import load_recipe, recipe_names


def test_every_key_of_every_recipe_is_in_the_form_with_what_the_paper_says() -> None:
    for name in recipe_names():
        keys = {key.name: key for key in keys_of(name)}
        table = {"data.crop": keys["data.crop"].value, "optimiser.lr": keys["optimiser.lr"].value}
        recipe = load_recipe(name).model_dump()
        assert table["data.crop"] == str(recipe["data"]["crop"])
        assert "data.degradation.clean" in keys
    srgan = {key.name: key for key in keys_of("srgan-vgg22")}
    assert srgan["data.batch"].comment == "Sec. 3.2"
    assert srgan["data.batch"].stated
    assert not srgan["data.distinct"].stated
    assert srgan["data.distinct"].choices == ("true", "false")
    assert "bicubic-double" in srgan["data.lr"].choices
    assert srgan["network.parameters.blocks"].value == "16"
    assert srgan["discriminator.architecture"].value == "srgan-discriminator"
    assert not any(key.startswith("discriminator") for key in [k.name for k in keys_of("espcn")])


def test_settings_are_found_in_what_is_advised() -> None:
    said = "Add pictures, or use --set data.batch=8 or --set data.distinct=false."
    assert settings_in(said) == ["data.batch=8", "data.distinct=false"]
    assert settings_in("write a=b or nothing.at=all") == []
    with pytest.raises(StudioError) as caught:
        load_recipe("espcn", {"data.crop": 33, "data.scale": 4})
    assert settings_in(str(caught.value)) == ["data.crop=32", "data.crop=36"]


def test_a_folder_is_checked_by_its_headers_and_what_would_fit_is_named(tmp_path: Path) -> None:
    for number in range(6):
        Image.new("RGB", (40, 40 + number)).save(tmp_path / f"{number}.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    sizes = read_folder(tmp_path)
    assert set(sizes.broken) == {"broken.png"}
    small = load_recipe("espcn", {"data.crop": 32, "data.batch": 4})
    check = check_folder(sizes, small)
    assert (check.usable, check.held_out, check.problem) == (6, 1, "")
    batch = check_folder(sizes, load_recipe("espcn", {"data.crop": 32, "data.batch": 8}))
    assert batch.changes == ("data.batch=5", "data.distinct=false")
    crop = check_folder(sizes, load_recipe("srresnet-mse"))
    assert crop.too_small and crop.changes == ("data.crop=40",)
    with pytest.raises(StudioError, match="does not exist"):
        read_folder(tmp_path / "nowhere")


def test_hours_count_validations_and_checkpoints_and_give_a_budget_back() -> None:
    recipe = load_recipe("srresnet-mse", {"budget": 0.01})
    bare = Cost(rate=10.0)
    whole = Cost(rate=10.0, validation=20.0, checkpoint=3.0)
    validations = validations_after(recipe, 0)
    assert validations == 200
    assert bare.hours(recipe) * 3600 == pytest.approx(recipe.iterations / 10)
    more = whole.hours(recipe) * 3600 - recipe.iterations / 10
    assert more == pytest.approx(200 * 23 + recipe.iterations / 10 / 300 * 3)
    again = load_recipe("srresnet-mse", {"budget": whole.budget_for(5.0, recipe)})
    assert whole.hours(again) == pytest.approx(5.0, rel=0.01)


def test_a_folder_is_looked_through_no_further_when_another_is_named(tmp_path: Path) -> None:
    """Who types a path names the whole disk with its first letter."""
    (tmp_path / "no picture.txt").touch()
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_folder(tmp_path, token)


def test_a_trial_measures_and_keeps_nothing(picture_folder: Path, tmp_path: Path) -> None:
    words = ["train", "espcn", "--data", str(picture_folder), "--trial", "0.5", "--threads", "1"]
    words += ["--set", "data.crop=32", "--set", "data.batch=4", "--preview-data", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio", *words],
        cwd=tmp_path,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["event"] for event in events] == ["folder", "sheet", "cost"]
    assert "9 pictures are used" in events[0]["sentences"]
    assert Path(events[1]["file"]).is_file()
    cost = Cost(**{key: value for key, value in events[2].items() if key != "event"})
    assert cost.rate > 0 and cost.validation > 0 and cost.checkpoint > 0
    assert cost.memory > 1e7
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.png"]
