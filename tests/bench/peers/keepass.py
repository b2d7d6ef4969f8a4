"""One more answer kept in a KeePass file, whose format is rewritten whole at each saving."""

from collections.abc import Sequence
from pathlib import Path

from pykeepass import PyKeePass, create_database

from tests.bench.timing.rounds import Span, timed


class KeePassFile:
    """A file with an entry for each client, whose notes are the answers of that client."""

    def __init__(self, path: Path, notes: Sequence[str]) -> None:
        made = create_database(str(path), password="bench")
        for number, each in enumerate(notes):
            made.add_entry(made.root_group, str(number), "", "", notes=each)
        made.save()
        self._file = PyKeePass(str(path), password="bench")
        self._entry = self._file.entries[0]

    def keep(self, answers: str) -> Span:
        """Put a text in the place of the one before; the key is not derived anew, as in ours."""

        def save() -> None:
            self._entry.notes = answers
            self._file.save(transformed_key=self._file.transformed_key)

        return timed(save)
