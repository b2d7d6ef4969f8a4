"""What the outcomes screen knows: for whom, exactly what would leave, and what was checked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal, Slot

from exports.errors import ExportError
from exports.quarters import Quarter, quarter_named
from session_forms.words.texts import _
from therapist_app.commands import (
    Clients,
    DataRights,
    Recipients,
    ReportQuestions,
    WaitingReleases,
)
from therapist_app.jobs import run_job
from therapist_app.messages.errors import is_known
from therapist_app.screens.outcomes.release_state import (
    KINDS,
    OutcomesState,
    Preparation,
    unprepared,
)
from therapist_app.view_model import WorkingViewModel
from therapist_app.workflows.exporting.before_closing import (
    NOTHING_LEFT_OUT,
    LeftOutAhead,
    left_out_ahead,
)
from therapist_app.workflows.exporting.comparing import read_beforehand
from therapist_app.workflows.exporting.earlier_releases import (
    earlier_releases,
    last_place,
)
from therapist_app.workflows.exporting.exporting import (
    ExportChoices,
    Prepared,
    ReleaseRequest,
    approve,
    choices,
    compared,
    mark_no_identifier,
    prepare,
    summary_choices,
)
from therapist_app.workflows.exporting.figures_in_window import FigureInWindow, figure_in_window
from therapist_app.workflows.exporting.leaks_found import refusal_in_words, words_found
from therapist_app.workflows.exporting.quarter_words import left_out_ahead_words, passed_over_words
from therapist_app.workflows.exporting.quarters import (
    close_quarter,
    given,
)
from therapist_app.workflows.exporting.readable_copies import save_readable_copy
from therapist_app.workflows.exporting.readers import is_of_one_client
from therapist_app.workflows.exporting.report_questions import question_lines
from therapist_app.workflows.exporting.under_way import ReadingProgress, Stopped, unwatched
from therapist_app.workflows.exporting.waiting_figures import (
    FiguresAhead,
    figures_ahead,
    give_own_figures,
)
from therapist_app.workflows.exporting.waiting_releases import ask_for_second, count_waiting
from therapist_app.workflows.workspace import Workspace


class OutcomesViewModel(WorkingViewModel[OutcomesState]):
    """Prepares a release off the window's thread, shows all of it, writes what is approved."""

    _advanced = Signal(int, int)

    def __init__(self, workspace: Workspace, client_id: str | None = None) -> None:
        super().__init__()
        self._workspace = workspace
        self._request: ReleaseRequest | None = None
        self._stop = Event()
        self._read = unwatched()
        self._advanced.connect(self._on_advanced)
        self.destroyed.connect(self._stop.set)
        self._has_left = Event()
        self.destroyed.connect(self._has_left.set)
        self._knows_everybody = False
        self._is_reading = False
        known = choices(workspace, of_client=client_id is not None)
        found = summary_choices(workspace, client_id) if client_id else ()
        self._state = OutcomesState(
            choices=known,
            questions=question_lines(workspace),
            quarter=_newest(known),
            course=workspace.programme.id,
            kind="client_summary" if client_id else "service_report",
            recipient="",
            purpose="",
            client_id=found[0].client_id if found else "",
            clients=found,
            waiting=_first_waiting(workspace),
            for_second=count_waiting(workspace),
        )
        self._state = self._looked_up(self._state)

    @Slot(str)
    def choose_kind(self, kind: str) -> None:
        """Choose between one client and the whole service."""
        chosen = next(each for each in KINDS if each == kind)
        if is_of_one_client(chosen):
            self.read_everybody()
        state = replace(self._state, kind=chosen)
        if state.is_report and state.choices.agreed is None:
            state = replace(state, choices=choices(self._workspace))
        if state.purpose not in state.purposes:
            state = replace(state, purpose="")
        self._choose(state)
        self._read_compared()

    def read_on(self) -> None:
        """Read who else can be chosen, once a page about one client was seen."""
        if not self._state.is_report:
            self.read_everybody()
            self._read_compared()

    def _read_compared(self) -> None:
        """Read with whom the summary will be compared, while somebody still chooses.

        One reading at a time: those that only wait would keep the summary itself from being made.
        """
        if self._is_reading or self._state.is_busy or self._state.is_report:
            return
        self._is_reading = True
        client_id = self._state.client_id
        work = partial(read_beforehand, self._workspace, client_id, self._has_left)
        run_job(self, work, done=partial(self._on_read, client_id))

    def _on_read(self, client_id: str, _found: None) -> None:
        """Read what lacks for who was chosen meanwhile, who may follow another course."""
        self._is_reading = False
        if self._state.client_id != client_id:
            self._read_compared()

    def read_everybody(self) -> None:
        """Read whose summary can be chosen, if that was not read yet."""
        if not self._knows_everybody:
            self._knows_everybody = True
            self._change(replace(self._state, clients=summary_choices(self._workspace)))

    @Slot(str)
    def choose_recipient(self, recipient: str) -> None:
        """Choose for whom it is."""
        self._choose(replace(self._state, recipient=recipient))

    @Slot(str)
    def choose_client(self, client_id: str) -> None:
        """Choose whose summary it is."""
        self._choose(replace(self._state, client_id=client_id, left_out=()))
        self._read_compared()

    @Slot(str)
    def choose_quarter(self, quarter: str) -> None:
        """Choose of which closed quarter the report is."""
        self._choose(replace(self._state, quarter=quarter))

    @Slot(str)
    def choose_course(self, course: str) -> None:
        """Choose of which course the report is."""
        self._choose(replace(self._state, course=course))

    @Slot(str)
    def choose_replaced(self, release_id: str) -> None:
        """Choose which earlier release it takes the place of; nothing for none."""
        self._choose(replace(self._state, replaces=release_id))

    @Slot()
    def ask_to_close(self) -> None:
        """Ask whether the quarter that comes next is to be closed, by what is known of it now."""
        if self._state.choices.ahead is not None and not self._state.is_busy:
            known = choices(self._workspace)
            state = replace(self._state, choices=known, is_asking=True, without=NOTHING_LEFT_OUT)
            self._choose(state)

    @Slot()
    def keep_open(self) -> None:
        """Leave the quarter open."""
        self._choose(replace(self._state, is_asking=False, without=NOTHING_LEFT_OUT))

    @Slot()
    def close_quarter(self) -> None:
        """Close the quarter that comes next, as the person confirmed, and choose it."""
        ahead = self._state.choices.ahead
        if ahead is not None and self._state.is_asking:
            self._state = replace(self._state, made=Preparation(is_counting=True))
            close = partial(_closed_or_refused, self._workspace, ahead.quarter)
            work = self._once_told(ahead.quarter, close)
            self._work(work, partial(self._on_quarter_closed, ahead.quarter))

    @Slot()
    def ask_to_give(self) -> None:
        """Ask whether one's own figures are to be given now, by what is unfinished of it now."""
        if self._state.waiting is not None and not self._state.is_busy:
            waiting = _first_waiting(self._workspace)
            is_giving, without = waiting is not None, NOTHING_LEFT_OUT
            state = replace(self._state, waiting=waiting, is_giving=is_giving, without=without)
            self._choose(state)

    @Slot()
    def let_wait(self) -> None:
        """Give nothing for now."""
        self._choose(replace(self._state, is_giving=False, without=NOTHING_LEFT_OUT))

    @Slot()
    def give_figures(self) -> None:
        """Give one's own figures to the closed quarter that lacks them, and choose it."""
        waiting = self._state.waiting
        if waiting is not None and self._state.is_giving:
            self._state = replace(self._state, made=Preparation(is_counting=True))
            give = partial(_given_or_refused, self._workspace, waiting.quarter)
            work = self._once_told(waiting.quarter, give)
            self._work(work, partial(self._on_figures_given, waiting.quarter))

    def _once_told(
        self, quarter: Quarter, give: Callable[[ReadingProgress], ExportChoices | str]
    ) -> Callable[[], ExportChoices | LeftOutAhead | str]:
        """Return work that gives figures, or first finds what would not be in them, to be told."""
        read = self._under_way()
        if self._state.without:
            return partial(give, read)
        return partial(_left_out_or_given, self._workspace, quarter, read, give)

    def _tell_left_out(self, found: LeftOutAhead) -> None:
        """Ask once more, now that it is known what would not be in the figures."""
        self._release(unprepared(replace(self._state, is_busy=False, without=found)))
        self.act_done.emit(left_out_ahead_words(found))

    @Slot(str)
    def choose_purpose(self, purpose: str) -> None:
        """Choose what it is for; one recipient and purpose have one set of pseudonyms."""
        self._choose(replace(self._state, purpose=purpose, left_out=()))

    @Slot()
    def prepare(self) -> None:
        """Make the release in memory; it is shown in full before anything is written."""
        if not self._state.can_prepare or self._state.is_busy:
            return
        self._state = state = unprepared(self._state)
        client_id = None if state.is_report else state.client_id
        known = {each.id for each in state.earlier}
        replaced = state.replaces if state.replaces in known else ""
        self._request = request = ReleaseRequest(
            state.kind,
            state.recipient,
            state.purpose,
            client_id,
            state.quarter if state.is_report else "",
            replaced,
            () if state.is_report else state.left_out,
            state.course if state.is_report else "",
        )
        work = partial(_prepared_or_refused, self._workspace, request, self._under_way())
        self._work(work, self._on_prepared)

    @Slot()
    def stop(self) -> None:
        """Read no further client; what is stopped on the way is not made."""
        self._stop.set()

    def _under_way(self) -> ReadingProgress:
        self._stop.clear()
        self._state = replace(self._state, done=0, of=0)
        self._read = ReadingProgress(self._advanced.emit, self._stop)
        return self._read

    @Slot(int, int)
    def _on_advanced(self, done: int, of: int) -> None:
        if self._state.is_busy:
            self._change(replace(self._state, done=done, of=of))

    def leave_out(self, part: str, *, out: bool) -> None:
        """Leave a part of a client's summary out, or take it in again, and make it anew."""
        if not self._state.is_busy:
            others = {each for each in self._state.left_out if each != part}
            left_out = tuple(sorted(others | {part} if out else others))
            self._state = replace(self._state, left_out=left_out)
            self.prepare()

    @Slot(str)
    def mark(self, number: str) -> None:
        """Take that a word that was found names nobody, which is noted; make the release again."""
        if self._request is not None and not self._state.is_busy:
            mark_no_identifier(self._workspace, self._request, self._state.made.found[int(number)])
            self.prepare()

    @Slot(int)
    def turn_page(self, by: int) -> None:
        """Turn to another page of what would leave."""
        made = self._state.made
        if made.prepared is not None:
            last = len(self._state.pages) - 1
            page = max(0, min(last, made.page + by))
            seen = made.seen | {page}
            self._change(self._with(replace(made, page=page, seen=seen, figure=None)))

    @Slot(str)
    def open_figure(self, figure: str) -> None:
        """Open a figure of the page that is shown, or close the one that is open."""
        made = self._state.made
        if made.prepared is None or self._state.is_busy:
            return
        if not figure:
            self._change(self._with(replace(made, figure=None)))
            return
        under_way = self._under_way()
        self._state = self._with(replace(made, is_opening=True))
        request = made.prepared.request
        wanted = (request.quarter, request.profile, figure)
        work = partial(_opened_or_refused, self._workspace, wanted, request.course, under_way)
        self._work(work, self._on_figure_opened)

    @property
    def last_place(self) -> Path | None:
        """Where the last release was put, if that folder is here."""
        return last_place(self._workspace)

    def approve(self, folder: Path) -> None:
        """Sign the release, write it into a folder and enter it in the ledger.

        Nothing leaves of which a page was not shown.
        """
        made = self._state.made
        prepared = made.prepared
        if prepared is None or not self._state.can_approve:
            return
        try:
            written = approve(self._workspace, prepared, folder)
        except ExportError as error:
            self._change(self._with(replace(made, refused=str(error))))
            return
        saved = str(written.container.absolute())
        now = replace(self._state.choices, earlier=earlier_releases(self._workspace))
        questions = question_lines(self._workspace)
        state = replace(self._state, choices=now, questions=questions, replaces="")
        self._change(replace(state, made=Preparation(saved=saved, released=prepared)))

    @Slot()
    def ask_for_second(self) -> None:
        """Approve it as the first of two people; it waits for the second."""
        made = self._state.made
        prepared = made.prepared
        if prepared is None or not self._state.can_approve:
            return
        try:
            ask_for_second(self._workspace, prepared)
        except ExportError as error:
            self._change(self._with(replace(made, refused=str(error))))
            return
        self._change(self._with(Preparation(waits=prepared.release.id)))

    @Slot()
    def open_waiting(self) -> None:
        """Go where releases wait for a second person."""
        self.leave_requested.emit(WaitingReleases())

    @Slot()
    def open_questions(self) -> None:
        """Go where the questions of reports are answered."""
        self.leave_requested.emit(ReportQuestions())

    @Slot(str)
    def write_reason(self, reason: str) -> None:
        """Take why somebody needs a copy that is not encrypted."""
        self._change(self._with(replace(self._state.made, reason=reason)))

    def save_readable_copy(self, folder: Path) -> None:
        """Save what was released once more, so that anybody can read it; it is noted."""
        made = self._state.made
        if made.released is None or not made.reason.strip():
            return
        try:
            copy = save_readable_copy(self._workspace, made.released, folder, made.reason)
        except ExportError as error:
            self._change(self._with(replace(made, refused=str(error))))
            return
        place = str(copy.absolute())
        self._change(self._with(replace(made, refused="", reason="", readable=place)))

    @Slot()
    def open_data_rights(self) -> None:
        """Go where a client gets their own copy: to that of a summary, else to choose whose."""
        state = self._state
        is_known = bool(state.client_id) and not state.is_report
        self.leave_requested.emit(DataRights(state.client_id) if is_known else Clients())

    @Slot()
    def open_recipients(self) -> None:
        """Go where recipients and their keys are entered."""
        self.leave_requested.emit(Recipients())

    def _on_prepared(self, found: Prepared | ExportError) -> None:
        if isinstance(found, ExportError):
            made = Preparation(refused=refusal_in_words(found), found=words_found(found))
        else:
            made = Preparation(prepared=found, seen=frozenset({0}))
        self._release(replace(self._with(made), is_busy=False))
        if not self._state.is_compared and isinstance(found, Prepared):
            work = partial(compared, self._workspace, found, self._has_left)
            done, failed = partial(self._on_compared, found), partial(self._on_not_compared, found)
            run_job(self, work, done=done, failed=failed)

    def _on_compared(self, of: Prepared, found: Prepared) -> None:
        """Tell who else shows the same, unless something else was chosen meanwhile."""
        made = self._state.made
        if made.prepared is of:
            self._change(self._with(replace(made, prepared=found)))

    def _on_not_compared(self, of: Prepared, error: Exception) -> None:
        """Take back what cannot be compared; of what is gone by now only a fault is told."""
        if self._state.made.prepared is of:
            self._state = unprepared(self._state)
            self._on_failed(error)
        elif not is_known(error):
            raise error

    def _on_figure_opened(self, found: FigureInWindow | str) -> None:
        refused = found if isinstance(found, str) else ""
        figure = None if isinstance(found, str) else found
        made = self._state.made
        made = replace(made, is_opening=False, figure=figure, refused=refused)
        self._release(replace(self._with(made), is_busy=False))
        self.act_done.emit(refused or (figure.title if figure else ""))

    def _on_quarter_closed(
        self, quarter: Quarter, found: ExportChoices | LeftOutAhead | str
    ) -> None:
        if isinstance(found, LeftOutAhead):
            self._tell_left_out(found)
            return
        now = replace(self._state, is_busy=False, is_asking=False)
        if isinstance(found, str):
            made = replace(now.made, refused=found)
            self._release(replace(now, made=made))
            return
        now = replace(
            now, choices=found, quarter=_newest(found), waiting=_first_waiting(self._workspace)
        )
        is_given = now.waiting is None
        words = (
            _("{quarter} is closed, and your figures of it stay as they are.")
            if is_given
            else _("{quarter} is closed. The counting was stopped.")
        )
        closed = self._with_passed_over(words.format(quarter=quarter.in_words))
        self._release(self._looked_up(replace(now, closed=closed)))
        self.act_done.emit(closed)

    def _on_figures_given(
        self, quarter: Quarter, found: ExportChoices | LeftOutAhead | str
    ) -> None:
        if isinstance(found, LeftOutAhead):
            self._tell_left_out(found)
            return
        now = replace(self._state, is_busy=False, is_giving=False)
        if isinstance(found, str):
            made = replace(now.made, refused=found)
            self._release(replace(now, made=made))
            return
        waiting = _first_waiting(self._workspace)
        is_given = waiting is None or waiting.quarter != quarter
        words = (
            _("Your figures of {quarter} are given, and stay as they are.")
            if is_given
            else _("The counting was stopped. Your figures of {quarter} are not given.")
        )
        told = self._with_passed_over(words.format(quarter=quarter.in_words))
        now = replace(now, choices=found, quarter=quarter.name, waiting=waiting, closed=told)
        self._release(self._looked_up(now))
        self.act_done.emit(told)

    def _with_passed_over(self, told: str) -> str:
        return " ".join(filter(None, (told, passed_over_words(self._read))))

    def _with(self, made: Preparation) -> OutcomesState:
        return replace(self._state, made=made)

    def _choose(self, state: OutcomesState) -> None:
        """Take a choice, and forget what was prepared: it is no longer what was chosen."""
        if not self._state.is_busy:
            was, now = self._state, (state.quarter, state.course, state.is_report)
            if now != (was.quarter, was.course, was.is_report):
                state = self._looked_up(state)
            self._change(unprepared(state))

    def _looked_up(self, state: OutcomesState) -> OutcomesState:
        """Return a report with what one's own and all caseloads gave to the quarter chosen."""
        if not (state.quarter and state.is_report):
            return replace(state, counted=None, held=None)
        quarter = quarter_named(state.quarter)
        with suppress(ExportError):
            held = given(self._workspace, quarter, state.course)
            counted = held.own if state.choices.has_clients else None
            return replace(state, counted=counted, held=held)
        return replace(state, counted=None, held=None)


def _newest(known: ExportChoices) -> str:
    return known.quarters[0].quarter.name if known.quarters else ""


def _left_out_or_given(
    workspace: Workspace,
    quarter: Quarter,
    under_way: ReadingProgress,
    give: Callable[[ReadingProgress], ExportChoices | str],
) -> ExportChoices | LeftOutAhead | str:
    """Return what figures of a quarter would not hold; where that is nothing, what giving gives.

    Where it was stopped on the way nothing is given, and it is asked again.
    """
    try:
        found = left_out_ahead(workspace, quarter, under_way)
    except Stopped:
        return NOTHING_LEFT_OUT
    except ExportError as error:
        return str(error)
    return found or give(under_way)


def _closed_or_refused(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress
) -> ExportChoices | str:
    """Close a quarter; return what can be chosen then, or why it is not closed, as a sentence.

    Where it was stopped on the way it is closed, and the page says when one's figures are given.
    """
    try:
        with suppress(Stopped):
            close_quarter(workspace, quarter, under_way)
    except ExportError as error:
        return str(error)
    return choices(workspace)


def _given_or_refused(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress
) -> ExportChoices | str:
    """Give one's own figures to a quarter; return what can be chosen then, or why they are not.

    Where it was stopped on the way nothing is given, and the page says so.
    """
    try:
        with suppress(Stopped):
            give_own_figures(workspace, quarter, under_way)
    except ExportError as error:
        return str(error)
    return choices(workspace)


def _first_waiting(workspace: Workspace) -> FiguresAhead | None:
    return next(iter(figures_ahead(workspace)), None)


def _prepared_or_refused(
    workspace: Workspace, request: ReleaseRequest, under_way: ReadingProgress
) -> Prepared | ExportError:
    """Return the release, or why there is none."""
    try:
        return prepare(workspace, request, under_way)
    except ExportError as error:
        return error


def _opened_or_refused(
    workspace: Workspace, wanted: tuple[str, str, str], course: str, under_way: ReadingProgress
) -> FigureInWindow | str:
    """Return a figure, wanted by quarter, profile and id, or why there is none, as a sentence."""
    try:
        return figure_in_window(workspace, *wanted, under_way, course=course)
    except ExportError as error:
        return str(error)
