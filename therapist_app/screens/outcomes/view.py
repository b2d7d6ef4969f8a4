"""The outcomes screen: for whom, exactly what leaves, what was checked and what stays."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.screens.outcomes.asked_view import AskedView
from therapist_app.screens.outcomes.checks_view import ChecksView
from therapist_app.screens.outcomes.choices_view import (
    ChoicesView,
)
from therapist_app.screens.outcomes.closing_view import counting_words
from therapist_app.screens.outcomes.figure_view import FigureView
from therapist_app.screens.outcomes.preview_view import PreviewView, page_title
from therapist_app.screens.outcomes.readable_copy_view import ReadableCopyView
from therapist_app.screens.outcomes.reading_view import ReadingBar
from therapist_app.screens.outcomes.release_state import OutcomesState, signature_words, who_opens
from therapist_app.screens.outcomes.shared_lines_view import SharedLinesView
from therapist_app.screens.outcomes.sides_view import SidesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.controls.buttons import say_on
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.keyboard_place import can_be_used
from therapist_app.widgets.layout.once_painted import OncePainted
from therapist_app.widgets.layout.page_scroll import page_place
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    foot_bar,
    page_head,
    text,
)
from therapist_app.workflows.exporting.exporting import Prepared

ChooseFolder = Callable[[QWidget, Path | None], Path | None]
"""Asks for a folder, beginning in one that is given, or in the documents."""


def ask_for_folder(parent: QWidget, begin: Path | None = None) -> Path | None:
    """Return the folder that the person picks, or None; it begins where they were before."""
    chosen = choosing_files.ask_for_folder(parent, _("Where to save the package"), begin)
    return Path(chosen) if chosen else None


class OutcomesView(PageView[OutcomesViewModel]):
    """One release, from the choice to the signature.

    Signals:
        record_released: It was prepared, and the record is free again.

    """

    HELP = PageHelp(
        "Here you make a report without names, for the service or, where you have clients, "
        "for one of them. First choose for whom and why; then see exactly what leaves, how "
        "each figure is counted, what was checked and what stays. Nothing leaves before you "
        "sign it.",
        read_on="docs/guides/lead.md",
    )

    record_released = Signal()

    def __init__(
        self, viewmodel: OutcomesViewModel, *, choose_folder: ChooseFolder = ask_for_folder
    ) -> None:
        super().__init__("outcomes", viewmodel)
        self._choose_folder = choose_folder
        self._keyboard: QWidget | None = None
        self._came_from: QWidget | None = None
        self._said_of: object = None
        self._page: tuple[Prepared, int] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._follow)
        self.choices = ChoicesView(viewmodel)
        self.preview = PreviewView(viewmodel)
        self.reading = ReadingBar(viewmodel)
        self.figure = FigureView(viewmodel)
        self.asked = AskedView(viewmodel)
        self.shared = SharedLinesView(viewmodel)
        self.readable = ReadableCopyView(viewmodel, choose_folder)
        self.checks = ChecksView()
        self.approve = MainButton(_("Approve and save"), "lock", is_final=True)
        self.promise = text("", "small", tone="muted", wrap=True)
        middle = (
            self.preview,
            self.reading,
            self.figure,
            self.asked,
            self.shared,
            self.readable,
        )
        self.sides = SidesView(self.choices, middle, self.checks)
        self.setLayout(
            whole_page(
                page_head(
                    pgettext("page", "Outcomes"), _("Reports without names that leave this laptop")
                ),
                self.sides,
                foot_bar(self.promise, STRETCH, self.approve),
            )
        )
        self.approve.clicked.connect(self._on_approve_clicked)
        self.preview.sharing_wanted.connect(self.shared.focus_first)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.record_released.connect(self.record_released)
        viewmodel.begin()
        OncePainted(self, viewmodel.read_on)

    @property
    def is_holding(self) -> bool:
        """Whether a release is being prepared, for which the record is read."""
        return self._viewmodel.state.is_busy

    def show_state(self, state: OutcomesState) -> None:
        """Show what is chosen, what would leave, and whether it may."""
        was_busy, had_keyboard = self._keyboard is not None, self._keyboard or self._with_keyboard()
        if state.is_busy and had_keyboard is not None and not was_busy:
            self.setFocus()  # what had it can do nothing for a while, and Qt would leave the page
        self.choices.show_state(state)
        self.preview.show_state(state)
        self.reading.show_state(state)
        self.figure.show_state(state)
        self.asked.show_state(state)
        self.shared.show_state(state)
        self.readable.show_state(state)
        self.checks.show_state(state)
        self.approve.setEnabled(state.can_approve)
        say_on(self.approve, approve_words(state))
        words = promise_words(state)
        self._say_outcome(state, words)
        self.promise.setText(words)
        self.approve.setAccessibleDescription(words)
        self._keyboard = had_keyboard if state.is_busy else None
        stays = self.shared.holds(had_keyboard) or had_keyboard is self.figure.figures
        self._came_from = had_keyboard if stays else self.choices.following(had_keyboard)
        if state.is_busy or had_keyboard is None:
            if had_keyboard is not None and not was_busy and can_be_used(had_keyboard):
                had_keyboard.setFocus()
            return
        if was_busy or not can_be_used(had_keyboard):
            self._next.start()  # once the page that was just made can be seen

    def _say_outcome(self, state: OutcomesState, words: str) -> None:
        """Say that it is being prepared, is prepared, was refused or saved, as that comes."""
        stands = (
            state.is_preparing,
            state.made.prepared is None,
            state.is_compared,
            state.problem,
            state.unseen,
            state.made.refused,
            state.made.saved,
            state.made.readable,
            state.made.waits,
        )
        turned = self._turned_to(state)
        if stands != self._said_of:
            words = f"{with_stop(turned)} {words}" if turned else words
            busy = busy_words(state) if state.is_preparing else ""
            readable = self.readable.done.text() if state.made.readable else ""
            problem = state.problem.title if state.problem is not None else ""
            self.say(busy or problem or state.made.refused or readable or words)
        elif turned:
            self.say(turned)
        self._said_of = stands

    @property
    @override
    def what_lacks(self) -> QWidget | None:
        """What comes next before anything can be approved; nothing while a question is open."""
        state, choices = self._viewmodel.state, self.choices
        if state.is_busy or state.can_approve:
            return None
        if state.made.prepared is not None:
            turns = (self.preview.following, self.preview.previous) if state.unseen else ()
            return next((each for each in turns if can_be_used(each)), None)
        if state.is_report and not state.quarter:
            return choices.closing.act
        if not state.recipient:
            return choices.recipient
        if not state.purpose:
            return choices.purpose
        return choices.prepare if state.can_prepare else choices.client

    def focus_first(self) -> None:
        """Put the keyboard on the kind of release."""
        self.choices.focus_first()

    def _turned_to(self, state: OutcomesState) -> str:
        """Return which page of a preview was turned to since the last time; of the first, none."""
        prepared, before = state.made.prepared, self._page
        self._page = None if prepared is None else (prepared, state.made.page)
        if prepared is None or before is None or before[0] is not prepared:
            return ""
        return page_title(state, prepared.release) if before[1] != state.made.page else ""

    def _with_keyboard(self) -> QWidget | None:
        """Return what has the keyboard here, also while a dialog has just been closed."""
        now: object = self.window().focusWidget()
        return now if isinstance(now, QWidget) and self.isAncestorOf(now) else None

    @Slot()
    def _go_on(self) -> None:
        """Put the keyboard on what comes next, since what had it can do nothing now.

        On the last page not on what approves: who turned the pages would approve with one press
        too many.
        """
        if self._came_from is not None and can_be_used(self._came_from):
            self._came_from.setFocus()
            self._settled.start()  # the question in its place makes the column longer
            return
        following = (self.preview.following, self.preview.previous, self.approve)
        is_prepared = self._viewmodel.state.made.prepared is not None
        ways = following if is_prepared else (self.choices.prepare,)
        for each in ways:
            if can_be_used(each):
                each.setFocus()
                return
        self.focus_first()

    @Slot()
    def _follow(self) -> None:
        """Have what has the keyboard in sight, once all of the column has its place."""
        now, place = self._with_keyboard(), page_place(self)
        if now is not None and place is not None:
            place.bring_into_sight(now)

    def _on_approve_clicked(self) -> None:
        if self._viewmodel.state.needs_second:
            self._viewmodel.ask_for_second()
            return
        folder = self._choose_folder(self, self._viewmodel.last_place)
        if folder is not None:
            self._viewmodel.approve(folder)


def busy_words(state: OutcomesState) -> str:
    """Return what is under way."""
    if state.made.is_counting:
        return counting_words(state)
    return _("It is being prepared …")


def approve_words(state: OutcomesState) -> str:
    """Return what the button says."""
    return _("Approve for two") if state.needs_second else _("Approve and save")


def promise_words(state: OutcomesState) -> str:
    """Return what the button does, or why it cannot be pressed."""
    prepared = state.made.prepared
    if prepared is not None and state.unseen:
        return ngettext(
            "{count} page has not been shown yet. Look at it, then approve.",
            "{count} pages have not been shown yet. Look at each, then approve.",
            state.unseen,
        ).format(count=state.unseen)
    if not state.is_compared:
        return _("It is still being compared with other clients. Then you can approve it.")
    if prepared is not None and not prepared.release.is_decided:
        return _(
            "It is not decided whether a figure could be worked out: a second person must look "
            "at it, too. It waits for them here for 14 days."
        )
    if prepared is not None and state.needs_second:
        return _("It waits for a second person here, who sees the same pages, for 14 days.")
    if prepared is not None:
        words = _("{id}: signed by this laptop. {who}").format(
            id=prepared.release.id,
            who=who_opens(prepared.release, prepared.request.recipient),
        )
        return f"{words} {signature_words()}"
    if state.made.waits:
        return _("Approved. It is saved once a second person has approved it, too.")
    if state.made.saved:
        return _("Saved. Change what you chose to prepare another release.")
    if state.made.refused:
        return _("Nothing was released. The page says why.")
    if state.is_report and not state.quarter and not state.choices.has_clients:
        return _("No quarter is closed yet: ask a therapist to close it under Outcomes.")
    if state.is_report and not state.quarter:
        return _("Close a quarter first. Then choose who gets it, and look at the preview.")
    return _choice_words(state)


def _choice_words(state: OutcomesState) -> str:
    """Return what is chosen next before the preview, or that it is looked at."""
    if not (state.recipient or state.purpose):
        return _("Choose who gets it and what it is for, then look at the preview.")
    if not state.recipient:
        return _("Choose who gets it, then look at the preview.")
    if not state.purpose:
        return _("Choose what it is for, then look at the preview.")
    if not state.can_prepare:
        return _("Choose the client of the summary, then look at the preview.")
    return _("Look at the preview first.")
