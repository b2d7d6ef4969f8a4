"""The whole application in one look, without a file written anywhere."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QFile, QPoint, Qt
from PySide6.QtGui import QFont, QPalette, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from tests.support.windows.left_behind import undressed
from therapist_app.theme.applying import system_scheme
from therapist_app.theme.fonts import load_fonts
from therapist_app.theme.icons import icon, pixmap
from therapist_app.theme.look import Look, look
from therapist_app.theme.resources import compile_files
from therapist_app.theme.style_sheet import drawings, style_sheet
from therapist_app.theme.tokens import SCHEMES

BEFORE_UNLOCK = """
import sys
import therapist_app.theme.applying, therapist_app.widgets.parts
import therapist_app.accessibility.announcing
heavy = ("pydantic", "reportlab", "programme", "session_forms.form", "exports.paper.charts.chart")
print([name for name in heavy if name in sys.modules])
"""


def inks_of(picture: QPixmap) -> set[str]:
    image = picture.toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.usefixtures("qapp")
def test_the_shipped_font_is_known_to_qt():
    assert "Open Sans" in load_fonts()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_sheet_leaves_no_name_unreplaced(scheme):
    assert "@" not in style_sheet(Look(scheme)).partition("*/")[2]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_drawing_of_the_style_sheet_can_be_read(wear, scheme):
    wear(scheme)

    for name, drawing in drawings(look()).items():
        file = QFile(f":/look/{name}")
        assert file.open(QFile.OpenModeFlag.ReadOnly)
        assert bytes(file.readAll().data()) == drawing


def test_a_second_look_takes_the_place_of_the_first(wear, qapp):
    wear("dark")

    assert look().scheme == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == look().color("surface").lower()
    assert not QFile(":/look/check-light.svg").exists()


class Restyled(QWidget):
    """Counts how often it is told to look otherwise."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.times = 0

    @override
    def changeEvent(self, event):
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


OF_THE_SYSTEM = {
    "QAbstractItemView": (QTableView, QListView, QTreeView),
    "QMenu": (QMenu,),
    "QMessageBox": (QMessageBox,),
}
"""Widgets for which Windows names type of its own, by the kind that Qt knows it under."""


@pytest.mark.usefixtures("wear")
def test_a_part_is_styled_once_however_often_it_is_put_into_another(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    part = inner = Restyled()
    for _depth in range(12):
        outer = QWidget()
        part.setParent(outer)
        part = outer

    part.setParent(window)
    window.show()

    assert undressed() == []
    assert inner.times == 1


@pytest.mark.usefixtures("wear")
def test_what_opens_over_a_window_wears_its_look(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    field, box = QLineEdit("x", window), QMessageBox(window)
    window.show()

    box.open()
    QToolTip.showText(QPoint(), "What it does", field)

    shown = [type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert sorted(shown) == ["QLabel", "QMessageBox", "QWidget"]
    assert undressed() == []
    assert field.createStandardContextMenu().style() is field.style()
    QToolTip.hideText()


@pytest.mark.usefixtures("wear", "qtbot")
def test_a_window_without_the_look_would_be_found():
    bare = QWidget()
    bare.show()

    assert undressed() == ["QWidget"]
    bare.close()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_system_has_tables_lists_and_menus_in_type_of_its_own(wear, qapp, qtbot, scale):
    for kind in OF_THE_SYSTEM:
        qapp.setFont(QFont("Tahoma", 8), kind)

    wear("dark", scale)

    for widgets in OF_THE_SYSTEM.values():
        for make in widgets:
            widget = make()
            qtbot.addWidget(widget)
            widget.ensurePolished()
            assert widget.font() == qapp.font(), make


def test_another_look_styles_a_deep_part_no_more_often_than_the_window(wear, qtbot):
    window = inner = Restyled()
    for _depth in range(12):
        inner = Restyled(inner)
    qtbot.addWidget(window)
    window.show()
    window.times = inner.times = 0

    wear("dark")

    assert window.times > 0
    assert inner.times == window.times


@pytest.mark.usefixtures("wear")
def test_a_ticked_box_shows_its_tick(qtbot):
    box = QCheckBox("Told")
    qtbot.addWidget(box)
    box.show()

    box.setChecked(True)

    inks = inks_of(box.grab())
    assert look().color("accent").lower() in inks
    assert look().color("on-accent").lower() in inks


@pytest.mark.usefixtures("wear")
def test_an_icon_is_drawn_in_the_colour_that_was_asked_for():
    inks = inks_of(pixmap("check", "urgent", 40))

    assert look().color("urgent").lower() in inks


@pytest.mark.usefixtures("wear")
def test_a_disabled_button_shows_its_icon_in_the_disabled_colour():
    modes = icon("check")

    assert modes.availableSizes(modes.Mode.Disabled)


def test_the_compiled_resource_starts_with_its_one_folder():
    tree, names, data = compile_files({"a.svg": b"<svg/>"})

    assert names[6:14].decode("utf-16-be") == "look"
    assert data == b"\x00\x00\x00\x06<svg/>"
    assert len(tree) == 3 * 14


@pytest.mark.parametrize(
    ("contrast", "scheme", "wanted"),
    [
        (Qt.ContrastPreference.HighContrast, Qt.ColorScheme.Dark, "contrast-high"),
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Dark, "dark"),
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Light, "light"),
        (Qt.ContrastPreference.NoPreference, Qt.ColorScheme.Unknown, "light"),
    ],
)
def test_the_scheme_follows_what_the_system_asks_for(contrast, scheme, wanted):
    hints = SimpleNamespace(contrastPreference=lambda: contrast)
    style = SimpleNamespace(accessibility=lambda: hints, colorScheme=lambda: scheme)

    assert system_scheme(SimpleNamespace(styleHints=lambda: style)) == wanted


def test_nothing_heavy_is_imported_before_the_unlock_window():
    found = subprocess.run(
        [sys.executable, "-c", BEFORE_UNLOCK], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
