"""What keeps everybody safe: the two plans, one click away, and the last check."""

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.screens.client.viewmodel import ClientState
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    chip,
    hold,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.overviews.seeing_clients import PlanLine


class PlanRow(QWidget):
    """One of the two plans.

    Signals:
        form_chosen: The plan's form.

    """

    form_chosen = Signal(str)

    def __init__(self, plan: PlanLine, *, may_write: bool) -> None:
        super().__init__()
        self._form_id = plan.form_id
        self.open = button(pgettext("button", "Open") if plan.status else _("Write"))
        self.open.setAccessibleName(f"{self.open.text()}: {plan.title}")
        words = stack(
            text(plan.title, "strong", wrap=True),
            text(plan_words(plan), "small", wrap=True),
            gap="hair",
        )
        line = row(symbol("plan"), words, self.open, gap="m", margins=(0, "xs", 0, "xs"))
        line.setStretch(1, 1)
        self.setLayout(line)
        if not (plan.status or may_write):  # there is nothing to read
            self.open.hide()
        self.open.clicked.connect(self._on_open_clicked)

    def _on_open_clicked(self) -> None:
        self.form_chosen.emit(self._form_id)


class SafetyView(QWidget):
    """The two plans and the last check.

    Signals:
        form_chosen: A form to open.

    """

    form_chosen = Signal(str)

    def __init__(self, state: ClientState) -> None:
        super().__init__()
        may_write = not state.page.is_restricted
        plans = [PlanRow(each, may_write=may_write) for each in state.page.plans]
        parts: list[Part] = []
        for each in plans:
            parts += [each, rule()]
        check = row(
            symbol("clock"), text(check_words(state.page.last_check), "small", wrap=True), gap="m"
        )
        check.setStretch(1, 1)
        chipped = hold(row(STRETCH, plans_chip(state.page.plans, state.today)))
        self.setLayout(stack(card(_("Safety"), *parts, check, action=chipped, gap="xs")))
        for each in plans:
            each.form_chosen.connect(self.form_chosen)


def plan_words(plan: PlanLine) -> str:
    """Return whether a plan stands, and when it is looked at again."""
    if not plan.status:
        return _("not written yet")
    if plan.review is None:
        return plan.status
    return _("{status} · review {day}").format(status=plan.status, day=day_in_words(plan.review))


def plans_chip(plans: tuple[PlanLine, ...], today: date) -> QFrame:
    """Return in a word whether both plans stand."""
    if not all(each.status for each in plans):
        return chip(_("to write"), "attention")
    if any(each.review is not None and each.review < today for each in plans):
        return chip(_("review due"), "attention")
    return chip(_("both in date"), "good")


def check_words(last: datetime | None) -> str:
    """Return when safety was last asked about."""
    if last is None:
        return _("Safety check: not done yet")
    return _("Last safety check {day}").format(day=day_in_words(last.astimezone().date()))
