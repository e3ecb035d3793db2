"""Under what licences the pictures of a folder stand, from its SOURCES.tsv, and what follows.

What follows is a proposal for the weights, never more: the person decides.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sr_studio.zoo.card import TrainingSource

SOURCES_FILE = "SOURCES.tsv"
_COLUMNS = ("licence", "license")

#: What a statement says -> the family it belongs to, the strictest first.
_FAMILIES = (
    (re.compile(r"\bNC\b|non.?commercial|research", re.IGNORECASE), "CC-BY-NC-4.0"),
    (re.compile(r"\bSA\b|share.?alike", re.IGNORECASE), "CC-BY-SA-4.0"),
    (re.compile(r"CC0|public.?domain", re.IGNORECASE), "CC0-1.0"),
    (re.compile(r"unsplash", re.IGNORECASE), "Unsplash License"),
    (re.compile(r"pexels", re.IGNORECASE), "Pexels License"),
    (re.compile(r"\bCC.?BY\b", re.IGNORECASE), "CC-BY-4.0"),
)
_UNKNOWN = "not stated"
#: Proposed for the weights: the strictest of what the pictures stand under.
_STRICTEST = ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC-BY-4.0")

#: Of models to start from, from what asks nothing to what asks the most.
_ASKING = ("CC0-1.0", "MIT", "Apache-2.0", *reversed(_STRICTEST))


@dataclass(frozen=True)
class DataLicence:
    """The licences of a folder's pictures.

    Attributes:
        counts: Family -> how many pictures, the most frequent first.
        proposal: For the weights; empty where the pictures do not tell.
        source: For the model's card.
    """

    counts: dict[str, int]
    proposal: str
    source: TrainingSource


def licence_of_data(folder: Path) -> DataLicence | None:
    """Read a folder's SOURCES.tsv; None where it has none with a column of licences."""
    path = folder / SOURCES_FILE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            column = next((name for name in rows.fieldnames or () if name in _COLUMNS), None)
            if column is None:
                return None
            families = Counter(_family(row[column] or "") for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    counts = dict(families.most_common())
    known = [name for name in _STRICTEST if name in counts]
    unknown = _UNKNOWN in counts
    proposal = "" if unknown or not counts else (known or ["CC0-1.0"])[0]
    told = ", ".join(f"{name}: {count}" for name, count in counts.items())
    research = unknown or _STRICTEST[0] in counts
    return DataLicence(
        counts, proposal, TrainingSource(name=folder.name, licence=told, research=research)
    )


def proposal_from(start: str, proposal: str) -> str:
    """The stricter of two licences, for weights that were trained on from those of a model.

    Args:
        start: Licence of the model.
        proposal: What the pictures alone would let be proposed.

    Returns:
        A licence, or nothing where either is not known or is another than those weighed here.
    """
    if start not in _ASKING or proposal not in _ASKING:
        return ""
    return max(start, proposal, key=_ASKING.index)


def _family(statement: str) -> str:
    # A link tells where a picture is, and its words are no licence.
    said = re.sub(r"https?://\S+", "", statement)
    return next((name for pattern, name in _FAMILIES if pattern.search(said)), _UNKNOWN)
