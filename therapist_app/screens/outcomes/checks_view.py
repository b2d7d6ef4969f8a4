"""What was checked of the release that is prepared, and what never leaves."""

from PySide6.QtWidgets import QLayout, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    empty,
    hold,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.exporting.exporting import STAYS_HERE


class ChecksView(QWidget):
    """What was checked for this release, and what stays on the laptop."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._place = stack()
        self.setLayout(self._place)

    def show_state(self, state: OutcomesState) -> None:
        """Show the checks of the release that is prepared."""
        prepared = state.made.prepared
        checks = prepared.release.checks if prepared else ()
        shown = (checks, prepared is not None)
        if shown == self._shown:
            return
        self._shown = shown
        parts: list[Part] = [text(pgettext("part", "Checked"), "lead")]
        parts += [_check(each.what, each.how) for each in checks]
        if not checks:
            words = _("The results of the checks are shown here once it is prepared.")
            parts.append(text(words, "small", tone="muted", wrap=True))
        if prepared:
            parts += [rule(), text(pgettext("part", "Does not leave"), "lead")]
            parts += [sign_line("lock", _(each), "small") for each in STAYS_HERE]
        empty(self._place)
        self._place.addWidget(hold(stack(*parts, STRETCH, gap="s", margins=("l",) * 4)))


def _check(what: str, how: str) -> QLayout:
    words = stack(text(what, "strong", wrap=True), text(how, "small", wrap=True), gap="hair")
    return row(stack(symbol("check", "good"), STRETCH), words, gap="s", grows=1)
