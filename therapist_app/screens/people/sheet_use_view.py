"""Giving a key on by a sheet, because the therapist cannot come: said loudly."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.people.viewmodel import PeopleViewModel
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Option,
    banner,
    button,
    row,
    stack,
)
from therapist_app.workflows.people.keeping_people import SheetKind, UseSheet
from therapist_app.workflows.people.seeing_people import CaseloadLine


class SheetUseView(QWidget):
    """Which sheet, and what is printed on it."""

    def __init__(
        self,
        viewmodel: PeopleViewModel,
        line: CaseloadLine,
        *,
        has_continuity: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self._line = line
        self.owners = Option(
            _("The recovery sheet of {name}").format(name=line.owner_name),
            help_words=_("It stays usable; they should make a new one after this."),
        )
        self.continuity = Option(
            _("The continuity sheet"),
            help_words=_("From the sealed envelope. Renew it straight after."),
        )
        group = QButtonGroup(self)
        for each in (self.owners, self.continuity):
            group.addButton(each)
        self.owners.setChecked(True)
        self.typed = TextLine()
        field = LabelledField(
            _("&Type the sheet"),
            self.typed,
            hint=_("Eight groups of five characters, as printed. Hyphens do not matter."),
        )
        self.use = button(_("Use the sheet, and have it noted"))
        loud = banner(
            "attention",
            _("If {name} cannot come").format(name=line.owner_name),
            _(
                "A sheet lets the key reach the others now. Each use is noted in the audit trail "
                "and signed by you; it cannot be taken out again."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        inside = stack(loud, self.owners, self.continuity, field, row(self.use, STRETCH))
        layout.addLayout(inside)
        self.continuity.setHidden(not has_continuity)
        self.use.clicked.connect(self._on_use_clicked)
        self.typed.returnPressed.connect(self._on_use_clicked)

    @Slot()
    def _on_use_clicked(self) -> None:
        typed = self.typed.text()
        if not typed.strip():
            self.typed.setFocus()
            return
        whose: SheetKind = "continuity" if self.continuity.isChecked() else "owner"
        self._viewmodel.ask(UseSheet(self._line.id, whose, typed))
