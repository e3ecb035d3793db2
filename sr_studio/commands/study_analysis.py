"""``sr-studio study analyze | import | export | power | simulate``: what the ratings say."""

from __future__ import annotations

import contextlib
import datetime
import json as json_module
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sr_studio.commands.study_design import Database
from sr_studio.studies.definition.filenames import EXPORTS, REPORTS

if TYPE_CHECKING:
    from sr_studio.progress import CancelToken, Progress
    from sr_studio.studies.results.metric_results import SetMetrics
    from sr_studio.studies.results.results import Results

app = typer.Typer(add_completion=False, no_args_is_help=True)

_JSON = "Print one JSON document on stdout."


@app.command()
def analyze(
    study: Annotated[Path, typer.Argument(help="Study folder.")],
    json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
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
    from sr_studio.studies.results.source import load_study, record_look
    from sr_studio.studies.store.folder import folder_of

    wanted = tuple(kind.strip() for kind in figures.split(",") if kind.strip())
    if set(wanted) - {"svg", "pdf", "png"}:
        raise typer.BadParameter("figures are svg, pdf and png", param_hint="--figures")
    if report is not None:
        refuse_old_report(report)
    with _stoppable() as token:
        record_look(study, database)
        data = load_study(study, database)
        objective = None
        if metrics is not None and data.table is not None:
            objective = read_metrics_csv(metrics, data.table)
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
                progress=_told("figures"),
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
    json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
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
    if json:
        _print_json(made)
        return 0
    original = made["hidden_reference"]
    print(
        f"{made['ratings']:,} ratings of {made['raters']} raters, {len(made['systems'])} systems, "
        f"{made['references']} references, {made['repeats']} repeats ({made['layout']} table); "
        f"scores are {made['scale']}.\n"
        + (
            f"{made['left_out']:,} rows without a score were left out.\n"
            if made["left_out"]
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
    json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
) -> int:
    """Write the ratings for other programs and for publication."""
    from sr_studio.studies.exchange.exports import FORMATS, export_ratings
    from sr_studio.studies.results.source import load_for_export, record_export
    from sr_studio.studies.store.folder import folder_of

    frame, facts = load_for_export(study, database)
    folder = out or folder_of(study) / EXPORTS
    record_export(study, database, tuple(format or FORMATS))
    written = export_ratings(frame, folder, tuple(format or FORMATS), facts)
    if json:
        _print_json({"folder": str(folder), "files": [str(path) for path in written]})
    else:
        print("\n".join(str(path) for path in written))
    return 0


@app.command()
def power(
    study: Annotated[
        Path | None,
        typer.Argument(help="Study with ratings (a pilot) or a draft; or none to plan freely."),
    ] = None,
    variances: Annotated[
        str, typer.Option(help="Before there are ratings: consistent, mid or web.")
    ] = "mid",
    raters: Annotated[int, typer.Option(min=2, help="Without a study: how many.")] = 26,
    images: Annotated[int, typer.Option(min=2, help="Without a study: how many in the set.")] = 100,
    per_rater: Annotated[
        int | None, typer.Option(min=1, help="Images each rater sees, if not all.")
    ] = None,
    alpha: Annotated[
        float, typer.Option(min=1e-9, max=0.5, help="Without a study: the level.")
    ] = 0.05,
    target: Annotated[
        float, typer.Option(min=0.05, max=0.999, help="Without a study: wanted power.")
    ] = 0.8,
    difference: Annotated[
        list[float] | None,
        typer.Option(
            min=0.01, max=4, help="Difference you want to see, in points; again for more."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
) -> int:
    """Say which differences a study can find, and how many raters it needs."""
    from sr_studio.studies.results.power_table import (
        DELTAS,
        needs_words,
        observed_power,
        planned_power,
    )
    from sr_studio.studies.store.folder import is_draft

    wanted = tuple(difference or DELTAS)
    if study is not None and is_draft(study):
        from sr_studio.studies.planning.reading import read_draft
        from sr_studio.studies.results.power_table import draft_power

        draft = read_draft(study)
        target = draft.definition.analysis.power_target
        rows, note = draft_power(draft, variances, wanted)
    elif study is not None:
        from sr_studio.studies.results.analyse import analyse
        from sr_studio.studies.results.source import load_study

        results = analyse(load_study(study), resample=False)
        target = results.data.plan.analysis.power_target
        rows, note = observed_power(results, difference or None)
    else:
        rows, note = planned_power(
            variances,
            raters,
            images,
            per_rater=per_rater,
            alpha=alpha,
            target=target,
            differences=wanted,
        )
    if json:
        from sr_studio.studies.results.document import plain

        _print_json({"power": [plain(vars(row)) for row in rows], "notes": note})
        return 0
    for name in dict.fromkeys(row.set for row in rows):
        own = [row for row in rows if row.set == name]
        first = own[0]
        print(
            f"{name}: {first.raters} raters, {first.images} images; smallest difference found "
            f"with {target:.0%}: {first.detectable:.2f} points "
            f"({first.detectable_corrected:.2f} corrected)"
        )
        for row in own:
            print(f"  {row.delta:>5g} points: power {row.power:4.0%}, needs {needs_words(row)}")
    for line in note:
        print(line)
    return 0


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Study folder to make.")],
    plan: Annotated[
        str, typer.Option(metavar="NAME|FOLDER", help="Ready-made plan, or one of your own.")
    ] = "srgan-2017",
    truth: Annotated[
        str,
        typer.Option(
            metavar="paper|equal|ladder|FILE",
            help="What is true of the systems; paper where its systems are, else ladder.",
        ),
    ] = "",
    raters: Annotated[int | None, typer.Option(min=1, help="Else as planned.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same ratings.")] = 2017,
    references: Annotated[
        list[str] | None,
        typer.Option(metavar="SET=NUMBER", help="Images of a set; again for more."),
    ] = None,
    title: Annotated[str, typer.Option(help="Name of the study.")] = "",
    report: Annotated[
        bool, typer.Option("--report", help="Also analyse it and write the report.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
) -> int:
    """Fill a study from a stated truth, through the plan and database that people use."""
    from sr_studio.studies.simulation.study import simulate_study

    with _stoppable() as token:
        made = simulate_study(
            plan,
            out,
            truth=truth,
            raters=raters,
            seed=seed,
            references=_sizes(references or []),
            title=title,
            progress=_told("raters"),
            cancel=token,
        )
    said: dict[str, Any] = {**vars(made), "folder": str(made.folder), "report": None}
    if report:
        from sr_studio.studies.report.write import write_report
        from sr_studio.studies.results.analyse import analyse
        from sr_studio.studies.results.source import load_study

        with _stoppable() as token:
            results = analyse(load_study(out), cancel=token)
            page = write_report(
                results, out / REPORTS / "simulated", progress=_told("figures"), cancel=token
            )
        said["report"] = str(page)
    if json:
        _print_json(said)
        return 0
    print(f"{made.ratings:,} ratings of {made.raters} simulated raters: {made.truth}.")
    print(f"Study: {made.folder}")
    print(f"Report: {said['report']}" if report else f"Next: sr-studio study analyze {made.folder}")
    return 0


def _shortened(names: list[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _sizes(given: list[str]) -> dict[str, int]:
    sizes = {}
    for text in given:
        name, mark, number = text.partition("=")
        if not mark or not number.isdigit() or int(number) < 1:
            raise typer.BadParameter(f"{text!r} is not SET=NUMBER", param_hint="--references")
        sizes[name] = int(number)
    return sizes


def _print_json(value: Any) -> None:
    print(json_module.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def _print_summary(results: Results) -> None:
    from sr_studio.studies.results.results import ChoiceResults, ScoreResults
    from sr_studio.studies.results.words import number

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
                f"  ± {number(float(s.halfwidth_raters[k]))} (these images)"
                f"  ± {number(float(s.halfwidth_both[k]))} (images like these)"
                f"  n {s.n[k]:,}"
            )
    for fitted in results.sets if isinstance(results, ChoiceResults) else ():
        print(f"\n{fitted.name} (Bradley–Terry, JOD)")
        for k, name in enumerate(fitted.systems):
            print(f"  {name}  {number(float(fitted.pooled.strengths.jod[k]), signed=True)}")
    for row in results.primary:
        print(f"\n{row.set}: {row.verdict}")


def _told(unit: str) -> Any:
    """A progress line on stderr; nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None
    from sr_studio.progress import spoken_duration

    def tell(progress: Progress) -> None:
        left = (
            ""
            if progress.seconds_left is None
            else f", {spoken_duration(progress.seconds_left)} left"
        )
        end = "\n" if progress.done >= progress.total else "\r"
        line = f"{progress.done:.0f} of {progress.total:.0f} {unit}{left}"
        print(f"{line:<60}", end=end, file=sys.stderr, flush=True)

    return tell


@contextlib.contextmanager
def _stoppable() -> Iterator[CancelToken]:
    """Ctrl+C asks the work to stop at its next step; nothing half-made is left."""
    from sr_studio.progress import CancelToken

    token = CancelToken()
    before = signal.getsignal(signal.SIGINT)

    def stop(*_: object) -> None:
        token.cancel()

    signal.signal(signal.SIGINT, stop)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
