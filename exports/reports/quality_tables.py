"""What clients say of the work, and how complete the data are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from exports.case.case import CaseForm, PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import Raw, RawTable, column, count, interval
from exports.estimates.influence import percentage, ratio
from exports.reports.course_tables import clients_column, interval_columns
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.questions.ratings import ScaleQuestion
from session_forms.words.texts import _, pgettext

FEEDBACK = "session-feedback"
ALL = "all"
MOST_SAID = 10
FALL = 2
"""A fall of so many points between two meetings is a prompt to ask (session feedback rule)."""


RULES = (
    Rule("part", "attendance.came", ("feedback.*", "due.*")),
    Rule("part", "feedback.twice", ("feedback.fell",)),
    *same("feedback.twice", "feedback.fell.percent"),
    *same("feedback.{asked}", "feedback.{asked}.mean"),
    *same("due.{form}", "due.{form}.done"),
)
"""Clients say it at the end of a session that was held."""


def experience(cases: Sequence[PseudonymisedCase], forms: FormLibrary) -> RawTable:
    """Return what clients said about their sessions, question by question."""
    rows: list[tuple[Raw, ...]] = []
    for question in _scales(forms):
        given = [
            (
                case,
                [
                    float(answer)
                    for form in case.of_form(FEEDBACK)
                    if isinstance(answer := form.answers.get(question.id), int)
                ],
            )
            for case in cases
        ]
        answered = count(f"feedback.{question.id}", [case for case, values in given if values])
        said = ratio(
            f"feedback.{question.id}.mean",
            {case.record_key: (sum(values), len(values)) for case, values in given},
            MOST_SAID,
            bounded=True,
        )
        rows.append((question.prompt, answered, *interval(said)))
    return RawTable(
        id="experience",
        title=_("What clients say at the end of a session"),
        columns=(
            column("question", "From 0 to 10", "text", "Question"),
            clients_column(_("Clients with at least one answer")),
            column("mean", "Mean", "figure", "Mean answer"),
            *interval_columns(),
        ),
        rows=tuple(rows),
    )


def falls(cases: Sequence[PseudonymisedCase], forms: FormLibrary) -> RawTable:
    """Return how many clients had a fall of two points or more between two meetings."""
    questions = [question.id for question in _scales(forms)]
    given = [(case, case.of_form(FEEDBACK)) for case in cases]
    twice = [(case, each) for case, each in given if len(each) > 1]
    fell = [
        case
        for case, each in twice
        if any(_fell(first, then, questions) for first, then in pairwise(each))
    ]
    total, part = (
        count("feedback.twice", [case for case, _each in twice]),
        count("feedback.fell", fell),
    )
    keys = part.people
    share = percentage(
        "feedback.fell.percent",
        {case.record_key: (case.record_key in keys, 1) for case, _each in twice},
    )
    return RawTable(
        id="feedback_falls",
        title=_("Falls in feedback"),
        columns=(
            column(
                "clients",
                "Clients with two feedbacks or more",
                "count",
                "Clients with two feedback forms or more",
            ),
            column(
                "fell",
                "Of these, with a fall of 2 or more",
                "count",
                "A fall of 2 points or more on any question between two meetings",
            ),
            column("percent", "With a fall, %", "figure", "Of those with two forms or more"),
            *interval_columns(),
        ),
        rows=((total, part, *interval(share, 0)),),
        notes=(
            _(
                "A fall is a reason to ask that client. Of a service it tells nothing: over many "
                "meetings nearly everybody has one by chance."
            ),
        ),
    )


def completeness(
    cases: Sequence[PseudonymisedCase], programme: Programme, forms: FormLibrary
) -> RawTable:
    """Return, for each form, for how many clients it was due, and how often it was done."""
    found = _due_and_done(cases, programme)
    rows: list[tuple[Raw, ...]] = []
    for form_id in (*sorted({form_id for form_id in found if form_id != ALL}), ALL):
        by_client = found[form_id]
        due = count(f"due.{form_id}", [case for case in cases if case.record_key in by_client])
        done = percentage(f"due.{form_id}.done", by_client)
        title = (
            pgettext("row of a table", "All")
            if form_id == ALL
            else forms.latest(form_id).short_title
        )
        rows.append((title, due, *interval(done, 0)))
    return RawTable(
        id="completeness",
        title=_("Measures due and done"),
        columns=(
            column("form", "Form", "text", "Name of the form"),
            clients_column(pgettext("column", "For whom it was due")),
            column(
                "done", "Done, %", "figure", "Share of the sessions at which it was due and done"
            ),
            *interval_columns(),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Due: the measures of each session plan, for every session that was held. One that "
                "falls due in both of two sessions in one meeting is given once, and done for both."
            ),
        ),
        kind="told",
    )


def passed_over(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return how many clients have a filled form that counts nowhere, since no form fits it."""
    return RawTable(
        id="passed_over",
        title=_("Filled forms that count nowhere"),
        columns=(
            column("what", "Why", "text", "Why they count nowhere"),
            clients_column(_("Clients with any")),
        ),
        rows=(
            (
                _("No form that is installed fits the answers"),
                count("passed_over", [case for case in cases if case.passed_over]),
            ),
        ),
        kind="told",
    )


def _due_and_done(
    cases: Sequence[PseudonymisedCase], programme: Programme
) -> Mapping[str, dict[int, tuple[int, int]]]:
    """Return how often each form was done and was due, by client; `ALL` for all together."""
    found: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for case in cases:
        filled = {(form.plan_id, form.form_id) for form in case.forms}
        held = {session.plan_id: session.together_with for session in case.held_sessions}
        for plan, other in held.items():
            known = programme.session_plans.get(plan)
            for form_id in known.measures if known else ():
                is_done = bool({(plan, form_id), (other, form_id)} & filled)
                for key in (form_id, ALL):
                    done, due = found[key].get(case.record_key, (0, 0))
                    found[key][case.record_key] = (done + is_done, due + 1)
    return found


def _scales(forms: FormLibrary) -> Iterator[ScaleQuestion]:
    for question in forms.latest(FEEDBACK).questions:
        if isinstance(question, ScaleQuestion) and question.export == "keep":
            yield question


def _fell(first: CaseForm, then: CaseForm, questions: Sequence[str]) -> bool:
    pairs = ((first.answers.get(each), then.answers.get(each)) for each in questions)
    return any(isinstance(a, int) and isinstance(b, int) and a - b >= FALL for a, b in pairs)
