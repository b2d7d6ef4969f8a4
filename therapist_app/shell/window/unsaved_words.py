"""What was typed and not saved when it locked: kept for its page, put back there, and told of."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.list_words import listed
from session_forms.words.texts import _
from therapist_app.destination import Destination
from therapist_app.shell.window.services import KeepsBegunWords
from therapist_app.widgets.fields.begun_fields import FieldWords, begun_fields


class UnsavedWords(QObject):
    """Over all pages of one window, one after the other."""

    def __init__(
        self,
        kept: Callable[[], KeepsBegunWords],
        place: Callable[[], Destination | None],
        parent: QObject,
    ) -> None:
        """Take what keeps them, and where the person is; None where nothing is to be put back."""
        super().__init__(parent)
        self._kept = kept
        self._place = place
        self._put_back: list[str] = []
        self._fields = begun_fields()
        self._fields.put_back.connect(self._on_put_back)
        self._fields.saved_before.connect(self._on_saved_before)

    def follow(self, page: QWidget) -> None:
        """Put back into a page what waits for it, now and as its fields come into sight."""
        self._fields.follow(page, self._waiting)

    @property
    def told(self) -> str:
        """What stands on its page again, and what waits still, in sentences; "" for nothing."""
        here, later = dict.fromkeys(self._put_back), self._kept().names
        told = []
        if here:
            told.append(_("Here again on this page: {fields}.").format(fields=listed(here)))
        if later:
            words = _("Open the part of the page where you typed it, and it is there: {fields}.")
            told.append(words.format(fields=listed(later)))
        return " ".join(told)

    def _waiting(self) -> tuple[FieldWords, ...]:
        place = self._place()
        if place is None:
            return ()
        return tuple(FieldWords(*each) for each in self._kept().waiting(place))

    @Slot(FieldWords)
    def _on_put_back(self, words: FieldWords) -> None:
        self._put_back.append(words.name)
        self._on_saved_before(words)

    @Slot(FieldWords)
    def _on_saved_before(self, words: FieldWords) -> None:
        place = self._place()
        if place is not None:
            self._kept().put_back(place, words)
