"""One course for the first line: its time, its papers, its questions."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from exports.paper.forms.order import PaperOrder
from programme.first_line.course import Course
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.form_widgets.paper_card import PaperAsk, print_order, say_outcome
from therapist_app.screens.training.viewmodel import TaughtCourseLine, TrainingViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    TwoColumns,
    card,
    foot_bar,
    hold,
    reading,
    row,
    ruled,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.forms.course_papers import GUIDE, HANDOUTS, PAPERS

ORDER = PaperOrder("blank")
TITLES = {
    GUIDE: N_("Trainer's guide"),
    HANDOUTS: NP_("card", "Handouts"),
}
REMARKS = {
    GUIDE: N_(
        "For the trainer alone: what to do and say in each part, how to talk through the cases, "
        "and the answers."
    ),
    HANDOUTS: N_(
        "For everybody who takes part: pages to keep, the cases, the questions without their "
        "answers, and the evaluation form without a name."
    ),
}


class CourseView(StyledInPlace, QWidget):
    """A course, with what can be printed of it."""

    def __init__(
        self, course: Course, line: TaughtCourseLine, viewmodel: TrainingViewModel, ask: PaperAsk
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._ask = ask
        self.message = MessagePlace()
        self.first: QPushButton | None = None
        self.back = MainButton(_("Back to training"), shows_key=False)
        file = course.file
        left = stack(
            card(
                file.title,
                reading(file.aim, strong=pgettext("course", "Aim")),
                reading(file.audience, strong=pgettext("course", "For")),
                reading("\n".join(file.is_not), strong=_("What it is not")),
                gap="s",
            ),
            self._questions(course, line),
            STRETCH,
            gap="l",
        )
        papers = [self._paper(each) for each in PAPERS]
        right = stack(*papers, self.message, _time(course), STRETCH, gap="l")
        columns = TwoColumns(left, right)
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(whole_page(None, scroll(body), foot_bar(STRETCH, self.back)))
        self.back.clicked.connect(viewmodel.put_back)

    def focus_first(self) -> None:
        """Put the keyboard on the first paper."""
        (self.first or self.back).setFocus()

    def _paper(self, which: str) -> QWidget:
        title = _(TITLES[which])
        send = _button(pgettext("button", "Print …"), which, title)
        save = _button(_("Save as PDF …"), which, title)
        send.chosen.connect(self._print)
        save.chosen.connect(self._save)
        if self.first is None:
            self.first = send
        return card(title, text(_(REMARKS[which]), wrap=True), row(send, save, STRETCH), gap="m")

    def _questions(self, course: Course, line: TaughtCourseLine) -> QWidget:
        words = ngettext("{count} question", "{count} questions", line.questions)
        known = _("{right} of {count} known").format(right=line.right, count=line.questions)
        standing = known if line.asked else words.format(count=line.questions)
        title = pgettext("card", "Knowledge checks")
        ask = _button(pgettext("button", "Ask"), course.file.id, course.file.title)
        ask.chosen.connect(self._viewmodel.ask_course)
        return card(title, row(text(standing), ask, STRETCH, gap="m"))

    @Slot(str)
    def _print(self, which: str) -> None:
        print_order(self, self._viewmodel.copies(which), ORDER, self._ask, self.message)

    @Slot(str)
    def _save(self, which: str) -> None:
        copies = self._viewmodel.copies(which)
        path = self._ask.place(self, copies.name(ORDER))
        if path:
            say_outcome(self.message, copies.save(ORDER, path), path, is_of_client=False)


def _button(do: str, chosen: str, about: str) -> ChoosingButton:
    return ChoosingButton(do, chosen, name=_("{do}: {about}").format(do=do, about=about))


def _time(course: Course) -> QWidget:
    minutes = ngettext("{count} minute", "{count} minutes", course.file.minutes)
    lines = [
        hold(
            row(
                text(part.title, wrap=True),
                text(_("{minutes} min").format(minutes=part.minutes)),
                gap="m",
                grows=0,
            )
        )
        for part in course.file.parts
    ]
    whole = text(minutes.format(count=course.file.minutes), "strong")
    return card(pgettext("card", "The time"), *ruled(lines), whole, gap="s")
