"""What waits in the other caseloads that are open to the person signed in.

Whoever covers for a colleague, or was handed clients over, is told of their alerts and promises
where the day begins, and not only after changing over to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from therapist_app.record.clients import appointments, clients
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.model import Alert
from therapist_app.workflows.overviews.unanswered import Unanswered, unanswered_before
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.safety_thread import DuePromise, due_promises
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OtherAlert:
    """An alert that nobody has answered, with the code of whose it is."""

    alert: Alert
    code: str


@dataclass(frozen=True, slots=True)
class OtherCaseload:
    """A caseload beside the one in use, and what waits in it.

    Attributes:
        choice: Whose clients they are, and why they are open.
        could_be_read: Whether its file opened; what waits is not known otherwise.
        alerts: Those that nobody has answered, the most pressing first.
        promises: What is to be kept until a week from now, the first due first.
        unanswered: Earlier appointments of which nothing says what became, the newest first.
        begun: The codes of those whose session was begun and is not over, the oldest first.
        unsigned: The codes of those of whose session the note is not signed, the oldest first.

    """

    choice: CaseloadChoice
    could_be_read: bool = True
    alerts: tuple[OtherAlert, ...] = ()
    promises: tuple[DuePromise, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    begun: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether something in it waits for somebody, or might."""
        found = self.alerts or self.promises or self.begun or self.unsigned
        return bool(found) or not self.could_be_read

    @property
    def is_urgent(self) -> bool:
        """Whether something in it does not wait: an urgent alert, or a day that has passed."""
        urgent = any(each.alert.level == "urgent" for each in self.alerts)
        return urgent or any(each.is_overdue for each in self.promises)


def other_caseloads(workspace: Workspace) -> tuple[OtherCaseload, ...]:
    """Return the other caseloads that one covers, or in which something waits or is not read."""
    vault = workspace.vault
    others = (each for each in vault.caseload_choices() if each.id != vault.caseload_id)
    found = (_look_into(workspace, each) for each in others)
    return tuple(
        each for each in found if each.waits or each.unanswered or each.choice.access == "cover"
    )


def covered(workspace: Workspace) -> tuple[CaseloadChoice, ...]:
    """Return the caseloads of others that one covers, without the one in use."""
    vault = workspace.vault
    others = (each for each in vault.caseload_choices() if each.id != vault.caseload_id)
    return tuple(each for each in others if each.access == "cover")


def _look_into(workspace: Workspace, choice: CaseloadChoice) -> OtherCaseload:
    try:
        beside = replace(workspace, beside=workspace.vault.open_caseload(choice.id))
        waiting = open_alerts(beside)
        begun = [each.client_id for each in appointments.open_now(beside.caseload)]
        unsigned = [each.client_id for each in appointments.unsigned(beside.caseload)]
        wanted = (*(each.client_id for each in waiting), *begun, *unsigned)
        codes = clients.codes(beside.caseload, wanted)
        return OtherCaseload(
            choice=choice,
            alerts=tuple(OtherAlert(each, codes[each.client_id]) for each in waiting),
            promises=due_promises(beside),
            unanswered=unanswered_before(beside, workspace.today()),
            begun=_codes(codes, begun),
            unsigned=_codes(codes, unsigned),
        )
    except KnownRecordError:  # the day of one's own clients is shown all the same
        return OtherCaseload(choice, could_be_read=False)


def _codes(codes: Mapping[str, str], client_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the code of each of them once."""
    return tuple(dict.fromkeys(codes[each] for each in client_ids if each in codes))
