"""What keeps everybody safe: the two plans, one click away, and the last check."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtWidgets import QFrame, QLayout

from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.texts import _, pgettext
from therapist_app.screens.client.viewmodel import ClientState
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
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


def safety_card(state: ClientState, open_form: Callable[[str], None]) -> QFrame:
    """Return the two plans, each with the way to its form, and the last check."""
    may_write = not state.page.is_restricted
    parts: list[Part] = []
    for each in state.page.plans:
        parts += [_plan_row(each, open_form, may_write=may_write), rule()]
    words = text(check_words(state.page.last_check), "small", wrap=True)
    check = row(symbol("clock"), words, gap="m")
    check.setStretch(1, 1)
    chipped = hold(row(STRETCH, plans_chip(state.page.plans, state.today)))
    return card(pgettext("card", "Plans"), *parts, check, action=chipped, gap="xs")


def _plan_row(plan: PlanLine, open_form: Callable[[str], None], *, may_write: bool) -> QLayout:
    words = pgettext("button", "Open") if plan.status else pgettext("button", "Write")
    go = ChoosingButton(words, plan.form_id, name=f"{words}: {plan.title}")
    go.chosen.connect(open_form)
    title, state = text(plan.title, "strong", wrap=True), text(plan_words(plan), "small", wrap=True)
    named = pgettext("said of a plan", "{plan}: {state}")
    state.setAccessibleName(named.format(plan=plan.title, state=state.text()))
    said = stack(title, state, gap="hair")
    line = row(symbol("plan"), said, go, gap="m", margins=(0, "xs", 0, "xs"))
    line.setStretch(1, 1)
    if not (plan.status or may_write):  # there is nothing to read
        go.hide()
    return line


def plan_words(plan: PlanLine) -> str:
    """Return whether a plan stands, and when it is looked at again; first what is newer than it."""
    if plan.newest_aside is not None:
        newest = _("the newest, of {day}, cannot be shown").format(
            day=written_day(plan.newest_aside)
        )
        if not plan.status:
            return newest
        older = plan_words(replace(plan, newest_aside=None))
        return _("{newest} · an older one: {older}").format(newest=newest, older=older)
    if not plan.status:
        return _("not written yet")
    if plan.is_of_before:
        return _("Of the course before: to be gone over anew")
    if plan.review is None:
        return plan.status
    return _("{status} · review {day}").format(status=plan.status, day=day_in_words(plan.review))


def plans_chip(plans: tuple[PlanLine, ...], today: date) -> QFrame:
    """Return in a word whether the plans of the course stand."""
    if any(each.newest_aside is not None for each in plans):
        return chip(pgettext("mark", "newest not shown"), "attention")
    if not all(each.status and not each.is_of_before for each in plans):
        return chip(pgettext("mark", "to write"), "attention")
    if any(each.review is not None and each.review <= today for each in plans):
        return chip(pgettext("mark", "review due"), "attention")
    return chip(_("both in date") if len(plans) > 1 else pgettext("mark", "in date"), "good")


def check_words(last: datetime | None) -> str:
    """Return when safety was last asked about."""
    if last is None:
        return _("Safety check: not done yet")
    return _("Last safety check {day}").format(day=day_in_words(last.astimezone().date()))
