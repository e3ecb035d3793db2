"""Triggers that make the tables insert-only, and the view of current ratings, for both databases.

SQLite: ``UPDATE`` and ``DELETE`` abort; so does an ``INSERT`` whose id or unique key exists: the
statement ``INSERT OR REPLACE`` would otherwise pass both and silently change a score. PostgreSQL
has no such statement (``ON CONFLICT DO UPDATE`` fires the update trigger) but has ``TRUNCATE``.
The one way out is an ``erasures`` row: what belongs to the rater it names may be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: table -> the keys (tuples of columns) that must stay unique.
UniqueKeys = Mapping[str, Sequence[tuple[str, ...]]]

#: table -> SQL for the rater a row OLD belongs to; other tables can never lose a row.
RATER_OF = {
    "raters": "OLD.id",
    "rater_reports": "OLD.rater_id",
    "withdrawals": "OLD.rater_id",
    "sessions": "OLD.rater_id",
    "presentations": "OLD.rater_id",
    "session_ends": "(SELECT rater_id FROM sessions WHERE id = OLD.session_id)",
    "events": "(SELECT rater_id FROM sessions WHERE id = OLD.session_id)",
    "ratings": "(SELECT rater_id FROM presentations WHERE id = OLD.presentation_id)",
    "decisions": (
        "COALESCE((SELECT rater_id FROM sessions WHERE id = OLD.subject_id),"
        " (SELECT rater_id FROM presentations WHERE id = OLD.subject_id), OLD.subject_id)"
    ),
}

CURRENT_RATINGS = """
CREATE VIEW current_ratings AS
SELECT * FROM ratings AS r
WHERE NOT EXISTS (
    SELECT 1 FROM ratings AS later
    WHERE later.presentation_id = r.presentation_id AND later.revision > r.revision
)
"""


def sqlite_statements(keys: UniqueKeys) -> list[str]:
    """``CREATE TRIGGER`` statements for SQLite."""
    made = []
    for table, uniques in keys.items():
        made.append(_sqlite_trigger(table, "UPDATE", "", f"{table}: rows are never changed"))
        erased = RATER_OF.get(table)
        unless = (
            f"WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE rater_id = {erased})" if erased else ""
        )
        made.append(_sqlite_trigger(table, "DELETE", unless, f"{table}: rows are never deleted"))
        exists = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE "
            + " AND ".join(f"{column} = NEW.{column}" for column in key)
            + ")"
            for key in uniques
        )
        made.append(
            _sqlite_trigger(table, "INSERT", f"WHEN {exists}", f"{table}: rows are never replaced")
        )
    return made


def _sqlite_trigger(table: str, verb: str, when: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def postgresql_statements(keys: UniqueKeys) -> list[str]:
    """``CREATE FUNCTION`` and ``CREATE TRIGGER`` statements for PostgreSQL."""
    cases = "\n".join(
        f"        WHEN '{table}' THEN rater := {owner};"
        for table, owner in RATER_OF.items()
        if table in keys
    )
    function = f"""
CREATE FUNCTION sr_studio_insert_only() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE rater uuid := NULL;
BEGIN
    IF TG_OP = 'DELETE' THEN
        CASE TG_TABLE_NAME
{cases}
            ELSE NULL;
        END CASE;
        IF EXISTS (SELECT 1 FROM erasures WHERE rater_id = rater) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': rows are never changed or deleted';
END
$body$"""
    made = [function]
    for table in keys:
        made.append(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION sr_studio_insert_only()"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sr_studio_insert_only()"
        )
    return made
