"""What is styled once, where it stands, however early it is shown.

Qt styles and lays out what is shown at once, with all that is in it, and styles it anew in each
part of a page that it is put into after that, until the page stands in its window. A third of the
time in which some pages opened went there.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

if TYPE_CHECKING:
    _Part = QWidget
else:
    _Part = object

NOT_SHOWN_ITSELF = (
    Qt.WidgetAttribute.WA_WState_ExplicitShowHide,
    Qt.WidgetAttribute.WA_WState_Hidden,
)


class StyledInPlace(_Part):
    """What makes a part that is shown before its window is be shown with its window."""

    @override
    def setVisible(self, visible: bool) -> None:
        """Show or hide it; in a window that is not there yet, it only counts as not hidden."""
        if visible and not (self.isWindow() or self.window().isVisible()):
            count_as_shown(self)
        else:
            super().setVisible(visible)


def count_as_shown(part: QWidget) -> None:
    """Let a part be seen with its window, as one that nobody has shown or hidden yet."""
    for each in NOT_SHOWN_ITSELF:
        part.setAttribute(each, False)
    part.updateGeometry()


def show_in_place(part: QWidget) -> None:
    """Show a part of a page: at once where its window is there, else with its window."""
    if part.window().isVisible():
        part.show()
    else:
        count_as_shown(part)
