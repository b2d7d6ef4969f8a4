"""A release from the record to the files: prepared, looked at, approved, written, in the ledger."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.document import PreviewPage
from exports.occasion import Occasion
from exports.release import (
    Check,
    Release,
    WrittenRelease,
    prepare_client_summary,
    prepare_service_report,
    withdraw,
    write_release,
)
from session_forms.texts import N_
from session_forms.texts import translate as _
from therapist_app import __version__
from therapist_app.record import clients, export_key, pseudonyms, recipients, releases
from therapist_app.record.errors import RecordError
from therapist_app.record.model import Release as LedgerEntry
from therapist_app.workflows.case_files import (
    agreed_clients,
    case_file,
    months_of,
    names_of_others,
)
from therapist_app.workflows.desk import Desk

Kind = Literal["client_summary", "service_report"]
PROFILES: dict[Kind, str] = {"client_summary": "single-case", "service_report": "internal-review"}
OWN_LEAD = N_("Clinical lead")
STAYS_HERE = (
    N_("Names, contacts, dates of birth"),
    N_("Exact dates"),
    N_("Notes and every free text"),
    N_("Goals in clients' words"),
    N_("Names of therapists"),
)


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A client whose summary can be released."""

    client_id: str
    code: str


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What can be chosen on the outcomes screen."""

    recipients: tuple[str, ...]
    clients: tuple[ClientChoice, ...]
    agreed: int
    caseloads: str


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What is to be released, and for whom."""

    kind: Kind
    recipient: str
    purpose: str
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release as it will leave, before anybody approved it."""

    request: ReleaseRequest
    occasion: Occasion
    release: Release

    @property
    def pages(self) -> tuple[PreviewPage, ...]:
        """Everything that will leave, as pages."""
        return self.release.preview

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was made sure of."""
        return self.release.checks

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files in the package."""
        return tuple(self.release.files)

    @property
    def stays_here(self) -> tuple[str, ...]:
        """What never leaves."""
        return tuple(_(each) for each in STAYS_HERE)


def choices(desk: Desk) -> ExportChoices:
    """Return what can be chosen on the outcomes screen."""
    known = [each.name for each in recipients.all_recipients(desk.service)]
    rows = clients.list_rows(desk.caseload, places=range(clients.count(desk.caseload)))
    everybody = len(desk.vault.header.caseloads)
    return ExportChoices(
        recipients=(_(OWN_LEAD), *(each for each in known if each != _(OWN_LEAD))),
        clients=tuple(ClientChoice(row.id, row.code) for row in rows if row.last_plan),
        agreed=len(agreed_clients(desk)),
        caseloads=_("{open} of {all} caseloads").format(open=1, all=everybody),
    )


def prepare(desk: Desk, request: ReleaseRequest) -> Prepared:
    """Return the release as it will leave. Nothing is written.

    Raises:
        ExportError: There is nothing to export, or an identifier stands in a finished file.

    """
    client_ids = (request.client_id,) if request.client_id else agreed_clients(desk)
    occasion = _occasion(desk, request, client_ids)
    files = tuple(case_file(desk, each) for each in client_ids)

    def pseudonym(client_id: str) -> str:
        return pseudonyms.pseudonym_for(desk.service, client_id, request.recipient, request.purpose)

    if request.kind == "client_summary":
        release = prepare_client_summary(
            files[0], occasion, pseudonym=pseudonym, forms=desk.forms, programme=desk.programme
        )
    else:
        release = prepare_service_report(
            files, occasion, pseudonym=pseudonym, forms=desk.forms, programme=desk.programme
        )
    return Prepared(request, occasion, release)


def approve(desk: Desk, prepared: Prepared, folder: Path) -> WrittenRelease:
    """Sign, seal and write the release, and enter it in the ledger: all of it or nothing.

    Raises:
        ExportError: The files could not be put there; nothing was left behind.
        RecordError: The ledger could not take the entry; the files were removed again.

    """
    recipient = recipients.load(desk.service, prepared.request.recipient)
    written = write_release(
        folder,
        prepared.release,
        lambda data: export_key.sign(desk.service, data),
        public_key=export_key.public(desk.service),
        recipient_key=recipient.age_key if recipient else "",
    )
    try:
        _enter(desk, prepared)
    except RecordError:
        withdraw(written)
        raise
    return written


def _enter(desk: Desk, prepared: Prepared) -> None:
    release = prepared.release
    entry = LedgerEntry(
        id=release.id,
        profile=release.profile,
        recipient=release.recipient,
        purpose=prepared.request.purpose,
        made_at=desk.now(),
        approved_by=desk.vault.person.name,
        manifest=release.manifest.decode(),
        unprotected=json.dumps({"tables_hash": release.tables_hash}),
    )
    with desk.service.change("released", f"release:{release.id}", (release.profile,)):
        releases.add(desk.service, entry)


def _occasion(desk: Desk, request: ReleaseRequest, client_ids: tuple[str, ...]) -> Occasion:
    first, last = months_of(desk, client_ids)
    month = desk.now().strftime("%Y-%m")
    return Occasion(
        release_id=f"R-{month}-{desk.service.new_id()[:8].upper()}",
        profile=PROFILES[request.kind],
        recipient=request.recipient,
        purpose=request.purpose,
        month=month,
        first_month=first,
        last_month=last,
        app_version=__version__,
        practice=desk.practice,
        caseloads_open=1,
        caseloads_all=len(desk.vault.header.caseloads),
        staff_names=_staff_names(desk, request, client_ids),
    )


def _staff_names(
    desk: Desk, request: ReleaseRequest, client_ids: tuple[str, ...]
) -> tuple[str, ...]:
    """Return who works here or rated or agreed, but for the recipient, who is named on purpose."""
    others = names_of_others(desk, client_ids)
    recipient = request.recipient.strip().casefold()
    named = [each for each in others if each.strip().casefold() != recipient]
    return (*(each.name for each in desk.vault.header.people), *named)
