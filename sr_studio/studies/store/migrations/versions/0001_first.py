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


def upgrade() -> None:
    """Make the tables, then what keeps their rows as they are."""
    op.create_table(
        "local_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_local_notes"),
    )
    op.create_table(
        "studies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("manifest_json", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("built_us", sa.BigInteger(), nullable=False),
        sa.Column("built_with", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_studies"),
        sa.UniqueConstraint("manifest_sha256", name="uq_studies_manifest_sha256"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("threshold", sa.String(length=60), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("after_unblinding", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "action IN ('exclude', 'include')", name=op.f("ck_decisions_action_known")
        ),
        sa.CheckConstraint(
            "subject_type IN ('rater', 'session', 'presentation')",
            name=op.f("ck_decisions_subject_type_known"),
        ),
        sa.CheckConstraint(
            "after_unblinding IN (true, false)", name=op.f("ck_decisions_after_unblinding_boolean")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_decisions_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_erasures_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_rater_id", "erasures", ["rater_id"], unique=False)
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_number >= 1 AND last_number >= first_number", name=op.f("ck_sites_range")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_sites_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("study_id", "code", name="uq_sites_study_id_code"),
    )
    op.create_table(
        "study_references",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("set_name", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pixel_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "width > 0 AND height > 0", name=op.f("ck_study_references_size_positive")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_study_references_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_study_references"),
        sa.UniqueConstraint("study_id", "code", name="uq_study_references_study_id_code"),
    )
    op.create_table(
        "study_systems",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "role IN ('test', 'baseline', 'low_anchor', 'hidden_reference')",
            name=op.f("ck_study_systems_role_known"),
        ),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_study_systems_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_study_systems"),
        sa.UniqueConstraint("study_id", "code", name="uq_study_systems_study_id_code"),
    )
    op.create_table(
        "raters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=40), nullable=False),
        sa.Column("enrolled_us", sa.BigInteger(), nullable=False),
        sa.Column("consent_version", sa.String(length=40), nullable=False),
        sa.Column("consent_sha256", sa.String(length=64), nullable=False),
        sa.Column("consented_us", sa.BigInteger(), nullable=False),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_raters_number_positive")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_raters_site_id"),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_raters_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_raters"),
        sa.UniqueConstraint("study_id", "number", name="uq_raters_study_id_number"),
        sa.UniqueConstraint("study_id", "pseudonym", name="uq_raters_study_id_pseudonym"),
    )
    op.create_table(
        "stimuli",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("reference_id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=True),
        sa.Column("pool", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pixel_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pool <> 'test' OR system_id IS NOT NULL", name=op.f("ck_stimuli_test_has_system")
        ),
        sa.CheckConstraint(
            "pool IN ('test', 'training', 'calibration')", name=op.f("ck_stimuli_pool_known")
        ),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["study_references.id"], name="fk_stimuli_reference_id"
        ),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_stimuli_study_id"),
        sa.ForeignKeyConstraint(["system_id"], ["study_systems.id"], name="fk_stimuli_system_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stimuli"),
        sa.UniqueConstraint(
            "study_id",
            "reference_id",
            "system_id",
            "pool",
            name="uq_stimuli_study_id_reference_id_system_id_pool",
        ),
        sa.UniqueConstraint("token", name="uq_stimuli_token"),
    )
    op.create_table(
        "study_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'closed', 'interim_look', 'unblinded', 'analysed', 'exported')",
            name=op.f("ck_study_events_kind_known"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_study_events_site_id"),
        sa.ForeignKeyConstraint(["study_id"], ["studies.id"], name="fk_study_events_study_id"),
        sa.PrimaryKeyConstraint("id", name="pk_study_events"),
    )
    op.create_table(
        "system_names",
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["study_systems.id"], name="fk_system_names_system_id"
        ),
        sa.PrimaryKeyConstraint("system_id", name="pk_system_names"),
    )
    op.create_table(
        "presentations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("stimulus_id", sa.Uuid(), nullable=False),
        sa.Column("stimulus_b_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.String(length=5), nullable=True),
        sa.Column("repeat_of", sa.Uuid(), nullable=True),
        sa.Column("golden", sa.Boolean(), nullable=False),
        sa.Column("told_score", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "(role = 'repeat') = (repeat_of IS NOT NULL)",
            name=op.f("ck_presentations_repeat_of_what"),
        ),
        sa.CheckConstraint(
            "role IN ('test', 'repeat', 'golden', 'training', 'calibration', 'stabilising')",
            name=op.f("ck_presentations_role_known"),
        ),
        sa.CheckConstraint("side IN ('left', 'right')", name=op.f("ck_presentations_side_known")),
        sa.CheckConstraint("block >= 0 AND seq >= 1", name=op.f("ck_presentations_place")),
        sa.CheckConstraint("golden IN (true, false)", name=op.f("ck_presentations_golden_boolean")),
        sa.CheckConstraint(
            "told_score IN (1, 2, 3, 4, 5)", name=op.f("ck_presentations_told_score_whole")
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["raters.id"], name="fk_presentations_rater_id"),
        sa.ForeignKeyConstraint(
            ["repeat_of"], ["presentations.id"], name="fk_presentations_repeat_of"
        ),
        sa.ForeignKeyConstraint(
            ["stimulus_b_id"], ["stimuli.id"], name="fk_presentations_stimulus_b_id"
        ),
        sa.ForeignKeyConstraint(
            ["stimulus_id"], ["stimuli.id"], name="fk_presentations_stimulus_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_presentations"),
        sa.UniqueConstraint("rater_id", "block", "seq", name="uq_presentations_rater_id_block_seq"),
    )
    op.create_index(
        "ix_presentations_repeat_of",
        "presentations",
        ["repeat_of"],
        unique=False,
        sqlite_where=sa.text("repeat_of IS NOT NULL"),
        postgresql_where=sa.text("repeat_of IS NOT NULL"),
    )
    op.create_table(
        "rater_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rater_id"], ["raters.id"], name="fk_rater_reports_rater_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rater_reports"),
    )
    op.create_index("ix_rater_reports_rater_id", "rater_reports", ["rater_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=False),
        sa.Column("clock_id", sa.String(length=36), nullable=False),
        sa.Column("display", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("selftest", sa.String(length=20), nullable=False),
        sa.Column("app_version", sa.String(length=40), nullable=False),
        sa.Column("code_revision", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "selftest IN ('screen', 'window', 'confirmed')", name=op.f("ck_sessions_selftest_known")
        ),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_sessions_ordinal_positive")),
        sa.ForeignKeyConstraint(["rater_id"], ["raters.id"], name="fk_sessions_rater_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("rater_id", "ordinal", name="uq_sessions_rater_id_ordinal"),
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "scope IN ('analysis', 'erasure')", name=op.f("ck_withdrawals_scope_known")
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["raters.id"], name="fk_withdrawals_rater_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawals"),
    )
    op.create_index("ix_withdrawals_rater_id", "withdrawals", ["rater_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("mono_ns", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_events_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_session_id", "events", ["session_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("presentation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("choice", sa.String(length=3), nullable=True),
        sa.Column("input", sa.String(length=12), nullable=False),
        sa.Column("shown_us", sa.BigInteger(), nullable=False),
        sa.Column("first_paint_ns", sa.BigInteger(), nullable=False),
        sa.Column("answered_ns", sa.BigInteger(), nullable=False),
        sa.Column("rt_ms", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(revision > 1) = (reason = 'undo')", name=op.f("ck_ratings_undo_revises")
        ),
        sa.CheckConstraint("choice IN ('a', 'b', 'tie')", name=op.f("ck_ratings_choice_known")),
        sa.CheckConstraint("reason IN ('', 'undo')", name=op.f("ck_ratings_reason_known")),
        sa.CheckConstraint(
            "(score IS NULL) <> (choice IS NULL)", name=op.f("ck_ratings_score_or_choice")
        ),
        sa.CheckConstraint(
            "answered_ns >= first_paint_ns AND rt_ms >= 0", name=op.f("ck_ratings_time_forward")
        ),
        sa.CheckConstraint("revision >= 1 AND attempt >= 1", name=op.f("ck_ratings_counts")),
        sa.CheckConstraint("score IN (1, 2, 3, 4, 5)", name=op.f("ck_ratings_score_whole")),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentations.id"], name="fk_ratings_presentation_id"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_ratings_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint(
            "presentation_id", "revision", name="uq_ratings_presentation_id_revision"
        ),
    )
    op.create_table(
        "session_ends",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "reason IN ('done', 'break', 'clock', 'abandoned', 'crash_found')",
            name=op.f("ck_session_ends_reason_known"),
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_session_ends_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session_ends"),
    )
    op.create_index("ix_session_ends_session_id", "session_ends", ["session_id"], unique=False)
    _protect()


def _protect() -> None:
    dialect = op.get_bind().dialect.name
    made = sqlite_statements if dialect == "sqlite" else postgresql_statements
    for statement in [*made(INSERT_ONLY), CURRENT_RATINGS]:
        op.get_bind().exec_driver_sql(statement)
