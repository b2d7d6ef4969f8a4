"""A form on paper: the card that offers it."""

from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from exports.paper.forms.order import PaperOffer, PaperOrder
from exports.paper.forms.worksheet import worksheet_pdf
from session_forms.form.licences import CopySize
from session_forms.library import library
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.left_behind import shown_alone
from tests.support.windows.outline import outline
from tests.support.windows.printers import PaperPrinter, file_printer
from tests.support.windows.settling import settle
from therapist_app.form_widgets.paper_card import SIZE_WORDS, SIZES, PaperAsk, PaperCard
from therapist_app.settings import TEXT_SCALES
from therapist_app.widgets.dialogs.choosing_a_printer import sent_words

ALL = (
    PaperOffer("blank", ("a4", "a4_large_print")),
    PaperOffer("filled", ("a4", "a4_large_print")),
    PaperOffer("copy", ("a4", "pocket_card")),
)


class Source:
    """Sheets, and what was asked for."""

    def __init__(self, data=None, outcome="written"):
        self.data, self.outcome, self.check = data, outcome, ""
        self.orders, self.paths, self.taken, self.offered = [], [], [], []

    def pdf(self, order):
        self.orders.append(order)
        return self.data

    def name(self, order):
        return f"A form, {order.what}"

    def to_check(self, order):
        return self.check if order.what == "copy" else ""

    def sent(self, order):
        self.taken.append(order.what)

    def save(self, order, path, made=None):
        if made is None:
            self.orders.append(order)
        self.paths.append(path)
        return self.outcome


@pytest.fixture
def show(qtbot, wear):
    wear()

    def open_one(source, offers=ALL, what="blank", printer=None, place="out.pdf"):
        def place_for(_parent, name):
            source.offered.append(name)
            return place

        ask = PaperAsk(lambda _parent: printer, place_for)
        card = PaperCard(source, offers, what, ask=ask)
        qtbot.addWidget(card)
        card.resize(900, 500)
        card.show()
        settle()
        return card

    return open_one


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def words(card):
    return [each.text() for each in card.findChildren(QLabel) if each.isVisible()]


def test_outline_of_the_card(show, golden):
    golden("widgets/paper_card.txt", outline(show(Source())))


def test_each_choice_has_its_sizes_and_says_what_it_is(show, qtbot):
    card = show(Source())
    blank = [size for size, option in card.sizes.items() if option.isVisible()]

    press(qtbot, card.whats["copy"])

    assert blank == ["a4", "a4_large_print"]
    assert [size for size, option in card.sizes.items() if option.isVisible()] == [
        "a4",
        "pocket_card",
    ]
    assert not card.fillable.isVisible()
    assert any("names no service" in each for each in words(card))


def test_what_to_check_before_a_copy_is_given_stands_over_its_buttons_and_is_heard_there(
    show, qtbot
):
    source = Source(data=b"%PDF")
    source.check = "Check this number before you give the copy."
    card = show(source)
    assert source.check not in words(card)

    press(qtbot, card.whats["copy"])

    assert source.check in words(card)
    assert card.print_button.accessibleDescription() == source.check
    assert card.save_button.accessibleDescription() == source.check
    source.check = ""
    press(qtbot, card.save_button)
    assert not card.check.isVisible(), "it is asked again as it is saved"


def test_a_note_is_never_a_window_of_its_own(qtbot, wear, monkeypatch):
    wear()
    alone = shown_alone(monkeypatch)
    card = PaperCard(Source(), ALL, note="Give it to the client")
    qtbot.addWidget(card)

    assert alone == []
    assert not card.note.isHidden()
    without_note = PaperCard(Source(), ALL)
    assert without_note.note.isHidden()


def test_a_size_that_is_not_offered_gives_way_to_one_that_is(show, qtbot):
    card = show(Source())
    press(qtbot, card.sizes["a4_large_print"])

    press(qtbot, card.whats["copy"])

    assert card.order == PaperOrder("copy", "a4")


def test_only_a_blank_form_has_fields(show, qtbot):
    card = show(Source())
    press(qtbot, card.fillable)
    blank = card.order

    press(qtbot, card.whats["filled"])

    assert blank == PaperOrder("blank", "a4", fillable=True)
    assert card.order == PaperOrder("filled", "a4")


def test_the_buttons_stay_where_they_are_when_something_else_is_chosen(show, qtbot):
    card = show(Source())
    before = card.print_button.mapTo(card, card.print_button.rect().topLeft())

    press(qtbot, card.whats["filled"])
    settle()

    assert card.print_button.mapTo(card, card.print_button.rect().topLeft()) == before


def test_a_sheet_goes_to_the_printer_and_leaves_nothing_behind(show, qtbot, tmp_path):
    data = worksheet_pdf(library.installed().latest("gad-7"))
    source = Source(data)
    card = show(source, printer=PaperPrinter(tmp_path / "paper.pdf", "Second floor"))

    press(qtbot, card.print_button)

    assert source.orders == [PaperOrder("blank")]
    assert card.message.title == "Sent to the printer Second floor"
    assert source.taken == ["blank"]
    assert [each.name for each in tmp_path.iterdir()] == ["paper.pdf"]


def test_printing_to_a_file_is_saving_it_and_says_where(show, qtbot, tmp_path):
    source = Source(b"never drawn")
    card = show(source, what="filled", printer=file_printer(tmp_path / "paper.pdf"))

    press(qtbot, card.print_button)

    assert source.paths == [str(tmp_path / "paper.pdf")]
    assert len(source.orders) == 1  # made for the dialog, and not a second time
    assert source.taken == []
    assert card.message.title == f"Saved as a PDF: {tmp_path / 'paper.pdf'}"
    assert any("Whoever has this file can read it." in each for each in words(card))


def test_saving_offers_the_name_of_what_is_chosen(show, qtbot):
    source = Source(b"never read")
    card = show(source, what="copy")

    press(qtbot, card.save_button)

    assert source.offered == ["A form, copy"]


@pytest.mark.usefixtures("qapp")  # Qt ends a process that makes a printer without
def test_a_printer_without_a_name_took_it_too(tmp_path):
    assert sent_words(PaperPrinter(tmp_path / "paper.pdf", "")) == "It was sent to the printer"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_said(show, qtbot, tmp_path):
    printer = PaperPrinter(tmp_path / "nowhere" / "paper.pdf", "Second floor")
    card = show(Source(worksheet_pdf(library.installed().latest("gad-7"))), printer=printer)

    press(qtbot, card.print_button)

    assert card.message.title == "It was not printed"
    assert card._source.taken == []


def test_a_dialog_that_is_closed_leaves_no_word_that_it_was_sent(show, qtbot):
    source = Source(worksheet_pdf(library.installed().latest("gad-7")))
    card = show(source, printer=None)

    press(qtbot, card.print_button)

    assert source.taken == []


def test_no_printer_chosen_is_no_sheet(show, qtbot):
    card = show(Source(b"data"))

    press(qtbot, card.print_button)

    assert card.message.title == ""


def test_nothing_to_print_is_said_before_a_printer_is_asked_for(show, qtbot):
    card = show(Source(None))

    press(qtbot, card.print_button)

    assert card.message.title == "There is nothing to print yet"


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("written", "Saved as a PDF: out.pdf"),
        ("not_written", "The file was not saved"),
        ("wrong_place", "Not there"),
        ("nothing", "There is nothing to print yet"),
    ],
)
def test_what_became_of_a_file_is_said(show, qtbot, outcome, title):
    source = Source(outcome=outcome)
    card = show(source, what="filled")

    press(qtbot, card.save_button)

    assert source.paths == ["out.pdf"]
    assert card.message.title == title
    warned = any("Whoever has this file can read it." in each for each in words(card))
    assert warned == (outcome == "written")


def test_no_place_chosen_is_no_file(show, qtbot):
    source = Source()
    card = show(source, place="")

    press(qtbot, card.save_button)

    assert source.paths == []


def test_every_size_of_a_copy_can_be_chosen_in_words():
    assert set(SIZES) == set(SIZE_WORDS) == set(get_args(CopySize))


def test_escape_closes(show, qtbot):
    card = show(Source())
    card.focus_first()

    with qtbot.waitSignal(card.closed):
        qtbot.keyClick(card.whats["blank"], Qt.Key.Key_Escape)


@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_nothing_is_cut_at_any_text_size(show, wear, scale):
    card = show(Source())
    wear("light", scale)
    card = show(Source())
    card.message.show_message("good", "The file is written", "")
    card.resize(900, card.layout().heightForWidth(900))
    settle()

    assert clipped(card) == []
