"""The sessions of the programme: their table, and one plan to read from top to bottom."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from programme.definition.definition import SessionPlan, Step
from programme.definition.parts import PlannedSession
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, pgettext
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.screens.library.viewmodel import LibraryState
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    TwoColumns,
    card,
    chip,
    reading,
    row,
    ruled,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import read_whole
from therapist_app.workflows.sessions.take_home import OFFERS, TakeHomePage

NOT_HERE = N_("not in this version")
SKIPPED = {
    "never": N_("cannot be skipped"),
    "with_reason": N_("may be skipped, with a reason"),
}


def session_table(state: LibraryState) -> DataclassTableView[PlannedSession]:
    """Return the table of sessions, still empty."""
    programme = state.programme
    columns: list[TableColumn[PlannedSession]] = [
        TableColumn(pgettext("column", "Session"), lambda planned: planned.id, strong=True),
        TableColumn(pgettext("column", "Title"), lambda planned: planned.title, stretch=True),
        TableColumn(
            pgettext("column", "Phase"),
            lambda planned: programme.phase_of(planned.id).title,
            stretch=True,
        ),
        TableColumn(
            pgettext("column", "Length"),
            lambda planned: _length(programme.session_plans.get(planned.id)),
        ),
    ]
    if look().is_large:
        del columns[2]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(pgettext("table", "Sessions"))
    return table


def _length(plan: SessionPlan | None) -> str:
    if plan is None:
        return _(NOT_HERE)
    return _("{minutes} min").format(minutes=plan.minutes)


class SessionPlanView(QWidget):
    """Aim, steps with their guidance, practice, and what an observer would see.

    Signals:
        closed: The person is done with paper.

    """

    closed = Signal()

    def __init__(
        self,
        plan: SessionPlan,
        form_titles: Mapping[str, str],
        page: TakeHomePage,
        *,
        ask: PaperAsk | None = None,
    ) -> None:
        super().__init__()
        self.paper = PaperCard(page.copies, OFFERS, "copy", ask=ask, note=page.note)
        self.paper.hide()
        self.paper.closed.connect(self.closed)
        steps = [_step(each, form_titles.get(each.form_id or "", "")) for each in plan.steps]
        left = stack(
            card(pgettext("card", "Aim"), reading(plan.aim), reading(plan.rationale), gap="s"),
            card(pgettext("card", "Steps"), *ruled(steps), gap="m"),
            STRETCH,
            gap="l",
        )
        right = stack(
            _list(pgettext("card", "Before"), plan.before),
            _list(_("Practice until next time"), tuple(each.text for each in plan.practice)),
            _fidelity(plan),
            _list(pgettext("card", "After"), plan.after),
            _evidence(plan),
            card(_("For the client to take home"), *_page(page), gap="s"),
            STRETCH,
            gap="l",
        )
        columns = TwoColumns(left, right, shares=(5, 4))
        self.read = read_whole(plan.title, columns)
        body = stack(self.paper, self.read, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


def _page(page: TakeHomePage) -> list[Part]:
    note = [text(page.note, "small", wrap=True)] if page.note else []
    return [reading(page.words), *note]


def _step(step: Step, form: str) -> QWidget:
    minutes = _("{minutes} min").format(minutes=step.minutes)
    head = row(text(step.title, "strong", wrap=True), chip(minutes), grows=0)
    guidance = step.guidance
    parts: list[Part] = [head, text(_(SKIPPED[step.skippable]), "caption")]
    if form:
        parts.append(text(_("Form: {form}").format(form=form), "caption", wrap=True))
    parts.append(reading(guidance.purpose))
    parts += [
        reading(each.text, strong=pgettext("guidance", "Say it:") if each.key else "")
        for each in guidance.say
    ]
    if guidance.listen_for:
        parts.append(
            reading("\n".join(guidance.listen_for), strong=pgettext("guidance", "Listen for:"))
        )
    parts += [reading(each.reply, strong=each.difficulty) for each in guidance.if_stuck]
    parts += [reading(each, strong=pgettext("guidance", "Never:")) for each in guidance.never]
    holder = QFrame()
    holder.setAccessibleName(f"{step.title}, {minutes}")
    holder.setLayout(stack(*parts, gap="xs"))
    return holder


def _list(title: str, lines: tuple[str, ...]) -> QFrame:
    return card(title, *(reading(each) for each in lines), gap="s")


def _fidelity(plan: SessionPlan) -> QFrame:
    items = [reading(each.done_when, strong=each.text) for each in plan.fidelity]
    return card(_("Fidelity: rated 2 when"), *items, gap="s")


def _evidence(plan: SessionPlan) -> QFrame:
    lines: list[Part] = []
    for each in plan.evidence:
        lines.append(text(each.claim, "small", wrap=True))
        lines.append(text(facts_in_a_line(each.source, each.grade), "caption", wrap=True))
    return card(pgettext("card", "Evidence"), *lines, gap="xs")
