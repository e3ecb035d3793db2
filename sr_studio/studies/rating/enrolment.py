"""Who rates: known or newly enrolled; and a person's decision to leave a rater out."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.errors import EnrolmentError, RatingRefusedError, StudyError
from sr_studio.studies.planning.stream import Planner
from sr_studio.studies.store.definition import number_of
from sr_studio.studies.store.folder import remember, remembered
from sr_studio.studies.store.records import Consent, DecisionInfo, RaterInfo
from sr_studio.studies.store.store import Store

_SITES = "sites"


@dataclass(frozen=True)
class Newcomer:
    """How somebody new is enrolled.

    Attributes:
        identity: The id to enrol under; whoever is enrolled under it is not new.
        keep_free: Gives the numbers that are promised to others.
    """

    identity: uuid.UUID | None = None
    keep_free: Callable[[], Collection[int]] = tuple


def known_site(manifest: Manifest) -> str | None:
    """Code of the site of this computer: the only one, or the one kept here; None if neither."""
    if len(manifest.sites) == 1:
        return manifest.sites[0].id
    kept = remembered(_SITES, manifest.study_id)
    return kept if kept in {site.id for site in manifest.sites} else None


class Enrolment:
    """Finds a rater, or enrols one at the site of this computer.

    Args:
        wanted: ``R07``, a number or a pseudonym; None for the next free number.
        site: Code of the site of this computer, which is kept; the one kept before if left out.

        newcomer: Where an identity is given, it decides who the rater is, and not the name.

    Raises:
        RatingRefusedError: The rater withdrew.
        EnrolmentError: The study is closed, there is no such site, or nobody has or can get that
            name.
    """

    def __init__(
        self,
        store: Store,
        planner: Planner,
        wanted: str | None,
        site: str | None,
        newcomer: Newcomer = Newcomer(),
    ) -> None:
        self._store, self._planner, self._newcomer = store, planner, newcomer
        self._sites = store.manifest.sites
        title = store.manifest.study.title
        self.rater = store.find_rater(newcomer.identity or wanted)
        self._number = None if wanted is None else number_of(wanted)
        if self.rater is not None and self.rater.withdrawn:
            raise RatingRefusedError("this rater has withdrawn", where=self.rater.pseudonym)
        if store.state in ("closed", "unblinded"):
            raise EnrolmentError("the study is closed", where=title)
        if wanted is not None and self.rater is None and self._number is None:
            raise EnrolmentError(
                f"there is no rater {wanted}",
                where=title,
                remedy="Give a number such as R07, or the name the rater got from the program.",
            )
        if site is not None:
            self.choose_site(site)
        self._site = site or known_site(store.manifest)
        self._require_own_number()

    @property
    def site(self) -> str | None:
        """Code of the site of this computer, None where it is not known yet."""
        return self._site

    @property
    def sites_to_ask(self) -> tuple[SiteRange, ...]:
        """The sites to choose from before anybody new can be enrolled; empty where it is clear."""
        return self._sites if self.rater is None and self._site is None else ()

    def choose_site(self, code: str) -> None:
        """This computer stands at this site, from now on.

        Raises:
            EnrolmentError: There is no such site.
        """
        known = [site.id for site in self._sites]
        if code not in known:
            raise EnrolmentError(
                f"there is no site {code}",
                remedy=f"The sites of this study are {', '.join(known)}.",
            )
        if code != known_site(self._store.manifest):
            remember(_SITES, self._store.study_id, code)
        self._site = code
        self._require_own_number()

    def enrol(self) -> RaterInfo:
        """Write down who agreed, under the next number or the wanted one.

        Raises:
            EnrolmentError: The site's numbers are used up, or the number is taken.
        """
        head = self._store.manifest.study
        version = head.consent_version if head.consent else "waived"
        consent = Consent(version, self._store.manifest.consent_sha256, self._store.now())
        self.rater = self._store.enrol(
            self._planner,
            consent,
            site=self._site,
            number=self._number,
            identity=self._newcomer.identity,
            keep_free=self._newcomer.keep_free(),
        )
        return self.rater

    def _require_own_number(self) -> None:
        """A number of another site, given out here, would be given out twice."""
        if self.rater is not None or self._number is None or self._site is None:
            return
        own = next(site for site in self._sites if site.id == self._site)
        if not own.first_number <= self._number <= own.last_number:
            raise EnrolmentError(
                f"this computer stands at the site {own.id}, whose numbers are"
                f" {own.first_number} to {own.last_number}; {self._number} is none of them",
                remedy="Give a number of this site, or say where the computer stands: --site.",
            )


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
