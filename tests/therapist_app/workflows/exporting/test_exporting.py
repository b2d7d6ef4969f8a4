"""A release from the record to the files and the ledger."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from exports.errors import FilesNotWritten, NotForExport, NothingToExport
from exports.leaks.finished_texts import pieces_of
from exports.package.sealing import fingerprint, new_age_key
from exports.package.verification import verify_package
from tests.support.workflows.own_identity import newest_own_identity
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.record.errors import CannotWrite
from therapist_app.record.model import Client
from therapist_app.record.service import releases, service_keys
from therapist_app.record.service_model import Release as LedgerEntry
from therapist_app.workflows.course.consenting import PaperConsent, write_down
from therapist_app.workflows.exporting import exporting
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.exporting.exporting import (
    ReleaseRequest,
    approve,
    choices,
    prepare,
)
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
    note_compared,
)
from therapist_app.workflows.exporting.quarters import close_quarter, quarter_to_close
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import end_session

REPORT = ReleaseRequest("service_report", OWN_LEAD, "clinical_lead")


def know(work: Workplace, name: str) -> str:
    """Enter a recipient, compare their key, and return what opens what is sealed for them."""
    public, identity = new_age_key()
    enter_recipient(work.workspace, name, public)
    note_compared(work.workspace, name)
    return identity


def opens(work: Workplace) -> str:
    """Return what opens a release for the lead of this service."""
    return newest_own_identity(work.workspace)


def summary_of(client: Client) -> ReleaseRequest:
    return ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)


def hold_first(work: Workplace, use: str, *, name: str = "") -> Client:
    new = NewClient(anonymity="named" if name else "code_only", name=name, age_band="25-34")
    client = add_client(work.workspace, new)
    appointment = work.start(client, "S01")
    answers = {"signed": True, "pseudonymised_use": use, "contact_rules": "by letter only please"}
    work.fill(client, "agreement", answers, appointment)
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)} | {"q9": 1}, appointment)
    end_session(work.workspace, appointment, "finished")
    return client


def test_a_report_of_one_client_and_a_summary_of_none_are_no_releases(work: Workplace) -> None:
    summary = summary_of(work.add_client())

    for request in (replace(summary, client_id=None), replace(summary, kind="service_report")):
        with pytest.raises(ValueError, match="a summary is of one client"):
            prepare(work.workspace, request)


def test_who_declined_or_was_not_asked_is_in_no_report(work: Workplace) -> None:
    agreed = hold_first(work, "agreed")
    hold_first(work, "declined")
    work.add_client()

    assert agreed_clients(work.workspace) == (agreed.id,)
    assert choices(work.workspace).agreed == 1


def test_a_report_over_nobody_is_refused(work: Workplace) -> None:
    hold_first(work, "declined")
    quarter = quarter_to_close(work.workspace)
    assert quarter is not None
    close_quarter(work.workspace, quarter)

    with pytest.raises(NothingToExport):
        prepare(work.workspace, replace(REPORT, quarter=quarter.name))


def test_an_approved_release_is_written_verified_and_in_the_ledger(
    work: Workplace, tmp_path: Path
) -> None:
    client = hold_first(work, "agreed")
    prepared = prepare(work.workspace, summary_of(client))

    written = approve(work.workspace, prepared, tmp_path)

    service = work.workspace.service
    known = {fingerprint(service_keys.export_public_key(service, OWN_LEAD))}
    found = verify_package(written.container, identity=opens(work), known_signers=known)
    assert found.release_id == prepared.release.id
    [entry] = releases.all_releases(work.workspace.service)
    assert entry.id == prepared.release.id
    assert json.loads(entry.manifest) == json.loads(prepared.release.manifest)


def test_a_release_that_cannot_be_written_leaves_no_ledger_entry(
    work: Workplace, tmp_path: Path
) -> None:
    client = hold_first(work, "agreed")
    prepared = prepare(work.workspace, summary_of(client))
    (tmp_path / prepared.release.id).mkdir()

    with pytest.raises(FilesNotWritten):
        approve(work.workspace, prepared, tmp_path)

    assert releases.all_releases(work.workspace.service) == ()


def refuse(*_given: object) -> None:
    raise CannotWrite


def test_the_ledger_tells_of_a_release_before_the_first_byte_is_written(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []
    write = exporting.write_release

    def watched(*given: Any, **more: Any) -> object:
        seen.extend((each.id, each.standing) for each in ledger(work))
        return write(*given, **more)

    client = hold_first(work, "agreed")
    prepared = prepare(work.workspace, summary_of(client))
    monkeypatch.setattr(exporting, "write_release", watched)

    approve(work.workspace, prepared, tmp_path)

    assert seen == [(prepared.release.id, "begun")]
    assert [(each.standing, each.place) for each in ledger(work)] == [("released", "")]
    told = [
        each for each in audit.entries(work.workspace.service) if each.action.startswith("release")
    ]
    assert [(each.action, each.is_signed) for each in told] == [
        ("release_begun", True),
        ("released", True),
    ]


def test_a_ledger_that_cannot_take_the_entry_leaves_no_file(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = hold_first(work, "agreed")
    prepared = prepare(work.workspace, summary_of(client))
    out = tmp_path / "out"
    out.mkdir()

    for name in ("add", "settle"):
        monkeypatch.setattr(exporting.releases, name, refuse)
        with pytest.raises(CannotWrite):
            approve(work.workspace, prepared, out)
        monkeypatch.undo()

        assert list(out.iterdir()) == []

    assert [each.standing for each in ledger(work)] == ["begun"]


def test_what_could_be_neither_written_nor_taken_back_stays_begun(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = hold_first(work, "agreed")
    prepared = prepare(work.workspace, summary_of(client))
    monkeypatch.setattr(exporting.releases, "take_back", refuse)

    with pytest.raises(FilesNotWritten):
        approve(work.workspace, prepared, tmp_path / "nowhere")

    assert [each.standing for each in ledger(work)] == ["begun"]


def ledger(work: Workplace) -> tuple[LedgerEntry, ...]:
    return releases.all_releases(work.workspace.service)


def test_a_summary_needs_the_agreement_that_the_report_asks_for(work: Workplace) -> None:
    client = hold_first(work, "declined")
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    with pytest.raises(NotForExport, match="has not agreed"):
        prepare(work.workspace, request)

    at = work.workspace.now() + timedelta(seconds=1)
    given = PaperConsent("figures_used", "leaflet", "1", "given", "signed_paper", at)
    write_down(work.workspace, client.id, given)
    assert prepare(work.workspace, request).release.files


def test_two_recipients_get_different_pseudonyms_and_one_keeps_theirs(work: Workplace) -> None:
    client = hold_first(work, "agreed")

    know(work, "University")

    def chip(recipient: str) -> str:
        request = ReleaseRequest("client_summary", recipient, "supervision", client.id)
        files = prepare(work.workspace, request).release.files
        return json.loads(files["datapackage.json"])["title"] + files["README.txt"].decode()[:400]

    assert chip(OWN_LEAD) != chip("University")


def test_no_name_code_note_or_day_stands_in_any_file(work: Workplace) -> None:
    client = hold_first(work, "agreed", name="Wilhelmina Quastenberg")
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    files = prepare(work.workspace, request).release.files

    text = "\n".join(each.text for each in pieces_of(files))
    for hidden in ("Quastenberg", client.code, client.id, "by letter only", "2026-03-02"):
        assert hidden not in text


@pytest.mark.parametrize("recipient", ["Team of Quastenberg", "Clinical lead"])
def test_a_recipient_may_be_called_as_a_client_or_a_colleague_is(
    work: Workplace, recipient: str
) -> None:
    client = hold_first(work, "agreed", name="Wilhelmina Quastenberg")
    vault = work.workspace.vault
    ana = vault.header.person(vault.person.uid)
    assert ana is not None
    vault.header = vault.header.with_person(replace(ana, name="Clara Lead"))
    if recipient != OWN_LEAD:
        know(work, recipient)
    request = ReleaseRequest("client_summary", recipient, "transfer", client.id)

    release = prepare(work.workspace, request).release

    assert release.recipient == recipient
    said = "\n".join(each.text for each in pieces_of(release.files))
    assert "Quastenberg" not in said
    assert "Clinical lead" not in said


def test_a_case_file_counts_weeks_from_the_first_session(work: Workplace) -> None:
    client = hold_first(work, "agreed")
    work.clock.advance(15 * 24 * 3600)
    work.fill(client, "safety-plan", {"status": "complete"}, None)

    case = case_file(work.workspace, client.id)

    assert [each.week for each in case.sessions] == [0]
    assert {each.form_id: each.week for each in case.filled}["safety-plan"] == 2
    assert [(each.stream, each.level, each.hours_to_action) for each in case.alerts] == [
        ("suicide", "watch", None)
    ]
