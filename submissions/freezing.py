"""Triggers that keep sealed evidence, dated copies and stored files as they are, whoever writes: the portal, its administrator, or SQL by hand.

They are taken down before migrations, which may rebuild tables, and stand again after them. They are no lock: two writers that meet
are put in order by the actions (`gate.hold_to_edit`); the triggers refuse whoever comes by another way.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SEALED = "the year is endorsed: its evidence is sealed"
STORED = "a stored file never changes"
KEPT = "what was copied or sealed never changes"
REOPENED = "an endorsed year is opened again by the reopening action only"
# Table → how the answer of a row is found; `{row}` is OLD or NEW
OF_ANSWER = {
    "submissions_evidence": "{row}.submission_id",
    "submissions_evidence_components": "(SELECT e.submission_id FROM submissions_evidence e WHERE e.id = {row}.evidence_id)",
    "submissions_nothingtoreport": "{row}.submission_id",
}
FILES = "submissions_storedfile"
YEARS = "assignments_assessment"
# Table → columns that are filled once, and columns that may always change; all others stay as they were written
WRITTEN_ONCE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "submissions_snapshot": (("manifest_id",), ()),
    "submissions_screenshot": (("manifest_id",), ()),
    "submissions_manifest": (("token", "stamped_at"), ()),
    "submissions_keptcontent": ((), ("scan_state", "scan_found", "scanned_at")),
    "submissions_sealedevidence": ((), ()),
}
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def take_down(using: str, **kwargs: Any) -> None:
    """Before migrations."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, name in _names(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def put_up(using: str, **kwargs: Any) -> None:
    """After migrations; again changes nothing."""
    connection = connections[using]
    take_down(using)
    with connection.cursor() as cursor:
        for statement in (_postgresql if connection.vendor == "postgresql" else _sqlite)(connection):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that do not stand."""
    listed = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master"
    with connection.cursor() as cursor:
        cursor.execute(listed)
        here = {row[0] for row in cursor.fetchall()}
    return sorted(name for _table, name in _names(connection) if name not in here)


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Those that stand: an older state of the schema has fewer."""
    here = set(connection.introspection.table_names())
    return [table for table in (*OF_ANSWER, FILES, *WRITTEN_ONCE, YEARS) if table in here]


def _names(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    for table in _tables(connection):
        verbs = ("update",) if table == YEARS else tuple(ROWS) if table in OF_ANSWER else ("update", "delete")
        for verb in verbs:
            yield table, f"{table}_frozen_{verb}"


def _rule(connection: BaseDatabaseWrapper, table: str, verb: str) -> tuple[str, str]:
    """When the database refuses, and what it says."""
    if table in OF_ANSWER:
        return _sealed(table, verb), SEALED
    if table == YEARS:
        return _opened_by_hand(), REOPENED
    if table in WRITTEN_ONCE:
        return (_rewritten(connection, table) if verb == "update" else "true"), KEPT
    return "true", STORED


def _rewritten(connection: BaseDatabaseWrapper, table: str) -> str:
    once, free = WRITTEN_ONCE[table]
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    same = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns if column not in (*once, *free)]
    return " OR ".join([*same, *(f"(OLD.{name} IS NOT NULL AND OLD.{name} IS DISTINCT FROM NEW.{name})" for name in once)])


def _opened_by_hand() -> str:
    """The stage goes back, or the seal becomes another, without an event in the audit trail since the endorsement."""
    event = (
        "e.target_type = 'assessment' AND e.target_id = CAST(OLD.id AS text) AND e.verb = 'reopen' AND e.at >= OLD.endorsed_at"
    )
    reopened = f"EXISTS (SELECT 1 FROM records_auditevent e WHERE {event})"  # noqa: S608 -- our own names only
    back = f"NEW.stage = 'preparing' AND NOT {reopened}"
    return f"OLD.stage <> 'preparing' AND (({back}) OR (NEW.stage <> 'preparing' AND OLD.seal <> NEW.seal))"


def _stage(table: str, row: str) -> str:
    answer = OF_ANSWER[table].format(row=row)
    year = "submissions_submission s JOIN assignments_assessment a ON a.id = s.assessment_id"
    return f"(SELECT a.stage FROM {year} WHERE s.id = {answer})"  # noqa: S608 -- our own names only


def _sealed(table: str, verb: str) -> str:
    """A condition that is never NULL where a year was found; a row without a year is the foreign keys' business."""
    return " OR ".join(f"{_stage(table, row)} <> 'preparing'" for row in ROWS[verb])


def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[str]:
    for table, name in _names(connection):
        verb = name.rsplit("_", 1)[-1]
        when, said = _rule(connection, table, verb)
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _postgresql(connection: BaseDatabaseWrapper) -> Iterator[str]:
    for table, name in _names(connection):
        verb = name.rsplit("_", 1)[-1]
        when, said = _rule(connection, table, verb)
        result = "OLD" if verb == "delete" else "NEW"
        # 23514 is a broken CHECK: Django raises IntegrityError, as SQLite does
        body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{said}' USING ERRCODE = '23514'; END IF; RETURN {result}; END"
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        yield f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
