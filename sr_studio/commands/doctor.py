"""``sr-studio doctor``: what this computer has, what would be used, what is missing."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import typer

from sr_studio.commands.answering import AsJson

app = typer.Typer(add_completion=False)

State = Literal["ok", "optional", "missing"]
_MARKS: dict[State, str] = {"ok": " ", "optional": "-", "missing": "!"}
#: Library -> what cannot be done without it; nothing for what every use needs.
_LIBRARIES = {
    "torch": "",
    "numpy": "",
    "pyvips": "",
    "pillow": "",
    "torchvision": "training and LPIPS",
    "openvino": "the fastest way on a CPU",
    "spandrel": "models of many other projects",
    "PySide6-Essentials": "the window",
}
_LITTLE_DISK = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        section: Heading it stands under.
        name: What was looked at.
        said: What was found, for people.
        state: ``missing`` is needed, ``optional`` only for some work.
        remedy: How to get it.
    """

    section: str
    name: str
    said: str
    state: State = "ok"
    remedy: str = ""


@app.command()
def doctor(
    json_: AsJson = False,
) -> int:
    """Say what this computer has, what would be used, what is missing and how to get it.

    The exit code is 1 if something is missing that every use of the program needs.
    """
    findings = [finding for look in _LOOKS for finding in _safely(look)]
    broken = any(finding.state == "missing" for finding in findings)
    if json_:
        document = {"ok": not broken, "findings": [asdict(finding) for finding in findings]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print(findings)
    return int(broken)


def _safely(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """The findings of one look; a look that fails is a finding and does not hide the others."""
    findings = []
    try:
        for finding in look():
            findings.append(finding)
    except Exception as error:
        name = look.__name__.strip("_")
        said = f"could not be looked at ({type(error).__name__}: {error})"
        state: State = "missing" if look in _NEEDED else "optional"
        findings.append(Finding("Faults", name, said, state, "Install the program anew."))
    return findings


def _program() -> Iterator[Finding]:
    from sr_studio.version import version_and_commit

    yield Finding("Program", "SR Studio", version_and_commit())
    yield Finding("Program", "Python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("Program", "System", platform.platform())
    for library, use in _LIBRARIES.items():
        try:
            yield Finding("Program", library, version(library))
        except PackageNotFoundError:
            remedy = f"Install it with: {sys.executable} -m pip install {library}"
            said = f"not installed; needed for {use}" if use else "not installed"
            yield Finding("Program", library, said, "optional" if use else "missing", remedy)


def _devices() -> Iterator[Finding]:
    import torch

    from sr_studio.upscaling.devices import (
        choose,
        cpu_features,
        free_memory,
        list_devices,
        openvino_accelerators,
        openvino_precisions,
        vulkan_devices,
    )
    from sr_studio.upscaling.request import UpscaleRequest

    for device, name in list_devices():
        free = f"{free_memory(device) / 1e9:.1f} GB of memory free"
        yield Finding("Devices", device, f"{name}, {free}")
    yield Finding("Devices", "cores used", str(torch.get_num_threads()))
    features = cpu_features()
    yield Finding("Devices", "CPU features", ", ".join(features) if features else "not known here")
    able = openvino_precisions()
    if able:
        yield Finding("Devices", "OpenVINO", f"computes in {', '.join(able)}")
    else:
        yield Finding(
            "Devices", "OpenVINO", "does not run here; torch is used on the CPU", "optional"
        )
    if torch.version.cuda and not torch.cuda.is_available():
        said = f"torch is built for CUDA {torch.version.cuda}, and no NVIDIA GPU can be used"
        remedy = "With such a GPU in this computer, install or renew NVIDIA's driver."
        yield Finding("Devices", "CUDA", said, "optional", remedy)
    choice = choose(UpscaleRequest())
    used = f"{choice.name}, {choice.backend}, {choice.precision}"
    yield Finding("Devices", "would be used", f"{used}, where a model was not tried yet")
    for device, name in openvino_accelerators():
        yield Finding("Devices", device, f"{name}; tried with each model")
    for name in vulkan_devices():
        yield Finding("Devices", "ncnn, Vulkan", name)


def _trials() -> Iterator[Finding]:
    """What was measured when models were first used; torch in fp32 on the CPU is the measure."""
    from sr_studio.upscaling.backend_trials import TrialTable

    trials = TrialTable().here()
    if not trials:
        said = "none yet; the first use of a model tries what there is"
        yield Finding("Backends measured", "models", said)
    for model in dict.fromkeys(trial.model for trial in trials):
        told = []
        for trial in sorted((one for one in trials if one.model == model), key=lambda t: t.seconds):
            way = f"{trial.backend} {trial.precision}"
            if trial.error:
                told.append(f"{way} not possible")
                continue
            refused = "" if trial.is_usable else ", so not used"
            said = f"{trial.seconds * 1000:.1f} ms, {trial.levels:.1f} levels off fp32{refused}"
            told.append(f"{way} {said}")
        yield Finding("Backends measured", model, "; ".join(told))


def _window() -> Iterator[Finding]:
    from sr_studio.commands.qt_libraries import install_command, missing_libraries

    missing = missing_libraries()
    if missing:
        said = f"the system lacks {', '.join(missing)}; needed for the window"
        remedy = f"On Debian and Ubuntu: {install_command(missing)}"
        yield Finding("Window", "Qt's libraries", said, "optional", remedy)
    else:
        yield Finding("Window", "Qt's libraries", "all found")


def _models() -> Iterator[Finding]:
    from sr_studio.zoo.catalogue import list_models, problems

    entries = list_models()
    for entry in entries:
        scale = f"×{entry.card.scale}, " if entry.card else ""
        yield Finding("Models", entry.name, f"{scale}{entry.path}")
    if not entries:
        remedy = "`sr-studio models import FILE` adds one."
        yield Finding("Models", "models", "none yet", "optional", remedy)
    for problem in problems():
        yield Finding("Models", "damaged", problem, "optional", "Remove or replace the file.")


def _weights() -> Iterator[Finding]:
    from sr_studio.errors import StudioError
    from sr_studio.metrics.lpips import load_lpips
    from sr_studio.networks.vgg_weights import load_vgg19

    looks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("VGG19 (to train SRGAN and ESRGAN)", load_vgg19),
        ("AlexNet (for LPIPS)", lambda: load_lpips("alex")),
    )
    for name, load in looks:
        try:
            load()
        except StudioError as error:
            yield Finding("Optional weights", name, error.what, "optional", error.remedy)
        else:
            yield Finding("Optional weights", name, "found")


def _room() -> Iterator[Finding]:
    import psutil

    from sr_studio import paths

    memory = psutil.virtual_memory()
    said = f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free"
    yield Finding("Room", "memory", said)
    folders = {
        "own models": paths.user_models_dir(),
        "training runs": paths.user_runs_dir(),
        "cache": paths.user_cache_dir(),
    }
    for name, folder in folders.items():
        free = shutil.disk_usage(_existing(folder)).free
        state: State = "ok" if free > _LITTLE_DISK else "optional"
        remedy = "" if state == "ok" else "Free some space, or set SR_STUDIO_HOME elsewhere."
        yield Finding("Room", name, f"{folder}, {free / 1e9:.1f} GB free", state, remedy)


_LOOKS = (_program, _devices, _trials, _window, _models, _weights, _room)
#: The looks without which nothing works.
_NEEDED = (_program, _devices)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return folder


def _print(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    section = ""
    for finding in findings:
        if finding.section != section:
            section = finding.section
            print(f"\n{section}" if finding is not findings[0] else section)
        print(f"{_MARKS[finding.state]} {finding.name:<{width}}  {finding.said}")
        if finding.remedy:
            print(f"  {'':<{width}}  → {finding.remedy}")
    missing = [finding.name for finding in findings if finding.state == "missing"]
    print(f"\nMissing: {', '.join(missing)}." if missing else "\nAll that is needed is here.")
