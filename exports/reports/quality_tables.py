"""What clients say of the work, and how complete the data are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from exports.case.case import CaseForm, PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Share, Sum, mean_figures
from exports.reports.course_tables import CLIENTS
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.questions.ratings import ScaleQuestion
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _

FEEDBACK = "session-feedback"
ALL = "all"
FALL = 2
"""A fall of so many points between two meetings is a prompt to ask (session feedback rule)."""


def experience(cases: Sequence[PseudonymisedCase], forms: FormLibrary) -> RawTable:
    """Return what clients said about their sessions, question by question."""
    by_client = [case.of_form(FEEDBACK) for case in cases]
    given = [form for forms_of in by_client for form in forms_of]
    total = Count("feedback.forms", len(given))
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for question in _scales(forms):
        answers = [form.answers[question.id] for form in given if question.id in form.answers]
        values = [float(each) for each in answers if isinstance(each, int)]
        answered = Count(f"feedback.{question.id}", len(values))
        missing = Count(f"feedback.{question.id}.missing", len(given) - len(values))
        people = sum(any(question.id in form.answers for form in each) for each in by_client)
        means = mean_figures(values, answered, people=people)
        rows.append((question.prompt, total, answered, missing, *means))
        sums.append(Sum(total.key, (answered.key, missing.key)))
    return RawTable(
        id="experience",
        title=_("What clients say at the end of a session"),
        columns=(
            Column(
                "question",
                pgettext("column", "From 0 to 10"),
                "text",
                pgettext("codebook", "Question"),
            ),
            Column("forms", pgettext("column", "Forms"), "count", _("Feedback forms handed in")),
            Column("answered", pgettext("column", "Answers"), "count", _("Forms with an answer")),
            Column("missing", pgettext("column", "Missing"), "count", _("Forms without one")),
            Column(
                "mean", pgettext("column", "Mean"), "figure", pgettext("codebook", "Mean answer")
            ),
            Column(
                "low",
                pgettext("column", "95 % from"),
                "figure",
                _("Lower end of the 95 % interval"),
            ),
            Column("high", pgettext("column", "to"), "figure", _("Upper end of the 95 % interval")),
        ),
        rows=tuple(rows),
        notes=(_("Forms of one client are not independent; read the intervals as a rough guide."),),
        sums=tuple(sums),
    )


def falls(cases: Sequence[PseudonymisedCase], forms: FormLibrary) -> RawTable:
    """Return how many clients had a fall of two points or more between two meetings."""
    questions = [question.id for question in _scales(forms)]
    given = [case.of_form(FEEDBACK) for case in cases]
    twice = [each for each in given if len(each) > 1]
    fell = sum(any(_fell(first, then, questions) for first, then in pairwise(e)) for e in twice)
    total = Count("feedback.twice", len(twice))
    parts = (Count("feedback.fell", fell), Count("feedback.did_not_fall", len(twice) - fell))
    never = Count("feedback.not_twice", len(cases) - len(twice))
    return RawTable(
        id="feedback_falls",
        title=_("Falls in feedback"),
        columns=(
            Column(
                "clients",
                _("Clients with two feedbacks or more"),
                "count",
                _("Clients with two feedback forms or more"),
            ),
            Column(
                "fell",
                _("Of these, with a fall of 2 or more"),
                "count",
                _("A fall of 2 points or more on any question between two meetings"),
            ),
            Column(
                "did_not_fall",
                _("Of these, without such a fall"),
                "count",
                _("Clients without such a fall"),
            ),
            Column(
                "percent", _("Share with a fall"), "percent", _("Of those with two forms or more")
            ),
            Column(
                "not_twice",
                _("Clients with one feedback or none"),
                "count",
                _("Clients with one feedback form or none"),
            ),
        ),
        rows=((total, *parts, Share(parts[0], total), never),),
        sums=(
            Sum(total.key, tuple(part.key for part in parts)),
            Sum(CLIENTS, (total.key, never.key)),
        ),
    )


def completeness(
    cases: Sequence[PseudonymisedCase], programme: Programme, forms: FormLibrary
) -> RawTable:
    """Return, for each form, in how many held sessions it was due and done."""
    due, done = _due_and_done(cases, programme)
    rows: list[tuple[Raw, ...]] = []
    sums: list[Sum] = []
    for form_id in (*sorted(due), ALL):
        key = f"due.{form_id}"
        total, filled = (
            Count(f"{key}{ending}", found.total() if form_id == ALL else found[form_id])
            for ending, found in (("", due), (".done", done))
        )
        missing = Count(f"{key}.missing", total.value - filled.value)
        title = (
            pgettext("row of a table", "All")
            if form_id == ALL
            else forms.latest(form_id).short_title
        )
        rows.append((title, total, filled, missing, Share(filled, total)))
        sums.append(Sum(total.key, (filled.key, missing.key)))
    for ending in ("", ".done", ".missing"):
        parts = tuple(f"due.{form_id}{ending}" for form_id in sorted(due))
        sums.append(Sum(f"due.{ALL}{ending}", parts))
    return RawTable(
        id="completeness",
        title=_("Measures due and done"),
        columns=(
            Column("form", pgettext("column", "Form"), "text", _("Name of the form")),
            Column(
                "due", pgettext("column", "Due"), "count", _("Held sessions at which it was due")
            ),
            Column(
                "done", pgettext("column", "Done"), "count", _("Of these, with a finished form")
            ),
            Column("missing", pgettext("column", "Not done"), "count", _("Of these, without one")),
            Column("percent", pgettext("column", "Share done"), "percent", _("Done, of those due")),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Due: the measures of each session plan, for every session that was held. One that "
                "falls due in both of two sessions in one meeting is given once, and done for both."
            ),
        ),
        sums=tuple(sums),
    )


def _due_and_done(
    cases: Sequence[PseudonymisedCase], programme: Programme
) -> tuple[Counter[str], Counter[str]]:
    due: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for case in cases:
        filled = {(form.plan_id, form.form_id) for form in case.forms}
        held = {session.plan_id: session.together_with for session in case.held_sessions}
        for plan, other in sorted(held.items()):
            known = programme.session_plans.get(plan)
            for form_id in known.measures if known else ():
                due[form_id] += 1
                done[form_id] += bool({(plan, form_id), (other, form_id)} & filled)
    return due, done


def _scales(forms: FormLibrary) -> Iterator[ScaleQuestion]:
    for question in forms.latest(FEEDBACK).questions:
        if isinstance(question, ScaleQuestion) and question.export == "keep":
            yield question


def _fell(first: CaseForm, then: CaseForm, questions: Sequence[str]) -> bool:
    pairs = ((first.answers.get(each), then.answers.get(each)) for each in questions)
    return any(isinstance(a, int) and isinstance(b, int) and a - b >= FALL for a, b in pairs)
