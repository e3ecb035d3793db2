"""The list of models: shipped ones by their index, own ones by their folder, files by path."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import torch

from sr_studio import paths
from sr_studio.files import sha256_of
from sr_studio.zoo import catalogue
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.header import read_card
from sr_studio.zoo.importing import add_model, import_model
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model
from sr_studio.zoo.saving import save_model
from sr_studio.zoo.shipping import index_text, training_sources, write_index
from tests.zoo.conftest import make_model


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(paths, "shipped_models_dir", lambda: folder)
    for architecture in ("rrdbnet", "espcn"):
        model = make_model(
            architecture, f"{architecture}-s", licence="CC0-1.0", scores={"Set5": {"psnr_y": 30.0}}
        )
        save_model(folder / f"{model.card.name}.safetensors", model.module, model.card)
    write_index(folder)
    return folder


def test_shipped_models_are_listed_as_indexed(shipped: Path) -> None:
    entries = catalogue.list_models()
    assert [(e.name, e.card and e.card.scale, e.origin) for e in entries] == [
        ("rrdbnet-s", 4, "shipped"),
        ("espcn-s", 3, "shipped"),
    ]
    assert catalogue.problems() == []
    assert load_model("espcn-s").card.scale == 3


def test_the_index_says_what_files_and_cards_say(shipped: Path) -> None:
    listed = tomllib.loads((shipped / "index.toml").read_text(encoding="utf-8"))["model"]
    assert [entry["sha256"] for entry in listed] == [
        sha256_of(shipped / entry["file"]) for entry in listed
    ]
    assert listed[0]["scores"] == {"Set5": {"psnr_y": 30.0}}
    assert listed[0]["licence"] == "CC0-1.0"


def test_shipped_cards_say_what_they_are_for_and_whose_pictures_they_learned_from() -> None:
    for entry in catalogue.list_models():
        assert entry.card is not None
        assert entry.card.purpose, f"{entry.name}: give a purpose (tools/describe_model.py)"
        assert entry.card.data_sources, (
            f"{entry.name}: name the sets (models/training/sources.toml)"
        )
        research = [source.name for source in entry.card.data_sources if source.research]
        named = [name for name in ("BSDS400", "T91") if name in entry.card.data]
        assert research == named, f"{entry.name}: words and sources differ"


def test_unknown_sets_of_training_pictures_are_told() -> None:
    folder = paths.shipped_models_dir()
    assert training_sources(folder, ["T91"])[0].research
    with pytest.raises(ModelFileError, match=r"called 'T92'.*T91"):
        training_sources(folder, ["T92"])


def test_the_index_in_the_repository_is_up_to_date() -> None:
    folder = paths.shipped_models_dir()
    assert (folder / "index.toml").read_text(encoding="utf-8") == index_text(folder), (
        "run: python -m tools.index_models"
    )
    listed = tomllib.loads(index_text(folder)).get("model", [])
    assert len(catalogue.list_models()) == len(listed)
    for entry in listed:
        card = read_card(folder / entry["file"])
        assert card is not None
        assert card.licence, f"{entry['file']} states no licence"
        assert card.pair in {"", *(other["name"] for other in listed)}


def test_a_shipped_file_needs_a_card_and_its_name(shipped: Path) -> None:
    (shipped / "espcn-s.safetensors").rename(shipped / "other.safetensors")
    with pytest.raises(ModelFileError, match=r"should be called espcn-s\.safetensors"):
        index_text(shipped)


def test_a_damaged_file_does_not_hide_the_others(shipped: Path) -> None:
    broken = shipped / "espcn-s.safetensors"
    broken.write_bytes(broken.read_bytes()[:-50])
    assert [entry.name for entry in catalogue.list_models()] == ["rrdbnet-s"]
    (problem,) = catalogue.problems()
    assert str(broken) in problem
    (shipped / "index.toml").write_text("model = 3", encoding="utf-8")
    assert catalogue.list_models() == []
    assert "damaged" in catalogue.problems()[0]


def test_own_models_come_after_and_hide_nothing(shipped: Path) -> None:
    entry = add_model(make_model("msrresnet", "espcn-s"))
    assert entry.name == "espcn-s-2"
    assert [e.name for e in catalogue.list_models()][-1] == "espcn-s-2"
    assert catalogue.find("espcn-s").origin == "shipped"


def test_no_models_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "shipped_models_dir", lambda: tmp_path / "none")
    assert catalogue.list_models() == []
    with pytest.raises(ModelFileError, match="No model is installed yet"):
        catalogue.find("srresnet-x4")


def test_near_names_are_told(shipped: Path) -> None:
    with pytest.raises(ModelFileError, match="There are rrdbnet-s"):
        catalogue.find("rrdbnet-x4")


def test_a_foreign_file_is_found_by_its_path_without_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "4x Fine.pth"
    torch.save({"params": make_model("rrdbnet").module.state_dict()}, path)
    entry = catalogue.find(path)
    assert (entry.name, entry.origin, entry.card) == ("4x-Fine", "file", None)


def test_import_converts_to_our_own_kind(tmp_path: Path) -> None:
    model = make_model("rrdbnet")
    path = tmp_path / "4x_Fine.pth"
    torch.save({"params_ema": model.module.state_dict()}, path)
    entry = import_model(path)
    assert entry.path == paths.user_models_dir() / "4x_Fine.safetensors"
    assert entry.card is not None
    assert entry.card.source == "4x_Fine.pth"
    opened = load_model("4x_Fine")
    small = torch.rand(1, 3, 5, 6)
    assert torch.equal(opened.module(small), model.module(small))


def test_a_name_as_long_as_can_be_is_shortened(tmp_path: Path) -> None:
    model = make_model("espcn", "e")
    named = Model(model.card.model_copy(update={"name": "n" * 300}), model.module)
    torch.save(model.module.state_dict(), tmp_path / f"{'e' * 250}.pth")
    for entry in (import_model(tmp_path / f"{'e' * 250}.pth"), add_model(named)):
        assert entry.path.name == f"{entry.name[0] * 200}.safetensors"


@pytest.mark.parametrize("name", ["m" * 300, f"{'m' * 300}.pth", "~nobody-here/m.pth"])
def test_names_that_no_file_can_have_are_a_sentence(name: str) -> None:
    with pytest.raises(ModelFileError, match="there is no"):
        catalogue.find(name)


def test_the_same_model_is_not_stored_twice_but_another_is(tmp_path: Path) -> None:
    path = tmp_path / "fine.pth"
    torch.save(make_model("rrdbnet").module.state_dict(), path)
    assert import_model(path) == import_model(path)
    torch.save(make_model("rrdbnet", seed=1).module.state_dict(), path)
    assert import_model(path).name == "fine-2"
    assert len(catalogue.list_models()) - len(_shipped_count()) == 2


def _shipped_count() -> list[str]:
    return [entry.name for entry in catalogue.list_models() if entry.origin == "shipped"]


def test_import_under_a_name_and_scale(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    torch.save(make_model("srcnn").module.state_dict(), path)
    entry = import_model(path, name="my srcnn", scale=3)
    assert entry.card is not None
    assert (entry.name, entry.card.scale, entry.card.notes) == ("my-srcnn", 3, "")
    torch.save(make_model("rrdbnet").module.state_dict(), path)
    with pytest.raises(Exception, match="enlarges 4 times, not 3"):
        import_model(path, scale=3)


def test_spandrel_models_are_kept_safely_and_open_again(tmp_path: Path) -> None:
    from spandrel.architectures.Compact import Compact

    torch.manual_seed(0)
    network = Compact(num_feat=8, num_conv=2, upscale=2).eval()
    path = tmp_path / "tiny.pth"
    torch.save({"params": network.state_dict()}, path)
    entry = import_model(path)
    assert entry.card is not None
    assert entry.card.architecture == "spandrel:Compact"
    assert entry.path.suffix == ".safetensors"
    small = torch.rand(1, 3, 6, 7)
    with torch.inference_mode():
        torch.testing.assert_close(load_model("tiny").super_resolver()(small), network(small))


def test_a_refused_import_stores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pth"
    torch.save({"strange.weight": torch.zeros(3, 3)}, path)
    with pytest.raises(ModelFileError):
        import_model(path)
    assert not paths.user_models_dir().exists() or not list(paths.user_models_dir().iterdir())


def test_a_file_that_is_replaced_or_changed_is_read_again(shipped: Path) -> None:
    folder = paths.user_models_dir()
    folder.mkdir(parents=True)
    path = folder / "mine.safetensors"
    for name in ("one", "two"):
        model = make_model("srresnet")
        save_model(path, model.module, model.card.model_copy(update={"name": name}))
        assert catalogue.find(name).path == path and catalogue.find(name) is catalogue.find(name)
    with pytest.raises(ModelFileError):
        catalogue.find("one")
    path.unlink()
    with pytest.raises(ModelFileError):
        catalogue.find("two")
