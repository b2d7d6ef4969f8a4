"""After how long it locks: shown to everybody, shortened by who speaks for the service."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLayout, QWidget

from session_forms.words.texts import N_, ngettext
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Columns, Option, Part, card, row, symbol, text
from therapist_app.workflows.policies.idle_limits import (
    LONGEST,
    LONGEST_IN_SESSION,
    IdleLimits,
)

MINUTE = 60
USUAL = (1, 2, 3, 4, 5)  # minutes
IN_SESSION = (5, 8, 10, 15)
AT_ONCE = N_("At once with Ctrl+L. F9 hides the screen and shows it again.")
BOUNDS = N_("A clinic may shorten these times; nobody can turn locking off.")


class LockingView(QWidget):
    """Two limits.

    Signals:
        chosen: The new limits.

    """

    chosen = Signal(IdleLimits)

    def __init__(self, limits: IdleLimits, *, may_settle: bool) -> None:
        super().__init__()
        self._limits = limits
        self.usual = self._options(_("At any time"), USUAL, limits.usual)
        self.in_session = self._options(
            _("In a session or hand-over"), IN_SESSION, limits.in_session
        )
        self.words = text("", wrap=True)
        choice = self._choice() if may_settle else []
        for option in () if may_settle else (*self.usual, *self.in_session):
            option.setParent(self)
            option.hide()
        words = row(symbol("clock"), self.words)
        words.setStretch(1, 1)
        rest = [_line("lock", _(AT_ONCE)), _line("info", _(BOUNDS))]
        self.setLayout(row(card(_("Locking"), words, *choice, *rest)))
        self.show_limits(limits)

    def show_limits(self, limits: IdleLimits) -> None:
        """Say after how long it locks."""
        self._limits = limits
        usual = _minutes(limits.usual)
        words = ngettext(
            "After {usual} minute without a key, {in_session} in a session or hand-over.",
            "After {usual} minutes without a key, {in_session} in a session or hand-over.",
            usual,
        )
        self.words.setText(words.format(usual=usual, in_session=_minutes(limits.in_session)))

    def _options(self, when: str, minutes: tuple[int, ...], chosen: float) -> list[Option]:
        options = [Option(_("{count} min").format(count=each)) for each in minutes]
        group = QButtonGroup(self)
        for option, each in zip(options, minutes, strict=True):
            option.setAccessibleName(f"{when}: {option.text()}")
            group.addButton(option)
            option.setChecked(each == _minutes(chosen))
            option.clicked.connect(self._on_clicked)
        return options

    def _choice(self) -> list[Part]:
        return [
            text(_("At any time"), "strong", wrap=True),
            Columns(*self.usual, gap="s"),
            text(_("In a session or hand-over"), "strong", wrap=True),
            Columns(*self.in_session, gap="s"),
        ]

    @Slot()
    def _on_clicked(self) -> None:
        limits = IdleLimits(
            _chosen(self.usual, USUAL, self._limits.usual, LONGEST),
            _chosen(self.in_session, IN_SESSION, self._limits.in_session, LONGEST_IN_SESSION),
        )
        if limits != self._limits:
            self.chosen.emit(limits)


def _chosen(
    options: list[Option], minutes: tuple[int, ...], before: float, longest: float
) -> float:
    """Return the seconds that are chosen; those of before where none of the options is."""
    for option, each in zip(options, minutes, strict=True):
        if option.isChecked():
            return min(longest, float(each * MINUTE))
    return before


def _minutes(seconds: float) -> int:
    return round(seconds / MINUTE)


def _line(sign: str, words: str) -> QLayout:
    line = row(symbol(sign), text(words, wrap=True))
    line.setStretch(1, 1)
    return line
