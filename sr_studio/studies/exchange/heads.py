"""What columns are called: our names, and those of other programs."""

from __future__ import annotations

from collections.abc import Sequence

#: Our column names, and what other programs call them.
ALIASES: dict[str, tuple[str, ...]] = {
    "rater": (
        "subject", "participant", "observer", "viewer", "user", "worker", "rater_id", "subject_id",
        "participant_id", "observer_id", "user_id", "worker_id",
    ),
    "stimulus": (
        "stimulus_id", "pvs", "pvs_id", "pvs_name", "item", "image", "image_name", "file",
        "file_name", "filename", "video", "video_name", "clip",
    ),
    "reference": ("ref", "content", "src", "src_name", "source", "picture"),
    "system": ("condition", "method", "hrc", "algorithm", "model"),
    "set": ("dataset", "database", "benchmark"),
    "score": ("rating", "vote", "opinion", "os", "acr"),
    "session": ("session_id",),
    "repeat": ("repetition", "repeated", "replicate"),
    "position": ("order", "trial", "seq"),
    "rt_ms": ("reaction_time_ms", "response_time_ms"),
    "role": (),
    "first_score": (),
    "revisions": (),
}  # fmt: skip
#: Of pair comparisons.
PAIR_ALIASES: dict[str, tuple[str, ...]] = {
    "system": ("a", "system_a", "first", "left"),
    "system_b": ("b", "second", "right"),
    "choice": ("preferred", "preference"),
    "side": (),
}
#: Columns that stand beside the raters of a wide table and are none.
NO_RATERS = frozenset(
    {
        "mos", "dmos", "mean", "average", "sd", "std", "ci", "ci95", "n", "count", "id", "index",
        "width", "height", "fps", "framerate", "frame_rate", "bitrate", "duration", "qp", "crf",
    }
)  # fmt: skip


def folded(name: str) -> str:
    """Without case, blanks as underscores."""
    return name.strip().lower().replace(" ", "_")


def recognised(columns: Sequence[str]) -> dict[str, str]:
    """Our name to the file's, exact names before other programs' names.

    A table with a choice and two systems is one of pairs: then ``system`` is the first of them.
    """
    lower = {folded(name): name for name in reversed(list(columns))}
    pairs = _found(PAIR_ALIASES, lower)
    known = _found(ALIASES, lower)
    if "choice" in pairs and "score" not in known:
        known.pop("system", None)
        return known | pairs
    return known


def _found(aliases: dict[str, tuple[str, ...]], lower: dict[str, str]) -> dict[str, str]:
    found = {}
    for ours, others in aliases.items():
        for name in (*others, ours) if ours == "system" and "a" in others else (ours, *others):
            if name in lower:
                found[ours] = lower[name]
                break
    return found
