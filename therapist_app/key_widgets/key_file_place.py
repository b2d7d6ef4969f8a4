"""A place to choose a key file; where it lies is never remembered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, row, stack
from therapist_app.widgets.words import text


def ask_for_key_file(parent: QWidget) -> str:
    """Return the key file that a person picks, or nothing."""
    from therapist_app.widgets.dialogs.choosing_files import ask_for_file

    return ask_for_file(
        parent, _("Choose the key file"), pgettext("files in a dialog", "All files (*)")
    )


class KeyFilePlace(QWidget):
    """Says whether a key file was chosen, by its name alone.

    Signals:
        chosen: Another file was chosen.

    """

    chosen = Signal()

    def __init__(
        self, label: str, *, choose_file: Callable[[QWidget], str] = ask_for_key_file
    ) -> None:
        super().__init__()
        self._choose_file = choose_file
        self.path: Path | None = None
        self.choose = button(_("Choose the file …"))
        self.choose.setAccessibleName(f"{label}: {self.choose.text()}")
        self.name = text(pgettext("file", "none chosen"), "small", tone="muted", wrap=True)
        line = row(self.choose, self.name, STRETCH)
        line.setStretch(1, 1)
        self.setLayout(stack(text(label, "strong"), line, gap="xs"))
        self.setFocusProxy(self.choose)
        self.choose.clicked.connect(self._on_choose_clicked)

    def clear(self) -> None:
        """Forget what was chosen."""
        self._show(None)

    @Slot()
    def _on_choose_clicked(self) -> None:
        path = self._choose_file(self)
        if path:
            self._show(Path(path))
            self.chosen.emit()

    def _show(self, path: Path | None) -> None:
        self.path = path
        self.name.setText(path.name if path else pgettext("file", "none chosen"))
