"""Scores of any scale: the number of the grade, no longer 1 to 5 alone."""

from __future__ import annotations

from alembic import op

from sr_studio.studies.store.triggers import CURRENT_RATINGS, sqlite_statements

revision = "0002"
down_revision = "0001"

BEFORE = "score IN (1, 2, 3, 4, 5)"
AFTER = "score >= 1 AND score = CAST(score AS INTEGER)"
KEYS = {"ratings": (("id",), ("presentation_id", "revision"))}


def upgrade() -> None:
    """Replace the check of ``ratings.score``."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_ratings_score_whole"), "ratings", type_="check")
        op.create_check_constraint(op.f("ck_ratings_score_whole"), "ratings", AFTER)
        return
    # SQLite cannot change a check: the table is written anew. Nothing points at it, and dropping a
    # table takes its triggers along and fires none.
    select = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'ratings'"
    written = connection.exec_driver_sql(select).scalar_one()
    assert BEFORE in written, "the first schema has this check"
    connection.exec_driver_sql("DROP VIEW current_ratings")
    connection.exec_driver_sql("ALTER TABLE ratings RENAME TO ratings_before")
    connection.exec_driver_sql(written.replace(BEFORE, AFTER))
    connection.exec_driver_sql("INSERT INTO ratings SELECT * FROM ratings_before")
    connection.exec_driver_sql("DROP TABLE ratings_before")
    for statement in (*sqlite_statements(KEYS), CURRENT_RATINGS):
        connection.exec_driver_sql(statement)
