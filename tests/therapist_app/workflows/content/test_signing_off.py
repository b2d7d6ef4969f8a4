"""A lead signs the programme off before it is used with a client."""

from dataclasses import replace

import pytest

from tests.support.programme.packs import change, pack_file, programme_folder
from tests.support.workflows.clinics import open_clinic
from tests.support.workflows.local_texts import bring_into_force
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
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.permissions import may
from therapist_app.workflows.sessions.holding_a_session import hold, start_session
from therapist_app.workflows.sessions.readiness import lacks_text


def planned(workspace, client=None):
    client = client or add_client(workspace, NewClient("code_only"))
    if lacks_text(workspace, client.id, "S01"):
        bring_into_force(workspace)
    return plan_appointment(workspace, client.id, "S01", workspace.now()).id


def sign(workspace, programme=None):
    sign_off(workspace, programme or workspace.programme, "Clinical lead")


def test_no_session_starts_before_a_lead_has_signed(clinic):
    workspace = clinic.workspace
    appointment = planned(workspace)

    with pytest.raises(NotSignedOff) as refusal:
        start_session(workspace, appointment)
    sign(workspace)

    assert refusal.value == NotSignedOff("pps-core", workspace.programme.version)
    assert start_session(workspace, appointment).plan.id == "S01"


def test_practice_needs_no_signature(tmp_path):
    clinic = open_clinic(tmp_path, practice=True)

    assert start_session(clinic.workspace, planned(clinic.workspace)).plan.id == "S01"
    assert not is_signed_off(clinic.workspace, clinic.workspace.programme)
    assert today_page_data(clinic.workspace).standing is None
    clinic.lock()


def test_a_session_that_runs_goes_on_whatever_happens_to_the_signature(clinic):
    sign(clinic.workspace)
    appointment = planned(clinic.workspace)
    start_session(clinic.workspace, appointment)
    hold(clinic.workspace, appointment)

    settings.save(clinic.workspace.service, signing_off.KEY, [])

    assert start_session(clinic.workspace, appointment).appointment.state == "in_progress"


def test_what_was_signed_by_whom_and_when_is_kept_and_audited(clinic):
    sign(clinic.workspace)

    found = standing_of(clinic.workspace, clinic.workspace.programme)
    signature = found.sign_off
    assert (signature.name, signature.role, signature.by) == (
        "Ana Example",
        "Clinical lead",
        "Ana Example",
    )
    assert signature.statement.startswith("I have read this version")
    assert len(signature.content) == 64
    [entry] = [
        each
        for each in audit.entries(clinic.workspace.service)
        if each.action == "programme_signed_off"
    ]
    assert entry.is_signed
    assert audit.verify(clinic.workspace.service).is_whole


def test_the_day_says_how_the_programme_stands(clinic):
    before = today_page_data(clinic.workspace).standing
    sign(clinic.workspace)

    after = today_page_data(clinic.workspace).standing
    assert standing_words(before) == "Draft, not signed off."
    assert standing_words(after) == "Signed off by Ana Example, Clinical lead, on 2 March 2026."


def test_a_signature_does_not_count_for_other_content(clinic):
    sign(clinic.workspace)
    key = (clinic.workspace.programme.id, clinic.workspace.programme.version)
    changed = replace(clinic.workspace.packs, programme_hashes={key: "0" * 64})
    workspace = replace(clinic.workspace, packs=changed)

    found = standing_of(workspace, workspace.programme)

    assert found.state == "changed"
    assert standing_words(found) == (
        "The content changed since Ana Example signed it off on 2 March 2026."
    )
    with pytest.raises(NotSignedOff):
        start_session(workspace, planned(workspace))
    sign(workspace)
    assert standing_of(workspace, workspace.programme).state == "signed"
    assert standing_of(clinic.workspace, clinic.workspace.programme).state == "signed"


def test_a_new_version_needs_a_signature_of_its_own(clinic, course):
    old = clinic.workspace.programme
    earlier = add_client(clinic.workspace, NewClient("code_only"))
    sign(clinic.workspace)
    clinic.install(course)
    workspace = clinic.come_back()
    later = add_client(workspace, NewClient("code_only"))

    assert start_session(workspace, planned(workspace, earlier)).plan.id == "S01"
    with pytest.raises(NotSignedOff):
        start_session(workspace, planned(workspace, later))
    assert (
        standing_of(workspace, old).state,
        standing_of(workspace, workspace.programme).state,
    ) == (
        "signed",
        "unsigned",
    )

    sign(workspace)

    assert start_session(workspace, planned(workspace, later)).plan.id == "S01"


def test_the_signature_under_a_pack_outlives_going_back_and_forth(clinic, course):
    clinic.install(course)
    sign(clinic.come_back())
    packs.set_aside(clinic.workspace, "programme", "")
    clinic.come_back()
    packs.use(clinic.workspace, "programme", "pps-core", "0.9.0")

    assert is_signed_off(clinic.come_back(), clinic.workspace.programme)


def test_the_hash_of_a_pack_changes_with_any_word(clinic, tmp_path, course):
    folder = programme_folder(tmp_path / "other", "0.9.1")
    change(folder, "frame/handout.md", "the", "our")
    clinic.install(course)
    first = signing_off.content_of(clinic.come_back(), clinic.workspace.programme)

    clinic.install(pack_file(folder))

    assert signing_off.content_of(clinic.come_back(), clinic.workspace.programme) != first


def test_a_therapist_alone_signs_nothing(tmp_path):
    clinic = open_clinic(tmp_path, roles=("therapist",))

    with pytest.raises(NotAllowed):
        sign(clinic.workspace)

    assert not may(clinic.workspace.vault, "sign_off_programme")
    assert standing_of(clinic.workspace, clinic.workspace.programme).state == "unsigned"
    clinic.lock()


@pytest.mark.parametrize("roles", [("lead",), ("keeper",)])
def test_a_lead_without_a_caseload_signs(tmp_path, roles):
    clinic = open_clinic(tmp_path, roles=roles)

    sign(clinic.workspace)

    assert is_signed_off(clinic.workspace, clinic.workspace.programme)
    clinic.lock()


@pytest.mark.parametrize("role", ["", " "])
def test_nobody_signs_without_a_role(clinic, role):
    with pytest.raises(ValueError, match="role is needed"):
        sign_off(clinic.workspace, clinic.workspace.programme, role)


@pytest.mark.parametrize("reason", ["", " "])
def test_no_signature_is_taken_back_without_a_reason(clinic, reason):
    sign(clinic.workspace)

    with pytest.raises(ValueError, match="reason is needed"):
        withdraw(clinic.workspace, clinic.workspace.programme, reason)

    assert is_signed_off(clinic.workspace, clinic.workspace.programme)


def test_the_name_under_a_signature_is_that_of_who_is_signed_in(clinic):
    sign(clinic.workspace)

    found = standing_of(clinic.workspace, clinic.workspace.programme).sign_off
    assert (found.name, found.by) == ("Ana Example", "Ana Example")


def test_a_signature_can_be_taken_back_and_given_again(clinic):
    workspace = clinic.workspace
    appointment = planned(workspace)
    sign(workspace)

    withdraw(workspace, workspace.programme, "A mistake in S09")
    withdraw(workspace, workspace.programme, "A mistake in S09")
    with pytest.raises(NotSignedOff):
        start_session(workspace, appointment)
    taken_back = standing_words(standing_of(workspace, workspace.programme))
    sign(workspace)

    assert taken_back == (
        "Ana Example withdrew the sign-off on 2 March 2026. Reason: A mistake in S09"
    )
    assert start_session(workspace, appointment).plan.id == "S01"
    first, second = settings.load(workspace.service, signing_off.KEY, list[dict[str, str]])
    assert (first["withdrawn_by"], second["withdrawn_by"]) == ("Ana Example", "")
    [entry] = [
        each for each in audit.entries(workspace.service) if each.action == "sign_off_withdrawn"
    ]
    assert entry.is_signed


def test_only_the_signature_of_that_version_is_taken_back(clinic):
    workspace = clinic.workspace
    sign(workspace)
    other = workspace.programme.model_copy(update={"version": "9.9.9"})
    sign(workspace, other)

    withdraw(workspace, workspace.programme, "A mistake in S09")

    assert standing_of(workspace, workspace.programme).state == "withdrawn"
    assert standing_of(workspace, other).state == "signed"


def test_a_therapist_takes_no_signature_back(tmp_path):
    clinic = open_clinic(tmp_path, roles=("therapist",))

    with pytest.raises(NotAllowed):
        withdraw(clinic.workspace, clinic.workspace.programme, "A mistake")
    clinic.lock()


def test_one_act_leaves_one_entry_in_the_audit(clinic):
    workspace = clinic.workspace
    before = workspace.service.audit.mark.n

    sign(workspace)
    assert workspace.service.audit.mark.n == before + 1
    withdraw(workspace, workspace.programme, "A sentence is wrong")

    assert workspace.service.audit.mark.n == before + 2
    told = audit.entries(workspace.service, newest=2)
    assert [each.action for each in told] == ["programme_signed_off", "sign_off_withdrawn"]
