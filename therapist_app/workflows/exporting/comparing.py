"""A client's summary beside the open caseload: which of its lines fit nobody else."""

from exports.case.casefile import CaseFile
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.reports.summary_lines import (
    Line,
    SharedLine,
    SummaryContent,
    forms_behind,
    lines_of,
    shared_lines,
)
from exports.reports.summary_parts import parts_for
from therapist_app.record.clients import clients
from therapist_app.workflows.exporting.course_files import course_files
from therapist_app.workflows.workspace import Workspace


def compare_with_caseload(
    workspace: Workspace, client_id: str, purpose: str, left_out: tuple[str, ...]
) -> tuple[SharedLine, ...]:
    """Return for each line of a client's summary how many of the open caseload show the same.

    Compared are all clients with a session held, agreed to exports or not, but for those whose
    record is restricted. Nothing about the others is in what is returned but how many they are.
    """
    parts = parts_for(purpose, left_out)
    content = SummaryContent(workspace.forms, workspace.programme)
    needed = forms_behind(parts, content)
    context = ExportContext(
        lambda _client_id: "", lambda _client_id: 0, workspace.forms, workspace.programme
    )

    def lines(course: CaseFile) -> tuple[Line, ...]:
        return lines_of(pseudonymise(course, context), parts, content)

    others = [each for each, _code in clients.met(workspace.caseload) if each != client_id]
    own, *beside = map(lines, course_files(workspace, (client_id, *others), form_ids=needed))
    return shared_lines(own, beside)
