"""A client's summary beside the open caseload: which of its lines fit nobody else.

What is read of others is kept from one summary to the next, in memory alone: leaving out a part, or
another purpose, reads nobody again, and after a change in the caseload those are read again whom it
is about. Reading them is what a first summary takes longest for, which is why `read_beforehand`
does it while somebody still chooses whose it is and for what, and why a summary can be looked at
before it is compared (`compare_where_read`).
"""

from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock
from typing import Self
from weakref import WeakKeyDictionary

from exports.case.case import PseudonymisedCase
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.summary_lines import (
    SharedLine,
    SummaryContent,
    SummaryLine,
    Telling,
    forms_behind,
    lines_by_part,
    shared_lines,
    telling_of,
)
from exports.purposes import PARTS, SummaryPart, parts_for
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from therapist_app.record.clients import clients
from therapist_app.record.clients.changed_clients import changed_since
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.database import Caseload
from therapist_app.workflows.exporting.course_files import course_files, in_steps
from therapist_app.workflows.workspace import Workspace

MOST_COMPARED = 500
"""With so many clients a summary is compared at most, by code, which is drawn at random. Of more, a
line is rather said to be this client's alone than shared."""
AT_ONCE = 50
"""So many are read together: whoever else reads the record waits for them."""
FEW = 25
"""So many are read before a summary is shown; where they are more, it is shown first."""
AT_ONCE_BEFOREHAND = 10
"""So many where somebody may leave meanwhile, before it is asked whether to go on: a page that was
opened since is slow until then, which weighs more than what reading few at a time costs."""
NEVER = Event()
"""What stops nothing."""
_TURN = Lock()
"""Who wants a summary while others are read beforehand waits for them, and reads nobody twice."""
_Lines = dict[SummaryPart, tuple[SummaryLine, ...]]


@dataclass(slots=True)
class _ReadCourses:
    """Clients as one course tells them, with the forms of some ids; their lines by part.

    Attributes:
        lines: By what a summary tells and by client. A part is told the same whatever parts stand
            beside it, but for that.

    """

    programme: Programme
    form_ids: frozenset[str] = frozenset()
    cases: dict[str, PseudonymisedCase] = field(default_factory=dict)
    lines: dict[Telling, dict[str, _Lines]] = field(default_factory=dict)

    def lines_of(
        self, client_id: str, parts: Sequence[SummaryPart], content: SummaryContent
    ) -> tuple[SummaryLine, ...]:
        """Return the lines of a client whose case was read."""
        telling = telling_of(parts)
        kept = self.lines.setdefault(telling, {}).setdefault(client_id, {})
        missing: list[SummaryPart] = [each for each in parts if each not in kept]
        if missing:
            kept |= lines_by_part(self.cases[client_id], missing, content, telling)
        return tuple(line for part in parts for line in kept[part])

    def forget(self, client_ids: Iterable[str]) -> None:
        """Forget what was read of some clients."""
        for each in client_ids:
            self.cases.pop(each, None)
            for lines in self.lines.values():
                lines.pop(each, None)


@dataclass(slots=True)
class _Compared:
    """What was read of clients, by the id of the course, as it stood at an entry and on a day."""

    mark: Mark
    day: date
    forms: FormLibrary
    courses: dict[str, _ReadCourses] = field(default_factory=dict)


_COMPARED: WeakKeyDictionary[Caseload, _Compared] = WeakKeyDictionary()


def compare_with_caseload(
    workspace: Workspace,
    client_id: str,
    purpose: str,
    left_out: tuple[str, ...],
    stop: Event = NEVER,
) -> tuple[SharedLine, ...]:
    """Return for each line of a client's summary how many of the open caseload show the same.

    Compared are all clients with a session held, agreed to exports or not, but for those whose
    record is restricted, and `MOST_COMPARED` at most. Nothing about the others is in what is
    returned but how many they are. Where it was stopped on the way nothing is returned.
    """
    with _TURN:
        return _compared(_Asked.of(workspace, client_id, parts_for(purpose, left_out)), stop)


def compare_where_read(
    workspace: Workspace, client_id: str, purpose: str, left_out: tuple[str, ...]
) -> tuple[SharedLine, ...] | None:
    """Return the same where most whom it is compared with were read; None where many were not.

    Where many are being read nobody waits for them.
    """
    asked = _Asked.of(workspace, client_id, parts_for(purpose, left_out))
    kept = _COMPARED.get(workspace.caseload)
    course = kept and kept.courses.get(asked.content.programme.id)
    if _unread(asked, course.cases if course else ()) > FEW:
        return None
    with _TURN:
        if _unread(asked, _kept_of(asked).cases) > FEW:
            return None
        return _compared(asked, NEVER)


def _unread(asked: "_Asked", read: Container[str]) -> int:
    return sum(each not in read for each in asked.everybody)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A summary to compare, and with whom: the client first, then the others."""

    workspace: Workspace
    parts: Sequence[SummaryPart]
    content: SummaryContent
    everybody: Sequence[str]

    @classmethod
    def of(cls, workspace: Workspace, client_id: str, parts: Sequence[SummaryPart]) -> Self:
        """Return what is asked of some parts of a client's summary."""
        return cls._of_course(workspace, parts, workspace.programme_for(client_id), client_id)

    @classmethod
    def of_anybody(cls, workspace: Workspace, parts: Sequence[SummaryPart]) -> Self:
        """Return the same before a client was chosen, of the course in use."""
        return cls._of_course(workspace, parts, workspace.programme)

    @classmethod
    def _of_course(
        cls, workspace: Workspace, parts: Sequence[SummaryPart], followed: Programme, *first: str
    ) -> Self:
        content = SummaryContent(workspace.forms, workspace.course(followed.id))
        met = (each for each, _code in clients.met(workspace.caseload, at_most=MOST_COMPARED))
        return cls(workspace, parts, content, tuple(dict.fromkeys((*first, *met))))


def _compared(asked: _Asked, stop: Event) -> tuple[SharedLine, ...]:
    read = _read(asked, AT_ONCE if stop is NEVER else AT_ONCE_BEFOREHAND, stop)
    if stop.is_set():
        return ()
    own, *others = (read.lines_of(each, asked.parts, asked.content) for each in asked.everybody)
    return shared_lines(own, others)


def read_beforehand(workspace: Workspace, client_id: str, stop: Event) -> None:
    """Read whom a summary of a client will be compared with, whatever it is for, until stopped.

    Without a client, which is nobody's id, it is read for whoever follows the course in use.
    Whatever fails, making the summary fails of the same, and tells.
    """
    with suppress(Exception):
        asked = (
            _Asked.of(workspace, client_id, PARTS)
            if client_id
            else _Asked.of_anybody(workspace, PARTS)
        )
        with _TURN:
            read = _read(asked, AT_ONCE_BEFOREHAND, stop)
            for each in asked.everybody:
                if stop.is_set():
                    break
                read.lines_of(each, PARTS, asked.content)


def _read(asked: _Asked, at_once: int, stop: Event) -> _ReadCourses:
    """Return what is known of those who are asked for, so many read at once, until stopped."""
    read, workspace = _kept_of(asked), asked.workspace
    context = ExportContext(
        lambda _client_id: "", lambda _client_id: 0, workspace.forms, asked.content.programme
    )
    missing = [each for each in asked.everybody if each not in read.cases]
    for some in in_steps(missing, at_once):
        if stop.is_set():
            break
        for each in course_files(workspace, some, form_ids=read.form_ids):
            read.cases[each.client_id] = pseudonymise(each, context)
    return read


def _kept_of(asked: _Asked) -> _ReadCourses:
    """Return what is kept of the course, of cases with the forms of the parts at least.

    Forms besides change no line, which is made from those of its own part alone.
    """
    courses, programme = _kept(asked.workspace).courses, asked.content.programme
    read = courses.get(programme.id)
    if read is None or read.programme is not programme:  # another version, or language
        read = courses[programme.id] = _ReadCourses(programme)
    form_ids = forms_behind(asked.parts, asked.content)
    if not form_ids <= read.form_ids:
        read.form_ids |= form_ids
        read.cases.clear()
    return read


def _kept(workspace: Workspace) -> _Compared:
    """Return what was read, but for those whom anything since is about."""
    caseload, day = workspace.caseload, workspace.today()
    mark = caseload.audit.mark
    kept = _COMPARED.get(caseload)
    changed = None
    if kept is not None and kept.day == day and kept.forms is workspace.forms:
        changed = changed_since(caseload, kept.mark)
    if kept is None or changed is None:
        kept = _COMPARED[caseload] = _Compared(mark, day, workspace.forms)
        return kept
    for each in kept.courses.values():
        each.forget(changed)
    kept.mark = mark
    return kept
