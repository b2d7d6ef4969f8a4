"""What the first screen says of a programme that nobody signed, and of packs that went bad."""

from dataclasses import replace

import pytest

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.workflows.clinics import open_clinic
from tests.support.workflows.local_texts import bring_into_force
from therapist_app import commands
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.packs_in_use import PackProblem, PacksInUse

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The first screen of a clinic, and where it led."""

    def __init__(self, qtbot, workspace) -> None:
        super().__init__(qtbot)
        self.show_page(TodayView(TodayViewModel(workspace)))


@pytest.fixture
def clinic(tmp_path):
    clinic = open_clinic(tmp_path)
    yield clinic
    clinic.lock()


def test_a_programme_that_nobody_signed_is_said_plainly_and_leads_to_where_it_is_signed(
    qtbot, clinic
):
    screen = Screen(qtbot, clinic.workspace)

    assert "The programme is not signed off" in screen.words
    screen.press(screen.view.content.sign)

    assert screen.left == [commands.Library("versions")]


def test_a_session_that_is_refused_says_why_and_where_to_go(qtbot, clinic):
    client = add_client(clinic.workspace, NewClient("code_only"))
    plan_appointment(clinic.workspace, client.id, "S01", clinic.workspace.now())
    bring_into_force(clinic.workspace)
    screen = Screen(qtbot, clinic.workspace)

    screen.press(screen.view.appointments[0].move_on)

    assert screen.left == []
    assert screen.view.message.title == "This version of the programme is not signed off"
    assert "under Programme, Versions" in screen.words


def test_a_signed_programme_is_said_where_the_laptop_is_told_of_and_nothing_stands_over_the_day(
    qtbot, clinic
):
    sign_off(clinic.workspace, clinic.workspace.programme, "Clinical lead")

    screen = Screen(qtbot, clinic.workspace)

    assert not screen.view.content.isVisible()
    assert "Signed off by Ana Example, Clinical lead, on 2 March 2026." in screen.words


def test_content_that_changed_since_is_said(qtbot, clinic):
    sign_off(clinic.workspace, clinic.workspace.programme, "Clinical lead")
    key = (clinic.workspace.programme.id, clinic.workspace.programme.version)
    workspace = replace(clinic.workspace, packs=PacksInUse(programme_hashes={key: "0" * 64}))

    screen = Screen(qtbot, workspace)

    assert "The content changed since Ana Example signed it off on 2 March 2026." in screen.words


def test_packs_that_went_bad_are_said_and_lead_to_where_they_are_installed(qtbot, clinic):
    problems = (PackProblem("forms our-forms 1.0", "missing"),)
    workspace = replace(clinic.workspace, packs=PacksInUse(problems=problems, differed=True))
    screen = Screen(qtbot, workspace)

    assert "forms our-forms 1.0: its file is missing." in screen.words
    assert "did not match the record" in screen.words
    screen.press(screen.view.content.mend)

    assert screen.left == [commands.Library("versions")]


def test_practice_says_nothing_of_signatures(qtbot, tmp_path):
    clinic = open_clinic(tmp_path, practice=True)

    screen = Screen(qtbot, clinic.workspace)

    assert not screen.view.content.isVisible()
    clinic.lock()


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(qtbot, wear, clinic, scale):
    wear("light", scale)
    problems = (PackProblem("programme pps-core 0.9.0", "unusable"),)

    screen = Screen(qtbot, replace(clinic.workspace, packs=PacksInUse(problems=problems)))

    assert clipped(screen.view) == []
