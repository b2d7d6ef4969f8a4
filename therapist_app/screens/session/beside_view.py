"""Beside the client: the neutral title, the time, and what is shared in this step, nothing else."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, pgettext
from therapist_app.form_widgets.beside import BESIDE_KEY, BesideFrame
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.reading import ReadingView
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.screens.session.step_view import score_parts
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.page_help import ANSWERING, PageHelp
from therapist_app.widgets.parts import MainButton, Part, stack
from therapist_app.workflows.forms.answer_words import form_words


class BesideView(PageView[SessionViewModel]):
    """One step as two people look at it; F8 leads back to the same step and question.

    No code, no rail, no plan, no alert: keys that lead elsewhere are off here, as they are in a
    hand-over.
    """

    HELP = PageHelp(
        N_(
            "You look at this page together. It shows the time and what you work on just now. "
            "What you write is saved as you write it."
        ),
        ((NP_("keys", "F8"), N_("Back to the previous page")),),
    )

    def __init__(self, viewmodel: SessionViewModel, parent: QWidget | None = None) -> None:
        super().__init__("beside_client", viewmodel, parent)
        state = viewmodel.state
        self._filling: FormFilling | None = None
        self._step_id = ""
        self.panel: FormPanel | None = None
        self.go_on = MainButton(pgettext("button", "Next"), shows_key=False)
        self.frame = BesideFrame(state.page.plan.public_title, state.page.minutes, self.go_on)
        self.back = self.frame.back
        self.setLayout(stack(self.frame))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: SessionState) -> None:
        """Show what is shared in the step; it is built anew only when it is another one."""
        self.frame.show_minutes(state.page.minutes_used)
        self.frame.mark.show_rings(2 if state.page.alerts else 1)
        filling = self._viewmodel.filling
        is_open = not (state.page.is_through or state.is_over or state.waits or state.opens_after)
        is_here = filling is None or state.is_shared  # what is asked aloud is not finished unseen
        self.go_on.setVisible(is_open and is_here)
        if state.page.current.id == self._step_id and filling is self._filling:
            return
        has_moved = self._step_id != ""
        self._step_id, self._filling = state.page.current.id, filling
        self._show_step(state)
        if has_moved:
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first open one, else on."""
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        if self.panel is not None:
            if not (wanted and self.panel.come_back_to(wanted)):
                self.panel.focus_first()
        else:
            (self.go_on if self.go_on.isVisible() else self.back).setFocus()

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
        self._viewmodel.flush()

    def _show_step(self, state: SessionState) -> None:
        shared = self._shared(state)
        if shared:
            self.frame.show_sheet(shared)
        else:
            self.frame.show_calm(score_parts(state, for_client=True))

    def _shared(self, state: SessionState) -> list[Part]:
        """Return the form that both may look at, to fill in or to read; nothing without one."""
        self.panel = None
        if self._filling is not None and state.is_shared:
            is_theirs = self._filling.state.form.filled_by == "client"
            words = pgettext("button", "Next")
            mode = FillMode(client=True, finish=words, shows_help=is_theirs)
            self.panel = FormPanel(self._filling, mode=mode)
            self.frame.listen(self._filling)
            return [self.panel]
        if state.kept is not None and state.is_shared:
            return [ReadingView(form_words(state.kept.state))]
        return []

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        shortcut = QShortcut(QKeySequence(BESIDE_KEY), self)
        shortcut.activated.connect(self._on_back_clicked)
        self._viewmodel.minutes_changed.connect(self.frame.show_minutes)
        self._viewmodel.state_changed.connect(self.show_state)

    def _on_back_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.sit_back(self.panel.place if self.panel is not None else "")

    def _on_go_on_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.finish_step()
