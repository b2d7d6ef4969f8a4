"""F1 explains every page: what it is for, its keys, where it goes on."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import therapist_app
from therapist_app import screens
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.screens.client.turned_sheet import TurnedSheet
from therapist_app.screens.data_rights.protect_view import LiftView
from therapist_app.screens.first_run.view import FirstRunView
from therapist_app.screens.hand_over.view import HandOverView
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.shell.startup.wait_view import WaitView
from therapist_app.shell.window.help_dialog import UNEXPLAINED
from therapist_app.shell.window.trouble import TroublePage
from therapist_app.widgets.layout.page_view import PageView, TurnedPage, TurningView
from therapist_app.widgets.page_help import PAGING, PageHelp

FOLDER = Path(therapist_app.__file__).parent
FEWEST, MOST = 2, 3
MOST_WORDS = 80
TO_THE_CLIENT = (
    "HandOverView.HELP_IN_TURN",
    "HandOverView.HELP_IN_THE_END",
    "ShownScoreView.HELP",
    "BesideView.HELP",
    "BesideFormView.HELP",
)
FOR_WHO_CHECKS = {
    "README.md",
    "docs/accessibility.md",
    "docs/change.md",
    "docs/data-inventory.md",
    "docs/glossary.md",
}
CLINICAL = re.compile(
    r"\b(therap\w*|clinic\w*|client\w*|risk\w*|programme|session\w*|record\w*|alert\w*)\b",
    re.IGNORECASE,
)


def pages() -> set[type]:
    """Every class of a page in the rooms of the screens."""
    for each in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(each.name)

    def below(kind: type) -> Iterator[type]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    found = {*below(PageView), *below(TurnedPage)} - {TurningView, TurnedSheet, LiftView}
    return {each for each in found if each.__module__.startswith(f"{screens.__name__}.")}


def helps() -> dict[str, PageHelp]:
    """Every help there is, by where it stands."""
    others = {UnlockView, FirstRunView, WaitView, SheetView, TroublePage}
    return {"nothing": UNEXPLAINED} | {
        f"{kind.__name__}.{name}": told
        for kind in (*pages(), *others)
        for name, told in vars(kind).items()
        if isinstance(told, PageHelp)
    }


def test_every_page_has_its_help() -> None:
    found = pages()

    assert len(found) > 40
    without = [each for each in found if not isinstance(vars(each).get("HELP"), PageHelp)]
    assert without == []


@pytest.mark.parametrize("kind", [UnlockView, FirstRunView, WaitView, SheetView, TroublePage])
def test_what_stands_there_before_anything_is_open_explains_itself(kind: type) -> None:
    assert hasattr(kind, "page_help")


def test_it_is_two_or_three_sentences_and_says_where_to_read_on() -> None:
    for name, told in helps().items():
        plain = re.sub(r"“[^”]*”", "it", told.about)
        assert FEWEST <= len(re.findall(r"[.!?](?= |$)", plain)) <= MOST, name
        assert len(told.about.split()) <= MOST_WORDS, name
        if told.read_on:
            assert (FOLDER.parent / told.read_on).is_file(), name
        else:
            assert name in {*TO_THE_CLIENT, "nothing"}


def test_no_page_leads_to_a_document_for_whoever_checks_or_builds_the_application() -> None:
    for name, told in helps().items():
        assert told.read_on not in FOR_WHO_CHECKS, name
    assert helps()["OutcomesView.HELP"].read_on == "docs/guides/lead.md"
    assert helps()["SettingsView.HELP"].read_on == "docs/guides/administrator.md"


def test_what_a_client_can_read_says_nothing_of_why_they_are_here() -> None:
    for name in TO_THE_CLIENT:
        told = helps()[name]
        words = [told.about, *(each for pair in told.keys for each in pair)]
        assert [each for each in words if CLINICAL.search(each)] == [], name


def test_every_key_that_a_screen_hears_is_told_by_the_help_of_a_page_there() -> None:
    told = {
        folder: " ".join(
            key.rpartition("\x04")[2]
            for page in pages()
            if page.__module__.split(".")[2] == folder
            for each in vars(page).values()
            if isinstance(each, PageHelp)
            for key, _does in each.keys
        )
        for folder in {page.__module__.split(".")[2] for page in pages()}
    }
    in_forms = " ".join(key.rpartition("\x04")[2] for key, _does in PAGING)
    elsewhere = {("form", "F7")}  # while there is a score to show: test_form.py

    for folder, keys in told.items():
        for path in (FOLDER / "screens" / folder).rglob("*.py"):
            heard = set(re.findall(r'"((?:Ctrl|Alt|Shift)\+\w+|F\d+)"', path.read_text("utf-8")))
            for key in heard - {"Ctrl+Return", "Ctrl+Enter"}:
                assert key in keys or (folder, key) in elsewhere, (path.name, key)
    for path in (FOLDER / "form_widgets" / "panel").glob("*.py"):
        for key in re.findall(r'"((?:Ctrl|Alt|Shift)\+\w+|F\d+)"', path.read_text("utf-8")):
            assert key in in_forms, (path.name, key)


def test_a_hand_over_says_something_else_at_each_stage() -> None:
    helps_of_it = [HandOverView.HELP, HandOverView.HELP_IN_TURN, HandOverView.HELP_IN_THE_END]

    assert len({each.about for each in helps_of_it}) == len(helps_of_it)
