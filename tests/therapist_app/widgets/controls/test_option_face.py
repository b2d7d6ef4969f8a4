"""How a choice is drawn from either side."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyle

from therapist_app.widgets.controls.option_face import mirrored, option_face

WHOLE = QRect(0, 0, 300, 40)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.parametrize("inside", [QRect(30, 0, 200, 40), QRect(0, 5, 300, 10), QRect(7, 1, 1, 1)])
def test_a_part_is_mirrored_as_the_style_mirrors_it(direction, inside):
    assert mirrored(direction, WHOLE, inside) == QStyle.visualRect(direction, WHOLE, inside)


@pytest.mark.usefixtures("wear")
def test_words_that_stand_on_one_line_make_no_box_higher_than_the_others():
    words = "Two meetings of about 30 minutes; each session says where to split"
    face = option_face(words, client=False)
    plain = QFontMetrics(face.sizes.font).horizontalAdvance(words)
    bold = QFontMetrics(face.sizes.strong).horizontalAdvance(words)
    around = face.natural_width - bold
    between = (plain + bold) // 2

    assert face.height_for(around + between) == option_face("Short", client=False).height_for(
        around + between
    )
    assert face.chosen_font(between) == face.sizes.font
    assert face.chosen_font(bold + 2) == face.sizes.strong
