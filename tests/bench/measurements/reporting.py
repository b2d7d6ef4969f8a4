"""From a crowded record to a report of all its clients, and to the summary of one."""

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from threading import Event

from exports.case.leak_search import identifiers_of, search
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.errors import NotForExport
from exports.reports.service_report import forms_counted, tabulated
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.record.service import record_keys
from therapist_app.workflows.exporting.case_files import identifying_files
from therapist_app.workflows.exporting.comparing import _COMPARED, read_beforehand
from therapist_app.workflows.exporting.course_files import agreed_clients, course_files
from therapist_app.workflows.exporting.exporting import (
    NOT_DECIDED,
    ReleaseRequest,
    compared,
    prepare,
)
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.quarters import close_quarter, quarter_to_close
from therapist_app.workflows.workspace import Workspace

A_CLIENT = Budget(3)
A_SUMMARY = Budget(200)
A_COMPARISON = Budget(2_000)
"""What is read once a sign-in, while somebody chooses what a summary is for, or looks at it."""
A_REPORT = Budget(60_000)
A_SEARCH = {400: Budget(2_000), 4_000: Budget(10_000)}
"""How long finished files may be searched for what identifies so many clients."""
SOME = 100
ROUNDS = 5
_FORMS_OF = "SELECT * FROM filled_forms WHERE client_id IN (SELECT value FROM json_each(?))"
_ALL_FORMS = "SELECT answers FROM filled_forms NOT INDEXED WHERE id >= ? AND id < ?"


def summary_lines(place: Place) -> Iterator[Line]:
    """Prepare the first summary of a sign-in, and tell with whom each of its lines is shared.

    Cold: nobody was read yet, and it is shown before it is compared. Then the same after others
    were read while somebody chose what it is for, and one of another client. The floor reads the
    forms of a hundred of them, bare.
    """
    at = place.workplace
    workspace, (whose, another, *_) = at.workspace, at.crowd.dozen
    everybody = agreed_clients(workspace)

    def bare(_number: int) -> Span:
        return _bare(workspace, everybody[:SOME])

    def beforehand(_number: int) -> Span:
        _COMPARED.clear()  # as after signing in
        return _in_a_job(lambda: read_beforehand(workspace, whose, Event()))

    def cold(_number: int) -> Span:
        _COMPARED.clear()
        return summary(whose)

    def with_others(_number: int) -> Span:
        _COMPARED.clear()
        shown = prepare(workspace, request(whose))
        return _in_a_job(lambda: compared(workspace, shown, Event()))

    def first(_number: int) -> Span:
        beforehand(_number)
        return summary(whose)

    def later(_number: int) -> Span:
        return summary(another)

    def request(client_id: str) -> ReleaseRequest:
        return ReleaseRequest("client_summary", OWN_LEAD, "clinical_lead", client_id)

    def summary(client_id: str) -> Span:
        return _in_a_job(lambda: prepare(workspace, request(client_id)))

    lines = {
        "client summary shown, nobody read": (A_SUMMARY, cold),
        "client summary compared, nobody read": (A_COMPARISON, with_others),
        "whom a summary is compared with": (A_COMPARISON, beforehand),
        "client summary, in all": (A_SUMMARY, first),
        "client summary, a later one": (A_SUMMARY, later),
    }
    for name, (budget, ours) in lines.items():
        yield Line(name, budget, *alternate(bare, ours, ROUNDS))


def report_lines(place: Place) -> Iterator[Line]:
    """Read, count and search some clients; then close a quarter and report on everybody.

    The floor reads their forms, bare.
    """
    workspace = place.workplace.workspace
    agreed = agreed_clients(workspace)
    step = max(1, len(agreed) // (2 * ROUNDS * SOME))
    groups = [agreed[first :: 2 * ROUNDS * step][:SOME] for first in range(2 * ROUNDS)]
    forms, programme = workspace.forms, workspace.programme
    counted = forms_counted(forms, programme)
    keys = record_keys.record_keys(workspace.service)
    context = ExportContext(lambda _client_id: "", keys, forms, programme)

    def reading(number: int) -> Span:
        group = groups[number]
        files = course_files(workspace, group, form_ids=counted)
        return timed(lambda: [pseudonymise(each, context) for each in files]).shared(len(group))

    def counting(number: int) -> Span:
        files = course_files(workspace, groups[number], form_ids=counted)
        cases = [pseudonymise(each, context) for each in files]
        return timed(lambda: tabulated(cases, forms=forms, programme=programme)).shared(len(cases))

    def searching(number: int) -> Span:
        group = groups[number]
        return timed(lambda: list(identifying_files(workspace, group))).shared(len(group))

    def bare(number: int) -> Span:
        group = groups[ROUNDS + number]
        return _bare(workspace, group).shared(len(group))

    yield Line("course of a client read", A_CLIENT, *alternate(bare, reading, ROUNDS))
    yield Line("course of a client counted", A_CLIENT, *alternate(bare, counting, ROUNDS))
    yield Line("texts of a client read", A_CLIENT, *alternate(bare, searching, ROUNDS))
    made: list[Mapping[str, bytes]] = []
    whole = _in_a_job(lambda: made.append(_closed_and_told(workspace)))
    yield Line(f"report of {len(agreed)} clients", A_REPORT, [_whole_table(workspace)], [whole])
    for clients, budget in A_SEARCH.items():
        some = agreed[:clients]
        if len(some) == clients and made[0]:
            floor = _bare(workspace, some)
            taken = timed(partial(_searched, workspace, some, made[0]))
            yield Line(f"leak search for {clients} clients", budget, [floor], [taken])


def _searched(workspace: Workspace, some: Sequence[str], files: Mapping[str, bytes]) -> None:
    """Read all that identifies some clients, and search finished files for it."""
    list(search(files, identifiers_of(identifying_files(workspace, some))))


def _in_a_job(work: Callable[[], object]) -> Span:
    """Return how long work takes while nothing is collected, as in a job of the window."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return timed(work)
    finally:
        if was_on:
            gc.enable()


def _closed_and_told(workspace: Workspace) -> Mapping[str, bytes]:
    """Return the finished files; none where nobody decided whether they can be."""
    quarter = quarter_to_close(workspace)
    assert quarter is not None
    close_quarter(workspace, quarter)
    request = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead", quarter=quarter.name)
    try:
        return prepare(workspace, request).release.files
    except NotForExport as refused:  # last of all: there is nobody else here to approve it
        if str(refused) != NOT_DECIDED:
            raise
        return {}


def _bare(workspace: Workspace, client_ids: Sequence[str]) -> Span:
    wanted = (json.dumps(client_ids),)
    return timed(lambda: workspace.caseload.rows(_FORMS_OF, wanted))


def _whole_table(workspace: Workspace) -> Span:
    return timed(lambda: workspace.caseload.rows(_ALL_FORMS, ("", "g")))
