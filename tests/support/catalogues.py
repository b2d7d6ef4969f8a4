"""Catalogues of texts for tests, compiled in memory as those of a language are."""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

import messages


class Catalogue:
    """The translated texts of one language."""

    def __init__(self, language: str) -> None:
        self._catalog = Catalog(language)

    def add(
        self,
        original: str | Sequence[str],
        translated: str | Sequence[str],
        *,
        context: str | None = None,
    ) -> None:
        """Add a text, or the forms of one that depends on a count."""
        self._catalog.add(original, translated, context=context)

    def translations(self) -> GNUTranslations:
        """Return the catalogue as the product reads it."""
        return GNUTranslations(BytesIO(self._compiled()))

    def save(self, path: Path) -> None:
        """Write the catalogue into a file."""
        path.parent.mkdir(parents=True)
        path.write_bytes(self._compiled())

    def _compiled(self) -> bytes:
        compiled = BytesIO()
        write_mo(compiled, self._catalog)
        return compiled.getvalue()


@lru_cache
def every_message() -> tuple[Message, ...]:
    """Return all that `./dev messages` collects, read once for all tests of a process."""
    return tuple(message for message in messages.extracted() if message.id)


@lru_cache
def said_by_the_window() -> frozenset[str]:
    """Return every text of the window as it is seen: without the mark of its letter."""
    texts = (
        each
        for message in every_message()
        for each in (message.id if isinstance(message.id, tuple) else (message.id,))
    )
    return frozenset(re.sub(r"&(?=\w)", "", each) for each in texts)


class Said(NamedTuple):
    """One text that somebody reads, in one of its forms; `place` is the first file that says it."""

    context: str
    words: str
    place: str


@lru_cache
def every_text() -> tuple[Said, ...]:
    """Return every message, each form of a count apart, without mnemonics."""
    return tuple(
        Said(message.context or "", words.replace("&", ""), message.locations[0][0])
        for message in every_message()
        for words in ([message.id] if isinstance(message.id, str) else message.id)
    )


@lru_cache
def known_texts() -> frozenset[tuple[str, str]]:
    """Return context and text, in the form for one, of all that `./dev messages` collects."""
    return frozenset(
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0])
        for message in every_message()
    )
