"""``sr-studio study analyze | import | export``: what the ratings say."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.long_work import progress_line, stoppable
from sr_studio.commands.study_design import Database
from sr_studio.studies.definition.filenames import EXPORTS, REPORTS

if TYPE_CHECKING:
    from sr_studio.studies.results.metric_results import SetMetrics
    from sr_studio.studies.results.results import Results

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def analyze(
    study: Annotated[Path, typer.Argument(help="Study folder.")],
    json: AsJson = False,
    report: Annotated[
        Path | None, typer.Option(help="Folder of the report; else STUDY/reports/DATE.")
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option(help="CSV of sr-studio evaluate: PSNR, SSIM, LPIPS … by picture.")
    ] = None,
    figures: Annotated[str, typer.Option(help="Formats beside the page.")] = "svg,pdf",
    bootstrap: Annotated[
        bool, typer.Option(help="Also two-way bootstraps and random halves.")
    ] = True,
    date: Annotated[
        datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Printed in the head.")
    ] = None,
    database: Database = None,
) -> int:
    """Analyse a study and write its report."""
    from sr_studio.studies.report.write import free_folder, refuse_old_report, write_report
    from sr_studio.studies.results.analyse import analyse
    from sr_studio.studies.results.document import document_pieces
    from sr_studio.studies.results.metric_results import metric_results, read_metrics_csv
    from sr_studio.studies.results.results import ScoreResults
    from sr_studio.studies.results.source import load_to_analyse
    from sr_studio.studies.results.words import counted
    from sr_studio.studies.store.folder import folder_of

    wanted = tuple(kind.strip() for kind in figures.split(",") if kind.strip())
    if set(wanted) - {"svg", "pdf", "png"}:
        raise typer.BadParameter("figures are svg, pdf and png", param_hint="--figures")
    if report is not None:
        refuse_old_report(report)
    with stoppable() as token:
        data = load_to_analyse(study, database)
        objective = None
        if metrics is not None and data.table is not None:
            objective = read_metrics_csv(metrics, data.table)
            if objective.unmatched:
                rows = counted(objective.unmatched, "row")
                said = f"warning: {rows} of {metrics.name} without a stimulus in this study"
                print(said, file=sys.stderr)
        results = analyse(data, resample=bootstrap, cancel=token)
        page = None
        if report is not None or not json:
            day = (date or datetime.datetime.now(tz=datetime.UTC)).date()
            folder = report or free_folder(folder_of(study) / REPORTS, day)
            page = write_report(
                results,
                folder,
                metrics=objective,
                date=day,
                formats=wanted,
                progress=progress_line("figures"),
                cancel=token,
            )
    if json:
        against: tuple[SetMetrics, ...] = ()
        if objective is not None and isinstance(results, ScoreResults):
            against = metric_results(results, objective)
        sys.stdout.writelines(document_pieces(results, against))
    else:
        _print_summary(results)
        print(f"\nReport: {page}")
    return 0


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV of scores (long, wide, matrix) or pairs (rater, reference, a, b, choice)."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Study folder to make.")],
    title: Annotated[str, typer.Option(help="Name of the study; else the file's.")] = "",
    hidden_reference: Annotated[
        str | None,
        typer.Option(metavar="SYSTEM|none", help="System that shows the original."),
    ] = None,
    anonymise: Annotated[
        bool, typer.Option("--anonymise", help="Give raters pseudonyms of the program.")
    ] = False,
    scale: Annotated[
        str,
        typer.Option(metavar="LOW-HIGH[:STEP]", help="What scores may be: 0-100, 1-9, 1-5:0.5 …"),
    ] = "1-5",
    json: AsJson = False,
) -> int:
    """Make a study from ratings or pair comparisons that were collected elsewhere."""
    from sr_studio.studies.definition.scale import Scale
    from sr_studio.studies.exchange.importing import import_ratings

    hidden = "" if hidden_reference == "none" else hidden_reference
    try:
        points = Scale.parsed(scale)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--scale") from error
    made = import_ratings(
        file, out, title=title, hidden_reference=hidden, anonymise=anonymise, scale=points
    )
    original = made["hidden_reference"]
    said = (
        f"{made['ratings']:,} ratings of {made['raters']} raters, {len(made['systems'])} systems, "
        f"{made['references']} references, {made['repeats']} repeats ({made['layout']} table); "
        f"scores are {made['scale']}.\n"
        + (
            f"{made['left_out']:,} rows without a score were left out.\n"
            if made["left_out"]
            else ""
        )
        + (
            f"Raters marked as excluded, who stay so: {made['excluded']}.\n"
            if made["excluded"]
            else ""
        )
        + (
            f"Columns taken for raters: {_shortened(made['rater_names'])}.\n"
            if made["layout"] == "wide"
            else ""
        )
        + (
            f"{original} is taken as the original; --hidden-reference none says it is not.\n"
            if original and hidden_reference is None
            else ""
        )
        + f"Study: {made['study']}\nNext: sr-studio study analyze {made['study']}"
    )
    answer(made, said, json)
    return 0


@app.command()
def export(
    study: Annotated[Path, typer.Argument(help="Study folder.")],
    out: Annotated[Path | None, typer.Option(help="Folder; else STUDY/exports.")] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(help="tidy, wide, p910, sureal, gsd, clmm, anonymous, pairs; again for more."),
    ] = None,
    database: Database = None,
    json: AsJson = False,
) -> int:
    """Write the ratings for other programs and for publication."""
    from sr_studio.studies.exchange.exports import FORMATS, export_ratings, refuse_export
    from sr_studio.studies.results.source import load_for_export, record_export
    from sr_studio.studies.store.folder import folder_of

    frame, facts = load_for_export(study, database)
    folder = out or folder_of(study) / EXPORTS
    formats = tuple(format or FORMATS)
    refuse_export(frame, folder, formats, facts)
    record_export(study, database, formats)
    written = export_ratings(frame, folder, formats, facts)
    files = [str(path) for path in written]
    answer({"folder": str(folder), "files": files}, "\n".join(files), json)
    return 0


def _shortened(names: list[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _print_summary(results: Results) -> None:
    from sr_studio.studies.results.results import ChoiceResults, ScoreResults
    from sr_studio.studies.results.words import interval_of, number

    for note in results.notes:
        if note.severity != "note":
            print(f"{note.severity}: {note.text}", file=sys.stderr)
    for one in results.sets if isinstance(results, ScoreResults) else ():
        print(f"\n{one.name}")
        s = one.statistics
        width = max(map(len, one.systems))
        for k, name in enumerate(one.systems):
            print(
                f"  {name:<{width}}  MOS {number(float(s.mos[k]))}"
                f"  {interval_of(s.interval_raters, k)} (these images)"
                f"  {interval_of(s.interval_both, k)} (images like these)"
                f"  n {s.n[k]:,}"
            )
    for fitted in results.sets if isinstance(results, ChoiceResults) else ():
        print(f"\n{fitted.name} (Bradley–Terry, JOD)")
        for k, name in enumerate(fitted.systems):
            print(f"  {name}  {number(float(fitted.pooled.strengths.jod[k]), signed=True)}")
    for row in results.primary:
        print(f"\n{row.set}: {row.verdict}")
