"""A form beside the client: the neutral title, the time, the questions, nothing else."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.beside import BESIDE_KEY, BesideFrame
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.screens.form.beside import BesideFormState, BesideFormViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.page_help import ANSWERING, PageHelp
from therapist_app.widgets.parts import stack, text


class BesideFormView(PageView[BesideFormViewModel]):
    """One form as two people look at it; F8 leads back to the same question.

    It is finished on the therapist's own page, which says what came of it.
    """

    HELP = PageHelp(
        N_(
            "You look at this page together and answer its questions. What you write is saved "
            "as you write it, and questions may stay open."
        ),
        ((NP_("keys", "F8"), N_("Back to the previous page")),),
    )

    def __init__(self, viewmodel: BesideFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__("beside_form", viewmodel, parent)
        state, filling = viewmodel.state, viewmodel.filling
        self.frame = BesideFrame(state.title, state.minutes)
        self.back = self.frame.back
        self.panel: FormPanel | None = None
        if state.is_shared:
            mode = FillMode(
                client=True,
                one_by_one=look().one_by_one,
                finish=_("Back to my view"),
                shows_help=filling.state.form.filled_by == "client",
            )
            self.panel = FormPanel(filling, mode=mode)
            self.frame.listen(filling)
            asked_of = filling.state.time_frame
            about = [text(asked_of, "lead", wrap=True, told="words")] if asked_of else []
            self.frame.show_sheet([*about, self.panel])
        else:
            self.frame.show_calm()
        self.setLayout(stack(self.frame))
        self.back.clicked.connect(self._on_back_clicked)
        shortcut = QShortcut(QKeySequence(BESIDE_KEY), self)
        shortcut.activated.connect(self._on_back_clicked)
        if state.minutes:
            viewmodel.minutes_changed.connect(self.frame.show_minutes)
            self.frame.show_minutes(state.minutes_used)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    @Slot(BesideFormState)
    def show_state(self, state: BesideFormState) -> None:
        """Show by the mark alone whether there is more."""
        self.frame.mark.show_rings(2 if state.has_alert else 1)

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first open one, else back."""
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        if self.panel is None:
            self.back.setFocus()
        elif not (wanted and self.panel.come_back_to(wanted)):
            self.panel.focus_first()

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says here, with how questions are answered where there are any."""
        return self.HELP if self.panel is None else self.HELP.with_keys(ANSWERING)

    @property
    @override
    def most_urgent(self) -> str:
        """The title and the time alone: somebody listens."""
        return self.frame.said

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.filling.flush()

    @Slot()
    def _on_back_clicked(self) -> None:
        place = ""
        if self.panel is not None:
            self.panel.commit()
            place = self.panel.place
        self._viewmodel.sit_back(place)
