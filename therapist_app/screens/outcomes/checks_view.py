"""The right side: what was made sure of, and what never leaves."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.viewmodel import OutcomesState
from therapist_app.widgets.parts import STRETCH, Part, empty, hold, row, rule, stack, symbol, text


class ChecksView(QWidget):
    """What was checked for this release, and what stays on the laptop."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._place = layout

    def show_state(self, state: OutcomesState) -> None:
        """Show the checks of the release that is prepared."""
        shown = (state.checks, state.stays_here)
        if shown == self._shown:
            return
        self._shown = shown
        parts: list[Part] = [text(_("Checked"), "lead")]
        parts += [_check(each.what, each.how) for each in state.checks]
        if not state.checks:
            words = _("What was searched and counted shows here once it is prepared.")
            parts.append(text(words, "small", tone="muted", wrap=True))
        if state.stays_here:
            parts += [rule(), text(_("Stays here"), "lead")]
            parts += [_line("lock", "text-muted", each) for each in state.stays_here]
        _fill(self._place, hold(stack(*parts, STRETCH, gap="s", margins=("l",) * 4)))


def _check(what: str, how: str) -> QLayout:
    words = stack(text(what, "strong", wrap=True), text(how, "small", wrap=True), gap="hair")
    line = row(stack(symbol("check", "good"), STRETCH), words, gap="s")
    line.setStretch(1, 1)
    return line


def _line(sign: str, ink: str, words: str) -> QLayout:
    line = row(symbol(sign, ink), text(words, "small", wrap=True), gap="s")
    line.setStretch(1, 1)
    return line


def _fill(place: QVBoxLayout, page: QWidget) -> None:
    empty(place)
    place.addWidget(page)
