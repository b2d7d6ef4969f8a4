"""Each page in each state it knows, as a screen reader tells of it on arriving there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from tests.support.sampling import sampled
from tests.support.windows.hearing import Hearing
from tests.support.windows.page_states import STATES, State, lead_to, wait_for_work
from tests.support.windows.told import heard_before_acting
from tests.support.workflows.clinics_ready import ready_clinic
from tests.support.workflows.workspaces import Workplace
from therapist_app import bootstrap, commands
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.record.clients import alerts, clients, identities
from therapist_app.record.model import Identity
from therapist_app.screens.settings.viewmodel import SettingsViewModel
from therapist_app.screens.training.question_view import QuestionView
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.controls.buttons import MainButton
from therapist_app.widgets.layout.frames import PageHead

FIRST = [(kind, states[0]) for kind, states in STATES.items()]
OTHERS = [(kind, each) for kind, states in STATES.items() for each in states[1:]]
ACTED = [each for states in STATES.values() for each in states if each.acts]
MOST_WORDS = 24
"""Words of an arrival, and words before what has the keyboard can be used: fewer than 25."""
ASKING = (FormPanel, QuestionWidget, QuestionView)
"""What asks: its introduction and its questions are heard whole."""
CALLED_OFF = frozenset(
    ("no file", "no folder", "no second place", "no key file", "printed", "saved", "explained")
)
"""States in which a dialog was turned down: nothing came of it."""
NAME, CONTACT, AUNT = "Ruben Halloway", "07700 900123", "Merike Tamm"


@pytest.mark.parametrize(("kind", "state"), [*sampled(FIRST, every=6), *sampled(OTHERS, every=26)])
def test_an_arrival_is_told_once_and_in_short_by_the_page_and_never_by_a_name(
    opened: tuple[Workplace, MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[commands.Destination],
    state: State,
) -> None:
    work, window = opened
    destination = state.leads(work)
    caseload = work.workspace.caseload
    for client in clients.list_rows(caseload):
        identities.save(caseload, Identity(client.id, "named", NAME, CONTACT, "1990-02-28", AUNT))
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.About())
    hearing = Hearing(monkeypatch)

    window.go_to(destination)

    assert isinstance(window.here, kind)
    [told] = hearing.said
    assert not told.interrupts
    assert len(told.words.split()) <= MOST_WORDS
    for word in f"{NAME} {AUNT} {CONTACT}".split():
        assert word not in told.words
    heads = [each for each in window.page.findChildren(PageHead) if each.isVisible()]
    if heads:
        assert told.words.startswith(heads[0].place.replace(" · ", ", "))
        assert heads[0].whose in told.words
    wait_for_work()
    said = heard_before_acting(window.page, ASKING)
    assert [each for _stop, each in said if len(each.split()) > MOST_WORDS] == []
    assert closed_without_a_word(window.page) == []


@pytest.mark.parametrize("state", sampled(ACTED, every=26))
def test_after_an_act_little_is_heard_before_one_can_act_again(
    opened: tuple[Workplace, MainWindow], state: State
) -> None:
    work, window = opened
    lead_to(window, state.leads(work))
    wait_for_work()
    for act in state.acts:
        act(window.page)
        wait_for_work()

    said = heard_before_acting(window.page, ASKING)

    assert [each for _stop, each in said if len(each.split()) > MOST_WORDS] == []
    assert closed_without_a_word(window.page) == []


def closed_without_a_word(page: QWidget) -> list[str]:
    """Return the main acts of a page that cannot be done and do not say what is missing."""
    acts = [each for each in page.findChildren(MainButton) if each.isVisible()]
    closed = [each for each in acts if not each.isEnabled()]
    return [each.accessibleName() for each in closed if not each.accessibleDescription()]


def test_the_first_page_is_told_with_the_window_and_once(qtbot, monkeypatch, tmp_path):
    with ready_clinic(tmp_path) as work:
        hearing = Hearing(monkeypatch)
        window = bootstrap.open_workplace(work.workspace.vault, leave=lambda **_held: None)
        qtbot.addWidget(window)
        assert hearing.said == []

        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: bool(hearing.said))
        QApplication.processEvents()

        [told] = hearing.said
        assert told.words.startswith("Sessions is open. Today. ")
        window.close()


def test_another_look_is_no_arrival(opened, monkeypatch):
    _work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.About())
    hearing = Hearing(monkeypatch)

    window.rebuild()

    assert hearing.said == []


def test_in_another_look_nothing_is_heard_but_the_place_one_was_at(opened, qtbot, monkeypatch):
    _work, window = opened
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.Settings())
    window.page.enter("display")
    window.page.look.scales[1].setFocus()
    heard = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: is_told[0])
    is_told = [True]
    monkeypatch.setattr(QAccessible, "setActive", lambda active: is_told.__setitem__(0, active))
    note = lambda _old, new: heard.append(new) if is_told[0] and new else None  # noqa: E731
    QApplication.instance().focusChanged.connect(note)

    window.rebuild()
    QApplication.processEvents()
    QApplication.instance().focusChanged.disconnect(note)

    assert heard == [window.page.look.scales[1]]


def test_that_the_look_was_reset_stands_and_is_said_on_the_page_built_anew(opened, monkeypatch):
    _work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.Settings())
    window.page.enter("display")
    hearing = Hearing(monkeypatch)
    viewmodel = window.page.findChild(SettingsViewModel)
    monkeypatch.setattr(SettingsViewModel, "choose", lambda *_given: window.rebuild())

    viewmodel.choose_defaults()

    assert hearing.words == ["The display settings are reset."]
    assert window.frame.act is not None
    assert window.frame.act.words.text() == "The display settings are reset."


def test_the_key_of_the_main_act_is_never_silent_beside_the_page_either(opened, monkeypatch):
    _work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.About())
    window.frame.rail.places[0].setFocus()
    hearing = Hearing(monkeypatch)

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert [each.words for each in hearing.take()] == ["Ctrl+Enter does nothing here."]
    assert QToolTip.text() == "Ctrl+Enter does nothing here.", "who only sees the page"


def test_the_key_of_an_alert_says_where_there_is_none_and_nothing_to_a_client(opened, monkeypatch):
    _work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.About())
    hearing = Hearing(monkeypatch)

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
    told = [each.words for each in hearing.take()]
    monkeypatch.setattr(MainWindow, "_is_clients_turn", property(lambda _self: True))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)

    assert told == ["There is no alert on this page to go to."]
    assert hearing.words == []


def test_a_key_of_a_session_says_elsewhere_that_it_does_nothing(opened, monkeypatch):
    _work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    window.go_to(commands.About())
    hearing = Hearing(monkeypatch)

    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F7):
        QTest.keyClick(window.focusWidget(), key)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    said = [f"{key} does nothing here." for key in ("F2", "F4", "F7", "Alt+N", "Ctrl+P")]
    assert hearing.words == said


def test_on_the_page_of_an_alert_its_key_says_that_one_is_there(opened, monkeypatch):
    work, window = opened
    wait_for_work()  # a page whose work has the record is not left before
    lead_to(window, STATES[commands.AlertPage][0].leads(work))
    hearing = Hearing(monkeypatch)

    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)

    assert hearing.words == ["This page is the alert."]


def test_an_open_alert_is_told_by_its_level_before_all_else(opened, monkeypatch):
    work, window = opened
    urgent = next(each for each in STATES[commands.AlertPage] if each.name == "urgent")
    alert = urgent.leads(work)
    client = alerts.load(work.workspace.caseload, alert.alert_id).client_id
    hearing = Hearing(monkeypatch)

    window.go_to(commands.ClientPage(client))

    [told] = hearing.said
    assert "1 alert open, level urgent." in told.words


def test_a_measure_that_was_kept_is_told_with_its_score_and_its_band(opened, monkeypatch):
    work, window = opened
    scored = next(each for each in STATES[commands.FilledFormPage] if each.name == "scored")
    hearing = Hearing(monkeypatch)

    lead_to(window, scored.leads(work))

    [told] = hearing.said
    assert "Saved. Score" in told.words


ACTING = [
    (kind, state)
    for kind, states in STATES.items()
    for state in states
    if state.acts and state.name not in CALLED_OFF
]


@pytest.mark.parametrize(("kind", "state"), sampled(ACTING, every=10))
def test_after_no_act_there_is_silence(opened, monkeypatch, kind, state):
    """Something is said, or the keyboard goes somewhere, whose name is said."""
    work, window = opened
    lead_to(window, state.leads(work))
    wait_for_work()
    hearing = Hearing(monkeypatch)

    for number, act in enumerate(state.acts):
        before = window.focusWidget()
        act(window.page)
        wait_for_work()

        has_moved = window.focusWidget() is not before
        assert hearing.take() or has_moved, (kind, state.name, number)
