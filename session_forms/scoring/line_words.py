"""Where a score stands to published lines that make no case of everybody, in words.

A line for women, or for one country, says nothing about a client whom it was not made for.
So each is named with the people it is for, and a person decides whether it applies. Where no
line makes a case, as in the DUDIT, the lines for everybody stand beside them.
"""

from session_forms.scores.score_rules import Cutoff, Figure
from session_forms.scores.scores import Score
from session_forms.scoring.change import caseness, sourced_lines
from session_forms.words.number_words import number_words
from session_forms.words.texts import _


def group_lines_in_words(score: Score, value: Figure) -> tuple[str, ...]:
    """Return each line with the people it is for, its figure, and whether it is reached.

    Lines that were not traced are left out.
    """
    return tuple(_in_words(cutoff, value) for cutoff in _lines_of_groups(score))


def group_lines_reached(score: Score, value: Figure) -> tuple[str, ...]:
    """Return the names of the lines that a score reaches, with the people each is for."""
    return tuple(_for_people(each) for each in _lines_of_groups(score) if each.beyond(value))


def limit_in_words(cutoff: Cutoff) -> str:
    """Return the figure of a line as people say it, such as "3 or more"."""
    if cutoff.at is not None:
        return _("{figure} or more").format(figure=number_words(cutoff.at))
    assert cutoff.at_most is not None
    return _("{figure} or less").format(figure=number_words(cutoff.at_most))


def _lines_of_groups(score: Score) -> tuple[Cutoff, ...]:
    makes_no_case = caseness(score) is None
    return tuple(line for line in sourced_lines(score) if makes_no_case or not line.is_general)


def _for_people(cutoff: Cutoff) -> str:
    if not cutoff.group:
        return cutoff.label
    if not cutoff.country:
        return _("{line} for {people}").format(line=cutoff.name, people=cutoff.group)
    words = _("{line} for {people} ({country})")
    return words.format(line=cutoff.name, people=cutoff.group, country=cutoff.country)


def _in_words(cutoff: Cutoff, value: Figure) -> str:
    is_reached = cutoff.beyond(value)
    words = _("{line}: reached, {limit}") if is_reached else _("{line}: not reached, {limit}")
    return words.format(line=cutoff.label, limit=limit_in_words(cutoff))
