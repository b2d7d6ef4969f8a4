"""The hand-over screen: prepared by the therapist, filled in by the client, given back."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from therapist_app.screens.hand_over.give_back_view import GiveBackView
from therapist_app.screens.hand_over.prepare_view import PrepareView
from therapist_app.screens.hand_over.turn_view import TurnView
from therapist_app.screens.hand_over.viewmodel import HandOverState, HandOverViewModel, Stage
from therapist_app.widgets.layout.page_view import PageView


class HandOverView(PageView[HandOverViewModel]):
    """One stage at a time; nothing of the stage before can be reached."""

    def __init__(self, viewmodel: HandOverViewModel, parent: QWidget | None = None) -> None:
        super().__init__("hand_over", viewmodel, parent)
        self._stage: Stage | None = None
        self.prepare = PrepareView(viewmodel)
        self.turn = TurnView(viewmodel)
        self.give_back = GiveBackView(viewmodel)
        self._stages = QStackedLayout(self)
        for page in (self.prepare, self.turn, self.give_back):
            self._stages.addWidget(page)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    @Slot(HandOverState)
    def show_state(self, state: HandOverState) -> None:
        """Show whose turn it is."""
        pages: dict[Stage, PrepareView | TurnView | GiveBackView] = {
            Stage.PREPARING: self.prepare,
            Stage.TURN: self.turn,
            Stage.GIVING_BACK: self.give_back,
            Stage.BACK: self.give_back,
        }
        page = pages[state.stage]
        self._stages.setCurrentWidget(page)
        page.show_state(state)
        if self._stage != state.stage:
            self._stage = state.stage
            page.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where this stage begins."""
        self.prepare.focus_first()

    def flush(self) -> None:
        """Save what was not saved yet."""
        self.turn.commit()
        self._viewmodel.flush()
