"""The outcomes screen: for whom, exactly what leaves, what was checked and what stays."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.choices_view import ChoicesView
from therapist_app.screens.outcomes.preview_view import PreviewView
from therapist_app.screens.outcomes.viewmodel import OutcomesState, OutcomesViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    box,
    button,
    empty,
    foot_bar,
    hold,
    page_head,
    row,
    rule,
    scroll,
    stack,
    symbol,
    text,
)

LEFT, RIGHT = 244, 292
SIDES_ABOVE = 1.2
ChooseFolder = Callable[[QWidget], Path | None]


class ChecksView(QWidget):
    """What was checked for this release, and what stays on the laptop."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._place = stack()
        self.setLayout(self._place)

    def show_state(self, state: OutcomesState) -> None:
        """Show the checks of the release that is prepared."""
        prepared = state.prepared
        shown = (prepared.checks, prepared.stays_here) if prepared else ((), ())
        if shown == self._shown:
            return
        self._shown = shown
        parts: list[Part] = [text(_("Checked"), "lead")]
        checks, stays_here = shown
        parts += [_check(each.what, each.how) for each in checks]
        if not checks:
            words = _("What was searched and counted shows here once it is prepared.")
            parts.append(text(words, "small", tone="muted", wrap=True))
        if stays_here:
            parts += [rule(), text(_("Stays here"), "lead")]
            parts += [sign_line("lock", each, "small") for each in stays_here]
        empty(self._place)
        self._place.addWidget(hold(stack(*parts, STRETCH, gap="s", margins=("l",) * 4)))


def _check(what: str, how: str) -> QLayout:
    words = stack(text(what, "strong", wrap=True), text(how, "small", wrap=True), gap="hair")
    return row(stack(symbol("check", "good"), STRETCH), words, gap="s", grows=1)


def ask_for_folder(parent: QWidget) -> Path | None:
    """Return the folder that the person picks, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("Where to save the package"))
    return Path(chosen) if chosen else None


class OutcomesView(PageView[OutcomesViewModel]):
    """One release, from the choice to the signature."""

    def __init__(
        self,
        viewmodel: OutcomesViewModel,
        parent: QWidget | None = None,
        *,
        choose_folder: ChooseFolder = ask_for_folder,
    ) -> None:
        super().__init__("outcomes", viewmodel, parent)
        self._choose_folder = choose_folder
        self.choices = ChoicesView(viewmodel)
        self.preview = PreviewView(viewmodel)
        self.checks = ChecksView()
        self.approve = button(_("Approve and save"), "primary", "lock")
        self.promise = text("", "small", tone="muted", wrap=True)
        self.setLayout(
            whole_page(
                page_head(_("Outcomes"), _("What may leave this laptop, and nothing else")),
                self._make_body(),
                foot_bar(self.promise, STRETCH, self.approve),
            )
        )
        self.approve.clicked.connect(self._on_approve_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def show_state(self, state: OutcomesState) -> None:
        """Show what is chosen, what would leave, and whether it may."""
        self.choices.show_state(state)
        self.preview.show_state(state)
        self.checks.show_state(state)
        self.approve.setEnabled(state.is_prepared and not state.is_busy)
        words = promise_words(state)
        self.promise.setText(words)
        self.approve.setAccessibleDescription(words)

    def focus_first(self) -> None:
        """Put the keyboard on the kind of release."""
        self.choices.focus_first()

    def _make_body(self) -> QWidget:
        """Three columns; for larger text what leaves comes first, then the checks, then whom."""
        if look().text_scale > SIDES_ABOVE:
            return scroll(stack(self.choices, self.preview, self.checks, STRETCH, gap="m"))
        left = box("aside", stack(scroll(stack(self.choices))))
        right = box("aside", stack(scroll(stack(self.checks))), tone="right")
        left.setFixedWidth(LEFT)
        right.setFixedWidth(RIGHT)
        beside = row(left, scroll(stack(self.preview)), right)
        beside.setSpacing(0)
        beside.setStretch(1, 1)
        return hold(beside)

    def _on_approve_clicked(self) -> None:
        folder = self._choose_folder(self)
        if folder is not None:
            self._viewmodel.approve(folder)


def promise_words(state: OutcomesState) -> str:
    """Return what the button does, or why it cannot be pressed."""
    if state.prepared is not None:
        return _("{id}: signed by this laptop, sealed for the recipient if there is a key.").format(
            id=state.prepared.release.id
        )
    if state.saved:
        return _("Saved. Change anything on the left to prepare another release.")
    if not state.purpose.strip():
        return _("Write what it is for, then look at what would leave.")
    return _("Look at what would leave first.")
