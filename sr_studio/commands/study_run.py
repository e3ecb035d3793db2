"""``sr-studio study rate``, ``status``, ``merge``, ``withdraw``, ``erase``, ``close`` and more."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.study_design import Database, StudyPath

if TYPE_CHECKING:
    from sr_studio.studies.rating.enrolment import Action
    from sr_studio.studies.rating.status import StudyStatus
    from sr_studio.studies.store.records import RaterInfo
    from sr_studio.studies.store.store import Store

app = typer.Typer(add_completion=False)

Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the study.")]
ByRole = Annotated[str, typer.Option("--by", help="Who decides: experimenter, custodian ...")]
RaterName = Annotated[
    str, typer.Option("--rater", help="Pseudonym or number, such as larch-017 or R17.")
]


@app.command()
def rate(
    study: StudyPath,
    rater: Annotated[
        str | None, typer.Option("--rater", help="Who rates, such as R07; a new rater if left out.")
    ] = None,
    site: Annotated[
        str | None,
        typer.Option("--site", help="Where this computer stands; kept for the next time."),
    ] = None,
    database: Database = None,
    json_: AsJson = False,
) -> int:
    """Open the rater's window, full screen."""
    from sr_studio.app.studies.rating.run import run

    code = int(run(study, rater, database=database, site=site) or 0)
    if json_:
        answer({"code": code}, "", json_)
    return code


@app.command()
def status(
    study: StudyPath,
    database: Database = None,
    order: Annotated[bool, typer.Option("--order", help="Balance of the order, too.")] = False,
    json_: AsJson = False,
) -> int:
    """Raters, sessions, minutes, balance and flags; nothing about any system."""
    from sr_studio.studies.rating.status import study_status
    from sr_studio.studies.store.folder import study_to_read

    with study_to_read(study, database, check=False) as store:
        found = study_status(store, study)
    if json_:
        print(json.dumps({**asdict(found), "complete": found.complete}, indent=2))
        return 0
    _print_status(found, order)
    return 0


def _print_status(found: StudyStatus, order: bool) -> None:
    print(
        f"{found.title}: {found.state}; {len(found.raters)} of {found.raters_planned} raters,"
        f" {found.complete} complete; {found.ratings} ratings in {found.minutes:.0f} minutes"
    )
    for rater in found.raters:
        state = f"{rater.rated} of {rater.planned}"
        state = "withdrawn" if rater.withdrawn else "excluded" if rater.excluded else state
        print(
            f"  {rater.pseudonym:<16} {state:>14}  {rater.sessions} session(s)"
            f"  {rater.minutes:5.1f} min  {'; '.join(rater.flags)}".rstrip()
        )
    if found.skipped_numbers:
        numbers = ", ".join(map(str, found.skipped_numbers))
        print(f"not given out, because no legal order exists for them: {numbers}")
    if found.not_copied:
        print(
            f"{len(found.not_copied)} copies of the database could not be made, the last at"
            f" {found.not_copied[-1]}"
        )
    if order:
        low, high = found.reference_counts
        first, last = found.mean_position
        print(f"each reference is given to {low} to {high} raters")
        print(
            f"mean place of the systems in the order: {first:.3f} to {last:.3f} (0.5: the middle)"
        )


@app.command()
def merge(
    sources: Annotated[
        list[Path], typer.Argument(help="Study folders, PostgreSQL ones too, or database files.")
    ],
    output: Annotated[Path, typer.Option("-o", "--out", help="The merged database, a new file.")],
    json_: AsJson = False,
) -> int:
    """Merge the databases of several sites, without loss, in any order."""
    from sr_studio.studies.rating.backup import waiting
    from sr_studio.studies.store.folder import source_of
    from sr_studio.studies.store.merging import merge_files

    report = merge_files([source_of(source) for source in sources], output)
    for source in sources:
        for rater, count in waiting(source).items():
            print(
                f"note: {source}: {count} ratings of {rater} are kept in files and were not "
                "merged; let the rater come again, or close the study there, and merge anew",
                file=sys.stderr,
            )
    if json_:
        print(json.dumps(asdict(report), indent=2))
    else:
        print(
            f"{output}: {report.raters} raters, {report.rows['ratings']} ratings"
            f" ({report.erased} erased rater(s) left out); content {report.digest[:16]}"
        )
    return 0


@app.command()
def withdraw(
    study: StudyPath, rater: RaterName, database: Database = None, json_: AsJson = False
) -> int:
    """Leave a rater out of every analysis from now on; the ratings stay."""
    from sr_studio.studies.store.folder import open_study

    with open_study(study, database, check=False) as store:
        found = _rater(store, rater)
        store.withdraw(found.id)
    facts = {"rater": found.pseudonym, "withdrawn": True}
    answer(facts, f"{found.pseudonym} is left out from now on.", json_)
    return 0


def _decides(action: Action, words: str) -> None:
    """The command by which a person excludes a rater or includes one again."""

    def decide(
        study: StudyPath,
        rater: Annotated[
            str, typer.Argument(help="Pseudonym or number, such as larch-017 or R17.")
        ],
        reason: Reason,
        by: ByRole = "experimenter",
        database: Database = None,
        json_: AsJson = False,
    ) -> int:
        from sr_studio.studies.rating.enrolment import decide_on_rater
        from sr_studio.studies.store.folder import open_study

        with open_study(study, database, check=False) as store:
            found = _rater(store, rater)
            decision = decide_on_rater(store, found, action, reason=reason, by_role=by)
        when = "after" if decision.after_unblinding else "before"
        said = (
            f"{found.pseudonym} is {action}d, {when} names were known; the report says so and why."
        )
        facts = {"rater": found.pseudonym, "action": action}
        answer(facts | {"after_unblinding": decision.after_unblinding}, said, json_)
        return 0

    app.command(action, help=words)(decide)


_decides("exclude", "Leave a rater out of the analysis, by your decision and with your reason.")
_decides("include", "Take an excluded rater back into the analysis.")


@app.command()
def erase(
    study: StudyPath,
    rater: RaterName,
    database: Database = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json_: AsJson = False,
) -> int:
    """Erase a rater for good: database, backups and journals."""
    from sr_studio.studies.rating.backup import erase_everywhere
    from sr_studio.studies.store.folder import folder_of, open_study

    with open_study(study, database) as store:
        found = _rater(store, rater)
        if not yes:
            question = f"Erase {found.pseudonym} for good? It cannot be undone"
            typer.confirm(question, abort=True, err=True)  # standard output may be JSON
        left = erase_everywhere(store, folder_of(study), found.id)
    said = "The rater is erased. Exports made before still hold the scores."
    answer({"erased": True, "left": [str(copy) for copy in left]}, said, json_)
    for copy in left:
        print(f"warning: {copy} could not be opened; delete it by hand.", file=sys.stderr)
    return int(bool(left))


@app.command()
def close(
    study: StudyPath,
    reason: Reason = "the rating has ended",
    by: ByRole = "experimenter",
    database: Database = None,
    json_: AsJson = False,
) -> int:
    """End the rating: nobody is enrolled or rates any more."""
    from sr_studio.studies.rating.closing import close_study
    from sr_studio.studies.store.folder import folder_of, open_study

    with open_study(study, database) as store:
        close_study(store, folder_of(study), by_role=by, reason=reason)
    answer({"state": "closed"}, "The study is closed.", json_)
    return 0


@app.command()
def unblind(
    study: StudyPath,
    reason: Reason,
    key: Annotated[
        Path | None, typer.Option("--key", help="The key; key.json in the study if left out.")
    ] = None,
    by: ByRole = "experimenter",
    database: Database = None,
    json_: AsJson = False,
) -> int:
    """Write down what the codes stand for; it is recorded, and cannot be taken back."""
    from sr_studio.studies.definition.filenames import KEY_FILE
    from sr_studio.studies.definition.key import read_key
    from sr_studio.studies.store.folder import folder_of, open_study

    with open_study(study, database) as store:
        names = read_key(key or folder_of(study) / KEY_FILE, store.manifest).names
        store.unblind(names, by_role=by, reason=reason)
    said = f"The study is unblinded: {len(names)} systems have their names."
    answer({"state": "unblinded", "systems": len(names)}, said, json_)
    return 0


def _rater(store: Store, name: str) -> RaterInfo:
    """Whom a person means.

    Raises:
        EnrolmentError: Nobody, or perhaps somebody else: it is the name of one rater, were it for
            small and capital letters, and the number of another.
    """
    from sr_studio.studies.errors import EnrolmentError
    from sr_studio.studies.store.definition import number_of

    found = store.find_rater(name)
    if found is None:
        raise EnrolmentError(
            f"there is no rater {name}",
            where=store.manifest.study.title,
            remedy="See `sr-studio study status`.",
        )
    number, raters = number_of(name), store.raters()
    meant = [
        rater
        for rater in raters
        if rater.number == number or rater.pseudonym.casefold() == name.casefold()
    ]
    if number is not None and len(meant) > 1:
        names = {rater.pseudonym.casefold() for rater in raters}
        ways = (f"{_numbered(rater.number, names)} ({rater.pseudonym})" for rater in meant)
        raise EnrolmentError(
            f"{name} is the name of one rater and the number of another",
            where=store.manifest.study.title,
            remedy=f"Say which one: {' or '.join(ways)}.",
        )
    return found


def _numbered(number: int, names: set[str]) -> str:
    """A rater's number in a form, ``R5`` or ``R05`` ..., that is nobody's name."""
    digits = str(number)
    while f"r{digits}" in names:
        digits = f"0{digits}"
    return f"R{digits}"
