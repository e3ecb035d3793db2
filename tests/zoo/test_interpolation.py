"""Network interpolation mixes weights, and only of models that are alike."""

from __future__ import annotations

import pytest
import torch

from sr_studio.zoo.card import TrainingSource
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.interpolation import interpolate
from sr_studio.zoo.model import Model
from tests.zoo.conftest import SMALL, make_model, random_network


@pytest.mark.parametrize("architecture", list(SMALL))
def test_every_weight_is_mixed(architecture: str) -> None:
    first, second = make_model(architecture, seed=1), make_model(architecture, seed=2)
    mixed = interpolate(first, second, 0.8).module.state_dict()
    for name, value in first.module.state_dict().items():
        if value.is_floating_point():
            expected = 0.2 * value + 0.8 * second.module.state_dict()[name]
            torch.testing.assert_close(mixed[name], expected, msg=name)


def test_the_ends_are_the_models_and_stay_untouched() -> None:
    first, second = make_model("rrdbnet", seed=1), make_model("rrdbnet", seed=2)
    before = {k: v.clone() for k, v in first.module.state_dict().items()}
    small = torch.rand(1, 3, 5, 5)
    with torch.inference_mode():
        assert torch.equal(interpolate(first, second, 0).module(small), first.module(small))
        assert torch.equal(interpolate(first, second, 1).module(small), second.module(small))
    assert all(torch.equal(value, first.module.state_dict()[k]) for k, value in before.items())


def test_the_card_says_what_it_is_and_claims_no_scores() -> None:
    first = make_model("rrdbnet", "psnr", licence="A", scores={"Set5": {"psnr_y": 31.0}}, pair="x")
    second = make_model("rrdbnet", "gan", licence="B")
    card = interpolate(first, second, 0.8).card
    assert card.name == "psnr+gan-0.8"
    assert card.licence == "A and B"
    assert (card.scores, card.pair, card.recipe) == ({}, "", "")


def test_the_card_has_the_pictures_of_both() -> None:
    shared = TrainingSource(name="Kodak24", licence="CC0")
    theirs = TrainingSource(name="DIV2K", licence="for research", research=True)
    first = make_model("rrdbnet", "psnr", data="Kodak24", data_sources=(shared,))
    second = make_model("rrdbnet", "gan", data="photos", data_sources=(theirs, shared))
    card = interpolate(first, second, 0.8).card
    assert card.data_sources == (shared, theirs)
    assert card.data == "Kodak24; photos"
    assert "DIV2K" in card.research_note


def test_different_parameters_are_listed() -> None:
    first = make_model("rrdbnet")
    parameters = {**SMALL["rrdbnet"], "blocks": 3}
    card = first.card.model_copy(update={"parameters": parameters})
    second = Model(card, random_network("rrdbnet", parameters))
    with pytest.raises(ModelFileError, match=r"not known there: body\.2\.rdb1\.conv1\.weight"):
        interpolate(first, second, 0.5)
    wide = {**SMALL["rrdbnet"], "features": 8}
    second = Model(card, random_network("rrdbnet", wide))
    with pytest.raises(ModelFileError, match=r"of another shape: conv_first\.weight: 8x3x3x3"):
        interpolate(first, second, 0.5)


def test_different_kinds_are_told() -> None:
    with pytest.raises(ModelFileError, match="architecture is rrdbnet in one and msrresnet"):
        interpolate(make_model("rrdbnet"), make_model("msrresnet"), 0.5)
    with pytest.raises(ModelFileError, match="output_range"):
        interpolate(make_model("srresnet"), make_model("srresnet", output_range=(0.0, 1.0)), 0.5)


@pytest.mark.parametrize("alpha", [-0.1, 1.1, float("nan")])
def test_alpha_outside_is_told(alpha: float) -> None:
    with pytest.raises(ModelFileError, match="alpha must be between 0 and 1"):
        interpolate(make_model("espcn"), make_model("espcn"), alpha)
