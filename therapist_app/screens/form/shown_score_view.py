"""A score for two to look at: no code, no rail, no single answer, nothing about safety."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _
from therapist_app.screens.form.shown_score import ShownScoreViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    box,
    button,
    foot_bar,
    page_head,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.measures.score_moment import ScoreMoment


class ShownScoreView(PageView[ShownScoreViewModel]):
    """One score, large; F7 or Escape leads back to the therapist's own page."""

    HELP = PageHelp(
        "You look at this page together. It shows one result and how it has changed, in "
        "words and as a picture. Nothing needs to be done here.",
        ((NP_("keys", "F7 or Escape"), N_("Back to the form")),),
    )

    def __init__(self, viewmodel: ShownScoreViewModel) -> None:
        super().__init__("shown_score", viewmodel)
        moment = viewmodel.state
        self.back = button(_("Back to my view  F7"), "quiet")
        self.back.setAccessibleName(_("Back to my view"))
        parts = self._parts(moment) if moment is not None else []
        edge = ("xl", "l", "xl", "l")
        sheet = box("card", stack(*parts, gap="l", margins=edge))
        sheet.setMaximumWidth(look().size("form_width"))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        area = scroll(stack(STRETCH, middle, STRETCH, margins=("page", "m", "page", "m")))
        title = moment.title if moment is not None else ""
        self.setLayout(whole_page(page_head(title), area, foot_bar(STRETCH, self.back)))
        self.back.clicked.connect(viewmodel.go_back)
        shortcut = QShortcut(QKeySequence("F7"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(viewmodel.go_back)

    def _parts(self, moment: ScoreMoment) -> list[Part]:
        # A statistician's words stay on the therapist's page: the sentence tells the change.
        number: list[Part] = [text(moment.value, "display", told="words")] if moment.value else []
        band = text(moment.named, "lead", wrap=True, told="words")
        parts: list[Part] = [row(*number, band, gap="l", grows=len(number))]
        if moment.chart is not None:
            parts.append(ChartView(moment.chart.plain))
        if self._viewmodel.sentence:
            parts.append(text(self._viewmodel.sentence, "lead", wrap=True, told="words"))
        return parts

    def focus_first(self) -> None:
        """Put the keyboard on the way back."""
        self.back.setFocus()

    @override
    def turn_back(self) -> bool:
        """Go back to the therapist's own page."""
        self._viewmodel.go_back()
        return True
