"""The coded answers of one case, form by form: in the package, not on paper."""

from collections.abc import Iterator, Sequence

from exports.case.case import CaseForm, Coded, PseudonymisedCase
from exports.document.document import PreviewPage
from exports.document.tables import Cell, Column, Table
from session_forms.answers import CannotTell, Declined
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question
from session_forms.words.texts import translate as _

DECLINED_WORDS = "(declined)"
CANNOT_TELL_WORDS = "(cannot tell)"
NUMBERS = frozenset({"rating", "scale", "number"})


def coded_pages(case: PseudonymisedCase, forms: FormLibrary) -> Iterator[PreviewPage]:
    """Yield the coded answers, one table a form; they are in the package, not on paper."""
    for form_id in sorted({form.form_id for form in case.forms if form.answers}):
        filled = case.of_form(form_id)
        table = _coded_table(form_id, filled, forms)
        yield PreviewPage(forms.latest(form_id).title, (table,), printed=False)


def _coded_table(form_id: str, filled: Sequence[CaseForm], forms: FormLibrary) -> Table:
    """Return one row for each filled form; the columns are the union over all its versions."""
    kept: dict[str, Question] = {}
    for form in filled:
        for question in forms.get(form_id, form.form_version).questions:
            if question.export == "keep":
                kept.setdefault(question.id, question)
    columns = [
        Column("session", _("Session"), "text", _("Session plan")),
        Column("week", _("Week"), "count", _("Whole weeks since the first session")),
        Column("form_version", _("Version"), "count", _("Version of the form")),
        *(
            Column(each.id, each.id, "count" if each.kind in NUMBERS else "text", each.prompt)
            for each in kept.values()
        ),
    ]
    rows = tuple(
        (
            Cell(form.plan_id),
            Cell(str(form.week), form.week),
            Cell(str(form.form_version), form.form_version),
            *(_coded_cell(form.answers.get(each)) for each in kept),
        )
        for form in filled
    )
    return Table(f"form_{form_id}".replace("-", "_"), _("Coded answers"), tuple(columns), rows)


def _coded_cell(value: Coded | None) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, Declined | CannotTell):
        return Cell(DECLINED_WORDS if isinstance(value, Declined) else CANNOT_TELL_WORDS)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        return Cell(str(value), value)
    return Cell(value if isinstance(value, str) else " ".join(value))
