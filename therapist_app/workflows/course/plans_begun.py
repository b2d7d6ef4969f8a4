"""What is written of a plan and not planned yet: kept until it is, or until it is emptied.

It waits in memory alone, for as long as the record is open: a day that nobody agreed to is no fact
about a client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BegunArrangement:
    """What is agreed besides, an `Arrangement`, as far as a person has chosen and written it.

    Attributes:
        mode: The way of meeting; "" while none is chosen.
        place: Where, as it is written.

    """

    mode: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class BegunPlan:
    """A plan as far as a person has written it.

    Attributes:
        plan_id: The session that is chosen.
        is_merged: Whether the one after it is to be held in the same meeting.
        day: The day as it is written.
        time: The time of the day as it is written.
        arrangement: What is agreed besides, as it is written.

    """

    plan_id: str
    is_merged: bool
    day: str
    time: str
    arrangement: BegunArrangement = BegunArrangement()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is written of when and how."""
        is_dated = self.day.strip() or self.time.strip()
        return not is_dated and self.arrangement == BegunArrangement()


_begun: WeakKeyDictionary[Vault, dict[str, BegunPlan]] = WeakKeyDictionary()


def keep_begun(workspace: Workspace, client_id: str, plan: BegunPlan) -> None:
    """Keep what is written of a client's next session; of an empty one nothing."""
    if plan.is_empty:
        forget_begun(workspace, client_id)
    else:
        _begun.setdefault(workspace.vault, {})[client_id] = plan


def forget_begun(workspace: Workspace, client_id: str) -> None:
    """Forget what was written: it is planned, or emptied."""
    _begun.get(workspace.vault, {}).pop(client_id, None)


def begun_plan(workspace: Workspace, client_id: str) -> BegunPlan | None:
    """Return what is written of a client's next session; None where nothing is."""
    return begun_plans(workspace).get(client_id)


def begun_plans(workspace: Workspace) -> Mapping[str, BegunPlan]:
    """Return what is written and not planned, by the client, the first begun first."""
    return dict(_begun.get(workspace.vault, {}))
