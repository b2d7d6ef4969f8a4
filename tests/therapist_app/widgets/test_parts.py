"""Labels, buttons, frames and layouts."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from typing_extensions import override

from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from therapist_app.settings import TEXT_SCALES
from therapist_app.theme.applying import dress
from therapist_app.theme.look import look
from therapist_app.theme.tokens import SCHEMES
from therapist_app.widgets import parts
from therapist_app.widgets.layout.column import PageColumn
from therapist_app.widgets.layout.page_view import client_chip

MARK_UP = "<b>bold</b> & <img src='file:///etc/hosts'>"


def sheet() -> QWidget:
    """Every part once."""
    off = parts.button("Sign the note")
    off.setEnabled(False)
    wrong = parts.LabelledField("Who was told", parts.TextLine(), hint="A name or a role")
    wrong.show_problem("Please say who.")
    left = parts.stack(
        parts.card("Buttons", parts.row(parts.button("Finish", "primary", "check"), off)),
        parts.Option("Some days", key="1"),
        parts.Tick("Supervisor told", checked=True, help_words="the same day"),
        wrong,
        parts.TextArea("Note"),
    )
    right = parts.stack(
        parts.banner("urgent", "Urgent", "Needs an action now.", parts.button("Answer it")),
        parts.row(parts.chip("alert open", "urgent"), parts.chip("3 measures due"), parts.STRETCH),
        parts.score_tile("Worry", "14", "marked", ("6 higher, reliable", "attention"), "session 7"),
        parts.empty_state("clients", "No clients yet", "Add the first one.", parts.button("New")),
        parts.rule(),
        parts.reading(
            "Explain that the body settles.\n\nAsk what helped.", strong="Say it simply."
        ),
        parts.STRETCH,
    )
    head = parts.page_head("Session 7", "Calm body, clear head", code="K7-412")
    foot = parts.foot_bar(
        parts.progress_bar(36, name="Progress"), parts.STRETCH, parts.button("Step done", "primary")
    )
    body = parts.scroll(parts.stack(parts.Columns(left, right)))
    return parts.box("page", parts.stack(head, body, foot))


@pytest.fixture
def show(qtbot):
    def show_it(widget: QWidget, width: int = 1200, height: int = 700) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        settle()
        return widget

    return show_it


def test_outline_of_every_part(wear, show, golden):
    wear()

    golden("widgets/parts.txt", outline(show(sheet())))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("scale", sampled(TEXT_SCALES, every=4, first=3))
def test_no_part_is_cut_at_any_text_size(wear, show, scheme, scale):
    wear(scheme, scale)

    assert clipped(show(sheet())) == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("make", [parts.text, parts.reading])
def test_a_label_shows_mark_up_as_it_was_written(make):
    label = make(MARK_UP)

    shown = label.text()
    if label.textFormat() == Qt.TextFormat.RichText:
        assert "&lt;b&gt;bold" in shown
        assert "<img" not in shown
    else:
        assert shown == MARK_UP
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_guidance_is_as_tall_as_its_own_width_needs(wear, show):
    wear()
    guidance = parts.reading("One word after the other. " * 30)

    page = show(parts.hold(parts.stack(guidance, parts.STRETCH)))

    assert page.isVisible()
    assert guidance.width() == look().size("reading_width")
    assert guidance.height() >= guidance.heightForWidth(guidance.width())


def test_columns_stand_beside_each_other_only_where_there_is_room(wear, show):
    wear()
    left, right = QLineEdit(), QLineEdit()
    for field in (left, right):
        field.setMinimumWidth(300)
    page = show(parts.hold(parts.stack(parts.Columns(left, right))), 700)
    beside = left.y() == right.y()

    page.resize(500, 300)
    settle()

    assert beside
    assert right.y() > left.y()


def test_a_problem_stands_under_its_field_and_is_spoken(wear, show):
    wear()
    field = parts.LabelledField("When", QLineEdit(), hint="A day")
    show(field)

    field.show_problem("There is no such day.")
    spoken = field.field.accessibleDescription()
    field.show_problem("")

    assert spoken == "There is no such day."
    assert field.field.accessibleDescription() == "A day"
    assert not field.problem.isVisible()
    assert field.field.property("problem") is False


def test_a_label_leads_to_its_field(wear, show):
    wear()
    field = parts.LabelledField("When", QLineEdit())

    show(field)

    assert field.label.buddy() is field.field
    assert field.field.accessibleName() == "When"


def test_the_client_chip_is_spoken_with_its_word(wear, show):
    wear()

    chip = show(client_chip("K7-412"))

    assert chip.findChild(QLabel).accessibleName() == "Client K7-412"


def test_a_filled_button_with_the_keyboard_shows_a_ring(wear, qtbot):
    wear()
    button = parts.button("Finish", "primary")
    qtbot.addWidget(button)
    with qtbot.waitActive(button):
        button.show()
        button.activateWindow()

    button.setFocus()

    image = button.grab().toImage()
    inks = {image.pixelColor(x, button.height() // 2).name() for x in range(8)}
    assert look().color("focus").lower() in inks
    assert look().color("surface-raised").lower() in inks


def test_a_disabled_option_is_drawn_without_a_ground(wear, show):
    wear()
    option = parts.Option("Not now")
    option.setEnabled(False)

    show(option, 200, 40)

    image = option.grab().toImage()
    assert image.pixelColor(100, 5).name() != look().color("surface-raised").lower()


def test_a_long_option_grows_instead_of_being_cut(wear):
    wear()
    option = parts.Option("Thoughts of not wanting to live, but not of ending my life", key="B")

    assert option.heightForWidth(260) > option.heightForWidth(900)


def test_a_column_gives_each_widget_the_height_it_needs(wear, show):
    wear()
    column = PageColumn(4)
    first, second = parts.text("word " * 60, wrap=True), parts.text("below")
    hidden = parts.text("not shown")
    hidden.hide()
    for label in (first, hidden, second):
        column.add(label)

    show(column, 300, 600)

    assert first.height() == first.heightForWidth(300)
    assert second.y() == first.height() + 4
    assert not hidden.isVisible()


def test_a_column_makes_room_when_words_grow(wear, show):
    wear()
    column = PageColumn(4)
    first, second = parts.text("short", wrap=True), parts.text("below")
    column.add(first)
    column.add(second)
    show(column, 300, 600)
    before = second.y()

    first.setText("word " * 60)
    settle()

    assert second.y() > before


def test_a_column_tells_what_it_stands_in_that_it_needs_less_width(wear, show):
    wear()
    column = PageColumn(4)
    wide, inner = QWidget(), QWidget()
    wide.setLayout(parts.stack(inner, parts.text("as high as before")))
    inner.setMinimumWidth(400)
    column.add(wide)
    around = parts.hold(parts.stack(column))
    show(around, 300, 600)
    assert around.minimumSizeHint().width() >= 400

    inner.setMinimumWidth(0)
    settle()

    assert around.minimumSizeHint().width() < 300


def test_what_is_steady_in_a_column_is_moved_once_it_is_looked_after(wear, show):
    wear()
    column = PageColumn(4)
    first, steady, last = parts.text("short", wrap=True), QWidget(), parts.text("below")
    column.add(first)
    column.add(steady, is_steady=True)
    column.add(last)
    show(column, 300, 600)
    before = steady.y()

    first.setText("word " * 60)
    settle()
    waiting = steady.y()
    steady.setLayout(parts.stack(parts.text("word " * 60, wrap=True)))
    column.look_after(steady)
    settle()

    assert waiting == before
    assert steady.y() == first.height() + 4
    assert steady.height() == steady.heightForWidth(300)
    assert last.y() == steady.y() + steady.height() + 4


def test_what_is_added_to_a_column_on_screen_is_shown(wear, show):
    wear()
    column = show(PageColumn(4), 300, 600)
    late = parts.text("late")

    column.add(late)
    settle()

    assert late.isVisible()


def test_words_are_as_high_as_they_need_after_other_words_and_in_another_font(show):
    label = parts.text("Short.", wrap=True)
    show(label)
    short = label.heightForWidth(120)

    label.setText("Long enough for more than a line. " * 5)
    longer = label.heightForWidth(120)
    font = label.font()
    font.setPixelSize(60)
    label.setFont(font)

    assert short < longer < label.heightForWidth(120)


def test_a_page_is_not_laid_out_before_it_is_seen(show):
    asked = []

    class Asked(QWidget):
        @override
        def sizeHint(self) -> QSize:
            asked.append(self)
            return super().sizeHint()

    page = parts.hold(parts.stack(parts.scroll(parts.stack(Asked(), parts.reading("Words.")))))
    for _ in range(3):
        page = parts.hold(parts.stack(page))
    before = len(asked)
    show(page)

    assert before == 0
    assert asked


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("role", ["caption", "small", "body", "strong", "lead", "title", "display"])
def test_a_first_letter_with_a_hook_has_the_room_of_its_hook_and_no_more(
    show, wear, scale: float, role: str
) -> None:
    wear("light", scale)
    label = parts.text("J0-118", role)
    page = parts.hold(parts.stack(label))
    dress(page)
    show(page)

    bearing = label.fontMetrics().leftBearing("J")
    assert bearing < 0
    assert label.contentsMargins().left() == -bearing


def test_a_path_of_windows_goes_on_in_another_line_and_is_read_as_it_is(wear, qtbot):
    wear("light")
    place = r"C:\Users\Anna\AppData\Local\Sessions\exports\R-2026-11-576B8961.outcomes.age"
    label = parts.text(f"The file is here: {place}", wrap=True)
    qtbot.addWidget(label)

    assert label.minimumSizeHint().width() < 250
    assert label.text() == label.accessibleName() == f"The file is here: {place}"
    label.setText("Deleted")
    assert label.text() == label.accessibleName() == "Deleted"
