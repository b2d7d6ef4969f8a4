"""Signing in with a recovery sheet: what the paper says, and the passphrase it leads to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.parts import stack, text


class BySheetView(QWidget):
    """The sheet as it is typed, and a new passphrase; made when somebody asks for it.

    Signals:
        entered: Enter was pressed in the last field.

    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = SecretLine(shown=True)
        self.new_passphrase = NewPassphrase(pgettext("field", "&New passphrase"))
        hint = _("Eight groups of five characters, as printed. Hyphens do not matter.")
        field = LabelledField(pgettext("field", "&Recovery sheet"), self.sheet, hint=hint)
        lost = _(
            "Is the sheet lost too? Tell an administrator of your service: your page under "
            "Settings, People and roles says how you get in again, and your clients with you. If "
            "no administrator can sign in, use the continuity sheet below."
        )
        lost_line = text(lost, "small", tone="muted", wrap=True)
        self.setLayout(stack(field, self.new_passphrase, lost_line, gap="s"))
        self.sheet.returnPressed.connect(self.new_passphrase.setFocus)
        self.new_passphrase.entered.connect(self.entered)
