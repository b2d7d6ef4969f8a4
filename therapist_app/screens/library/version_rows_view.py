"""One version on the shelf: what it is, whose, whether it is used and signed off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.screens.library.version_lines import VersionLine
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.widgets.parts import STRETCH, Part, button, chip, row, stack, symbol, text
from therapist_app.workflows.content.signing_off import Standing, standing_words

USES = {
    "in_use": (N_("in use"), "accent"),
    "from_unlock": (N_("from the next unlock on"), "quiet"),
    "until_unlock": (N_("until the next unlock"), "quiet"),
    "unusable": (N_("cannot be used"), "attention"),
}
SIGNS = {"signed": ("check", "good"), "changed": ("alert", "attention")}


class VersionRow(QWidget):
    """One version, with what can be done about it.

    Signals:
        used: Use this version.
        set_aside: Use it no longer.
        signing_begun: Sign the programme in it off.
        withdrawn: Take the signature under it back.

    """

    used = Signal(VersionLine)
    set_aside = Signal(VersionLine)
    signing_begun = Signal(VersionLine)
    withdrawn = Signal(VersionLine)

    def __init__(self, line: VersionLine, *, may_act: bool) -> None:
        super().__init__()
        self.line = line
        self.sign = self._button(_("Sign off …"))
        self.use = self._button(_("Use this version"))
        self.aside = self._button(_("Stop using it"))
        self.withdraw = self._button(_("Take back the signature"))
        self.standing = StandingLine(line.title, line.standing) if line.standing else None
        state = line.standing.state if line.standing else ""
        shown = {
            self.sign: state not in {"", "signed"} and may_act,
            self.withdraw: state == "signed" and may_act,
            self.use: line.may_use,
            self.aside: line.may_set_aside,
        }
        self.buttons = tuple(each for each, is_shown in shown.items() if is_shown)
        for each in shown.keys() - set(self.buttons):
            each.setParent(self)
            each.hide()
        self.setLayout(stack(*self._parts(), gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(line.title)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.use.clicked.connect(self._on_use_clicked)
        self.aside.clicked.connect(self._on_aside_clicked)
        self.withdraw.clicked.connect(self._on_withdraw_clicked)

    def _button(self, words: str) -> QPushButton:
        made = button(words)
        made.setAccessibleName(f"{words}: {self.line.title}")
        return made

    def _parts(self) -> list[Part]:
        line = self.line
        words, tone = USES.get(line.use, ("", ""))
        use = [chip(_(words), tone)] if words else []
        title = row(text(line.title, "strong", wrap=True), *use)
        title.setStretch(0, 1)
        parts: list[Part] = [title]
        if line.facts:
            parts.append(text(line.facts, "small", wrap=True))
        if self.standing is not None:
            parts.append(self.standing)
        if self.buttons:
            parts.append(row(*self.buttons, STRETCH))
        return parts

    def _on_sign_clicked(self) -> None:
        self.signing_begun.emit(self.line)

    def _on_withdraw_clicked(self) -> None:
        self.withdrawn.emit(self.line)

    def _on_use_clicked(self) -> None:
        self.used.emit(self.line)

    def _on_aside_clicked(self) -> None:
        self.set_aside.emit(self.line)


class StandingLine(QWidget):
    """How the programme in a version stands; the keyboard rests on it after a signature.

    Nothing happens there: a key pressed once too often signs nothing and takes nothing back.
    """

    def __init__(self, title: str, standing: Standing) -> None:
        super().__init__()
        sign, ink = SIGNS.get(standing.state, ("alert", "attention"))
        words = standing_words(standing)
        line = row(symbol(sign, ink), text(words, wrap=True), margins=("xs",) * 4)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setAccessibleName(f"{title}: {words}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        if self.hasFocus():
            painter = QPainter(self)
            draw_focus_ring(painter, self.rect())
            painter.end()
