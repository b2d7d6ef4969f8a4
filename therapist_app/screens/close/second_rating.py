"""What the page of a second rater knows: the items, no first rating, and both at the end."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from typing_extensions import override

from programme.fidelity.agreement import agreement_in_words
from session_forms.words.list_words import together
from session_forms.words.texts import _, ngettext
from therapist_app.jobs import run_job
from therapist_app.messages.errors import explain, is_known
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.second_raters import SecondRater
from therapist_app.view_model import ViewModel
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.sessions.second_rating import (
    RatingComparison,
    SecondRatingPageData,
    colleague_named,
    comparison,
    confirm_rater,
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
        to_confirm: Who of the service is named, and must confirm it before anything is rated.
        compared: Both ratings side by side; None until they are asked for.

    """

    page: SecondRatingPageData
    number: str
    rater: str
    problem: str
    to_confirm: PersonEntry | None
    compared: RatingComparison | None

    @property
    def rated(self) -> int:
        """How many items are rated."""
        return sum(each.rating is not None for each in self.page.items)

    @property
    def here(self) -> tuple[str, ...]:
        """What both raters have in common on this session, in sentences."""
        if self.compared is None:
            return ()
        told = agreement_in_words(self.compared.here)
        if self.compared.is_signed:
            return told
        by = together(self.compared.entered_by)
        entered = _("{rater} did not sign these ratings. Entered by {by}.")
        alone = _("{rater} did not sign these ratings, and nothing says who entered them.")
        return (*told, (entered if by else alone).format(rater=self.compared.rater, by=by))

    @property
    def so_far(self) -> tuple[str, ...]:
        """What they have in common over all sessions that were rated twice."""
        if self.compared is None:
            return ()
        entered = ngettext(
            "In {count} session the second rater did not sign the ratings.",
            "In {count} sessions the second rater did not sign the ratings.",
            self.compared.entered,
        ).format(count=self.compared.entered)
        told = [entered] if self.compared.entered else []
        return (*agreement_in_words(self.compared.so_far), *told)


class SecondRatingViewModel(ViewModel[SecondState]):
    """Takes the second ratings of one session, and shows both once nothing changes any more."""

    def __init__(self, workspace: Workspace, appointment_id: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._id = appointment_id
        self._page = second_rating_page_data(workspace, appointment_id)
        self._rater = self._page.rater
        self._problem = ""
        self._confirmed: SecondRater | None = None
        self._compared: RatingComparison | None = None
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
            to_confirm=self._to_confirm(),
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
        waits = self._to_confirm()
        if waits is not None:
            words = _("{name} confirms it with their passphrase first.")
            self._problem = words.format(name=waits.name)
        elif may_rate(self._workspace, self._rater):
            by = self._confirmed
            rate_second(self._workspace, self._id, item_id, rating, self._rater, confirmed=by)
            self._page = second_rating_page_data(self._workspace, self._id)
        else:
            self._problem = _("Write who rates: somebody other than the therapist.")
        self._emit_state()

    def confirm(self, second: SecondPerson) -> None:
        """Look at the passphrase of who is named, which is wiped, beside the window."""
        run_job(
            self,
            partial(confirm_rater, self._workspace, second, self._id),
            done=self._on_confirmed,
            failed=self._on_unconfirmed,
        )

    def _on_confirmed(self, rater: SecondRater) -> None:
        self._confirmed, self._problem = rater, ""
        self._emit_state()
        words = _("{name} confirmed it with their passphrase.")
        self.act_done.emit(words.format(name=self._rater.strip()))

    def _on_unconfirmed(self, error: Exception) -> None:
        if not is_known(error):
            raise error
        self._problem = explain(error).title
        self._emit_state()

    def _to_confirm(self) -> PersonEntry | None:
        if self._compared is not None:
            return None
        named = colleague_named(self._workspace, self._rater)
        by = "" if self._confirmed is None else self._confirmed.uid
        return None if named is None or named.uid == by else named

    @Slot()
    def compare(self) -> None:
        """Show both side by side; from now on nothing is changed."""
        if self._page.can_be_compared:
            self._compared = comparison(self._workspace, self._id)
            self._emit_state()
            self.act_done.emit(_("Both ratings are shown side by side."))
