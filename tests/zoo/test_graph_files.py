"""ONNX and ncnn files of others and of our own give the pixels of the network they were made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from sr_studio.networks.registry import build
from sr_studio.zoo.catalogue import find
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.importing import import_model
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model
from sr_studio.zoo.onnx_export import export_onnx
from tests.upscaling.conftest import card_of, lively

NETWORKS: dict[str, dict[str, Any]] = {
    "compact": {"convolutions": 2, "features": 4, "scale": 4},
    "rrdbnet": {"blocks": 1, "features": 4, "growth": 2},
    "srresnet": {"blocks": 1, "features": 4},
    "msrresnet": {"blocks": 1, "features": 4, "scale": 2},
}


def a_model(architecture: str) -> Model:
    """A small one that makes grey of grey, so that it can be trusted."""
    parameters = NETWORKS[architecture]
    network = lively(build(architecture, parameters))
    last = [layer for layer in network.modules() if isinstance(layer, torch.nn.Conv2d)][-1]
    last.weight.data *= 0.02
    assert last.bias is not None
    last.bias.data[:] = 0.0 if architecture in ("compact", "msrresnet") else 0.5
    card = card_of(architecture, parameters, scale=network.scale, title="Mine", licence="MIT")
    return Model(card, network)


def pixels_of(model: Model, size: tuple[int, int] = (11, 14)) -> np.ndarray:
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        made: np.ndarray = model.super_resolver()(picture).numpy()
    return made


def test_our_own_onnx_files_come_back(tmp_path: Path) -> None:
    model = a_model("msrresnet")
    paired = model.card.model_copy(update={"pair": "twin", "role": "detailed"})
    model = Model(paired, model.module)
    path = tmp_path / "mine.onnx"
    export_onnx(model, path)
    again = load_model(path)
    assert (again.card.title, again.card.licence) == ("Mine", "MIT")
    assert (again.card.pair, again.card.role) == ("", ""), "a graph cannot be mixed with its twin"
    assert np.abs(pixels_of(again) - pixels_of(model)).max() < 1e-5
    assert again.module.margin is not None and model.module.margin is not None
    assert again.module.margin >= model.module.margin, "tiles show no seams"
    entry = import_model(path, name="taken")
    stored = load_model("taken")
    assert entry.path.suffix == ".safetensors" and find("taken").card is not None
    assert np.abs(pixels_of(stored) - pixels_of(model)).max() < 1e-5


@pytest.mark.parametrize("architecture", ["rrdbnet", "srresnet", "compact"])
def test_ncnn_files_come_back(tmp_path: Path, architecture: str) -> None:
    pytest.importorskip("pnnx", reason="the extra `ncnn` is not installed")
    from sr_studio.upscaling.ncnn_backend import _converted

    model = a_model(architecture)
    stored = _converted(model.super_resolver())
    for suffix in (".param", ".bin"):
        path = tmp_path / f"net{suffix}"
        path.write_bytes(stored.with_suffix(suffix).read_bytes())
    for suffix in (".param", ".bin"):
        again = load_model(tmp_path / f"net{suffix}")
        assert again.card.scale == model.card.scale
        assert np.abs(pixels_of(again) - pixels_of(model)).max() < 1e-5
    (tmp_path / "net.bin").write_bytes(stored.with_suffix(".bin").read_bytes()[:-8])
    with pytest.raises(ModelFileError, match="cut off"):
        load_model(tmp_path / "net.param")
    (tmp_path / "net.bin").unlink()
    with pytest.raises(ModelFileError, match="side by side"):
        load_model(tmp_path / "net.param")


def onnx_file(
    path: Path, *nodes: Any, weights: dict[str, np.ndarray], channels: int = 3, outputs: int = 1
) -> Path:
    shape = [1, channels, None, None]
    graph = helper.make_graph(
        list(nodes),
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [
            helper.make_tensor_value_info(f"y{i or ''}", TensorProto.FLOAT, None)
            for i in range(outputs)
        ],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    path.write_bytes(helper.make_model(graph).SerializeToString())
    return path


IDENTITY = np.zeros((3, 3, 1, 1), np.float32)
IDENTITY[[0, 1, 2], [0, 1, 2]] = 1
DOUBLED = helper.make_node(
    "Resize", ["a", "", "s"], ["y"], mode="nearest", nearest_mode="floor",
    coordinate_transformation_mode="asymmetric",
)  # fmt: skip
CONV = helper.make_node("Conv", ["x", "w"], ["a"])
TWICE = {"w": IDENTITY, "s": np.array([1, 1, 2, 2], np.float32)}


def test_a_network_on_0_to_255_is_recognised(tmp_path: Path) -> None:
    clip = helper.make_node("Clip", ["b", "low", "high"], ["a"])
    conv = helper.make_node("Conv", ["x", "w", "bias"], ["b"])
    # Below 100 it makes 100: in 0..1 nothing is left of grey.
    weights = TWICE | {
        "low": np.array(100, np.float32),
        "high": np.array(255, np.float32),
        "bias": np.zeros(3, np.float32),
    }
    model = load_model(onnx_file(tmp_path / "a.onnx", conv, clip, DOUBLED, weights=weights))
    assert model.card.input_range == (0, 255) and model.card.scale == 2
    made = model.super_resolver()(torch.full((1, 3, 8, 8), 0.75))
    assert torch.allclose(made, torch.full((1, 3, 16, 16), 0.75))


@pytest.mark.parametrize(
    ("nodes", "weights", "words"),
    [
        ([helper.make_node("Gather", ["x", "w"], ["y"])], {"w": IDENTITY}, "operation Gather"),
        ([CONV, helper.make_node("Relu", ["a"], ["y"], domain="my.own")], TWICE, "of my.own"),
        ([helper.make_node("Relu", ["x"], ["y"])], {}, "no network with weights"),
        ([CONV, DOUBLED], TWICE | {"s": np.array([1, 1, 2, 3], np.float32)}, "different factors"),
        ([CONV, DOUBLED], TWICE | {"s": np.array([1, 1, 5, 5], np.float32)}, "5 times as large"),
        ([CONV, DOUBLED], TWICE | {"w": IDENTITY * np.nan}, "not numbers"),
        ([CONV, DOUBLED], TWICE | {"w": IDENTITY[:, :2]}, "no network that enlarges"),
        ([CONV, DOUBLED], TWICE | {"w": IDENTITY * -1}, "grey of grey"),
        ([CONV, DOUBLED], {"w": IDENTITY}, "depends on the size"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_one_sentence(
    tmp_path: Path, nodes: list[Any], weights: dict[str, np.ndarray], words: str
) -> None:
    path = onnx_file(tmp_path / "a.onnx", *nodes, weights=weights)
    with pytest.raises(ModelFileError, match=words) as refused:
        load_model(path)
    assert "\n" not in str(refused.value)


def test_an_enlargement_without_a_factor_is_a_sentence(tmp_path: Path) -> None:
    nodes = [CONV, helper.make_node("DepthToSpace", ["a"], ["y"])]
    with pytest.raises(ModelFileError, match="no factor"):
        load_model(onnx_file(tmp_path / "a.onnx", *nodes, weights=TWICE))


def pixels_of_onnx(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """What the file makes of a picture by ONNX's own reference, and what the program does."""
    picture = np.random.default_rng(0).random((1, 3, 12, 16), np.float32)
    (wanted,) = ReferenceEvaluator(str(path)).run(None, {"x": picture})
    with torch.inference_mode():
        return wanted, load_model(path).module(torch.from_numpy(picture)).numpy()


BLUR = np.zeros((3, 3, 3, 3), np.float32)
BLUR[[0, 1, 2], [0, 1, 2]] = np.arange(1, 10, dtype=np.float32).reshape(3, 3) / 45


@pytest.mark.parametrize("padding", ["SAME_UPPER", "SAME_LOWER"])
@pytest.mark.parametrize("side", [3, 2])
@pytest.mark.parametrize("step", [1, 2])
def test_onnx_padding_to_the_same_size_is_taken_only_where_it_is_the_same_on_both_sides(
    padding: str, side: int, step: int, tmp_path: Path
) -> None:
    conv = helper.make_node("Conv", ["x", "w"], ["a"], auto_pad=padding, strides=[step, step])
    factor = np.array([1, 1, 2 * step, 2 * step], np.float32)
    weights = {"w": BLUR[..., :side, :side], "s": factor}
    path = onnx_file(tmp_path / "a.onnx", conv, DOUBLED, weights=weights)
    if (side, step) == (3, 1):
        wanted, made = pixels_of_onnx(path)
        np.testing.assert_allclose(made, wanted, atol=1e-5)
    else:
        with pytest.raises(ModelFileError, match="may pad one side more"):
            load_model(path)


@pytest.mark.parametrize("padding", [-233, -234])
def test_so_it_is_with_ncnn(padding: int, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(4) + BLUR.tobytes())
    for step, taken in ((1, True), (2, False)):
        (tmp_path / "a.param").write_text(
            "7767517\n3 3\nInput in 0 1 x\n"
            f"Convolution c 1 1 x a 0=3 1=3 3={step} 4={padding} 6=81\n"
            f"Interp r 1 1 a y 0=1 1={2 * step}.0 2={2 * step}.0\n"
        )
        if taken:
            assert load_model(tmp_path / "a.param").card.scale == 2
            continue
        with pytest.raises(ModelFileError, match="may pad one side more"):
            load_model(tmp_path / "a.param")


@pytest.mark.parametrize(
    ("where", "rounding", "taken"),
    [
        ("half_pixel", "round_prefer_floor", True),
        ("half_pixel", "round_prefer_ceil", True),
        ("half_pixel", "floor", False),
        ("half_pixel", "ceil", False),
        ("asymmetric", "floor", True),
        ("asymmetric", "round_prefer_floor", False),
    ],
)
def test_the_nearest_pixel_is_taken_only_where_it_is_repeated(
    where: str, rounding: str, taken: bool, tmp_path: Path
) -> None:
    facts = {"coordinate_transformation_mode": where, "nearest_mode": rounding}
    resize = helper.make_node("Resize", ["a", "", "s"], ["y"], mode="nearest", **facts)
    path = onnx_file(tmp_path / "a.onnx", CONV, resize, weights=TWICE)
    if taken:
        wanted, made = pixels_of_onnx(path)
        np.testing.assert_allclose(made, wanted, atol=1e-5)
    else:
        with pytest.raises(ModelFileError, match="nearest pixel in an unusual way"):
            load_model(path)


def test_settings_that_cannot_be_are_a_sentence(tmp_path: Path) -> None:
    conv = helper.make_node("Conv", ["x", "w"], ["a"], pads=[0, 0, 0, 0])
    conv.attribute[0].type = 0
    with pytest.raises(ModelFileError, match="settings that cannot be"):
        load_model(onnx_file(tmp_path / "a.onnx", conv, DOUBLED, weights=TWICE))


def test_weights_in_other_files_are_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(36))
    tensor = numpy_helper.from_array(IDENTITY, "w")
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "secret"
    path = onnx_file(tmp_path / "a.onnx", CONV, DOUBLED, weights={"s": TWICE["s"]})
    file = onnx.load(path)
    file.graph.initializer.append(tensor)
    path.write_bytes(file.SerializeToString())
    with pytest.raises(ModelFileError, match="in another file"):
        load_model(path)


def test_what_grows_beyond_measure_is_refused_before_it_is_run(tmp_path: Path) -> None:
    nodes, name = [CONV], "a"
    for turn in range(40):
        nodes.append(helper.make_node("Concat", [name, name], [f"c{turn}"], axis=1))
        name = f"c{turn}"
    nodes.append(helper.make_node("Identity", [name], ["y"]))
    with pytest.raises(ModelFileError, match="channels"):
        load_model(onnx_file(tmp_path / "a.onnx", *nodes, weights=TWICE))


def _damage(data: Any, content: bytes) -> bytes:
    spoiled = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[place] = data.draw(st.integers(0, 255))
    return bytes(spoiled[: data.draw(st.integers(0, len(spoiled)))] or spoiled)


@pytest.fixture(scope="module")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graphs")
    onnx_file(folder / "good.onnx", CONV, DOUBLED, weights=TWICE)
    (folder / "good.param").write_text(
        "7767517\n3 3\nInput in 0 1 x\nConvolution c 1 1 x a 0=3 1=1 6=9\n"
        "Interp r 1 1 a y 0=1 1=2.0 2=2.0\n"
    )
    (folder / "good.bin").write_bytes(bytes(4) + IDENTITY.tobytes())
    assert load_model(folder / "good.param").card.scale == 2
    return folder


@pytest.mark.parametrize("suffix", [".onnx", ".param", ".bin"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_leads_to_a_sentence_or_a_network(
    small_files: Path, suffix: str, data: st.DataObject
) -> None:
    for other in (".onnx", ".param", ".bin"):
        content = (small_files / f"good{other}").read_bytes()
        spoiled = _damage(data, content) if other == suffix else content
        (small_files / f"bad{other}").write_bytes(spoiled)
    try:
        model = load_model(small_files / f"bad{'.param' if suffix == '.bin' else suffix}")
    except ModelFileError as error:
        assert "\n" not in str(error)
    else:
        assert pixels_of(model).ndim == 4


def test_a_network_of_ncnn_with_two_results_is_a_sentence(small_files: Path) -> None:
    lines = (small_files / "good.param").read_text().splitlines()
    two = [*lines[:-1], "Interp q 1 1 x z 0=1 1=2.0 2=2.0", lines[-1]]
    (small_files / "two.param").write_text("\n".join(two) + "\n")
    (small_files / "two.bin").write_bytes((small_files / "good.bin").read_bytes())
    with pytest.raises(ModelFileError, match="gives 2 results"):
        load_model(small_files / "two.param")
