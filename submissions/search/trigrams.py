"""PostgreSQL's trigram index on what is searched: without it every text is read. SQLite has none and reads them all."""

from typing import Any

INDEX = "submissions_searchtext_key_trigrams"


def ensure(connection: Any) -> None:
    """Make the index where it is missing and the extension is installed. Called by the migration and by `search_index`."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if not _has_index(cursor) and _is_row(cursor, "SELECT 1 FROM pg_available_extensions WHERE name = %s", "pg_trgm"):
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"CREATE INDEX {INDEX} ON submissions_searchtext USING gin (key gin_trgm_ops)")


def drop(connection: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def thai_trigrams(connection: Any) -> int | None:
    """How many trigrams a Thai word has: none at all where the database's letters are those of C. None without the index."""
    with connection.cursor() as cursor:
        if not _has_index(cursor):
            return None
        cursor.execute("SELECT cardinality(show_trgm('การทุจริต'))")
        return cursor.fetchone()[0]


def _has_index(cursor: Any) -> bool:
    return _is_row(cursor, "SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = %s", INDEX)


def _is_row(cursor: Any, query: str, name: str) -> bool:
    cursor.execute(query, [name])
    return cursor.fetchone() is not None
