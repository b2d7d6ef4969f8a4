"""The one table of screens, and every key."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

import therapist_app
from session_forms.words.folding import is_found, typed_words, words_in
from tests.support.record.team import lay_out_team
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.navigation.places import (
    COMMANDS,
    LISTED,
    MAIN_ACT,
    PLACES,
    WAYS,
    ids_of,
    place_of,
    search_maker,
    ways_of,
)
from therapist_app.workflows.entering.access_scope import access_scope

EVERYWHERE = {
    kind
    for kind in vars(commands).values()
    if isinstance(kind, type) and issubclass(kind, Destination)
}
TO_THE_SHELL = {
    Destination,
    commands.Back,
    commands.Lock,
    commands.PrintPage,
    commands.ReadGuide,
    commands.Search,
    commands.UseCaseload,
    commands.UseContent,
}


def test_every_destination_has_one_screen():
    destinations = [place.destination for place in PLACES]

    assert len(set(destinations)) == len(destinations)
    assert set(destinations) == EVERYWHERE - TO_THE_SHELL


def test_a_request_to_the_shell_itself_is_no_screen():
    with pytest.raises(KeyError):
        place_of(commands.Back())


def test_the_ids_of_a_destination_come_in_its_own_order():
    assert ids_of(commands.HandOver("c", ("phq-9",), "a")) == ("c", ("phq-9",), "a")


def test_only_what_the_client_looks_at_takes_the_rail_away():
    gone = {place.destination for place in PLACES if place.rail == "none"}

    assert gone == {
        commands.HandOver,
        commands.ShownScore,
        commands.BesideClient,
        commands.BesideForm,
    }


def test_every_entry_of_the_rail_leads_to_its_own_screen():
    for place in PLACES:
        if place.entry:
            assert type(place.entry.destination) is place.destination
            assert place.entry.icon


def test_the_keys_of_the_places_count_on_as_they_stand_in_the_rail():
    keys = [place.entry.shortcut for place in PLACES if place.entry]

    assert keys == [f"Ctrl+{number}" for number in range(1, len(keys) + 1)]


def test_no_sentence_spells_a_key_that_follows_the_order_of_the_places():
    """A place that is put in between would make each of them wrong."""
    spelt = {
        path.name
        for folder in ("therapist_app", "docs")
        for path in (Path(therapist_app.__file__).parents[1] / folder).rglob("*.[pm][yd]")
        if re.search(r"Ctrl\+[0-9]", path.read_text("utf-8"))
    }

    assert spelt == set()


def test_a_screen_without_an_entry_stands_beneath_one_that_has_it_or_beneath_none():
    with_entry = {place.destination for place in PLACES if place.entry}

    assert {place.marked for place in PLACES} == {*with_entry, None}


def test_ids_and_keys_are_unique():
    assert len({each.id for each in LISTED}) == len(LISTED)
    assert len({each.shortcut for each in LISTED}) == len(LISTED)


def test_every_key_that_is_off_while_the_client_holds_the_laptop_leads_somewhere():
    """The window hears these by itself; what goes nowhere would be listed and do nothing."""
    goes_nowhere = [
        each.id for each in COMMANDS if not each.while_handed_over and each.destination is None
    ]

    assert goes_nowhere == []


def test_every_key_is_one_that_qt_knows():
    assert all(QKeySequence(each.shortcut).toString() == each.shortcut for each in LISTED)


def test_no_screen_and_no_question_takes_a_key_that_works_everywhere():
    """Qt does neither of two things that have one key."""
    keys = {
        key
        for folder in ("screens", "form_widgets", "widgets")
        for path in (Path(therapist_app.__file__).parent / folder).rglob("*.py")
        for key in re.findall(r'"((?:Ctrl|Alt|Shift)\+\w+|F\d+)"', path.read_text("utf-8"))
    }

    assert {"Ctrl+Return", "Alt+Up"} <= keys
    assert keys & {each.shortcut for each in COMMANDS} == set()


def test_the_key_of_the_main_act_is_that_of_its_button_and_of_nothing_else():
    """Pages have one key for it: no page hears Ctrl+Enter by itself, but the client's turn."""
    hearing = {
        path.relative_to(Path(therapist_app.__file__).parent).as_posix()
        for folder in ("screens", "form_widgets", "widgets", "key_widgets")
        for path in (Path(therapist_app.__file__).parent / folder).rglob("*.py")
        if "Ctrl+Return" in path.read_text("utf-8")
    }

    assert hearing == {"widgets/controls/buttons.py", "screens/hand_over/turn_view.py"}
    assert MAIN_ACT in LISTED


def test_only_hiding_locking_and_help_work_while_the_client_holds_the_laptop():
    working = {each.id for each in LISTED if each.while_handed_over}

    assert working == {"always.hide", "always.lock", "always.help", "always.whole"}


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("add a person", commands.People),
        ("sign off", commands.Library),
        ("make backup", commands.Safekeeping),
        ("restore", commands.Safekeeping),
        ("change passphrase", commands.OwnKeys),
        ("recovery sheet", commands.OwnKeys),
        ("close quarter", commands.Outcomes),
        ("import list", commands.ImportList),
        ("drill", commands.Safekeeping),
        ("court", commands.ReadGuide),
        ("police", commands.ReadGuide),
        ("idle", commands.Settings),
        ("another laptop", commands.Safekeeping),
        ("second rating", commands.ReadGuide),
        ("sign out", commands.Lock),
        ("log out", commands.Lock),
        ("promise", commands.Today),
        ("call", commands.Today),
    ],
)
def test_what_the_guides_say_to_do_is_found_by_their_words(typed: str, leads_to: type) -> None:
    found = {
        type(each.destination)
        for each in WAYS
        if is_found(typed_words(typed), [word.folded for word in words_in(each.title)])
    }

    assert leads_to in found


def test_who_covers_a_caseload_finds_no_way_to_import_a_list_into_it(tmp_path: Path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), date(2026, 12, 3))
    team.visit("Ana")
    with team.open("Ben") as vault:
        assert commands.ImportList() in ways(vault)

        vault.use_caseload(team.uid("Ana"))

        assert commands.ImportList() not in ways(vault)
        assert commands.Clients() in ways(vault)
        assert commands.Settings("numbers") in ways(vault)


def test_another_caseload_is_found_by_whose_it_is_and_not_while_a_client_sits_there(tmp_path: Path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), date(2026, 12, 3))
        assert not any(isinstance(each, commands.UseCaseload) for each in ways(vault))
    team.visit("Ana")
    with team.open("Ben") as vault:
        found = {each.destination: each.title for each in ways_of(vault, access_scope(vault))}
        assert found[commands.UseCaseload(team.uid("Ana"))] == "The clients of Ana Example"
        assert commands.UseCaseload(team.uid("Ben")) not in found
        search = search_maker(workspace_for(vault))
        for codes_only, is_there in ((False, True), (True, False)):
            words = search((), codes_only, commands.Today())
            words.look_for("clients of Ana")
            said = str(words.state)
            assert ("The clients of Ana Example" in said) == is_there


def ways(vault: Vault) -> set[Destination | None]:
    return {each.destination for each in ways_of(vault, access_scope(vault))}
