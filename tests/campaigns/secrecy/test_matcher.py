"""What the campaign with CRATE's matcher rests on, with a matcher of whole names in its place."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from exports.case.casefile import CaseFile
from exports.leaks.finished_texts import Piece
from tests.campaigns.harness.running import Outcome, run_campaign
from tests.campaigns.secrecy import matcher
from tests.campaigns.secrecy.matcher import MATCHER, Marks, marked_in


def by_name(people: Iterable[CaseFile]) -> Marks:
    """Return what finds each name, birthday and contact as the record has it."""
    known = [text for each in people for text in (each.names[0], each.birth_date, *each.contacts)]
    words = re.compile("|".join(map(re.escape, known)))
    return words.findall


def blind(_people: Iterable[CaseFile]) -> Marks:
    """Return what finds nothing."""
    return lambda _text: ()


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return what runs the campaign over one small service, with this in the place of CRATE."""

    def trying(found_by: Callable[[Iterable[CaseFile]], Marks]) -> Outcome:
        monkeypatch.setattr(matcher, "crate", found_by)
        monkeypatch.setattr(matcher, "COURSES", 10)
        monkeypatch.setattr(matcher, "PEOPLE", (10, 10))
        monkeypatch.setattr(matcher, "SUMMARIES", 1)
        monkeypatch.setitem(MATCHER.counts, "small", 1)
        return run_campaign(MATCHER, "small", seed=1)

    return trying


def test_releases_in_which_nobody_stands_hold(tried: Callable[..., Outcome]) -> None:
    outcome = tried(by_name)

    assert outcome.holds, outcome.bad
    assert "1 services, 0 refused" in outcome.line


def test_a_whole_run_that_was_broken_off_goes_on_where_it_was(
    tried: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matcher, "ROOT", tmp_path)
    monkeypatch.setitem(MATCHER.counts, "full", 1)
    first = tried(by_name)
    [kept] = (tmp_path / "build" / "matcher").iterdir()
    whole = kept.read_text("utf-8")
    kept.write_text(whole + '{"service 1": {"mar', "utf-8")  # killed just then

    again = tried(blind)  # whom nobody asks any more

    assert (again.words, again.controls, again.holds) == (first.words, first.controls, True)
    assert kept.read_text("utf-8") == whole


def test_a_name_that_stands_in_a_release_is_told(
    tried: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[CaseFile] = []
    identify, read = matcher.identified, matcher.pieces_of

    def noted(random: Random, case: CaseFile, language: str, town: str) -> CaseFile:
        drawn.append(identify(random, case, language, town))
        return drawn[-1]

    def leaking(files: Mapping[str, bytes]) -> Iterator[Piece]:
        yield from read(files)
        yield Piece("README.txt", "line 1", f"for {drawn[-1].names[0]}")

    monkeypatch.setattr(matcher, "identified", noted)
    monkeypatch.setattr(matcher, "pieces_of", leaking)

    outcome = tried(by_name)

    assert not outcome.holds
    assert "marks that the same release of others has not" in outcome.bad[0]


def test_a_matcher_that_finds_nothing_proves_nothing(tried: Callable[..., Outcome]) -> None:
    outcome = tried(blind)

    assert not outcome.holds
    assert outcome.controls == ()


def test_what_the_program_says_of_anybody_is_no_find() -> None:
    marks = re.compile("May|Ruth").findall

    own, others = (
        marked_in(marks, texts) for texts in (["In May", "for May", "Ruth"], ["In May", "for May"])
    )

    assert own - others == {"Ruth": 1}
