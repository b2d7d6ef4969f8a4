"""What the form screen knows: the form, whose it is, and the alerts that answers opened."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from exports.paper.forms.order import PaperOffer, What
from session_forms.filling.filling import FormState
from session_forms.words.reason_words import says_why
from therapist_app.commands import (
    AlertPage,
    BesideForm,
    FilledFormPage,
    FormPage,
    HandOver,
    ShownScore,
)
from therapist_app.forms.form_filling import FormFilling
from therapist_app.forms.form_store import FormStore, RecordStore
from therapist_app.record.model import Alert
from therapist_app.view_model import ViewModel
from therapist_app.workflows.forms.answer_words import form_words
from therapist_app.workflows.forms.correcting_forms import Correction
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.forms.paper_copies import FormOnPaper, PaperCopies, on_paper
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.measures.score_moment import ScoreMoment
from therapist_app.workflows.sessions.answering_alerts import most_pressing_first, open_alerts
from therapist_app.workflows.sessions.seeing_a_session import DueMeasure
from therapist_app.workflows.sessions.what_goes_on import awaited_words
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above the questions.

    Attributes:
        code: The client's code.
        questions: How many there are; None while it depends on the answers.
        saved_at: When the draft was last kept.
        read_only: Whether the form is only read.
        may_correct: Whether it can be corrected, with a reason.
        correcting: Why it is being corrected; empty where it is not.
        can_hand_over: Whether the client may fill it in alone.
        paper: When and by whom it was filled in on paper; empty for one at the screen.
        newest_aside: The day of a newer one that no form here fits; None where there is none.
        offers: What can be had of it on paper; nothing where its words may not be printed by us.

    """

    code: str
    title: str
    questions: int | None
    minutes: int | None
    saved_at: datetime | None
    read_only: bool
    can_hand_over: bool
    paper: str
    offers: tuple[PaperOffer, ...]
    may_correct: bool = False
    correcting: str = ""
    newest_aside: date | None = None


@dataclass(frozen=True, slots=True)
class GivenWithIt:
    """A form without a score that was answered with a measure: its title, its answers in words."""

    title: str
    words: tuple[tuple[str, str], ...]


class FormViewModel(ViewModel[FormState]):
    """One form of one client, filled in by or with the therapist.

    Attributes:
        given_with_it: What was answered with this measure and has no score; it is read beside it,
            so that nobody goes on only to read it.

    Signals:
        alerts_opened: All alerts that answers opened here, and those that were open and to which
            they belong, the most pressing first.

    """

    alerts_opened = Signal(tuple)

    def __init__(
        self,
        workspace: Workspace,
        opened: OpenForm,
        store: FormStore,
        *,
        page: FormPage | FilledFormPage,
    ) -> None:
        super().__init__()
        self.question_id = page.question_id
        self._page = page
        self._then = page.then if isinstance(page, FilledFormPage) else ()
        self._workspace = workspace
        self._opened = opened
        self._store = store
        self.given_with_it = self._read_beside() if self._then else ()
        self.filling = FormFilling(opened, store, self, turns_on=store.awaited(opened))
        self.alerts: tuple[Alert, ...] = ()
        self._opened_here: set[str] = set()
        self.filling.alerts_opened.connect(self._on_alerts_opened)
        self.filling.alerts_added_to.connect(self._note_alerts)

    @classmethod
    def of_client(
        cls,
        workspace: Workspace,
        client_id: str,
        form_id: str,
        appointment_id: str | None = None,
        question_id: str = "",
        *,
        store: FormStore | None = None,
    ) -> Self:
        """Return the page of a client's form: the one begun in this appointment, or a fresh one."""
        from_record = store or RecordStore(workspace)
        opened = from_record.open_form(client_id, form_id, appointment_id=appointment_id)
        page = FormPage(client_id, form_id, appointment_id, question_id)
        found = cls(workspace, opened, from_record, page=page)
        if store is None:
            found.meet_again(open_alerts(workspace, client_id))
        return found

    @classmethod
    def kept(
        cls,
        workspace: Workspace,
        filled_form_id: str,
        then: tuple[str, ...] = (),
        question_id: str = "",
        *,
        store: FormStore | None = None,
    ) -> Self:
        """Return the page of a form in the record: one from paper, or one to look at again."""
        store = store or RecordStore(workspace)
        page = FilledFormPage(filled_form_id, then, question_id)
        return cls(workspace, store.reopen_form(filled_form_id), store, page=page)

    def own_page(self, question_id: str = "") -> FormPage | FilledFormPage:
        """Return where this page stands, at a question."""
        return replace(self._page, question_id=question_id)

    @property
    @override
    def state(self) -> FormState:
        """The form as it stands."""
        return self.filling.state

    @property
    def head(self) -> FormHead:
        """What stands above the questions."""
        form = self.state.form
        return FormHead(
            code=self._opened.client_code,
            title=form.title,
            questions=self._count(),
            minutes=form.minutes,
            saved_at=self._opened.saved_at,
            read_only=self._opened.read_only,
            can_hand_over=form.filled_by == "client" and self.may_sit_beside,
            paper=paper_words(self._opened.filled),
            offers=self.offers,
            may_correct=self._opened.may_correct,
            correcting=self._opened.filled.amend_reason,
            newest_aside=self._opened.newest_aside,
        )

    @property
    def is_from_paper(self) -> bool:
        """Whether it was filled in on paper and is being entered."""
        return self._opened.filled.filled_on is not None

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Every shown question with its number, and its answer in words, where it is only read."""
        return form_words(self.state)

    def place_of(self, question_id: str) -> int | None:
        """Return which of the shown questions one is, from 0; None where it is not shown."""
        shown = [each.question.id for each in self.state.question_states() if each.shown]
        return shown.index(question_id) if question_id in shown else None

    @property
    def moment(self) -> ScoreMoment | None:
        """What is said after a measure; None for every other form, and for a draft."""
        return self._store.score_moment(self._opened)

    def _read_beside(self) -> tuple[GivenWithIt, ...]:
        """Return what is read beside the score, and go on to the other measures alone."""
        if self.moment is None:
            return ()
        found = {each: self._store.reopen_form(each) for each in self._then}
        apart = [each for each in self._then if self._store.score_moment(found[each]) is None]
        self._then = tuple(each for each in self._then if each not in apart)
        states = [found[each].state for each in apart]
        return tuple(GivenWithIt(each.form.title, form_words(each)) for each in states)

    @property
    def next_measure(self) -> DueMeasure | None:
        """The measure that is due next in the session that runs; None where there is none."""
        return self._store.next_measure(self._opened)

    @property
    def awaited(self) -> str:
        """What the course waits for in a finished form that can be corrected; or nothing."""
        lacking = self.filling.lacking if self._opened.may_correct else ()
        return awaited_words(self.state, lacking[0]) if lacking else ""

    @property
    def was_stopped(self) -> bool:
        """Whether the client began it alone and did not go through it: what becomes of it is open.

        It stays begun and due until the therapist finishes it or lets the client go on.
        """
        filled = self._opened.filled
        is_theirs = filled.filled_by == "client" and not self._opened.read_only
        return is_theirs and bool(self.state.answers) and bool(self.state.unanswered)

    @Slot()
    def finish_as_it_stands(self) -> None:
        """Finish what the client began; what has no answer is left out, unless safety needs it."""
        if self.state.blocking:
            self.filling.finish()
        else:
            self.filling.finish_as_it_is()

    @property
    def is_followed(self) -> bool:
        """Whether another form that was answered with this one is looked at after it."""
        return bool(self._then)

    @property
    def next_title(self) -> str:
        """What comes after this measure: one that was answered with it, or is due; or nothing."""
        if self._then:
            return self._store.reopen_form(self._then[0]).state.form.short_title
        due = self.next_measure
        return due.title if due is not None else ""

    @property
    def is_next_begun(self) -> bool:
        """Whether the measure that is due next was begun before, as by who stopped in it."""
        due = self.next_measure
        return due is not None and due.state == "draft"

    @Slot()
    def go_on(self) -> None:
        """Go to the measure that was answered with this one, or is due next, else back."""
        if self._then:
            self.leave_requested.emit(FilledFormPage(self._then[0], self._then[1:]))
            return
        due = self.next_measure
        filled = self._opened.filled
        if due is None:
            self.go_back()
        else:
            self.leave_requested.emit(
                FormPage(filled.client_id, due.form_id, filled.appointment_id)
            )

    def show_score(self) -> None:
        """Go to what is said after this measure."""
        self.leave_requested.emit(FilledFormPage(self._opened.filled.id))

    @Slot()
    def show_client(self) -> None:
        """Show the score to the client, beside the therapist."""
        self.leave_requested.emit(ShownScore(self._opened.filled.id))

    def open_alert(self, alert_id: str) -> None:
        """Go to an alert."""
        self.leave_requested.emit(AlertPage(alert_id))

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was corrected in it, oldest first."""
        return self._store.corrections(self._opened)

    @property
    def offers(self) -> tuple[PaperOffer, ...]:
        """What can be had of the form on paper as it stands."""
        return self._on_paper.offers

    @property
    def first_on_paper(self) -> What:
        """What is meant first on paper: the answers, once there are any."""
        return self._on_paper.first

    @property
    def copies(self) -> PaperCopies:
        """Where its sheets come from."""
        return self._on_paper.copies

    @property
    def _on_paper(self) -> FormOnPaper:
        is_finished = self.filling.is_finished
        return on_paper(self._workspace, self._opened, lambda: self.state, is_finished=is_finished)

    @Slot()
    @override
    def go_back(self) -> None:
        """Keep what is written and go back."""
        self.filling.flush()
        super().go_back()

    @Slot(str)
    def correct(self, reason: str) -> None:
        """Go to the correction of this form; what is finished stays as it is."""
        if self._opened.may_correct and says_why(reason):
            begun = self._store.begin_correction(self._opened.filled.id, reason)
            self.leave_requested.emit(FilledFormPage(begun.filled.id))

    @Slot()
    def hand_over(self) -> None:
        """Keep what is written and let the client fill in the rest.

        Where they stopped in it before, the rest of that hand-over follows as well.
        """
        self.filling.flush()
        filled = self._opened.filled
        others = self._store.handed_over_beside(self._opened) if self.was_stopped else ()
        forms = (filled.form_id, *others)
        self.leave_requested.emit(HandOver(filled.client_id, forms, filled.appointment_id))

    @property
    def may_sit_beside(self) -> bool:
        """Whether it is filled in together at the screen, so that both may look at it."""
        opened = self._opened
        return not (opened.read_only or self.is_from_paper or opened.filled.amends)

    def sit_beside(self, question_id: str) -> None:
        """Keep what is written, and show only what is shared, at the same question."""
        if self.may_sit_beside:
            self.filling.flush()
            filled = self._opened.filled
            self.leave_requested.emit(
                BesideForm(filled.client_id, filled.form_id, filled.appointment_id, question_id)
            )

    @property
    def alert_stands(self) -> bool | None:
        """Whether the answer that opened the most pressing alert stands; None without one.

        Of an alert that opened in another form nothing else is known here.
        """
        if not self.alerts:
            return None
        first = self.alerts[0]
        if first.id not in self._opened_here:
            return True
        opened_it = (first.question_id, first.stream, first.level)
        found = self.state.alerts
        return any((each.question_id, each.stream, each.level) == opened_it for each in found)

    @property
    def alert_is_from_elsewhere(self) -> bool:
        """Whether the most pressing alert was open before, and an answer here was added to it."""
        return bool(self.alerts) and self.alerts[0].id not in self._opened_here

    @Slot()
    def answer_alert(self) -> None:
        """Keep what is written and go to the most pressing alert that was opened here."""
        self.filling.flush()
        self.leave_requested.emit(AlertPage(self.alerts[0].id))

    def meet_again(self, found: Iterable[Alert]) -> None:
        """Take up the open alerts that this form opened before, as beside the client, unsaid."""
        here = tuple(each for each in found if each.filled_form_id == self._opened.filled.id)
        if here:
            self._on_alerts_opened(here)

    def _count(self) -> int | None:
        questions = [each for each in self.state.form.questions if each.is_asked]
        return None if any(each.shown_when for each in questions) else len(questions)

    def _on_alerts_opened(self, opened: tuple[Alert, ...]) -> None:
        self._opened_here |= {each.id for each in opened}
        self._note_alerts(opened)

    def _note_alerts(self, met: tuple[Alert, ...]) -> None:
        by_id = {each.id: each for each in (*self.alerts, *met)}
        self.alerts = most_pressing_first(by_id.values())
        self.alerts_opened.emit(self.alerts)
