"""From a study folder to the input of the analysis."""

from __future__ import annotations

import datetime
import tomllib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.filenames import KEY_FILE, STUDY_FILE
from sr_studio.studies.definition.key import read_key
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.scale import FIVE_POINTS
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.rating.status import session_lengths
from sr_studio.studies.statistics.data import StudyData, study_data
from sr_studio.studies.statistics.plan import (
    AnalysisPlan,
    DecisionFact,
    EventFact,
    SessionFact,
    StudyFacts,
)
from sr_studio.studies.store.definition import check_definition
from sr_studio.studies.store.folder import (
    folder_of,
    open_study,
    origin_of,
    study_to_read,
    unwritable,
)
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.records import DecisionInfo, RaterInfo, display_name, face_of
from sr_studio.studies.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

_SEED_DIGITS = 8


def load_study(where: Path, database: str | None = None) -> StudyData:
    """Everything the analysis needs of a study. The database is not changed.

    The definition is held against the manifest; the whole file is not read a second time for
    damage, which a million ratings would feel (``study verify`` and every session start do that).
    """
    folder = folder_of(where)
    origin = origin_of(folder)
    with study_to_read(where, database, check=False) as store:
        with store.reading() as connection:
            check_definition(connection, store.manifest, store.where)
        data = _from_store(store, folder, origin)
    unrecorded = not origin and unwritable(where, database) is not None
    return replace(data, facts=replace(data.facts, unrecorded=unrecorded))


def load_for_export(
    where: Path, database: str | None = None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """All ratings of raters who have not withdrawn, every role, and what a codebook says.

    System names only when an unblinding is recorded; codes before.
    """
    folder = folder_of(where)
    with study_to_read(where, database) as store:
        stored = store.system_names
        frame = load_ratings(store, roles=None, analysed_only=False, names=stored)
        frame = frame[~frame["withdrawn"]].reset_index(drop=True)
        manifest, origin = store.manifest, origin_of(folder)
        if origin:
            frame = _as_imported(frame, origin)
        hidden = [s.code for s in manifest.systems if s.role == "hidden_reference"]
        facts = {
            "id": manifest.study.id,
            "title": manifest.study.title,
            "version": manifest.study.version,
            "method": manifest.study.method,
            "scale": manifest.scale.spoken,
            "labels": list(_labels(manifest)),
            "highest": manifest.scale.highest,
            "hidden_reference": stored.get(hidden[0], hidden[0]) if hidden else None,
            "manifest_sha256": manifest.sha256,
            "systems": "names" if stored else "codes; the study is blind",
        }
    if not len(frame):
        raise RatingsError("nobody has rated anything yet", where=folder)
    return frame, facts


def load_to_analyse(where: Path, database: str | None = None) -> StudyData:
    """:func:`load_study`, written down: as an interim look while the study is open, else as
    ``analysed``. Where loading is refused nobody has looked.

    Nothing is written for imported ratings, which have no course of their own, nor into a study
    that cannot be written to: its results say so.
    """
    data = load_study(where, database)
    events = _record(where, database, "analysed", "analysis")
    return replace(data, facts=replace(data.facts, events=events or data.facts.events))


def record_export(where: Path, database: str | None, formats: Sequence[str]) -> None:
    """Write down that ratings were exported, where an analysis would be."""
    _record(where, database, "exported", ", ".join(formats))


def _record(where: Path, database: str | None, kind: str, reason: str) -> tuple[EventFact, ...]:
    """Everything that is written down by now; nothing where nothing can be."""
    if origin_of(folder_of(where)) or unwritable(where, database) is not None:
        return ()
    with open_study(where, database, check=False) as store:
        look = kind == "analysed" and store.state == "open"
        store.log("interim_look" if look else kind, by_role="analyst", reason=reason)
        return _events(store)


def _events(store: Store) -> tuple[EventFact, ...]:
    return tuple(EventFact(e.kind, _day(e.at_us), e.reason) for e in store.study_events())


def known_names(store: Store, folder: Path) -> dict[str, str]:
    """Code to name: from the database once unblinded, else from the key beside a study that is
    blind to raters only; codes stand for themselves where nothing is known."""
    codes = {system.code: system.code for system in store.manifest.systems}
    stored = store.system_names
    if stored:
        return codes | stored
    key = folder / KEY_FILE
    if store.manifest.study.blinding == "rater" and key.is_file():
        return codes | read_key(key, store.manifest).names
    return codes


def _from_store(store: Store, folder: Path, origin: dict[str, Any]) -> StudyData:
    manifest = store.manifest
    names = known_names(store, folder)
    everything = load_ratings(store, roles=None, analysed_only=False, names=names)
    frame = _of_the_test(everything)
    if frame["excluded"].all():
        raise RatingsError(
            "nobody has rated anything yet that counts", where=folder or manifest.study.title
        )
    if origin:
        frame = _as_imported(frame, origin)
    order = (
        [names[s.code] for s in manifest.systems] if origin else _in_order(manifest, names, folder)
    )
    hidden = [s.code for s in manifest.systems if s.role == "hidden_reference"]
    names_of = origin.get("references") or {}
    raters = store.raters()
    sessions = () if origin else _sessions(store, everything, raters)
    facts = _facts(store, manifest, raters, names, sessions, imported=bool(origin))
    accept = {
        names[system.code]: manifest.golden.accept[system.role]
        for system in manifest.systems
        if system.role in manifest.golden.accept
    }
    data = study_data(
        frame,
        plan=_plan(manifest, names, order, imported=bool(origin)),
        facts=facts,
        systems=order,
        sets=list(manifest.sets),
        references=list(dict.fromkeys(names_of.get(r.code, r.code) for r in manifest.references)),
        hidden_reference=names[hidden[0]] if hidden else None,
        accept=accept,
        min_view_ms=None if origin else float(manifest.display.min_view_ms),
        trouble=_trouble(facts),
    )
    return replace(
        data,
        facts=replace(facts, excluded=_left_out(raters, facts)),
        codes={name: code for code, name in names.items()},
        planned={} if origin else store.planned_showings(),
    )


def _of_the_test(everything: pd.DataFrame) -> pd.DataFrame:
    """The ratings and repeats of the test, with those that a decision excludes."""
    kept = everything["role"].isin(["test", "repeat"]) & ~everything["withdrawn"]
    return everything if kept.all() else everything[kept].reset_index(drop=True)


def _in_order(manifest: Manifest, names: dict[str, str], folder: Path) -> list[str]:
    """System names as the draft lists them; without a draft the original last."""
    listed = [names[s.code] for s in manifest.systems if s.role != "hidden_reference"]
    listed += [names[s.code] for s in manifest.systems if s.role == "hidden_reference"]
    draft = folder / STUDY_FILE
    if not draft.is_file():
        return listed
    try:
        systems = tomllib.loads(draft.read_text(encoding="utf-8")).get("system", [])
    except (OSError, ValueError):
        return listed
    drafted = [str(system.get("name", "")) for system in systems]
    return sorted(listed, key=lambda n: drafted.index(n) if n in drafted else len(drafted))


def _as_imported(frame: pd.DataFrame, origin: dict[str, Any]) -> pd.DataFrame:
    """Drop what the file did not tell, and give references and stimuli the file's names."""
    if not origin.get("positions"):
        frame = frame.drop(columns=["position"])
    if not origin.get("sessions", True):
        frame = frame.drop(columns=["session"])
    stimuli = origin.get("stimuli") or {}
    if stimuli:
        frame = frame.assign(stimulus=_stimulus_names(frame, stimuli))
    return frame.assign(reference=_renamed(frame["reference"], origin.get("references") or {}))


def _stimulus_names(frame: pd.DataFrame, named: dict[str, dict[str, str]]) -> pd.Categorical:
    """The names of the file, looked up once for each stimulus."""
    import pandas as pd

    references, systems = frame["reference"].cat, frame["system"].cat
    key = references.codes.to_numpy(dtype=np.int64) * len(systems.categories)
    keys, places = np.unique(key + systems.codes.to_numpy(), return_inverse=True)
    cells = [divmod(int(one), len(systems.categories)) for one in keys]
    names = [
        named.get(references.categories[r], {}).get(systems.categories[s], "") for r, s in cells
    ]
    known = list(dict.fromkeys(names))
    place = np.array([known.index(name) for name in names], dtype=np.int32)
    return pd.Categorical.from_codes(place[places], categories=pd.Index(known, dtype=object))


def _renamed(references: pd.Series, names: dict[str, str]) -> pd.Series:
    if not names:
        return references
    import pandas as pd

    shown = [names.get(code, code) for code in references.cat.categories]
    known = list(dict.fromkeys(shown))
    places = np.array([known.index(name) for name in shown])[references.cat.codes]
    return pd.Series(
        pd.Categorical.from_codes(places, categories=pd.Index(known, dtype=object)),
        index=references.index,
    )


def _plan(
    manifest: Manifest, names: dict[str, str], order: list[str], *, imported: bool
) -> AnalysisPlan:
    analysis = manifest.analysis
    contrasts = tuple((names.get(a, a), names.get(b, b), name) for a, b, name in analysis.primary)
    categories: dict[str, list[str]] = {}
    category = {names[s.code]: s.category for s in manifest.systems if s.category}
    for name in order:
        if name in category:
            categories.setdefault(category[name], []).append(name)
    return AnalysisPlan(
        analysis=analysis.model_copy(update={"primary": contrasts}),
        screening=manifest.screening,
        method=manifest.study.method,
        scale=manifest.scale,
        declared=not imported,
        seed=int(manifest.study.seed[:_SEED_DIGITS], 16),
        categories=tuple((name, tuple(systems)) for name, systems in categories.items()),
    )


def _facts(
    store: Store,
    manifest: Manifest,
    raters: list[RaterInfo],
    names: dict[str, str],
    sessions: tuple[SessionFact, ...],
    *,
    imported: bool,
) -> StudyFacts:
    by_id = {rater.id: rater.pseudonym for rater in raters}
    return StudyFacts(
        title=manifest.study.title,
        study_id=manifest.study.id,
        version=manifest.study.version,
        preset=manifest.study.preset,
        ethics=manifest.study.ethics,
        contact=manifest.study.contact,
        origin="import" if imported else "study",
        manifest_sha256=manifest.sha256,
        plan_sha256=manifest.plan_sha256,
        built_with=manifest.built_with,
        state=store.state,
        blinding=manifest.study.blinding,
        names_known=any(code != name for code, name in names.items()) or imported,
        enrolled=len(raters),
        withdrawn=sum(rater.withdrawn for rater in raters),
        planned=None if imported else manifest.assignment.raters_planned,
        events=_events(store),
        decisions=tuple(_decision(d, by_id) for d in store.decisions()),
        sessions=sessions,
        self_reports=() if imported else tuple(store.self_reports()),
        scale_labels=_labels(manifest),
    )


def _labels(manifest: Manifest) -> tuple[str, ...]:
    labels = manifest.study.labels.get(manifest.study.language, ())
    if len(labels) == manifest.scale.grades:
        return labels
    return StudyFacts.scale_labels if manifest.scale == FIVE_POINTS else ()


def _decision(decision: DecisionInfo, by_id: dict[uuid.UUID, str]) -> DecisionFact:
    subject = by_id.get(decision.subject_id, f"one {decision.subject_type}")
    return DecisionFact(
        subject=subject,
        action=decision.action,
        rule=decision.rule,
        reason=decision.reason,
        day=_day(decision.at_us),
        after_unblinding=decision.after_unblinding,
    )


def _day(at_us: int) -> str:
    moment = datetime.datetime.fromtimestamp(at_us / 1e6, tz=datetime.UTC)
    return moment.date().isoformat()


def _sessions(
    store: Store, everything: pd.DataFrame, raters: list[RaterInfo]
) -> tuple[SessionFact, ...]:
    by_id = {rater.id: rater.pseudonym for rater in raters}
    found = []
    for one, minutes in session_lengths(store.sessions(), everything, by_id):
        ratio = float(one.display.get("ratio", 1))
        found.append(
            SessionFact(
                rater=by_id[one.rater_id],
                ordinal=one.ordinal,
                minutes=minutes,
                ending=one.end_reason or "open",
                selftest=one.selftest,
                display=display_name(one.display),
                scaled=ratio != round(ratio),
                room=one.environment,
                face=face_of(one.display),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rater, one.ordinal)))


def _trouble(facts: StudyFacts) -> dict[str, str]:
    """Raters whose display or self-test gave trouble, in words."""
    words: dict[str, str] = {}
    for session in facts.sessions:
        if session.scaled:
            scaled = "Session %1 was shown on a display with fractional scaling."
            words[session.rater] = Sentence(scaled, session.ordinal)
        if session.selftest == "failed":
            words[session.rater] = Sentence("The self-test of session %1 failed.", session.ordinal)
    return words


def _left_out(raters: list[RaterInfo], facts: StudyFacts) -> int:
    """Raters whom a decision leaves out."""
    newest = {decision.subject: decision.action for decision in facts.decisions}
    return sum(newest.get(rater.pseudonym) == "exclude" for rater in raters)
