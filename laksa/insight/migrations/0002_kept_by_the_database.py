"""The database itself notes every case that comes, changes or goes, whoever writes it; and keeps each day's figures as they were.

Days are days of LAKSA_TIME_ZONE. SQLite knows no zones, so there the zone's offset of winter counts all year: Indonesia has no other.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations

DIMENSIONS = "received_on, ended_on, agency, village, category, kind, severity, channel, state, marks"
WATCHED = (
    "received_at",
    "ended_at",
    "agency_id",
    "village_id",
    "category_id",
    "kind",
    "severity",
    "channel",
    "state",
    "is_example",
    "is_sealed",
    "is_emergency",
)
KEPT_DAYS = "the figures of a day are never rewritten"


def is_postgres(schema_editor):
    return schema_editor.connection.vendor == "postgresql"


def day_of(column, schema_editor):
    if is_postgres(schema_editor):
        return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"
    offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE)).utcoffset()
    return f"date({column}, '{int(offset.total_seconds() // 60):+d} minutes')"


def values(row, schema_editor):
    """Return the dimensions of a row of cases_case (NEW, OLD or a table's name) as SQL."""
    mark = "{}::int" if is_postgres(schema_editor) else "{}"
    flags = [mark.format(f"{row}.{name}") for name in ("is_example", "is_sealed", "is_emergency")]
    columns = [
        day_of(f"{row}.received_at", schema_editor),
        day_of(f"{row}.ended_at", schema_editor),
        f"{row}.agency_id",
        f"coalesce({row}.village_id, '')",
        f"{row}.category_id",
        *(f"{row}.{name}" for name in ("kind", "severity", "channel", "state")),
        f"{flags[0]} + 2 * {flags[1]} + 4 * {flags[2]}",
    ]
    return ", ".join(columns)


def sqlite(schema_editor):
    new, old = values("NEW", schema_editor), values("OLD", schema_editor)
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in WATCHED)
    into = f"INSERT INTO insight_delta ({DIMENSIONS}, sign) VALUES"
    return [
        f"CREATE TRIGGER insight_case_added AFTER INSERT ON cases_case BEGIN {into} ({new}, 1); END",
        f"CREATE TRIGGER insight_case_gone AFTER DELETE ON cases_case BEGIN {into} ({old}, -1); END",
        f"""
        CREATE TRIGGER insight_case_changed AFTER UPDATE OF {", ".join(WATCHED)} ON cases_case
        WHEN {changed} BEGIN {into} ({old}, -1), ({new}, 1); END
        """,
        *(
            f"CREATE TRIGGER insight_day_kept_{verb.lower()} BEFORE {verb} ON insight_dayfigures "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT_DAYS}'); END"
            for verb in ("UPDATE", "DELETE")
        ),
    ]


def postgres(schema_editor):
    new, old = values("NEW", schema_editor), values("OLD", schema_editor)
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in WATCHED)
    into = f"INSERT INTO insight_delta ({DIMENSIONS}, sign) VALUES"
    function = "FUNCTION insight_{}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN NULL; END $$"
    trigger = "CREATE TRIGGER insight_case_{} AFTER {} ON cases_case FOR EACH ROW {} EXECUTE FUNCTION insight_{}()"
    return [
        "CREATE " + function.format("case_added", f"{into} ({new}, 1);"),
        "CREATE " + function.format("case_gone", f"{into} ({old}, -1);"),
        "CREATE " + function.format("case_changed", f"{into} ({old}, -1), ({new}, 1);"),
        trigger.format("added", "INSERT", "", "case_added"),
        trigger.format("gone", "DELETE", "", "case_gone"),
        trigger.format("changed", f"UPDATE OF {', '.join(WATCHED)}", f"WHEN ({changed})", "case_changed"),
        "CREATE " + function.format("day_guard", f"RAISE EXCEPTION '{KEPT_DAYS}' USING ERRCODE = 'integrity_constraint_violation';"),
        """
        CREATE TRIGGER insight_day_kept BEFORE UPDATE OR DELETE ON insight_dayfigures
        FOR EACH ROW EXECUTE FUNCTION insight_day_guard()
        """,
    ]


def begin(apps, schema_editor):
    """Set the triggers and note the cases there are: in one transaction, so that none is missed or noted twice."""
    for statement in postgres(schema_editor) if is_postgres(schema_editor) else sqlite(schema_editor):
        schema_editor.execute(statement)
    facts = values("cases_case", schema_editor)
    schema_editor.execute(f"INSERT INTO insight_delta ({DIMENSIONS}, sign) SELECT {facts}, 1 FROM cases_case")


def end(apps, schema_editor):
    if is_postgres(schema_editor):
        for name in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER insight_case_{name} ON cases_case")
            schema_editor.execute(f"DROP FUNCTION insight_case_{name}()")
        schema_editor.execute("DROP TRIGGER insight_day_kept ON insight_dayfigures")
        schema_editor.execute("DROP FUNCTION insight_day_guard()")
        return
    for name in ("case_added", "case_gone", "case_changed", "day_kept_update", "day_kept_delete"):
        schema_editor.execute(f"DROP TRIGGER insight_{name}")


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_tallies"), ("cases", "0005_proof_priority_and_involved")]

    operations = [migrations.RunPython(begin, end)]
