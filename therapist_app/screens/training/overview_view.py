"""What there is to learn with: a first session, worked cases, knowledge checks."""

from PySide6.QtWidgets import QPushButton, QWidget

from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.screens.training.viewmodel import (
    EVERY,
    CaseLine,
    GroupLine,
    TaughtCourseLine,
    TrainingState,
    TrainingViewModel,
)
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.controls.progress import progress_bar
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    TwoColumns,
    button,
    card,
    chip,
    hold,
    reading,
    row,
    rule,
    ruled,
    scroll,
    stack,
    symbol,
    text,
)


class TrainingOverviewView(StyledInPlace, QWidget):
    """The ways to learn, one card each."""

    def __init__(self, state: TrainingState, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.first: QPushButton | None = None
        left = stack(
            self._session(state), self._cases(state), self._courses(state), STRETCH, gap="l"
        )
        right = stack(self._checks(state), *self._raters(state), STRETCH, gap="l")
        columns = TwoColumns(left, right)
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body)))

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to begin."""
        if self.first is not None:
            self.first.setFocus()

    def _session(self, state: TrainingState) -> QWidget:
        title = state.first.title if state.first else _("Your first session, step by step")
        if not state.practice:
            words = _("A guided session is held in practice, with an invented client.")
            return card(title, text(words, wrap=True))
        if state.first is None:
            return card(title, text(_("There are no hints for it here."), wrap=True))
        if state.progress is None:
            begin = self._button(pgettext("button", "Begin"), "primary")
            begin.clicked.connect(self._viewmodel.begin_session)
            return card(title, reading(state.first.introduction), row(begin, STRETCH), gap="m")
        return card(title, *self._under_way(state), gap="m")

    def _under_way(self, state: TrainingState) -> list[Part]:
        now = state.progress
        assert now is not None
        words = _("{done} of {all} done").format(done=now.done, all=len(now.tasks))
        again = button(pgettext("button", "Start again"))
        again.clicked.connect(self._viewmodel.begin_session)
        leave = button(_("Stop the hints"), "quiet")
        leave.clicked.connect(self._viewmodel.leave_session)
        moves: list[Part] = [again, leave, STRETCH]
        if not now.is_through:
            go_on = self._button(pgettext("button", "Continue"), "primary")
            go_on.clicked.connect(self._viewmodel.go_on_with_session)
            moves.insert(0, go_on)
        tasks = [_task(each.title, is_done=each.is_done) for each in now.tasks]
        closing: list[Part] = [reading(now.closing)] if now.is_through else []
        bar = progress_bar(100 * now.done // len(now.tasks), name=words)
        return [text(words, wrap=True), bar, *closing, stack(*tasks, gap="xs"), row(*moves)]

    def _cases(self, state: TrainingState) -> QWidget:
        title = pgettext("card", "Worked cases")
        if not state.cases:
            words = _("Whole invented courses, to read session by session: they are in practice.")
            return card(title, text(words, wrap=True))
        return card(title, *ruled(map(self._case, state.cases)), gap="s")

    def _case(self, line: CaseLine) -> QWidget:
        read = _button(pgettext("button", "Read"), line.client_id, line.title)
        read.chosen.connect(self._viewmodel.open_case)
        words = hold(stack(text(line.title, "strong", wrap=True), reading(line.about), gap="hair"))
        return hold(row(words, hold(stack(read, STRETCH)), gap="m", grows=0))

    def _courses(self, state: TrainingState) -> QWidget:
        words = _(
            "Training for others who meet clients first: each with a trainer's guide, handouts "
            "and questions."
        )
        lines = ruled(map(self._course, state.courses))
        return card(_("Courses for the first line"), text(words, wrap=True), *lines, gap="s")

    def _course(self, line: TaughtCourseLine) -> QWidget:
        way = _button(pgettext("button", "Open"), line.course_id, line.title)
        way.chosen.connect(self._viewmodel.open_course)
        words = hold(stack(text(line.title, "strong", wrap=True), reading(line.audience)))
        return hold(row(words, hold(stack(way, STRETCH)), gap="m", grows=0))

    def _checks(self, state: TrainingState) -> QWidget:
        checks = state.checks
        if checks is None:
            title = pgettext("card", "Knowledge checks")
            if not state.problem:
                return card(title, text(_("This programme has none."), wrap=True))
            words = _("The questions of this programme cannot be read: {why}")
            return card(title, text(words.format(why=state.problem), wrap=True))
        count = len(checks.questions)
        words = ngettext("All {count} question", "All {count} questions", count)
        begin = ChoosingButton(words.format(count=count), EVERY)
        begin.chosen.connect(self._viewmodel.ask)
        if self.first is None:
            self.first = begin
        kept = _("Your answers are kept only here, in practice.")
        if not state.practice:
            kept = _("Your answers are not saved.")
        lines: list[Part] = []
        for each in state.groups:
            lines += [rule(), self._group(each)]
        caption = text(kept, "caption", wrap=True)
        parts: list[Part] = [reading(checks.introduction), row(begin, STRETCH), *lines, caption]
        return card(checks.title, *parts, gap="s")

    def _raters(self, state: TrainingState) -> list[Part]:
        line = state.raters
        if line is None:
            return []
        words = _("{rated} of {items} rated").format(rated=line.rated, items=line.items)
        do = pgettext("button", "Begin")
        if line.is_whole:
            do = _("See the result")
        elif line.rated:
            do = pgettext("button", "Continue")
        begin = self._button(do, "secondary")
        begin.setAccessibleName(_("{do}: {about}").format(do=do, about=line.title))
        begin.clicked.connect(self._viewmodel.open_rating)
        standing = row(begin, text(words, "small", tone="muted"), STRETCH, gap="m")
        kept = _("Your ratings are kept only here, in practice.")
        if not state.practice:
            kept = _("Your ratings are not saved.")
        caption = text(kept, "caption", wrap=True)
        return [card(line.title, reading(line.introduction), standing, caption, gap="m")]

    def _group(self, line: GroupLine) -> QWidget:
        ask = _button(pgettext("button", "Ask"), line.group_id, line.title)
        ask.chosen.connect(self._viewmodel.ask)
        return hold(row(text(line.title, wrap=True), _standing(line), ask, gap="m", grows=0))

    def _button(self, words: str, rank: str) -> QPushButton:
        made = button(words, rank)
        if self.first is None:
            self.first = made
        return made


def _task(title: str, *, is_done: bool) -> QWidget:
    sign = symbol("check", "good") if is_done else symbol("circle")
    words = text(title, wrap=True)
    state = pgettext("training", "done") if is_done else pgettext("training", "to do")
    words.setAccessibleName(_("{task}, {state}").format(task=title, state=state))
    return hold(row(sign, words, gap="s", grows=1))


def _standing(line: GroupLine) -> QWidget:
    if not line.asked:
        words = ngettext("{count} question", "{count} questions", line.questions)
        return chip(words.format(count=line.questions))
    words = _("{right} of {count} known").format(right=line.right, count=line.questions)
    is_known = line.right == line.questions
    return chip(words, "good" if is_known else "quiet", "check" if is_known else "circle")


def _button(do: str, line_id: str, about: str) -> ChoosingButton:
    name = _("{do}: {about}").format(do=do, about=about)
    return ChoosingButton(do, line_id, name=name)
