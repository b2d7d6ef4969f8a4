"""Answers to alerts that are begun and not recorded: kept until they are, over a lock as well.

While the record is open they wait in memory, where a form that the alert names may be filled in
meanwhile. When it locks or closes they are kept with the other words that were begun.
"""

import json
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any
from weakref import WeakKeyDictionary

from typing_extensions import override

from therapist_app.record.clients import begun_words
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.model import Acknowledgement, BegunWords
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.workspace import Workspace

ANSWER = "answer to alert "
"""What the place begins with under which one is kept; the id of the alert follows."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as a person has written it.

    Attributes:
        is_to_tell: Whether somebody is still to be told, who is named as `told`.
        tell_by: Until when they are told, as an ISO date; empty before it is chosen.
        before: What was written before an earlier answer was taken over.
        how_changed: How the answer that opened it came to be changed; empty before it is chosen.

    """

    answer: Acknowledgement
    is_to_tell: bool = False
    tell_by: str = ""
    before: "Written | None" = None
    how_changed: str = ""


class BegunAnswers(MutableMapping[str, Written]):
    """What is begun in one caseload, by the id of the alert; `kept` are its rows in the record."""

    def __init__(self, begun: dict[str, Written], kept: dict[str, str]) -> None:
        self._begun = begun
        self.kept = kept

    @override
    def __getitem__(self, alert_id: str) -> Written:
        return self._begun[alert_id]

    @override
    def __setitem__(self, alert_id: str, written: Written) -> None:
        self._begun[alert_id] = written

    @override
    def __delitem__(self, alert_id: str) -> None:
        del self._begun[alert_id]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._begun)

    @override
    def __len__(self) -> int:
        return len(self._begun)


_begun: WeakKeyDictionary[Vault, dict[str, BegunAnswers]] = WeakKeyDictionary()


def begun_answers(vault: Vault) -> BegunAnswers:
    """Return what is begun in the caseload in use; what was kept over a lock is read once."""
    of_vault, caseload_id = _begun.setdefault(vault, {}), vault.caseload_id
    if caseload_id is None:
        return BegunAnswers({}, {})
    if caseload_id not in of_vault:
        found = begun_words.of_person(vault.caseload, vault.person.uid)
        rows = {each.place.removeprefix(ANSWER): each for each in found if _is_answer(each)}
        of_vault[caseload_id] = BegunAnswers(
            {alert_id: _read(json.loads(row.words)) for alert_id, row in rows.items()},
            {alert_id: row.id for alert_id, row in rows.items()},
        )
    return of_vault[caseload_id]


def is_answering(workspace: Workspace) -> bool:
    """Return whether an answer to an alert that is still open is begun in the caseload in use."""
    vault = workspace.vault
    if not vault.is_open or vault.caseload_id is None:
        return False
    with suppress(KnownRecordError):
        begun = begun_answers(vault)
        return bool(begun) and any(each.id in begun for each in open_alerts(workspace))
    return False


def keep_answers_over_lock(vault: Vault) -> None:
    """Keep what is begun in the record that is about to be closed, and let go what is no more."""
    if not vault.is_open or vault.is_only_read:
        return
    for caseload_id, answers in _begun.get(vault, {}).items():
        caseload = vault.open_caseloads[caseload_id]
        rows = []
        for alert_id, written in answers.items():
            client_id = begun_words.client_behind(caseload, (alert_id,))
            place, words = ANSWER + alert_id, asdict(written)
            rows.append(begun_words.begun(caseload, vault.person.uid, place, client_id, words))
        begun_words.keep(caseload, rows)
        gone = [row for alert_id, row in answers.kept.items() if alert_id not in answers]
        begun_words.take_up(caseload, gone)


def _is_answer(row: BegunWords) -> bool:
    return row.place.startswith(ANSWER)


def _read(kept: dict[str, Any]) -> Written:
    answer: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept["answer"].items()
    }
    before = kept["before"]
    return Written(
        answer=Acknowledgement(**answer),
        is_to_tell=kept["is_to_tell"],
        tell_by=kept["tell_by"],
        before=_read(before) if before is not None else None,
        how_changed=kept["how_changed"],
    )
