"""What is typed on any page and not saved stands there again after a lock, on each page."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from tests.support.sampling import sampled
from tests.support.windows.left_behind import let_go
from tests.support.windows.page_states import STATES, State, wait_for_work
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.shell.navigation.places import is_private
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.fields.begun_fields import FieldWords, typed_in
from therapist_app.widgets.fields.fields import TextArea, TextLine
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.fields.shown_secret import SecretToPassOn
from therapist_app.workflows.course.plans_begun import _begun as plans_of_sessions
from therapist_app.workflows.entering.begun_words import BegunWordsOfVault
from therapist_app.workflows.overviews.begun_answers import _begun as written_of_alerts

PASSED_BY = {"lift", "another course, undone without a reason"}
"""A restriction that is to end: until it does, nothing is kept of that client; and a reason that
is there again, so that what was refused without it is done."""
CASES = [(kind, state) for kind, states in STATES.items() for state in states]


def come_to(window: MainWindow, place: commands.Destination, state: State) -> None:
    window.go_to(place)
    wait_for_work()
    for act in state.acts:
        act(window.page)
        wait_for_work()


def fields_of(page: QWidget) -> list[TextLine | TextArea]:
    found: list[TextLine | TextArea] = [*page.findChildren(TextLine), *page.findChildren(TextArea)]
    return [
        each
        for each in found
        if each.isVisible() and each.isEnabled() and each.takes_words_back and not each.words
    ]


def words_in(page: QWidget) -> set[FieldWords]:
    """Return what stands in each field that can be seen, typed or saved before."""
    for each in (*page.findChildren(TextLine), *page.findChildren(TextArea)):
        each.is_typed = True
    return set(typed_in(page))


def type_into(field: TextLine | TextArea) -> None:
    if isinstance(field, TextLine):
        field.insert("7")
    else:
        field.insertPlainText("Typed before it locked")


def lock_and_sign_in_again(work: Workplace, window: MainWindow) -> commands.Destination:
    """Return where the person was; what waits is read from the record anew."""
    vault, services = work.workspace.vault, window._services
    places: list[commands.Destination] = []
    window._services = replace(services, lock_up=places.extend)
    window.lock()
    wait_for_work()
    written_of_alerts.clear()  # the process ends, and what it remembers with it
    plans_of_sessions.clear()
    window._is_locked = False
    window.uncover()
    window.go_to(commands.About())  # the page is gone before anything waits for it
    wait_for_work()
    window._services = replace(services, begun_words=BegunWordsOfVault(vault))
    return places[-1]


@pytest.mark.parametrize(("kind", "state"), sampled(CASES, every=18))
def test_what_is_typed_on_a_page_stands_there_again_after_a_lock(
    opened: tuple[Workplace, MainWindow],
    kind: type[commands.Destination],
    state: State,
) -> None:
    del kind
    work, window = opened
    place = state.leads(work)
    if state.name in PASSED_BY or is_private(place):
        return
    come_to(window, place, state)
    fields = fields_of(window.page)
    for each in fields:
        if each.isVisible() and each.isEnabled():
            type_into(each)
    wait_for_work()
    window._flush()
    typed: tuple[FieldWords, ...] = typed_in(window.page)
    if not typed:
        return

    back = lock_and_sign_in_again(work, window)
    come_to(window, back, state if type(back) is type(place) else State("", state.leads))

    assert set(typed) - words_in(window.page) == set()
    window.go_to(commands.About())
    let_go()


@pytest.mark.parametrize("field", [SecretLine, SecretToPassOn])
def test_no_passphrase_is_ever_among_what_is_kept(qtbot, field: type[TextLine]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    line = field()
    line.setParent(page)
    page.show()

    line.insert("quiet harbour lantern")

    assert typed_in(page) == ()
