"""What of a score the client sees beside the therapist: number, words, picture, one sentence."""

from therapist_app.view_model import ViewModel
from therapist_app.workflows.measures.score_moment import ScoreMoment, score_moment
from therapist_app.workflows.workspace import Workspace

QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"


class ShownScoreViewModel(ViewModel[ScoreMoment | None]):
    """Holds one score; there is nothing to change."""

    def __init__(self, workspace: Workspace, filled_form_id: str) -> None:
        super().__init__()
        self._state = score_moment(workspace, filled_form_id)

    @property
    def sentence(self) -> str:
        """What is to be said, as the client reads it; empty while an alert is open."""
        return self._state.say.strip(QUOTES) if self._state is not None else ""
