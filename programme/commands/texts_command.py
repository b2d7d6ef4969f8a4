"""`python -m programme texts LANGUAGE FOLDER`: a folder to translate the programme in.

Each text stands in it as a comment above its place, and is said once somebody has written it.
"""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from programme.authoring.new_files import write_new
from programme.definition.definition import Programme
from programme.errors import ProgrammeError
from programme.loading.library import installed as installed_programme
from programme.loading.loading import load_programme
from programme.loading.translating import asked_of, programme_texts
from programme.packs.naming import MANIFEST
from session_forms.clinic.translations import SUFFIX
from session_forms.library.library import installed
from session_forms.words.language_words import is_language, language_name

SESSION = "session_plans"
REST = "course"
"""The part that holds what stands in no session and not in the frame."""
HEAD = """\
kind = "translations"
id = "{id}-{code}"
version = "1.0"
title = "{title}, {name}"
language = "{language}"
"""
FILE_HEAD = """\
# Take away the mark before a line, and write the text between its quotes.
# What keeps its mark stays as it is in the programme, and the screens say so.
programme = "{id}"
version = "{version}"
language = "{language}"

[texts]
"""


def set_up_texts(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("language", metavar="LANGUAGE", help="its short code, as de or pt-BR")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the texts are to stand")
    parser.add_argument(
        "--programme", type=Path, metavar="FOLDER", help="the installed one without"
    )
    parser.set_defaults(command=texts)


def texts(chosen: argparse.Namespace) -> int:
    """Write the folder; return how it ended.

    Raises:
        ProgrammeError: There is no such language, or a file is there already.
        FormError: A file of forms is wrong.

    """
    if not is_language(chosen.language):
        raise ProgrammeError("There is no such language: write its short code, as de or pt-BR.")
    programme = installed_programme()
    if chosen.programme is not None:
        programme = load_programme(chosen.programme, installed())
    files = files_to_translate(programme, chosen.language)
    write_new(chosen.folder, files)
    count = len(asked_of(programme_texts(programme)))
    print(f"Written: {len(files)} files with {count} texts to translate into {chosen.language}.")
    return 0


def files_to_translate(programme: Programme, language: str) -> Mapping[str, str]:
    """Return the files of a pack of translations in which nothing is translated yet, by name."""
    written = programme_texts(programme)
    parts: dict[str, list[str]] = {}
    for place in asked_of(written):
        parts.setdefault(_part(place), []).append(place)
    head = FILE_HEAD.format(id=programme.id, version=programme.version, language=language)
    start = f"{programme.id}.v{programme.version}.{language}"
    files = {
        f"{start}.{part}{SUFFIX}": head + "".join(_lines(places, written))
        for part, places in parts.items()
    }
    return {MANIFEST: _pack_head(programme, language), **files}


def _part(place: str) -> str:
    first, _dot, rest = place.partition(".")
    if first == SESSION:
        return rest.partition(".")[0]
    return first if first == "frame" else REST


def _lines(places: Iterable[str], written: Mapping[str, str]) -> Iterable[str]:
    for place in places:
        yield "".join(f"\n# {line}".rstrip() for line in written[place].strip().splitlines())
        quotes = '"""' if "\n" in written[place].strip() else '"'
        yield f'\n# "{place}" = {quotes}{quotes}\n'


def _pack_head(programme: Programme, language: str) -> str:
    return HEAD.format(
        id=programme.id,
        code=language.lower(),
        title=programme.title,
        name=language_name(language),
        language=language,
    )
