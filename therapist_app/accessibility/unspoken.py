"""What shows a secret: assistive technology learns that it is there, and nothing of its words.

Qt's own interface of a line sends the true words with each change of them, also while dots stand
there, to every program of the desktop that listens. One without a text has no words to send, to
give when asked, or to take from others: what is set over the bus could be read there.
"""

from PySide6 import QtGui, QtWidgets
from typing_extensions import override


class Unspoken:
    """Mixed into a widget of which nothing that it shows may be told.

    A class and no property: Qt may ask what a widget is before its first property is set.
    """


class UnspokenInterface(QtWidgets.QAccessibleWidget):
    """A line or a label by its accessible name, its description and its place, without its text."""

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        roles = QtGui.QAccessible.Role
        is_line = isinstance(widget, QtWidgets.QLineEdit)
        super().__init__(widget, roles.EditableText if is_line else roles.StaticText)

    @override
    def state(self) -> QtGui.QAccessible.State:
        """Return how it stands; a line as one for a passphrase, whose keys are not said either."""
        state = super().state()
        line = self.widget()
        if isinstance(line, QtWidgets.QLineEdit):
            state.passwordEdit = 1
            state.readOnly = int(line.isReadOnly())
            state.editable = int(not line.isReadOnly())
        return state
