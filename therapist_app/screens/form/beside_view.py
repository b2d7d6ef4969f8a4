"""A form beside the client: the neutral title, the time, the questions, nothing else."""

from PySide6.QtCore import Slot

from session_forms.words.texts import _
from therapist_app.form_widgets.beside import FROM_BESIDE, BesidePage
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.screens.form.beside import BesideFormState, BesideFormViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import text


class BesideFormView(BesidePage[BesideFormViewModel]):
    """One form as two people look at it; F8 leads back to the same question.

    It is finished on the therapist's own page, which says what came of it.
    """

    HELP = PageHelp(
        "You look at this page together and answer its questions. What you write is saved "
        "as you write it, and questions may stay open.",
        FROM_BESIDE,
    )

    def __init__(self, viewmodel: BesideFormViewModel) -> None:
        state, filling = viewmodel.state, viewmodel.filling
        super().__init__("beside_form", viewmodel, state.title, state.minutes)
        if state.is_shared:
            mode = FillMode(
                client=True,
                one_by_one=look().one_by_one,
                finish=_("Back to my view"),
                shows_help=filling.state.form.filled_by == "client",
            )
            asked_of = filling.state.time_frame
            about = [text(asked_of, "lead", wrap=True, told="words")] if asked_of else []
            self.show_form(filling, mode, about)
        else:
            self.show_calm()
        if state.minutes:
            viewmodel.minutes_changed.connect(self.show_minutes)
            self.show_minutes(state.minutes_used)
        self.back_chosen.connect(viewmodel.sit_back)
        viewmodel.follow(self.show_state)

    @Slot(BesideFormState)
    def show_state(self, state: BesideFormState) -> None:
        """Show by the mark alone whether there is more."""
        self.mark.show_rings(2 if state.has_alert else 1)

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first open one, else back."""
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        self.focus_question(wanted, self.back)

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self.commit()
        self._viewmodel.filling.flush()
