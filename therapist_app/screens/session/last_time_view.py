"""Last time's work, beside this time's; the two plans and the pathway, always one click away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.reading import AnswersInWords
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.more_below import MoreBelow
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    empty,
    hold,
    read_in_order,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.looking_back import Decided, LastItem, LastNote, LastTime

NOTE_KEY = "Alt+N"


class LastTimeView(QWidget):
    """What was agreed, said and planned; what the same form said before."""

    def __init__(self, viewmodel: SessionViewModel) -> None:
        super().__init__()
        self.safety = ChoosingButton(
            pgettext("button", "Safety plan"), "safety-plan", "quiet", "plan"
        )
        self.boundaries = ChoosingButton(
            pgettext("button", "Boundaries plan"), "boundaries", "quiet", "plan"
        )
        self.pathway = button(pgettext("button", "Pathway"), "quiet", "alert")
        self.pathway.setToolTip(
            _("Goes to the open alert. If there is none, it goes to the safety check")
        )
        keys = "" if look().is_large else f"  {NOTE_KEY}"
        self.note = button(_("The whole note") + keys, "quiet", "note")
        self.note.setAccessibleName(_("The whole note of last time"))
        self.page = button(_("Page to take home"), "quiet", "print")
        plans = hold(
            stack(
                rule(),
                row(self.note, STRETCH),
                row(self.page, STRETCH),
                row(self.safety, STRETCH),
                row(self.boundaries, STRETCH),
                row(self.pathway, STRETCH),
                gap="xs",
                margins=("m", "s", "m", "s"),
            )
        )
        self._words = stack(margins=("l",) * 4)
        is_below = look().is_large  # as a foot they would leave one line to what was agreed
        inside = (self._words, plans, STRETCH) if is_below else (self._words, STRETCH)
        self.area = scroll(stack(*inside, gap="hair"))
        self.more = MoreBelow(self.area)
        self.setLayout(whole_page(None, self.area, None if is_below else plans))
        self._shown: tuple[LastTime, bool] | None = None
        self.show_last_time(None)
        for each in (self.safety, self.boundaries):
            each.chosen.connect(viewmodel.open_form)

    def show_last_time(
        self, last: LastTime | None, *, was_held_before: bool = False, has_alert: bool = False
    ) -> None:
        """Show what the session before this one left; those before this record left nothing.

        While an alert is open it is not said that nothing is to be come back to.
        """
        if last is not None and (last, has_alert) == self._shown:
            return
        self._shown = None if last is None else (last, has_alert)
        self.note.setVisible(last is not None and last.is_there_more)
        parts: list[Part] = [text(pgettext("part", "Last time"), "lead")]
        if last is None:
            parts += _nothing(was_held_before=was_held_before)
        else:
            parts += _lines(last, has_alert=has_alert)
        empty(self._words)
        self._words.addWidget(hold(stack(*parts, gap="s")))
        read_in_order(self._words)
        self.area.verticalScrollBar().setValue(0)


def _nothing(*, was_held_before: bool) -> list[Part]:
    words = (
        _(
            "The sessions before this one were held before this record. From the next session "
            "on, you see here what was agreed last time."
        )
        if was_held_before
        else _(
            "This is the first session. From the next session on, you see here what was "
            "agreed last time."
        )
    )
    return [text(words, "small", tone="muted", wrap=True)]


def _lines(last: LastTime, *, has_alert: bool) -> list[Part]:
    day = day_in_words(last.held_at.astimezone().date())
    parts: list[Part] = [text(last.title, wrap=True), text(day, "caption", wrap=True)]
    for each in last.items:
        parts += [rule(), *_item(each)]
    if last.same_form:
        title = _("{form}, last time").format(form=last.same_form_title)
        parts += [rule(), text(title, "overline", wrap=True)]
        for each in last.same_form:
            parts += _item(each)
        if last.same_aside is not None:
            newer = _("A newer one, of {day}, cannot be shown: no form that is installed fits it.")
            words = newer.format(day=written_day(last.same_aside))
            parts.append(text(words, "small", wrap=True))
    if not last.items and not last.same_form:
        words = _("There is nothing to come back to.")
        if has_alert:
            words = _("An alert is open: it comes first.")
        elif last.is_there_more:
            words = _("Nothing was agreed for this session. The rest stands with the whole note.")
        parts.append(text(words, "small", tone="muted", wrap=True))
    return parts


def _item(item: LastItem) -> list[Part]:
    return [text(item.label, "strong", wrap=True), text(item.words, wrap=True)]


def _decisions(decided: tuple[Decided, ...]) -> list[Part]:
    parts: list[Part] = []
    for each in decided:
        parts += [text(_title_of(each), "strong", wrap=True), *map(reading, each.lines), rule()]
    return parts


def _title_of(decided: Decided) -> str:
    return _("Decided in supervision on {day}").format(day=day_in_words(decided.day))


class LastNoteView(QWidget):
    """The whole note of the session before, and what was decided in supervision since, to read.

    Signals:
        closed: The person is done with it.

    """

    closed = Signal()

    def __init__(self, title: str, note: LastNote, decided: tuple[Decided, ...] = ()) -> None:
        super().__init__()
        self.close_note = button(_("Back to the step"), "secondary")
        parts: list[Part] = [
            *_decisions(decided),
            *([AnswersInWords(note.lines)] if note.lines else ()),
        ]
        for each in note.amendments:
            parts += [text(pgettext("note", "Amended since"), "strong"), reading(each)]
        signed = _("Signed by {name}").format(name=note.signed_by)
        state = signed if note.signed_by else pgettext("note", "Not signed yet")
        if note.lines:
            parts.append(text(state, "small", tone="muted", wrap=True))
        heading = _("Note of last time: {title}").format(title=title)
        first = (" ".join((_title_of(each), *each.lines)) for each in decided)
        said = (f"{asked} {answer}." for asked, answer in note.lines if answer)
        self.words = " ".join((heading, *first, *said))
        self.setLayout(stack(card(heading, *parts, action=self.close_note)))
        self.close_note.clicked.connect(self.closed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the note away with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
