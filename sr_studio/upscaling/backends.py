"""The ways a model is run: torch on any device, OpenVINO on a CPU, ncnn on Vulkan."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import nn

from sr_studio.progress import CancelToken
from sr_studio.upscaling.devices import Choice, cpu_name, torch_dtype
from sr_studio.upscaling.folding import fold_batch_norm, probe
from sr_studio.zoo.super_resolver import SuperResolver

#: 8-bit levels that a backend may be off fp32.
_MOST_OFF = 2.0


class Backend(Protocol):
    """Runs one model on one device.

    Attributes:
        choice: Where and how.
    """

    choice: Choice

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        """RGB 3×H×W float32 in 0..1 to 3×sH×sW float32, not clamped.

        Raises:
            Cancelled: Somebody asked to stop; noticed in mid-tile.
            torch.OutOfMemoryError, MemoryError, RuntimeError: As the library raises them.
        """
        ...


class TorchBackend:
    """torch, on any device: inference mode, channels last, batch norm folded into convolutions.

    Takes the resolver over: it is moved to the device and changed to the precision.
    """

    def __init__(self, resolver: SuperResolver, choice: Choice) -> None:
        self.choice = choice
        resolver = fold_batch_norm(resolver)
        resolver.network.to(choice.device, torch_dtype(choice.precision))
        self._resolver = resolver.to(memory_format=torch.channels_last)
        self._cancel = CancelToken()
        for layer in self._resolver.modules():
            if not list(layer.children()):
                layer.register_forward_pre_hook(self._look)

    def _look(self, layer: nn.Module, inputs: Any) -> None:
        self._cancel.check()

    @torch.inference_mode()
    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        """See :class:`Backend`."""
        self._cancel = cancel
        small = torch.from_numpy(np.ascontiguousarray(tile))[None].to(self.choice.device)
        small = small.contiguous(memory_format=torch.channels_last)
        large: np.ndarray = self._resolver(small)[0].float().cpu().numpy()
        return large


def make_backend(resolver: SuperResolver, choice: Choice) -> tuple[Backend, list[str]]:
    """The backend of a choice, and notes: torch where OpenVINO cannot take the model."""
    if choice.backend == "torch":
        return TorchBackend(resolver, choice), []
    if choice.backend == "ncnn":
        return _on_vulkan(resolver, choice)
    from sr_studio.upscaling.openvino_backend import OpenVinoBackend

    try:
        return OpenVinoBackend(resolver, choice), []
    except Exception as error:
        # A converter fails in many ways on networks it does not know; torch runs all of them.
        reason = (str(error).strip().splitlines() or [repr(error)])[-1][:200]
        fallback = Choice(choice.device, "torch", "fp32", choice.name)
        return TorchBackend(resolver, fallback), [
            f"OpenVINO could not take this model ({reason}); torch in fp32 was used."
        ]


def _on_vulkan(resolver: SuperResolver, choice: Choice) -> tuple[Backend, list[str]]:
    """ncnn, if it gives the model's own pixels; drivers differ, so every card is tried."""
    from sr_studio.upscaling.ncnn_backend import NcnnBackend

    pictures = [probe(resolver), probe(resolver).transpose(2, 3).contiguous()]
    with torch.inference_mode():
        expected = [resolver(picture)[0].numpy() for picture in pictures]
    network = resolver.network
    try:
        backend = NcnnBackend(resolver, choice)
        given = [backend.run(picture[0].numpy(), CancelToken()) for picture in pictures]
        off = max(
            float(np.abs(np.clip(one, 0, 1) - np.clip(other, 0, 1)).max()) * 255
            for one, other in zip(given, expected, strict=True)
        )
        if not off <= _MOST_OFF:
            raise RuntimeError(f"its pixels are {off:.1f} levels off those of fp32")
    except Exception as error:
        # A converter and a driver fail in many ways; torch runs all networks.
        reason = (str(error).strip().splitlines() or [repr(error)])[-1][:200]
        resolver.network = network
        fallback = Choice("cpu", "torch", "fp32", f"CPU ({cpu_name()})")
        return TorchBackend(resolver, fallback), [
            f"ncnn could not take this model ({reason}); torch in fp32 was used on the CPU."
        ]
    return backend, [f"ncnn agrees with fp32 within {max(off, 0.1):.1f} levels of 255."]


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is a real lack of memory, and not any error that happens to name a device."""
    if isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(
        words in str(error)
        for words in ("DefaultCPUAllocator:", "std::bad_alloc", "MPS backend out of memory")
    )
