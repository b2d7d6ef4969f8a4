"""`./dev look`: what is cut is found, by screen, control and look, and every screen is drawn."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.look_command import (
    SCALES,
    SIZES,
    Seen,
    contact_sheet,
    faults,
    look_at,
    screens,
)
from tests.support.sampling import beyond
from tests.support.windows.page_states import STATES
from therapist_app.theme.applying import apply
from therapist_app.theme.look import Look
from therapist_app.theme.tokens import SCHEMES
from therapist_app.widgets.parts import row, text

EVERY_LOOK = [Seen(scheme, scale, size) for scheme in SCHEMES for scale in SCALES for size in SIZES]


@pytest.fixture
def window(qtbot, wear) -> QWidget:
    wear("light", 1.0)
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.label = text("The client is expected at ten")
    shown.beside = text("and stays an hour")
    shown.setLayout(row(shown.label, shown.beside))
    shown.resize(600, 120)
    shown.show()
    return shown


def test_a_label_that_is_cut_is_found_by_its_words(window):
    assert faults(window) == []

    window.label.setFixedWidth(40)
    window.layout().activate()

    assert faults(window) == ["cut: 'The client is expected at ten'"]


def test_two_labels_that_lie_over_each_other_are_found(window):
    window.beside.move(window.label.pos())

    assert "overlap: 'The client is expected at ten' and 'and stays an hour'" in faults(window)


def test_a_button_on_a_label_is_no_overlap_unless_they_share_a_parent(window):
    QPushButton("Open", QLabel(window))

    assert not [each for each in faults(window) if each.startswith("overlap")]


def test_a_sheet_holds_each_picture_in_its_row_and_column():
    def plain(width: int, height: int, color: str) -> QImage:
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        picture.fill(color)
        return picture

    tiles = [
        [plain(40, 20, "red"), plain(60, 20, "green")],
        [plain(40, 30, "blue"), plain(60, 30, "white")],
    ]

    sheet = contact_sheet(tiles)

    assert (sheet.width(), sheet.height()) == (40 + 60 + 3 * 12, 20 + 30 + 3 * 12)
    at = [(13, 13), (65, 13), (13, 45), (65, 45)]
    assert [sheet.pixelColor(*each).name() for each in at] == [
        "#ff0000",
        "#008000",
        "#0000ff",
        "#ffffff",
    ]


def test_every_screen_has_a_name_of_its_own_and_can_be_asked_for_by_a_word():
    names = [name for name, _state in screens()]

    assert len(set(names)) == len(names) > sum(len(states) for states in STATES.values())
    assert [name for name, _state in screens(["over today, search"])] == ["over Today, search"]
    assert screens(["no such screen"]) == []


@beyond("test_a_page_is_whole_in_a_small_window")
@pytest.mark.parametrize("seen", EVERY_LOOK, ids=lambda seen: seen.name)
def test_no_screen_is_cut_in_any_look(qapp: QApplication, tmp_path, seen):
    found = look_at(screens(), [seen], tmp_path)

    apply(qapp, Look())
    assert found == {}
    assert len(list(tmp_path.iterdir())) == len(screens())
