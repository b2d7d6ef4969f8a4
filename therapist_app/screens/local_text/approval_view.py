"""What stands between a local text and its use: who wrote it, who read it again, until when."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from programme.local_text_sections import SECTIONS, Lacks
from programme.local_texts import a_year_after
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, read_day
from therapist_app.screens.local_text.viewmodel import LocalTextState
from therapist_app.widgets.controls.buttons import ChoosingButton, say_on
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.page_view import TurnedPage, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextArea,
    button,
    card,
    empty,
    foot_bar,
    hold,
    page_head,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines, lines_of
from therapist_app.workflows.content.writing_local_texts import NewestText

THINGS = NN_("Section {number}: {count} thing", "Section {number}: {count} things")


class ApprovalView(QWidget):
    """Written, read a second time, approved; and what is still needed, each with its way there.

    Signals:
        wanted: The place of a section in which something is missing.

    """

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.written = text("", "small", tone="muted", wrap=True)
        self.read = text("", "small", tone="muted", wrap=True)
        self.read_it = button(pgettext("button", "Read it …"))
        self.print_it = button(_("Print the draft …"), "quiet", "print")
        self.until = DayLine(today=None)
        self.approve = button(pgettext("button", "Approve …"))
        self.why_not = text("", "small", tone="muted", wrap=True)
        self.waits_for_a_lead = False
        self.needed: list[ChoosingButton] = []
        self._needed = stack(gap="hair")
        self.setLayout(stack(*self._parts(), STRETCH, gap="s"))

    def show_state(self, state: LocalTextState) -> None:
        """Show how far the approval has come."""
        writing = state.writing
        if writing is None:
            return
        self.written.setText(
            _("{names}, since {day}").format(
                names=", ".join(writing.writers), day=written_day(writing.kept.written_on)
            )
        )
        self.read.setText(_reading_words(writing))
        self.read_it.setEnabled(writing.needs_reading and writing.may_read and not writing.lacks)
        self.read_it.setVisible(writing.needs_reading)
        first = pgettext("button", "Read it …")
        words = _("Read it again …") if writing.is_alone else first
        say_on(self.read_it, words)
        tomorrow = state.today + timedelta(days=1)
        self.until.show_limits(tomorrow, a_year_after(state.today))
        if not self.until.hasFocus():
            self.until.show_words(day_in_figures(state.until))
        self.approve.setEnabled(writing.can_be_approved and writing.may_approve)
        self.waits_for_a_lead = writing.can_be_approved and not writing.may_approve
        self.why_not.setText(_approving_words(writing))
        self.approve.setAccessibleDescription(self.why_not.text())
        self._show_needed(writing)

    @property
    def how_far(self) -> str:
        """How far the approval has come, and what it waits for."""
        return self.read.text() if self.read_it.isVisibleTo(self) else self.why_not.text()

    @property
    def next_act(self) -> QPushButton | None:
        """What this person can do about the approval now: read it, then approve it."""
        acts = (self.read_it, self.approve)
        return next((each for each in acts if each.isEnabled() and not each.isHidden()), None)

    def _parts(self) -> Iterator[Part]:
        yield text(pgettext("approval", "Approval"), "lead")
        yield sign_line("note", pgettext("approval", "Written"))
        yield self.written
        yield rule()
        yield sign_line("clients", pgettext("approval", "Second reading"))
        yield self.read
        yield self.read_it
        yield self.print_it
        yield rule()
        hint = _("12 months at most; Today reminds you 30 days before")
        yield LabelledField(pgettext("field", "Approved &until"), self.until, hint=hint)
        yield rule()
        yield hold(self._needed)
        yield self.approve
        yield self.why_not

    def _show_needed(self, writing: NewestText) -> None:
        wanted = list(_needed(writing.lacks))
        if [(each.choice, each.text()) for each in self.needed] == wanted:
            return
        empty(self._needed)
        self.needed = [ChoosingButton(words, place, "quiet") for place, words in wanted]
        title = pgettext("part", "Still needed") if wanted else _("Everything is written")
        self._needed.addWidget(text(title, "strong", wrap=True))
        for each in self.needed:
            each.chosen.connect(self._on_chosen)
            self._needed.addWidget(each)

    def _on_chosen(self, place: str) -> None:
        self.wanted.emit(int(place))


def _needed(lacks: tuple[Lacks, ...]) -> Iterator[tuple[str, str]]:
    for section, found in groupby(lacks, key=lambda each: each.section):
        missing = list(found)
        place = SECTIONS.index(section)
        yield str(place), counted(THINGS, len(missing), number=place + 1)


def _reading_words(writing: NewestText) -> str:
    kept = writing.kept
    if writing.objection:
        again = _("Read it again once it was changed.")
        change = _("Change the text. Then it is read a second time again.")
        return f"{writing.objection}\n{change if writing.is_mine else again}"
    if kept.read_on is not None:
        words = _("{name} on {day}")
        return words.format(name=kept.read_by, day=written_day(kept.read_on))
    if writing.lacks:
        return _("Not yet: first everything is written.")
    if writing.may_read:
        return _("Not read yet. You may do it.")
    if writing.is_alone:
        return _("You work alone: read it again on another day. The text will say so.")
    return _("Not read yet. Somebody who wrote no part of it must read it, under their own name.")


def _approving_words(writing: NewestText) -> str:
    if writing.lacks:
        return _("It can be approved once everything is written and read a second time.")
    if writing.needs_reading:
        return _("It can be approved once it was read a second time.")
    if not writing.may_approve:
        return _("A lead approves it. It is in the lead's list “Waiting for you”.")
    return _("You see the whole text first.")


def read_aloud(words: str) -> ReadByLines:
    """Return a part of the text, to be read with eyes or, line by line, with ears."""
    part = ReadByLines(pgettext("name of a part", "Text"))
    part.hold_lines(lines_of(words), stack(reading(words)))
    return part


WHOSE_SOURCES = N_(
    "First those that came with the place that the text was begun from: where its numbers and "
    "services were seen. Then those that were written here."
)


class WholeTextPage(TurnedPage):
    """The whole text, word for word, with what is said about it at its end.

    Signals:
        agreed: The person read all of it, and says so.
        objected: The person read all of it and does not agree; why.

    """

    HELP = PageHelp(
        "The whole text, as it will be read to clients. Read it to the end before you say "
        "whether it is right.",
        read_on="docs/guides/lead.md",
    )

    agreed = Signal()
    objected = Signal(str)

    def __init__(self, whole: Jurisdiction | None, heard: str, agree: str) -> None:
        super().__init__()
        self.back = button(pgettext("button", "Back"), "quiet")
        self.agree = MainButton(agree, is_final=True)
        if not agree:
            self.agree.hide()
        self.first = read_aloud(heard)
        cards: list[Part] = [card(_("What the client hears"), self.first, gap="s")]
        if whole is not None:
            cards += [
                card(_("For the client to take home"), read_aloud(whole.take_home_text), gap="s"),
                card(_("For the therapist"), read_aloud(whole.therapist_text), gap="s"),
                card(
                    pgettext("card", "Sources"),
                    text(_(WHOSE_SOURCES), "small", tone="muted", wrap=True),
                    *(reading(each) for each in whole.sources),
                    gap="s",
                ),
            ]
        self.why = TextArea(lines=3)
        self.save_objection = button(_("Save that I do not agree"))
        hint = _("Whoever wrote it reads this, with your name.")
        field = LabelledField(_("&Why you do not agree"), self.why, hint=hint)
        self.objection = card(
            _("I do not agree"), field, row(STRETCH, self.save_objection), gap="m"
        )
        self.objection.hide()
        self.disagree = button(_("Record that you do not agree …"), "quiet")
        self.disagree.hide()
        cards.append(self.objection)
        self.area = scroll(stack(*cards, STRETCH, gap="m", margins=("page", "l", "page", "l")))
        head = page_head(_("The whole text") if whole is not None else _("As the client hears it"))
        foot = foot_bar(self.back, STRETCH, self.disagree, self.agree)
        self.setLayout(whole_page(head, self.area, foot))
        self.back.clicked.connect(self.back_chosen)
        self.agree.clicked.connect(self.agreed)
        self.disagree.clicked.connect(self._on_disagree_clicked)
        self.save_objection.clicked.connect(self._on_save_objection_clicked)
        self.why.edited.connect(self._on_why_edited)
        self._on_why_edited("")

    def let_object(self) -> None:
        """Offer to say that one does not agree, beside the way to agree."""
        self.disagree.show()

    @Slot()
    def _on_disagree_clicked(self) -> None:
        self.disagree.hide()
        self.objection.show()
        self.why.setFocus()
        bring_into_view(self.why)

    @Slot(str)
    def _on_why_edited(self, words: str) -> None:
        self.save_objection.setEnabled(bool(words.strip()))

    @Slot()
    def _on_save_objection_clicked(self) -> None:
        self.objected.emit(self.why.toPlainText())

    @override
    def focus_first(self) -> None:
        """Put the keyboard on what is read: nothing is agreed to by a key too many."""
        self.first.setFocus()


def day_written(line: DayLine) -> date | None:
    """Return the day that stands in a line, or None when it is none."""
    return read_day(line.text())
