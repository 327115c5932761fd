"""The database itself refuses to change a story.

Two things stay possible: erasing the words and salt of an entry (the law's tombstone; every hash still
checks), and deleting the entries of an example case. A case can never become an example afterwards.
"""

from django.db import migrations

KEPT = ["id", "case_id", "number", "at", "actor_kind", "actor_label", "kind", "visibility", "body_digest", "data", "prev_hash", "hash"]

SQLITE = [
    f"""
    CREATE TRIGGER cases_entry_no_update BEFORE UPDATE ON cases_entry
    WHEN NOT (NEW.body = '' AND NEW.salt = '' AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)})
    BEGIN SELECT RAISE(ABORT, 'entries are only ever added'); END
    """,
    """
    CREATE TRIGGER cases_entry_no_delete BEFORE DELETE ON cases_entry
    WHEN (SELECT is_example FROM cases_case WHERE id = OLD.case_id) IS NOT 1
    BEGIN SELECT RAISE(ABORT, 'entries are only ever added'); END
    """,
    """
    CREATE TRIGGER cases_case_stays_real BEFORE UPDATE OF is_example, code ON cases_case
    WHEN NEW.is_example IS NOT OLD.is_example OR NEW.code IS NOT OLD.code
    BEGIN SELECT RAISE(ABORT, 'code and example mark of a case are fixed'); END
    """,
]
SQLITE_BACK = [f"DROP TRIGGER {name}" for name in ("cases_entry_no_update", "cases_entry_no_delete", "cases_case_stays_real")]

POSTGRES = [
    f"""
    CREATE FUNCTION cases_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NEW.body = '' AND NEW.salt = '' AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)} THEN
                RETURN NEW;
            END IF;
        ELSIF (SELECT is_example FROM cases_case WHERE id = OLD.case_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'entries are only ever added' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER cases_entry_append_only BEFORE UPDATE OR DELETE ON cases_entry
    FOR EACH ROW EXECUTE FUNCTION cases_entry_guard()
    """,
    """
    CREATE FUNCTION cases_case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'code and example mark of a case are fixed' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER cases_case_stays_real BEFORE UPDATE OF is_example, code ON cases_case
    FOR EACH ROW WHEN (NEW.is_example IS DISTINCT FROM OLD.is_example OR NEW.code IS DISTINCT FROM OLD.code)
    EXECUTE FUNCTION cases_case_guard()
    """,
]
POSTGRES_BACK = [
    "DROP TRIGGER cases_entry_append_only ON cases_entry",
    "DROP TRIGGER cases_case_stays_real ON cases_case",
    "DROP FUNCTION cases_entry_guard()",
    "DROP FUNCTION cases_case_guard()",
]


def set_guards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def lift_guards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_the_heart")]

    operations = [migrations.RunPython(set_guards, lift_guards)]
