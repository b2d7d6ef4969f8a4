"""What surrounds a screen: practice's edge, the notice before locking, whose clients, the rail."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import Shiboken
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.accessibility.announcing import with_stop
from therapist_app.accessibility.roles import tell_role
from therapist_app.commands import Caseloads, Destination
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.vault.vault import OnlyReadBecause
from therapist_app.shell.navigation.places import Place
from therapist_app.shell.window.practice_edge import PracticeEdge
from therapist_app.shell.window.rail import Rail, RailWidth
from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import PageHead, Snug
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.layout.reflow import WIDEST, is_slim
from therapist_app.widgets.parts import (
    STRETCH,
    banner,
    button,
    hold,
    read_in_order,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.entering.access_scope import AccessScope, handed_over_words

NARROW_FROM = 1.5  # with larger text the rail shows signs alone
NARROW_BELOW = 800
MOST_DUE = 3
"""So it does in a window of less width, in pixels."""
RailKind = Literal["full", "narrow", "none"]


class CaseloadBar(Snug):
    """One line over every screen but those of the client.

    Signals:
        change_requested: To where others are chosen.

    """

    change_requested = Signal(Destination)

    def __init__(self, clients: CaseloadChoice, *, may_change: bool) -> None:
        own = clients.access == "own"
        words = text(clients_in_words(clients), "small" if own else "strong", wrap=True)
        change = button(pgettext("button", "Switch caseload"), "quiet", "clients")
        line = row(
            symbol("clients", "text-muted" if own else "accent"),
            words,
            STRETCH,
            change,
            margins=("page", "hair", "page", "hair"),
        )
        line.setStretch(1, 1000)
        super().__init__("caseload" if own else "guide", line)
        self.words, self.change = words, change
        self.change.setHidden(not may_change)
        self.setAccessibleName(clients_in_words(clients))
        self.change.clicked.connect(partial(self.change_requested.emit, Caseloads()))


class ActLine(Snug):
    """One line of a screen: what came of the act that led here, or what was not done yet."""

    def __init__(self, act: str, *, is_done: bool) -> None:
        self.words = text(act, "small" if is_done else "strong", wrap=True)
        line = row(
            symbol("check", "good") if is_done else symbol("alert", "attention"),
            self.words,
            gap="s",
            grows=1,
            margins=("page", "xs", "page", "xs"),
        )
        super().__init__("caseload", line)
        self.setAccessibleName(act)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is not finished while the program is closed.

    Attributes:
        is_running: Whether a session runs.
        is_answering: Whether an answer to an open alert is begun and not recorded.
        due: What may not wait until tomorrow, each thing in words.

    """

    is_running: bool
    is_answering: bool
    due: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is anything."""
        return self.is_running or self.is_answering or bool(self.due)

    @property
    def leaving(self) -> str:
        """What closing all the same is called."""
        if self.is_running:
            return _("Close, and pause the session")
        if self.is_answering:
            return _("Close, and answer it later")
        return pgettext("button", "Close all the same")


class RunningNotice(QWidget):
    """Something is unfinished while the program is closed: two ways to go on, both lose nothing."""

    def __init__(self, left: Unfinished) -> None:
        super().__init__()
        self.stay = button(pgettext("button", "Keep working"))
        self.leave = button(left.leaving, "secondary")
        self.stay.setObjectName("stay")
        self.leave.setObjectName("close_anyway")
        titles: list[str] = []
        details: list[str] = []
        if left.is_answering:
            titles.append(_("An alert is open, and your answer to it is not recorded"))
            details.append(
                _("What you wrote is saved. Today shows the alert until its answer is recorded.")
            )
        if left.is_running:
            titles.append(_("A session is still running"))
            details.append(
                _(
                    "Everything you wrote is saved. If you close now, the session stays open and "
                    "its clock is paused. Today shows it, and you can continue or close it there."
                )
            )
        if left.due:
            titles.append(_("Something is due today"))
            details += [each if each.endswith(".") else f"{each}." for each in _first(left.due)]
        title, detail = ". ".join(titles), " ".join(details)
        self.words = f"{title}. {detail}"
        lines = stack(banner("attention", title, detail, self.stay, self.leave))
        self.setLayout(lines)


def _under_head(page: QWidget) -> tuple[QVBoxLayout, int] | None:
    """Return where the first line under the head of a page comes; None where it has no head.

    Over the head a line would push away what is pressed there: whoever knows the place misses it.
    """
    head = next((each for each in page.findChildren(PageHead) if each.isVisible()), None)
    part: QWidget | None = head
    while part is not None and part is not page:
        around = part.parentWidget()
        layout = around.layout() if around is not None else None
        if isinstance(layout, QVBoxLayout) and layout.count() > 1 and layout.indexOf(part) >= 0:
            return layout, layout.indexOf(part) + 1
        part = around
    return None


def _first(due: tuple[str, ...]) -> list[str]:
    """Return the first few of what is due, and how many more there are."""
    more = len(due) - MOST_DUE
    said = list(due[:MOST_DUE])
    if more > 0:
        said.append(_("Today shows {count} more").format(count=more))
    return said


def clients_in_words(clients: CaseloadChoice) -> str:
    """Return whose clients these are, as it is said over every screen."""
    if clients.access == "own":
        return _("Your own clients")
    if clients.access == "handed_over" or clients.until is None:
        return handed_over_words(clients)
    words = _("Covering for {name} until {day}")
    return words.format(name=clients.owner_name, day=day_in_words(clients.until))


def only_read_in_words(because: OnlyReadBecause) -> tuple[str, str]:
    """Return that nothing can be kept, and why, as it is said over every screen."""
    title = _("You can read everything, but nothing can be saved")
    if because == "disk-full":
        return title, _(
            "The disk is full. Sessions, forms and notes cannot be started or changed. Make "
            "room on the disk, then lock (Ctrl+L) and sign in again."
        )
    return title, _(
        "The disk is write-protected, or it refuses to write. Sessions, forms and notes cannot be "
        "started or changed. Once it can be written to, lock (Ctrl+L) and sign in again."
    )


class Frame(QWidget):
    """One screen at a time, with what stands around it.

    Signals:
        place_chosen: Where the person wants to go.
        hide_requested: They want the screen hidden.
        close_chosen: They close the program though a session runs.
        stay_chosen: They do not.
        finding_read: What was told over every screen is read, and gone.

    """

    place_chosen = Signal(Destination)
    hide_requested = Signal()
    close_chosen = Signal()
    stay_chosen = Signal()
    finding_read = Signal()

    def __init__(self, access: AccessScope, *, practice: bool) -> None:
        """Stand around screens for somebody who reaches so far."""
        super().__init__()
        self.access = access
        self.page = QWidget()
        self._rail_kind: RailKind = "full"
        self.rail = self._new_rail(self._width_of_rail())
        self._rails = {self.rail.width_name: self.rail}
        title = _("This locks in half a minute")
        detail = _(
            "Nobody has used the application for a while. Press any key, or move the mouse, "
            "to continue."
        )
        self._notice_words = f"{with_stop(title)} {detail}"
        self.notice = banner("attention", title, detail)
        self.notice.hide()
        self.running: RunningNotice | None = None
        self.finding: QWidget | None = None
        self.act: ActLine | None = None
        self._is_private = False
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self.caseload_bar = self._make_caseload_bar()
        bars: list[QWidget] = [self.caseload_bar] if self.caseload_bar is not None else []
        if access.only_read_because is not None:
            bars.append(banner("attention", *only_read_in_words(access.only_read_because)))
        self._over = stack(*bars, self._pages, gap="hair")
        self._over.setSpacing(0)
        self.place = PagePlace(hold(self._over))
        self._beside = row(self.rail, self.place, gap="hair")
        self._beside.setSpacing(0)
        upper = [PracticeEdge()] if practice else []
        layout = stack(*upper, hold(self._beside), gap="hair")
        self._notice_at = len(upper)
        layout.setSpacing(0)
        layout.setStretch(layout.count() - 1, 1)
        self._whole = layout
        self.setLayout(layout)
        self.notice.setParent(self)  # over the page: whoever moves the mouse to go on is about to
        self.notice.setAutoFillBackground(True)  # press something, which must stay where it is
        self.rail.raise_()  # read last, wherever it stands: a page is what somebody came for
        tell_role(self, "covered")
        tell_role(self.notice, "over")

    def show_page(self, page: QWidget, place: Place, act: str = "") -> None:
        """Show a screen in place of the one before, which is gone after that.

        `act` is what came of the act that led here; it stands under the head until one goes on.
        """
        old, self.page = self.page, page
        self._pages.removeWidget(old)  # first, or it would be laid out again beside the new rail
        old.hide()
        old.deleteLater()
        self._shape_rail(place.rail)
        self._is_private = place.rail == "none"
        self.place.bound(WIDEST if self._is_private else look().size("page_width"))
        if self.finding is not None:
            self.finding.setVisible(not self._is_private)
        if self.caseload_bar is not None:  # the client does not read whose they are
            self.caseload_bar.setVisible(place.rail != "none")
        self.rail.show_place(place.marked)
        self._pages.addWidget(page)
        self._show_act("" if self._is_private else act)

    def tell_undone(self, act: str) -> None:
        """Say under the head that an act was not done yet, to somebody who is about to leave."""
        words = _("Not done yet: {act}. To go without it, leave once more.")
        self._show_act(words.format(act=act), is_done=False)
        if self.act is not None:
            announcing.announce(self.act, self.act.words.text(), "problem")

    @Slot()
    def clear_act(self) -> None:
        """Say no more what was done, or was not."""
        old, self.act = self.act, None
        if old is not None and Shiboken.isValid(old):  # a page may have gone and taken it along
            old.hide()
            old.deleteLater()

    def _show_act(self, act: str, *, is_done: bool = True) -> None:
        self.clear_act()
        if act:
            self.act = ActLine(act, is_done=is_done)
            layout, place = _under_head(self.page) or (self._over, self._over.indexOf(self._pages))
            layout.insertWidget(place, self.act)
            read_in_order(layout)

    def put_above(self, bar: QWidget) -> None:
        """Put something over the screen that stays there whatever the screen is."""
        self._over.insertWidget(0, bar)
        read_in_order(self._over)

    def tell(self, title: str, detail: str, tone: str = "urgent") -> None:
        """Say over every screen but those of the client what was found, until it was read."""
        read = button(pgettext("button", "Mark as read"), "secondary")
        read.clicked.connect(self._on_read_clicked)
        self.finding = banner(tone, title, detail, read)
        self._whole.insertWidget(self._notice_at, self.finding)
        self.finding.setVisible(not self._is_private)
        read_in_order(self._whole)
        if not self._is_private:
            announcing.announce(self.finding, f"{title}. {detail}", "problem")

    @Slot()
    def _on_read_clicked(self) -> None:
        found, self.finding = self.finding, None
        if found is not None:
            found.hide()
            found.deleteLater()
            self.finding_read.emit()

    @Slot()
    def show_notice(self) -> None:
        """Say, and keep still, that it is about to lock."""
        self._place_notice()
        self.notice.show()
        self.notice.raise_()
        announcing.announce(self.notice, self._notice_words, "locking")

    @Slot()
    def hide_notice(self) -> None:
        """Take the notice away."""
        self.notice.hide()

    def ask_before_closing(self, left: "Unfinished") -> None:
        """Say what is not finished, and leave it to the person whether to close."""
        if self.running is not None:
            self._whole.removeWidget(self.running)
            self.running.deleteLater()
        self.running = RunningNotice(left)
        self.running.stay.clicked.connect(self._on_stay_clicked)
        self.running.leave.clicked.connect(self.close_chosen)
        self._whole.insertWidget(self._notice_at, self.running)
        read_in_order(self._whole)
        self.running.show()
        announcing.announce(self.running, self.running.words, "problem")
        self.running.stay.setFocus()

    @property
    def is_asking(self) -> bool:
        """Whether it is asked just now."""
        return self.running is not None and not self.running.isHidden()

    @Slot()
    def _on_stay_clicked(self) -> None:
        if self.running is not None:
            self.running.hide()
        self.stay_chosen.emit()

    def _make_caseload_bar(self) -> CaseloadBar | None:
        if self.access.clients is None:
            return None
        bar = CaseloadBar(self.access.clients, may_change=self.access.may_change)
        bar.change_requested.connect(self.place_chosen)
        return bar

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the places no more room than the window has for them."""
        super().resizeEvent(event)
        self._shape_rail(self._rail_kind)
        self._place_notice()

    def _place_notice(self) -> None:
        self.notice.setGeometry(0, 0, self.width(), self.notice.heightForWidth(self.width()))

    def _shape_rail(self, kind: RailKind) -> None:
        self._rail_kind = kind
        wanted = self._width_of_rail()
        if wanted not in self._rails:
            self._rails[wanted] = self._new_rail(wanted)
            self._beside.insertWidget(0, self._rails[wanted])
        if wanted != self.rail.width_name:
            before, self.rail = self.rail, self._rails[wanted]
            self.rail.show_place(before.marked)
            before.hide()
        self.rail.setVisible(kind != "none")

    def _width_of_rail(self) -> RailWidth:
        if self.isVisible() and is_slim(self.width()):
            return "slim"
        is_small = self.isVisible() and self.width() < NARROW_BELOW
        if is_small or self._rail_kind == "narrow" or look().text_scale >= NARROW_FROM:
            return "narrow"
        return "full"

    def _new_rail(self, width: RailWidth) -> Rail:
        rail = Rail(self.access, width)
        rail.place_chosen.connect(self.place_chosen)
        rail.hide_requested.connect(self.hide_requested)
        return rail
