"""A whole simulated study: plan, database and key, filled as if people had rated."""

from __future__ import annotations

import hashlib
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit

from sr_studio import __version__
from sr_studio.files import write_text
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.paths import shipped_studies_dir
from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.studies.definition.draft import StudyDefinition, definition_of
from sr_studio.studies.definition.filenames import (
    DATABASE_FILE,
    KEY_FILE,
    MANIFEST_FILE,
    STUDY_FILE,
)
from sr_studio.studies.definition.key import KeyedSystem, StudyKey, letter_code
from sr_studio.studies.definition.manifest import Manifest, ManifestSystem
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.results.published import REFERENCES
from sr_studio.studies.simulation.scores import SimulatedPeople, as_grades, draw_people, read_truth
from sr_studio.studies.simulation.synthetic import synthetic_manifest
from sr_studio.studies.store.definition import observation_id
from sr_studio.studies.store.folder import new_folder, refuse_used
from sr_studio.studies.store.models import Rating, RatingSession, SessionEnd
from sr_studio.studies.store.records import Consent, PresentationInfo, RaterInfo
from sr_studio.studies.store.store import Store

#: Monday, 5 January 2026, 9:00 UTC: sessions of simulated raters start from here.
_START_US = 1_767_603_600_000_000
_MINUTE_US = 60_000_000
#: Sections of the plan that simulated raters follow.
_SIMULATED = ("assignment", "repeats", "golden", "order", "sessions", "screening", "display", "pc")
_FASTEST_MS, _MEDIAN_MS = 1100.0, 2600.0


@dataclass(frozen=True)
class Simulated:
    """What was made."""

    folder: Path
    study_id: str
    raters: int
    ratings: int
    sets: dict[str, int]
    truth: str


def simulate_study(
    plan: str,
    folder: Path,
    *,
    truth: str,
    raters: int | None = None,
    seed: int = 2017,
    references: Mapping[str, int] | None = None,
    title: str = "",
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> Simulated:
    """Fill a study folder from a stated truth, through the plan and the database that people use.

    Pictures are not made; everything after the build runs on it. The same arguments give the same
    ratings.

    Args:
        plan: Name of a ready-made plan, or a folder or file ``study.toml``. Raters come to its
            sites in turn, as long as each has numbers.
        folder: Study folder to make; must not exist, or be empty.
        truth: ``paper``, ``equal``, ``ladder``, a file, or empty (see :func:`read_truth`).
        raters: How many; the plan's number by default.
        references: Set to its number of images, where the plan names folders that are not there.

    Raises:
        RatingsError: No such plan, the folder is in use, a set's size is not known, or the sites
            have fewer numbers than there are raters.
    """
    refuse_used(folder)
    file = _plan_file(plan)
    document, definition = _definition(file, plan, seed, title)
    sizes = _set_sizes(definition, file.parent, references or {})
    manifest, key = _manifest(definition, sizes, seed)
    names = {code: system.id for code, system in key.systems.items()}
    stated = read_truth(truth, _cells(definition, sizes))
    rng = np.random.default_rng(seed)
    count = raters or definition.assignment.raters_planned
    sites = _sites_in_turn(definition.site, count)
    token = cancel or CancelToken()
    with new_folder(folder) as beside:
        write_text(beside / STUDY_FILE, tomlkit.dumps(document))
        write_text(beside / MANIFEST_FILE, manifest.to_json() + "\n")
        key.write(beside / KEY_FILE)
        with Store.create(beside / DATABASE_FILE, manifest) as store:
            codes = [system.code for system in manifest.systems]
            images = [reference.code for reference in manifest.references]
            shown = np.array(
                [[not s.sets or r.set in s.sets for s in manifest.systems]
                 for r in manifest.references]
            )  # fmt: skip
            people = draw_people(
                stated,
                count,
                [reference.set for reference in manifest.references],
                [names[code] for code in codes],
                shown,
                rng,
                grades=manifest.scale.grades,
            )
            scribe = _Scribe(store, definition, people, images, codes, rng)
            plan_rows = planner(basis_of(manifest))
            clock = ProgressClock(count)
            ratings = 0
            for i, site in enumerate(sites):
                token.check()
                consent = Consent("simulated", manifest.consent_sha256, _START_US)
                rater = store.enrol(plan_rows, consent, site=site)
                ratings += scribe.rate_everything(rater, i)
                if progress is not None:
                    progress(clock.advance())
            store.close_study(by_role="program", reason="simulated")
            store.unblind(key.names, by_role="program", reason="simulated")
    return Simulated(folder, manifest.study.id, count, ratings, dict(sizes), stated.source)


def _plan_file(plan: str) -> Path:
    path = Path(plan)
    candidates = (path / STUDY_FILE, path, shipped_studies_dir() / plan / STUDY_FILE)
    found = next((one for one in candidates if one.is_file()), None)
    if found is None:
        known = sorted(p.parent.name for p in shipped_studies_dir().glob(f"*/{STUDY_FILE}"))
        raise RatingsError(
            f"there is no plan {plan}", remedy=f"Ready-made plans: {', '.join(known)}."
        )
    return found


def _definition(file: Path, plan: str, seed: int, title: str) -> tuple[Any, StudyDefinition]:
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    head: Any = document["study"]
    digest = hashlib.sha256(f"{plan}|{seed}|{title}".encode()).hexdigest()
    head["id"] = str(uuid.UUID(digest[:32]))
    head["seed"] = digest
    head["title"] = title or f"{head.get('title', plan)} (simulated)"
    for name in ("consent", "instructions"):
        head.pop(name, None)
    head["consent_waived"] = "Simulated ratings; nobody was asked."
    return document, definition_of(tomllib.loads(tomlkit.dumps(document)))


def _sites_in_turn(sites: Sequence[SiteRange], count: int) -> list[str]:
    """The site of each rater."""
    seats = sorted(
        (turn, place)
        for place, site in enumerate(sites)
        for turn in range(min(count, site.last_number - site.first_number + 1))
    )
    if len(seats) < count:
        raise RatingsError(
            f"the sites have numbers for {len(seats)} raters, and {count} are to be simulated",
            remedy="Simulate fewer with --raters, or give the sites more numbers.",
        )
    return [sites[place].id for _, place in seats[:count]]


def _set_sizes(
    definition: StudyDefinition, beside: Path, given: Mapping[str, int]
) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for one in definition.set:
        folder = beside / one.folder
        there = len(expand_inputs([folder])) if folder.is_dir() else 0
        size = given.get(one.name) or there or REFERENCES.get(one.name, 0)
        if not size:
            raise RatingsError(
                f"it is not known how many images {one.name} has",
                where=folder,
                remedy=f"Say it: --references {one.name}=20.",
            )
        sizes[one.name] = size
    for reference in definition.reference:
        sizes[reference.set] = sizes.get(reference.set, 0) + 1
    return sizes | {name: size for name, size in given.items() if name in sizes}


def _cells(definition: StudyDefinition, sizes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(s.id for s in definition.system if not s.sets or name in s.sets)
        for name in sizes
    }


def _manifest(
    definition: StudyDefinition, sizes: Mapping[str, int], seed: int
) -> tuple[Manifest, StudyKey]:
    rng = np.random.default_rng(seed + 1)
    shuffled = rng.permutation(len(definition.system)).tolist()
    codes = {
        system.id: letter_code(k) for system, k in zip(definition.system, shuffled, strict=True)
    }
    key = StudyKey(
        study_id=definition.study.id,
        salt=hashlib.sha256(definition.study.seed.encode()).hexdigest(),
        systems={
            codes[s.id]: KeyedSystem(id=s.id, name=s.name, category=s.category)
            for s in definition.system
        },
    )
    systems: list[ManifestSystem] = [
        ManifestSystem(code=codes[s.id], role=s.role, category=s.category, sets=s.sets)
        for s in definition.system
    ]
    # In the order of their codes, as a build leaves them.
    systems.sort(key=lambda system: (len(system.code), system.code))
    primary = tuple((codes[a], codes[b], name) for a, b, name in definition.analysis.primary)
    head = definition.study
    manifest = synthetic_manifest(
        sizes,
        systems,
        head={
            "id": head.id,
            "title": head.title,
            "seed": head.seed,
            "preset": head.preset,
            "method": head.method,
            "consent_waived": head.consent_waived,
            "ethics": "Simulated: no person took part.",
        },
        analysis=definition.analysis.model_copy(update={"primary": primary}),
        **{name: getattr(definition, name) for name in _SIMULATED},
        scale=definition.scale.range,
        sites=definition.site,
        key_commitment=key.commitment,
    )
    return manifest, key


class _Scribe:
    """Writes down what simulated raters answer: sessions, ratings, times."""

    def __init__(
        self,
        store: Store,
        definition: StudyDefinition,
        people: SimulatedPeople,
        images: list[str],
        codes: list[str],
        rng: np.random.Generator,
    ) -> None:
        self._store = store
        self._definition = definition
        self._people = people
        self._rng = rng
        self._cells = {
            stimulus.token: (images.index(stimulus.reference), codes.index(stimulus.system))
            for stimulus in store.manifest.stimuli
            if stimulus.system is not None
        }

    def rate_everything(self, rater: RaterInfo, i: int) -> int:
        """All of a rater's presentations, in sessions as long as the plan allows."""
        shown = self._store.presentations(rater.id)
        answers = self._answers(shown, i)
        rt = np.maximum(_FASTEST_MS, self._rng.lognormal(np.log(_MEDIAN_MS), 0.35, len(shown)))
        plan = self._definition
        per_session = max(
            1, int(plan.sessions.max_minutes * 60 / plan.assignment.seconds_per_trial)
        )
        sessions, ends, ratings = [], [], []
        at = _START_US + rater.number * 24 * 60 * _MINUTE_US
        for ordinal, start in enumerate(range(0, len(shown), per_session), 1):
            session_id = observation_id()
            sessions.append(self._session(session_id, rater, ordinal, at))
            for k in range(start, min(start + per_session, len(shown))):
                milliseconds = int(rt[k])
                ratings.append(
                    {
                        "id": observation_id(),
                        "presentation_id": shown[k].id,
                        "session_id": session_id,
                        "revision": 1,
                        **answers[k],
                        "input": "simulated",
                        "shown_us": at,
                        "first_paint_ns": at * 1000,
                        "answered_ns": at * 1000 + milliseconds * 1_000_000,
                        "rt_ms": milliseconds,
                        "attempt": 1,
                        "reason": "",
                        "created_us": at + milliseconds * 1000,
                    }
                )
                at += milliseconds * 1000 + plan.display.gap_ms * 1000
            last = start + per_session >= len(shown)
            ends.append(
                {
                    "id": observation_id(),
                    "session_id": session_id,
                    "ended_us": at,
                    "reason": "done" if last else "break",
                }
            )
            at += int(max(plan.sessions.min_break_minutes, 1) * _MINUTE_US)
        self._store.insert(RatingSession, sessions)
        self._store.insert(Rating, ratings)
        self._store.insert(SessionEnd, ends)
        return len(ratings)

    def _answers(self, shown: list[PresentationInfo], i: int) -> list[dict[str, Any]]:
        j, s = self._places([one.token for one in shown])
        who = np.full(len(shown), i)
        latent = self._people.latent(who, j, s, self._rng)
        if self._definition.study.method != "pc":
            grades = as_grades(latent, self._store.manifest.scale.grades).astype(int).tolist()
            return [{"score": grade, "choice": None} for grade in grades]
        j, s = self._places([one.token_b or one.token for one in shown])
        other = self._people.latent(who, j, s, self._rng)
        return [
            {"score": None, "choice": "a" if a > b else "b"}
            for a, b in zip(latent, other, strict=True)
        ]

    def _places(self, tokens: list[str]) -> tuple[np.ndarray, np.ndarray]:
        cells = [self._cells[token] for token in tokens]
        return np.array([j for j, _ in cells]), np.array([s for _, s in cells])

    def _session(
        self, session_id: uuid.UUID, rater: RaterInfo, ordinal: int, at: int
    ) -> dict[str, Any]:
        return {
            "id": session_id,
            "rater_id": rater.id,
            "ordinal": ordinal,
            "started_us": at,
            "clock_id": "simulated",
            "display": '{"model":"simulated"}',
            "environment": "{}",
            "selftest": "confirmed",
            "app_version": __version__,
            "code_revision": "",
        }
