"""The page on which a second person approves an export, or not."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from exports.errors import PackageRefused
from exports.package.release import WrittenRelease
from exports.quarters import quarter_named
from tests.support.exports.releases import client_summary
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.screens.outcomes import waiting as page
from therapist_app.screens.outcomes.waiting import WaitingViewModel
from therapist_app.screens.outcomes.waiting_view import WaitingView
from therapist_app.workflows.exporting.waiting_releases import ReleaseToApprove

pytestmark = pytest.mark.usefixtures("wear")
RELEASE = client_summary()


class Screen:
    """The page, over releases that wait; what the workflow does is noted and not done."""

    def __init__(
        self, qtbot: QtBot, work: Workplace, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.acts: list[tuple[str, str]] = []
        at = work.workspace.now()
        until = at.date()
        self.lines = [
            ReleaseToApprove(
                "R-1", "University", "Research", "Ana Example", at, until, is_own=False
            ),
            ReleaseToApprove("R-2", "Network", "Research", "Lea Example", at, until, is_own=True),
        ]
        monkeypatch.setattr(page, "waiting_lines", lambda _workspace: tuple(self.lines))
        monkeypatch.setattr(page, "look_at_waiting", lambda _workspace, _id: RELEASE)
        monkeypatch.setattr(page, "refuse_waiting", self.refuse)
        monkeypatch.setattr(page, "approve_as_second", self.approve)
        self.qtbot, self.work, self.folder = qtbot, work, folder
        self.come_back()

    def come_back(self) -> None:
        self.viewmodel = WaitingViewModel(self.work.workspace)
        self.view = WaitingView(self.viewmodel, choose_folder=lambda _parent, _begin: self.folder)
        self.qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        settle()

    def refuse(self, _workspace: object, release_id: str) -> None:
        self.acts.append(("refused", release_id))
        self.lines = [each for each in self.lines if each.id != release_id]

    def approve(self, _workspace: object, release_id: str, folder: Path):
        self.acts.append(("approved", release_id))
        self.lines = [each for each in self.lines if each.id != release_id]
        return WrittenRelease(folder / release_id / f"{release_id}.outcomes.age")

    def press(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())


@pytest.fixture
def screen(
    qtbot: QtBot, work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Screen:
    return Screen(qtbot, work, tmp_path, monkeypatch)


def test_every_page_is_seen_before_it_can_be_approved(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    assert not screen.view.approve.isEnabled()
    assert "not been shown yet" in screen.words
    assert screen.view.focusWidget() is screen.view.following

    screen.viewmodel.approve(Path())
    assert screen.acts == []
    while screen.view.following.isEnabled():
        screen.press(screen.view.following)
    assert screen.view.focusWidget() is screen.view.previous  # one press too many approves nothing
    assert "It does not say who approved it, nor that two people did." in screen.words
    screen.press(screen.view.approve)

    assert screen.acts == [("approved", "R-1")]
    assert "R-1.outcomes.age" in screen.words


def test_the_key_of_the_main_act_leads_to_the_pages_that_were_not_shown_yet(
    screen: Screen,
) -> None:
    screen.press(screen.view.buttons[0])
    screen.view.back.setFocus()

    screen.qtbot.keyClick(screen.view.back, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert screen.view.focusWidget() is screen.view.following


def test_it_is_said_why_nothing_can_be_approved_before_it_is_looked_at(screen: Screen) -> None:
    assert not screen.view.approve.isEnabled()
    assert "Look at one first: every page is seen before it is approved." in screen.words
    assert screen.view.approve.accessibleDescription() == screen.view.promise.text()
    screen.lines = [each for each in screen.lines if each.is_own]

    screen.come_back()

    assert "Look at one first" not in screen.words


def test_of_two_reports_it_is_said_which_quarter_and_in_whose_place(screen: Screen) -> None:
    [line, own] = screen.lines
    again = replace(line, id="R-3", quarter=quarter_named("2026-Q2"), replaces="R-0")
    screen.lines = [replace(line, quarter=quarter_named("2026-Q1")), again, own]
    screen.come_back()

    assert "University · Research · January to March 2026" in screen.words
    assert "University · Research · April to June 2026" in screen.words
    assert screen.words.count("It takes the place of R-0.") == 1


def test_between_pages_and_after_the_approval_nothing_is_heard_that_one_only_passes(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, passed = screen.view, list[object]()
    screen.view.activateWindow()
    screen.press(view.buttons[0])
    is_told = [True]
    monkeypatch.setattr(QAccessible, "isActive", lambda: is_told[0])
    monkeypatch.setattr(QAccessible, "setActive", lambda active: is_told.__setitem__(0, active))
    note = lambda _old, new: passed.append(new) if is_told[0] and new else None  # noqa: E731
    QApplication.instance().focusChanged.connect(note)

    while view.following.isEnabled():
        view.following.click()
        settle()
    view.approve.setFocus()
    view.approve.click()
    settle()
    QApplication.instance().focusChanged.disconnect(note)

    ways = {view.previous, view.following, view.approve}
    assert set(passed) <= {*ways, view.buttons[0]}
    assert view.buttons[0].hasFocus()


def test_it_can_be_refused_and_ones_own_be_withdrawn(screen: Screen) -> None:
    screen.press(screen.view.buttons[0])
    screen.press(screen.view.refuse)
    assert screen.viewmodel.state.release is None
    assert "nothing left" in screen.words

    screen.press(screen.view.buttons[0])

    assert screen.acts == [("refused", "R-1"), ("refused", "R-2")]
    assert "Nothing waits for you" in screen.words


def test_what_cannot_be_opened_can_be_refused(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_workspace: object, _release_id: str) -> None:
        raise PackageRefused("It is not what was approved. Refuse it.")

    monkeypatch.setattr(page, "look_at_waiting", fail)
    screen.press(screen.view.buttons[0])
    assert "It is not what was approved." in screen.words
    assert [each.text() for each in screen.view.buttons] == [
        "Look at it",
        "Do not approve, delete it",
        "Withdraw it",
    ]

    screen.press(screen.view.buttons[1])

    assert screen.acts == [("refused", "R-1")]


def test_what_was_said_of_one_is_gone_once_another_is_looked_at(screen: Screen) -> None:
    screen.press(screen.view.buttons[1])
    assert "It was deleted, and nothing left." in screen.words

    screen.press(screen.view.buttons[0])

    assert "Page 1 of" in screen.words
    assert "It was deleted" not in screen.words


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/waiting-releases.txt", outline(screen.view))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(screen: Screen, wear, scale: float) -> None:
    wear("light", scale)
    screen.come_back()
    assert clipped(screen.view) == []
    screen.press(screen.view.buttons[0])

    assert clipped(screen.view) == []


def test_with_large_text_a_page_is_not_wider_than_a_small_laptop(screen: Screen, wear) -> None:
    wear("light", 2.0)
    screen.come_back()
    screen.view.resize(950, 640)

    screen.press(screen.view.buttons[0])

    bars = [each.horizontalScrollBar() for each in screen.view.findChildren(QScrollArea)]
    assert bars
    assert [each.maximum() for each in bars] == [0] * len(bars)
