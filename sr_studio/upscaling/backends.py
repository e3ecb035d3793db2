"""The ways a model is run: torch on any device, OpenVINO on Intel's, ncnn on Vulkan."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from torch import nn

from sr_studio.progress import CancelToken
from sr_studio.sentences import Sentence
from sr_studio.upscaling.devices import Choice, reference, torch_dtype
from sr_studio.upscaling.folding import fold_batch_norm
from sr_studio.zoo.super_resolver import SuperResolver


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


def make_backend(
    resolver: SuperResolver, choice: Choice, threads: int | None = None
) -> tuple[Backend, list[str]]:
    """The backend of a choice, and notes: torch where another library cannot take the model.

    Args:
        resolver: The model; taken over.
        choice: Where and how it is run.
        threads: For OpenVINO on the CPU, fewer than torch has.
    """
    if choice.backend == "torch":
        return TorchBackend(resolver, choice), []
    try:
        if choice.backend == "ncnn":
            from sr_studio.upscaling.ncnn_backend import NcnnBackend

            return NcnnBackend(resolver, choice), []
        from sr_studio.upscaling.openvino_backend import OpenVinoBackend

        return OpenVinoBackend(resolver, choice, threads), []
    except Exception as error:
        # A converter and a driver fail in many ways on networks they do not know; torch runs all.
        reason = (str(error).strip().splitlines() or [repr(error)])[-1][:200]
        name = {"ncnn": "ncnn", "openvino": "OpenVINO"}[choice.backend]
        return TorchBackend(resolver, reference()), [
            Sentence(
                "%1 could not take this model (%2); torch in fp32 was used on the CPU.",
                name,
                reason,
            )
        ]
