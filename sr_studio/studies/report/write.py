"""Writing a report: one HTML page, Markdown, LaTeX tables, CSVs and figures."""

from __future__ import annotations

import base64
import datetime
import platform
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2

from sr_studio import __version__
from sr_studio.files import made_folder, replacing, write_bytes, write_text
from sr_studio.paths import resources_dir
from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.report.figures.style import rendered
from sr_studio.studies.report.methods import methods_paragraph, unchecked
from sr_studio.studies.report.plates import plates
from sr_studio.studies.report.sections import Section, sections_of
from sr_studio.studies.report.tables import markdown_text, to_latex, to_markdown
from sr_studio.studies.results.document import document_pieces, plain, tables_of
from sr_studio.studies.results.metric_results import MetricValues, SetMetrics, metric_results
from sr_studio.studies.results.results import ChoiceResults, Primary, Results, ScoreResults
from sr_studio.studies.results.sensitivity import VerdictChange
from sr_studio.studies.results.words import rows_to_csv

HTML_FILE, MARKDOWN_FILE, JSON_FILE = "report.html", "report.md", "analysis.json"
#: Stands on every page of a report on simulated ratings.
SIMULATED = "Simulated ratings: nobody was asked."
_TEMPLATE = "report.html.j2"
_LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib")


def free_folder(parent: Path, day: datetime.date) -> Path:
    """Where the next report of a day goes: reports are never overwritten."""
    place, number = parent / day.isoformat(), 2
    while place.exists():
        place, number = parent / f"{day.isoformat()}-{number}", number + 1
    return place


def refuse_old_report(folder: Path) -> None:
    """A report that is there stays as it is.

    Raises:
        RatingsError: The folder holds a report.
    """
    if (folder / HTML_FILE).exists():
        raise RatingsError(
            "there is a report in this folder, and reports are never overwritten",
            where=folder,
            remedy="Name another folder.",
        )


def write_report(
    results: Results,
    folder: Path,
    *,
    metrics: MetricValues | None = None,
    date: datetime.date | None = None,
    formats: tuple[str, ...] = ("svg", "pdf"),
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> Path:
    """Write everything into ``folder`` and give back the HTML page.

    The same results, metrics and date give the same bytes.

    Args:
        folder: Made if it is not there; files of the same names are replaced.
        metrics: Objective values of the stimuli.
        date: Printed in the head; today by default.
        formats: Of the figures beside the page; the page carries its own.
    """
    token = cancel or CancelToken()
    day = date or datetime.datetime.now(tz=datetime.UTC).date()
    against: tuple[SetMetrics, ...] = ()
    if metrics is not None and isinstance(results, ScoreResults):
        against = metric_results(results, metrics)
    made = list(plates(results, metrics, against))
    sections = sections_of(results, metrics, against, made)
    clock = ProgressClock(len(made) + 1)
    for name in ("tables", "figures"):
        made_folder(folder / name)
    pictures: dict[str, str] = {}
    for plate in made:
        token.check()
        for kind in dict.fromkeys(("svg", *formats)):
            data = rendered(plate.figure, kind)
            if kind in formats:
                write_bytes(folder / "figures" / f"{plate.name}.{kind}", data)
            if kind == "svg":
                pictures[plate.name] = base64.b64encode(data).decode("ascii")
                # Drawn once, the layout holds for the other formats.
                plate.figure.set_layout_engine("none")
        if progress is not None:
            progress(clock.advance())
    _write_tables(results, against, sections, folder)
    head = _head(results, day)
    write_text(folder / HTML_FILE, _html(results, sections, pictures, head))
    write_text(folder / MARKDOWN_FILE, _markdown(results, sections, head))
    if progress is not None:
        progress(clock.advance())
    return folder / HTML_FILE


def _names(kind: type[Primary | VerdictChange]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


#: Columns of tables that may well have no row: nothing was declared, or is to be said.
_COLUMNS = {"primary": _names(Primary), "notes": ("code", "severity", "text")}


def _write_tables(
    results: Results, against: tuple[SetMetrics, ...], sections: list[Section], folder: Path
) -> None:
    for section in sections:
        for table in section.tables:
            if table.latex:
                write_text(folder / "tables" / f"{table.name}.tex", to_latex(table))
    for name, rows in tables_of(results, against):
        text = rows_to_csv([plain(row) for row in rows], _COLUMNS.get(name, ()))
        write_text(folder / "tables" / f"{name}.csv", text)
    changes = [
        {"trial": trial.label, **vars(change)}
        for trial in results.sensitivity.trials
        for change in trial.changes
    ]
    columns = ("trial", *_names(VerdictChange))
    write_text(folder / "tables" / "sensitivity.csv", rows_to_csv(changes, columns))
    with (
        replacing(folder / JSON_FILE) as beside,
        beside.open("w", encoding="utf-8", newline="\n") as file,
    ):
        file.writelines(document_pieces(results, against))


def _head(results: Results, day: datetime.date) -> list[tuple[str, str]]:
    """Label and value of what a reader must know before any number."""
    data, facts = results.data, results.data.facts
    raters = len(results.raters)
    unblinded = [event for event in facts.events if event.kind == "unblinded"]
    looks = [event for event in facts.events if event.kind == "interim_look"]
    late = [d for d in facts.decisions if d.after_unblinding and d.action == "exclude"]
    excluded = f"{facts.excluded} excluded" + (
        f" ({len(late)} after the names were known)" if late else ""
    )
    lines = [
        ("Date", day.isoformat()),
        (
            "Raters",
            f"{facts.enrolled or raters} enrolled, {raters} analysed, {facts.withdrawn} withdrawn, "
            f"{excluded}",
        ),
        (
            "Speaks of",
            "images like these (raters and images are samples)"
            if data.plan.column == "crossed"
            else "these images (raters are a sample)",
        ),
        (
            "Plan",
            "declared before the first rating" if data.plan.declared else "not declared beforehand",
        ),
        (
            "Blinding",
            f"{facts.blinding or 'unknown'}; "
            + (f"lifted {unblinded[0].day}" if unblinded else "not lifted"),
        ),
        ("Interim looks", ", ".join(look.day for look in looks) if looks else "none"),
        ("Ethics", facts.ethics or "not stated"),
    ]
    if results.stopping is not None:
        rule = f"{results.stopping.rule}; {results.stopping.state}"
        lines.insert(2, ("Stopping rule", rule))
    return lines


def _record(results: Results) -> list[tuple[str, str]]:
    """Label and value of what makes the report repeatable."""
    data, facts = results.data, results.data.facts
    return [
        ("Study", f"{facts.study_id} (version {facts.version})" if facts.study_id else "–"),
        ("Manifest", facts.manifest_sha256 or "–"),
        ("Analysis plan", facts.plan_sha256 or "–"),
        ("Ratings", data.data_sha256),
        ("Seed", str(data.plan.seed)),
        (
            "Software",
            f"SR Studio {__version__}, Python {platform.python_version()}, "
            + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        ),
    ]


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(resources_dir() / "report")
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def _html(
    results: Results,
    sections: list[Section],
    pictures: dict[str, str],
    head: list[tuple[str, str]],
) -> str:
    context: dict[str, Any] = {
        "title": results.data.facts.title,
        "headline": _headline(results),
        "head": head,
        "record": _record(results),
        "primary": results.primary,
        "several_sets": len(results.sets) > 1,
        "sections": sections,
        "pictures": pictures,
        "notes": results.notes,
        "methods": methods_paragraph(results),
        "unchecked": len(unchecked()),
        "version": __version__,
        "watermark": SIMULATED if results.data.facts.simulated else "",
    }
    return _environment().get_template(_TEMPLATE).render(context)


def _headline(results: Results) -> list[tuple[str, str]]:
    """The few numbers at the top of the page."""
    if isinstance(results, ChoiceResults):
        choices = results.choices
        return [
            (f"{len(choices.raters):,}", "raters"),
            (f"{len(choices):,}", "comparisons"),
            (f"{len(choices.systems):,}", "systems"),
        ]
    table = results.table
    return [
        (f"{len(table.raters):,}", "raters"),
        (f"{len(table):,}", "ratings"),
        (f"{len(table.systems):,}", "systems"),
        (f"{len(table.references):,}", "images"),
        (f"{len(table.sets):,}", "sets" if len(table.sets) > 1 else "set"),
    ]


def _markdown(results: Results, sections: list[Section], head: list[tuple[str, str]]) -> str:
    parts = [f"# {markdown_text(results.data.facts.title)}", ""]
    if results.data.facts.simulated:
        parts += [f"**{SIMULATED}**", ""]
    parts += [markdown_text(f"{row.set}: {row.verdict}") + "\n" for row in results.primary]
    parts += [f"* {label}: {markdown_text(value)}" for label, value in head]
    parts += ["", "## To be read with the results", ""]
    parts += [f"* **{note.severity}**: {markdown_text(note.text)}" for note in results.notes]
    for section in sections:
        parts += ["", f"## {markdown_text(section.title)}", ""]
        if section.text:
            parts += [markdown_text(section.text), ""]
        for plate in section.plates:
            parts += [f"![{markdown_text(plate.caption)}](figures/{plate.name}.svg)", ""]
        parts += [to_markdown(table) for table in section.tables]
    parts += ["", "## Methods", "", markdown_text(methods_paragraph(results)), ""]
    parts += ["## Record", ""]
    parts += [f"* {label}: {markdown_text(value)}" for label, value in _record(results)]
    parts += [""]
    return "\n".join(parts)
