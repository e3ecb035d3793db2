"""The first version of the tables: everything a rating study writes down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sr_studio.studies.store.triggers import (
    CURRENT_RATINGS,
    postgresql_statements,
    sqlite_statements,
)

revision = "0001"
down_revision = None

INSERT_ONLY = {
    "studies": (("id",), ("manifest_sha256",)),
    "decisions": (("id",),),
    "erasures": (("id",),),
    "sites": (("id",), ("study_id", "code")),
    "study_references": (("id",), ("study_id", "code")),
    "study_systems": (("id",), ("study_id", "code")),
    "raters": (("id",), ("study_id", "pseudonym"), ("study_id", "number")),
    "stimuli": (("id",), ("study_id", "reference_id", "system_id", "pool"), ("token",)),
    "study_events": (("id",),),
    "system_names": (("system_id",),),
    "presentations": (("id",), ("rater_id", "block", "seq")),
    "rater_reports": (("id",),),
    "sessions": (("id",), ("rater_id", "ordinal")),
    "withdrawals": (("id",),),
    "events": (("id",),),
    "ratings": (("id",), ("presentation_id", "revision")),
    "session_ends": (("id",),),
}

# Names of constraints follow the convention of ``models.Base``.


def _id(name: str, *, of: str = "", key: bool = False, optional: bool = False) -> sa.Column[object]:
    """An id, pointing at table ``of`` if one is named."""
    pointing = [sa.ForeignKey(f"{of}.id")] if of else []
    return sa.Column(name, sa.Uuid(), *pointing, primary_key=key, nullable=optional)


def _column(name: str, kind: type, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, kind(), nullable=optional)


def _word(name: str, length: int, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=optional)


def _sha256(name: str) -> sa.Column[object]:
    return _word(name, 64)


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table whose primary key is ``id``."""
    op.create_table(name, _id("id", key=True), *parts)


def upgrade() -> None:
    """Make the tables, then what keeps their rows as they are."""
    _definition()
    _people()
    _showings()
    dialect = op.get_bind().dialect.name
    made = sqlite_statements if dialect == "sqlite" else postgresql_statements
    for statement in [*made(INSERT_ONLY), CURRENT_RATINGS]:
        op.get_bind().exec_driver_sql(statement)


def _definition() -> None:
    """What the manifest says, and what happens to the study as a whole."""
    _table(
        "local_notes",
        _column("at_us", sa.BigInteger),
        _word("kind", 40),
        _column("detail", sa.Text),
    )
    _table(
        "studies",
        _column("manifest_json", sa.Text),
        _sha256("manifest_sha256"),
        _sha256("plan_sha256"),
        _column("built_us", sa.BigInteger),
        _word("built_with", 120),
        sa.UniqueConstraint("manifest_sha256"),
    )
    _table(
        "decisions",
        _id("study_id", of="studies"),
        _word("subject_type", 16),
        _id("subject_id"),
        _word("action", 8),
        _word("rule", 60),
        _word("value", 60),
        _word("threshold", 60),
        _word("by_role", 40),
        _column("reason", sa.Text),
        _column("at_us", sa.BigInteger),
        _column("after_unblinding", sa.Boolean),
        _one_of("action", "exclude", "include"),
        _one_of("subject_type", "rater", "session", "presentation"),
        sa.CheckConstraint("after_unblinding IN (true, false)", name="after_unblinding_boolean"),
    )
    _table(
        "erasures",
        _id("rater_id"),
        _id("study_id", of="studies"),
        _column("at_us", sa.BigInteger),
    )
    op.create_index("ix_erasures_rater_id", "erasures", ["rater_id"], unique=False)
    _table(
        "sites",
        _id("study_id", of="studies"),
        _word("code", 64),
        _column("first_number", sa.Integer),
        _column("last_number", sa.Integer),
        sa.CheckConstraint("first_number >= 1 AND last_number >= first_number", name="range"),
        sa.UniqueConstraint("study_id", "code"),
    )
    _table(
        "study_references",
        _id("study_id", of="studies"),
        _word("code", 64),
        _word("set_name", 64),
        _column("width", sa.Integer),
        _column("height", sa.Integer),
        _sha256("pixel_sha256"),
        sa.CheckConstraint("width > 0 AND height > 0", name="size_positive"),
        sa.UniqueConstraint("study_id", "code"),
    )
    _table(
        "study_systems",
        _id("study_id", of="studies"),
        _word("code", 16),
        _word("role", 20),
        _word("category", 64),
        _one_of("role", "test", "baseline", "low_anchor", "hidden_reference"),
        sa.UniqueConstraint("study_id", "code"),
    )
    op.create_table(
        "system_names", _id("system_id", of="study_systems", key=True), _word("name", 120)
    )
    _table(
        "stimuli",
        _id("study_id", of="studies"),
        _id("reference_id", of="study_references"),
        _id("system_id", of="study_systems", optional=True),
        _word("pool", 16),
        _word("token", 32),
        _sha256("sha256"),
        _sha256("pixel_sha256"),
        _column("width", sa.Integer),
        _column("height", sa.Integer),
        sa.CheckConstraint("pool <> 'test' OR system_id IS NOT NULL", name="test_has_system"),
        _one_of("pool", "test", "training", "calibration"),
        sa.UniqueConstraint("study_id", "reference_id", "system_id", "pool"),
        sa.UniqueConstraint("token"),
    )
    _table(
        "study_events",
        _id("study_id", of="studies"),
        _id("site_id", of="sites", optional=True),
        _word("kind", 20),
        _column("at_us", sa.BigInteger),
        _word("by_role", 40),
        _column("reason", sa.Text),
        _column("detail", sa.Text),
        _one_of("kind", "opened", "closed", "interim_look", "unblinded", "analysed", "exported"),
    )


def _people() -> None:
    """Raters, what they said, and their sessions."""
    _table(
        "raters",
        _id("study_id", of="studies"),
        _id("site_id", of="sites"),
        _column("number", sa.Integer),
        _word("pseudonym", 40),
        _column("enrolled_us", sa.BigInteger),
        _word("consent_version", 40),
        _sha256("consent_sha256"),
        _column("consented_us", sa.BigInteger),
        _sha256("plan_digest"),
        sa.CheckConstraint("number >= 1", name="number_positive"),
        sa.UniqueConstraint("study_id", "number"),
        sa.UniqueConstraint("study_id", "pseudonym"),
    )
    _table(
        "rater_reports",
        _id("rater_id", of="raters"),
        _column("at_us", sa.BigInteger),
        _column("json", sa.Text),
    )
    op.create_index("ix_rater_reports_rater_id", "rater_reports", ["rater_id"], unique=False)
    _table(
        "withdrawals",
        _id("rater_id", of="raters"),
        _column("at_us", sa.BigInteger),
        _word("scope", 20),
        _one_of("scope", "analysis", "erasure"),
    )
    op.create_index("ix_withdrawals_rater_id", "withdrawals", ["rater_id"], unique=False)
    _table(
        "sessions",
        _id("rater_id", of="raters"),
        _column("ordinal", sa.Integer),
        _column("started_us", sa.BigInteger),
        _word("clock_id", 36),
        _column("display", sa.Text),
        _column("environment", sa.Text),
        _word("selftest", 20),
        _word("app_version", 40),
        _word("code_revision", 40),
        _one_of("selftest", "screen", "window", "confirmed"),
        sa.CheckConstraint("ordinal >= 1", name="ordinal_positive"),
        sa.UniqueConstraint("rater_id", "ordinal"),
    )
    _table(
        "session_ends",
        _id("session_id", of="sessions"),
        _column("ended_us", sa.BigInteger),
        _word("reason", 20),
        _one_of("reason", "done", "break", "clock", "abandoned", "crash_found"),
    )
    op.create_index("ix_session_ends_session_id", "session_ends", ["session_id"], unique=False)
    _table(
        "events",
        _id("session_id", of="sessions"),
        _column("at_us", sa.BigInteger),
        _column("mono_ns", sa.BigInteger),
        _word("kind", 40),
        _column("detail", sa.Text),
    )
    op.create_index("ix_events_session_id", "events", ["session_id"], unique=False)


def _showings() -> None:
    """What is shown to whom, and the answers."""
    _table(
        "presentations",
        _id("rater_id", of="raters"),
        _column("block", sa.Integer),
        _column("seq", sa.Integer),
        _word("role", 16),
        _id("stimulus_id", of="stimuli"),
        _id("stimulus_b_id", of="stimuli", optional=True),
        _word("side", 5, optional=True),
        _id("repeat_of", of="presentations", optional=True),
        _column("golden", sa.Boolean),
        _column("told_score", sa.SmallInteger, optional=True),
        sa.CheckConstraint("(role = 'repeat') = (repeat_of IS NOT NULL)", name="repeat_of_what"),
        _one_of("role", "test", "repeat", "golden", "training", "calibration", "stabilising"),
        _one_of("side", "left", "right"),
        sa.CheckConstraint("block >= 0 AND seq >= 1", name="place"),
        sa.CheckConstraint("golden IN (true, false)", name="golden_boolean"),
        sa.CheckConstraint("told_score IN (1, 2, 3, 4, 5)", name="told_score_whole"),
        sa.UniqueConstraint("rater_id", "block", "seq"),
    )
    op.create_index(
        "ix_presentations_repeat_of",
        "presentations",
        ["repeat_of"],
        unique=False,
        sqlite_where=sa.text("repeat_of IS NOT NULL"),
        postgresql_where=sa.text("repeat_of IS NOT NULL"),
    )
    _table(
        "ratings",
        _id("presentation_id", of="presentations"),
        _id("session_id", of="sessions"),
        _column("revision", sa.SmallInteger),
        _column("score", sa.SmallInteger, optional=True),
        _word("choice", 3, optional=True),
        _word("input", 12),
        _column("shown_us", sa.BigInteger),
        _column("first_paint_ns", sa.BigInteger),
        _column("answered_ns", sa.BigInteger),
        _column("rt_ms", sa.Integer),
        _column("attempt", sa.SmallInteger),
        _word("reason", 8),
        _column("created_us", sa.BigInteger),
        sa.CheckConstraint("(revision > 1) = (reason = 'undo')", name="undo_revises"),
        _one_of("choice", "a", "b", "tie"),
        _one_of("reason", "", "undo"),
        sa.CheckConstraint("(score IS NULL) <> (choice IS NULL)", name="score_or_choice"),
        sa.CheckConstraint("answered_ns >= first_paint_ns AND rt_ms >= 0", name="time_forward"),
        sa.CheckConstraint("revision >= 1 AND attempt >= 1", name="counts"),
        sa.CheckConstraint("score IN (1, 2, 3, 4, 5)", name="score_whole"),
        sa.UniqueConstraint("presentation_id", "revision"),
    )
