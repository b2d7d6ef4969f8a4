"""A first session held by a program that knows only names, roles and actions.

No key, no mouse, no picture: what a person does with a voice, a switch or a braille display. The
service is one of practice, so that its passphrase stands in its field: no program may write one.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_forms.library.library import installed
from tests.support.assistive.assistant import assisted
from tests.support.assistive.doer import Doer, Given
from tests.support.display.application import Application, the_product
from tests.support.display.displays import a_display
from tests.support.workflows.workspaces import workspace_for
from therapist_app.paths import FOLDER
from therapist_app.practice.setting_up import PRACTICE_PERSON, PRACTICE_WORDS, new_practice
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.clock_and_random import SeededClock, seeded_sources, system_sources
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

PHQ_9: dict[str, Given] = {
    "q1": 1,
    "q2": 0,
    "q3": 2,
    "q4": 3,
    "q5": 1,
    "q6": 0,
    "q7": 1,
    "q8": 0,
    "q9": 2,
    "difficulty": 1,
}


class Desk:
    """The product, somebody who works with it over the bus, and its record."""

    def __init__(
        self, application: Application, person: Doer, folder: Path, uid: str, client_id: str
    ) -> None:
        self.application, self.person, self.client_id = application, person, client_id
        self._folder, self._uid = folder, uid

    def record(self) -> Vault:
        """Lock, and open what was kept."""
        self.person.press("Lock")
        self.application.follow()
        self.person.await_("Unlock", "button")
        words = bytearray(PRACTICE_WORDS.encode())
        return unlock(self._folder, self._uid, words, practice=True, sources=system_sources())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "laptop"
    folder = home / "data" / FOLDER / "practice"
    folder.parent.mkdir(parents=True)
    morning = SeededClock(datetime.now(UTC).replace(hour=0, minute=1))
    with new_practice(folder, PRACTICE_PERSON, seeded_sources(5, morning)) as vault:
        newcomer = NewClient(anonymity="code_only", age_band="25-34")
        client = add_client(workspace_for(vault), newcomer)
        uid = vault.person.uid
    with (
        a_display(tmp_path) as display,
        assisted(display) as (seen, start),
        the_product(seen, home, "--practice") as application,
    ):
        yield Desk(application, Doer(start()), folder, uid, client.id)


def begin_session(person: Doer) -> None:
    """Sign in, open the only client, start the first session."""
    person.press("Unlock")
    person.await_("Today")
    person.go_to("Clients")
    table = person.await_("Clients", "table")
    cell = person.assistant.find("table cell", within=table)
    person.assistant.act(cell)
    person.press("Start session")
    person.await_("Step 1 of")


def fill_in_phq_9(person: Doer) -> None:
    """Fill the measure in together, with thoughts of death in its ninth question."""
    person.press("Measures: ")
    person.press("Fill in together: PHQ-9")
    person.await_("0 of 10 answered")
    person.answer(installed().latest("phq-9"), PHQ_9)
    person.await_("10 of 10 answered")
    person.press("Finish")
    person.await_("An alert is open")


def answer_alert(person: Doer) -> None:
    """Answer the alert: what was done, who was told, what was decided, when to meet."""
    person.press("Answer it")
    person.tick("Supervisor told the same day")
    person.tick("Next contact agreed")
    person.write("Who was told, or is to be told", "The supervisor")
    person.write("When", "Today")
    person.write("Facts and decision", FACTS)
    person.choose("Next contact", at=1)
    person.press("Give a reason")
    person.write("Why something stays open", REASON)
    person.press("Record the answer")
    person.await_("Question 9 is 2")


def kept_answers(vault: Vault, client_id: str, form_id: str) -> dict[str, object]:
    """Return the answers of a finished form, as the record holds them."""
    kept = filled_forms.latest(vault.caseload, client_id, form_id, finished=True)
    assert kept is not None
    answers: dict[str, object] = json.loads(kept.answers)
    return answers


FACTS = "Asked directly. No plan was named. We agreed to meet again."
REASON = "The enquiry follows in this session."


def test_a_measure_answered_by_actions_is_in_the_record_with_its_alert(desk: Desk) -> None:
    begin_session(desk.person)
    fill_in_phq_9(desk.person)
    answer_alert(desk.person)

    with desk.record() as vault:
        assert kept_answers(vault, desk.client_id, "phq-9") == PHQ_9
        (alert,) = alerts.for_client(vault.caseload, desk.client_id)
        assert alert.acknowledgement is not None
        assert alert.acknowledgement.facts == FACTS
    assert desk.application.trouble == []
