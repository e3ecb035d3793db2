"""An imported study: a study folder like any other, from a CSV made elsewhere."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio import __version__
from sr_studio.errors import on_one_line
from sr_studio.files import write_text
from sr_studio.studies.definition.draft import stretched
from sr_studio.studies.definition.filenames import DATABASE_FILE, MANIFEST_FILE, ORIGIN_FILE
from sr_studio.studies.definition.key import letter_code
from sr_studio.studies.definition.manifest import (
    Head,
    Manifest,
    ManifestReference,
    ManifestStimulus,
    ManifestSystem,
)
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import Analysis, PairComparison, Screening
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.import_rows import (
    excluded_raters,
    has_positions,
    imported_rows,
)
from sr_studio.studies.exchange.ratings_csv import ReadRatings, read_ratings_csv
from sr_studio.studies.statistics.data import guess_hidden_reference
from sr_studio.studies.statistics.table import refuse_too_large
from sr_studio.studies.store.bulk import fill
from sr_studio.studies.store.definition import now_us
from sr_studio.studies.store.folder import new_folder, refuse_used
from sr_studio.studies.store.store import Store

#: What fits into the code of a reference.
_CODE_LENGTH = 64


def import_ratings(
    source: Path,
    folder: Path,
    *,
    title: str = "",
    hidden_reference: str | None = None,
    anonymise: bool = False,
    scale: Scale = FIVE_POINTS,
) -> dict[str, Any]:
    """Make a study folder from a CSV of ratings.

    The study is closed and unblinded from the start: nobody can rate in it, everything else works.

    Args:
        source: Scores or pair comparisons (see :func:`read_ratings_csv`).
        folder: The study folder to make; must not exist, or be empty.
        title: Name of the study; the file's name by default.
        hidden_reference: System that shows the original; "" for none. By default a system whose
            name says so (``HR``, ``reference`` …).
        anonymise: Give raters the program's pseudonyms instead of the file's names.
        scale: What scores may be.

    Returns:
        What was made: counts, the hidden reference, the layout, where it lies.

    Raises:
        RatingsError: The file cannot be imported (with its line), the folder is in use or cannot
            be written.
    """
    read = read_ratings_csv(source, scale)
    refuse_used(folder)
    frame, references = _with_unique_references(read.frame)
    if read.layout != "pairs":
        codes_of = {
            name: np.asarray(frame[name].cat.codes, dtype=np.int64)
            for name in ("set", "reference", "system")
        }
        refuse_too_large(len(frame["rater"].cat.categories), *codes_of.values())
    systems = _systems(frame)
    hidden = _hidden(systems, hidden_reference, read, source)
    codes = {name: letter_code(number) for number, name in enumerate(systems)}
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    manifest = _manifest(frame, codes, hidden, title or on_one_line(source.name), sha256, scale)
    origin = {
        "file": on_one_line(source.name),
        "sha256": sha256,
        "layout": read.layout,
        "names_systems": read.names_systems,
        "positions": has_positions(frame),
        "sessions": "session" in frame.columns,
        "hidden_reference": hidden,
        "hidden_reference_guessed": hidden_reference is None and hidden is not None,
        "references": references,
        "stimuli": _stimulus_names(frame),
    }
    try:
        with new_folder(folder) as beside:
            write_text(beside / MANIFEST_FILE, manifest.to_json())
            text = json.dumps(origin, ensure_ascii=False, indent=1, sort_keys=True)
            write_text(beside / ORIGIN_FILE, text + "\n")
            Store.create(beside / DATABASE_FILE, manifest).close()
            fill(beside / DATABASE_FILE, imported_rows(frame, manifest, codes, anonymise=anonymise))
            with Store.open(beside / DATABASE_FILE, check=False) as store:
                store.log("closed", by_role="program", reason="imported ratings")
                store.unblind(
                    {code: name for name, code in codes.items()},
                    by_role="program",
                    reason="imported ratings were never blind to this program",
                )
    except OSError as error:
        raise RatingsError(
            f"the study cannot be written ({error.strerror or error})",
            where=folder,
            remedy="Choose a folder you may write to, on a disk with room.",
        ) from error
    return {
        "study": str(folder),
        "id": manifest.study.id,
        "layout": read.layout,
        "raters": int(frame["rater"].nunique()),
        "rater_names": list(frame["rater"].cat.categories),
        "sets": list(manifest.sets),
        "references": len(manifest.references),
        "systems": systems,
        "hidden_reference": hidden,
        "scale": scale.spoken,
        "ratings": int((frame["role"] == "test").sum()),
        "repeats": int((frame["role"] == "repeat").sum()),
        "left_out": read.left_out,
        "excluded": len(excluded_raters(frame)),
    }


def _systems(frame: pd.DataFrame) -> list[str]:
    """Names in order of appearance."""
    columns = [name for name in ("system", "system_b") if name in frame.columns]
    return list(dict.fromkeys(name for c in columns for name in frame[c].cat.categories))


def _hidden(systems: list[str], wanted: str | None, read: ReadRatings, source: Path) -> str | None:
    if read.layout == "pairs":
        return None
    if wanted is None:
        return guess_hidden_reference(systems)
    if wanted and wanted not in systems:
        raise RatingsError(
            f"there is no system {wanted}",
            where=source,
            remedy=f"The systems are {', '.join(systems)}.",
        )
    return wanted or None


def _with_unique_references(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """The frame with a code for every reference, and what the codes that are no names stand for.

    References of two sets that share a name are two, with the set's name in front.
    """
    sets, names = frame["set"].cat, frame["reference"].cat
    key = sets.codes.to_numpy(dtype=np.int64) * len(names.categories) + names.codes.to_numpy()
    keys, first, place = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)  # of appearance
    of = [divmod(int(k), len(names.categories)) for k in keys[order]]
    shown = [str(names.categories[reference]) for _, reference in of]
    codes: list[str] = []
    taken, count = set(shown), Counter(shown)
    for number, ((set_code, _), name) in enumerate(zip(of, shown, strict=True), 1):
        code = name
        if count[name] > 1:
            code = f"{sets.categories[set_code]}/{name}"
        if len(code) > _CODE_LENGTH or (code != name and code in taken):
            code = f"reference {number}"
        taken.add(code)
        codes.append(code)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    coded = pd.Categorical.from_codes(rank[place], categories=pd.Index(codes, dtype=object))
    renamed = {code: name for code, name in zip(codes, shown, strict=True) if code != name}
    return frame.assign(reference=coded), renamed


def _stimulus_names(frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    if "stimulus" not in frame.columns:
        return {}
    names: dict[str, dict[str, str]] = {}
    cells = frame[["reference", "system", "stimulus"]].drop_duplicates(["reference", "system"])
    for reference, system, stimulus in cells.itertuples(index=False):
        names.setdefault(reference, {})[system] = stimulus
    return names


def _manifest(
    frame: pd.DataFrame,
    codes: dict[str, str],
    hidden: str | None,
    title: str,
    sha256: str,
    scale: Scale,
) -> Manifest:
    cells = _cells(frame)
    references = dict.fromkeys((set_name, reference) for set_name, reference, _ in cells)
    sets_of_system: dict[str, dict[str, None]] = {name: {} for name in codes}
    for set_name, _, system in cells:
        sets_of_system[system][set_name] = None
    nowhere = hashlib.sha256(b"").hexdigest()  # imported ratings come without pictures
    pairs = "choice" in frame.columns
    points = {} if scale == FIVE_POINTS else stretched(scale)
    return Manifest(
        study=Head(
            id=str(uuid.uuid4()),
            title=title[:120],
            method="pc" if pairs else "acr_hr" if hidden else "acr",
            seed=sha256,
            consent_waived="Imported ratings; consent was given elsewhere.",
        ),
        scale=scale,
        pc=PairComparison(tie=pairs and bool((frame["choice"] == "tie").any())),
        analysis=Analysis(**points.get("analysis", {})),
        screening=Screening(**points.get("screening", {})),
        references=tuple(
            ManifestReference(code=reference, set=set_name, width=1, height=1, pixel_sha256=nowhere)
            for set_name, reference in references
        ),
        systems=tuple(
            ManifestSystem(
                code=code,
                role="hidden_reference" if name == hidden else "test",
                sets=tuple(sets_of_system[name]),
            )
            for name, code in codes.items()
        ),
        stimuli=tuple(
            ManifestStimulus(
                reference=reference,
                system=codes[system],
                token=secrets.token_hex(16),
                sha256=nowhere,
                pixel_sha256=nowhere,
                width=1,
                height=1,
            )
            for _, reference, system in cells
        ),
        built_us=now_us(),
        built_with=f"sr-studio {__version__} (imported)",
    )


def _cells(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(set, reference, system) of every stimulus, in order of appearance."""
    cells: dict[tuple[str, str, str], None] = {}
    for column in ("system", "system_b"):
        if column in frame.columns:
            part = frame[["set", "reference", column]].drop_duplicates()
            cells |= dict.fromkeys(part.itertuples(index=False, name=None))
    return list(cells)
