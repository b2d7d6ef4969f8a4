"""A folder that is to become a pack: all of it shown, or all that is wrong, before it is signed."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.screens.library.contents_view import contents_cards
from therapist_app.screens.library.offer_view import changes_card, pack_card
from therapist_app.screens.library.version_list_view import number_line
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    Tick,
    TwoColumns,
    button,
    card,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.content.making_packs import PackDraft

MOST_SHOWN = 100


class DraftView(QWidget):
    """One pack that is not signed; nothing leaves before its button is pressed."""

    def __init__(self, draft: PackDraft, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.agreed = Tick(_("I have read what changes, and take responsibility for it"))
        self.sign = MainButton(_("Sign and save …"), is_final=True)
        self.sign.setObjectName("sign_pack")
        self.back = button(_("Do not sign"))
        words = _("Tick the box first.")
        self.why_not = text(words, "small", tone="muted", wrap=True)
        manifest = draft.pack.manifest
        pack = pack_card(manifest, draft.in_use)
        changes = changes_card(manifest.ref, draft.in_use, viewmodel.state.changes)
        what = (changes, *contents_cards(draft, viewmodel))
        signature = card(
            pgettext("card", "Your signature"),
            reading(
                _(
                    "You sign with your own key. Another service compares this number before it "
                    "installs your first pack: read it to them, face to face or by telephone."
                )
            ),
            number_line(draft.number),
            self.agreed,
            self.why_not,
            gap="s",
        )
        columns = TwoColumns(stack(pack, *what, STRETCH, gap="l"), stack(signature, STRETCH))
        body = stack(columns, STRETCH, margins=(0, 0, "m", "m"))
        foot = row(self.back, STRETCH, self.sign, margins=(0, "s", "m", 0))
        self.area = scroll(body)
        self.setLayout(stack(self.area, rule(), foot, gap="hair"))
        self.agreed.turned.connect(self._on_agreed_turned)
        self._on_agreed_turned()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: where it is read from, if the tick stands below."""
        return self.area if look().is_large else self.agreed

    def _on_agreed_turned(self) -> None:
        self.sign.wait_for("" if self.agreed.isChecked() else self.why_not.text())
        self.why_not.setVisible(not self.agreed.isChecked())


class WrongFolderView(QWidget):
    """Everything that keeps a folder from becoming a pack, each with its file and line."""

    def __init__(self, wrong: tuple[str, ...], viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.again = button(_("Read the folder again"), "primary")
        self.again.setObjectName("read_folder_again")
        self.back = button(pgettext("button", "Back"))
        parts: list[Part] = [reading(each) for each in wrong[:MOST_SHOWN]]
        more = len(wrong) - MOST_SHOWN
        if more > 0:
            parts.append(text(_("And {count} more.").format(count=more), "small"))
        why = _("Nothing was signed. Correct these in the folder, save, and read it again.")
        sheet = card(_("This folder cannot become a pack yet"), text(why, wrap=True), *parts)
        foot = row(self.back, STRETCH, self.again, margins=(0, "s", "m", 0))
        body = stack(sheet, STRETCH, margins=(0, 0, "m", "m"))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.again.clicked.connect(viewmodel.read_again)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.again
