"""The tables of a study. Every one is insert-only; what would change is a row in another table.

Times are UTC microseconds; ``*_ns`` are monotonic nanoseconds, comparable only within the process
named by ``sessions.clock_id``. JSON is stored as canonical text. There are no floats.
"""

from __future__ import annotations

import uuid

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

EVENT_KINDS = ("opened", "closed", "interim_look", "unblinded", "analysed", "exported")
ROLES = ("test", "repeat", "golden", "training", "calibration", "stabilising")
POOLS = ("test", "training", "calibration")
SYSTEM_ROLES = ("test", "baseline", "low_anchor", "hidden_reference")
END_REASONS = ("done", "break", "clock", "abandoned", "crash_found")
WITHDRAWAL_SCOPES = ("analysis", "erasure")
SUBJECTS = ("rater", "session", "presentation")


def _grade(column: str) -> CheckConstraint:
    """A grade counts from 1; how many there are, the manifest says. SQLite would keep 3.5 or a word
    under an INTEGER column, so whole numbers are asked for."""
    rule = f"{column} >= 1 AND {column} = CAST({column} AS INTEGER)"
    return CheckConstraint(rule, name=f"{column}_whole")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Base(DeclarativeBase):
    """All tables of a study."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {uuid.UUID: Uuid(), bool: Boolean(create_constraint=False)}  # noqa: RUF012 - SQLAlchemy's own form


class WithId(Base):
    """A table whose primary key is ``id``: UUIDv5 for definitions, UUIDv7 for observations."""

    __abstract__ = True
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-1)


# -- what the manifest defines ---------------------------------------------------------------


class Study(WithId):
    """The frozen study."""

    __tablename__ = "studies"
    manifest_json: Mapped[str] = mapped_column(Text)
    manifest_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    plan_sha256: Mapped[str] = mapped_column(String(64))
    built_us: Mapped[int] = mapped_column(BigInteger)
    built_with: Mapped[str] = mapped_column(String(120))


class StudyReference(WithId):
    """A picture content. Training and calibration contents have ``set_name`` = their pool."""

    __tablename__ = "study_references"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    code: Mapped[str] = mapped_column(String(64))
    set_name: Mapped[str] = mapped_column(String(64))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    pixel_sha256: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
    )


class StudySystem(WithId):
    """A method shown, by its random letter code; its name is in the key."""

    __tablename__ = "study_systems"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    code: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(64))
    __table_args__ = (UniqueConstraint("study_id", "code"), _one_of("role", SYSTEM_ROLES))


class SystemName(Base):
    """What a code stands for; written when the study is unblinded."""

    __tablename__ = "system_names"
    system_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study_systems.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class Stimulus(WithId):
    """One picture file of the study, named by a random token."""

    __tablename__ = "stimuli"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    reference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study_references.id"))
    system_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("study_systems.id"))
    pool: Mapped[str] = mapped_column(String(16))
    token: Mapped[str] = mapped_column(String(32), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pixel_sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("study_id", "reference_id", "system_id", "pool"),
        _one_of("pool", POOLS),
        CheckConstraint("pool <> 'test' OR system_id IS NOT NULL", name="test_has_system"),
    )


class Site(WithId):
    """A place where people rate, with its own range of rater numbers."""

    __tablename__ = "sites"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    code: Mapped[str] = mapped_column(String(64))
    first_number: Mapped[int] = mapped_column(Integer)
    last_number: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        UniqueConstraint("study_id", "code"),
        CheckConstraint("first_number >= 1 AND last_number >= first_number", name="range"),
    )


# -- what is observed ------------------------------------------------------------------------


class StudyEvent(WithId):
    """Something that happened to the study as a whole; its state is derived from these."""

    __tablename__ = "study_events"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    site_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sites.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at_us: Mapped[int] = mapped_column(BigInteger)
    by_role: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    __table_args__ = (_one_of("kind", EVENT_KINDS),)


class Rater(WithId):
    """A person, known by a number and a pseudonym only."""

    __tablename__ = "raters"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"))
    number: Mapped[int] = mapped_column(Integer)
    pseudonym: Mapped[str] = mapped_column(String(40))
    enrolled_us: Mapped[int] = mapped_column(BigInteger)
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_sha256: Mapped[str] = mapped_column(String(64))
    consented_us: Mapped[int] = mapped_column(BigInteger)
    plan_digest: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        UniqueConstraint("study_id", "pseudonym"),
        CheckConstraint("number >= 1", name="number_positive"),
    )


class RaterReport(WithId):
    """What the rater said about sight and experience, once."""

    __tablename__ = "rater_reports"
    rater_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("raters.id"), index=True)
    at_us: Mapped[int] = mapped_column(BigInteger)
    json: Mapped[str] = mapped_column(Text)


class Withdrawal(WithId):
    """The rater's wish to be left out."""

    __tablename__ = "withdrawals"
    rater_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("raters.id"), index=True)
    at_us: Mapped[int] = mapped_column(BigInteger)
    scope: Mapped[str] = mapped_column(String(20))
    __table_args__ = (_one_of("scope", WITHDRAWAL_SCOPES),)


class Erasure(WithId):
    """The tombstone of an erased rater: the only thing that is left, and what lets rows go.

    The number keeps anybody else from getting it; earlier versions of the program wrote none.
    """

    __tablename__ = "erasures"
    rater_id: Mapped[uuid.UUID] = mapped_column(index=True)  # no foreign key: the rater is gone
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    at_us: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int | None] = mapped_column(Integer)


class RatingSession(WithId):
    """One sitting of one rater, with what it was shown on."""

    __tablename__ = "sessions"
    rater_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("raters.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    started_us: Mapped[int] = mapped_column(BigInteger)
    clock_id: Mapped[str] = mapped_column(String(36))
    display: Mapped[str] = mapped_column(Text)
    environment: Mapped[str] = mapped_column(Text)
    selftest: Mapped[str] = mapped_column(String(20))
    app_version: Mapped[str] = mapped_column(String(40))
    code_revision: Mapped[str] = mapped_column(String(40))
    __table_args__ = (
        UniqueConstraint("rater_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_positive"),
        _one_of("selftest", ("screen", "window", "confirmed")),
    )


class SessionEnd(WithId):
    """How a session ended; the first row counts."""

    __tablename__ = "session_ends"
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    ended_us: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(20))
    __table_args__ = (_one_of("reason", END_REASONS),)


class Presentation(WithId):
    """One planned showing. Block 0 is the main stream, block n the prelude of session n."""

    __tablename__ = "presentations"
    rater_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("raters.id"))
    block: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(16))
    stimulus_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stimuli.id"))
    stimulus_b_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stimuli.id"))
    side: Mapped[str | None] = mapped_column(String(5))
    repeat_of: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("presentations.id"))
    golden: Mapped[bool]
    told_score: Mapped[int | None] = mapped_column(SmallInteger)
    __table_args__ = (
        UniqueConstraint("rater_id", "block", "seq"),
        _one_of("role", ROLES),
        CheckConstraint("block >= 0 AND seq >= 1", name="place"),
        CheckConstraint("side IN ('left', 'right')", name="side_known"),
        CheckConstraint("(role = 'repeat') = (repeat_of IS NOT NULL)", name="repeat_of_what"),
        _grade("told_score"),
        CheckConstraint("golden IN (true, false)", name="golden_boolean"),
        # Erasing asks for each deleted row whether a repeat still points at it.
        Index(
            "ix_presentations_repeat_of",
            "repeat_of",
            sqlite_where=text("repeat_of IS NOT NULL"),
            postgresql_where=text("repeat_of IS NOT NULL"),
        ),
    )


class Rating(WithId):
    """One recorded score or choice; an undone one is followed by a higher revision."""

    __tablename__ = "ratings"
    presentation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("presentations.id"))
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions.id"))
    revision: Mapped[int] = mapped_column(SmallInteger)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    choice: Mapped[str | None] = mapped_column(String(3))
    input: Mapped[str] = mapped_column(String(12))
    shown_us: Mapped[int] = mapped_column(BigInteger)
    first_paint_ns: Mapped[int] = mapped_column(BigInteger)
    answered_ns: Mapped[int] = mapped_column(BigInteger)
    rt_ms: Mapped[int] = mapped_column(Integer)
    attempt: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(String(8))
    created_us: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (
        UniqueConstraint("presentation_id", "revision"),
        _grade("score"),
        CheckConstraint("choice IN ('a', 'b', 'tie')", name="choice_known"),
        CheckConstraint("(score IS NULL) <> (choice IS NULL)", name="score_or_choice"),
        CheckConstraint("revision >= 1 AND attempt >= 1", name="counts"),
        CheckConstraint("answered_ns >= first_paint_ns AND rt_ms >= 0", name="time_forward"),
        CheckConstraint("reason IN ('', 'undo')", name="reason_known"),
        CheckConstraint("(revision > 1) = (reason = 'undo')", name="undo_revises"),
    )


class Event(WithId):
    """Something that happened while a rater sat there: focus lost, an early key, a pause."""

    __tablename__ = "events"
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    at_us: Mapped[int] = mapped_column(BigInteger)
    mono_ns: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)


class Decision(WithId):
    """A person's decision to leave something out of the analysis, or to take it back in."""

    __tablename__ = "decisions"
    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("studies.id"))
    subject_type: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[uuid.UUID]
    action: Mapped[str] = mapped_column(String(8))
    rule: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(60))
    threshold: Mapped[str] = mapped_column(String(60))
    by_role: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    at_us: Mapped[int] = mapped_column(BigInteger)
    after_unblinding: Mapped[bool]
    __table_args__ = (
        _one_of("subject_type", SUBJECTS),
        CheckConstraint("action IN ('exclude', 'include')", name="action_known"),
        CheckConstraint("after_unblinding IN (true, false)", name="after_unblinding_boolean"),
    )


class LocalNote(WithId):
    """What concerns this file alone (merges, looks); outside the content digest."""

    __tablename__ = "local_notes"
    at_us: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)


#: Tables in the order of their foreign keys, parents first; ``local_notes`` is left out.
CONTENT_TABLES = tuple(
    table for table in Base.metadata.sorted_tables if table.name != LocalNote.__tablename__
)


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements on many rows at once."""
    table = model.__table__
    assert isinstance(table, Table)
    return table
