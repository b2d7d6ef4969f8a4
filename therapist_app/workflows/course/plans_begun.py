"""What is written of a plan and not planned yet: kept until it is, or until it is emptied.

While the record is open it waits in memory: a day that nobody agreed to is no fact about a client.
When it locks or closes it is kept with the other words that were begun and not saved.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from weakref import WeakKeyDictionary

from therapist_app.record.clients import begun_words
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


@dataclass(slots=True)
class _Plans:
    """The plans of one caseload by the client; `kept` are those that the record has, by row."""

    begun: dict[str, BegunPlan]
    kept: dict[str, str]


_begun: WeakKeyDictionary[Vault, dict[str, _Plans]] = WeakKeyDictionary()


def keep_begun(workspace: Workspace, client_id: str, plan: BegunPlan) -> None:
    """Keep what is written of a client's next session; of an empty one nothing."""
    if plan.is_empty:
        forget_begun(workspace, client_id)
    else:
        _plans(workspace).begun[client_id] = plan


def forget_begun(workspace: Workspace, client_id: str) -> None:
    """Forget what was written: it is planned, or emptied."""
    plans = _plans(workspace)
    plans.begun.pop(client_id, None)
    row_id = plans.kept.pop(client_id, None)
    if row_id is not None and not workspace.vault.is_only_read:
        begun_words.take_up(workspace.vault.caseload, (row_id,))


def begun_plan(workspace: Workspace, client_id: str) -> BegunPlan | None:
    """Return what is written of a client's next session; None where nothing is."""
    return begun_plans(workspace).get(client_id)


def begun_plans(workspace: Workspace) -> Mapping[str, BegunPlan]:
    """Return what is written and not planned, by the client, the first begun first."""
    return dict(_plans(workspace).begun)


def keep_plans_over_lock(vault: Vault) -> None:
    """Keep what is begun in the record that is about to be closed."""
    if not vault.is_open or vault.is_only_read:
        return
    for caseload_id, plans in _begun.get(vault, {}).items():
        caseload = vault.open_caseloads[caseload_id]
        begun_words.keep(
            caseload,
            [
                begun_words.begun(
                    caseload, vault.person.uid, begun_words.PLAN, client_id, asdict(plan)
                )
                for client_id, plan in plans.begun.items()
            ],
        )


def _plans(workspace: Workspace) -> _Plans:
    """Return the plans of the caseload in use; those of before the lock are read once."""
    of_vault = _begun.setdefault(workspace.vault, {})
    caseload_id = workspace.vault.caseload_id
    if caseload_id is None:
        return _Plans({}, {})
    if caseload_id not in of_vault:
        found = begun_words.of_person(workspace.vault.caseload, workspace.vault.person.uid)
        rows = {
            each.client_id: each
            for each in found
            if each.place == begun_words.PLAN and each.client_id
        }
        begun = {client_id: _read(row.words) for client_id, row in rows.items()}
        of_vault[caseload_id] = _Plans(
            begun, {client_id: row.id for client_id, row in rows.items()}
        )
    return of_vault[caseload_id]


def _read(words: str) -> BegunPlan:
    kept = json.loads(words)
    arrangement = BegunArrangement(**kept.pop("arrangement"))
    return BegunPlan(**kept, arrangement=arrangement)
