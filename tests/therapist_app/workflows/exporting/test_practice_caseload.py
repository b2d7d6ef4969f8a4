"""What a summary tells of practice clients beside their caseload: order and bands, not weeks."""

from pathlib import Path

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.reports.summary_lines import Line, SummaryContent, lines_of, shared_lines
from exports.reports.summary_parts import parts_for
from tests.exports.reports.test_summary_lines import (
    test_bands_and_order_fit_others_where_weeks_and_minutes_fit_nobody as the_sample,
)
from tests.support.sampling import beyond
from tests.support.workflows.workspaces import open_workplace
from therapist_app.practice.setting_up import populate
from therapist_app.record.clients import clients
from therapist_app.workflows.exporting.course_files import course_file

CLIENTS = 40


@beyond(the_sample)
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


def _line(part: str, values: object) -> tuple[Line, ...]:
    return (Line(part, "as it is", repr(values)),)


def alone(part: str, everybody: list[tuple[Line, ...]]) -> int:
    """Return how many have a line of the part that fits nobody else."""
    return sum(
        any(
            line.is_unique and line.part == part
            for line in shared_lines(lines, [*everybody[:at], *everybody[at + 1 :]])
        )
        for at, lines in enumerate(everybody)
    )
