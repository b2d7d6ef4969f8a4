"""What the page of a second rater knows: the items, no first rating, and both at the end."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from typing_extensions import override

from programme.fidelity.agreement import agreement_in_words
from session_forms.words.texts import translate as _
from therapist_app.view_model import ViewModel
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.sessions.second_rating import (
    Comparison,
    SecondRatingPageData,
    comparison,
    may_rate,
    rate_second,
    second_rating_page_data,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SecondState:
    """The page as it stands.

    Attributes:
        rater: The second rater's name as it is written.
        problem: What is wrong with the name; empty while nothing is.
        compared: Both ratings side by side; None until they are asked for.

    """

    page: SecondRatingPageData
    number: str
    rater: str
    problem: str
    compared: Comparison | None

    @property
    def rated(self) -> int:
        """How many items are rated."""
        return sum(each.rating is not None for each in self.page.items)

    @property
    def here(self) -> tuple[str, ...]:
        """What both raters have in common on this session, in sentences."""
        return agreement_in_words(self.compared.here) if self.compared else ()

    @property
    def so_far(self) -> tuple[str, ...]:
        """What they have in common over all sessions that were rated twice."""
        return agreement_in_words(self.compared.so_far) if self.compared else ()


class SecondRatingViewModel(ViewModel[SecondState]):
    """Takes the second ratings of one session, and shows both once nothing changes any more."""

    def __init__(
        self, workspace: Workspace, appointment_id: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = appointment_id
        self._page = second_rating_page_data(workspace, appointment_id)
        self._rater = self._page.rater
        self._problem = ""
        self._compared: Comparison | None = None
        if self._page.can_be_compared:
            self._compared = comparison(workspace, appointment_id)

    @property
    @override
    def state(self) -> SecondState:
        """The page as it stands."""
        return SecondState(
            page=self._page,
            number=session_number(self._page.appointment.plan_id),
            rater=self._rater,
            problem=self._problem,
            compared=self._compared,
        )

    @Slot(str)
    def name_rater(self, name: str) -> None:
        """Take who rates."""
        self._rater, self._problem = name, ""
        self._emit_state()

    @Slot(str, str)
    def rate(self, item_id: str, rating: str) -> None:
        """Keep one rating; who rates is asked for first."""
        if self._compared is not None:
            return
        if may_rate(self._workspace, self._rater):
            rate_second(self._workspace, self._id, item_id, rating, self._rater)
            self._page = second_rating_page_data(self._workspace, self._id)
        else:
            self._problem = _("Write who rates: somebody other than the therapist.")
        self._emit_state()

    @Slot()
    def compare(self) -> None:
        """Show both side by side; from now on nothing is changed."""
        if self._page.can_be_compared:
            self._compared = comparison(self._workspace, self._id)
            self._emit_state()
            self.act_done.emit(_("Both ratings are shown side by side."))
