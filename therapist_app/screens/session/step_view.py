"""The middle of the session: alerts, the step, its guidance, what is due, its form."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLayout, QPushButton, QVBoxLayout, QWidget

from exports.paper.forms.order import paper_offers
from session_forms.form.definition import FormDefinition
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NN_, NP_, _, counted, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.alert_banner import AlertLine
from therapist_app.form_widgets.beside import HAND_OVER_KEY
from therapist_app.form_widgets.panel.following import Following
from therapist_app.form_widgets.panel.panel import FormPanel, PageToggle, page_toggle
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.form_widgets.reading import CORRECT, AnswersInWords
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.practice.worked_cases import Teaching
from therapist_app.screens.session.guidance_view import GuidanceView
from therapist_app.screens.session.last_time_view import LastNoteView
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.scores_card import ScoresCard
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.controls.menus import Menu
from therapist_app.widgets.keyboard_place import can_be_used
from therapist_app.widgets.layout.frames import quiet_card
from therapist_app.widgets.layout.pinned import Pinned
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    banner,
    button,
    card,
    chip,
    empty,
    hold,
    lay_in,
    read_in_order,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.tips import say_at
from therapist_app.workflows.forms.answer_words import form_words
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.measures.score_words import chart_data, score_tile
from therapist_app.workflows.sessions.seeing_a_session import DueMeasure
from therapist_app.workflows.sessions.take_home import OFFERS, TakeHomePage

STATES = {
    "due": (NP_("form", "due"), "attention"),
    "draft": (NP_("form", "begun"), "quiet"),
    "finished": (NP_("form", "done"), "good"),
}
LACKING = NN_(
    "{count} measure of this session is not filled in yet: {titles}",
    "{count} measures of this session are not filled in yet: {titles}",
)
FORM_KEY = "F2"
"""What leads from anywhere in the session to the form of its step."""
PRACTICE = "practice-plan"
"""The form in which the practice of the week is agreed."""


def teaching_parts(state: SessionState) -> list[Part]:
    """Return the teaching comment; nothing beside any other session."""
    if state.teaching is None:
        return []
    title = _("Worked case: what to notice")
    return [quiet_card(title, [state.teaching.comment], symbol_name="library")]


def written_parts(state: SessionState) -> list[Part]:
    """Return what was written in the form of this step, once it is only read."""
    form = state.page.current_form
    if state.teaching is None or form is None or not state.teaching.written:
        return []
    return [_written(form.title, state.teaching)]


def _written(title: str, teaching: Teaching) -> QWidget:
    lines: list[Part] = []
    for each in teaching.written:
        lines.append(text(each.label, "small", tone="muted", wrap=True))
        lines.append(text(each.words, wrap=True))
    return card(_("{form}, as it was written").format(form=title), *lines, gap="xs")


class HomeView(QWidget):
    """Prints the page of this session, and shows its words.

    Signals:
        closed: The person is done with it.

    """

    closed = Signal()

    def __init__(self, page: TakeHomePage) -> None:
        super().__init__()
        self.paper = PaperCard(page.copies, OFFERS, "copy", note=page.note)
        words = card(_("What it says"), reading(page.words), gap="s")
        self.setLayout(stack(self.paper, words, gap="m"))
        self.paper.closed.connect(self.closed)


class DueView(QWidget):
    """All measures of this session, each with its ways to be filled in."""

    def __init__(self, viewmodel: SessionViewModel, due: tuple[DueMeasure, ...]) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._still_to_do: list[QPushButton] = []
        now = [each for each in due if not each.later]
        waiting = [each for each in now if each.is_handed_over_now]
        steps = dict.fromkeys(each.later for each in due if each.later)
        rows: list[Part] = [self._row(each) for each in now]
        for step in steps:
            rows.append(text(_("Later, at “{step}”").format(step=step), "overline", wrap=True))
            rows += [self._row(each) for each in due if each.later == step]
        if steps:
            words = pgettext("measures", "Now") if now else _("Nothing is due at this step yet")
            rows.insert(0, text(words, "overline"))
        keys = "" if look().is_large else f"  {HAND_OVER_KEY}"
        all_now = _("Hand over what is due now") if steps else _("Hand over all measures")
        self.all = button(all_now + keys, "quiet", "handover")
        self.all.setAccessibleName(all_now)
        self.print = button(pgettext("button", "Print"), "quiet", "print")
        if len(waiting) <= 1:
            self.all.hide()
        if not viewmodel.sheets:
            self.print.hide()
        ways = hold(row(self.print, self.all, gap="xs"))
        self.setLayout(stack(card(_("Measures of this session"), *rows, action=ways, gap="xs")))
        self.all.clicked.connect(viewmodel.hand_over_all)

    def focus_first(self) -> None:
        """Put the keyboard on handing over all, else on the first way to fill one in."""
        ways = [self.all, *self._still_to_do, *self.findChildren(ChoosingButton), self.print]
        next(each for each in ways if not each.isHidden()).setFocus()

    def _row(self, due: DueMeasure) -> QVBoxLayout:
        words, tone = STATES[due.state]
        tone = "quiet" if due.later else tone  # it asks for nothing yet
        minutes = _("{count} min").format(count=due.minutes) if due.minutes else ""
        actions: list[QWidget] = [chip(_(words), tone)]
        if due.may_be_handed_over:
            hand_over = ChoosingButton(
                pgettext("button", "Hand over"),
                due.form_id,
                symbol_name="handover",
                name=_with_title(pgettext("card", "Hand over"), due),
            )
            hand_over.chosen.connect(self._viewmodel.hand_over)
            actions.append(hand_over)
        together = _("Enter from paper") if due.on_paper else _("Fill in together")
        is_done = due.state == "finished"
        opens = _("Look at it") if is_done else together
        rank = "quiet" if is_done else "secondary"
        go = ChoosingButton(opens, due.form_id, rank, name=_with_title(opens, due))
        go.chosen.connect(self._viewmodel.open_form)
        ways = [*(each for each in actions if isinstance(each, QPushButton)), go]
        for each in ways:
            each.setAccessibleDescription(facts_in_a_line(_(words), minutes))
        if not is_done and not due.later:
            self._still_to_do += ways
        title = [text(due.title, "strong", wrap=True), text(minutes, "caption")]
        return _line(title, [*actions, go])


def _with_title(words: str, due: DueMeasure) -> str:
    return f"{words}: {due.title}"


def _line(title: Sequence[QWidget], actions: Sequence[QWidget]) -> QVBoxLayout:
    """Return title and actions in one line, or under each other in large text."""
    if look().is_large:
        return stack(row(*title, STRETCH), row(*actions, STRETCH), gap="xs")
    return stack(row(*title, STRETCH, *actions, gap="s", margins=(0, "hair", 0, "hair")))


class StepView(QWidget):
    """One step; only what changed is drawn again, so that nobody is thrown out of a field."""

    def __init__(self, viewmodel: SessionViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.paper_ask: PaperAsk | None = None
        self.paper: PaperCard | None = None
        self.print: QPushButton | None = None
        self._before_paper: QWidget | None = None
        self.area = scroll(stack())
        self.panel: FormPanel | None = None
        self.guidance: GuidanceView | None = None
        self.due: DueView | None = None
        self.one_by_one: PageToggle | None = None
        self.home: HomeView | None = None
        self.form_words = ""
        self.note: LastNoteView | None = None
        self._way_on: QPushButton | None = None
        self.correct: QPushButton | None = None
        self._before_note: QWidget | None = None
        self._home, self._note, self._paper = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._due = QVBoxLayout()
        self._last: SessionState | None = None
        self._filling: FormFilling | None = None
        self._following = Following(self)
        self.alert = Pinned(
            self.area,
            margins=("page", "s", "page", 0),
            keeps=lambda: self.panel.current if self.panel is not None else None,
        )
        self.setLayout(stack(self.alert))

    def show_state(self, state: SessionState) -> None:
        """Show the step; the form is built anew only when it is another one."""
        last, filling = self._last, self._viewmodel.filling
        if last is None or filling is not self._filling or _step_changed(last, state):
            self._filling = filling
            self._turn_to(state)
        elif last.page.due != state.page.due or last.shows_due != state.shows_due:
            self._show_due(state)
        if last is None or last.page.alerts != state.page.alerts:
            self._show_alerts(state)
        self._last = state

    def toggle_due(self) -> None:
        """Show the measures that are due, whatever the step, or put away what was opened so."""
        state = self._viewmodel.state
        if self.due is None or state.shows_due:
            due = self.due or self._make_due(state)
            due.focus_first()
            self._bring(due)
        else:
            self._following.stop()
            empty(self._due)
            self.due = None

    def toggle_page(self) -> None:
        """Show the page that the client takes home, whatever the step, or put it away."""
        if self.home is None:
            self.home = HomeView(self._viewmodel.page())
            self.home.closed.connect(self._put_page_away)
            self._home.addWidget(self.home)
            read_in_order(self._home)
            self.home.paper.focus_first()
            self._bring(self.home)
        else:
            self._put_page_away()

    def ask_paper(self) -> None:
        """Offer on paper the form that has the keyboard; elsewhere ask which, where several are.

        In the offer itself it prints.
        """
        sheets = self._viewmodel.sheets
        if self.print is not None and self._has_keyboard(self.panel):
            sheets = sheets[:1]  # its own
        if self.paper is not None and self._has_keyboard(self.paper):
            self.paper.print_button.click()
        elif not sheets:
            announce(self, _("This step has nothing to print."))
        elif len(sheets) == 1:
            self.show_paper(sheets[0].form_id)
        else:
            menu = Menu(pgettext("menu", "Print"), self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for each in sheets:
                menu.addAction(each.title).setData(each.form_id)
            menu.triggered.connect(self._on_menu_triggered)
            menu.setActiveAction(menu.actions()[0])
            menu.popup(self._under_print())

    def _has_keyboard(self, part: QWidget | None) -> bool:
        now: object = self.window().focusWidget()
        return part is not None and isinstance(now, QWidget) and part.isAncestorOf(now)

    def _under_print(self) -> QPoint:
        """Return where a menu of sheets opens: under its button, if that is in sight."""
        way = self.due.print if self.due is not None else None
        if way is not None and not way.visibleRegion().isEmpty():
            return way.mapToGlobal(way.rect().bottomLeft())
        return self.area.mapToGlobal(QPoint(look().space("page"), look().space("m")))

    def show_paper(self, form_id: str) -> None:
        """Offer a form of this step on paper over the step, without leaving the session."""
        self.commit()
        self._following.stop()
        empty(self._paper)
        if self.paper is None:
            now: object = self.window().focusWidget()
            self._before_paper = now if isinstance(now, QWidget) else None
        found = self._viewmodel.on_paper(form_id)
        self.paper = PaperCard(
            found.copies,
            found.offers,
            found.first,
            ask=self.paper_ask,
            form=found.title,
        )
        self.paper.closed.connect(self._put_paper_away)
        self._paper.addWidget(self.paper)
        read_in_order(self._paper)
        self.paper.focus_first()
        self._bring(self.paper)

    def toggle_note(self) -> None:
        """Show the whole note of last time over the step, to read; or put it away."""
        if self.note is not None:
            self._put_note_away()
            return
        kept, last = self._viewmodel.last_note(), self._viewmodel.state.page.last_time
        if kept is None or last is None:
            announce(self, _("There is no note of last time."))
            return
        now: object = self.window().focusWidget()
        self._before_note = now if isinstance(now, QWidget) else None
        self.note = LastNoteView(last.title, kept, last.decided)
        self.note.closed.connect(self._put_note_away)
        self._note.addWidget(self.note)
        read_in_order(self._note)
        self.note.close_note.setFocus()
        self._bring(self.note)
        announce(self, self.note.words, "arrival")

    def focus_first(self) -> None:
        """Put the keyboard on the guidance, or back into a form that was begun and is open.

        Where all of it is answered, a key pressed there would change an answer unasked.
        """
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        scrolled, self._viewmodel.scrolled = self._viewmodel.scrolled, 0
        if wanted and self.panel is not None and self.panel.come_back_to(wanted):
            self._following.stop()
            return
        if scrolled and self.due is not None:
            self.due.focus_first()  # what led away from here is filled in by now
            return
        state = self._filling.state if self._filling is not None else None
        is_begun = state is not None and bool(state.answers and state.unanswered)
        if self._way_on is None and self.panel is not None and is_begun:
            self.panel.focus_first()
        else:
            self.focus_top()

    def focus_top(self) -> None:
        """Put the keyboard where the step begins, so that what it is for is seen."""
        if self._way_on is not None:
            self._way_on.setFocus()
        elif self.guidance is not None and self.guidance.buttons:
            self.guidance.buttons[0].setFocus()

    @property
    def scrolled(self) -> int:
        """How far down the step stands, in pixels; never at its top while a measure is in hand."""
        here: QWidget | None = self.window().focusWidget()
        is_at_due = self.due is not None and here is not None and self.due.isAncestorOf(here)
        return max(self.area.verticalScrollBar().value(), int(is_at_due))

    def stand(self, scrolled: int) -> None:
        """Show the step as far down as it stood when it was left."""
        if scrolled:
            self._following.stand(self.area, scrolled)

    @property
    def question_id(self) -> str:
        """The question of the form that the person is at; empty where there is none."""
        return self.panel.place if self.panel is not None else ""

    @property
    def has_way_on(self) -> bool:
        """Whether something leads on from a step that waits: the keyboard begins there."""
        return self._way_on is not None

    def focus_form(self) -> None:
        """Put the keyboard into the form of the step, or where a finished one is corrected."""
        here: QWidget | None = self.window().focusWidget()
        if self.panel is not None:
            self.panel.focus_first()
            if self.window().focusWidget() is here:
                announce(self, _("The keyboard is in the form already."))
        elif self.correct is not None:
            self.correct.setFocus(Qt.FocusReason.TabFocusReason)
            self._following.follow(self.correct)
        else:
            words = _("This step has no form to fill in.")
            say_at(self if here is None else here, words)
            announce(self, words)

    def commit(self) -> None:
        """Hand on what is written in a field and not announced yet."""
        if self.panel is not None:
            self.panel.commit()

    def _turn_to(self, state: SessionState) -> None:
        self._following.stop()
        self._home, self._note, self._due = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._paper = QVBoxLayout()
        self.due, self.panel, self.guidance, self.home = None, None, None, None
        self.note, self._way_on, self.correct = None, None, None
        self.paper, self.print = None, None
        self.form_words = ""
        parts: list[Part] = [self._note, self._home, self._paper]
        parts += self._gate_parts() if state.waits else self._step_parts(state)
        page = stack(*parts, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        minutes = state.page.current.minutes
        words = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
        lay_in(self.area, page, name=_place_of(state), description=words)
        self._show_due(state)

    def _gate_parts(self) -> list[Part]:
        go = button(_("Go to the client"))
        go.clicked.connect(self._viewmodel.go_to_client)
        detail = _("The client's page says what it is, and takes you there.")
        return [banner("attention", _("Something must be done before this session"), detail, go)]

    def _step_parts(self, state: SessionState) -> list[Part]:
        step = state.page.current
        count = _("Step {place} of {count}").format(place=state.place, count=len(state.page.agenda))
        minutes = chip(_("{count} min").format(count=step.minutes), "quiet", "clock")
        written = written_parts(state)
        is_kept = state.kept is not None
        has_work = self._filling is not None or step.shows != "" or bool(written) or is_kept
        self.guidance = GuidanceView(
            step.guidance, state.adaptations, brief=has_work, around=_around(state)
        )
        form = state.page.current_form
        title = stack(
            row(text(count, "overline"), STRETCH, minutes),
            text(step.title, "title", wrap=True, told="part"),
            gap="xs",
        )
        if self._filling is not None and form is not None:
            words = _("This step has a form: “{form}”. {key} leads to it.")
            self.form_words = words.format(form=form.title, key=FORM_KEY)
            title.addWidget(text(self.form_words, "small", tone="muted", wrap=True))
        parts: list[Part] = [title, *teaching_parts(state)]
        if state.opens_after:
            parts.append(self._not_open_yet(state))
        if state.awaited:
            parts.append(self._to_correct(state))
        parts += [self.guidance, *self._lacking_scores(state), *score_parts(state)]
        parts += [self._due, *written]
        if self._filling is not None and form is not None:
            words = pgettext("button", "Step done")
            mode = FillMode(one_by_one=look().one_by_one, finish=words)
            self.panel = FormPanel(self._filling, mode=mode)
            self.one_by_one = page_toggle(self.panel)
            ways = [each for each in (self._print_way(form), self.one_by_one) if each is not None]
            sheet = card(form.title, self.panel, action=hold(row(*ways, gap="xs")))
            asked = self.panel.count
            if self._filling.state.answers:  # somebody comes back to it, at this step or another
                self.panel.shorten_what_comes_first()
            count = ngettext("{count} question", "{count} questions", asked).format(count=asked)
            sheet.setAccessibleDescription(count)  # else all of its help would be read at once
            parts.append(sheet)
        elif state.kept is not None and not written:
            parts.append(self._kept_card(state.kept))
        return parts

    def _lacking_scores(self, state: SessionState) -> list[Part]:
        """Say which scores of today lack, where the step is about them, and lead to filling in."""
        titles = [
            each.title for each in state.page.due if each.state != "finished" and not each.later
        ]
        if state.page.current.shows != "scores" or not titles:
            return []
        go = button(_("Go to the measures"))
        go.clicked.connect(self.toggle_due)
        title = counted(LACKING, len(titles), titles=", ".join(titles))
        return [banner("info", title, _("The scores below do not include them."), go)]

    def _kept_card(self, kept: OpenForm) -> QWidget:
        """Return a finished form in words; correcting it takes a page of its own, and a reason."""
        form = kept.state.form
        parts: list[Part] = [AnswersInWords(form_words(kept.state))]
        if kept.may_correct and self._way_on is None:
            self.correct = self._make_correct("quiet")
            parts.append(row(self.correct, STRETCH))
        return card(form.title, *parts, action=self._print_way(form))

    def _print_way(self, form: FormDefinition) -> QPushButton | None:
        """Return the button that prints the form of the step, where its words may be printed."""
        if paper_offers(form):
            self.print = ChoosingButton(
                pgettext("button", "Print"), form.id, "quiet", symbol_name="print"
            )
            self.print.chosen.connect(self.show_paper)
        return self.print

    def _to_correct(self, state: SessionState) -> QWidget:
        """Say what the course waits for in a form that is finished, and lead to it."""
        self._way_on = self.correct = self._make_correct("secondary")
        detail = _("{what}. Correct the form: the first answers stay.").format(what=state.awaited)
        return banner("attention", _("The course waits for one answer"), detail, self._way_on)

    def _make_correct(self, rank: str) -> QPushButton:
        go = button(_("Correct, with a reason"), rank, CORRECT)
        go.setObjectName("correct")
        go.clicked.connect(self._viewmodel.read_form)
        return go

    def _bring(self, opened: QWidget) -> None:
        """Show what was opened over the step, and no longer the question of its form."""
        if self.panel is not None:
            self.panel.stay()
        self._following.follow(opened)

    def _put_note_away(self) -> None:
        """Put the note away; the keyboard is where it was before."""
        self.note = None
        self._put_away(self._note, self._before_note)

    def _put_paper_away(self) -> None:
        """Put the sheet away; the keyboard is where it was before."""
        self.paper = None
        self._put_away(self._paper, self._before_paper)

    def _put_away(self, place: QLayout, before: QWidget | None) -> None:
        self._following.stop()
        empty(place)
        if before is not None and can_be_used(before):
            before.setFocus()
        else:
            self.focus_first()

    def _on_menu_triggered(self, action: QAction) -> None:
        form_id = action.data()
        if isinstance(form_id, str):
            self.show_paper(form_id)

    def _put_page_away(self) -> None:
        self._following.stop()
        empty(self._home)
        self.home = None
        self.focus_first()

    def _not_open_yet(self, state: SessionState) -> QWidget:
        title = _("This step is not open yet")
        if state.lacks_text:
            write = button(_("Look at the text"))
            write.setObjectName("local_text")
            write.clicked.connect(self._viewmodel.write_text)
            self._way_on = write
            return banner("attention", title, state.opens_after, write)
        if not state.opens_form:
            return banner("attention", title, state.opens_after)
        name = _("Go there: {what}").format(what=state.opens_after)
        go = ChoosingButton(pgettext("button", "Go there"), state.opens_form, name=name)
        go.chosen.connect(self._viewmodel.open_form)
        self._way_on = go
        return banner("attention", title, state.opens_after, go)

    def _show_alerts(self, state: SessionState) -> None:
        """Say in one line over the step that alerts are open, wherever the page stands."""
        found = state.page.alerts
        if not found:
            self.alert.show_notice(None)
            return
        shown = AlertLine(found, state.page.alert_facts[found[0].id])
        shown.answer.chosen.connect(self._viewmodel.answer_alert)
        self.alert.show_notice(shown)

    def _show_due(self, state: SessionState) -> None:
        was_shown = self.due is not None
        self._following.stop()
        empty(self._due)
        self.due = None
        if (state.shows_due or was_shown) and state.page.due and not state.waits:
            self._make_due(state)

    def _make_due(self, state: SessionState) -> DueView:
        self.due = due = DueView(self._viewmodel, state.page.due)
        due.print.clicked.connect(self.ask_paper)
        self._due.addWidget(due)
        read_in_order(self._due)
        return due


def score_parts(state: SessionState, *, for_client: bool = False) -> list[Part]:
    """Return the client's own scores, where the step is about them.

    For the client they are pictures and plain words; the change in a statistician's is left out.
    """
    if state.page.current.shows != "scores":
        return []
    series = state.page.scores
    tiles = [] if for_client else [tile for each in series if (tile := score_tile(each))]
    sentences = [each.for_client for each in series]
    charts = [chart_data(each) for each in series]
    shown = [each.plain for each in charts] if for_client else charts
    return [ScoresCard(tiles, shown, sentences)]


def _around(state: SessionState) -> list[tuple[str, tuple[str, ...]]]:
    """Return what belongs to the whole session: before its first step, after its last, practice."""
    found: list[tuple[str, tuple[str, ...]]] = []
    if state.page.current.form_id == PRACTICE:
        found.append((_("Practice of this session"), state.practice))
    if state.place == 1:
        found.append((_("Before you begin"), state.before))
    if state.place == len(state.page.agenda):
        found.append((pgettext("step", "Afterwards"), state.after))
    return found


def _place_of(state: SessionState) -> str:
    """Return which step it is, as a screen reader says it before what has the keyboard there."""
    words = pgettext("step", "Step {place} of {count}: {title}")
    step = state.page.current
    return words.format(place=state.place, count=len(state.page.agenda), title=step.title)


def _step_changed(last: SessionState, state: SessionState) -> bool:
    seen = (last.page.current.id, last.waits, last.opens_after)
    return seen != (state.page.current.id, state.waits, state.opens_after)
