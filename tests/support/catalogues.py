"""Catalogues of texts for tests, compiled in memory as those of a language are."""

from collections.abc import Sequence
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo


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
