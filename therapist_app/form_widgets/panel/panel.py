"""The questions of a form, one under the other, without a head or a foot.

    panel = FormPanel(filling)          # filling is a FormFilling; the panel calls begin()

It goes where there is room: in the middle of a session, or on the form's own page. A form
stands on one page, on a page for each part that asks for one, or with one question a page.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, Page, page_of, pages
from session_forms.filling.states import QuestionState
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers, whole_count
from session_forms.questions.kinds import Question
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.heard_once import HeardOnce
from therapist_app.accessibility.hushing import untold
from therapist_app.form_widgets.alert_banner import ALERT_KEY
from therapist_app.form_widgets.kinds.widget_for_kind import make_question_widget
from therapist_app.form_widgets.panel.finish_notes import (
    DroppedNote,
    FoundByFinish,
)
from therapist_app.form_widgets.panel.following import Following, standing_still
from therapist_app.form_widgets.panel.page_bar import PageBar
from therapist_app.form_widgets.question.choosing import CLIENT_KEYS, KEYS, ChoosingWidget
from therapist_app.form_widgets.question.question_widget import UNDO_KEY, QuestionWidget
from therapist_app.form_widgets.render_context import TOGETHER, FillMode, RenderContext, direction
from therapist_app.forms.form_filling import FormFilling
from therapist_app.record.model import Alert
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.layout.column import PageColumn
from therapist_app.widgets.layout.layouts import stack
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.words import reading, text
from therapist_app.workflows.sessions.answering_alerts import most_pressing_first
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS

CHOSEN = frozenset({"rating", "scale", "choice", "yes_no"})
"""The kinds of question that one key answers."""
MANY = 4
"""From so many questions on that wait for an answer it is said with the question."""
AT_ONCE = 12
"""More questions than a screen shows; the others are built while the first are read."""
A_FEW = 24  # at a time: with each of these the whole column is put in place again


class FormPanel(QWidget):
    """Every question of a form; only those whose state changed are drawn again.

    Attributes:
        count: How many questions it has as they are numbered: one asked further has no own number.

    """

    def __init__(self, filling: FormFilling, *, mode: FillMode = TOGETHER) -> None:
        super().__init__()
        self._filling = filling
        state = filling.state
        self.setLayoutDirection(direction(state.form.language))
        self.setAccessibleName(state.form.title)
        self._shown: list[QuestionState | None] = [None] * len(state.form.questions)
        self._one_by_one, self._for_client = mode.one_by_one, mode.client
        self._pages = self._pages_of(state)
        self._page = 0
        self._here = frozenset(QuestionId(each.id) for each in state.form.questions)
        self.found = FoundByFinish(mode.finish or pgettext("button", "Finish"))
        self.dropped = DroppedNote()
        self.page_bar = PageBar(self)
        self.questions: list[QuestionWidget] = []
        self.parts: dict[int, PartHeading] = {}
        self._current: QuestionWidget | None = None
        self._opened: tuple[Alert, ...] = ()
        self._stands_still = False
        self._before = HeardOnce(self)
        self._taken_at = ""
        self._dropping: tuple[Question, ...] = ()
        self._following = Following(self)
        self._built_to = 0
        self._building = QTimer(self, singleShot=True, interval=0)
        self._building.timeout.connect(self._build_some)
        context = RenderContext(
            "" if mode.client else state.form.standing_note,  # it is for whoever keeps the record
            client=mode.client,
            today=state.context.today,
            right_to_left=self.isRightToLeft(),
            shows_help=mode.shows_help,
            near=state.context.near,
        )
        self._letters = context.letters
        # Of what is scored nobody is told beforehand which answer spares them the others.
        followers = {} if state.form.scores else state.form.dependencies.followers
        self._waited_for = {at: each for at, each in followers.items() if len(each) >= MANY}
        self._lay_out(state, context)
        self.build_to(AT_ONCE)
        self._listen(filling, client=mode.client)
        filling.begin()

    @override
    def sizeHint(self) -> QSize:
        """Return the room of now; by itself Qt lays out all questions in the least width first."""
        return self._column.sizeHint()

    def shorten_what_comes_first(self) -> None:
        """Have what is read before the questions only asked for: it was heard already."""
        self._before.shorten()

    @property
    def current(self) -> QuestionWidget | None:
        """The question the person is at."""
        return self._current

    @property
    def place(self) -> str:
        """The id of the question the person is at; empty before they are at one."""
        return self._current.question_id if self._current is not None else ""

    def come_back_to(self, question_id: str) -> bool:
        """Go on with a question where the form asks it now, and return whether it does.

        What does not fit is said once it is left again, as it was before.
        """
        is_asked = any(question_id in page for page in self._pages)
        if is_asked:
            self.question(question_id).go_on_writing()
            self.go_to(question_id)
        return is_asked

    @property
    def is_one_by_one(self) -> bool:
        """Whether each question has a page of its own."""
        return self._one_by_one

    def show_state(self, state: FormState) -> None:
        """Show `state`."""
        if self._current is not None and self.found.questions:
            self._following.hold(self._current)  # the list at the top grows shorter or leaves
        at_first = self._pages[self._page][:1]
        self._pages = self._pages_of(state)
        self._page = page_of(self._pages, at_first[0]) if at_first else 0
        self._show_page()
        for at, each in enumerate(state.question_states()):
            self._show_question(at, each)
        self._show_waiting(state)
        self.found.show_state(state, self._filling.lacking)
        is_told = bool(state.dropped) and state.dropped == self._dropping
        self.dropped.show_questions(state.dropped, self.found.button if is_told else "")

    def show_unanswered(self, questions: tuple[Question, ...]) -> None:
        """List what must be answered, mark it in its place, and go to the first.

        Then what the course waits for; what may stay open is listed, as quietly, only where
        there is nothing of either.
        """
        state, lacking = self._filling.state, self._filling.lacking
        self.found.show_questions(questions, state, lacking)
        awaited = {each.question: each for each in lacking}
        finish = self.found.button  # said where the keyboard goes: the list may be out of sight
        for question_id in self.found.questions:
            wanted = None if self.found.is_needed else awaited.get(question_id)
            shown = state.question_state(question_id)
            self.question(question_id).point_at(shown, wanted, finish)
            finish = ""
        announce(self, self.found.words, "problem")
        inside: QWidget | None = self.window().focusWidget()
        if inside is None or not self.isAncestorOf(inside):
            with untold():  # all of it would be heard before what lacks, and this as news
                self._before.shorten()
        self.go_to(self.found.questions[0])

    def show_dropping(self, questions: tuple[Question, ...]) -> None:
        """Say which answers will not be kept, where the person sees it."""
        self._dropping = questions
        self.dropped.show_questions(questions, self.found.button)
        announce(self, f"{self.dropped.title.text()} {self.dropped.detail.text()}", "problem")
        self._following.follow(self.dropped)

    def show_pages(self, *, one_by_one: bool) -> None:
        """Put each question on a page of its own, or all where the form has them."""
        at = self._current.question_id if self._current else ""
        self._one_by_one = one_by_one
        self._pages = self._pages_of(self._filling.state)
        self._page = page_of(self._pages, at)
        self._show_page()

    @Slot(int)
    def turn(self, by: int) -> None:
        """Turn to another page, and put the keyboard into its first question."""
        page = self._page + by
        if 0 <= page < len(self._pages):
            self.go_to(self._pages[page][0])

    def question(self, question_id: str) -> QuestionWidget:
        """Return the widget of one question, whole."""
        at = self._filling.state.form.dependencies.position[question_id]
        self.build_to(at + 1)
        self.questions[at].make_whole()
        return self.questions[at]

    def go_to(self, question_id: str) -> None:
        """Turn to a question, put the keyboard into it and bring it into view."""
        widget = self.question(question_id)
        self._page = page_of(self._pages, question_id)
        self._show_page(widget)
        widget.take_keyboard()
        self._make_current(widget)

    def focus_first(self, *, also_answered: bool = False) -> None:
        """Put the keyboard into the first question without an answer, else into the first.

        Where one of the answers is to be put right, the first is the one. What is only told, or
        taken from another form, takes none.
        """
        state = self._filling.state
        asked = [each for page in self._pages for each in page]
        still_open = set() if also_answered else {each.id for each in state.unanswered}
        by_hand = (each for each in asked if state.question_state(each).question.is_asked)
        target = next((each for each in asked if each in still_open), next(by_hand, None))
        if target is not None:
            self.go_to(target)

    def stay(self) -> None:
        """Follow the current question no longer: something above it is to be seen."""
        self._following.stop()

    def focus_current(self) -> None:
        """Put the keyboard back into the question the person is at, else into the first."""
        if self._current is not None:
            self.go_to(self._current.question_id)
        else:
            self.focus_first()

    def commit(self) -> None:
        """Hand on what is written but not yet announced; call before finishing or locking."""
        for widget in self.questions:
            widget.commit()

    def leave_out_current(self) -> None:
        """Leave out the question the person is at; before they are at one, lead to the first."""
        if self._current is not None:
            self._current.leave_out()
        else:
            self.focus_first()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring back with Ctrl+Z what was taken away last; a field for words leaves it to this."""
        if event.matches(QKeySequence.StandardKey.Undo) and self._taken_at:
            self.bring_back()
        else:
            super().keyPressEvent(event)

    @Slot()
    def bring_back(self) -> None:
        """Bring back what was taken away last, and go there."""
        question_id = self._taken_at
        self._filling.bring_back()
        self.go_to(question_id)
        announce(self, pgettext("answer", "Brought back"))

    @Slot(str)
    def _show_taken(self, question_id: str) -> None:
        """Offer to bring an answer back where it stood, and nowhere else."""
        before, self._taken_at = self._taken_at, question_id
        if before:
            self.question(before).show_taken(is_taken=False)
        if question_id:
            self.question(question_id).show_taken(is_taken=True)
            announce(self, _("Removed. {key} brings it back.").format(key=UNDO_KEY))

    @Slot(tuple)
    def _say_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Have a screen reader say that an alert opened; never while the client listens."""
        self._opened += alerts
        first = most_pressing_first(alerts)[0]
        said = _("Alert opened, level {level}. {rule} {key} leads to it.")
        level = _(LEVEL_WORDS[first.level])
        words = said.format(level=level, rule=first.states, key=ALERT_KEY)
        announce(self, words, "alert")

    @Slot()
    def _say_outlived(self) -> None:
        """Have a screen reader say that an alert stays open whose answer was changed."""
        raised = {(each.question_id, each.stream) for each in self._filling.state.alerts}
        still = tuple(each for each in self._opened if (each.question_id, each.stream) in raised)
        if len(still) < len(self._opened):
            words = _("The answer was changed; its alert stays open. {key} leads to it.")
            announce(self, words.format(key=ALERT_KEY))
        self._opened = still

    @Slot(tuple)
    def _say_added(self, alerts: tuple[Alert, ...]) -> None:
        """Have a screen reader say that an answer belongs to an alert that is open."""
        said = _("This belongs to the alert that is open, level {level}. {key} leads to it.")
        level = _(LEVEL_WORDS[most_pressing_first(alerts)[0].level])
        announce(self, said.format(level=level, key=ALERT_KEY))

    def _listen(self, filling: FormFilling, *, client: bool) -> None:
        for widget in self.questions:
            widget.answered.connect(self._note_before)
            widget.answered.connect(filling.answer)
            widget.taking_away.connect(filling.note_taking_away)
            widget.bring_back_requested.connect(self.bring_back)
            widget.move_requested.connect(self._on_move_requested)
            widget.keys_done.connect(self._on_keys_done)
            widget.words_begun.connect(self._take_for_words)
        for questions in self.found.lists:
            questions.chosen.connect(self.go_to)
        self.page_bar.turned.connect(self.turn)
        filling.state_changed.connect(self.show_state)
        filling.unanswered_found.connect(self.show_unanswered)
        filling.dropping_found.connect(self.show_dropping)
        filling.taken_changed.connect(self._show_taken)
        if not client:
            filling.alerts_opened.connect(self._say_alerts)
            filling.alerts_added_to.connect(self._say_added)
            filling.saved.connect(self._say_outlived)
        _application().focusChanged.connect(self._on_focus_changed)

    def _lay_out(self, state: FormState, context: RenderContext) -> None:
        """Put the introduction, the parts and the questions under each other."""
        self._column = column = PageColumn(look().space("xs"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        if state.form.introduction:
            column.add(reading(state.form.introduction))
        said = [state.form.introduction]
        keys = keys_of(state.form, client=context.client)
        if keys:
            column.add(text(keys, "small", tone="muted", wrap=True))
            said.append(keys)
        self._before.put_before("\n".join(each for each in said if each))
        for questions in self.found.lists:
            column.add(questions)
        part: int | str | None = None
        number_of = numbers(state.form)
        self.count = count = whole_count(number_of.values())
        time_frame = state.time_frame  # once: it looks at every question
        for at, each in enumerate(state.question_states()):
            if each.question.part not in {None, part}:
                part = each.question.part
                assert part is not None
                self.parts[at] = PartHeading(state.form, part)
                column.add(self.parts[at])
            widget = make_question_widget(each, context)
            number = number_of[each.question.id]
            widget.show_number(number)
            begins = self.parts.get(at)
            before = begins.said if begins is not None else ""
            widget.tell_place(number, count, time=time_frame, before=before)
            widget.is_far = len(self.questions) >= AT_ONCE
            self.questions.append(widget)
            column.add(widget, is_steady=True)
        column.add(self.dropped)
        column.add(self.page_bar)

    def _pages_of(self, state: FormState) -> tuple[Page, ...]:
        return pages(state, one_by_one=self._one_by_one, for_client=self._for_client)

    def _show_page(self, towards: QuestionWidget | None = None) -> None:
        """Show what stands on the page, and the headings of its parts.

        The question that the person turns to has the keyboard before the one they leave goes: Qt
        would hand it to whatever follows that one, which would be heard on the way.
        """
        here = frozenset(self._pages[self._page])
        if here == self._here:
            self.page_bar.show_page(self._page, len(self._pages))
            return
        gone, self._here = self._here - here, here
        for question_id in here:
            self._at_place(question_id).show_on_page(on_page=True)
        if gone and towards is not None and self.isVisible():
            towards.take_keyboard()
        self.page_bar.show_page(self._page, len(self._pages))
        for question_id in gone:
            self._at_place(question_id).show_on_page(on_page=False)
        starts = sorted(self.parts)
        for start, end in zip(starts, [*starts[1:], len(self.questions)], strict=False):
            inside = range(start, end)
            self.parts[start].setVisible(any(self._is_in_part(at, here) for at in inside))

    def _at_place(self, question_id: QuestionId) -> QuestionWidget:
        return self.questions[self._filling.state.form.dependencies.position[question_id]]

    def _is_in_part(self, at: int, here: frozenset[QuestionId]) -> bool:
        """Whether a question stands on the page and belongs to a part itself."""
        question = self._filling.state.form.questions[at]
        return question.part is not None and question.id in here

    def _show_question(self, at: int, state: QuestionState) -> None:
        if state is self._shown[at]:
            return
        widget = self.questions[at]
        was_built = widget.is_built
        is_waiting = state.shown and not was_built and at >= self._built_to
        if is_waiting:
            return
        self._shown[at] = state
        widget.show_state(state)
        if widget.is_built and not was_built:
            self._column.look_after(widget)

    def _show_waiting(self, state: FormState) -> None:
        """Say with a question how many others come with its answer, or stay away."""
        asked = state.question_states()
        for at, later in self._waited_for.items():
            waiting: list[QuestionState] = []
            if at < self._built_to and asked[at].shown and asked[at].answer is None:
                waiting = [asked[each] for each in later if not asked[each].shown]
            is_said = len(waiting) >= MANY
            self.questions[at].show_waiting(_waiting_words(waiting) if is_said else "")

    def _build_some(self) -> None:
        """Build the next few questions, so that a long form is there at once."""
        self.build_to(self._built_to + A_FEW)

    def build_to(self, end: int) -> None:
        """Build the questions before a place in the form."""
        states = self._filling.state.question_states()
        start, self._built_to = self._built_to, max(self._built_to, min(end, len(states)))
        for at in range(start, self._built_to):
            self._show_question(at, states[at])
        self._show_waiting(self._filling.state)
        if self._built_to < len(states):
            self._building.start()

    @Slot(str, object)
    def _note_before(self, question_id: str, _value: object = None) -> None:
        """Remember what stands in a question that a letter is about to change or to pass."""
        stands = self._filling.state.answers.get(QuestionId(question_id))
        self._letters.remember(question_id, stands)

    @Slot()
    def _take_for_words(self) -> None:
        """Put back what stood where letters of a word answered, and go to where it began."""
        before = dict(self._letters.before)
        self._letters.before.clear()
        given = self._filling.state.answers
        taken = [each for each, stood in before.items() if given.get(QuestionId(each)) != stood]
        for question_id in reversed(taken):
            self._filling.answer(question_id, before[question_id])
        first = next(iter(before), "")
        if first:
            self.go_to(first)
            self.question(first).say_words()
        if taken:
            announce(self, _("What these letters answered before is taken back."))

    def _on_move_requested(self, by: int) -> None:
        shown = [each for page in self._pages for each in page]
        asking = self.sender()
        assert isinstance(asking, QuestionWidget)
        self._note_before(asking.question_id)
        at = shown.index(QuestionId(asking.question_id)) + by
        if 0 <= at < len(shown):
            self.go_to(shown[at])
        elif at == len(shown):
            words = _("That was the last question. Ctrl+Enter: {button}.")
            announce(self, words.format(button=self.found.button))
        else:
            announce(self, _("This is the first question."))

    @Slot()
    def _on_keys_done(self) -> None:
        """Put the keyboard into the next question where it is open: the page stands still.

        Where its choices are not in sight the first key shows them. One that is answered keeps
        what it says: who clicks above it puts one answer right.
        """
        asked = self.sender()
        assert isinstance(asked, QuestionWidget)
        on_page = self._pages[self._page]
        at = on_page.index(QuestionId(asked.question_id)) + 1
        if at < len(on_page) and self._waits_for_keys(on_page[at]):
            widget = self.question(on_page[at])
            self._stands_still = True
            with standing_still(widget):
                widget.put_at_hand()
            self._stands_still = False

    def _waits_for_keys(self, question_id: QuestionId) -> bool:
        """Return whether a question has no answer, and no key would answer it out of sight."""
        stands, widget = self._filling.state.question_state(question_id), self.question(question_id)
        is_open = stands.question.is_asked and stands.answer is None and stands.problem is None
        is_whole = widget.visibleRegion().boundingRect() == widget.rect()
        return is_open and widget.is_built and (is_whole or isinstance(widget, ChoosingWidget))

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        left = self._current
        if left is not None and old is not None:  # a window that comes to the front leaves nothing
            stays = new is not None and left.isAncestorOf(new)
            left.leave_field(stays_inside=stays)
        if new is None:
            return
        if not self.isAncestorOf(new):
            return
        widget = next((each for each in self.questions if each.isAncestorOf(new)), None)
        if widget is None:
            return
        self._mark_current(widget)
        if self._stands_still or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._following.stop()  # it would move from under the pointer
        else:
            self._following.follow(widget)

    def _make_current(self, widget: QuestionWidget) -> None:
        self._mark_current(widget)
        self._following.follow(widget)

    def _mark_current(self, widget: QuestionWidget) -> None:
        if self._current is not widget:
            if self._current is not None:
                self._current.set_current(current=False)
            self._current = widget
            widget.set_current(current=True)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def keys_of(form: FormDefinition, *, client: bool) -> str:
    """Return what is said of the keys that answer a form; nothing where all of it is typed."""
    if not any(each.kind in CHOSEN for each in form.questions):
        return ""
    return _(CLIENT_KEYS if client else KEYS)


class PartHeading(StyledInPlace, QWidget):
    """What a part is called, and what is read before its questions."""

    def __init__(self, form: FormDefinition, part: int | str) -> None:
        super().__init__()
        title, introduction = _part_words(form, part)
        self.title = text(title, "lead", wrap=True)
        self.said = "\n".join(each for each in (title, introduction) if each)
        lines = [self.title]
        if introduction:
            lines.append(text(introduction, "reading", wrap=True))
        self.setLayout(stack(*lines, gap="hair", margins=(0, "l", 0, 0)))


class PageToggle(Button):
    """A quiet button that changes how the pages of a form stand, and says what it will do."""

    def __init__(self, panel: FormPanel) -> None:
        super().__init__()
        self._panel = panel
        self.setProperty("rank", "quiet")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name()
        self.clicked.connect(self._on_clicked)

    def _name(self) -> None:
        words = _("All on one page") if self._panel.is_one_by_one else _("One question a page")
        self.setText(words)
        self.setAccessibleName(words)

    def _on_clicked(self) -> None:
        self._panel.show_pages(one_by_one=not self._panel.is_one_by_one)
        self._panel.focus_current()
        self._name()
        announce(self, pages_words(one_by_one=self._panel.is_one_by_one))


def pages_words(*, one_by_one: bool) -> str:
    """Return how the questions stand now, for whoever cannot see that they do."""
    if one_by_one:
        return _("Each question has a page of its own now.")
    return _("All questions are on one page now.")


def page_toggle(panel: FormPanel | None) -> PageToggle | None:
    """Return the button for a form; None where there is one question, or none to fill in."""
    return PageToggle(panel) if panel is not None and len(panel.questions) > 1 else None


def _waiting_words(waiting: Sequence[QuestionState]) -> str:
    """Return how many questions depend on an answer, and their parts where these have numbers."""
    parts = [each.question.part for each in waiting if isinstance(each.question.part, int)]
    if len({*parts}) > 1:
        words = ngettext(
            "Parts {low} to {high}, {count} question, depend on your answer.",
            "Parts {low} to {high}, {count} questions, depend on your answer.",
            len(waiting),
        )
        return words.format(low=min(parts), high=max(parts), count=len(waiting))
    words = ngettext(
        "{count} more question depends on your answer.",
        "{count} more questions depend on your answer.",
        len(waiting),
    )
    return words.format(count=len(waiting))


def _part_words(form: FormDefinition, part: int | str) -> tuple[str, str]:
    for each in form.parts:
        if each.id == part:
            return each.title, each.introduction
    return (_("Part {number}").format(number=part) if isinstance(part, int) else part), ""
