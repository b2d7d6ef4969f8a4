"""The page on which a lead signs a version of the programme off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from programme.definition.definition import Programme
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    TextLine,
    Tick,
    button,
    card,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.content.signing_off import STATEMENT


class SignOffView(QWidget):
    """A statement, a name, a role, and a tick that says yes to it.

    Signals:
        signed: Name and role.
        back_chosen: Do not sign.

    """

    signed = Signal(str, str)
    back_chosen = Signal()

    def __init__(self, programme: Programme, name: str) -> None:
        super().__init__()
        self.name = TextLine()
        self.name.show_words(name)
        self.role = TextLine()
        self.agreed = Tick(_("I agree to this statement"))
        self.sign = button(_("Sign off"), "primary")
        self.back = button(_("Do not sign off"))
        missing = _("Needs a name, a role and the tick.")
        self.why_not = text(missing, "small", tone="muted", wrap=True)
        sheet = card(
            f"{programme.title} {programme.version}",
            reading(_(STATEMENT)),
            LabelledField(_("Name"), self.name),
            LabelledField(
                _("Role in this service"), self.role, hint=_("For example: clinical lead")
            ),
            self.agreed,
            self.why_not,
            reading(
                _(
                    "It stands in the record with the day and with a number over all words of "
                    "this version. If any of them changes, it no longer counts."
                )
            ),
            gap="m",
        )
        foot = row(self.back, STRETCH, self.sign, margins=(0, "s", "m", 0))
        body = stack(sheet, STRETCH, margins=(0, 0, "m", "m"))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.name.edited.connect(self._on_edited)
        self.role.edited.connect(self._on_edited)
        self.agreed.clicked.connect(self._on_edited)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.back.clicked.connect(self.back_chosen)
        self._on_edited()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.role if self.name.text() else self.name

    def _on_edited(self) -> None:
        filled = bool(self.name.text().strip() and self.role.text().strip())
        whole = filled and self.agreed.isChecked()
        self.sign.setEnabled(whole)
        self.why_not.setVisible(not whole)

    def _on_sign_clicked(self) -> None:
        self.signed.emit(self.name.text(), self.role.text())
