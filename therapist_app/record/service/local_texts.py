"""The service's own texts on the limits of confidentiality, from first draft to approval."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from therapist_app.record.database.audit import AuditEntry, mark_of, newest_telling, signed_about
from therapist_app.record.database.columns import (
    DAY,
    MOMENT,
    OPTIONAL_DAY,
    OPTIONAL_MOMENT,
)
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE, SharedTable
from therapist_app.record.errors import RecordBug
from therapist_app.record.service_model import LocalText

APPROVED = "local_text_approved"
_WRITTEN, _READ, _OBJECTED = "local_text_written", "local_text_read", "local_text_objected"
_AS_KEPT = (
    "SELECT id, version, text, written_by, written_on, changed_at, read_by, read_on, approved_by,"
    " approved_at FROM local_texts"
)
_TABLE = SharedTable(
    "local_texts",
    LocalText,
    key=("id", "version"),
    columns={
        "written_on": DAY,
        "changed_at": MOMENT,
        "read_on": OPTIONAL_DAY,
        "approved_at": OPTIONAL_MOMENT,
        "objected_on": OPTIONAL_DAY,
    },
)


def save(
    service: ServiceFile,
    text: LocalText,
    *,
    is_objection: bool = False,
    names: Mapping[str, str] | None = None,
) -> None:
    """Keep a text as it stands now, whether written, read again, objected to or approved.

    With everybody's `names`, one whose approval nobody signed is not approved.

    Raises:
        RecordBug: That version is approved, and stays as it is.

    """
    action, about = _WRITTEN, _about(text)
    if text.approved_at is not None:
        action = APPROVED
    elif text.read_on is not None:
        action = _READ
    elif is_objection:
        action = _OBJECTED
    with service.together() as change:
        key = text.id, text.version
        told = (_TABLE.told(text),)
        before = _TABLE.select(service, "WHERE id = ? AND version = ?", key)
        approved = [each for each in before if each.approved_at is not None]
        if any(names is None or approval_of(service, each, names) for each in approved):
            raise RecordBug("local-text-approved")
        _TABLE.replace(change, text)
        kept = service.rows(f"{_AS_KEPT} WHERE id = ? AND version = ?", key)
        change.audit(action, about, tuple(map(_mark, kept)) if action == APPROVED else told)


def all_texts(service: ServiceFile) -> tuple[LocalText, ...]:
    """Return every text in every version, by name and version."""
    return _TABLE.select(service, "ORDER BY id, version")


def approval_of(
    service: ServiceFile, text: LocalText, names: Mapping[str, str]
) -> AuditEntry | None:
    """Return the entry with which whom a text names approved it as it stands.

    Entries of an earlier version have no hash, and vouch for the text as it stands. Those of
    others say nothing: whoever approves another one has their name in it.

    Args:
        service: Where it stands.
        text: A text that bears an approval.
        names: Everybody's, by uid.

    """
    if text.approved_at is None:
        return None
    named = _named_in(text.approved_by, names)
    every = signed_about(service, (APPROVED,), _about(text))
    signed = [each for each in every if named and names.get(each.by) == named]
    telling = [each for each in signed if each.fields]
    kept = service.rows(f"{_AS_KEPT} WHERE id = ? AND version = ?", (text.id, text.version))
    for each in telling[:1] or signed:
        if not each.fields or each.fields == tuple(map(_mark, kept)):
            return each
    return None


def _named_in(words: str, names: Mapping[str, str]) -> str:
    """Return the longest name that stands in words, which say it and a role in some language."""
    found = (
        each for each in names.values() if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words)
    )
    return max(found, key=len, default="")


def as_signed(service: ServiceFile, text: LocalText, names: Mapping[str, str]) -> LocalText:
    """Return a text without what is said of people who did not sign it.

    Who wrote it, read it a second time, did not agree, or approved it, signed an entry about it;
    the newest of them the whole row.
    """
    if text.approved_at is not None:
        if approval_of(service, text, names):
            return text
        text = replace(text, approved_by="", approved_at=None)
    about = _about(text)
    stands = _TABLE.signers(service, text, (_WRITTEN, _READ, _OBJECTED), about)
    done = {
        action: {names.get(each.by, "") for each in signed_about(service, (action,), about)}
        for action in (_READ, _OBJECTED)
        if stands
    }
    if text.read_by not in done.get(_READ, ()):
        text = replace(text, read_by="", read_on=None)
    if text.objected_by not in done.get(_OBJECTED, ()):
        text = replace(text, objection="", objected_by="", objected_on=None)
    return text


def not_as_approved(service: ServiceFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each text that stands otherwise than somebody wrote or approved it, with a mark.

    So is one that was approved and is gone, or is approved no more.
    """
    found = dict.fromkeys(newest_telling(service, APPROVED), "")
    for each in all_texts(service):
        about, is_signed = _about(each), _is_as_signed(service, each, names)
        if is_signed and (each.approved_at is not None or about not in found):
            found.pop(about, None)
        else:
            found[about] = _TABLE.told(each).partition("=")[2]
    yield from sorted(found.items())


def no_longer_written(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each text that somebody signed that they wrote, or read, and that is gone."""
    yield from ((key, GONE) for key in _TABLE.gone(service, (_WRITTEN, _READ, _OBJECTED)))


def _is_as_signed(service: ServiceFile, text: LocalText, names: Mapping[str, str]) -> bool:
    if text.approved_at is not None:
        return approval_of(service, text, names) is not None
    return bool(_TABLE.signers(service, text, (_WRITTEN, _READ, _OBJECTED), _about(text)))


def _about(text: LocalText) -> str:
    return f"local_text:{text.id}@{text.version}"


def _mark(row: tuple[Any, ...]) -> str:
    return mark_of(json.dumps([str(each) for each in row]))
