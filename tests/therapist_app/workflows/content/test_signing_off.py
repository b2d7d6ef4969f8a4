"""A lead signs the programme off before it is used with a client."""

from dataclasses import replace

import pytest

from tests.support.programme.packs import change, pack_file, programme_folder
from tests.support.workflows.clinics import open_clinic
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import settings
from therapist_app.workflows.content import packs, signing_off
from therapist_app.workflows.content.signing_off import (
    is_signed_off,
    sign_off,
    standing_of,
    standing_words,
    withdraw,
)
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.errors import NotSignedOff
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.overviews.seeing_today import today_view
from therapist_app.workflows.sessions.holding_a_session import hold, start_session


def planned(desk, client=None):
    client = client or add_client(desk, NewClient("code_only"))
    return plan_appointment(desk, client.id, "S01", desk.now()).id


def sign(desk, programme=None):
    sign_off(desk, programme or desk.programme, "Mara Lind", "Clinical lead")


def test_no_session_starts_before_a_lead_has_signed(clinic):
    desk = clinic.desk
    appointment = planned(desk)

    with pytest.raises(NotSignedOff) as refusal:
        start_session(desk, appointment)
    sign(desk)

    assert refusal.value == NotSignedOff("pps-core", desk.programme.version)
    assert start_session(desk, appointment).plan.id == "S01"


def test_practice_needs_no_signature(tmp_path):
    clinic = open_clinic(tmp_path, practice=True)

    assert start_session(clinic.desk, planned(clinic.desk)).plan.id == "S01"
    assert not is_signed_off(clinic.desk, clinic.desk.programme)
    assert today_view(clinic.desk).standing is None
    clinic.lock()


def test_a_session_that_runs_goes_on_whatever_happens_to_the_signature(clinic):
    sign(clinic.desk)
    appointment = planned(clinic.desk)
    start_session(clinic.desk, appointment)
    hold(clinic.desk, appointment)

    settings.save(clinic.desk.service, signing_off.KEY, [])

    assert start_session(clinic.desk, appointment).appointment.state == "in_progress"


def test_what_was_signed_by_whom_and_when_is_kept_and_audited(clinic):
    sign(clinic.desk)

    found = standing_of(clinic.desk, clinic.desk.programme)
    signature = found.sign_off
    assert (signature.name, signature.role, signature.by) == (
        "Mara Lind",
        "Clinical lead",
        "Ana Example",
    )
    assert signature.statement.startswith("I have read this version")
    assert len(signature.content) == 64
    [entry] = [
        each for each in audit.entries(clinic.desk.service) if each.action == "programme_signed_off"
    ]
    assert entry.is_signed
    assert audit.verify(clinic.desk.service).is_whole


def test_the_day_says_how_the_programme_stands(clinic):
    before = today_view(clinic.desk).standing
    sign(clinic.desk)

    after = today_view(clinic.desk).standing
    assert standing_words(before) == "Draft, not signed off."
    assert standing_words(after) == "Signed off by Mara Lind, Clinical lead, on 2 March 2026."


def test_a_signature_does_not_count_for_other_content(clinic):
    sign(clinic.desk)
    key = (clinic.desk.programme.id, clinic.desk.programme.version)
    changed = replace(clinic.desk.packs, programme_hashes={key: "0" * 64})
    desk = replace(clinic.desk, packs=changed)

    found = standing_of(desk, desk.programme)

    assert found.state == "changed"
    assert standing_words(found) == (
        "The content changed since Mara Lind signed it off on 2 March 2026."
    )
    with pytest.raises(NotSignedOff):
        start_session(desk, planned(desk))
    sign(desk)
    assert standing_of(desk, desk.programme).state == "signed"
    assert standing_of(clinic.desk, clinic.desk.programme).state == "signed"


def test_a_new_version_needs_a_signature_of_its_own(clinic, course):
    old = clinic.desk.programme
    earlier = add_client(clinic.desk, NewClient("code_only"))
    sign(clinic.desk)
    clinic.install(course)
    desk = clinic.come_back()
    later = add_client(desk, NewClient("code_only"))

    assert start_session(desk, planned(desk, earlier)).plan.id == "S01"
    with pytest.raises(NotSignedOff):
        start_session(desk, planned(desk, later))
    assert (standing_of(desk, old).state, standing_of(desk, desk.programme).state) == (
        "signed",
        "unsigned",
    )

    sign(desk)

    assert start_session(desk, planned(desk, later)).plan.id == "S01"


def test_the_signature_under_a_pack_outlives_going_back_and_forth(clinic, course):
    clinic.install(course)
    sign(clinic.come_back())
    packs.set_aside(clinic.desk, "programme", "")
    clinic.come_back()
    packs.use(clinic.desk, "programme", "pps-core", "0.9.0")

    assert is_signed_off(clinic.come_back(), clinic.desk.programme)


def test_the_hash_of_a_pack_changes_with_any_word(clinic, tmp_path, course):
    folder = programme_folder(tmp_path / "other", "0.9.1")
    change(folder, "frame/handout.md", "the", "our")
    clinic.install(course)
    first = signing_off.content_of(clinic.come_back(), clinic.desk.programme)

    clinic.install(pack_file(folder))

    assert signing_off.content_of(clinic.come_back(), clinic.desk.programme) != first


def test_a_therapist_alone_signs_nothing(tmp_path):
    clinic = open_clinic(tmp_path, roles=("therapist",))

    with pytest.raises(NotAllowed):
        sign(clinic.desk)

    assert not signing_off.may_sign_off(clinic.desk)
    assert standing_of(clinic.desk, clinic.desk.programme).state == "unsigned"
    clinic.lock()


@pytest.mark.parametrize("roles", [("lead",), ("keeper",)])
def test_a_lead_without_a_caseload_signs(tmp_path, roles):
    clinic = open_clinic(tmp_path, roles=roles)

    sign(clinic.desk)

    assert is_signed_off(clinic.desk, clinic.desk.programme)
    clinic.lock()


@pytest.mark.parametrize(("name", "role"), [("", "Lead"), ("Mara Lind", " ")])
def test_nobody_signs_without_a_name_and_a_role(clinic, name, role):
    with pytest.raises(ValueError, match="both needed"):
        sign_off(clinic.desk, clinic.desk.programme, name, role)


def test_a_signature_can_be_taken_back_and_given_again(clinic):
    desk = clinic.desk
    appointment = planned(desk)
    sign(desk)

    withdraw(desk, desk.programme)
    withdraw(desk, desk.programme)
    with pytest.raises(NotSignedOff):
        start_session(desk, appointment)
    taken_back = standing_words(standing_of(desk, desk.programme))
    sign(desk)

    assert taken_back == "The signature was taken back by Ana Example on 2 March 2026."
    assert start_session(desk, appointment).plan.id == "S01"
    first, second = settings.load(desk.service, signing_off.KEY, [])
    assert (first["withdrawn_by"], second["withdrawn_by"]) == ("Ana Example", "")
    [entry] = [each for each in audit.entries(desk.service) if each.action == "sign_off_withdrawn"]
    assert entry.is_signed


def test_only_the_signature_of_that_version_is_taken_back(clinic):
    desk = clinic.desk
    sign(desk)
    other = desk.programme.model_copy(update={"version": "9.9.9"})
    sign(desk, other)

    withdraw(desk, desk.programme)

    assert standing_of(desk, desk.programme).state == "withdrawn"
    assert standing_of(desk, other).state == "signed"


def test_a_therapist_takes_no_signature_back(tmp_path):
    clinic = open_clinic(tmp_path, roles=("therapist",))

    with pytest.raises(NotAllowed):
        withdraw(clinic.desk, clinic.desk.programme)
    clinic.lock()
