"""The page of retention: who is due, and how long the service keeps a record."""

from PySide6.QtWidgets import QPushButton, QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.screens.data_rights.retention import RetentionState, RetentionViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    button,
    card,
    foot_bar,
    hold,
    lay_in,
    page_head,
    reading,
    row,
    rule,
    scroll_cards,
    stack,
    text,
)
from therapist_app.workflows.policies.retaining import DueForErasure, RetentionRule

AT_A_TIME = 50


class DueLine(QWidget):
    """One client who is due."""

    def __init__(self, due: DueForErasure) -> None:
        super().__init__()
        name = _("Decide about {code}").format(code=due.code)
        self.open = ChoosingButton(pgettext("button", "Decide"), due.client_id, name=name)
        told = _("Course ended on {ended}. Kept until {until}.").format(
            ended=day_in_words(due.ended_on), until=day_in_words(due.due_on)
        )
        if due.is_restricted:
            told = f"{told} {_('The record is restricted.')}"
        words = stack(text(due.code, "strong", tone="accent"), text(told, wrap=True), gap="hair")
        line = row(hold(words), self.open)
        line.setStretch(0, 1)
        self.setLayout(line)


class RetentionView(PageView[RetentionViewModel]):
    """Nothing is erased by itself: a list, and a person decides about each."""

    HELP = PageHelp(
        "This page says how long your service keeps records, and whose have been kept for "
        "that long. Nothing is erased by itself: for each client a person decides.",
        read_on="docs/guides/administrator.md",
    )

    def __init__(self, viewmodel: RetentionViewModel) -> None:
        super().__init__("retention", viewmodel)
        self.message = MessagePlace()
        self.lines: list[DueLine] = []
        self._limit = AT_A_TIME
        self.more: QPushButton = button("", "quiet")
        self.years, self.basis = TextLine(), TextLine()
        self.approve: QPushButton = MainButton(pgettext("button", "Approve"), is_final=True)
        self.back = button(pgettext("button", "Back"), "quiet")
        self.area = scroll_cards(stack())
        head = page_head(_("How long records are kept"), _("Nothing is erased automatically"))
        foot = foot_bar(self.back, STRETCH)
        self.setLayout(whole_page(head, self.area, foot, message=self.message))
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.follow(self.show_state)

    def show_state(self, state: RetentionState) -> None:
        """Show who is due and what is approved."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
            return
        if state.done:
            self.message.show_message("good", state.done, "")
        self.lines = [DueLine(each) for each in state.due[: self._limit]]
        for line in self.lines:
            line.open.chosen.connect(self._viewmodel.open_client)
        due = self._due_card(state)
        if not state.has_clients:
            due.hide()
        cards: list[Part] = [due, self._rule_card(state)]
        if state.may_approve:
            cards.append(self._approve_card(state))
        cards.append(_known_card(state.rules))
        page = stack(*cards, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        lay_in(self.area, page)
        if state.done:
            self.focus_first()  # the fields of before are gone

    def focus_first(self) -> None:
        """Put the keyboard on the first who is due, the number to approve, else the way back."""
        state = self._viewmodel.state
        if self.lines:
            self.lines[0].open.setFocus()
        elif state.may_approve and state.approved is None:
            self.years.setFocus()
        else:
            self.back.setFocus()

    def _due_card(self, state: RetentionState) -> QWidget:
        parts: list[Part] = []
        for line in self.lines:
            parts += [rule(), line] if parts else [line]
        if state.approved is None:
            nobody = _("This list stays empty until a number of years is approved.")
        else:
            nobody = _("No record has reached that time.")
        self.more = button(_("Show more: {count}").format(count=len(state.due) - len(self.lines)))
        self.more.clicked.connect(self._on_more_clicked)
        if len(state.due) > len(self.lines):
            parts.append(row(self.more, STRETCH))
        else:
            self.more.setParent(self)
            self.more.hide()
        return card(_("Records past the approved time"), *(parts or [reading(nobody)]), gap="s")

    def _rule_card(self, state: RetentionState) -> QWidget:
        approved = state.approved
        if approved is None:
            words = _(
                "No number of years is approved in this service yet. A clinical lead or an "
                "administrator can approve one."
            )
            return card(_("Retention rule of this service"), reading(words))
        words = _("Years after the end of the course: {years}").format(years=approved.years)
        by = _("Approved by {name} on {day}.").format(
            name=approved.approved_by, day=day_in_words(approved.approved_on)
        )
        return card(
            _("Retention rule of this service"),
            text(words, "strong", wrap=True),
            reading(approved.basis),
            text(by, "small", tone="muted", wrap=True),
            *(sign_line("alert", each.words) for each in state.other_years),
            gap="s",
        )

    def _approve_card(self, state: RetentionState) -> QWidget:
        self.years, self.basis = TextLine(), TextLine()
        self.approve = MainButton(pgettext("button", "Approve"), is_final=True)
        self.approve.clicked.connect(self._on_approve_clicked)
        self.years.returnPressed.connect(self.basis.setFocus)
        self.basis.returnPressed.connect(self.approve.setFocus)  # a rule for years is pressed
        hint = _("Which law or rule it follows, in one line. Your name and the day stay with it.")
        return card(
            _("Approve another number") if state.approved else _("Approve a number"),
            LabelledField(_("&Years after the end of the course"), self.years),
            LabelledField(_("&Reason for this number"), self.basis, hint=hint),
            row(STRETCH, self.approve),
            gap="m",
        )

    def _on_more_clicked(self) -> None:
        before = len(self.lines)
        self._limit += AT_A_TIME
        self.show_state(self._viewmodel.state)
        self.lines[before].open.setFocus()

    def _on_approve_clicked(self) -> None:
        years, basis = self.years, self.basis
        self._viewmodel.approve(years.text(), basis.text())
        if self._viewmodel.state.problem is not None:
            lacks_reason = years.text().strip().isdecimal() and not basis.text().strip()
            (basis if lacks_reason else years).setFocus()


def _known_card(rules: tuple[RetentionRule, ...]) -> QWidget:
    parts: list[Part] = [
        reading(_("Not advice, and not checked against the law of today. Ask your own lawyer."))
    ]
    for each in rules:
        parts += [
            rule(),
            text(_(each.where), "strong", wrap=True),
            reading(_(each.says)),
            text(
                _("{source}. To be verified.").format(source=_(each.source)),
                "small",
                tone="muted",
                wrap=True,
            ),
        ]
    return card(_("Rules in other places"), *parts, gap="s")
