"""The language that nobody speaks (en_XA), spoken for a while; what is not marked in it."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from pathlib import Path
from typing import IO

from pypdf import PdfReader

from session_forms.words import texts
from tests.support.catalogues import known_texts
from tests.support.windows.unmarked import Unmarked
from therapist_app import bootstrap
from therapist_app.i18n import installing, pseudo_language

APP = Path(bootstrap.__file__).parent


@contextmanager
def spoken(names: Iterable[str]) -> Iterator[Unmarked]:
    """Speak the language; yield what knows the texts of the content and these names."""
    texts.install(pseudo_language.PseudoTranslations(known_texts()), installing.PSEUDO)
    content = bootstrap.load_content()
    files = (file for room in ("workflows", "practice") for file in (APP / room).rglob("*.toml"))
    rules = [tomllib.loads(file.read_text("utf-8")) for file in files]
    known = [
        content.programme,
        content.forms.all(),
        content.directory,
        content.jurisdictions,
        rules,
    ]
    try:
        yield Unmarked(known, names)
    finally:
        texts.install(NullTranslations())


def unmarked_on_paper(said: Unmarked, file: Path | IO[bytes]) -> list[str]:
    """Return what the pages of a file say in no brackets."""
    pages = (page.extract_text() for page in PdfReader(file).pages)
    words = " ".join(" ".join(page.split()) for page in pages)
    return sorted(set(said.on_paper(words)))
