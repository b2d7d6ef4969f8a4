"""Collect the texts of the window and of paper, and keep each language's catalogue up to date.

./dev messages                  merges the texts of today into every catalogue, and compiles them
./dev messages de pt_BR         begins catalogues for these languages first
./dev messages --compile        compiles only; ./dev package does so by itself
./dev messages --template FILE  also writes what there is to translate, for a tool of a translator
"""

import argparse
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from said_texts import unmarked_texts

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
LOCALE = ROOT / "session_forms" / "locale"
DOMAIN = "sessions"
CONTEXT_FIRST = (1, "c")
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "NN_": (1, 2),
    "pgettext": (CONTEXT_FIRST, 2),
    "NP_": (CONTEXT_FIRST, 2),
    "npgettext": (CONTEXT_FIRST, 2, 3),
}
"""The names of session_forms/words/texts.py that hold texts, and where."""
TELLS_TRANSLATORS = "Translators:"
"""How a comment above a text begins that whoever translates it is to read."""


def main() -> int:
    """Do what the arguments ask for; return 1 where a translation loses a placeholder."""
    parser = argparse.ArgumentParser(description="Collect texts and merge catalogues.")
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="as de or pt_BR")
    parser.add_argument("--compile", action="store_true", help="compile only")
    parser.add_argument("--template", type=Path, metavar="FILE", help="write the template too")
    options = parser.parse_args()
    if not options.compile:
        template = extracted()
        print(f"{len(template)} texts")
        if options.template is not None:
            _write(template, options.template)
        try:
            for language in options.languages:
                begin(language)
        except (ValueError, UnknownLocaleError) as error:
            print(f"There is no such language: {error}", file=sys.stderr)
            return 1
        for path in catalogues():
            merge(path, template)
    wrong = [line for path in catalogues() for line in compile_catalogue(path)]
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


def extracted(root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> Catalog:
    """Return every marked text of the packages, with the modules it stands in."""
    catalog = Catalog(project="Sessions", domain=DOMAIN, charset="utf-8")
    for package in packages:
        found = extract_from_dir(
            root / package,
            [("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=[TELLS_TRANSLATORS],
            strip_comment_tags=True,
        )
        for file, line, text, comments, context in found:
            place = [(f"{package}/{file}", line)]
            catalog.add(text, None, place, auto_comments=comments, context=context)
        for path in sorted((root / package).rglob("*.py")):
            for line, context, text in unmarked_texts(path.read_text("utf-8")):
                place = [(path.relative_to(root).as_posix(), line)]
                catalog.add(text, None, place, context=context)
    return catalog


def catalogues(locale: Path = LOCALE) -> list[Path]:
    """Return the catalogue of each language."""
    return sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def begin(language: str, locale: Path = LOCALE) -> None:
    """Begin an empty catalogue, where there is none yet.

    Raises:
        ValueError: `language` is no code of a language.
        UnknownLocaleError: Babel does not know the language.

    """
    catalog = Catalog(language, project="Sessions", domain=DOMAIN, charset="utf-8", fuzzy=False)
    if catalog.locale is None:
        raise UnknownLocaleError(language)
    path = locale / str(catalog.locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        path.parent.mkdir(parents=True)
        _write(catalog, path)


def merge(path: Path, template: Catalog) -> None:
    """Take the texts of `template` over into a catalogue; texts like earlier ones are fuzzy."""
    catalog = _read(path)
    template.creation_date = catalog.creation_date  # a file changes where a text does
    catalog.update(template)
    _write(catalog, path)
    done = sum(_is_done(message) for message in catalog if message.id)
    print(f"{catalog.locale}: {done} of {len(template)} translated")


def compile_catalogue(path: Path) -> Iterator[str]:
    """Write a catalogue as gettext reads it, unless it is wrong; yield what is wrong with it."""
    catalog = _read(path)
    wrong = [message for message in catalog if message.id and not _keeps_placeholders(message)]
    for message in wrong:
        yield f"{path.parent.parent.name}: other placeholders than in {_forms(message.id)[0]!r}"
    if not wrong:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def placeholders(text: str) -> set[str]:
    """Return the names in braces that a text holds."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _keeps_placeholders(message: Message) -> bool:
    """Say whether each form names what the original names; a count may be said in words."""
    originals = [placeholders(form) for form in _forms(message.id)]
    for form in filter(None, _forms(message.string or "")):
        try:
            found = placeholders(form)
        except ValueError:  # a single brace
            return False
        if not found <= set.union(*originals) or not set.intersection(*originals) <= found:
            return False
    return True


def _is_done(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string or ""))


def _forms(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, domain=DOMAIN)


def _write(catalog: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    sys.exit(main())
