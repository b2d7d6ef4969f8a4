"""Texts of a programme and of a form in a language of the tests, as a translator writes them.

The language is Esperanto: known to Babel, spoken in no window.
"""

from collections.abc import Mapping
from pathlib import Path

from programme.loading.library import installed
from tests.support.programme.packs import head, write_folder

LANGUAGE = "eo"


def programme_file(
    part: str, texts: Mapping[str, str], *, version: str = "", language: str = LANGUAGE
) -> tuple[str, str]:
    """Return name and text of the file of one part of the programme."""
    course = installed()
    version = version or course.version
    lines = [f'programme = "{course.id}"', f'version = "{version}"', *_texts(language, texts)]
    return f"{course.id}.v{version}.{language}.{part}.texts.toml", "\n".join(lines)


def form_file(
    texts: Mapping[str, str], form: str = "safety-plan", version: int = 1
) -> tuple[str, str]:
    """Return name and text of the file of a form."""
    lines = [f'form = "{form}"', f"version = {version}", *_texts(LANGUAGE, texts)]
    return f"{form}.v{version}.{LANGUAGE}.texts.toml", "\n".join(lines)


def translations_folder(
    folder: Path, version: str, *files: tuple[str, str], language: str = LANGUAGE
) -> Path:
    """Write a folder that is to become a pack of translations."""
    said = head("translations", "our-words", version) + f'language = "{language}"\n'
    return write_folder(folder, {"pack.toml": said, **dict(files)})


def _texts(language: str, texts: Mapping[str, str]) -> list[str]:
    said = (f'"{place}" = """{text}"""' for place, text in texts.items())
    return [f'language = "{language}"', "[texts]", *said, ""]
