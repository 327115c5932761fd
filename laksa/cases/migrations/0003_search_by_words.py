"""An index for words of title and place: PostgreSQL's own, or SQLite's FTS5 kept up to date by triggers."""

from django.db import migrations

VECTOR = "to_tsvector('simple', cases_case.title || ' ' || cases_case.place_text)"
# Officers search among the few open cases, everybody else among all.
POSTGRES = [
    f"CREATE INDEX cases_search ON cases_case USING gin ({VECTOR})",
    f"CREATE INDEX cases_search_open ON cases_case USING gin ({VECTOR}) WHERE is_open",
]
POSTGRES_BACK = ["DROP INDEX cases_search", "DROP INDEX cases_search_open"]

SQLITE = [
    "CREATE VIRTUAL TABLE cases_search USING fts5(title, place_text, content='cases_case', content_rowid='id', prefix='3')",
    """
    CREATE TRIGGER cases_search_added AFTER INSERT ON cases_case
    BEGIN INSERT INTO cases_search(rowid, title, place_text) VALUES (NEW.id, NEW.title, NEW.place_text); END
    """,
    """
    CREATE TRIGGER cases_search_changed AFTER UPDATE OF title, place_text ON cases_case
    WHEN NEW.title IS NOT OLD.title OR NEW.place_text IS NOT OLD.place_text
    BEGIN
        INSERT INTO cases_search(cases_search, rowid, title, place_text) VALUES ('delete', OLD.id, OLD.title, OLD.place_text);
        INSERT INTO cases_search(rowid, title, place_text) VALUES (NEW.id, NEW.title, NEW.place_text);
    END
    """,
    """
    CREATE TRIGGER cases_search_removed AFTER DELETE ON cases_case
    BEGIN INSERT INTO cases_search(cases_search, rowid, title, place_text) VALUES ('delete', OLD.id, OLD.title, OLD.place_text); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER cases_search_added",
    "DROP TRIGGER cases_search_changed",
    "DROP TRIGGER cases_search_removed",
    "DROP TABLE cases_search",
]


def make_index(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only")]

    operations = [migrations.RunPython(make_index, drop_index)]
