"""How this computer trains fastest: device, autocast type, memory layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch

from sr_studio.errors import StudioError

Precision = Literal["auto", "fp32", "bf16", "fp16"]


@dataclass(frozen=True)
class Acceleration:
    """What a run computes with.

    Attributes:
        device: Where the networks live.
        autocast: The type of the heavy products, or None for plain fp32.
        compile: Whether the networks go through ``torch.compile`` (with CUDA graphs on a GPU).
    """

    device: torch.device
    autocast: torch.dtype | None
    compile: bool = False

    def casting(self) -> torch.autocast:
        """The context heavy computation runs in."""
        return torch.autocast(
            self.device.type,
            dtype=self.autocast or torch.bfloat16,
            enabled=self.autocast is not None,
        )

    def in_words(self) -> str:
        """``cpu, bf16``: for the log and the card."""
        name = {torch.bfloat16: "bf16", torch.float16: "fp16", None: "fp32"}[self.autocast]
        device = str(self.device)
        if self.device.type == "cuda":
            device = torch.cuda.get_device_name(self.device)
        return f"{device}, {name}{', compiled' if self.compile else ''}"


def choose(
    device: str = "auto",
    precision: Precision = "auto",
    *,
    compile: bool = False,
    local_rank: int = 0,
) -> Acceleration:
    """Pick device and precision.

    ``auto`` takes CUDA, then Apple's MPS, then the CPU; bf16 where the hardware multiplies it
    faster than fp32, fp16 on older GPUs, else fp32.

    Raises:
        StudioError: The named device is not there.
    """
    chosen = _device(device, local_rank)
    if precision == "auto":
        return Acceleration(chosen, _best_type(chosen), compile)
    kinds = {"fp32": None, "bf16": torch.bfloat16, "fp16": torch.float16}
    if precision == "fp16" and chosen.type == "cpu":
        raise StudioError(
            "fp16 does not train on a CPU", where="--precision", remedy="Use bf16 or fp32."
        )
    return Acceleration(chosen, kinds[precision], compile)


def _device(name: str, local_rank: int) -> torch.device:
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda", local_rank)
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise StudioError(
            f"this device cannot be used ({reason})",
            where=f"--device {name}",
            remedy="`sr-studio doctor` lists what this computer has.",
        ) from error
    return device


def _best_type(device: torch.device) -> torch.dtype | None:
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(False) else torch.float16
    if device.type == "cpu" and _cpu_multiplies_bf16():
        return torch.bfloat16
    return None


def _cpu_multiplies_bf16() -> bool:
    features = torch.cpu.get_capabilities()
    return bool(features.get("avx512_bf16") or features.get("amx_bf16") or features.get("bf16"))
