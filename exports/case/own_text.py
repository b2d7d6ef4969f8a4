"""What the program says in a release whoever it is about: known without anybody's data.

with hearing() as heard:
    files = package_files(make_report(cases), occasion)
own = own_text(heard, forms, programme)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from exports.case.pseudonymise import GENDERS
from exports.leaks.finished_texts import pieces_of
from exports.leaks.plain_words import plain_words
from programme.definition.definition import Programme
from session_forms.form.definition import FormDefinition
from session_forms.words.day_words import month_of_year

RUN = 8
"""So many words in a row that stand in a note are words of that note."""
_SHOWN_OF_A_PROGRAMME = frozenset(
    {"id", "version", "tracks", "gates", "phases", "fidelity_bands", "exclusions"}
)
_SHOWN_OF_ITS_PARTS = frozenset({"id", "title", "fidelity"})
_FILES = (
    "README txt report pdf tables csv codebook datapackage json manifest signature therapist-app "
    "tabular data package profile resource resources name title description release replaces "
    "recipient purpose month programme application forms path format mediatype encoding utf-8 "
    "bytes hash dialect lineTerminator schema fields missingValues type text string integer "
    "number count percent figure true false internal-review external single-case declined cannot "
    "tell few xlsx measure report Measure MeasureReport Bundle resourceType collection identifier "
    "system https session-forms invalid fhir NamingSystem CodeSystem StructureDefinition version "
    "data-absent-reason entry fullUrl url http terminology hl7 org meta tag code coding "
    "v3-ActReason HTEST status active complete summary scoring measure-scoring cohort "
    "continuous-variable group population measure-population initial-population criteria language "
    "plain expression stratifier stratum measureScore value extension valueCode valueDecimal "
    "masked standard_error id date period start end FiguresPeople FiguresValues values other "
    "age_band gender track mode"
)
"""Names of files, and words that other programs read."""


@dataclass(frozen=True)
class OwnText:
    """Texts of the program, before anything of anybody is put in."""

    texts: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of them, as it compares."""
        return frozenset(word for each in self._lines for word in each)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, ...]]:
        """Every two words side by side."""
        return frozenset(pair for each in self._lines for pair in rows_of(each, 2))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of words as long as one of a note that is searched for."""
        return frozenset(run for each in self._lines for run in rows_of(each, RUN))

    @cached_property
    def _lines(self) -> tuple[list[str], ...]:
        return tuple(map(plain_words, self.texts))


NOTHING_OWN = OwnText()


def rows_of(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Return every run of so many words."""
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def own_text(
    heard: Iterable[str], forms: Iterable[FormDefinition], programme: Programme
) -> OwnText:
    """Return what was said while a release was made, and what its forms and programme say."""
    parts = (*programme.modules.values(), *programme.session_plans.values())
    return OwnText(
        frozenset(
            (
                _FILES,
                *GENDERS,
                *(month_of_year(date(2000, month, 1)) for month in range(1, 13)),
                *heard,
                *(text for form in forms for text in _strings(form.model_dump())),
                *_strings(programme.model_dump(include=set(_SHOWN_OF_A_PROGRAMME))),
                *(
                    text
                    for part in parts
                    for text in _strings(part.model_dump(include=set(_SHOWN_OF_ITS_PARTS)))
                ),
            )
        )
    )


def own_text_of(files: Mapping[str, bytes]) -> OwnText:
    """Return every single word of files that stay here; names beside each other still count."""
    return OwnText(frozenset(word for each in pieces_of(files) for word in plain_words(each.text)))


def _strings(value: object) -> Iterator[str]:
    """Yield every text in a definition, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _strings(each)
