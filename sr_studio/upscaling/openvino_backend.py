"""OpenVINO on CPUs and on Intel's GPUs and NPUs; models converted from torch."""

from __future__ import annotations

import io
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch

from sr_studio.errors import Cancelled
from sr_studio.progress import CancelToken
from sr_studio.upscaling.devices import Choice
from sr_studio.upscaling.fingerprints import fingerprint
from sr_studio.upscaling.folding import fold_batch_norm, probe
from sr_studio.upscaling.openvino_digits import DIGITS, keep_digits
from sr_studio.upscaling.openvino_store import keep, kept
from sr_studio.upscaling.silent_openvino import openvino
from sr_studio.zoo.super_resolver import SuperResolver

#: Sizes of tiles that are kept compiled for a device that takes one size each.
_MOST_SIZES = 4
_HINTS = {"fp32": "f32", "bf16": "bf16", "fp16": "f16"}
#: Milliseconds between two looks at the cancel token while a tile is computed.
_LOOK_MS = 50


class OpenVinoBackend:
    """Runs a converted model with tiles of any size, in fp32, bf16 or fp16.

    Args:
        resolver: The model.
        choice: Where and how it is run.
        threads: On the CPU; None is as many as torch has.

    Raises:
        Exception: The model cannot be converted, in whatever way the converter says so.
    """

    def __init__(self, resolver: SuperResolver, choice: Choice, threads: int | None = None) -> None:
        self.choice = choice
        self._scale = resolver.scale
        self._alignment = resolver.alignment
        self._minimum = resolver.network.minimum
        folded = fold_batch_norm(resolver)
        settings: dict[str, object] = {
            "INFERENCE_PRECISION_HINT": _HINTS[choice.precision],
            "PERFORMANCE_HINT": "LATENCY",
        }
        device = choice.device.removeprefix("openvino:").upper()
        if device == "CPU":
            # torch knows how many cores the person (OMP_NUM_THREADS) wants to give.
            settings["INFERENCE_NUM_THREADS"] = threads or torch.get_num_threads()
            # Pinned threads wait for whatever else runs on their core, such as the writing of the
            # last picture, and those of two models are pinned to the same cores.
            settings["ENABLE_CPU_PINNING"] = False
        self._request_for: _AnySize | _OneSizeEach
        if device.startswith("NPU"):
            self._request_for = _OneSizeEach(_prepared(folded, choice.precision), device, settings)
        else:
            self._request_for = _AnySize(_compiled(folded, device, choice.precision, settings))

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        """See :class:`sr_studio.upscaling.backends.Backend`."""
        cancel.check()
        _, height, width = tile.shape
        padded = self._padded(tile)[None]
        request = self._request_for(padded.shape)
        request.start_async({0: padded})
        while not request.wait_for(_LOOK_MS):
            if cancel.cancelled:
                request.cancel()
                with suppress(RuntimeError):  # this is how the library says that it has stopped
                    request.wait()
                raise Cancelled
        request.wait()
        large = request.get_output_tensor(0).data[0]
        # A copy: the request's own memory is used again by the next tile.
        return np.array(large[:, : height * self._scale, : width * self._scale], np.float32)

    def _padded(self, tile: np.ndarray) -> np.ndarray:
        """Padded as the resolver would; in the converted model the size of its padding is fixed."""
        down, right = (
            -(-max(side, self._minimum) // self._alignment) * self._alignment - side
            for side in tile.shape[1:]
        )
        if down or right:
            tile = np.pad(tile, ((0, 0), (0, down), (0, right)), mode="edge")
        return np.ascontiguousarray(tile)


class _AnySize:
    """A model compiled for pictures of any size."""

    def __init__(self, compiled: openvino.CompiledModel) -> None:
        self._request = compiled.create_infer_request()

    def __call__(self, shape: tuple[int, ...]) -> openvino.InferRequest:
        return self._request


class _OneSizeEach:
    """A model for a device that takes one size only: compiled for each size that comes."""

    def __init__(self, model: openvino.Model, device: str, settings: dict[str, object]) -> None:
        self._model, self._device, self._settings = model, device, settings
        self._compiled: dict[tuple[int, ...], _AnySize] = {}

    def __call__(self, shape: tuple[int, ...]) -> openvino.InferRequest:
        if shape not in self._compiled:
            if len(self._compiled) >= _MOST_SIZES:
                self._compiled.clear()
            model = self._model.clone()
            model.reshape(openvino.PartialShape(list(shape)))
            compiled = openvino.Core().compile_model(model, self._device, self._settings)
            self._compiled[shape] = _AnySize(compiled)
        return self._compiled[shape](shape)


def _compiled(
    resolver: SuperResolver, device: str, precision: str, settings: dict[str, object]
) -> openvino.CompiledModel:
    """The resolver compiled for pictures of any size, from the cache if it was before.

    Raises:
        RuntimeError: The conversion gives other pixels, or the device does not take it.
    """
    core = openvino.Core()
    made_for = core.get_property(device, "FULL_DEVICE_NAME")
    name = f"{_identity(resolver, f'{made_for} {sorted(settings.items())}')}.compiled"
    if (content := kept(name)) is not None:
        with suppress(RuntimeError):  # made by another build of the library; made again below
            return core.import_model(io.BytesIO(content), device, settings)
    compiled = core.compile_model(_prepared(resolver, precision), device, settings)
    keep(name, lambda: compiled.export_model().getvalue())
    return compiled


def _prepared(resolver: SuperResolver, precision: str) -> openvino.Model:
    """The resolver as an OpenVINO model, for a precision.

    Raises:
        RuntimeError: The conversion gives other pixels.
    """
    model = _converted(resolver)
    if precision != "fp32":
        keep_digits(model)
    return model


def _converted(resolver: SuperResolver) -> openvino.Model:
    """The resolver as an OpenVINO model, from the cache if it was converted before.

    A new conversion is only used after it gave what the resolver gives on a picture of another
    size: the converter traces Python code, and what depends on the size may be frozen in.

    Raises:
        RuntimeError: The conversion gives something else.
    """
    name = _identity(resolver)
    description, weights = kept(f"{name}.xml"), kept(f"{name}.bin")
    if description is not None and weights is not None:
        with suppress(RuntimeError):  # written by another build; made again below
            return openvino.Core().read_model(io.BytesIO(description), io.BytesIO(weights))
    side = -(-max(24, resolver.network.minimum) // resolver.alignment) * resolver.alignment
    with torch.inference_mode(), warnings.catch_warnings():
        # torch announces the end of tracing, which OpenVINO's converter still rests on.
        warnings.simplefilter("ignore")
        model = openvino.convert_model(
            resolver, example_input=torch.zeros(1, 3, side, side), input=[1, 3, -1, -1]
        )
    if not _agrees(model, resolver):
        raise RuntimeError("the conversion gives other pixels than the model")
    with suppress(OSError, RuntimeError), tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"model.{suffix}" for suffix in ("xml", "bin")]
        openvino.serialize(model, *map(str, files))
        for file in files:
            keep(f"{name}{file.suffix}", file.read_bytes)
    return model


def _identity(resolver: SuperResolver, use: str = "") -> str:
    return fingerprint(resolver, openvino.__version__, DIGITS, use)


def _agrees(model: openvino.Model, resolver: SuperResolver) -> bool:
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    picture = probe(resolver)
    with torch.inference_mode():
        expected = resolver(picture).numpy()
    given = compiled(picture.numpy())[0]
    tolerance = 1e-3 * max(1.0, float(np.abs(expected).max()))
    return given.shape == expected.shape and np.allclose(given, expected, rtol=0, atol=tolerance)
