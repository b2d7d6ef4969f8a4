"""A client's summary beside the open caseload: which of its lines fit nobody else."""

from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from exports.case.casefile import CaseFile
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.summary_lines import (
    SharedLine,
    SummaryContent,
    SummaryLine,
    forms_behind,
    lines_of,
    shared_lines,
)
from exports.purposes import parts_for
from session_forms.library.library import FormLibrary
from therapist_app.record.clients import clients
from therapist_app.record.database.database import Caseload
from therapist_app.workflows.exporting.course_files import course_files
from therapist_app.workflows.workspace import Workspace

MOST_COMPARED = 500
"""With so many clients a summary is compared at most, by code, which is drawn at random; their
lines are kept from one summary to the next, in memory alone. Of more, a line is rather said to be
this client's alone than shared."""
_Asked = tuple[str, str, tuple[str, ...]]


@dataclass(slots=True)
class _Compared:
    """The lines of clients, by course, by purpose and by what is left out, as long as it stands."""

    stands: tuple[bytes, date]
    forms: FormLibrary
    lines: dict[_Asked, dict[str, tuple[SummaryLine, ...]]] = field(default_factory=dict)


_COMPARED: WeakKeyDictionary[Caseload, _Compared] = WeakKeyDictionary()


def compare_with_caseload(
    workspace: Workspace, client_id: str, purpose: str, left_out: tuple[str, ...]
) -> tuple[SharedLine, ...]:
    """Return for each line of a client's summary how many of the open caseload show the same.

    Compared are all clients with a session held, agreed to exports or not, but for those whose
    record is restricted, and `MOST_COMPARED` at most. Nothing about the others is in what is
    returned but how many they are.
    """
    parts = parts_for(purpose, left_out)
    followed = workspace.programme_for(client_id)
    course = workspace.course(followed.id)
    content = SummaryContent(workspace.forms, course)
    needed = forms_behind(parts, content)
    context = ExportContext(lambda _client_id: "", lambda _client_id: 0, workspace.forms, course)

    def lines(course: CaseFile) -> tuple[SummaryLine, ...]:
        return lines_of(pseudonymise(course, context), parts, content)

    kept = _kept(workspace, (course.id, purpose, left_out))
    met = [each for each, _code in clients.met(workspace.caseload)][:MOST_COMPARED]
    missing = [each for each in dict.fromkeys((client_id, *met)) if each not in kept]
    for each in course_files(workspace, missing, form_ids=needed):
        kept[each.client_id] = lines(each)
    return shared_lines(kept[client_id], [kept[each] for each in met if each != client_id])


def _kept(workspace: Workspace, asked: _Asked) -> dict[str, tuple[SummaryLine, ...]]:
    """Return what was worked out for the same parts while nothing has changed in the caseload."""
    caseload = workspace.caseload
    stands = (caseload.audit.mark.head, workspace.today())
    compared = _COMPARED.get(caseload)
    if compared is None or compared.stands != stands or compared.forms is not workspace.forms:
        compared = _COMPARED[caseload] = _Compared(stands, workspace.forms)
    return compared.lines.setdefault(asked, {})
