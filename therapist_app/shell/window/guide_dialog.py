"""The guides and documents of the application, read inside it: F1 leads here."""

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import (
    QFont,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app import paths
from therapist_app.destination import HELP_KEY
from therapist_app.shell.window.sheet_dialog import SheetDialog
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, button, row

GUIDES = "docs/guides/README.md"
PICTURES = ("![", "<!-- picture")
"""How a line begins that stands for a picture: they are in the folder of HTML alone."""
SIZE = (860, 640)


def leads_to(document: str, link: QUrl) -> str:
    """Return the document that a link of another one leads to; empty where it is none of ours.

    Tests and other files of the code are named by the papers for those who have the code.
    """
    here = paths.DOCUMENTS.resolve()
    path = ((here / document).parent / link.path()).resolve()
    is_document = not link.scheme() and path.suffix == ".md" and path.is_relative_to(here)
    return path.relative_to(here).as_posix() if is_document and path.is_file() else ""


class GuideDialog(SheetDialog):
    """One document at a time over the window; its links lead to others that are here."""

    def __init__(self, document: str, over: QWidget) -> None:
        super().__init__(HELP_KEY, over)
        self._before: list[str] = []
        self._shown = ""
        self.words = QTextBrowser()
        self.words.setOpenLinks(False)
        self.words.anchorClicked.connect(self._on_anchor_clicked)
        self.back = button(pgettext("button", "Back"), "quiet")
        self.back.clicked.connect(self._on_back_clicked)
        self.guides = button(_("Show all guides"), "quiet")
        self.guides.clicked.connect(self._on_guides_clicked)
        foot = row(self.back, self.guides, STRETCH, self.shut)
        self._lay_out(pgettext("help", "Guides and documents"), self.words, foot, SIZE)
        self._show(document)
        self.words.setFocus()

    @property
    def shown(self) -> str:
        """The path of the document that is read."""
        return self._shown

    def _show(self, document: str) -> None:
        told = (paths.DOCUMENTS / document).read_text("utf-8")
        self._shown = document
        features = (
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub
            | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        lines = [each for each in told.splitlines() if not each.startswith(PICTURES)]
        self.words.document().setMarkdown("\n".join(lines), features)
        title = paths.title_of(document)
        self.words.setAccessibleName(title)
        self.setAccessibleName(title)
        _dress(self.words.document(), document)
        self.words.moveCursor(QTextCursor.MoveOperation.Start)
        self.back.setEnabled(bool(self._before))
        self.guides.setEnabled(document != GUIDES and paths.is_here(GUIDES))

    def _go_to(self, document: str) -> None:
        self._before.append(self._shown)
        self._show(document)

    @Slot(QUrl)
    def _on_anchor_clicked(self, link: QUrl) -> None:
        """Show what a link leads to."""
        if document := leads_to(self._shown, link):
            self._go_to(document)

    @Slot()
    def _on_back_clicked(self) -> None:
        """Show what was read before."""
        self._show(self._before.pop())
        self.words.setFocus()

    @Slot()
    def _on_guides_clicked(self) -> None:
        """Show the list of all guides."""
        self._go_to(GUIDES)
        self.words.setFocus()


def _dress(words: QTextDocument, document: str) -> None:
    """Give bold words the weight that our face has, links a line beneath, and the page an edge."""
    words.setDocumentMargin(look().space("l"))
    cursor = QTextCursor(words)
    cursor.beginEditBlock()  # else all of it is laid out again for each piece
    block = words.begin()
    while block.isValid():
        for each in block:
            fragment = each.fragment()
            kind = fragment.charFormat()
            if kind.fontWeight() > QFont.Weight.DemiBold:
                kind.setFontWeight(QFont.Weight.DemiBold)
            if kind.isAnchor() and leads_to(document, QUrl(kind.anchorHref())):
                kind.setFontUnderline(True)
            elif kind.isAnchor():
                kind.setAnchor(False)
                kind.clearForeground()
            end = fragment.position() + fragment.length()
            cursor.setPosition(fragment.position())
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(kind)
        block = block.next()
    cursor.endEditBlock()
