"""How a choice is drawn from either side."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyle

from therapist_app.widgets.controls.option_face import mirrored

WHOLE = QRect(0, 0, 300, 40)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.parametrize("inside", [QRect(30, 0, 200, 40), QRect(0, 5, 300, 10), QRect(7, 1, 1, 1)])
def test_a_part_is_mirrored_as_the_style_mirrors_it(direction, inside):
    assert mirrored(direction, WHOLE, inside) == QStyle.visualRect(direction, WHOLE, inside)
