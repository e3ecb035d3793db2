"""``sr-studio study power | simulate``: what a study can find, before people are asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.long_work import progress_line, stoppable
from sr_studio.studies.definition.filenames import REPORTS

app = typer.Typer(add_completion=False)


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
        typer.Option(min=0.01, help="Difference you want to see, in points; again for more."),
    ] = None,
    json: AsJson = False,
) -> int:
    """Say which differences a study can find, and how many raters it needs."""
    from sr_studio.studies.results.power_table import (
        needs_words,
        observed_power,
        planned_power,
    )
    from sr_studio.studies.store.folder import is_draft

    if study is not None and is_draft(study):
        from sr_studio.studies.planning.reading import read_draft
        from sr_studio.studies.results.power_table import draft_power

        draft = read_draft(study)
        target = draft.definition.analysis.power_target
        rows, note = draft_power(draft, variances, difference)
    elif study is not None:
        from sr_studio.studies.results.analyse import analyse
        from sr_studio.studies.results.source import load_study

        results = analyse(load_study(study), resample=False)
        target = results.data.plan.analysis.power_target
        rows, note = observed_power(results, difference)
    else:
        rows, note = planned_power(
            variances,
            raters,
            images,
            per_rater=per_rater,
            alpha=alpha,
            target=target,
            differences=difference,
        )
    if json:
        from sr_studio.studies.results.document import plain

        answer({"power": [plain(vars(row)) for row in rows], "notes": note}, "", json)
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
    json: AsJson = False,
) -> int:
    """Fill a study from a stated truth, through the plan and database that people use."""
    from sr_studio.studies.simulation.study import simulate_study

    with stoppable() as token:
        made = simulate_study(
            plan,
            out,
            truth=truth,
            raters=raters,
            seed=seed,
            references=_sizes(references or []),
            title=title,
            progress=progress_line("raters"),
            cancel=token,
        )
    said: dict[str, Any] = {**vars(made), "folder": str(made.folder), "report": None}
    if report:
        from sr_studio.studies.report.write import write_report
        from sr_studio.studies.results.analyse import analyse
        from sr_studio.studies.results.source import load_study

        with stoppable() as token:
            results = analyse(load_study(out), cancel=token)
            folder, tell = out / REPORTS / "simulated", progress_line("figures")
            page = write_report(results, folder, progress=tell, cancel=token)
        said["report"] = str(page)
    end = f"Report: {said['report']}" if report else f"Next: sr-studio study analyze {made.folder}"
    answer(
        said,
        f"{made.ratings:,} ratings of {made.raters} simulated raters: {made.truth}.\n"
        f"Study: {made.folder}\n{end}",
        json,
    )
    return 0


def _sizes(given: list[str]) -> dict[str, int]:
    sizes = {}
    for text in given:
        name, mark, number = text.partition("=")
        if not mark or not number.isdigit() or int(number) < 1:
            raise typer.BadParameter(f"{text!r} is not SET=NUMBER", param_hint="--references")
        sizes[name] = int(number)
    return sizes
