"""How far the reading of a caseload has come, and whether somebody wants it to stop."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

from exports.errors import ExportError
from session_forms.words.texts import _

TOLD_EVERY = 50
"""How often it is told, in clients."""
Read = TypeVar("Read")


class Stopped(ExportError):
    """Somebody stopped the reading; nothing was written."""


@dataclass(slots=True)
class ReadingProgress:
    """Counts clients as they are read, on the thread that reads them.

    Attributes:
        tell: Is told how many were read, of how many.
        stop: Once it is set, no further client is read.
        forms_passed_over: How many filled forms count nowhere, since no installed form fits them.
        clients_passed_over: Of whom of those who are counted they are, by id.

    """

    tell: Callable[[int, int], None]
    stop: Event = field(default_factory=Event)
    forms_passed_over: int = 0
    clients_passed_over: list[str] = field(default_factory=list)
    _done: int = 0
    _of: int = 0

    def expect(self, clients: int) -> None:
        """Take that so many more are going to be read."""
        self._of += clients

    def pass_over(self, forms: int, client_id: str) -> None:
        """Take that so many filled forms of a client count nowhere."""
        if forms:
            self.forms_passed_over += forms
            self.clients_passed_over.append(client_id)

    def each(self, read: Iterable[Read]) -> Iterator[Read]:
        """Yield what is read, one client after the other.

        Raises:
            Stopped: It was stopped meanwhile.

        """
        for one in read:
            if self.stop.is_set():
                raise Stopped(_("It was stopped. Nothing was written."))
            self._done += 1
            if not self._done % TOLD_EVERY:
                self.tell(self._done, self._of)
            yield one


def unwatched() -> ReadingProgress:
    """Return one that nobody looks at."""
    return ReadingProgress(lambda _done, _of: None)
