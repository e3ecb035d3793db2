"""A person's decision to leave a rater out of the analysis, or to take one back in."""

from __future__ import annotations

from typing import Literal

from sr_studio.studies.errors import StudyError
from sr_studio.studies.store.records import DecisionInfo, RaterInfo
from sr_studio.studies.store.store import Store

Action = Literal["exclude", "include"]
#: Where the key lies beside the study, these show results by name.
_LOOKS = ("interim_look", "analysed", "exported")


def decide_on_rater(
    store: Store, rater: RaterInfo, action: Action, *, reason: str, by_role: str
) -> DecisionInfo:
    """Record that a rater is excluded or included, when, why, and whether names were known.

    Raises:
        StudyError: There is no reason, or it is so already.
    """
    if not reason.strip():
        raise StudyError(
            "a decision needs a reason",
            where=rater.pseudonym,
            remedy="Say why; it is kept with the study and printed in the report.",
        )
    if (rater.pseudonym in excluded_raters(store)) == (action == "exclude"):
        raise StudyError(f"the rater is {action}d already", where=rater.pseudonym)
    decision = DecisionInfo(
        subject_type="rater",
        subject_id=rater.id,
        action=action,
        rule="",
        value="",
        threshold="",
        by_role=by_role,
        reason=reason.strip(),
        at_us=store.now(),
        after_unblinding=_names_known(store),
    )
    store.decide(decision)
    return decision


def excluded_raters(store: Store) -> set[str]:
    """Pseudonyms of the raters whom the newest decision leaves out."""
    newest = {one.subject_id: one.action for one in store.decisions()}
    return {rater.pseudonym for rater in store.raters() if newest.get(rater.id) == "exclude"}


def _names_known(store: Store) -> bool:
    """Whether somebody may have seen results by system before this decision."""
    kinds = {event.kind for event in store.study_events()}
    looked = store.manifest.study.blinding == "rater" and not kinds.isdisjoint(_LOOKS)
    return "unblinded" in kinds or looked
