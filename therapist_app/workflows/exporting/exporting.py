"""A release from the record to the files: prepared, looked at, approved, written, in the ledger."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import NamedTuple

from exports.case.casefile import CaseFile
from exports.case.pseudonymise import ExportContext
from exports.client_summary.summary_lines import SharedLine
from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import ExportError, LeakHit, NotForExport
from exports.occasion import Occasion
from exports.package.package import DESCRIPTION
from exports.package.release import (
    PreparedRelease,
    WrittenRelease,
    prepare_client_summary,
    prepare_service_report,
    withdraw,
    write_release,
)
from exports.purposes import PURPOSES
from exports.quarters import Quarter
from programme.definition.definition import Programme
from session_forms.words.texts import N_, NP_, _
from therapist_app import __version__
from therapist_app.record.clients import clients
from therapist_app.record.errors import RecordError
from therapist_app.record.keyring.second_approval import others
from therapist_app.record.service import export_keys, record_keys, releases, service_keys
from therapist_app.record.service_model import Release as LedgerEntry
from therapist_app.workflows.exporting.before_closing import QuarterAhead, quarter_ahead
from therapist_app.workflows.exporting.case_files import (
    case_file,
    identifying_files,
    names_of_others,
)
from therapist_app.workflows.exporting.comparing import (
    compare_where_read,
    compare_with_caseload,
)
from therapist_app.workflows.exporting.course_files import agreed_clients, has_agreed, last_month_of
from therapist_app.workflows.exporting.earlier_releases import (
    EarlierRelease,
    earlier_releases,
    note_place,
)
from therapist_app.workflows.exporting.keeping_recipients import (
    RecipientLine,
    key_of_recipient,
    pseudonym_of,
    recipient_lines,
)
from therapist_app.workflows.exporting.leaks_found import Marks
from therapist_app.workflows.exporting.quarters import (
    QuarterChoice,
    closed_quarters,
    given,
    given_before,
    quarter_to_close,
)
from therapist_app.workflows.exporting.readers import (
    OUTSIDE,
    WITHIN,
    Kind,
    check_readers,
    is_of_one_client,
    reader_profile,
    require_second_approval,
)
from therapist_app.workflows.exporting.report_questions import asked_before
from therapist_app.workflows.exporting.under_way import ReadingProgress, unwatched
from therapist_app.workflows.forms.outdated_releases import mark_of
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.workspace import Workspace

STAYS_HERE = (
    N_("Names, contacts, dates of birth"),
    NP_("what does not leave", "Exact dates"),
    N_("Notes and every free text"),
    N_("Goals in clients' words"),
    N_("Names of therapists"),
)
NOBODY_ELSE = N_(
    "Figures that leave the service are approved by two people. There is nobody else in this "
    "service: add a person first."
)
NOT_DECIDED = N_(
    "It is not decided whether a figure of this report could be worked out, so two people would "
    "have to approve it. There is nobody else in this service: add a person first."
)


class ClientChoice(NamedTuple):
    """A client whose summary can be released; of thousands each is made when a page opens."""

    client_id: str
    code: str


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What can be chosen on the outcomes screen.

    Attributes:
        recipients: Everybody who is known; to some nothing can be released yet.
        earlier: What left before, the newest first, and can be issued again.
        quarters: The closed quarters that a report can be made of, the newest first.
        ahead: The quarter that can be closed now, and what it would count; None while none can.
        agreed: How many of one's own clients agreed that their figures are used; None where it
            was not counted.
        needed: The least number of clients of all caseloads that a report is made of.
        caseloads: How many caseloads the service has, counted as one where it has none.
        courses: Id and title of each course that a report can be of, the one in use first.
        has_clients: Whether there can be summaries, and a quarter to close; else reports alone.

    """

    recipients: tuple[RecipientLine, ...]
    earlier: tuple[EarlierRelease, ...]
    quarters: tuple[QuarterChoice, ...]
    ahead: QuarterAhead | None
    agreed: int | None
    needed: int
    caseloads: int
    courses: tuple[tuple[str, str], ...] = ()
    has_clients: bool = True


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What is to be released, and for whom.

    Attributes:
        recipient: The name under which they stand in the record.
        purpose: An id of `PURPOSES`.
        client_id: Whose summary it is.
        quarter: The closed quarter that a report is made of, as 2026-Q3.
        replaces: The id of the earlier release, to the same recipient, that it takes the place of.
        left_out: The parts of a client's summary that the person leaves out, by id.
        course: The id of the course that a report is of; empty for the one in use.

    """

    kind: Kind
    recipient: str
    purpose: str
    client_id: str | None = None
    quarter: str = ""
    replaces: str = ""
    left_out: tuple[str, ...] = ()
    course: str = ""

    @property
    def action(self) -> str:
        """What somebody must be allowed to do to release it, by the table of permissions."""
        is_of_client = self.client_id is not None or is_of_one_client(self.kind)
        return "export_outcomes" if is_of_client else "make_report"

    @property
    def profile(self) -> str:
        """For which readers it is."""
        return reader_profile(self.kind, self.recipient, self.purpose)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release as it will leave, before anybody approved it.

    Attributes:
        shown: The ids of the caseloads that a report is of.
        shared: How many of the open caseload show the same as each line of a client's summary;
            None before it was compared with so many who had to be read first.

    """

    request: ReleaseRequest
    occasion: Occasion
    release: PreparedRelease
    shown: tuple[str, ...] = ()
    shared: tuple[SharedLine, ...] | None = ()

    @property
    def needs_second(self) -> bool:
        """Whether two people approve it: it leaves the service, or the attack is not decided."""
        is_outside = OUTSIDE in {self.release.profile, self.request.profile}
        return is_outside or not self.release.is_decided


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one caseload gives to a release."""

    files: tuple[CaseFile, ...]
    names: tuple[str, ...]


def choices(workspace: Workspace, *, of_client: bool = False) -> ExportChoices:
    """Return what can be chosen on the outcomes screen.

    A summary is of a client who is being worked with; a report is of the figures that each
    caseload gave. So a lead without clients makes reports, and closes no quarter.

    Args:
        workspace: Whose screen it is.
        of_client: Only what a summary of one client needs: nobody is counted, and no quarter is
            looked at that could be closed.

    Raises:
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, "make_report")
    has_clients = may(workspace.vault, "export_outcomes")
    to_close = quarter_to_close(workspace) if has_clients and not of_client else None
    return ExportChoices(
        recipients=recipient_lines(workspace),
        earlier=earlier_releases(workspace),
        quarters=closed_quarters(workspace),
        ahead=quarter_ahead(workspace, to_close) if to_close else None,
        agreed=None if of_client else _agreed(workspace),
        needed=READER_PROFILES[WITHIN].people_from,
        caseloads=max(len(workspace.vault.header.caseloads), 1),
        courses=tuple((each.id, each.title) for each in workspace.courses),
        has_clients=has_clients,
    )


def _agreed(workspace: Workspace) -> int:
    """Return how many of one's own clients agreed that their figures are used."""
    return sum(len(agreed_clients(each)) for each in _workspaces(workspace))


def summary_choices(workspace: Workspace, client_id: str | None = None) -> tuple[ClientChoice, ...]:
    """Return the clients whose summary can be released, by code: those with a session held.

    Of a single client it is that one, or nobody.

    Raises:
        NoCaseload: The person signed in keeps no clients.

    """
    require(workspace.vault, "export_outcomes")
    return tuple(map(ClientChoice._make, clients.met(workspace.caseload, client_id)))


def prepare(
    workspace: Workspace, request: ReleaseRequest, under_way: ReadingProgress | None = None
) -> Prepared:
    """Return the release as it will leave. Nothing is written.

    A summary that would wait for many others to be read is returned before it is `compared`.

    Raises:
        Stopped: Somebody stopped it on the way.
        ExportError: There is nothing to export, the client did not agree, an identifier stands
            in a finished file, or nothing can be released to the recipient or for the purpose.
        NoCaseload: It is of one client, and they keep none.
        NotForExport: Their role does not allow it.

    """
    _check_request(workspace, request)
    if request.client_id is not None:
        prepared = _summary(workspace, request, request.client_id)
    else:
        prepared = _report(workspace, request, under_way or unwatched())
    if prepared.needs_second and not _has_others(workspace):
        raise NotForExport(_(NOT_DECIDED))
    return prepared


def _check_request(workspace: Workspace, request: ReleaseRequest) -> None:
    """Refuse what the person may not release, or nobody may, before anything of it is read."""
    require(workspace.vault, request.action)
    if request.purpose not in PURPOSES:
        raise NotForExport(_("Choose from the list what it is for."))
    if request.profile == OUTSIDE and not _has_others(workspace):
        raise NotForExport(_(NOBODY_ELSE))
    if (request.client_id is not None) != is_of_one_client(request.kind):
        raise ValueError("a summary is of one client, and a report of none")
    key_of_recipient(workspace, request.recipient)
    _check_replaced(workspace, request)


def _has_others(workspace: Workspace) -> bool:
    return bool(others(workspace.vault.header, workspace.vault.person.uid))


def _summary(workspace: Workspace, request: ReleaseRequest, client_id: str) -> Prepared:
    """Return what leaves about one client, who agreed to it."""
    file = case_file(workspace, client_id)
    gathered = [_Gathered((file,), names_of_others(workspace, (client_id,)))]
    if not has_agreed(workspace, client_id):
        raise NotForExport(
            _(
                "The client has not agreed that figures without a name are used: ask first, "
                "and write down under “Data rights” what was decided."
            )
        )
    programme = workspace.course(workspace.programme_for(client_id).id)
    occasion = _occasion(workspace, request, gathered, last_month_of(workspace, client_id))
    release = prepare_client_summary(file, occasion, _context(workspace, request, programme))
    shared = compare_where_read(workspace, client_id, request.purpose, request.left_out)
    return Prepared(request, occasion, release, shared=shared)


def compared(workspace: Workspace, prepared: Prepared, stop: Event) -> Prepared:
    """Return a client's summary with how many show the same, once others were read.

    Where it was stopped on the way, nobody is told to.
    """
    request = prepared.request
    assert request.client_id is not None
    shared = compare_with_caseload(
        workspace, request.client_id, request.purpose, request.left_out, stop
    )
    return replace(prepared, shared=shared)


def _report(workspace: Workspace, request: ReleaseRequest, watched: ReadingProgress) -> Prepared:
    """Return what leaves about all who agreed, from the figures that each caseload gave."""
    quarter = _closed(workspace, request.quarter)
    gathered = [_identified(caseload, watched) for caseload in _workspaces(workspace)]
    programme = workspace.course(request.course)
    found = given(workspace, quarter, programme.id)
    earlier = given_before(workspace, quarter, programme.id)
    occasion = replace(
        _occasion(workspace, request, gathered, quarter.last_month),
        caseloads_open=len(found.shown),
        caseloads_standing=found.standing,
        course=programme.title if len(workspace.courses) > 1 else "",
        asked_before=asked_before(workspace, quarter, programme.id),
    )
    files = tuple(file for part in gathered for file in part.files)
    context = _context(workspace, request, programme)
    release = prepare_service_report(found.caseloads, files, occasion, context, earlier)
    return Prepared(request, occasion, release, found.shown)


def _context(workspace: Workspace, request: ReleaseRequest, programme: Programme) -> ExportContext:
    def pseudonym(client_id: str) -> str:
        return pseudonym_of(workspace, client_id, request.recipient, request.purpose)

    keys = record_keys.record_keys(workspace.service)
    return ExportContext(pseudonym, keys, workspace.forms, programme)


def _check_replaced(workspace: Workspace, request: ReleaseRequest) -> None:
    """Refuse to put a release in the place of one that was not of the same kind for the same.

    Raises:
        NotForExport: It would be in the place of another recipient's, or of another kind.

    """
    course = "" if request.client_id else workspace.course(request.course).id
    quarter = "" if request.client_id else request.quarter
    wanted = (request.recipient, request.profile, course, quarter)
    known = [each for each in earlier_releases(workspace) if each.id == request.replaces]
    if request.replaces and not any(
        (each.recipient, each.profile, each.course, each.quarter) == wanted for each in known
    ):
        raise NotForExport(
            _("It can take the place only of an earlier export of the same kind to the same.")
        )


def _closed(workspace: Workspace, name: str) -> Quarter:
    """Return the closed quarter of a name.

    Raises:
        NotForExport: No quarter of that name was closed.

    """
    known = {each.quarter.name: each.quarter for each in closed_quarters(workspace)}
    if name not in known:
        raise NotForExport(_("A report is made of a quarter that was closed: close it first."))
    return known[name]


def approve(workspace: Workspace, prepared: Prepared, folder: Path) -> WrittenRelease:
    """Sign, seal and write the release, with an entry in the ledger: all of it or nothing.

    The ledger knows of it as begun before the first byte is written, so that it never lags behind
    what may have left; what is cut off in between, `settle_releases` settles.

    Raises:
        ExportError: The files could not be put there, or the recipient's key is not compared;
            nothing was left behind.
        RecordError: The ledger could not be told; the files are not there, or were removed again.
        NoCaseload: It is of one client, and they keep none.
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, prepared.request.action)
    if prepared.needs_second:
        raise NotForExport(_("A second person must approve this before it is saved."))
    entry = _entry(workspace, prepared, folder)
    return write_approved(workspace, prepared.release, entry, folder)


def write_approved(
    workspace: Workspace, release: PreparedRelease, entry: LedgerEntry, folder: Path
) -> WrittenRelease:
    """Sign, seal and write what was approved, with its entry in the ledger: all or nothing.

    Raises:
        ExportError: As for `approve`.
        RecordError: As for `approve`.

    """
    recipient = entry.recipient
    check_readers(entry.profile, recipient, entry.purpose)
    require_second_approval(entry.profile, entry.second_by)
    recipient_key = key_of_recipient(workspace, recipient)
    releases.add(workspace.service, entry)
    try:
        written = write_release(
            folder,
            release,
            partial(service_keys.sign_export, workspace.service, recipient),
            public_key=service_keys.export_public_key(workspace.service, recipient),
            recipient_key=recipient_key,
            changes=export_keys.export_key_changes(workspace.service, recipient),
        )
    except (ExportError, RecordError):
        with suppress(RecordError):  # it stays begun, and is settled at the next sign-in
            releases.take_back(workspace.service, entry)
        raise
    try:
        releases.settle(workspace.service, entry, "released")
    except RecordError:
        withdraw(written)
        raise
    with suppress(RecordError):  # it left; that the next begins elsewhere is no reason to fail
        note_place(workspace, folder)
    return written


def facts_for_ledger(workspace: Workspace, prepared: Prepared) -> str:
    """Return what the ledger keeps of a release besides: of whom it is, and from which forms."""
    request = prepared.request
    described = json.loads(prepared.release.files[DESCRIPTION])
    of_course = described["programme"]["id"]
    facts = {
        "tables_hash": prepared.release.tables_hash,
        "audit": "proved" if prepared.release.is_decided else "not decided",
        "quarter": request.quarter,
        "course": "" if request.client_id else of_course,
        "caseloads": prepared.shown,
        "client": mark_of(workspace, request.client_id) if request.client_id else "",
        "forms": sorted({each["id"] for each in described["forms"]}),
        "until": prepared.occasion.last_month,
        "questions": [[each.figure, each.value] for each in prepared.release.questions],
    }
    return json.dumps(facts)


def _entry(workspace: Workspace, prepared: Prepared, folder: Path) -> LedgerEntry:
    release = prepared.release
    return LedgerEntry(
        id=release.id,
        profile=release.profile,
        recipient=prepared.request.recipient,
        purpose=prepared.request.purpose,
        made_at=workspace.now(),
        approved_by=workspace.vault.person.name,
        manifest=release.manifest.decode(),
        unprotected=facts_for_ledger(workspace, prepared),
        standing="begun",
        place=str(folder.absolute()),
        reissue_of=prepared.request.replaces,
    )


def _workspaces(workspace: Workspace) -> Iterator[Workspace]:
    """Yield the workspace over each caseload that the person signed in may open."""
    for each in workspace.vault.caseload_choices():
        yield replace(workspace, beside=workspace.vault.open_caseload(each.id))


def _identified(workspace: Workspace, under_way: ReadingProgress) -> _Gathered:
    """Return what a report of the caseload in use is searched for; its figures were given."""
    agreed = agreed_clients(workspace)
    under_way.expect(len(agreed))
    files = tuple(under_way.each(identifying_files(workspace, agreed)))
    return _Gathered(files, names_of_others(workspace, agreed))


def _occasion(
    workspace: Workspace,
    request: ReleaseRequest,
    gathered: Sequence[_Gathered],
    last_month: str,
) -> Occasion:
    month = workspace.now().strftime("%Y-%m")
    return Occasion(
        release_id=f"R-{month}-{workspace.service.new_id()[:8].upper()}",
        profile=request.profile,
        recipient=recipient_in_words(request.recipient),
        purpose=request.purpose,
        replaces=request.replaces,
        month=month,
        last_month=last_month,
        app_version=__version__,
        practice=workspace.practice,
        caseloads_open=1 if request.client_id else len(gathered),
        caseloads_all=len(workspace.vault.header.caseloads),
        staff_names=_staff_names(workspace, gathered),
        left_out=request.left_out,
        is_no_identifier=_marks(workspace, request).is_marked,
    )


def mark_no_identifier(workspace: Workspace, request: ReleaseRequest, hit: LeakHit) -> None:
    """Mark a word that a release was refused for as no identifier, for that release alone.

    For readers outside it counts once two people have marked it. The audit notes who did, and no
    word.

    Raises:
        NoCaseload: It is of one client, and they keep none.
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, request.action)
    _marks(workspace, request).mark(hit)


def _marks(workspace: Workspace, request: ReleaseRequest) -> Marks:
    month = workspace.now().strftime("%Y-%m")
    return Marks(
        workspace,
        request.profile,
        request.recipient,
        request.purpose,
        release=" ".join((request.kind, request.client_id or request.quarter, month)),
    )


def _staff_names(workspace: Workspace, gathered: Sequence[_Gathered]) -> tuple[str, ...]:
    """Return who works here or rated or agreed."""
    others = sorted({name for each in gathered for name in each.names})
    return (*(each.name for each in workspace.vault.header.people), *others)
