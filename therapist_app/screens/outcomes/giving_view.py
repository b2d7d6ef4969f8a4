"""One's own figures that a closed quarter lacks: who closed it, what waits, and one question."""

from session_forms.words.texts import _
from therapist_app.screens.outcomes.asked_once_view import AskedOnceView
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.workflows.exporting.quarter_words import (
    asked_of_words,
    closed_words,
    when_given_words,
)
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead


class GivingView(AskedOnceView):
    """What stands between a closed quarter and one's own figures, and the way to give them now."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__(
            _("Give my figures now"),
            _("Leave them waiting"),
            _("Give them for good"),
            viewmodel.let_wait,
            above=True,
        )
        self.act.clicked.connect(viewmodel.ask_to_give)
        self.for_good.clicked.connect(viewmodel.give_figures)

    def show_state(self, state: OutcomesState) -> None:
        """Show the first quarter that lacks figures of one's own, and what is asked of it."""
        waiting = state.waiting if state.is_report else None
        self.show_asked(
            asked_of_words(waiting.unfinished, state.without) if waiting is not None else "",
            _question(waiting) if waiting is not None else "",
            is_asking=state.is_giving,
            is_busy=state.is_busy,
        )
        if waiting is not None:
            self.said.setText(closed_words(waiting))
            self.more.setText(when_given_words(waiting))


def _question(waiting: FiguresAhead) -> str:
    return _("Give your figures of {quarter} as they are? They cannot be given again.").format(
        quarter=waiting.quarter.in_words
    )
