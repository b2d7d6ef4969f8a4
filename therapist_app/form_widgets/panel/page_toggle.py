"""Puts each question of a form on a page of its own, or all of them on one."""

from PySide6.QtWidgets import QPushButton, QSizePolicy

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.panel.panel import FormPanel


class PageToggle(QPushButton):
    """A quiet button that changes how the pages of a form stand, and says what it will do."""

    def __init__(self, panel: FormPanel) -> None:
        super().__init__()
        self._panel = panel
        self.setProperty("rank", "quiet")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name()
        self.clicked.connect(self._on_clicked)

    def _name(self) -> None:
        words = _("All on one page") if self._panel.is_one_by_one else _("One question a page")
        self.setText(words)
        self.setAccessibleName(words)

    def _on_clicked(self) -> None:
        self._panel.show_pages(one_by_one=not self._panel.is_one_by_one)
        self._panel.focus_current()
        self._name()


def page_toggle(panel: FormPanel | None) -> PageToggle | None:
    """Return the button for a form; None where there is one question, or none to fill in."""
    return PageToggle(panel) if panel is not None and len(panel.questions) > 1 else None
