"""What the Study page asks of a study, off the window's thread; no Qt.

Importing it costs nothing: databases, pandas and SciPy are imported by the functions, which run on
worker threads.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.studies.definition.filenames import (
    DATABASE_FILE,
    EXPORTS,
    MANIFEST_FILE,
    REPORTS,
    STUDY_FILE,
)
from sr_studio.studies.errors import StudyError

if TYPE_CHECKING:
    from sr_studio.studies.definition.problems import Problem
    from sr_studio.studies.planning.preview import Preview
    from sr_studio.studies.planning.reading import Draft
    from sr_studio.studies.rating.enrolment import Action
    from sr_studio.studies.rating.status import StudyStatus
    from sr_studio.studies.report.tables import Table
    from sr_studio.studies.results.results import Results
    from sr_studio.studies.store.records import StudyEventInfo

EXPERIMENTER = "experimenter"
#: Variances that are assumed before anybody has rated.
_VARIANCES = "mid"
_DEMO = "five-minute-demo"


def is_study(path: Path) -> bool:
    """Whether a folder is a study, built or a draft: by names alone, so that a drop is quick."""
    names = (MANIFEST_FILE, DATABASE_FILE, STUDY_FILE)
    return path.is_dir() and any((path / name).is_file() for name in names)


def is_built(path: Path) -> bool:
    """Whether the study in a folder is frozen."""
    return (path / MANIFEST_FILE).is_file() or (path / DATABASE_FILE).is_file()


@dataclass(frozen=True)
class Watched:
    """A built study as its experimenter may see it, still blind.

    Attributes:
        double: The key is with somebody else.
    """

    folder: Path
    status: StudyStatus
    events: tuple[StudyEventInfo, ...]
    language: str
    double: bool

    @property
    def results_open(self) -> bool:
        """Whether results by system may be shown."""
        return self.status.state in ("closed", "unblinded")


def watch(folder: Path, token: CancelToken) -> Watched:
    """Read a built study without looking at a system.

    Raises:
        StudyError: It cannot be opened.
    """
    from sr_studio.studies.rating.status import study_status
    from sr_studio.studies.store.folder import study_to_read

    with study_to_read(folder, check=False) as store:
        token.check()
        head = store.manifest.study
        return Watched(
            folder,
            study_status(store, folder),
            tuple(store.study_events()),
            head.language,
            head.blinding == "double",
        )


def new_demo(folder: Path, language: str) -> Path:
    """Make the five-minute demonstration, with the models that came with the program."""
    from sr_studio.studies.planning.reading import ModelSystem, new_study
    from sr_studio.upscaling.methods import demonstration_models

    systems = [ModelSystem(m.name, m.title) for m in demonstration_models()]
    new_study(_DEMO, folder, language=language, models=systems)
    return folder


@dataclass(frozen=True)
class DraftLook:
    """A draft, what is wrong with it, and what it will ask of its raters.

    Attributes:
        detectable: Set to the smallest difference (points) the planned raters find, with mid
            variances; NaN where the design has no test over images.
    """

    folder: Path
    draft: Draft | None
    problems: tuple[Problem, ...]
    preview: Preview | None
    detectable: dict[str, float]

    @property
    def ready(self) -> bool:
        """Whether it can be built."""
        return self.draft is not None and not any(one.is_error for one in self.problems)


def look_at_draft(folder: Path, token: CancelToken) -> DraftLook:
    """Read ``study.toml`` and plan the first raters."""
    from sr_studio.studies.planning.preview import basis_of_draft, preview
    from sr_studio.studies.planning.reading import examine
    from sr_studio.studies.statistics.power import DifferenceComponents, detectable_difference

    draft, problems = examine(folder / STUDY_FILE)
    if draft is None or any(problem.is_error for problem in problems):
        return DraftLook(folder, draft, tuple(problems), None, {})
    token.check()
    basis = basis_of_draft(draft.definition, draft.references)
    assignment = draft.definition.assignment
    variances = DifferenceComponents.planned(_VARIANCES, draft.definition.scale)
    detectable = {}
    for name, references in basis.references.items():
        token.check()
        own = assignment.references_per_rater.get(name)
        detectable[name] = detectable_difference(
            variances,
            assignment.raters_planned,
            len(references),
            per_rater=own if assignment.mode == "blocks" else None,
            target=draft.definition.analysis.power_target,
            alpha=draft.definition.analysis.alpha,
        )
    return DraftLook(folder, draft, tuple(problems), preview(basis), detectable)


def close_study(folder: Path, reason: str) -> None:
    """End the rating."""
    from sr_studio.studies.rating import closing
    from sr_studio.studies.store.folder import StudyFolder

    with StudyFolder(folder).open_store() as store:
        closing.close_study(store, folder, by_role=EXPERIMENTER, reason=reason)


def decide(folder: Path, rater: str, action: Action, reason: str) -> None:
    """Leave a rater out of the analysis, or take one back in.

    Raises:
        StudyError: The rater is not there, or it is so already.
    """
    from sr_studio.studies.rating.enrolment import decide_on_rater
    from sr_studio.studies.store.folder import StudyFolder

    with StudyFolder(folder).open_store(check=False) as store:
        found = store.find_rater(rater)
        if found is None:
            raise StudyError(f"there is no rater {rater}", where=folder)
        decide_on_rater(store, found, action, reason=reason, by_role=EXPERIMENTER)


def trust_server(study_id: UUID, url: str) -> None:
    """The person at this computer knows the server that a study's folder names."""
    from sr_studio.studies.store.folder import trust_server

    trust_server(study_id, url)


def unblind(folder: Path, key: Path, reason: str) -> int:
    """Write down what the codes stand for; give the number of systems.

    Raises:
        StudyError: The key is not that of this study.
    """
    from sr_studio.studies.definition.key import read_key
    from sr_studio.studies.store.folder import StudyFolder

    study = StudyFolder(folder)
    names = read_key(key, study.manifest).names
    with study.open_store() as store:
        store.unblind(names, by_role=EXPERIMENTER, reason=reason)
    return len(names)


@dataclass(frozen=True)
class Figure:
    """A figure ready to be shown: PNG bytes and its caption, and what it was drawn from."""

    results: Results
    name: str
    png: bytes
    caption: str


@dataclass(frozen=True)
class Findings:
    """What the results page shows at once; figures come after."""

    results: Results
    tables: dict[str, tuple[Table, ...]]


def analyse_study(folder: Path, token: CancelToken) -> Findings:
    """Compute every table of a study whose results are open.

    Raises:
        StudyError: The study is still blind, or nobody has rated.
    """
    from sr_studio.studies.results.analyse import analyse
    from sr_studio.studies.results.source import load_to_analyse
    from sr_studio.studies.store.folder import study_to_read

    with study_to_read(folder, check=False) as store:
        if store.state not in ("closed", "unblinded"):
            raise StudyError(
                "the study is still blind",
                where=folder,
                remedy="Close it, or record an unblinding, before looking at systems.",
            )
    results = analyse(load_to_analyse(folder), cancel=token)
    return Findings(results, tables_of(results))


def tables_of(results: Results) -> dict[str, tuple[Table, ...]]:
    """The tables of the results page, by the part of it where they stand."""
    from sr_studio.studies.report import rater_tables as people
    from sr_studio.studies.report import study_tables as made
    from sr_studio.studies.results.results import ChoiceResults

    every: dict[str, list[Table | None]] = {"primary": [made.primary_table(results)]}
    plan = results.data.plan
    if isinstance(results, ChoiceResults):
        every |= {
            "systems": [],
            "pairs": [
                *(made.strengths_table(one, plan.level) for one in results.sets),
                *(made.choice_pairs_table(one, plan.level, plan.alpha) for one in results.sets),
            ],
            "raters": [people.screening_table(results), people.sensitivity_table(results)],
            "reliability": [people.repeats_table(results)],
            "power": [],
        }
        return _present(every)
    every |= {
        "systems": [made.systems_table(one, plan.scale) for one in results.sets],
        "pairs": [table for one in results.sets for table in made.pairs_tables(one, plan)],
        "raters": [people.screening_table(results), people.sensitivity_table(results)],
        "reliability": [people.reliability_table(results), people.repeats_table(results)],
        "power": [people.power_table(results)],
    }
    return _present(every)


def _present(every: dict[str, list[Table | None]]) -> dict[str, tuple[Table, ...]]:
    return {key: tuple(t for t in found if t is not None) for key, found in every.items()}


def draw_figures(
    results: Results,
    show: Callable[[Figure], None],
    said: Callable[[str], str],
    token: CancelToken,
) -> None:
    """Draw the figures of the report one after the other.

    Args:
        show: Called on this thread.
        said: Gives what stands in a figure, and below it, in the person's language.
    """
    from matplotlib.text import Text

    from sr_studio.studies.report.figures.style import rendered
    from sr_studio.studies.report.plates import plates

    for plate in plates(results):
        token.check()
        for text in plate.figure.findobj(Text):
            text.set_text(said(text.get_text()))
        png = rendered(plate.figure, "png", dpi=160)
        show(Figure(results, plate.name, png, said(plate.caption)))


def report_study(
    folder: Path, results: Results, progress: ProgressCallback, token: CancelToken
) -> Path:
    """Write the report into ``reports/DAY`` and give its page."""
    from sr_studio.studies.report.write import free_folder, write_report

    day = datetime.datetime.now(tz=datetime.UTC).date()
    place = free_folder(folder / REPORTS, day)
    return write_report(results, place, date=day, progress=progress, cancel=token)


def export_study(folder: Path, token: CancelToken) -> Path:
    """Write the ratings for other programs into ``exports`` and give that folder."""
    from sr_studio.studies.exchange.exports import FORMATS, export_ratings, refuse_export
    from sr_studio.studies.results.source import load_for_export, record_export

    frame, facts = load_for_export(folder)
    token.check()
    place = folder / EXPORTS
    refuse_export(frame, place, FORMATS, facts)
    record_export(folder, None, FORMATS)
    export_ratings(frame, place, FORMATS, facts)
    return place
