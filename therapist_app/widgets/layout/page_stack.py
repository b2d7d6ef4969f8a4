"""Pages in one place, of which one is shown: it alone says how large the place has to be."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override


class PageStack(QStackedLayout):
    """Pages that give way to each other, and the place in which they do.

    Qt by itself reserves room for the highest of them, also while it is hidden: where the window
    scrolls, a short page would end in emptiness, or have a bar within a bar.

    Attributes:
        place: What is put into the page around them.

    """

    def __init__(self) -> None:
        self.place = QWidget()
        super().__init__(self.place)

    def turn_to(self, page: QWidget) -> None:
        """Show one of the pages, without the keyboard, which is led there by whoever turns.

        By itself Qt gives it to the first part of the page, which a screen reader would begin with.
        """
        here: QWidget | None = self.place.window().focusWidget()
        if here is not None and self.place.isAncestorOf(here):
            here.clearFocus()
        self.setCurrentWidget(page)

    @override
    def sizeHint(self) -> QSize:
        """Return what the page that is shown wishes for."""
        page: QWidget | None = self.currentWidget()
        return self.minimumSize() if page is None else page.sizeHint().expandedTo(_least(page))

    @override
    def minimumSize(self) -> QSize:
        """Return the least size of the page that is shown."""
        page: QWidget | None = self.currentWidget()
        return QSize(0, 0) if page is None else _least(page)

    @override
    def hasHeightForWidth(self) -> bool:
        """Return whether the height of the page that is shown follows from its width."""
        page: QWidget | None = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height of the page that is shown."""
        page: QWidget | None = self.currentWidget()
        return 0 if page is None else max(page.heightForWidth(width), _least(page).height())


def _least(page: QWidget) -> QSize:
    return page.minimumSizeHint().expandedTo(page.minimumSize()).boundedTo(page.maximumSize())
