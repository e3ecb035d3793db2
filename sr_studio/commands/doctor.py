"""``sr-studio doctor``: what this computer has, what would be used, what is missing."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import typer

from sr_studio.commands.answering import AsJson
from sr_studio.sentences import Sentence

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
        words: What was found, for people, in one or more clauses.
        state: ``missing`` is needed, ``optional`` only for some work.
        help: How to get it.
    """

    section: str
    name: str
    words: Sentence | tuple[Sentence, ...]
    state: State = "ok"
    help: Sentence | None = None

    @property
    def clauses(self) -> tuple[Sentence, ...]:
        """What was found, always as several."""
        return self.words if isinstance(self.words, tuple) else (self.words,)

    @property
    def said(self) -> str:
        """What was found, as one text."""
        return "; ".join(map(str, self.clauses))

    @property
    def remedy(self) -> str:
        """How to get it; empty where there is nothing to get."""
        return "" if self.help is None else str(self.help)

    def document(self) -> dict[str, object]:
        """For JSON: as text, and with the values apart."""
        return {
            "section": self.section,
            "name": self.name,
            "said": self.said,
            "state": self.state,
            "remedy": self.remedy,
            "said_words": [clause.apart() for clause in self.clauses],
            "remedy_words": [] if self.help is None else self.help.apart(),
        }


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
        document = {"ok": not broken, "findings": [finding.document() for finding in findings]}
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
        said = Sentence("could not be looked at (%1)", f"{type(error).__name__}: {error}")
        state: State = "missing" if look in _NEEDED else "optional"
        findings.append(Finding("Faults", name, said, state, Sentence("Install the program anew.")))
    return findings


def _program() -> Iterator[Finding]:
    from sr_studio.version import version_and_commit

    yield Finding("Program", "SR Studio", Sentence("%1", version_and_commit()))
    python = Sentence("%1", f"{platform.python_version()} ({sys.executable})")
    yield Finding("Program", "Python", python)
    yield Finding("Program", "System", Sentence("%1", platform.platform()))
    for library, use in _LIBRARIES.items():
        try:
            yield Finding("Program", library, Sentence("%1", version(library)))
        except PackageNotFoundError:
            remedy = Sentence("Install it with: %1", f"{sys.executable} -m pip install {library}")
            said = (
                Sentence("not installed; needed for %1", use) if use else Sentence("not installed")
            )
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
        said = Sentence("%1, %2 GB of memory free", name, f"{free_memory(device) / 1e9:.1f}")
        yield Finding("Devices", device, said)
    yield Finding("Devices", "cores used", Sentence("%1", str(torch.get_num_threads())))
    features = cpu_features()
    said = Sentence("%1", ", ".join(features)) if features else Sentence("not known here")
    yield Finding("Devices", "CPU features", said)
    able = openvino_precisions()
    if able:
        yield Finding("Devices", "OpenVINO", Sentence("computes in %1", ", ".join(able)))
    else:
        said = Sentence("does not run here; torch is used on the CPU")
        yield Finding("Devices", "OpenVINO", said, "optional")
    if torch.version.cuda and not torch.cuda.is_available():
        said = Sentence(
            "torch is built for CUDA %1, and no NVIDIA GPU can be used", torch.version.cuda
        )
        remedy = Sentence("With such a GPU in this computer, install or renew NVIDIA's driver.")
        yield Finding("Devices", "CUDA", said, "optional", remedy)
    choice = choose(UpscaleRequest())
    used = f"{choice.name}, {choice.backend}, {choice.precision}"
    said = Sentence("%1, where a model was not tried yet", used)
    yield Finding("Devices", "would be used", said)
    for device, name in openvino_accelerators():
        yield Finding("Devices", device, Sentence("%1; tried with each model", name))
    for name in vulkan_devices():
        yield Finding("Devices", "ncnn, Vulkan", Sentence("%1", name))


def _trials() -> Iterator[Finding]:
    """What was measured when models were first used; torch in fp32 on the CPU is the measure."""
    from sr_studio.upscaling.backend_trials import TrialTable

    trials = TrialTable().here()
    if not trials:
        said = Sentence("none yet; the first use of a model tries what there is")
        yield Finding("Backends measured", "models", said)
    for model in dict.fromkeys(trial.model for trial in trials):
        told = []
        for trial in sorted((one for one in trials if one.model == model), key=lambda t: t.seconds):
            way = f"{trial.backend} {trial.precision}"
            if trial.error:
                told.append(Sentence("%1 not possible", way))
                continue
            measured = f"{trial.seconds * 1000:.1f}", f"{trial.levels:.1f}"
            text = "%1 %2 ms, %3 levels off fp32"
            if not trial.is_usable:
                text = "%1 %2 ms, %3 levels off fp32, so not used"
            told.append(Sentence(text, way, *measured))
        yield Finding("Backends measured", model, tuple(told))


def _window() -> Iterator[Finding]:
    from sr_studio.commands.qt_libraries import install_command, missing_libraries

    missing = missing_libraries()
    if missing:
        said = Sentence("the system lacks %1; needed for the window", ", ".join(missing))
        remedy = Sentence("On Debian and Ubuntu: %1", install_command(missing))
        yield Finding("Window", "Qt's libraries", said, "optional", remedy)
    else:
        yield Finding("Window", "Qt's libraries", Sentence("all found"))


def _models() -> Iterator[Finding]:
    from sr_studio.zoo.catalogue import list_models, problems

    entries = list_models()
    for entry in entries:
        scale = f"×{entry.card.scale}, " if entry.card else ""
        yield Finding("Models", entry.name, Sentence("%1", f"{scale}{entry.path}"))
    if not entries:
        remedy = Sentence("`sr-studio models import FILE` adds one.")
        yield Finding("Models", "models", Sentence("none yet"), "optional", remedy)
    for problem in problems():
        remedy = Sentence("Remove or replace the file.")
        yield Finding("Models", "damaged", Sentence("%1", problem), "optional", remedy)


def _weights() -> Iterator[Finding]:
    from sr_studio.errors import StudioError
    from sr_studio.metrics.lpips import load_lpips
    from sr_studio.networks.vgg_weights import load_vgg19

    looks: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
        ("VGG19 (to train SRGAN and ESRGAN)", "vgg19", "--vgg-weights FILE", load_vgg19),
        ("AlexNet (for LPIPS)", "alexnet", "--lpips-weights", lambda: load_lpips("alex")),
    )
    for name, weights, option, load in looks:
        try:
            load()
        except StudioError as error:
            here = error.where is not None and Path(error.where).is_file()
            said = Sentence("cannot be used: %1", error.what) if here else Sentence("not here")
            text = "Fetch them once with: %1; or name a file that has them (%2)."
            remedy = Sentence(text, f"sr-studio models get-weights {weights}", option)
            yield Finding("Optional weights", name, said, "optional", remedy)
        else:
            yield Finding("Optional weights", name, Sentence("found"))


def _room() -> Iterator[Finding]:
    import psutil

    from sr_studio import paths

    memory = psutil.virtual_memory()
    free, total = f"{memory.available / 1e9:.1f}", f"{memory.total / 1e9:.1f}"
    yield Finding("Room", "memory", Sentence("%1 of %2 GB free", free, total))
    folders = {
        "own models": paths.user_models_dir(),
        "training runs": paths.user_runs_dir(),
        "cache": paths.user_cache_dir(),
    }
    for name, folder in folders.items():
        room = shutil.disk_usage(_existing(folder)).free
        state: State = "ok" if room > _LITTLE_DISK else "optional"
        more = Sentence("Free some space, or set SR_STUDIO_HOME elsewhere.")
        said = Sentence("%1, %2 GB free", str(folder), f"{room / 1e9:.1f}")
        yield Finding("Room", name, said, state, None if state == "ok" else more)


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
