"""A course from a pack of before, which lacks what keeps people safe: kept for who is under way."""

import pytest

from programme.errors import PackRefused
from programme.loading import loading
from programme.loading.library import installed
from tests.support.programme.packs import change, pack_file, programme_folder
from therapist_app.screens.library.version_lines import groups_of
from therapist_app.workflows.content.offered_programmes import offered_programmes
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.signing_off import is_signed_off, sign_off
from therapist_app.workflows.course.course_changes import (
    move_to_newer,
    moves_first,
    newer_programme,
)
from therapist_app.workflows.course.following_a_plan import agenda_of, is_safety_check
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.packs_in_use import trouble_words

NEW = NewClient(anonymity="code_only")
OLD = "0.9.0"


@pytest.fixture
def lacking(clinic, tmp_path, monkeypatch):
    """Have a client who began with a pack that an earlier version of the program took."""
    folder = programme_folder(tmp_path / "old", OLD)
    always, at_will = ('form = "risk-check"\nskippable = "never"', 'skippable = "with_reason"')
    change(folder, "frame/frame.toml", always, f'form = "risk-check"\n{at_will}')
    with monkeypatch.context() as before:
        before.setattr(loading, "check_safety", lambda *_given: None)
        path = pack_file(folder)
        clinic.install(path)
        workspace = clinic.come_back()
        assert workspace.programme.version == OLD
        sign_off(workspace, workspace.programme, "Clinical lead")
        client = add_client(workspace, NEW)
    return client, path


def test_who_is_under_way_goes_on_with_it_and_nobody_begins_and_the_lead_is_told_once(
    clinic, lacking
):
    client, path = lacking
    workspace = clinic.come_back()

    assert workspace.missing_programme(client) == ""
    followed = workspace.programme_of(workspace.client(client.id))
    assert followed.version == OLD
    assert is_signed_off(workspace, followed)
    meeting = plan_appointment(workspace, client.id, "S03", workspace.now())
    assert is_safety_check(workspace, agenda_of(workspace, meeting)[0])

    assert workspace.programme.version == installed().version
    assert OLD not in {each.version for each in offered_programmes(workspace)}
    assert add_client(workspace, NEW).programme_version == installed().version
    with pytest.raises(PackRefused):
        look_at(workspace, path)

    [problem] = workspace.packs.problems
    assert (problem.ref, problem.why) == (f"programme pps-core {OLD}", "lacks")
    told = trouble_words(workspace.packs)
    assert "no new client begins with it" in told
    assert "programme check" in told
    assert "Install the pack again" not in told
    [need] = (each for each in service_needs(workspace).needs if each.kind == "packs")
    assert (need.of, need.is_mine) == (1, True)
    [line] = (each for each in groups_of(workspace, "programme").lines if each.version == OLD)
    assert (line.use, line.may_use) == ("under_way", False)

    assert moves_first(workspace, client.id)
    assert newer_programme(workspace, workspace.client(client.id)) == workspace.programme
    move_to_newer(workspace, client.id, "It lacked the safety check")
    assert workspace.client(client.id).programme_version == installed().version


@pytest.mark.usefixtures("lacking")
def test_what_is_wrong_besides_leaves_it_out(clinic, monkeypatch):
    def broken(*_given):
        raise loading.ProgrammeError("something else")

    monkeypatch.setattr("therapist_app.workflows.content.pack_content.load_completed", broken)

    workspace = clinic.come_back()

    assert [each.why for each in workspace.packs.problems] == ["unusable"]
    assert not workspace.packs.completed
