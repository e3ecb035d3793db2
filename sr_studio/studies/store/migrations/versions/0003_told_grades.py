"""Calibration on any scale: what a rater is told is the number of the grade, no longer 1 to 5."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

BEFORE = "told_score IN (1, 2, 3, 4, 5)"
AFTER = "told_score >= 1 AND told_score = CAST(told_score AS INTEGER)"


def upgrade() -> None:
    """Replace the check of ``presentations.told_score``."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        name = op.f("ck_presentations_told_score_whole")
        op.drop_constraint(name, "presentations", type_="check")
        op.create_check_constraint(name, "presentations", AFTER)
        return
    # Ratings and repeats point at this table, so it cannot be written anew as a whole. A wider
    # check changes nothing that is stored: sqlite.org/lang_altertable.html describes this way.
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'presentations' AND instr(sql, ?)",
        (BEFORE, AFTER, BEFORE),
    )
    assert changed.rowcount == 1, "the first schema has this check"
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
