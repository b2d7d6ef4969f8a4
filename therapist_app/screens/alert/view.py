"""The alert screen: read on the left, act on the right. It is answered, never dismissed."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.form_widgets.contact_details import ContactDetails, fact
from therapist_app.screens.alert.answer_view import AnsweredView, AnswerView
from therapist_app.screens.alert.changed_view import ChangedView
from therapist_app.screens.alert.viewmodel import AlertState, AlertViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    TwoColumns,
    button,
    card,
    chip,
    hold,
    page_head,
    reading,
    row,
    rule,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS

TONES = {"watch": "accent", "act": "attention", "urgent": "urgent"}
MINUTES_AN_HOUR = 60
HOURS_IN_WORDS = 48


class FactsView(QWidget):
    """What opened the alert; nothing here can be changed.

    Signals:
        form_chosen: The id of a form that the alert names.

    """

    form_chosen = Signal(str)

    def __init__(self, state: AlertState) -> None:
        super().__init__()
        page = state.page
        opened = page.alert.opened_at.astimezone()
        since = moment_in_words(opened)
        forms = [
            ChoosingButton(each.title, each.form_id, name=_("Open {form}").format(form=each.title))
            for each in page.opens
            if not any(each in asked.shown_by for asked in page.asked)
        ]
        source = facts_in_a_line(page.source, since)
        said = [
            reading("", strong=page.said),
            *_first_rule(state),
            text(source, "small", wrap=True),
        ]
        self.opened: ReadByLines | None = None
        if look().is_large:  # one column: the answer begins a page below
            self.opened = ReadByLines(_("What opened it"))
            self.opened.hold_lines([page.said, source], stack(*said))
            said = [self.opened]
        shown = card(
            _("What opened it"),
            *said,
            *_matter(state),
            level_steps(page.alert.level, page.level_title),
            rule(),
            text(_("What your clinic asks for at this level"), "strong", wrap=True),
            reading(page.rule),
            *([Columns(*forms, gap="s")] if forms else []),
            rule(),
            _info(
                _(
                    "It stays open until it is answered. Your lead sees how long it has been open, "
                    "not whom it is about."
                )
            ),
            gap="m",
        )
        self.setLayout(stack(shown))
        for each in forms:
            each.chosen.connect(self.form_chosen)


class ReachView(QWidget):
    """Whom to call now: the numbers of this service, and how the client is reached.

    That stands there only once somebody asks for it, since the record notes who looked.
    """

    def __init__(self, viewmodel: AlertViewModel) -> None:
        super().__init__()
        page = viewmodel.state.page
        details = ContactDetails(viewmodel.look_up_reach)
        self.look_up = details.look_up
        lines: list[Part] = []
        if page.has_left:
            left = _("The client has left: reach them, or whoever may be called for them.")
            lines.append(row(symbol("alert", "urgent"), text(left, "strong", wrap=True), grows=1))
        if page.refuses_contact:
            through = _(
                "The person does not agree to be contacted: reach them through whoever made the "
                "first contact."
            )
            lines.append(
                row(symbol("alert", "attention"), text(through, "strong", wrap=True), grows=1)
            )
        lines += [fact(who, number) for who, number in page.numbers]
        if not page.are_numbers_settled:
            none = _("Your service has entered no number: a lead enters them under Settings.")
            lines.append(_info(none))
        self.setLayout(stack(card(_("Whom to call"), *lines, details, gap="s")))


def _first_rule(state: AlertState) -> list[Part]:
    """Return the rule that the first answer fell under, which is all that is kept of it."""
    if state.page.standing not in ("open", "changed"):
        return []
    rule_words = _("The rule for the first answer: {rule}")
    words = rule_words.format(rule=state.page.alert.states)
    parts: list[Part] = [text(words, "small", tone="muted", wrap=True)]
    if state.page.standing == "open":
        slip = _(
            "The form is not finished. If the first answer was a slip, finish the form first: then "
            "it is enough to say so here."
        )
        parts.append(_info(slip))
    return parts


def _matter(state: AlertState) -> list[Part]:
    """Return what else is answered here: the alerts continued in this one, and what was told."""
    parts: list[Part] = []
    before = ""
    for each in state.page.matter:
        opened = each.alert.opened_at
        came_before = opened < state.page.alert.opened_at
        words = _("Continued from the alert of {when}") if came_before else _("Also told, {when}")
        when = moment_in_words(opened.astimezone())
        head = facts_in_a_line(words.format(when=when), each.source)
        if head != before:
            parts += [rule(), text(head, "small", wrap=True)]
        parts.append(reading(each.said))
        before = head
    if parts and state.page.standing == "changed":
        words = _("To say what happened answers the first of it alone; the rest stays open.")
        parts.append(_info(words))
    elif parts:
        parts.append(_info(_("One answer on this page counts for all of it.")))
    return parts


def level_steps(level: str, level_title: str) -> QWidget:
    """Return the four levels in their order, the alert's own with its full words."""
    parts: list[Part] = []
    for number, (each, words) in enumerate(LEVEL_WORDS.items()):
        if number:
            parts.append(symbol("next"))
        here = each == level
        parts.append(chip(level_title if here else _(words), TONES[each] if here else "quiet"))
    holder = QWidget()
    holder.setLayout(row(*parts, STRETCH, gap="xs"))
    holder.setAccessibleName(_("Level: {level}").format(level=level_title))
    return holder


def _info(words: str) -> QWidget:
    return hold(
        row(symbol("info"), text(words, "small", tone="muted", wrap=True), gap="s", grows=1)
    )


class AlertView(PageView[AlertViewModel]):
    """One alert, with its answer; there is no cross to close it."""

    HELP = PageHelp(
        "An answer in a form needs a person's attention. The page first shows the "
        "answer and the rule behind it; then you write what you did, with whom, and "
        "what comes next. An alert cannot be dismissed, only answered.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: AlertViewModel) -> None:
        super().__init__("alert", viewmodel)
        state = viewmodel.state
        self.facts = FactsView(state)
        self.answer = None if state.is_answered else AnswerView(viewmodel)
        was_changed = self.answer is not None and state.page.standing == "changed"
        self.changed = ChangedView(viewmodel) if was_changed else None
        words = pgettext("button", "Back") if state.is_answered else _("Answer it later")
        self.not_now = button(words, "quiet")
        head = page_head(
            _("An answered alert") if state.is_answered else _("Alert to answer"),
            "" if state.is_answered else open_words(state.open_for),
            code=state.page.code,
            chips=(chip(state.page.level_title, TONES[state.page.alert.level]),),
            actions=(self.not_now,),
        )
        self.reach = None if state.is_answered else ReachView(viewmodel)
        left: QWidget = self.facts
        if self.reach is not None:
            above = (self.facts, self.reach) if look().is_large else (self.reach, self.facts)
            left = hold(stack(*above, STRETCH, gap="m"))
        right: QWidget = self.answer or AnsweredView(state)
        if self.changed is not None and self.answer is not None:
            right = hold(stack(self.changed, self.answer, STRETCH))
            self.answer.hide()
            self.changed.in_full.clicked.connect(self._on_in_full_clicked)
        columns = TwoColumns(left, right)
        body = scroll(stack(columns, STRETCH, margins=("page", "l", "page", "l")))
        self.setLayout(whole_page(head, body))
        self.facts.form_chosen.connect(viewmodel.open_form)
        self.not_now.clicked.connect(viewmodel.go_back)
        viewmodel.follow(self.show_state)

    def show_state(self, state: AlertState) -> None:
        """Show the answer as far as it is written."""
        if self.answer is not None:
            self.answer.show_state(state)
        if self.changed is not None:
            self.changed.show_state(state)

    @property
    @override
    def most_urgent(self) -> str:
        """How soon it is to be answered, and what opened it."""
        page = self._viewmodel.state.page
        return f"{page.level_title}. {page.said}"

    @property
    @override
    def what_lacks(self) -> QWidget | None:
        """Where what the answer lacks first is said or done."""
        if self.changed is not None and self.changed.isVisibleTo(self):
            return self.changed.lacking
        return self.answer.lacking if self.answer is not None else None

    def focus_first(self) -> None:
        """Put the keyboard on the first open tick; in large text first on what opened it.

        There the answer stands under it, out of its sight.
        """
        if self.facts.opened is not None and not self._viewmodel.is_begun:
            self.facts.opened.setFocus()
        elif self.changed is not None and self.changed.isVisibleTo(self):
            self.changed.ways[0].setFocus()
        elif self.answer is not None:
            self.answer.start_focus()
        else:
            self.not_now.setFocus()

    def _on_in_full_clicked(self) -> None:
        if self.changed is not None and self.answer is not None:
            self.changed.hide()
            self.answer.show()
            self.answer.start_focus()


def open_words(open_for: timedelta) -> str:
    """Return how long an alert has been open, in words."""
    minutes = int(open_for.total_seconds()) // 60
    if minutes < 1:
        return _("Opened just now")
    if minutes < MINUTES_AN_HOUR:
        return _("Open for {count} min").format(count=minutes)
    hours = minutes // MINUTES_AN_HOUR
    if hours < HOURS_IN_WORDS:
        return _("Open for {count} h").format(count=hours)
    days = hours // 24
    return ngettext("Open for {count} day", "Open for {count} days", days).format(count=days)
