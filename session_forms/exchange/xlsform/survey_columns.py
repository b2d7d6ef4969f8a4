"""The columns of an XLSForm: which there are, and in which language its words are read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from session_forms.exchange.fhir_terms.elements import Source
from session_forms.exchange.xlsform.sheets import Row, Sheets

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "survey": (
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "read_only",
        "readonly",
        "default",
        "calculation",
        "appearance",
        "parameters",
        "choice_filter",
        "repeat_count",
        "trigger",
        "media",
        "image",
        "audio",
        "video",
        "bind",
        "body",
    ),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title", "form_id", "version", "default_language"),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "survey": ("type",),
    "choices": ("list_name", "name"),
    "settings": (),
}
_CLOSE = 0.75
_TAG = re.compile(r"\(([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*\Z")
_BETWEEN = "::"


def check_columns(source: Source, sheets: Sheets) -> None:
    """Look for misspelt headings, and for those that have to be there.

    Raises:
        DefinitionError: A heading is unknown and much like a known one, or one is missing.

    """
    for name, known in _KNOWN.items():
        rows = sheets.get(name, ())
        bases = {heading.partition(_BETWEEN)[0] for row in rows for heading in row.cells}
        missing = sorted(set(_NEEDED[name]) - bases) if rows else []
        for base in sorted(bases - set(known)):
            meant = get_close_matches(base, known, n=1, cutoff=_CLOSE)
            if meant and (name == "survey" or meant[0] in missing):
                what, to_do = "this column is not known here", f"call it {meant[0]}"
                raise source.refusal(f"sheet {name}, {base}", what, to_do)
        if missing:
            raise source.refusal(f"sheet {name}", f"the column {missing[0]} is missing", "add it")


@dataclass(frozen=True, slots=True)
class Words:
    """Reads the words of one language.

    Attributes:
        language: The language as the headings name it, or "" when they name none.

    """

    language: str

    def of(self, row: Row, heading: str) -> str:
        """Return the words under a heading: in the language, or else without any."""
        return row.cells.get(f"{heading}{_BETWEEN}{self.language}", row.cells.get(heading, ""))

    @property
    def tag(self) -> str:
        """The language as FHIR spells it, where the heading says it in brackets, or ""."""
        found = _TAG.search(self.language)
        return found[1] if found else ""


def words_of(source: Source, sheets: Sheets, wanted: str) -> Words:
    """Return the words in the language that is `wanted`, or in the first; others are listed."""
    headings = [heading for rows in sheets.values() for row in rows for heading in row.cells]
    named = [each.partition(_BETWEEN)[2] for each in headings if each.startswith("label::")]
    languages = list(dict.fromkeys(named))
    plain = "label" in headings
    chosen = wanted if wanted in languages or plain else next(iter(languages), "")
    for each in languages:
        if each != chosen:
            source.report.add("sheet survey", f"the words in {each}", "a form has one language")
    return Words(chosen)


def not_read(row: Row, read: Sequence[str]) -> list[str]:
    """Return the headings of `row` that nothing asked for, with their languages left out."""
    found = (heading.partition(_BETWEEN)[0] for heading in row.cells)
    return sorted({each for each in found if each not in read})
