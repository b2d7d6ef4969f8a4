"""The page on which somebody waits for invented clients, before there are any to practise with."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import STRETCH, progress_bar, row, stack, text


class WaitView(QWidget):
    """What is being done, how far it is, and that there is nothing to do meanwhile."""

    page_help = PageHelp(
        "The application is getting ready, and the bar shows how far it is. There is nothing "
        "for you to do until it is done.",
        read_on="docs/guides/README.md",
    )

    def __init__(self, title: str, detail: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._detail = text(detail, "muted")
        self._bar = progress_bar(0, name=title)
        lines = [text(title, "title"), self._detail, self._bar]
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = stack(STRETCH, *(row(STRETCH, each, STRETCH) for each in lines), STRETCH)
        self._detail.setAlignment(centre)
        self.setLayout(layout)

    def show_step(self, done: int, of: int) -> None:
        """Say how far it is."""
        self._detail.setText(_("{done} of {of}").format(done=done, of=of))
        self._bar.setValue(round(100 * done / of))
