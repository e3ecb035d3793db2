"""ncnn on Vulkan: any AMD, Intel or NVIDIA card on any system, without CUDA.

The network alone is converted, by pnnx and without a compiler; ranges, luma and enlargement around
it stay torch's, as for every backend.
"""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sr_studio.files import replacing
from sr_studio.networks.base import Network
from sr_studio.paths import user_cache_dir
from sr_studio.progress import CancelToken
from sr_studio.upscaling.devices import Choice
from sr_studio.upscaling.fingerprints import fingerprint
from sr_studio.upscaling.folding import fold_batch_norm
from sr_studio.zoo.super_resolver import SuperResolver

_CONVERSION_SECONDS = 600


class NcnnBackend:
    """Runs a converted network with tiles of any size, in fp32 or fp16.

    Raises:
        Exception: The network cannot be converted or the card not be used, in whatever way the
            libraries say so.
    """

    def __init__(self, resolver: SuperResolver, choice: Choice) -> None:
        self.choice = choice
        resolver = fold_batch_norm(resolver)
        card = int(choice.device.partition(":")[2] or 0)
        network = _NcnnNetwork(resolver.network, _converted(resolver), card, choice.precision)
        self._resolver = resolver
        self._resolver.network = network

    @torch.inference_mode()
    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        """See :class:`sr_studio.upscaling.backends.Backend`; noticed between tiles only."""
        cancel.check()
        large: np.ndarray = self._resolver(torch.from_numpy(tile)[None])[0].numpy()
        return large


class _NcnnNetwork(Network):
    """What stands in the place of a torch network: N×C×H×W to N×C×(scale·H)×(scale·W)."""

    def __init__(self, like: Network, stored: Path, card: int, precision: str) -> None:
        super().__init__()
        self.scale, self.channels, self.margin = like.scale, like.channels, like.margin
        self.alignment, self.minimum = like.alignment, like.minimum
        # Its type is what the resolver hands over.
        self.kind = nn.Parameter(torch.zeros(1), requires_grad=False)
        import ncnn

        self._library = ncnn
        self._net = ncnn.Net()
        half = precision == "fp16"
        options = self._net.opt
        options.use_vulkan_compute = True
        options.use_fp16_packed = options.use_fp16_storage = options.use_fp16_arithmetic = half
        self._net.set_vulkan_device(card)
        if self._net.load_param(str(stored)) or self._net.load_model(str(_weights_of(stored))):
            raise RuntimeError("ncnn cannot open the converted network")

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        return torch.stack([self._one(picture) for picture in small])

    def _one(self, picture: Tensor) -> Tensor:
        values = np.ascontiguousarray(picture.numpy())
        extractor = self._net.create_extractor()
        # A clone: planes of ncnn's own begin at multiples of 16 bytes, those of an array need not.
        extractor.input("in0", self._library.Mat(values).clone())
        failed, result = extractor.extract("out0")
        if failed:
            # -100 is ncnn's code for memory that could not be had; it has no others at this place.
            raise MemoryError(f"ncnn could not compute a tile (code {failed})")
        return torch.from_numpy(np.array(result))


def _converted(resolver: SuperResolver) -> Path:
    """The network as ncnn's text beside its weights, from the cache if it was converted before.

    Raises:
        RuntimeError: The converter fails, or leaves operations that ncnn does not have.
    """
    network = resolver.network
    stored = user_cache_dir() / "ncnn" / f"{fingerprint(network)}.param"
    if stored.is_file() and _weights_of(stored).is_file():
        return stored
    step = network.alignment
    sides = [-(-max(side, network.minimum) // step) * step for side in (24, 32, 40, 48)]
    shapes = [
        f"[1,{network.channels},{height},{width}]" for height, width in (sides[:2], sides[2:])
    ]
    with tempfile.TemporaryDirectory(prefix="sr-studio-") as folder:
        with torch.inference_mode(), warnings.catch_warnings():
            # torch announces the end of tracing, which the converter still rests on.
            warnings.simplefilter("ignore")
            example = torch.zeros(1, network.channels, sides[0], sides[1])
            torch.jit.trace(network, example, check_trace=False).save(f"{folder}/m.pt")
        import pnnx

        done = subprocess.run(
            [
                pnnx.EXEC_PATH,
                "m.pt",
                f"inputshape={shapes[0]}",
                f"inputshape2={shapes[1]}",
                "fp16=0",
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_CONVERSION_SECONDS,
        )
        param, weights = Path(folder, "m.ncnn.param"), Path(folder, "m.ncnn.bin")
        if done.returncode or not param.is_file() or not weights.is_file():
            raise RuntimeError(f"pnnx failed ({done.returncode})")
        text = param.read_text(encoding="utf-8")
        if "pnnx." in text or "aten::" in text:
            raise RuntimeError("the network has operations that ncnn does not know")
        stored.parent.mkdir(parents=True, exist_ok=True)
        with replacing(_weights_of(stored)) as beside:
            beside.write_bytes(weights.read_bytes())
        with replacing(stored) as beside:
            beside.write_text(text, encoding="utf-8")
    return stored


def _weights_of(stored: Path) -> Path:
    return stored.with_suffix(".bin")
