"""``study build``: from a draft to a frozen study, all of it or nothing."""

from __future__ import annotations

import secrets
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sr_studio import __version__
from sr_studio.files import check_takes_files, made_folder, write_bytes, write_text
from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.studies.definition.filenames import (
    DATABASE_FILE,
    DATABASE_NOTE,
    KEY_FILE,
    MANIFEST_FILE,
    STIMULI,
    STUDY_FILE,
)
from sr_studio.studies.definition.key import KeyedSystem, StudyKey, random_codes
from sr_studio.studies.definition.manifest import (
    Head,
    Manifest,
    ManifestReference,
    ManifestStimulus,
    ManifestSystem,
)
from sr_studio.studies.definition.problems import REMEDIES, InvalidStudyError, Problem
from sr_studio.studies.definition.scale import FIVE_POINTS
from sr_studio.studies.definition.screen_layout import ScreenTooSmallError, Size, require_room
from sr_studio.studies.definition.texts import LABELS, instructions_for
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.basis import PlanError, basis_of
from sr_studio.studies.planning.preview import skipped_numbers
from sr_studio.studies.planning.reading import Draft, read_draft
from sr_studio.studies.stimuli.pictures import MakeSr, Pictures, SourcePicture
from sr_studio.studies.stimuli.png import encode_png, folders_of, pictures_beside, settle
from sr_studio.studies.store.connection import CHECKPOINT, outside_transaction, without_password
from sr_studio.studies.store.folder import file_sha256, trust_server
from sr_studio.studies.store.store import Store


@dataclass(frozen=True)
class BuildReport:
    """What was built.

    Attributes:
        key: Where the key lies now.
        warnings: What to think about before people are asked.
        to_take_away: Under double blinding, folders with pictures that the custodian must keep from
            everybody who rates or watches: their pixels tell the systems.
    """

    folder: Path
    manifest: Manifest
    key: Path
    warnings: tuple[Problem, ...]
    to_take_away: tuple[str, ...] = ()


def build_study(
    folder: Path,
    make_sr: MakeSr,
    *,
    database: str | None = None,
    custodian: Path | None = None,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> BuildReport:
    """Make the stimuli, the manifest, the key and the database of a draft.

    Everything is made beside its place and moved there at the end; if anything is wrong, the
    folder stays as it was.

    Args:
        folder: Holds ``study.toml``.
        make_sr: Makes the pictures of systems that are methods.
        database: URL of a PostgreSQL database; ``study.sqlite`` in the folder if left out. The
            URL is noted in the folder without its password, which PostgreSQL's own ways supply
            (``PGPASSWORD``, a password file).
        custodian: For ``blinding = "double"``: a folder of somebody else's, who gets the key and
            ``study.toml``.
        progress: Told in pictures, then in raters planned.
        cancel: Looked at before each picture.

    Raises:
        InvalidStudyError: With every mistake of the definition, or every mistake of its pictures.
        StudioError: It is built already, a custodian is missing, or has another study's files, or
            a folder takes no file.
        Cancelled: Somebody asked to stop.
    """
    _require_unbuilt(folder)
    draft = read_draft(folder)
    _require_ready(draft, custodian)
    with _workshop(folder) as workshop:
        manifest, key, outside = _make(draft, make_sr, workshop, progress, cancel)
        write_text(workshop / MANIFEST_FILE, manifest.to_json() + "\n", durable=True)
        key.write(workshop / KEY_FILE)
        store = Store.create(database or workshop / DATABASE_FILE, manifest)
        if database is None:
            outside_transaction(store.engine, CHECKPOINT)
        else:
            trust_server(manifest.study_id, database)
            write_text(workshop / DATABASE_NOTE, f"{without_password(database)}\n")
        store.close()
        place = _move(workshop, folder, custodian)
    away: list[str] = []
    if custodian is not None:
        away = folders_of([*pictures_beside(folder, STIMULI), *outside], folder)
    return BuildReport(folder, manifest, place, draft.warnings, tuple(away))


def _require_unbuilt(folder: Path) -> None:
    for name in (MANIFEST_FILE, DATABASE_FILE, STIMULI):
        if (folder / name).exists():
            raise StudyError(
                f"the study is built already ({name} is there)",
                where=folder,
                remedy="A built study never changes; make a new version with study new.",
            )


def _require_ready(draft: Draft, custodian: Path | None) -> None:
    definition, file = draft.definition, draft.folder / STUDY_FILE
    if not definition.analysis.primary:
        problem = Problem("E30", "analysis.primary", "none is declared", REMEDIES["E30"])
        raise InvalidStudyError([problem], file)
    if definition.study.blinding == "double" and custodian is None:
        raise StudyError(
            "under double blinding somebody else keeps the key, and no folder was named for it",
            where=file,
            remedy="Name the custodian's folder: --custodian FOLDER.",
        )
    if custodian is not None and (
        not custodian.is_dir() or custodian.resolve().is_relative_to(draft.folder.resolve())
    ):
        raise StudyError(
            "the custodian's folder must exist and lie outside the study",
            where=custodian,
            remedy="Make one on a drive that only the custodian can read.",
        )
    check_takes_files(_place_for_key(draft.folder, custodian))


def _place_for_key(folder: Path, custodian: Path | None) -> Path:
    """Where the key will lie; it is looked at before the pictures are made, and at the end."""
    moved = (KEY_FILE,) if custodian is None else (KEY_FILE, STUDY_FILE)
    for place in ((custodian or folder) / name for name in moved):
        if place.exists():
            what = "a key" if place.name == KEY_FILE else "the definition"
            raise StudyError(
                f"there is {what} of another study already",
                where=place,
                remedy="Keep each study's key in a folder of its own.",
            )
    return (custodian or folder) / KEY_FILE


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    place = folder / f".building-{uuid.uuid4().hex[:8]}"
    made_folder(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _make(
    draft: Draft,
    make_sr: MakeSr,
    workshop: Path,
    progress: ProgressCallback | None,
    cancel: CancelToken | None,
) -> tuple[Manifest, StudyKey, list[Path]]:
    """The frozen study, its key, and every source picture that was read."""
    definition = draft.definition
    codes = random_codes([system.id for system in definition.system])
    made, stimuli_folder = workshop / "made", workshop / STIMULI
    made.mkdir()
    stimuli_folder.mkdir()
    pictures = Pictures(draft, make_sr)
    clock = ProgressClock(pictures.total)
    references: dict[str, ManifestReference] = {}
    stimuli: list[ManifestStimulus] = []
    for picture in pictures.all():
        if cancel is not None:
            cancel.check()
        reference = references.setdefault(picture.reference, _reference(picture))
        if picture.rgb.shape[:2] != (reference.height, reference.width):
            what = f"versions of {picture.reference} have different sizes"
            pictures.problems.append(Problem("E44", picture.reference, what, REMEDIES["E44"]))
        stimuli.append(_write(picture, codes, made))
        if progress is not None:
            progress(clock.advance())
    problems = [*pictures.problems, *_screen(draft, stimuli)]
    if problems:
        raise InvalidStudyError(problems, draft.folder / STUDY_FILE)
    settle(made, stimuli_folder, [stimulus.token for stimulus in stimuli])
    groups = _hidden_groups(draft)
    systems = [
        ManifestSystem(
            code=codes[system.id],
            role=system.role,
            category=groups.get(system.category, system.category),
            sets=system.sets,
            duplicate_of=codes[system.duplicate_of] if system.duplicate_of else "",
        )
        for system in definition.system
    ]
    key = StudyKey(
        study_id=definition.study.id,
        salt=secrets.token_hex(32),
        systems={
            codes[system.id]: KeyedSystem(
                id=system.id,
                name=system.name,
                category=system.category,
                method=system.method,
                detail=system.detail,
                files=system.files,
            )
            for system in definition.system
        },
        references=pictures.sources,
    )
    manifest = _manifest(draft, codes, key, references, systems, stimuli)
    return _planned(manifest, draft, progress, cancel), key, pictures.read


def _planned(
    manifest: Manifest,
    draft: Draft,
    progress: ProgressCallback | None,
    cancel: CancelToken | None,
) -> Manifest:
    """The manifest with the numbers that have no plan: an order found for the draft's names says
    nothing about the codes."""
    try:
        skipped = skipped_numbers(
            basis_of(manifest), manifest.sites, progress=progress, cancel=cancel
        )
    except PlanError as error:
        problem = Problem(error.code, error.section, error.what, error.remedy)
        raise InvalidStudyError([problem], draft.folder / STUDY_FILE) from error
    return manifest.model_copy(update={"skipped_numbers": skipped})


def _hidden_groups(draft: Draft) -> dict[str, str]:
    """Categories are often called after systems; who is blind sees only that there are some."""
    if draft.definition.study.blinding == "rater":
        return {}
    named = {system.category for system in draft.definition.system if system.category}
    return {name: f"group {number}" for number, name in enumerate(sorted(named, key=len), 1)}


def _reference(picture: SourcePicture) -> ManifestReference:
    # All versions have the size of the first. The hash is that of the source: that of a version
    # would tell which code was made first.
    return ManifestReference(
        code=picture.reference,
        set=picture.set,
        width=picture.rgb.shape[1],
        height=picture.rgb.shape[0],
        pixel_sha256=picture.content_sha256,
    )


def _write(picture: SourcePicture, codes: dict[str, str], folder: Path) -> ManifestStimulus:
    data = encode_png(picture.rgb)
    token = secrets.token_hex(16)
    write_bytes(folder / f"{token}.png", data)
    return ManifestStimulus(
        reference=picture.reference,
        system=None if picture.system is None else codes[picture.system],
        pool=picture.pool,
        token=token,
        sha256=file_sha256(data),
        pixel_sha256=picture.pixel_sha256,
        width=picture.rgb.shape[1],
        height=picture.rgb.shape[0],
        told=picture.told,
        beside_only=picture.beside_only,
    )


def _screen(draft: Draft, stimuli: list[ManifestStimulus]) -> list[Problem]:
    if not stimuli:
        return []
    definition = draft.definition
    display, zoom = definition.display, definition.geometry.zoom
    screen = Size(display.min_width, display.min_height)
    largest = Size(zoom * max(s.width for s in stimuli), zoom * max(s.height for s in stimuli))
    try:
        require_room(screen, 1.0, largest, definition.study.method, definition.pc, definition.dcr)
    except ScreenTooSmallError as error:
        what = f"on a screen of {screen.width} x {screen.height} with its keys, {error.what}"
        return [Problem("E18", "display", what, REMEDIES["E18"])]
    return []


def _manifest(
    draft: Draft,
    codes: dict[str, str],
    key: StudyKey,
    references: dict[str, ManifestReference],
    systems: list[ManifestSystem],
    stimuli: list[ManifestStimulus],
) -> Manifest:
    definition = draft.definition
    primary = tuple((codes[a], codes[b], name) for a, b, name in definition.analysis.primary)
    analysis = definition.analysis.model_copy(update={"primary": primary})
    by_token = sorted(stimuli, key=lambda stimulus: stimulus.token)
    return Manifest(
        study=_frozen_head(draft),
        scale=definition.scale.range,
        **{**definition.decided, "analysis": analysis},
        calibration_later=definition.calibration.later_sessions,
        sites=definition.site,
        references=tuple(references.values()),
        # In the order of their codes and tokens: that of the draft would tell which is which.
        systems=tuple(sorted(systems, key=lambda system: (len(system.code), system.code))),
        stimuli=tuple(by_token),
        key_commitment=key.commitment,
        built_us=time.time_ns() // 1000,
        built_with=f"sr-studio {__version__}",
    )


def _move(workshop: Path, folder: Path, custodian: Path | None) -> Path:
    """Put everything in its place, the manifest last: with it the study is built."""
    key = _place_for_key(folder, custodian)
    shutil.move(workshop / KEY_FILE, key)
    if custodian is not None:
        shutil.move(folder / STUDY_FILE, custodian / STUDY_FILE)
    for name in (STIMULI, DATABASE_FILE, DATABASE_NOTE, MANIFEST_FILE):
        if (workshop / name).exists():
            (workshop / name).replace(folder / name)
    return key


def _frozen_head(draft: Draft) -> Head:
    """The manifest's head: files read, default texts and labels filled in."""
    definition = draft.definition
    head = definition.study
    kind = "dcr" if head.method == "dcr" else "acr"
    labels = dict(definition.scale.labels)
    if definition.scale.range == FIVE_POINTS:
        labels = {language: tuple(texts) for language, texts in LABELS[kind].items()} | labels
    if head.instructions:
        instructions = _text(draft.folder / head.instructions)
    else:
        instructions = instructions_for(
            head.method, head.language, definition.scale.range, definition.pc
        )
    read = {
        "labels": labels,
        "instructions": instructions,
        "consent": _text(draft.folder / head.consent) if head.consent else "",
    }
    return Head(**{**head.model_dump(), **read})


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8").replace("\r\n", "\n").strip()
