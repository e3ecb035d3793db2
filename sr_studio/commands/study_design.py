"""``sr-studio study new | plans | check | build | verify``: from a plan to a frozen study."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sr_studio.commands.answering import AsJson
from sr_studio.commands.long_work import progress_line

if TYPE_CHECKING:
    from sr_studio.progress import Progress
    from sr_studio.studies.definition.draft import DraftSystem
    from sr_studio.studies.definition.problems import Problem
    from sr_studio.studies.planning.reading import ModelSystem
    from sr_studio.studies.stimuli.pictures import MakeSr
    from sr_studio.studies.stimuli.sources import Rgb

app = typer.Typer(add_completion=False)

StudyPath = Annotated[Path, typer.Argument(help="The study's folder.")]
Database = Annotated[
    str | None, typer.Option("--database", help="URL of a PostgreSQL database, or another file.")
]


@app.command()
def new(
    plan: Annotated[str, typer.Option("--plan", help="A ready-made plan; see `study plans`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The new study's folder.")],
    title: Annotated[str, typer.Option("--title", help="What the study is called.")] = "",
    language: Annotated[str, typer.Option("--language", help="Of raters: en or ko.")] = "en",
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=FOLDER with the references of a set.")
    ] = None,
    calibration: Annotated[
        Path | None, typer.Option("--calibration", help="Folder of calibration pictures.")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", help="Add an installed model as a system.")
    ] = None,
    contact: Annotated[
        str, typer.Option("--contact", help="Whom raters can ask; told in the consent text.")
    ] = "",
    retention: Annotated[
        str,
        typer.Option("--retention", help="How long and where ratings are kept, for the same."),
    ] = "",
    json_: AsJson = False,
) -> int:
    """Make a study folder with a readable study.toml from a ready-made plan."""
    from sr_studio.studies.planning.reading import examine, new_study

    sets = {}
    for pair in set_ or []:
        name, equals, folder = pair.partition("=")
        if not (name and equals and folder):
            raise typer.BadParameter(f"--set takes NAME=FOLDER, not {pair!r}")
        sets[name] = Path(folder)
    file = new_study(
        plan,
        out,
        title=title,
        language=language,
        sets=sets,
        calibration=calibration,
        models=_models(plan, model or []),
        contact=contact,
        retention=retention,
    )
    _, problems = examine(file)
    if json_:
        print(json.dumps({"study": str(file), "problems": [asdict(p) for p in problems]}, indent=2))
        return 0
    print(f"{file}")
    if any(problem.is_error for problem in problems):
        print("\nBefore it can be built:", file=sys.stderr)
        _print_problems(problems)
    else:
        print(f"\nNext: sr-studio study build {file.parent}", file=sys.stderr)
    return 0


@app.command()
def plans(json_: AsJson = False) -> int:
    """List the ready-made plans."""
    from sr_studio.studies.planning.reading import list_plans

    found = list_plans()
    if json_:
        print(json.dumps([asdict(plan) for plan in found], indent=2))
        return 0
    for plan in found:
        print(f"{plan.name}\n    {plan.summary}")
    return 0


@app.command()
def check(study: StudyPath, json_: AsJson = False) -> int:
    """List every mistake of a study.toml, and what the study will ask of its raters."""
    from sr_studio.studies.definition.filenames import STUDY_FILE
    from sr_studio.studies.planning.preview import basis_of_draft, preview
    from sr_studio.studies.planning.reading import examine

    draft, problems = examine(study / STUDY_FILE)
    wrong = draft is None or any(problem.is_error for problem in problems)
    expected = None
    if draft is not None and not wrong:
        expected = preview(basis_of_draft(draft.definition, draft.references))
    if json_:
        document = {
            "problems": [asdict(problem) for problem in problems],
            "preview": None if expected is None else asdict(expected),
        }
        print(json.dumps(document, indent=2))
        return int(wrong)
    _print_problems(problems)
    if expected is not None:
        low, high = min(expected.mean_position.values()), max(expected.mean_position.values())
        print(
            f"{expected.stimuli} pictures; {expected.test} presentations a rater and"
            f" {expected.repeats} hidden repeats, {expected.first_prelude} before them\n"
            f"{expected.minutes:.0f} minutes a rater in {expected.sessions} session(s);"
            f" {expected.ratings} ratings from {expected.raters} raters\n"
            f"order: mean place of the systems {low:.2f} to {high:.2f} (0.5 is the middle)"
        )
    return int(wrong)


@app.command()
def build(
    study: StudyPath,
    database: Database = None,
    custodian: Annotated[
        Path | None,
        typer.Option("--custodian", help="Where the key goes under double blinding."),
    ] = None,
    device: Annotated[str, typer.Option("--device", help="auto, cpu, cuda, mps.")] = "auto",
    json_progress: Annotated[
        bool, typer.Option("--progress-json", help="Tell the progress as JSON lines on stderr.")
    ] = False,
    json_: AsJson = False,
) -> int:
    """Make the stimuli, the key and the database: freeze the study."""
    from sr_studio.studies.stimuli.builder import build_study

    report = build_study(
        study,
        sr_maker(device),
        database=database,
        custodian=custodian,
        progress=_told_as_json if json_progress else progress_line(),
    )
    manifest = report.manifest
    if json_:
        document = {
            "study": str(report.folder),
            "id": manifest.study.id,
            "stimuli": len(manifest.stimuli),
            "manifest_sha256": manifest.sha256,
            "plan_sha256": manifest.plan_sha256,
            "key": str(report.key),
            "warnings": [asdict(problem) for problem in report.warnings],
            "to_take_away": report.to_take_away,
        }
        print(json.dumps(document, indent=2))
        return 0
    _print_problems(report.warnings)
    print(
        f"{len(manifest.stimuli)} stimuli; the study is frozen ({manifest.sha256[:12]})\n"
        f"The key is {report.key}: who rates or watches should not have it."
    )
    if report.to_take_away:
        print("The custodian must take away, because pixels tell the systems apart:")
        print("".join(f"  {name}\n" for name in report.to_take_away), end="")
    if manifest.skipped_numbers:
        numbers = ", ".join(map(str, manifest.skipped_numbers))
        print(f"Not given out, because no legal order exists for them: {numbers}")
    print(f"\nNext: sr-studio study rate {report.folder}", file=sys.stderr)
    return 0


@app.command()
def verify(study: StudyPath, database: Database = None, json_: AsJson = False) -> int:
    """Compute every hash and every plan of a built study again, and compare."""
    from sr_studio.studies.stimuli.verify import verify_study
    from sr_studio.studies.store.folder import StudyFolder

    folder = StudyFolder(study)
    with folder.open_store(database) as store:
        report = verify_study(folder, store, progress=progress_line())
    if json_:
        print(json.dumps(asdict(report), indent=2))
    else:
        for sentence in report.problems:
            print(f"differs: {sentence}")
        outcome = f"{len(report.problems)} difference(s)" if report.problems else "all as built"
        print(f"{report.stimuli} stimuli and the plans of {report.raters} rater(s): {outcome}")
    return int(bool(report.problems))


def sr_maker(device: str = "auto") -> MakeSr:
    """Makes SR pictures by any method of the program, in this process."""
    from sr_studio.imaging.picture import Picture
    from sr_studio.upscaling.request import UpscaleRequest
    from sr_studio.upscaling.upscaler import Upscaler

    upscaler = Upscaler()

    def make(lr: Rgb, system: DraftSystem, scale: int) -> Rgb:
        request = UpscaleRequest(system.method, float(scale), system.detail, device=device)
        made: Rgb = upscaler.upscale(Picture(lr), request).picture.pixels
        return made

    return make


def _models(plan: str, wanted: list[str]) -> list[ModelSystem]:
    """The models asked for; a demonstration takes some that came with the program by itself."""
    from sr_studio.studies.planning.reading import ModelSystem
    from sr_studio.upscaling.methods import demonstration_models, find_method

    methods = [find_method(name) for name in wanted]
    if plan == "five-minute-demo" and not wanted:
        methods = demonstration_models()
    return [ModelSystem(method.name, method.title) for method in methods]


def _print_problems(problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)


def _told_as_json(progress: Progress) -> None:
    told = {"done": progress.done, "total": progress.total, "seconds_left": progress.seconds_left}
    print(json.dumps({"progress": told}), file=sys.stderr, flush=True)
