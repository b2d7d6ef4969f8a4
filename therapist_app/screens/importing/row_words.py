"""What the page says of a row: what is imported, or why it is left out and what to do."""

from datetime import date

from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.importing.earlier_scores import EarlierScore
from therapist_app.workflows.importing.planning_an_import import (
    FIGURES_WORDS,
    EarlierConsent,
    ImportLine,
    Problem,
    ProblemKind,
)
from therapist_app.workflows.overviews.seeing_clients import AGE_BANDS, NewClient

PROBLEMS: dict[ProblemKind, str] = {
    "example": N_("This is the example of the empty list. Delete the row."),
    "more_cells": N_(
        "The row has more values than there are columns. Put a value that holds a comma or a "
        "semicolon in quotation marks."
    ),
    "formula": N_("{column}: there is a formula. Write the value itself."),
    "too_long": N_("{column}: the text is far too long. Shorten it."),
    "no_day": N_("{column}: this date cannot be read. Write it as {day}."),
    "two_days": N_("{column}: the date can be read in two ways. Choose the order above."),
    "day_to_come": N_("{column}: this day is yet to come. Correct the year."),
    "day_long_gone": N_("{column}: this day is too long ago. Correct the year."),
    "two_names": N_("{column}: there is a name as well. Keep one of the two."),
    "birth_without_name": N_(
        "{column}: it is only kept with a name. Add the name, or empty the cell."
    ),
    "track": N_("{column}: there is no such track. Write one of {known}, or empty the cell."),
    "age_band": N_("{column}: write one of {groups}, or empty the cell."),
    "gender": N_("{column}: write one of {known}, or empty the cell."),
    "no_session": N_(
        "{column}: there are not so many sessions, or none by this code. Write how many were held, "
        "or the code of the last one, such as S05."
    ),
    "held_without_day": N_("{column}: the day of the last session is missing. Add it."),
    "day_without_held": N_(
        "{column}: how many sessions were held is missing. Add it, or empty this cell."
    ),
    "no_measure": N_("{column}: there is no such measure. Write its short name, such as ORS."),
    "no_total": N_(
        "{column}: a total alone is not enough for this one. Empty the cells of the measure, its "
        "score and its day, and enter the answers from the paper on the client's page."
    ),
    "no_score": N_(
        "{column}: the measure has no such score. Write the score itself, such as 22.5 of ORS, "
        "which goes from 0 to 40, and not its millimetres."
    ),
    "score_too_old": N_(
        "{column}: it is older than a year. Empty the cells of the measure, its score and its day."
    ),
    "score_not_whole": N_(
        "{column}: a score needs the measure, the number and its day. Add what is missing, or "
        "empty the cells of all three."
    ),
    "consent": N_("{column}: write {decisions}, or empty the cell."),
    "consent_not_whole": N_(
        "{column}: what was agreed or declined needs its day, the paper and its version. Add what "
        "is missing. Whoever was not asked has none of them: empty the cells."
    ),
    "twice_here": N_("The same person as in row {row}. Keep one of the two rows."),
    "in_record": N_(
        "Somebody with this name is here already. Add the date of birth to tell them apart, or "
        "delete the row."
    ),
}
HELD = NN_(
    "{count} session held, {last} on {day}", "{count} sessions held, the last {last} on {day}"
)
_EXAMPLE = "1990-02-28"


def problem_words(problem: Problem) -> str:
    """Return why a row is left out, and what to do."""
    return _(PROBLEMS[problem.kind]).format(
        column=problem.head,
        row=problem.other_row,
        day=_EXAMPLE,
        groups=", ".join(AGE_BANDS),
        decisions=", ".join(_(each) for each in FIGURES_WORDS.values()),
        known=", ".join(problem.known),
    )


def row_words(line: ImportLine) -> str:
    """Return what becomes of a row: its problems, or that it is imported."""
    said = " ".join(problem_words(each) for each in line.problems)
    return said or pgettext("row of a list", "Will be added")


def name_words(new: NewClient) -> str:
    """Return how a client of a list is kept."""
    return new.name or pgettext("row of a list", "by code only")


def birth_words(new: NewClient) -> str:
    """Return the date of birth as it was read, with the month in words."""
    return written_day(date.fromisoformat(new.birth_date)) if new.birth_date else ""


def other_words(new: NewClient) -> str:
    """Return everything else that would be kept."""
    gender = GENDERS.get(new.gender, "")
    return facts_in_a_line(
        *(
            each
            for each in (
                new.contact,
                new.emergency_contact,
                new.age_band,
                _(gender) if gender else "",
                held_words(new),
            )
            if each
        )
    )


def held_words(new: NewClient) -> str:
    """Return how many sessions were held, and which was the last on which day."""
    if not new.held_before or new.held_before_on is None:
        return ""
    last, day = new.held_before[-1], written_day(new.held_before_on)
    return counted(HELD, len(new.held_before), last=last, day=day)


def score_words(score: EarlierScore | None) -> str:
    """Return a score of before: its measure, the score and its day."""
    if score is None:
        return ""
    words = pgettext("score of before", "{measure}: {score} on {day}")
    value, day = number_words(score.value), written_day(score.day)
    return words.format(measure=score.title, score=value, day=day)


def consent_words(consent: EarlierConsent | None) -> str:
    """Return a decision of before: what it is about, what was decided, on which day and paper."""
    if consent is None:
        return ""
    words = (
        _("use of figures agreed on {day}, on paper: {text}, version {version}")
        if consent.decision == "given"
        else _("use of figures declined on {day}, on paper: {text}, version {version}")
    )
    day = written_day(consent.day)
    return words.format(day=day, text=consent.text, version=consent.version)
