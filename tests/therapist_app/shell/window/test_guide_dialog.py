"""The guides are read inside the application: F1, and one press."""

from pathlib import Path

import papers
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from therapist_app import paths
from therapist_app.paths import DOCUMENTS
from therapist_app.shell.window.guide_dialog import GUIDES, GuideDialog
from therapist_app.shell.window.help_dialog import HelpDialog
from therapist_app.shell.window.help_keys import HelpKeys
from therapist_app.widgets.page_help import PageHelp

pytestmark = pytest.mark.usefixtures("wear")
THERAPIST = "docs/guides/therapist.md"


class Page(QWidget):
    def __init__(self, read_on: str) -> None:
        super().__init__()
        self.page_help = PageHelp("A page to look at. It has two lines.", (), read_on)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 760)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def explained(window, read_on) -> HelpDialog:
    HelpKeys(window, lambda: Page(read_on)).show_help()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HelpDialog)
    return dialog


def opened(window, document=THERAPIST) -> GuideDialog:
    dialog = GuideDialog(document, window)
    dialog.open()
    settle()
    return dialog


def test_help_leads_to_the_guide_in_one_press_and_escape_leads_back(window, qtbot):
    explained(window, THERAPIST).read.click()
    settle()
    dialog = QApplication.activeModalWidget()

    assert isinstance(dialog, GuideDialog)
    assert dialog.accessibleName() == "Guide for therapists"
    assert "Ten minutes to read." in dialog.words.toPlainText()
    assert dialog.words.verticalScrollBar().value() == 0
    assert dialog.words.hasFocus()
    qtbot.keyClick(dialog.words, Qt.Key.Key_Escape)
    settle()
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("read_on", ["", "docs/gone.md"])
def test_where_there_is_nothing_to_read_no_button_says_so(window, read_on):
    dialog = explained(window, read_on)

    assert dialog.read.isHidden()


def test_no_mark_and_no_picture_of_the_file_is_seen(window):
    shown = opened(window).words.toPlainText()

    assert "**" not in shown
    assert "picture:" not in shown
    assert "Start session" in shown


def formats_of(dialog):
    found = []
    block = dialog.words.document().begin()
    while block.isValid():
        found += [(each.fragment().text(), each.fragment().charFormat()) for each in block]
        block = block.next()
    return found


def test_a_test_that_a_paper_names_is_no_link_here(window):
    formats = dict(formats_of(opened(window, "docs/assurance/hazard-log.md")))

    assert not formats["test_a_vector_scores_as_it_says"].isAnchor()
    assert formats["the safety case"].isAnchor()


def test_bold_words_have_the_weight_of_the_face_and_links_a_line_beneath(window):
    formats = [each for _words, each in formats_of(opened(window))]

    assert QFont.Weight.DemiBold in {each.fontWeight() for each in formats}
    assert max(each.fontWeight() for each in formats) == QFont.Weight.DemiBold
    links = [each for each in formats if each.isAnchor()]
    assert links
    assert all(each.fontUnderline() for each in links)


def test_a_link_leads_to_another_document_and_back(window):
    dialog = opened(window)
    assert not dialog.back.isEnabled()

    dialog.words.anchorClicked.emit(QUrl("drill.md"))
    assert dialog.shown == "docs/guides/drill.md"
    dialog.words.anchorClicked.emit(QUrl("../backups-and-moving.md#a-drill"))
    assert dialog.shown == "docs/backups-and-moving.md"
    dialog.back.click()
    dialog.back.click()

    assert dialog.shown == THERAPIST
    assert not dialog.back.isEnabled()


def test_a_document_of_many_pieces_is_laid_out_a_few_times_at_most(window):
    dialog = opened(window)
    changed = []
    dialog.words.document().contentsChange.connect(lambda *where: changed.append(where))

    dialog.words.anchorClicked.emit(QUrl("../data-inventory.md"))

    assert dialog.shown == "docs/data-inventory.md"
    assert len(changed) <= 4


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/page.md",
        "../../tests/conftest.py",
        "../../../outside.md",
        "nothing.md",
        "../../dev",
    ],
)
def test_nothing_but_documents_that_came_with_it_is_opened(window, link):
    dialog = opened(window)

    dialog.words.anchorClicked.emit(QUrl(link))

    assert dialog.shown == THERAPIST


def test_all_guides_are_one_press_away(window):
    dialog = opened(window, "SECURITY.md")

    dialog.guides.click()

    assert dialog.shown == GUIDES
    assert not dialog.guides.isEnabled()


def test_a_copy_without_the_guides_reads_what_it_has(window, tmp_path, monkeypatch):
    (tmp_path / "README.md").write_text("# Sessions\n\nA line.\n", "utf-8")
    monkeypatch.setattr(paths, "DOCUMENTS", tmp_path)

    dialog = opened(window, "README.md")

    assert not dialog.guides.isEnabled()
    assert "A line." in dialog.words.toPlainText()


def test_every_guide_is_read_and_named_by_its_title(window):
    for path in sorted((DOCUMENTS / "docs" / "guides").glob("*.md")):
        dialog = GuideDialog(path.relative_to(DOCUMENTS).as_posix(), window)
        assert dialog.accessibleName() == path.read_text("utf-8").split("\n")[0].lstrip("# ")
        dialog.deleteLater()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_of_it_is_cut(window, wear, scale):
    wear("dark", scale)

    assert clipped(opened(window)) == []


def test_a_packed_copy_brings_the_guides_and_the_papers_along():
    packaging = Path(__file__).parents[4] / "packaging"

    packed = {(within / path.name).as_posix() for path, within in papers.read_in_the_window()}

    assert GUIDES in packed
    assert "docs/assurance/claims.md" in packed
    for name in ("app.spec", "windows/contents.py"):
        assert "read_in_the_window()" in (packaging / name).read_text("utf-8"), name
