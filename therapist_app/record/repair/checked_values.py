"""Whether what stands in the tables can be read as the program reads it."""

import re
from collections.abc import Iterator

from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.database import Caseload, Database
from therapist_app.record.repair.findings import Finding

_SECRETS = ("audit_key", "code_key", "export_key")
_SESSION = "last_session:"
_JSON = re.compile(r"json_valid\((\w+)\)")
_MOMENT = re.compile(r"^\s+(\w+_at) TEXT\b", re.MULTILINE)


def about_findings(database: Database) -> Iterator[Finding]:
    """Yield how many facts a database says of itself are missing or cannot be read."""
    about: dict[str, str] = dict(database.rows("SELECT key, value FROM about"))
    wanted = () if isinstance(database, Caseload) else (*_SECRETS, "header_generation")
    bad = [key for key in wanted if not _is_fit(key, about.get(key, ""))]
    bad += [key for key in about if key.startswith(_SESSION) and not _is_moment(about[key])]
    if bad:
        yield Finding("about", len(bad))


def value_findings(database: Database) -> Iterator[Finding]:
    """Yield how many values are no JSON, or no moment, where one must stand."""
    bad = 0
    for name, sql in database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
        for column in _JSON.findall(sql):
            bad += _count_not_json(database, name, column)
        for column in _MOMENT.findall(sql):
            bad += _count_no_moment(database, name, column)
    if bad:
        yield Finding("unreadable-values", bad)


def _count_not_json(database: Database, table: str, column: str) -> int:
    sql = ["SELECT count(*) FROM", table, f"WHERE NOT json_valid({column})"]
    [found] = database.rows(" ".join(sql))
    return int(found[0])


def _count_no_moment(database: Database, table: str, column: str) -> int:
    sql = ["SELECT", column, "FROM", table, "WHERE", column, "IS NOT NULL"]
    return sum(not _is_moment(text) for (text,) in database.rows(" ".join(sql)))


def _is_fit(key: str, value: str) -> bool:
    if key == "header_generation":
        return value.isascii() and value.isdigit()
    return re.fullmatch("[0-9a-f]{64}", value) is not None


def _is_moment(text: str) -> bool:
    try:
        moment_from(text)
    except ValueError:
        return False
    return True
