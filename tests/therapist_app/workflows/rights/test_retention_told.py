"""What clients are told of how long records are kept is held against what was approved."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from programme.local_text_sections import Draft, begun, written, years_told
from session_forms.reference.jurisdictions import Jurisdiction
from tests.support.programme.local_texts import whole_answers
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import at_desk
from therapist_app.screens.data_rights.retention import RetentionViewModel
from therapist_app.screens.data_rights.retention_view import RetentionView
from therapist_app.workflows.content.writing_local_texts import (
    approve,
    begin,
    places,
    read_again,
    write,
)
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.rights.retention_told import other_years
from therapist_app.workflows.workspace import Workspace

TEN = "I write short notes. They are kept for ten years after the end."


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",), Kim=("keeper",))


def in_use(team: Team, notes: str) -> None:
    """Have a text written, read, approved, and five years approved for the records."""
    with at_desk(team, "Ben") as workspace:
        begin(workspace, "de")
        for key, words in (whole_answers() | {"notes.hears": notes}).items():
            write(workspace, "de", key, words)
    with at_desk(team, "Lea") as workspace:
        read_again(workspace, "de")
        until = workspace.today().replace(year=workspace.today().year + 1)
        approve(workspace, "de", until)
        retaining.approve(workspace, 5, "The law of the place")


def needs_told(workspace: Workspace) -> list[tuple[bool, int]]:
    found = service_needs(workspace).needs
    return [(each.is_mine, each.of) for each in found if each.kind == "retention_told"]


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (TEN, {10}),
        ("Notizen werden 10 Jahre aufbewahrt.", {10}),
        ("Kept for thirty years, or 5 where you ask.", {5, 30}),
        ("I write short notes. [Clinic: for how long, 10 years?]", set()),
        ("", set()),
    ],
)
def test_numbers_are_read_from_what_is_said_of_the_notes_alone(
    template: Jurisdiction, notes: str, told: set[int]
) -> None:
    draft: Draft = written(begun(template), "notes.hears", notes, "Ana")
    draft = written(draft, "danger.hears", "Within 24 hours.", "Ana")

    assert years_told(draft) == told


@pytest.fixture
def template(team: Team) -> Jurisdiction:
    with at_desk(team, "Lea") as workspace:
        return next(each for each in places(workspace) if each.id == "de")


def test_another_number_is_told_to_who_settles_it_where_it_is_set_and_among_the_needs(
    team: Team, qtbot, wear
) -> None:
    wear()
    in_use(team, TEN)

    with at_desk(team, "Lea") as workspace:
        [found] = other_years(workspace)
        assert needs_told(workspace) == [(True, 5)]
        view = RetentionView(RetentionViewModel(workspace))
        qtbot.addWidget(view)
        said = [each.text() for each in view.findChildren(QLabel) if "tells clients" in each.text()]
    with at_desk(team, "Kim") as workspace:
        assert needs_told(workspace) == [(True, 5)]

    assert (found.told, found.approved) == ((10,), 5)
    assert said == [found.words]


@pytest.mark.parametrize("notes", [TEN.replace("ten", "five"), "I write short notes."])
def test_the_same_number_and_no_number_are_no_need(team: Team, notes: str) -> None:
    in_use(team, notes)

    with at_desk(team, "Lea") as workspace:
        assert other_years(workspace) == ()
        assert needs_told(workspace) == []


def test_once_the_number_is_the_same_it_is_told_no_more(team: Team) -> None:
    in_use(team, TEN)

    with at_desk(team, "Lea") as workspace:
        retaining.approve(workspace, 10, "The law of the place")

        assert needs_told(workspace) == []
