"""The devices of this computer, what they can, and what ``auto`` means on them."""

from __future__ import annotations

import functools
import platform
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from sr_studio.imports import uncollected
from sr_studio.sentences import Sentence
from sr_studio.upscaling.request import AUTO, UpscaleError, UpscaleRequest

if TYPE_CHECKING:
    import torch

#: What ncnn calls a Vulkan device that is the CPU itself.
_VULKAN_CPU = 3
_SHOWN_FEATURES = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8")


@dataclass(frozen=True)
class Choice:
    """Where and how a model will run.

    Attributes:
        device: As torch writes it: ``cpu``, ``cuda:0``, ``mps``, ``xpu:0``; ``vulkan:0`` for ncnn,
            ``openvino:GPU.0`` for what OpenVINO finds beside the CPU.
        backend: ``torch``, ``openvino`` or ``ncnn``.
        precision: ``fp32``, ``bf16`` or ``fp16``.
        name: The device in words.
    """

    device: str
    backend: str
    precision: str
    name: str


@functools.cache
def cpu_name() -> str:
    """The processor's name, as the system gives it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


@functools.cache
def cpu_features() -> tuple[str, ...]:
    """Those of the CPU's features that decide about speed here (Linux; empty elsewhere)."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ()
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "").split()
    return tuple(feature for feature in _SHOWN_FEATURES if feature in flags)


@functools.cache
def openvino_precisions() -> tuple[str, ...]:
    """Precisions OpenVINO computes in on this CPU, best first; empty if it does not run here."""
    try:
        from sr_studio.upscaling.silent_openvino import openvino

        able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    except (ImportError, RuntimeError, OSError):
        return ()
    return ("bf16", "fp32") if "BF16" in able else ("fp32",)


@functools.cache
def openvino_accelerators() -> tuple[tuple[str, str], ...]:
    """What OpenVINO finds beside the CPU (Intel's GPUs and NPUs), as :func:`list_devices`."""
    try:
        from sr_studio.upscaling.silent_openvino import openvino

        core = openvino.Core()
        return tuple(
            (f"openvino:{name}", str(core.get_property(name, "FULL_DEVICE_NAME")))
            for name in core.available_devices
            if name.partition(".")[0] in ("GPU", "NPU")
        )
    except (ImportError, RuntimeError, OSError):
        return ()


def list_devices() -> list[tuple[str, str]]:
    """Devices of torch as (name for a request, name in words), the best first."""
    with uncollected():
        import torch

    found = [(f"cuda:{i}", torch.cuda.get_device_name(i)) for i in range(_cuda_count())]
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    if torch.xpu.is_available():
        found += [
            (f"xpu:{i}", torch.xpu.get_device_name(i)) for i in range(torch.xpu.device_count())
        ]
    return [*found, ("cpu", f"CPU ({cpu_name()})")]


def cards() -> tuple[str, ...]:
    """All graphics cards of the best one's kind, for requests; empty where there is none."""
    names = [name for name, _ in list_devices() if name != "cpu"]
    kinds = [name.partition(":")[0] for name in names]
    return tuple(name for name, kind in zip(names, kinds, strict=True) if kind == kinds[0])


def suited_to_depth(request: UpscaleRequest, bits: int) -> UpscaleRequest:
    """The request, in fp32 where a picture of 16 bits a channel leaves the precision open.

    Half precision computes what 8 bits can show: with all but the last layers in bf16 the result is
    0.2 of an 8-bit level off on average, fifty of the steps that 16 bits are asked for.
    """
    if bits > 8 and request.precision == AUTO:
        return replace(request, precision="fp32")
    return request


def choose(request: UpscaleRequest) -> Choice:
    """Turn ``auto`` into a device, backend and precision.

    On a CPU that computes in bf16, OpenVINO in bf16; on another, OpenVINO in fp32; on an NVIDIA GPU
    torch in fp16 (its 10 bits of mantissa serve 8-bit pictures better than the 7 of bf16; a result
    that overflows is done again in fp32).

    Raises:
        UpscaleError: The device is not here, or cannot do what is asked.
    """
    if request.backend == "ncnn":
        return _vulkan_choice(request)
    device = _device(request.device)
    name = dict(list_devices())[device]
    if device != "cpu" and request.backend == "openvino":
        raise UpscaleError(
            Sentence("OpenVINO is used on the CPU only"),
            where=f"device {request.device}",
            remedy=Sentence("Choose the device cpu, or the backend torch."),
        )
    if device != "cpu":
        precision = request.precision
        if precision == AUTO:
            precision = "fp16" if device.startswith(("cuda", "xpu")) else "fp32"
        return Choice(device, "torch", precision, name)
    able = openvino_precisions() if request.backend != "torch" else ()
    if request.backend == "openvino" and not able:
        raise UpscaleError(
            Sentence("OpenVINO does not run on this computer"),
            remedy=Sentence("Choose the backend torch."),
        )
    if able and request.precision == AUTO:
        return Choice("cpu", "openvino", able[0], name)
    if request.precision in able:
        return Choice("cpu", "openvino", request.precision, name)
    return Choice("cpu", "torch", "fp32" if request.precision == AUTO else request.precision, name)


def reference() -> Choice:
    """What says how a model's pixels should be, and runs every model: torch in fp32 on the CPU."""
    return Choice("cpu", "torch", "fp32", f"CPU ({cpu_name()})")


def choices(request: UpscaleRequest) -> tuple[Choice, ...]:
    """All ways in which a model may be run as wished, for one to be chosen by trying them.

    A narrow precision stands before fp32 on the same device. A single one is left where the
    request names everything. Cards that are run by torch are not tried through Vulkan as well, and
    a Vulkan driver that computes on the CPU never.

    Raises:
        UpscaleError: The device is not here, or cannot do what is asked.
    """
    usual = choose(request)
    found = [usual]
    open_device = request.device == AUTO and request.backend == AUTO
    if open_device and usual.device == "cpu" and vulkan_is_a_card():
        found = [_vulkan_choice(request, precision) for precision in ("fp16", "fp32")]
    if request.device == AUTO and request.backend in (AUTO, "openvino"):
        found += [
            Choice(device, "openvino", precision, name)
            for device, name in openvino_accelerators()
            for precision in ("fp16", "fp32")
        ]
    if open_device or (request.device == "cpu" and request.backend == AUTO):
        on_cpu = replace(request, device="cpu")
        found += [choose(on_cpu), choose(replace(on_cpu, precision="fp32"))]
        found.append(reference())
    elif usual.precision != "fp32":
        found.append(choose(replace(request, precision="fp32")))
    if request.precision != AUTO:
        found = [one for one in found if one.precision == request.precision] or [usual]
    return tuple(dict.fromkeys(found))


@functools.cache
def vulkan_is_a_card() -> bool:
    """Whether ncnn's first Vulkan device is a graphics card, and not a CPU that plays one."""
    if not vulkan_devices():
        return False
    import ncnn

    return int(ncnn.get_gpu_info(0).type()) != _VULKAN_CPU


@functools.cache
def vulkan_devices() -> tuple[str, ...]:
    """Names of the cards that ncnn finds; empty if it is not installed or Vulkan not there."""
    try:
        import ncnn

        count = ncnn.get_gpu_count()
        return tuple(ncnn.get_gpu_info(index).device_name() for index in range(count))
    except (ImportError, OSError, RuntimeError):
        return ()


def _vulkan_choice(request: UpscaleRequest, precision: str = "fp32") -> Choice:
    cards = vulkan_devices()
    if not cards:
        raise UpscaleError(
            Sentence("ncnn finds no graphics card with Vulkan on this computer"),
            remedy=Sentence(
                "Install the card's driver and the extra `ncnn`, or leave the backend to auto."
            ),
        )
    if request.device != AUTO:
        raise UpscaleError(
            Sentence("ncnn uses the card %1", cards[0]),
            where=f"device {request.device}",
            remedy=Sentence("Leave the device to auto with this backend."),
        )
    if request.precision in ("fp32", "fp16"):
        precision = request.precision
    return Choice("vulkan:0", "ncnn", precision, cards[0])


def free_memory(device: str) -> int:
    """Bytes free on the device (main memory for a CPU and for MPS, which shares it)."""
    if device.startswith("cuda"):
        import torch

        free, _ = torch.cuda.mem_get_info(device)
        cached = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(free + cached)
    return int(psutil.virtual_memory().available)


def torch_dtype(precision: str) -> torch.dtype:
    """The torch type of a precision."""
    import torch

    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]


def _cuda_count() -> int:
    with uncollected():
        import torch

    return torch.cuda.device_count() if torch.cuda.is_available() else 0


def _device(wish: str) -> str:
    known = [device for device, _ in list_devices()]
    if wish == AUTO:
        return known[0]
    device = "cuda:0" if wish == "cuda" else wish
    if device not in known:
        raise UpscaleError(
            Sentence("there is no such device here"),
            where=f"device {wish}",
            remedy=Sentence("Choose one of auto, %1.", ", ".join(known)),
        )
    return device
