"""A worksheet of the same questions, laid out by Typst, a typesetter written in Rust."""

from pathlib import Path

import typst

from session_forms.form.definition import FormDefinition
from tests.bench.timing.rounds import Span, timed

HEAD = '#set page("a4", margin: 20mm)\n#set text(size: 10pt)\n#set document(title: "Worksheet")\n'


class TypstSheet:
    """A worksheet in Typst's language, in a file as its compiler wants it."""

    def __init__(self, path: Path, form: FormDefinition) -> None:
        rows = "".join(
            f"+ {_plain(each.prompt)}\n\n  "
            + " #h(1fr) ".join(f"□ {_plain(option.label)}" for option in each.options)
            + "\n\n"
            for each in form.questions
        )
        path.write_text(f"{HEAD}= {_plain(form.title)}\n\n{_plain(form.introduction)}\n\n{rows}")
        self._path = path

    def pages(self) -> bytes:
        """Return the PDF."""
        return typst.compile(str(self._path))

    def compile(self) -> Span:
        """Make it once more; Typst keeps nothing from one call to the next."""
        return timed(self.pages)


def _plain(words: str) -> str:
    """Return the words as Typst takes them literally: the marks of its language escaped."""
    return "".join(f"\\{each}" if each in "\\#*_$@<>[]`~=-+/" else each for each in words)
