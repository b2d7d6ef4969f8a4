"""What the page of a client's data rights knows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from exports.access.access_record import AccessRecord
from session_forms.words.texts import _
from therapist_app.commands import Back, Clients, Retention
from therapist_app.jobs import run_job
from therapist_app.messages.errors import UserFacingError, explain, is_known
from therapist_app.record.client_rights.erasing import Erased
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.confirmations import Confirmation
from therapist_app.record.model import Decision, GivenHow, LegalHold, Restriction, RestrictionReason
from therapist_app.record.service_model import ErasureBasis
from therapist_app.screens.data_rights.copying import CopyViewModel
from therapist_app.view_model import OnADay, ViewModel, attempt
from therapist_app.workflows.course.changed_wordings import ChangedWording, changed_wording
from therapist_app.workflows.course.consenting import (
    PaperConsent,
    TopicLine,
    consent_lines,
    write_down,
)
from therapist_app.workflows.people.second_person import (
    SecondPerson,
    can_somebody_come,
    colleagues,
    confirm,
)
from therapist_app.workflows.policies.retaining import kept_until, rule_words
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.rights.data_rights import ErasureAccount
from therapist_app.workflows.rights.erasure_words import ErasureReport, erasure_report
from therapist_app.workflows.workspace import Workspace

NOON = time(12)


@dataclass(frozen=True, slots=True)
class RightsState:
    """The page as it stands.

    Attributes:
        is_own: Whether the caseload is the person's own; else the page is only read.
        kept_until: Until when the record is kept; None while that cannot be said.
        rule: What the service has approved.
        is_due: Whether it has been kept for that long.
        problem: Why something was not done.
        done: What was done just now.
        changed: What the client agreed to in other words than are asked today, about figures.
        erased: What was made sure of, once the client is erased; all else is then as it was.

    """

    code: str
    is_own: bool
    consents: tuple[TopicLine, ...]
    restriction: Restriction | None
    hold: LegalHold | None
    kept_until: date | None
    rule: str
    account: ErasureAccount
    problem: UserFacingError | None = None
    done: str = ""
    erased: ErasureReport | None = None
    is_due: bool = False
    changed: ChangedWording | None = None


class DataRightsViewModel(OnADay, ViewModel[RightsState]):
    """Does what a client may ask for, one thing at a time, and says what came of it.

    Signals:
        leave_requested: Back to the client, or to the list once nobody is there.
        confirming: Whether a second person's passphrase is being looked at.
        collected: What chooses from all that is held, and makes the copy of it.

    """

    confirming = Signal(bool)
    collected = Signal(CopyViewModel)

    def __init__(self, workspace: Workspace, client_id: str, topic: str = "") -> None:
        super().__init__()
        self.topic = topic
        self._workspace = workspace
        self._id = client_id
        self._erased: Erased | None = None
        self._is_collecting = False
        self._state = self._read()

    def collect(self) -> None:
        """Collect all that is held for the client's copy, which is noted in the audit.

        It takes up to a second, beside the window.
        """
        if not self._is_collecting:
            self._is_collecting = True
            work = partial(access_record, self._workspace, self._id)
            run_job(self, work, done=self._on_collected, failed=self._on_not_collected)

    def _on_collected(self, record: AccessRecord) -> None:
        self._is_collecting = False
        self.collected.emit(CopyViewModel(self._workspace, self._id, record, self))

    def _on_not_collected(self, error: Exception) -> None:
        self._is_collecting = False
        self._tell(error)

    def note_copy(self, names: tuple[str, ...]) -> None:
        """Say that a copy was written."""
        self._change(self._read(done=_("Written: {names}").format(names=", ".join(names))))

    def write_down(
        self,
        *,
        topic: str,
        text_id: str,
        text_version: str,
        decision: Decision,
        how: GivenHow,
        day: date,
    ) -> None:
        """Keep a decision that was given on paper or by word of mouth."""
        consent = PaperConsent(
            topic=topic,
            text_id=text_id,
            text_version=text_version,
            decision=decision,
            given_how=how,
            decided_at=self._moment_of(day),
        )
        self._do(lambda: write_down(self._workspace, self._id, consent), _("The decision is saved"))

    def restrict(self, reason: RestrictionReason, review_on: date | None) -> None:
        """Restrict the record, until it is looked at again."""
        self._do(
            lambda: data_rights.restrict(self._workspace, self._id, reason, review_on),
            _("The record is restricted"),
        )

    def lift_restriction(self, reason: str) -> None:
        """Lift the restriction."""
        self._do(
            lambda: data_rights.lift_restriction(self._workspace, self._id, reason),
            _("The restriction is lifted"),
        )

    def hold(self, reason: str, review_on: date | None) -> None:
        """Put the record on hold, until it is looked at again."""
        self._do(
            lambda: data_rights.hold(self._workspace, self._id, reason, review_on),
            _("The record is on legal hold"),
        )

    def lift_hold(self, reason: str, second: SecondPerson | None = None) -> None:
        """Lift the hold; a second person's passphrase, which is wiped, is looked at first."""
        about = data_rights.lifting_of(self._workspace, self._id)
        self._with_second(second, about, partial(self._lift_hold, reason))

    def _lift_hold(self, reason: str, confirmation: Confirmation | None) -> None:
        self._do(
            lambda: data_rights.lift_hold(self._workspace, self._id, reason, confirmation),
            _("The legal hold is lifted"),
        )

    @property
    def colleagues(self) -> tuple[PersonEntry, ...]:
        """Who could be the second person."""
        return colleagues(self._workspace.vault)

    @property
    def can_somebody_come(self) -> bool:
        """Whether one of them was here lately, so that nothing is done alone."""
        return can_somebody_come(self._workspace.vault)

    def erase(
        self, typed_code: str, basis: ErasureBasis, second: SecondPerson | None = None
    ) -> None:
        """Erase the client; afterwards the page only tells what was made sure of.

        A second person's passphrase, which is wiped, is looked at first.
        """
        about = data_rights.erasure_of(self._workspace, self._id)
        self._with_second(second, about, partial(self._erase, typed_code, basis))

    def _with_second(
        self, second: SecondPerson | None, about: str, act: Callable[[Confirmation | None], None]
    ) -> None:
        if second is None:
            act(None)
            return
        self.confirming.emit(True)
        run_job(
            self,
            partial(confirm, self._workspace.vault, second, about),
            done=partial(self._on_confirmed, act),
            failed=self._on_unconfirmed,
        )

    def _on_confirmed(
        self, act: Callable[[Confirmation | None], None], confirmation: Confirmation
    ) -> None:
        self.confirming.emit(False)
        act(confirmation)

    def _on_unconfirmed(self, error: Exception) -> None:
        self.confirming.emit(False)
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not is_known(error):
            raise error
        self._change(self._read(problem=explain(error)))

    def _erase(
        self, typed_code: str, basis: ErasureBasis, confirmation: Confirmation | None
    ) -> None:
        erased = attempt(
            lambda: data_rights.erase_client(
                self._workspace, self._id, typed_code, basis, confirmation
            )
        )
        if isinstance(erased, UserFacingError):
            self._change(self._read(problem=erased))
        else:
            self._show(erased)

    @Slot()
    def throw_away_kept(self) -> None:
        """Throw away what stood in the place of the caseload before, and tell afresh what stays."""
        erased = self._erased
        assert erased is not None
        problem = attempt(lambda: data_rights.throw_away_kept(self._workspace))
        if problem is not None:
            self._change(replace(self._state, problem=problem))
        else:
            self._show(erased, done=_("The replaced files are deleted"))

    @Slot()
    @override
    def go_back(self) -> None:
        """Go back to the client, or to the list where the client is no more."""
        gone = self._state.erased is not None
        self.leave_requested.emit(Clients() if gone else Back())

    def show_rule(self) -> None:
        """Go to how long the service keeps records."""
        self.leave_requested.emit(Retention())

    def _do(self, deed: Callable[[], None], done: str) -> None:
        problem = attempt(deed)
        self._change(self._read(problem=problem, done="" if problem else done))

    def _show(self, erased: Erased, *, done: str = "") -> None:
        before, self._erased = self._state, erased
        account = replace(before.account, kept=data_rights.kept_here(self._workspace))
        self._change(
            RightsState(
                code=before.code,
                is_own=before.is_own,
                consents=(),
                restriction=None,
                hold=None,
                kept_until=None,
                rule="",
                account=account,
                done=done,
                erased=erasure_report(
                    before.code,
                    erased,
                    account.backups,
                    self.today,
                    kept=account.kept,
                    sent=account.left,
                ),
            )
        )

    def _read(self, *, problem: UserFacingError | None = None, done: str = "") -> RightsState:
        standing = data_rights.protections(self._workspace, self._id)
        until = kept_until(self._workspace, self._id)
        client = self._workspace.client(self._id)
        return RightsState(
            code=client.code,
            is_own=data_rights.may_use_rights(self._workspace),
            consents=consent_lines(self._workspace, self._id),
            restriction=standing.restriction,
            hold=standing.hold,
            kept_until=until,
            is_due=until is not None and until <= self.today,
            rule=rule_words(self._workspace),
            account=data_rights.erasure_account(self._workspace, self._id),
            problem=problem,
            done=done,
            changed=changed_wording(self._workspace, client),
        )

    def _moment_of(self, day: date) -> datetime:
        now = self._workspace.now()
        if day == now.astimezone().date():
            return now
        return datetime.combine(day, NOON).astimezone()
