"""The course of a client: what can be changed, with a reason, and what was out of the ordinary."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, _, pgettext
from therapist_app.screens.client.changing import (
    CourseChoice,
    CourseEventLine,
    CourseState,
    CourseViewModel,
)
from therapist_app.widgets.fields.decision import Choices
from therapist_app.widgets.layout.page_view import TurnedPage, foot_bar, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Option,
    Part,
    TextLine,
    banner,
    button,
    card,
    hold,
    lay_in,
    one_of,
    reading,
    row,
    rule,
    scroll_cards,
    stack,
    text,
)

STAYS_PLANNED = N_(
    "It stays in the calendar whatever is changed here: cancel it or move it on the client's page."
)


class ChangeCard(QWidget):
    """Choose one change and say why."""

    def __init__(self, viewmodel: CourseViewModel, choices: tuple[CourseChoice, ...]) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._choices = choices
        self.options = [Option(each.words) for each in choices]
        self.group = one_of(self, self.options)
        self.reason = TextLine()
        self.keep = MainButton(pgettext("button", "Change the course"), loses_words=True)
        hint = _("It is kept in the record. No names.")
        sheet = card(
            _("Change the course"),
            hold(stack(*self._rows(), gap="m"), name=_("Change the course"), told="list"),
            LabelledField(_("&Why, in one line"), self.reason, hint=hint),
            row(STRETCH, self.keep),
            gap="m",
        )
        self.setLayout(stack(sheet))
        self.group.chosen.connect(self._on_edited)
        self.reason.edited.connect(self._on_edited)
        self.reason.returnPressed.connect(self.keep.click)
        self.keep.clicked.connect(self._on_keep_clicked)
        self._on_edited()

    def _rows(self) -> list[Part]:
        """Return the choices, those of one kind beside each other."""
        kinds = list(dict.fromkeys(each.kind for each in self._choices))
        return [
            Choices(
                *(
                    option
                    for option, choice in zip(self.options, self._choices, strict=True)
                    if choice.kind == kind
                ),
                gap="s",
            )
            for kind in kinds
        ]

    def _on_edited(self) -> None:
        if self.group.checkedId() < 0:
            self.keep.wait_for(_("Choose what is to change first."))
        else:
            lacks = "" if says_why(self.reason.text()) else _("Say why, in one line.")
            self.keep.wait_for(lacks)

    def _on_keep_clicked(self) -> None:
        chosen = self._choices[self.group.checkedId()]
        self._viewmodel.change(chosen.kind, chosen.value, self.reason.text())


class ChangesView(TurnedPage):
    """A page of a client: the course.

    Signals:
        another_chosen: The client goes on with another course, or that is undone.

    """

    another_chosen = Signal()

    HELP = PageHelp(
        "Here you change the course of this client: pause it, end it, take another "
        "track, or adapt it to what they need. Each change needs a reason, which is "
        "kept in the record. Nothing that was done before is lost.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: CourseViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.back = button(pgettext("button", "Back"), "quiet")
        self.area = scroll_cards(stack())
        self.setLayout(whole_page(None, self.area, foot_bar(self.back, STRETCH)))
        self.back.clicked.connect(self.back_chosen)
        viewmodel.follow(self.show_state)

    def show_state(self, state: CourseState) -> None:
        """Draw the page afresh; what had the keyboard goes with what was there."""
        here: QWidget | None = self.focusWidget()
        had_keyboard = here is not None and self.area.isAncestorOf(here)
        self.change = ChangeCard(self._viewmodel, state.choices)
        head = _("{version} · {track}").format(version=state.version, track=state.track)
        again, other = _("Begin this course once more"), _("Go on with another course, or undo it")
        self.another = button(again if state.again else other)
        self.another.clicked.connect(self.another_chosen)
        another = hold(row(self.another, STRETCH))
        if not state.another:
            another.hide()
        title = _("A session was begun and is not over")
        detail = _("It stays open whatever is changed here: end it, and sign its note.")
        open_session = [banner("attention", title, detail)] if state.is_under_way else []
        planned = [banner("attention", state.planned, _(STAYS_PLANNED))] if state.planned else []
        page = stack(
            text(head, "lead", wrap=True),
            *open_session,
            *planned,
            self.change,
            another,
            card(_("Changes and exceptions so far"), *_lines(state.lines), gap="s"),
            STRETCH,
            gap="m",
            margins=("page", "l", "page", "l"),
        )
        lay_in(self.area, page)
        if had_keyboard:
            self.back.setFocus()

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return _("Course: pause, end, change")

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first change."""
        self.change.options[0].setFocus()


def _lines(lines: tuple[CourseEventLine, ...]) -> list[Part]:
    if not lines:
        return [text(_("None: the course follows its order."), "small", tone="muted", wrap=True)]
    parts: list[Part] = []
    for line in lines:
        where = _("session {number}").format(number=line.session) if line.session else ""
        agreed = _("agreed with {supervisor}").format(supervisor=line.second_person)
        facts = (day_in_words(line.day), where, agreed if line.second_person else "")
        told = facts_in_a_line(*facts)
        parts += [rule()] if parts else []
        parts += [
            text(line.what, "strong", wrap=True),
            reading(line.reason),
            text(told, "small", tone="muted", wrap=True),
        ]
    return parts
