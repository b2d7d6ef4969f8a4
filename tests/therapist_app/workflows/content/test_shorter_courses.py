"""The shorter courses that come along reach a service as packs, beside the full one."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from programme.loading.library import installed
from tests.support.programme.packs import pack_file
from therapist_app.screens.client.changing import CourseViewModel
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.offered_programmes import (
    follows_one_on_offer,
    offered_programmes,
)
from therapist_app.workflows.content.shipped_courses import shipped_courses
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
    add_client,
    client_page,
)

NEW = NewClient(anonymity="code_only", age_band="25-34")
FULL = installed().version
MODULES = Path(__file__).parents[4] / "programme" / "modules"


@pytest.mark.parametrize("name", ["pps-brief", "pps-consultation"])
def test_once_installed_new_clients_begin_with_it_and_the_others_keep_theirs(
    clinic, tmp_path, name
):
    before = add_client(clinic.workspace, NEW)

    clinic.install(pack_file(copytree(MODULES / name, tmp_path / name)))
    workspace = clinic.come_back()
    after = add_client(workspace, NEW)

    assert workspace.programme.id == name
    assert workspace.programme_of(after).id == name
    assert after.track == workspace.programme.tracks[0].id
    assert workspace.programme_for(before.id).id == "pps-core"
    assert workspace.missing_programme(workspace.client(before.id)) == ""


def beside(clinic, tmp_path):
    """Have the short course here, and the full one in use, as a lead does it."""
    clinic.install(pack_file(copytree(MODULES / "pps-brief", tmp_path / "brief")))
    packs.set_aside(clinic.come_back(), "programme", "")
    return clinic.come_back()


def brief_of(workspace):
    return next(each for each in workspace.earlier_programmes if each.id == "pps-brief")


def test_another_programme_is_offered_once_a_lead_signed_it_and_an_earlier_version_never(
    clinic, tmp_path
):
    workspace = beside(clinic, tmp_path)
    brief = brief_of(workspace)
    assert [each.id for each in offered_programmes(workspace)] == ["pps-core"]

    sign_off(workspace, brief, "Clinical lead")

    offered = offered_programmes(workspace)
    assert [(each.id, each.version) for each in offered] == [
        ("pps-core", FULL),
        ("pps-brief", brief.version),
    ]


def test_a_client_begins_with_the_programme_whose_track_was_chosen(clinic, tmp_path):
    workspace = beside(clinic, tmp_path)
    brief = brief_of(workspace)
    sign_off(workspace, brief, "Clinical lead")

    short = add_client(workspace, replace(NEW, track="T-SHORT"))
    full = add_client(workspace, replace(NEW, track="T-ONLINE"))
    plain = add_client(workspace, NEW)

    assert (short.programme_id, short.track) == ("pps-brief", "T-SHORT")
    assert {full.programme_id, plain.programme_id} == {"pps-core"}
    assert follows_one_on_offer(workspace, short)
    assert follows_one_on_offer(workspace, full)
    assert not follows_one_on_offer(workspace, replace(short, programme_version="0.0.1"))
    [row] = (each for each in client_page(workspace).rows if each.id == short.id)
    assert (row.programme_id, row.programme_version) == (brief.id, brief.version)


def test_without_a_signature_its_track_leads_nowhere_else(clinic, tmp_path):
    workspace = beside(clinic, tmp_path)

    short = add_client(workspace, replace(NEW, track="T-SHORT"))

    assert short.programme_id == "pps-core"


def test_the_screens_offer_its_tracks_and_no_other_version_of_it(clinic, tmp_path):
    workspace = beside(clinic, tmp_path)
    sign_off(workspace, brief_of(workspace), "Clinical lead")
    short = add_client(workspace, replace(NEW, track="T-SHORT"))
    screen = ClientsViewModel(workspace)

    tracks = dict(screen.choices.tracks)
    course = CourseViewModel(workspace, short.id).state

    assert "Short prevention course" in tracks["T-SHORT"]
    assert tracks["T-ONLINE"] == "Online behaviour of concern, past or current"
    assert [each.planned for each in screen.state.lines] == [len(("S01", "S02")) + 5]
    assert course.version.startswith("Short prevention course")
    assert not [each for each in course.choices if each.kind == "programme"]


def test_what_came_along_and_is_not_here_yet_is_known_by_title_and_for_whom(clinic, tmp_path):
    before = shipped_courses(clinic.workspace)

    workspace = beside(clinic, tmp_path)

    assert [each.id for each in before] == ["pps-consultation", "pps-brief"]
    assert "want a short course" in before[1].whom
    assert [each.id for each in shipped_courses(workspace)] == ["pps-consultation"]
