"""What the page of a client knows about entering a form that was filled in on paper."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from session_forms.words.day_words import written_day
from session_forms.words.texts import _, pgettext
from therapist_app.commands import Destination, FilledFormPage
from therapist_app.form_widgets.values.days import how_to_write_a_day
from therapist_app.workflows.forms.paper_entry import (
    PaperForm,
    PaperSlot,
    begin_paper_form,
    day_problem,
    first_day,
    likely_slot,
    open_slots,
)
from therapist_app.workflows.forms.paper_facts import RATERS
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.workspace import Workspace

NOTE = "session-note"


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """One form that may have been filled in on paper."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """Where a paper form belongs: to one session's measures, or to none."""

    slot: str
    label: str


class PaperViewModel(QObject):
    """Takes down what stands on the paper before its answers are entered.

    Signals:
        leave_requested: To the form, to enter its answers.

    """

    leave_requested = Signal(Destination)

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that can stand on the paper."""
        return first_day(self._workspace, self._id), self._workspace.today()

    @property
    def forms(self) -> tuple[PaperChoice, ...]:
        """Every form but the note, in the order of their titles."""
        forms = (
            self._workspace.forms.latest(each)
            for each in self._workspace.forms.ids()
            if each != NOTE
        )
        choices = (PaperChoice(each.id, each.title) for each in forms)
        return tuple(sorted(choices, key=lambda each: each.title))

    @property
    def raters(self) -> tuple[tuple[str, str], ...]:
        """Who can have filled it in, each with its words."""
        return tuple((name, _capital(_(words))) for name, words in RATERS.items())

    def problem(self, day: date | None) -> str:
        """Return why the day cannot be, in words, or nothing."""
        if day is None:
            return how_to_write_a_day(*self.days)
        return {
            "": "",
            "future": _("That day is still to come."),
            "before_start": _(
                "More than a year before the course began: {day} at the earliest."
            ).format(day=written_day(self.days[0])),
        }[day_problem(self._workspace, self._id, day)]

    def slots(self, form_id: str) -> tuple[SlotChoice, ...]:
        """Return where the form can belong; the first is to no session."""
        found = open_slots(self._workspace, self._id, form_id)
        return (
            SlotChoice("", pgettext("what a form belongs to", "No session")),
            *(_slot_choice(each) for each in found),
        )

    def likely(self, form_id: str, day: date) -> str:
        """Return the slot that a form of that day most likely fills; empty for none."""
        found = likely_slot(open_slots(self._workspace, self._id, form_id), day)
        return found.slot if found else ""

    def begin(self, form_id: str, day: date, rater: str, slot: str) -> None:
        """Keep what stands on the paper and go on to its answers."""
        slots = {each.slot: each for each in open_slots(self._workspace, self._id, form_id)}
        who = next(each for each in RATERS if each == rater)
        paper = PaperForm(self._id, form_id, day, who, slots.get(slot))
        opened = begin_paper_form(self._workspace, paper)
        self.leave_requested.emit(FilledFormPage(opened.filled.id))


def _slot_choice(slot: PaperSlot) -> SlotChoice:
    words = _("Session {number}, {day}").format(
        number=session_number(slot.plan_id), day=written_day(slot.day)
    )
    return SlotChoice(slot.slot, words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
