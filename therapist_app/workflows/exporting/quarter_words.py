"""What is unfinished in a quarter, and when figures are given to it, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import NN_, _, counted, ngettext
from therapist_app.workflows.exporting.before_closing import (
    LeftOutAhead,
    QuarterAhead,
    UnfinishedInQuarter,
)
from therapist_app.workflows.exporting.quarters import WAITS_FOR
from therapist_app.workflows.exporting.under_way import ReadingProgress
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead
from therapist_app.workflows.fitting_forms import left_out_words

NOTES = NN_(
    "{count} session of that time has a note that is not signed.",
    "{count} sessions of that time have a note that is not signed.",
)
RUNNING = NN_(
    "{count} session of that time was begun and not ended: it is not counted.",
    "{count} sessions of that time were begun and not ended: they are not counted.",
)
MEASURES = NN_(
    "{count} measure of these sessions is missing.",
    "{count} measures of these sessions are missing.",
)
ALERTS = NN_(
    "{count} alert of that time is still open.",
    "{count} alerts of that time are still open.",
)
UNANSWERED = NN_(
    "{count} appointment of that time is without an answer: nothing says whether it was held.",
    "{count} appointments of that time are without an answer: nothing says whether they were held.",
)


def unfinished_words(unfinished: UnfinishedInQuarter) -> str:
    """Return what is unfinished in a quarter; empty where nothing is known to be."""
    if not unfinished:
        return ""
    return _("Unfinished: {what} What is written later is not in the figures of it.").format(
        what=_listed(unfinished)
    )


def question_words(ahead: QuarterAhead) -> str:
    """Return what is asked before a quarter is closed; first that nothing would come of it."""
    words = _("Close {quarter}? It cannot be opened again.").format(quarter=ahead.quarter.in_words)
    if ahead.caseloads > 1 or ahead.counted >= ahead.needed:
        return words
    none = ngettext(
        "No report can be made of it, now or later: {counted} of {count} person is counted.",
        "No report can be made of it, now or later: {counted} of {count} people are counted.",
        ahead.needed,
    ).format(counted=ahead.counted, count=ahead.needed)
    return f"{none} {words}"


def others_words(ahead: QuarterAhead) -> str:
    """Return what closing a quarter means for everybody else; empty where there is nobody."""
    if ahead.caseloads == 1:
        return ""
    return ngettext(
        "It is closed for the whole service. Your figures are given at once; those of each "
        "colleague at a sign-in of theirs, once nothing of that time is unfinished with them, and "
        "after {count} day in any case.",
        "It is closed for the whole service. Your figures are given at once; those of each "
        "colleague at a sign-in of theirs, once nothing of that time is unfinished with them, and "
        "after {count} days in any case.",
        WAITS_FOR.days,
    ).format(count=WAITS_FOR.days)


def missing_words(names: Sequence[str], until: date) -> str:
    """Return whose figures a quarter lacks, and until when they wait at most."""
    return ngettext(
        "Without the figures of {names}, who gives them at a sign-in: once nothing of that time "
        "is unfinished, or sooner by hand, and after {day} in any case.",
        "Without the figures of {names}, who give them at a sign-in each: once nothing of that "
        "time is unfinished, or sooner by hand, and after {day} in any case.",
        len(names),
    ).format(names=", ".join(names), day=day_in_words(until))


def waiting_title(ahead: FiguresAhead) -> str:
    """Return that figures of one's own wait, as Today says it."""
    return _("Your figures of {quarter} wait").format(quarter=ahead.quarter.in_words)


def waiting_words(ahead: FiguresAhead) -> str:
    """Return who closed a quarter, what of it is unfinished, and until when figures wait."""
    what = " ".join(filter(None, (_listed(ahead.unfinished), left_out_ahead_words(ahead.left_out))))
    unfinished = _("Unfinished with you: {what}").format(what=what)
    until = _(
        "Your figures wait for it until {day}; after that a sign-in gives them as they are. To "
        "give them sooner, go to Outcomes."
    ).format(day=day_in_words(ahead.until))
    return f"{closed_words(ahead)} {unfinished} {until}"


def passed_over_words(read: ReadingProgress) -> str:
    """Return how many filled forms a count passed over, and where they are named; else nothing."""
    return left_out_words(read.forms_passed_over, len(read.clients_passed_over))


def left_out_ahead_words(found: LeftOutAhead) -> str:
    """Return which filled forms figures given now would not hold; empty where there are none."""
    if not found:
        return ""
    words = left_out_words(found.forms, found.clients, found.codes)
    again = _("To have them counted, bring their form back first.")
    return f"{words} {again}"


def asked_of_words(unfinished: UnfinishedInQuarter, without: LeftOutAhead) -> str:
    """Return what is to be known of a quarter before figures are given to it for good."""
    return " ".join(filter(None, (unfinished_words(unfinished), left_out_ahead_words(without))))


def closed_words(ahead: FiguresAhead) -> str:
    """Return who closed a quarter, and when."""
    day = day_in_words(ahead.closed_on)
    if not ahead.closed_by:
        return _("You closed {quarter} on {day} for the whole service.").format(
            quarter=ahead.quarter.in_words, day=day
        )
    return _("{name} closed {quarter} on {day} for the whole service.").format(
        name=ahead.closed_by, quarter=ahead.quarter.in_words, day=day
    )


def when_given_words(ahead: FiguresAhead) -> str:
    """Return when one's own figures are given to a quarter, unless by hand before."""
    match ahead.giving:
        case "by_hand":
            return _("The counting was stopped: your next sign-in gives your figures.")
        case "complete":
            return _("Nothing of it is unfinished with you: your next sign-in gives your figures.")
        case "after_waiting":
            return ngettext(
                "Your figures have waited {count} day: your next sign-in gives them as they are.",
                "Your figures have waited {count} days: your next sign-in gives them as they are.",
                WAITS_FOR.days,
            ).format(count=WAITS_FOR.days)
        case None:
            return _(
                "Your figures wait for it until {day}; after that a sign-in gives them as they are."
            ).format(day=day_in_words(ahead.until))


def _listed(unfinished: UnfinishedInQuarter) -> str:
    return " ".join(_unfinished(unfinished))


def _unfinished(unfinished: UnfinishedInQuarter) -> Iterator[str]:
    for number, words in (
        (unfinished.running, RUNNING),
        (unfinished.unanswered, UNANSWERED),
        (unfinished.notes, NOTES),
        (unfinished.measures, MEASURES),
        (unfinished.alerts, ALERTS),
    ):
        if number:
            yield counted(words, number)
