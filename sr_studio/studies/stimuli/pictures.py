"""The pictures of a study, one reference after the other: read or made, cropped, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.errors import on_one_line
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple
from sr_studio.studies.definition.checks import source_file
from sr_studio.studies.definition.draft import DraftSystem, Reference, StudyDefinition
from sr_studio.studies.definition.manifest import Pool
from sr_studio.studies.definition.problems import REMEDIES, Problem
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import Draft
from sr_studio.studies.stimuli.png import pixel_sha256
from sr_studio.studies.stimuli.sources import Rgb, SourceError, cropped, read_source

#: Makes an SR picture (sH, sW, 3) from an LR one (H, W, 3), both uint8, at the scale given.
MakeSr = Callable[[Rgb, DraftSystem, int], Rgb]


@dataclass
class SourcePicture:
    """One picture as it will be shown, before it has a token.

    Attributes:
        content_sha256: Hash of the size and pixels of what it was made from.
        told: Of a calibration picture, the grade raters are told.
        beside_only: It is no showing of its own: the original a degradation is judged against.
    """

    reference: str
    set: str
    system: str | None
    pool: Pool
    rgb: Rgb
    content_sha256: str
    told: int | None = None
    beside_only: bool = False

    @property
    def pixel_sha256(self) -> str:
        """Hash of size and pixels."""
        return pixel_sha256(self.rgb)


@dataclass
class Pictures:
    """Goes through a draft and gives every picture once, gathering what is wrong on the way.

    Attributes:
        originals: Pixel hash of each test original to its reference, to keep training apart.
        tested: The same for everything that is shown in the test.
        problems: Everything found so far.
        read: Every file that was read.
    """

    draft: Draft
    make_sr: MakeSr
    problems: list[Problem] = field(default_factory=list)
    originals: dict[str, str] = field(default_factory=dict)
    tested: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    read: list[Path] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many pictures there are."""
        definition = self.draft.definition
        cells = sum(
            not system.sets or reference.set in system.sets
            for reference in self.draft.references
            for system in definition.system
        )
        training = sum(len(item.files or item.systems) for item in definition.training.item)
        return cells + training + len(definition.calibration.item) + self._originals_beside()

    def all(self) -> Iterator[SourcePicture]:
        """Test, training and calibration pictures; what cannot be used is left out and noted."""
        for reference in self.draft.references:
            yield from self._test(reference)
        yield from self._training()
        yield from self._calibration()

    # -- one reference ------------------------------------------------------------------------

    def _test(self, reference: Reference) -> Iterator[SourcePicture]:
        original = self._read(reference.file)
        if original is None:
            return
        self.originals[pixel_sha256(original)] = reference.id
        self.sources[reference.id] = on_one_line(str(reference.file))
        versions = _Versions(self._definition, original, self.make_sr)
        hashes: dict[str, DraftSystem] = {}
        for system in self._definition.system:
            if system.sets and reference.set not in system.sets:
                continue
            file = source_file(system, reference, self.draft.folder)
            if file is None:
                rgb: Rgb | None = versions.made(system)
            elif file == reference.file:
                rgb = versions.base
            elif (ready := self._read(file)) is not None:
                rgb = versions.fitted(ready)
                if rgb is None:
                    self._size_differs(file, ready, original)
            else:
                continue
            shown = None if rgb is None else self._cropped(rgb, reference.file)
            if shown is None:
                continue
            picture = SourcePicture(
                reference.id, reference.set, system.id, "test", shown, pixel_sha256(original)
            )
            self._compare(picture, system, hashes, reference)
            self.tested[picture.pixel_sha256] = reference.id
            yield picture

    def _compare(
        self,
        picture: SourcePicture,
        system: DraftSystem,
        hashes: dict[str, DraftSystem],
        reference: Reference,
    ) -> None:
        digest = picture.pixel_sha256
        same = hashes.setdefault(digest, system)
        if same is not system and same.id != system.duplicate_of and system.id != same.duplicate_of:
            what = f"{system.id} and {same.id} show the same pixels for {reference.id}"
            self._problem("E16", reference.file.name, what)

    # -- training and calibration -------------------------------------------------------------

    def _training(self) -> Iterator[SourcePicture]:
        for number, item in enumerate(self._definition.training.item, 1):
            content = f"training-{number}"
            if item.reference_file:
                yield from self._made_training(content, item.reference_file, item.systems)
            for place, name in enumerate(item.files, 1):
                rgb = self._read(self.draft.folder / name)
                if rgb is None or not self._apart(rgb, name):
                    continue
                shown = self._cropped(rgb, Path(name))
                if shown is not None:
                    yield SourcePicture(
                        f"{content}-{place}", "training", None, "training", shown, pixel_sha256(rgb)
                    )

    def _made_training(
        self, content: str, name: str, systems: tuple[str, ...]
    ) -> Iterator[SourcePicture]:
        original = self._read(self.draft.folder / name)
        if original is None or not self._apart(original, name):
            return
        versions = _Versions(self._definition, original, self.make_sr)
        for system in systems:
            shown = self._cropped(versions.of(system), Path(name))
            if shown is not None:
                yield SourcePicture(
                    content, "training", system, "training", shown, pixel_sha256(original)
                )
        if self._hidden not in systems:
            yield from self._beside(content, "training", versions, name)

    def _calibration(self) -> Iterator[SourcePicture]:
        contents: dict[str, str] = {}
        items = self._definition.calibration.item
        for place, item in enumerate(items, 1):
            known = item.reference_file in contents
            content = contents.setdefault(item.reference_file, f"calibration-{len(contents) + 1}")
            original = self._read(self.draft.folder / item.reference_file)
            if original is None or not self._apart(original, item.reference_file):
                continue
            versions = _Versions(self._definition, original, self.make_sr)
            rgb: Rgb | None
            if item.system:
                rgb, system, code = versions.of(item.system), item.system, content
            else:
                # Ready pictures have no system to tell them apart by.
                rgb, system = self._read(self.draft.folder / item.system_files), None
                code = f"{content}-{place}"
            if rgb is not None and not self._apart(rgb, item.system_files or item.reference_file):
                continue
            shown = None if rgb is None else self._cropped(rgb, Path(item.reference_file))
            if shown is not None:
                yield SourcePicture(
                    code,
                    "calibration",
                    system,
                    "calibration",
                    shown,
                    pixel_sha256(original),
                    self._definition.scale.grade(str(item.score)),
                )
            own = [one.system for one in items if one.reference_file == item.reference_file]
            if not known and self._hidden not in own:
                yield from self._beside(content, "calibration", versions, item.reference_file)

    @property
    def _hidden(self) -> str:
        """The id of the hidden reference, empty if there is none."""
        roles = {system.role: system.id for system in self._definition.system}
        return roles.get("hidden_reference", "")

    def _beside(
        self, content: str, pool: Pool, versions: _Versions, name: str
    ) -> Iterator[SourcePicture]:
        """The original of a content that a degradation is judged against."""
        if self._definition.study.method != "dcr":
            return
        shown = self._cropped(versions.of(self._hidden), Path(name))
        if shown is not None:
            source = pixel_sha256(versions.original)
            yield SourcePicture(content, pool, self._hidden, pool, shown, source, beside_only=True)

    def _originals_beside(self) -> int:
        if self._definition.study.method != "dcr":
            return 0
        training, told = self._definition.training.item, self._definition.calibration.item
        contents: dict[str, set[str]] = {}
        for item in told:
            contents.setdefault(item.reference_file, set()).add(item.system)
        own = [set(item.systems) for item in training if item.reference_file]
        return sum(self._hidden not in systems for systems in [*own, *contents.values()])

    def _apart(self, rgb: Rgb, name: str) -> bool:
        """Whether a picture is none of the test's: no original, and nothing that is shown."""
        found = self.originals.get(pixel_sha256(rgb))
        if found is None:
            shown = cropped(rgb, self._definition.geometry)
            found = None if shown is None else self.tested.get(pixel_sha256(shown))
        if found is not None:
            self._problem("E21", name, f"it has the pixels of a picture of the test ({found})")
        return found is None

    # -- helpers ------------------------------------------------------------------------------

    @property
    def _definition(self) -> StudyDefinition:
        return self.draft.definition

    def _read(self, file: Path) -> Rgb | None:
        if file not in self.read:
            self.read.append(file)
        try:
            return read_source(file)
        except SourceError as error:
            if error.problem not in self.problems:
                self.problems.append(error.problem)
            return None

    def _cropped(self, rgb: Rgb, file: Path) -> Rgb | None:
        shown = cropped(rgb, self._definition.geometry)
        if shown is None:
            self._problem("E17", file.name, f"nothing is left of {rgb.shape[1]} x {rgb.shape[0]}")
        return shown

    def _size_differs(self, file: Path, rgb: Rgb, original: Rgb) -> None:
        what = (
            f"it has {rgb.shape[1]} x {rgb.shape[0]} pixels,"
            f" its reference {original.shape[1]} x {original.shape[0]}"
        )
        self._problem("E44", file.name, what)

    def _problem(self, code: str, where: str, what: str) -> None:
        problem = Problem(code, where, what, REMEDIES[code])
        if problem not in self.problems:
            self.problems.append(problem)


class _Versions:
    """The versions of one original. Where methods make pictures, all are cut to whole LR pixels."""

    def __init__(self, definition: StudyDefinition, original: Rgb, make_sr: MakeSr) -> None:
        self._definition = definition
        self.original = original
        self._make_sr = make_sr
        self._lr: Rgb | None = None
        made = any(system.method for system in definition.system)
        self.base: Rgb = crop_to_multiple(original, definition.making.scale) if made else original

    def of(self, system_id: str) -> Rgb:
        """The version of a system by its id: made, or the reference itself."""
        system = next(one for one in self._definition.system if one.id == system_id)
        return self.made(system) if system.method else self.base

    def made(self, system: DraftSystem) -> Rgb:
        """The SR picture a method makes from the LR of this original."""
        making = self._definition.making
        if self._lr is None:
            self._lr = bicubic_lr(self.base, making.scale, making.lr)
        made = self._make_sr(self._lr, system, making.scale)
        if made.shape != self.base.shape:
            raise StudyError(
                f"the method made {made.shape[1]} x {made.shape[0]} pixels where the reference has"
                f" {self.base.shape[1]} x {self.base.shape[0]}",
                where=system.method,
                remedy=f"Choose a method that enlarges {making.scale} times.",
            )
        return made

    def fitted(self, ready: Rgb) -> Rgb | None:
        """A picture made elsewhere, cut like the reference if it has the reference's full size."""
        if ready.shape == self.base.shape:
            return ready
        if ready.shape == self.original.shape:
            return ready[: self.base.shape[0], : self.base.shape[1]]
        return None
