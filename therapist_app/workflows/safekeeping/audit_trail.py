"""The audit trail, for people: who did what and when, a page at a time.

The trail of the service is for those who lead it or keep it; that of a caseload for whoever has
it open. It holds ids only. Names and codes are looked up here, and an id that leads nowhere is
somebody who was erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _
from therapist_app.record.database import audit
from therapist_app.record.database.audit import (
    FORGED,
    UNREADABLE,
    AuditCheck,
    AuditEntry,
    AuditFilter,
)
from therapist_app.record.database.database import Database
from therapist_app.record.errors import NotAllowed
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.keyring.confirmations import CONFIRMED, confirmer
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import may
from therapist_app.workflows.safekeeping.audit_words import ACTIONS, Kind, sentence_of
from therapist_app.workflows.workspace import Workspace

File = Literal["service", "caseload"]
AT_A_TIME = 50
ID_LENGTH = 32
ABOUT_CLIENTS = ("client", "appointment", "form", "alert", "")
UNKNOWN = "passphrase_refused"
"""Written by whoever signed in after it; who tried is not known."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry in words.

    Attributes:
        at: When; None where the entry cannot be read.
        who: Whose entry it is; empty where nobody was signed in.
        what: What was done, in a sentence.
        about: Whom or what it was about: a client's code, a colleague's name, a form.

    """

    n: int
    at: datetime | None
    who: str
    what: str
    about: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """Which entries a person asks for.

    Attributes:
        by: Whose, as a uid; empty for everybody's.
        kind: Of which kind; empty for all.
        before: Only those before this entry; None for the newest.

    """

    file: File
    by: str = ""
    kind: Kind | Literal[""] = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of the trail.

    Attributes:
        entries: How many entries there are in all.
        began: When the first was written; None where it cannot be read.
        has_older: Whether there may be older ones that are wanted.

    """

    lines: tuple[TrailLine, ...]
    entries: int
    began: datetime | None
    has_older: bool


def files_readable(workspace: Workspace) -> tuple[File, ...]:
    """Return which trails the person signed in may read."""
    found: list[File] = []
    if workspace.vault.caseload_id is not None:
        found.append("caseload")
    if may(workspace.vault, "read_service_trail"):
        found.append("service")
    return tuple(found)


def note_reading(workspace: Workspace, file: File) -> None:
    """Note that a trail was opened to be read.

    Raises:
        NotAllowed: It is not for the person signed in.

    """
    audit.note(_database(workspace, file), "audit_read", file)


def trail_page(workspace: Workspace, wanted: TrailQuery) -> TrailPage:
    """Return a page of a trail, the newest entry first.

    Raises:
        NotAllowed: It is not for the person signed in.

    """
    database = _database(workspace, wanted.file)
    actions = tuple(ACTIONS[wanted.kind]) if wanted.kind else ()
    found = audit.page(
        database, AuditFilter(wanted.by, actions), before=wanted.before, limit=AT_A_TIME + 1
    )
    shown = found[:AT_A_TIME]
    words = _Words(workspace, wanted.file, shown)
    return TrailPage(
        lines=tuple(words.line(each) for each in shown),
        entries=database.audit.mark.n,
        began=audit.began(database),
        has_older=len(found) > AT_A_TIME,
    )


def trail_check(workspace: Workspace, file: File) -> AuditCheck:
    """Return a check of a whole trail, to go on with a little at a time.

    Raises:
        NotAllowed: It is not for the person signed in.

    """
    return AuditCheck(_database(workspace, file))


def _database(workspace: Workspace, file: File) -> Database:
    if file not in files_readable(workspace):
        raise NotAllowed("lead")
    return workspace.service if file == "service" else workspace.caseload


class _Words:
    """The words for some entries, with names and codes looked up once for all of them."""

    def __init__(self, workspace: Workspace, file: File, entries: Sequence[AuditEntry]) -> None:
        self._workspace = workspace
        self._names = names_of(workspace.vault)
        self._is_caseload = file == "caseload"
        ids = {_split(each.subject)[1] for each in entries}
        self._codes = audit.codes_of(workspace.caseload, ids) if self._is_caseload else {}

    def line(self, entry: AuditEntry) -> TrailLine:
        """Return one entry in words."""
        is_anonymous = entry.action in (UNKNOWN, UNREADABLE, FORGED)
        return TrailLine(
            n=entry.n,
            at=None if entry.action == UNREADABLE else entry.at,
            who="" if is_anonymous else self._name(entry.by),
            what=sentence_of(entry.action, entry.subject),
            about=facts_in_a_line(*self._about(entry)),
            is_signed=entry.is_signed,
        )

    def _about(self, entry: AuditEntry) -> list[str]:
        kind, of = _split(entry.subject)
        first = entry.fields[0] if entry.fields else ""
        if entry.action in CONFIRMED:
            second = confirmer(self._workspace.vault, entry)
            unsigned = _("Not signed by a second person")
            return [self._name(second) if second else unsigned]
        if kind == "person":
            return [] if of == entry.by and entry.action != UNKNOWN else [self._name(of)]
        if kind == "caseload":
            return [self._owner(of), self._names.get(first, "")]
        about = [self._client(of)] if self._is_caseload and kind in ABOUT_CLIENTS else []
        if first in self._workspace.forms.ids():
            about.append(self._workspace.forms.latest(first).short_title)
        return about

    def _client(self, of: str) -> str:
        if len(of) != ID_LENGTH:
            return ""
        return self._codes.get(of) or _("a client who was erased or moved")

    def _owner(self, caseload: str) -> str:
        grant = self._workspace.vault.header.grant(caseload)
        owner = owner_now(self._workspace.vault.header, grant) if grant else caseload
        return self._name(owner)

    def _name(self, uid: str) -> str:
        return self._names.get(uid) or _("somebody who is not in the list of people")


def _split(subject: str) -> tuple[str, str]:
    """Return kind and id in a subject; some of them are an id alone."""
    kind, colon, of = subject.partition(":")
    return (kind, of) if colon else ("", subject)
