"""Checks of the writing guide: lengths, words to avoid, and the page for the client."""

from collections.abc import Collection, Iterator
from functools import cache

from programme.checks.readability import Readability, readability
from programme.checks.structure_checks import AFTER, BEFORE
from programme.checks.wording import (
    FEWEST_WORDS,
    HELP_LINES,
    HIGHEST_GRADE,
    HIGHEST_INDEX,
    HIGHEST_LIX,
    LONGEST_SENTENCE,
    MOST_WORDS,
    PART_LIMITS,
    PURPOSE_WORDS,
    addresses,
    american_spellings,
    may_stand_under_never,
    numbers_to_call,
    services_named,
    tells_why,
    words_in,
    words_to_avoid,
)
from programme.definition.definition import HEADING
from programme.source_files.content import ContentFolder
from programme.source_files.sections import Point, Section
from programme.source_files.sources import PROGRAMME, FrameSource, ProgrammeSource, SessionSource
from session_forms.reference.directory import installed_directory


def check_style(content: ContentFolder, source: ProgrammeSource) -> None:
    """Report where a programme that can be used does not keep to the writing guide."""
    for path in (PROGRAMME, *(module.path for module in source.modules)):
        check_words(content, path)
    for part in source.parts:
        check_words(content, part.path)
        _check_guidance(content, part)
        _check_handout(content, f"{part.folder}/handout.md", part.handout)


def _check_guidance(content: ContentFolder, part: FrameSource | SessionSource) -> None:
    path = f"{part.folder}/therapist.md"
    never: set[int] = set()
    for section in part.sections.values():
        if section.id not in (BEFORE, AFTER):
            _check_lengths(content, path, section)
            never.update(point.line for point in section.parts["Never"])
    check_words(content, path, never)


def _check_lengths(content: ContentFolder, path: str, section: Section) -> None:
    assert section.purpose is not None
    _check_length(content, path, section.id, section.purpose, PURPOSE_WORDS)
    for name, limits in PART_LIMITS.items():
        points = section.parts[name]
        if not limits.fewest <= len(points) <= limits.most:
            what = f"the number of points under {name} is {len(points)}"
            to_do = f"write {limits.fewest} to {limits.most}"
            content.report_line(path, section.line, section.id, what, to_do)
        for point in points:
            _check_length(content, path, section.id, point, limits.words)


def _check_length(content: ContentFolder, path: str, key: str, point: Point, most: int) -> None:
    words = words_in(point.text)
    if words > most:
        what = f"this point has {words} words"
        content.report_line(path, point.line, key, what, f"say it in {most} at most")


def check_words(content: ContentFolder, path: str, never: Collection[int] = ()) -> None:
    """Report each word to avoid, but for what the lines in `never` may warn of."""
    for number, line in enumerate(content.text(path).splitlines(), 1):
        for word in words_to_avoid(line):
            if number not in never or not may_stand_under_never(word):
                what = f'"{word}" is a word to avoid'
                content.report_line(path, number, "", what, "find another in the writing guide")
        for word in american_spellings(line):
            what = f'"{word}" is not British spelling'
            content.report_line(path, number, "", what, "spell it as in Britain")


_KINDS_OF_SERVICE = frozenset({"Emergency services", "Crisis line", "Child helpline"})
_UNNAMED = "No "
"""How a gap is called where no service was found at all."""


@cache
def services_by_name() -> tuple[str, ...]:
    """Return the services of the directory by name, without what is said beside the name."""
    known = (each.name for each in installed_directory() if not each.name.startswith(_UNNAMED))
    names = {name.split(" (")[0].split(",")[0] for name in known}
    return tuple(sorted(each for each in names - _KINDS_OF_SERVICE if not each.isdecimal()))


def _check_handout(content: ContentFolder, path: str, text: str) -> None:
    check_words(content, path)
    for number, line in enumerate(text.splitlines(), 1):
        for word in tells_why(line):
            what = f'"{word}" tells a stranger why the client comes'
            content.report_line(path, number, "", what, "write something neutral")
        for each in numbers_to_call(line):
            what = f'"{each}" is a number to call, which may change'
            content.report_line(path, number, "", what, "write {crisis_line} or the like instead")
        for each in services_named(line, services_by_name()):
            what = f'"{each}" is a service of the directory, which may close'
            content.report_line(path, number, "", what, "leave it to the help lines of the page")
        for each in addresses(line):
            what = f'"{each}" is an address, which may change and tell whose it is'
            content.report_line(path, number, "", what, "leave it to the help lines of the page")
    if not text.startswith(HEADING):
        what = "the page has no heading, by which the client reads what the session is called"
        content.report_line(path, 1, "", what, 'begin with "# " and words that name no problem')
    if HELP_LINES not in text:
        what = "the four help lines are missing or changed"
        content.report_line(path, None, "", what, "copy them word for word from the frame's page")
    for what, to_do in _hard_to_read(readability(text)):
        content.report_line(path, None, "", what, to_do)


def _hard_to_read(measured: Readability) -> Iterator[tuple[str, str]]:
    if not FEWEST_WORDS <= measured.words <= MOST_WORDS:
        yield f"the page has {measured.words} words", f"write {FEWEST_WORDS} to {MOST_WORDS}"
    if measured.longest > LONGEST_SENTENCE:
        what = f"the longest sentence has {measured.longest} words"
        yield what, f"stop at {LONGEST_SENTENCE}"
    if measured.grade > HIGHEST_GRADE:
        what = f"the Flesch-Kincaid grade is {measured.grade:.1f}"
        yield what, f"stay at {HIGHEST_GRADE} with shorter words"
    if measured.lix > HIGHEST_LIX:
        yield f"LIX is {measured.lix:.0f}", f"stay at {HIGHEST_LIX} with fewer long words"
    if measured.index > HIGHEST_INDEX:
        what = f"the Automated Readability Index is {measured.index:.1f}"
        yield what, f"stay at {HIGHEST_INDEX} with shorter words"
