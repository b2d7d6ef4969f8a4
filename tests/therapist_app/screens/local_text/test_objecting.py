"""Who reads a local text a second time may disagree, and whoever wrote it is told why."""

from pathlib import Path

import pytest

from tests.support.programme.local_texts import whole_answers
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.desks import alone_at_desk, at_desk
from therapist_app.record.database.audit import entries
from therapist_app.screens.local_text.approval_view import WholeTextPage
from therapist_app.screens.local_text.view import LocalTextView
from therapist_app.screens.local_text.viewmodel import LocalTextViewModel
from therapist_app.workflows.content.writing_local_texts import (
    NewestText,
    approve,
    begin,
    object_to,
    read_again,
    write,
    writing_of,
)
from therapist_app.workflows.errors import LocalTextRefused
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.workspace import Workspace

WHY = "It promises more than the law of the place does."

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ben writes, Lea leads, Ana keeps the service and treats."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))
    with at_desk(team, "Ben") as workspace:
        write_whole(workspace)
    return team


def write_whole(workspace: Workspace) -> None:
    begin(workspace, "de")
    for key, words in whole_answers().items():
        write(workspace, "de", key, words)


def seen(workspace: Workspace) -> NewestText:
    found = writing_of(workspace, "de")
    assert found is not None
    return found


def needs(workspace: Workspace) -> dict[str, str]:
    return {each.kind: each.by for each in service_needs(workspace).mine if "text" in each.kind}


def test_from_the_button_to_who_wrote_it_and_back(team: Team, qtbot) -> None:
    with at_desk(team, "Lea") as workspace:
        view = LocalTextView(LocalTextViewModel(workspace, "de"))
        qtbot.addWidget(view)
        view.show()
        view.writing.approval.read_it.click()
        page = view.page
        assert isinstance(page, WholeTextPage)
        assert page.objection.isHidden()
        page.disagree.click()
        assert not page.save_objection.isEnabled()
        qtbot.keyClicks(page.why, WHY)
        page.save_objection.click()

        assert view.page is None
        assert view.message.title == "Saved: you did not agree. Whoever wrote it is told why."
        assert WHY in view.writing.approval.read.text()
        assert not view.writing.approval.approve.isEnabled()
        assert entries(workspace.service, newest=1)[0].action == "local_text_objected"
    with at_desk(team, "Ben") as workspace:
        [told] = needs(workspace).values()
        assert "text_objected" in needs(workspace)
        assert told.startswith("Lea Example did not agree on ")
        assert told.endswith(WHY)
        write(workspace, "de", "notes.hears", "I write short notes.")
        assert seen(workspace).objection == told
    with at_desk(team, "Lea") as workspace:
        assert needs(workspace) == {"text_read": ""}
        assert seen(workspace).objection.endswith(WHY)
        agreed = read_again(workspace, "de")
        assert (agreed.objection, agreed.can_be_approved) == ("", True)


def test_after_the_second_reading_the_keyboard_is_in_no_field(tmp_path: Path, qtbot) -> None:
    """One key in the text would undo the reading."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",), Lea=("lead",))
    with at_desk(team, "Ben") as workspace:
        write_whole(workspace)
    with at_desk(team, "Cy") as workspace:
        view = LocalTextView(LocalTextViewModel(workspace, "de"))
        qtbot.addWidget(view)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.writing.approval.read_it.click()
        view.page.agree.click()

        assert seen(workspace).can_be_approved
        assert view.focusWidget() is view.back


def test_what_somebody_objects_to_is_not_approved(team: Team) -> None:
    with at_desk(team, "Lea") as workspace:
        object_to(workspace, "de", WHY)

        with pytest.raises(LocalTextRefused) as refused:
            approve(workspace, "de", workspace.today().replace(year=workspace.today().year + 1))

    assert refused.value.detail == "reading"


def test_an_objection_after_somebody_agreed_takes_that_away(team: Team) -> None:
    with at_desk(team, "Lea") as workspace:
        read_again(workspace, "de")
    with at_desk(team, "Ana") as workspace:
        found = object_to(workspace, "de", WHY)

    assert found.needs_reading


@pytest.mark.parametrize(
    ("name", "why", "detail"), [("Lea", " ", "reason"), ("Ben", WHY, "reader")]
)
def test_without_a_reason_and_by_who_wrote_it_it_is_refused(
    team: Team, name: str, why: str, detail: str
) -> None:
    with at_desk(team, name) as workspace, pytest.raises(LocalTextRefused) as refused:
        object_to(workspace, "de", why)

    assert refused.value.detail == detail


def test_who_works_alone_is_offered_no_objection_to_their_own_text(tmp_path: Path, qtbot) -> None:
    with alone_at_desk(tmp_path) as work:
        write_whole(work.workspace)
        work.clock.advance(24 * 3600)
        view = LocalTextView(LocalTextViewModel(work.workspace, "de"))
        qtbot.addWidget(view)
        view.show()

        view.writing.approval.read_it.click()

        assert isinstance(view.page, WholeTextPage)
        assert not view.page.disagree.isVisible()
        with pytest.raises(LocalTextRefused):
            object_to(work.workspace, "de", WHY)
