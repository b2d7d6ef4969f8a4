"""What a summary tells of practice clients beside their caseload: order and bands, not weeks."""

from pathlib import Path

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.summary_lines import SummaryContent, SummaryLine, lines_of, shared_lines
from exports.purposes import parts_for
from exports.reports.audit_page import report_constraints
from exports.reports.service_report import raw_tables
from tests.campaigns.disclosure.protecting import people_of
from tests.support.exports.exact import broken
from tests.support.sampling import beyond
from tests.support.workflows.workspaces import open_workplace
from therapist_app.practice.setting_up import populate
from therapist_app.record.clients import clients
from therapist_app.workflows.exporting.course_files import (
    agreed_clients,
    course_file,
    course_files,
)

CLIENTS = 40


@beyond("test_bands_and_order_fit_others_where_weeks_and_minutes_fit_nobody")
def test_of_forty_practice_clients_few_are_alone_by_order_and_none_by_length(
    tmp_path: Path,
) -> None:
    """The control: with weeks and minutes as they are, most would be the only one."""
    with open_workplace(tmp_path) as work:
        populate(work.workspace, work.clock, clients=CLIENTS, seed=1, tell=lambda _done, _all: None)
        met = [each[0] for each in clients.met(work.workspace.caseload)]
        files = [course_file(work.workspace, each) for each in met]
        content = SummaryContent(work.workspace.forms, work.workspace.programme)
    context = ExportContext(lambda _id: "", lambda _id: 0, content.forms, content.programme)
    shown = [
        lines_of(pseudonymise(each, context), parts_for("supervision"), content) for each in files
    ]
    weeks = [_line("order", [(each.plan_id, each.week) for each in f.sessions]) for f in files]
    minutes = [_line("length", [each.minutes for each in f.sessions]) for f in files]

    assert len(files) >= CLIENTS * 0.8
    assert alone("order", weeks) > len(files) * 0.6
    assert alone("length", minutes) > len(files) * 0.9
    assert alone("order", shown) < len(files) * 0.4
    assert alone("length", shown) == alone("attendance", shown) == 0


@beyond("test_what_is_said_of_counts_is_so")
def test_what_is_said_of_counts_is_so_of_practice_clients_one_by_one_and_together(
    tmp_path: Path,
) -> None:
    """Invented services of the campaigns are filled where it is due; a record is not."""
    with open_workplace(tmp_path) as work:
        workspace = work.workspace
        populate(workspace, work.clock, clients=CLIENTS, seed=1, tell=lambda _done, _all: None)
        forms, programme = workspace.forms, workspace.programme
        context = ExportContext(lambda _id: "", _number, forms, programme)
        files = course_files(workspace, agreed_clients(workspace), as_begun=True)
        cases = [pseudonymise(each, context) for each in files if each.sessions]

    for some in (cases, *([each] for each in cases)):
        found = people_of(tuple(raw_tables(some, forms, programme)))
        true = {key: len(people) for key, people in found.items()}
        assert not broken(report_constraints(programme, true), true)


def _number(client_id: str) -> int:
    return int.from_bytes(client_id.encode()[-8:], "big")


def _line(part: str, values: object) -> tuple[SummaryLine, ...]:
    return (SummaryLine(part, "as it is", repr(values)),)


def alone(part: str, everybody: list[tuple[SummaryLine, ...]]) -> int:
    """Return how many have a line of the part that fits nobody else."""
    return sum(
        any(
            line.is_unique and line.part == part
            for line in shared_lines(lines, [*everybody[:at], *everybody[at + 1 :]])
        )
        for at, lines in enumerate(everybody)
    )
