"""What a service report asks: a rule for each question, its words, and what became of it.

A question is a figure that is at the limit of its rule or beyond it. A service keeps which were
asked and what was answered; of an answer a report says what it came to, never its words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from exports.document.document import Asked
from exports.estimates.shares import Estimate
from exports.occasion import AskedBefore, Standing
from session_forms.words.list_words import facts_in_a_line, together
from session_forms.words.number_words import number_words
from session_forms.words.texts import NP_, _, pgettext

MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A rule that asks: it speaks when the figure is at the limit or beyond it.

    Attributes:
        title: What it is about, without a figure.
        at_least: The least figure, in per cent, from which it is asked; 0 for no such end.
        at_most: The most, where a low figure is what is asked about.
        over: What its whole interval is over as well, where chance alone takes a figure to its
            limit in many services in which nothing is the matter.

    """

    figure: str
    title: str
    asks: str
    at_least: float = 0.0
    at_most: float = inf
    over: float = 0.0

    def asks_of(self, figure: Estimate) -> bool:
        """Return whether it speaks."""
        is_beyond = self.at_least <= figure.value <= self.at_most
        return is_beyond and (not self.over or figure.low > self.over)


QUESTIONS = (
    Question(
        "alerts_late",
        "Alerts answered late",
        "About {now} per cent of alerts were not answered within a day. What was in the way?",
        at_least=10,
    ),
    Question(
        "deteriorated",
        "Reliably worse on mood",
        "About {now} per cent of the people with both scores are reliably worse on mood. Does "
        "somebody notice in time?",
        at_least=10,
        over=5,
    ),
    Question(
        "stopped_early",
        "Stopped before session 4",
        "About {now} per cent of the people who stopped did so before session 4. What happens "
        "there?",
        at_least=40,
    ),
    Question(
        "mood_not_given",
        "The form on mood, not given",
        "In about {now} per cent of the sessions in which the form on mood was due it was not "
        "done. What keeps it from being given?",
        at_least=20,
    ),
    Question(
        "follow_up_not_known",
        "Not reached three months later",
        "About {now} per cent of the people who were reliably better at the end have no score "
        "three months later. How could they be reached?",
        at_least=30,
    ),
    Question(
        "attended",
        "Sessions that did not take place",
        "Only about {now} per cent of the sessions that were due took place. Why did the "
        "others not?",
        at_most=80,
    ),
    Question(
        "adherence",
        "Parts of plans that are skipped",
        "Sessions kept to about {now} per cent of their plan. Which parts are skipped, and why?",
        at_most=70,
    ),
)
"""In the order in which they are asked: what concerns somebody's safety first. The limits are this
project's own; they begin a conversation and judge nobody. How often each is asked where nothing is
the matter stands in ADR 172.

Of people who did not change 2.5 in a hundred are reliably worse by error alone: one side of a
normal error beyond 1.96 standard errors of a difference."""
BESIDE = (
    Question(
        "alerts_many",
        "Many clients with an alert",
        "About {now} per cent of all clients had an alert. What do these alerts have in common?",
    ),
    Question(
        "feedback_low",
        "Low ratings of sessions",
        "What clients rate lowest of their sessions is at about {now} of 10. What do they need?",
    ),
    Question(
        "items_missed",
        "Items that are often not done",
        "An item of the plans was not done in about {now} per cent of sessions. What keeps it "
        "from being done?",
    ),
    Question(
        "over_quarters",
        "A figure that stands out over the quarters",
        "A figure stands out over the quarters. What was different in that time?",
    ),
    Question(
        "changed",
        "A main figure that changed",
        "A main figure changed by more than chance. What was done differently in that quarter?",
    ),
)
"""What is asked of what stands out or has changed, where none of the rules above asks.

The sentences above it on page one say the figure, so it is asked there in fewer words."""

STANDINGS: Mapping[Standing, str] = {
    "open": NP_("state of a question", "not answered yet"),
    "under_way": NP_("state of a question", "under way"),
    "done": NP_("state of a question", "done"),
    "no_change": NP_("state of a question", "answered: no change"),
}


def asked(figures: Mapping[str, Estimate]) -> tuple[Asked, ...]:
    """Return what the rules ask of these figures, in per cent and by id: at most three."""
    found = [
        Asked(each.figure, round(figures[each.figure].value))
        for each in QUESTIONS
        if each.figure in figures and each.asks_of(figures[each.figure])
    ]
    return tuple(found[:MOST_QUESTIONS])


def question_in_words(question: Asked) -> str:
    """Return a question as it is asked; where no rule asks it any more, that."""
    for each in (*QUESTIONS, *BESIDE):
        if each.figure == question.figure:
            return _(each.asks).format(now=number_words(question.value, 0))
    return _("A question of an earlier version of this application.")


def question_title(figure: str) -> str:
    """Return what a question is about in a few words."""
    for each in (*QUESTIONS, *BESIDE):
        if each.figure == figure:
            return _(each.title)
    return _("A question of an earlier version")


def standing_in_words(standing: Standing) -> str:
    """Return what became of a question."""
    return _(STANDINGS[standing])


def before_in_rows(
    questions: tuple[AskedBefore, ...], asked_now: tuple[Asked, ...]
) -> Iterator[tuple[str, str]]:
    """Yield what became of earlier questions, with all of which it did, by their titles."""
    again = {each.figure for each in asked_now}
    found: dict[str, list[str]] = {}
    for each in questions:
        repeated = pgettext("state of a question", "asked again") if each.figure in again else ""
        became = facts_in_a_line(standing_in_words(each.standing), repeated)
        found.setdefault(became, []).append(question_title(each.figure))
    for became, titles in found.items():
        yield became[:1].upper() + became[1:], together(titles)
