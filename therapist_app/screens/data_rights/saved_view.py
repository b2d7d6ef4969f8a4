"""A copy that was saved: what, where, and its passphrase until somebody has it elsewhere."""

from functools import partial

from PySide6.QtCore import Signal
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.screens.data_rights.copying import SavedCopy
from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretToPassOn
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    card,
    reading,
    row,
    stack,
)


class SavedView(TurnedPage):
    """The passphrase is shown here for the last time.

    Signals:
        confirmed: Somebody has it elsewhere; the names of the files.

    """

    HELP = PageHelp(
        "The copy is saved, and locked with the passphrase on this page. The passphrase "
        "is shown only now: write it down, and give it to the client another way than the "
        "file.",
        read_on="docs/guides/therapist.md",
    )

    confirmed = Signal(tuple)

    def __init__(self, saved: SavedCopy) -> None:
        super().__init__()
        self._names = saved.names
        self._is_warned = False
        self.passphrase = SecretToPassOn()
        self.passphrase.setText(saved.passphrase)
        self.passphrase.setReadOnly(True)
        self.confirm = MainButton(_("Finish: the passphrase is noted"), is_final=True)
        self.message = MessagePlace()
        where = _("In the folder {folder}").format(folder=saved.folder)
        words = _(
            "Write the passphrase down now, or tell it to the client: in person or by telephone,"
            " never in the same message as the file."
        )
        hint = _(
            "It is not saved anywhere and cannot be shown again. If it is lost, make a new copy."
        )
        sheet = card(
            _("The copy is saved"),
            *(sign_line("form", each) for each in saved.names),
            sign_line("info", where),
            reading(words),
            LabelledField(pgettext("field", "&Passphrase"), self.passphrase, hint=hint),
            ReadAloud(self.passphrase),
            row(STRETCH, self.confirm),
            gap="s",
        )
        page = stack(self.message, sheet, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        self.setLayout(stack(self.message.page_of(page)))
        self.confirm.clicked.connect(partial(self.confirmed.emit, self._names))

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the passphrase, where a second Enter confirms nothing."""
        self.passphrase.setFocus()

    def hold_back(self) -> bool:
        """Say once that the passphrase goes with the page, and return whether it was said now."""
        if self._is_warned:
            return False
        self._is_warned = True
        detail = _("It cannot be shown later. Without it nobody opens the file.")
        self.message.show_message("attention", _("Is the passphrase written down?"), detail)
        return True
