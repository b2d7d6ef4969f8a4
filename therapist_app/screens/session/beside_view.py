"""Beside the client: the neutral title, the time, and what is shared in this step, nothing else."""

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.beside import FROM_BESIDE, BesidePage
from therapist_app.form_widgets.reading import AnswersInWords
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.screens.session.step_view import score_parts
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import MainButton
from therapist_app.workflows.forms.answer_words import form_words


class BesideView(BesidePage[SessionViewModel]):
    """One step as two people look at it; F8 leads back to the same step and question.

    No code, no rail, no plan, no alert: keys that lead elsewhere are off here, as they are in a
    hand-over.
    """

    HELP = PageHelp(
        "You look at this page together. It shows the time and what you work on just now. "
        "What you write is saved as you write it.",
        FROM_BESIDE,
    )

    def __init__(self, viewmodel: SessionViewModel) -> None:
        page = viewmodel.state.page
        go_on = MainButton(pgettext("button", "Next"), shows_key=False)
        title, minutes = page.plan.public_title, page.minutes
        super().__init__("beside_client", viewmodel, title, minutes, go_on)
        self.go_on = go_on
        self._filling: FormFilling | None = None
        self._step_id = ""
        self._connect()
        viewmodel.begin()

    def show_state(self, state: SessionState) -> None:
        """Show what is shared in the step; it is built anew only when it is another one."""
        self.show_minutes(state.page.minutes_used)
        self.mark.show_rings(2 if state.page.alerts else 1)
        filling = self._viewmodel.filling
        is_open = not (state.page.is_through or state.is_over or state.waits or state.opens_after)
        is_here = filling is None or (state.is_shared and not _has_more(filling))
        self.go_on.setVisible(is_open and is_here)
        if state.page.current.id == self._step_id and filling is self._filling:
            return
        has_moved = self._step_id != ""
        self._step_id, self._filling = state.page.current.id, filling
        self._show_step(state)
        if has_moved:
            self.focus_first()
            is_here_on = self.go_on.isVisible() or self.panel is not None
            # Two listen: neither what the step is called nor what is asked in it.
            announce(self, _("The next step.") if is_here_on else _("It goes on in your own view."))

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first open one, else on."""
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        self.focus_question(wanted, self.go_on if self.go_on.isVisible() else self.back)

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self.commit()
        self._viewmodel.flush()

    def _show_step(self, state: SessionState) -> None:
        """Show the form that both may look at, to fill in or to read; else the scores or a line."""
        self.panel = None
        if self._filling is not None and state.is_shared:
            is_theirs = self._filling.state.form.filled_by == "client"
            words = pgettext("button", "Next")
            mode = FillMode(client=True, finish=words, shows_help=is_theirs)
            self.show_form(self._filling, mode)
        elif state.kept is not None and state.is_shared:
            self.show_sheet([AnswersInWords(form_words(state.kept.state, for_client=True))])
        else:
            self.show_calm(score_parts(state, for_client=True))

    def _connect(self) -> None:
        self.back_chosen.connect(self._viewmodel.sit_back)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        self._viewmodel.minutes_changed.connect(self.show_minutes)
        self._viewmodel.state_changed.connect(self.show_state)

    def _on_go_on_clicked(self) -> None:
        self.commit()
        self._viewmodel.finish_step()


def _has_more(filling: FormFilling) -> bool:
    """Return whether the form asks more than stands here: that is not finished unseen."""
    asked = filling.state.question_states()
    return any(each.shown and each.question.for_therapist for each in asked)
