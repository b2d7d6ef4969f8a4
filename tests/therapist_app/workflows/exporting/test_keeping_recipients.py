"""Who gets exports: keys that are entered and compared, pseudonyms, and two who share nothing."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.errors import ExportError, NotForExport, SealRefused
from exports.leaks.finished_texts import texts_of
from exports.package.sealing import new_age_key, seal, unseal
from exports.package.verification import verify_package
from exports.purposes import PURPOSES
from tests.support.workflows.own_identity import newest_own_identity
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.record.model import Client
from therapist_app.record.service import own_age_keys, pseudonyms, recipients, releases
from therapist_app.record.service.former_people import remember
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import (
    LONGEST_NAME,
    OWN_LEAD,
    enter_recipient,
    key_of_recipient,
    note_compared,
    own_key,
    pseudonym_of,
    recipient_lines,
    start_new_pseudonyms,
    summaries_to_read,
    throw_key_away,
)
from therapist_app.workflows.exporting.readable_copies import save_readable_copy
from therapist_app.workflows.sessions.holding_a_session import end_session

FIGURES = re.compile(r"\b\d+\b")
"""The figures themselves: their digits stand together in the text that is taken out of a page."""
AGE_HEAD = 64
"""In bytes, more than the fixed words at the head of a sealed file."""
HEX, BASE32 = re.compile(r"[0-9a-f]{8,}"), re.compile(r"[0-9A-HJKMNP-TV-Z]{8,}")
REGISTERED = re.compile(r"\bNCT\d{8}\b")
"""The number of a registered trial: a source of a measure's figure, printed for everybody."""


@pytest.fixture(autouse=True)
def real(work: Workplace) -> None:
    """Let nothing be practice: what is invented leaves more easily."""
    work.workspace.vault.practice = False


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a person wants what leaves."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def client(work: Workplace) -> Client:
    """Somebody with a session held, who agreed."""
    work.workspace.vault.practice = True  # nobody needs to have signed the programme off
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    work.fill(client, "phq-9", {f"q{at}": 1 for at in range(1, 9)} | {"q9": 0}, appointment)
    end_session(work.workspace, appointment, "finished")
    work.workspace.vault.practice = False
    return client


def standings(work: Workplace) -> dict[str, str]:
    return {each.name: each.standing for each in recipient_lines(work.workspace)}


def ready(work: Workplace, name: str) -> str:
    """Enter somebody whose key was compared, and return what opens their files."""
    public, identity = new_age_key()
    note_compared(work.workspace, enter_recipient(work.workspace, name, public))
    return identity


def test_nothing_is_made_for_somebody_whose_key_was_not_compared(
    work: Workplace, client: Client
) -> None:
    workspace = work.workspace
    request = ReleaseRequest("client_summary", "University", "research", client.id)
    with pytest.raises(NotForExport, match="no key of this recipient"):
        prepare(workspace, request)

    public, _identity = new_age_key()
    typed = f"# for exports\n{public.upper()[:30]}\n{public[30:]}"
    enter_recipient(workspace, "  University ", typed)
    assert standings(work)["University"] == "to_compare"
    with pytest.raises(NotForExport, match="not been compared"):
        prepare(workspace, request)

    note_compared(workspace, "University")
    assert prepare(workspace, request).release.files
    [_lead, line] = recipient_lines(workspace)
    assert (line.standing, line.compared_by) == ("ready", workspace.vault.person.name)


def test_a_key_that_is_changed_between_preview_and_approval_stops_the_release(
    work: Workplace, client: Client, out: Path
) -> None:
    ready(work, "University")
    request = ReleaseRequest("client_summary", "University", "research", client.id)
    prepared = prepare(work.workspace, request)

    enter_recipient(work.workspace, "university", new_age_key()[0])

    [_lead, line] = recipient_lines(work.workspace)
    assert (line.name, line.standing, line.was_changed) == ("University", "to_compare", True)
    with pytest.raises(NotForExport):
        approve(work.workspace, prepared, out)
    assert (list(out.iterdir()), releases.all_releases(work.workspace.service)) == ([], ())


def test_a_key_that_differs_is_deleted(work: Workplace) -> None:
    enter_recipient(work.workspace, "University", new_age_key()[0])
    throw_key_away(work.workspace, "University")

    assert standings(work) == {OWN_LEAD: "own", "University": "no_key"}


@pytest.mark.parametrize("name", [OWN_LEAD, "clinical LEAD", " Clinical  lead "])
def test_nobody_enters_a_key_for_the_lead_of_this_service(work: Workplace, name: str) -> None:
    with pytest.raises(NotForExport, match="needs no key"):
        enter_recipient(work.workspace, name, new_age_key()[0])

    assert standings(work) == {OWN_LEAD: "own"}
    assert recipients.all_recipients(work.workspace.service) == ()
    assert key_of_recipient(work.workspace, OWN_LEAD) == own_key(work.workspace).public_key


def test_a_key_that_was_entered_for_the_lead_before_seals_nothing_any_more(
    work: Workplace, client: Client, out: Path
) -> None:
    workspace = work.workspace
    public, identity = new_age_key()
    entered = recipients.enter_key(workspace.service, OWN_LEAD, public)
    recipients.note_compared(workspace.service, entered, workspace.vault.person.name)
    before = out / "before.age"
    before.write_bytes(seal(b"what was sealed before", public))
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    written = approve(workspace, prepare(workspace, request), out)

    [line] = recipient_lines(workspace)
    assert (line.standing, line.is_ready, line.compared_by) == (
        "own",
        True,
        workspace.vault.person.name,
    )
    with pytest.raises(SealRefused):
        verify_package(written.container, identity=identity)
    own = verify_package(written.container, identity=newest_own_identity(workspace))
    assert own.profile == "single-case"
    assert unseal(before.read_bytes(), identity) == b"what was sealed before"


@pytest.mark.parametrize(
    "typed", ["", "age1", "hello", "AGE-SECRET-KEY-18VJ6NHM97UKP538QX2F8J4PG5PYLC2VGPWJ2WFJVV4"]
)
def test_what_is_no_whole_public_key_is_refused_in_a_sentence_without_it(
    work: Workplace, typed: str
) -> None:
    with pytest.raises(SealRefused) as refused:
        enter_recipient(work.workspace, "University", typed)

    assert str(refused.value).endswith(".")
    assert len(typed) < 5 or typed not in str(refused.value)
    assert "University" not in standings(work)


def test_a_key_is_one_recipients_alone_and_never_our_own(work: Workplace) -> None:
    public, _identity = new_age_key()
    enter_recipient(work.workspace, "University", public)

    for name, key in (("Board", public), ("Board", own_key(work.workspace).public_key)):
        with pytest.raises(NotForExport):
            enter_recipient(work.workspace, name, key)
    for name in ("", "  ", "x" * (LONGEST_NAME + 1)):
        with pytest.raises(NotForExport):
            enter_recipient(work.workspace, name, new_age_key()[0])
    assert enter_recipient(work.workspace, "university", public) == "University"


def test_our_own_key_is_made_once(work: Workplace) -> None:
    first, again = own_key(work.workspace), own_key(work.workspace)

    assert first == again
    assert len(first.groups) == 8
    assert len(own_age_keys.own_keys(work.workspace.service)) == 1


def test_a_release_is_sealed_and_no_readable_copy_stands_beside_it(
    work: Workplace, client: Client, out: Path
) -> None:
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)

    written = approve(work.workspace, prepare(work.workspace, request), out)

    [file] = [each for each in out.rglob("*") if each.is_file()]
    assert file == written.container
    assert b"age-encryption.org" in file.read_bytes()[:40]
    identity = newest_own_identity(work.workspace)
    assert verify_package(written.place, identity=identity).profile == "single-case"


def test_a_readable_copy_needs_a_reason_and_is_noted_before_it_is_written(
    work: Workplace, client: Client, out: Path
) -> None:
    service = work.workspace.service
    request = ReleaseRequest("client_summary", OWN_LEAD, "supervision", client.id)
    prepared = prepare(work.workspace, request)
    for reason, folder in ((" ", out), ("For the file on paper", out / "nowhere")):
        with pytest.raises(ExportError):
            save_readable_copy(work.workspace, prepared, folder, reason)
    assert releases.readable_copies(service) == ()
    assert audit.entries(service)[-1].action == "readable_copy_undone"

    place = save_readable_copy(work.workspace, prepared, out, " For the file on paper ")

    assert verify_package(place).release_id == prepared.release.id
    [copy] = releases.readable_copies(service)
    assert (copy.release_id, copy.reason) == (prepared.release.id, "For the file on paper")
    told = audit.entries(service)[-1]
    assert (told.action, told.is_signed) == ("readable_copy_saved", True)
    assert "paper" not in repr(told)


def test_a_purpose_that_is_not_of_the_list_is_refused(work: Workplace, client: Client) -> None:
    for purpose in ("", "Supervision", "review of May"):
        with pytest.raises(NotForExport):
            prepare(work.workspace, ReleaseRequest("client_summary", OWN_LEAD, purpose, client.id))


def test_pseudonyms_go_on_where_what_was_typed_is_equal_to_the_list(
    work: Workplace, client: Client
) -> None:
    service = work.workspace.service
    typed = pseudonyms.pseudonym_for(service, client.id, OWN_LEAD, "SUPERVISION")
    other = pseudonyms.pseudonym_for(service, client.id, OWN_LEAD, "supervision of May")

    now = pseudonym_of(work.workspace, client.id, OWN_LEAD, "supervision")

    assert typed == now != other
    [lead] = recipient_lines(work.workspace)
    assert {each.purpose: each.is_in_use for each in lead.pseudonyms} == {
        "supervision": True,
        "supervision of May": False,
    }

    start_new_pseudonyms(work.workspace, OWN_LEAD, "supervision")

    assert pseudonym_of(work.workspace, client.id, OWN_LEAD, "supervision") != now


def test_two_recipients_share_no_run_of_eight_characters_of_a_key_a_hash_or_a_name(
    work: Workplace, client: Client, out: Path
) -> None:
    found: list[set[str]] = []
    sealed: list[set[bytes]] = []
    for name in ("University", "Board"):
        ready(work, name)
        request = ReleaseRequest("client_summary", name, "research", client.id)
        prepared = prepare(work.workspace, request)
        place = save_readable_copy(work.workspace, prepared, out, "To compare them")
        container = approve(work.workspace, prepared, out).container
        texts = [*texts_in(place), container.name]
        found.append({run for each in texts for run in runs_in(each)})
        data = container.read_bytes()[AGE_HEAD:]
        sealed.append({data[at : at + 16] for at in range(len(data) - 15)})

    assert min(map(len, found)) > 500
    assert found[0] & found[1] == set()
    assert sealed[0] & sealed[1] == set()


def texts_in(place: Path) -> Iterator[str]:
    """Yield all that stands in a package: names, files, and what a PDF says of itself."""
    yield place.name
    for path in sorted(place.rglob("*")):
        yield path.name
        if path.suffix == ".pdf":
            pdf = PdfReader(io.BytesIO(path.read_bytes()))
            words = "\n".join(page.extract_text() for page in pdf.pages)
            yield FIGURES.sub(" ", words)
            facts = {key: str(value) for key, value in (pdf.metadata or {}).items()}
            yield json.dumps({key: facts[key] for key in facts if not key.endswith("Date")})
            yield " ".join(each.original_bytes.hex() for each in pdf.trailer["/ID"])
        elif path.suffix == ".xlsx":
            yield from (text for _place, text in texts_of(path.name, path.read_bytes()))
        elif path.is_file():
            yield path.read_text(encoding="utf-8")


def runs_in(text: str) -> Iterator[str]:
    """Yield each run of eight characters of hexadecimal digits, or of base 32 in capitals."""
    for kind in (HEX, BASE32):
        for run in kind.findall(REGISTERED.sub("", text)):
            yield from (run[at : at + 8] for at in range(len(run) - 7))


def test_what_is_searched_for_would_be_found() -> None:
    assert set(runs_in("x 0123abcdef G7K2-ABCDEFGH")) == {
        "0123abcd",
        "123abcde",
        "23abcdef",
        "ABCDEFGH",
    }


def test_every_purpose_can_be_released_for(work: Workplace, client: Client) -> None:
    known = {pseudonym_of(work.workspace, client.id, OWN_LEAD, each) for each in PURPOSES}

    assert len(known) == len(PURPOSES)


def test_who_approved_a_summary_reads_it_unless_somebody_else_has_or_had_their_name(
    work: Workplace, client: Client, out: Path
) -> None:
    request = ReleaseRequest("client_summary", OWN_LEAD, "clinical_lead", client.id)
    found = prepare(work.workspace, request)
    approve(work.workspace, found, out)
    assert summaries_to_read(work.workspace) == {found.release.id}

    [person] = work.workspace.vault.header.people
    remember(work.workspace.service, replace(person, uid="0" * 32))

    assert summaries_to_read(work.workspace) == frozenset()
