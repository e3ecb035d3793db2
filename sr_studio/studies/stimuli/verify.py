"""``study verify``: everything about a built study computed again and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.studies.definition.filenames import KEY_FILE, STIMULI, STUDY_FILE
from sr_studio.studies.definition.manifest import ManifestStimulus
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.basis import PlanBasis, PlannedPresentation, basis_of, plan_digest
from sr_studio.studies.planning.constraints import violations
from sr_studio.studies.planning.stream import main_stream
from sr_studio.studies.stimuli.png import folders_of, pictures_beside, pixel_sha256
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store


@dataclass(frozen=True)
class VerifyReport:
    """What was compared, and each thing that differs as a sentence."""

    stimuli: int
    raters: int
    problems: tuple[str, ...]


def verify_study(
    study: StudyFolder,
    store: Store,
    *,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> VerifyReport:
    """Compare files, hashes, tokens, database and plans with the manifest; nothing is changed."""
    manifest = study.manifest
    problems = list(_manifest(study))
    clock = ProgressClock(len(manifest.stimuli))
    for stimulus in manifest.stimuli:
        if cancel is not None:
            cancel.check()
        problems += _stimulus(study, stimulus)
        if progress is not None:
            progress(clock.advance())
    known = {f"{stimulus.token}.png" for stimulus in manifest.stimuli}
    strangers = sorted(file.name for file in study.stimuli.glob("*") if file.name not in known)
    problems += [f"stimuli/{name} does not belong to the study" for name in strangers]
    if manifest.study.blinding == "double":
        problems += _not_blind(study)
    raters = store.raters()
    basis = basis_of(manifest)
    for rater in raters:
        problems += _plan(basis, rater.number, rater.plan_digest, store.planned_rows(rater.id))
    return VerifyReport(len(manifest.stimuli), len(raters), tuple(problems))


def _manifest(study: StudyFolder) -> Iterator[str]:
    """What no manifest of ours has: something twice, or a stimulus of nothing."""
    manifest = study.manifest
    tokens = [stimulus.token for stimulus in manifest.stimuli]
    for token in sorted({token for token in tokens if tokens.count(token) > 1}):
        yield f"the token {token} is there more than once"
    references = {reference.code for reference in manifest.references}
    systems = {system.code for system in manifest.systems}
    for stimulus in manifest.stimuli:
        if stimulus.reference not in references:
            yield f"the stimulus {stimulus.token} is of an unknown reference"
        if stimulus.system is not None and stimulus.system not in systems:
            yield f"the stimulus {stimulus.token} is of an unknown system"


def _not_blind(study: StudyFolder) -> Iterator[str]:
    """What the custodian has to take away from a study under double blinding."""
    for name in (KEY_FILE, STUDY_FILE):
        if (study.path / name).exists():
            yield f"{name} lies in the blind folder and names the systems; the custodian keeps it"
    beside = pictures_beside(study.path, STIMULI)
    for name in folders_of(beside, study.path):
        yield (
            f"{name} holds source pictures, whose pixels tell the systems apart; the custodian"
            " must take them away"
        )


def _stimulus(study: StudyFolder, stimulus: ManifestStimulus) -> Iterator[str]:
    try:
        data = study.read_stimulus(stimulus.token)
    except StudyError as error:
        yield error.what
        return
    try:
        with Image.open(BytesIO(data)) as image:
            rgb = np.asarray(image)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        yield f"the stimulus {stimulus.token} cannot be decoded ({error})"
        return
    if rgb.ndim != 3 or pixel_sha256(rgb) != stimulus.pixel_sha256:
        yield f"the stimulus {stimulus.token} has other pixels than were built"


def _plan(
    basis: PlanBasis, number: int, digest: str, rows: list[PlannedPresentation]
) -> Iterator[str]:
    """The stored plan against its digest, against the rules, and against a recomputation."""
    name = f"rater {number}"
    if plan_digest(rows) != digest:
        yield f"{name}: the presentations do not fit the plan's digest"
        return
    for sentence in violations(basis, rows):
        yield f"{name}: {sentence}"
    share = {
        set_name: tuple(
            reference
            for reference in references
            if any(row.shown.reference == reference for row in rows)
        )
        for set_name, references in basis.references.items()
    }
    if plan_digest(main_stream(basis, number, share)) != digest:
        yield f"{name}: the plan is not the one that follows from the seed"
