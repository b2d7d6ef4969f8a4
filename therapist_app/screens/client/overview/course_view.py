"""How it goes, on the page of a client."""

from therapist_app.screens.client.viewmodel import ClientState
from therapist_app.widgets.charts.scores_card import ScoresCard


class CourseView(ScoresCard):
    """The scores of the client."""

    def __init__(self, state: ClientState) -> None:
        super().__init__(
            state.page.tiles, state.charts, [each.for_client for each in state.page.series]
        )
