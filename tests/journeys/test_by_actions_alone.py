"""A first session held by a program that knows only names, roles and actions.

No key, no mouse, no picture: what a person does with a voice, a switch or a braille display. The
service is one of practice, so that its passphrase stands in its field: no program may write one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from programme.loading.library import installed as installed_programme
from session_forms.library.library import installed
from tests.support.assistive.assistant import assisted
from tests.support.assistive.doer import Doer, Given
from tests.support.display.application import Application, the_product, wait_until
from tests.support.display.displays import a_display
from tests.support.sampling import beyond
from tests.support.workflows.workspaces import workspace_for
from therapist_app.paths import FOLDER
from therapist_app.practice.setting_up import PRACTICE_PERSON, PRACTICE_WORDS, new_practice
from therapist_app.record.clients import (
    alerts,
    appointments,
    fidelity,
    filled_forms,
    signatures,
)
from therapist_app.record.clock_and_random import SeededClock, seeded_sources, system_sources
from therapist_app.record.model import Alert
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

LIMITS: dict[str, Given] = {
    "explained_before_disclosure": True,
    "teach_back": True,
    "client_words": "What I say stays here, unless a child is in danger.",
    "who_is_told_and_how": "You tell me first.",
}
AGREEMENT: dict[str, Given] = {
    "purpose_explained": True,
    "voluntary": True,
    "record_keeping_explained": True,
    "anonymity_mode": "code_only",
    "pseudonymised_use": "agreed",
}
SAFETY: dict[str, Given] = {
    "mood": 6,
    "self_harm_thoughts": "none",
    "events_since": ("none",),
    "substance_use_change": False,
    "contact_with_children_changed": False,
    "worry_about_acting": 0,
    "concern_for_identifiable_child": False,
}
FEEDBACK: dict[str, Given] = {
    "felt_respected": 9,
    "worked_on_what_matters": 8,
    "way_of_working_fits": 10,
    "useful_today": 0,
    "change_next_time": "More time.",
}
STEPS: tuple[tuple[str, dict[str, Given]], ...] = (
    ("limits", LIMITS),
    ("agreement", AGREEMENT),
    ("", {}),
    ("risk-check", SAFETY),
    ("", {}),
    ("agreement", {"signed": True}),
    ("session-feedback", FEEDBACK),
)
"""The form of each step after the welcome, and what is answered in it."""
LEFT = (
    "1 measure is not filled in yet",
    *(f"{each} measures are not filled in" for each in (2, 3)),
)
"""How it is said once which measures a step would be done without."""
RATED = {"S01-1": "2", "S01-2": "1", "S01-3": "2", "S01-4": "0", "S01-5": "na"}
RATING_WORDS = {"2": "Done", "1": "Partly", "0": "Not done", "na": "Not applicable"}
NOT_APPLICABLE = "The client wrote, nobody spoke."
FACTS = "Asked directly. No plan was named. We agreed to meet again."
REASON = "The enquiry follows in this session."
ASKED = "How do we go on after such a week?"
CHANGED = "Thoughts of death were named; an alert was answered."


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
        self.person.await_("Sign in", "button")
        words = bytearray(PRACTICE_WORDS.encode())
        return unlock(self._folder, self._uid, words, practice=True, sources=system_sources())


@contextmanager
def a_desk(place: Path) -> Iterator[Desk]:
    home = place / "laptop"
    folder = home / "data" / FOLDER / "practice"
    folder.parent.mkdir(parents=True)
    now = datetime.now(UTC)
    morning = SeededClock(min(now, now.replace(hour=0, minute=1)))
    with new_practice(folder, PRACTICE_PERSON, seeded_sources(5, morning)) as vault:
        newcomer = NewClient(anonymity="code_only", age_band="25-34")
        client = add_client(workspace_for(vault), newcomer)
        uid = vault.person.uid
    with a_display(place) as display, assisted(display) as (seen, start):
        person = Doer(start())
        person.assistant.listen()  # before, as a screen reader does: Qt asks who does as it starts
        with the_product(seen, home, "--practice") as application:
            yield Desk(application, person, folder, uid, client.id)


@dataclass(frozen=True)
class Morning:
    """A measure was answered, which opened an alert: what was heard, and what was kept."""

    began: list[str]
    answered: list[str]
    locked: list[str]
    kept: dict[str, object]
    alerts: list[Alert]
    trouble: list[str]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    with a_desk(tmp_path_factory.mktemp("desk")) as desk:
        person, heard = desk.person, desk.person.assistant
        begin_session(person)
        began = heard.announced()
        fill_in_phq_9(person)
        answered = heard.announced()
        with desk.record() as vault:
            return Morning(
                began,
                answered,
                heard.announced(),
                kept_answers(vault, desk.client_id, "phq-9"),
                [*alerts.for_client(vault.caseload, desk.client_id)],
                desk.application.trouble,
            )


def begin_session(person: Doer) -> None:
    """Sign in, open the only client, start the first session."""
    person.press("Sign in")
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
    person.await_("Correct, with a reason")  # the line on the form says that an alert is open too


def answer_alert(person: Doer) -> None:
    """Answer the alert: what was done, who was told, what was decided, when to meet."""
    person.press("Answer the alert")
    person.tick("Supervisor told the same day")
    person.tick("Next contact agreed")
    person.write("Who was told, or is to be told", "The supervisor")
    person.write("When", f"{datetime.now().astimezone():%d %m %Y}")
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


def in_json(answers: dict[str, Given]) -> object:
    """Return answers as JSON keeps them."""
    return json.loads(json.dumps(answers))


def hold_steps(person: Doer) -> None:
    """Go through the steps after the welcome; what may stay open stays open."""
    for number, (form_id, answers) in enumerate(STEPS, start=2):
        person.await_(f"Step {number} of")
        if form_id == "limits":
            person.take_first("Which local text did we read?")
        if form_id:
            person.answer(installed().latest(form_id), answers)
        step_done(person, number)
    person.press("Close the session")


def step_done(person: Doer, number: int) -> None:
    def has_moved_on() -> bool:
        return not person.sees(f"Step {number} of") or person.sees("Close the session")

    person.press("Step done")
    asks = ("You may leave", *LEFT)
    wait_until(lambda: has_moved_on() or any(map(person.sees, asks)), f"{number} to end")
    if not has_moved_on():
        person.press("Step done")
        wait_until(has_moved_on, f"step {number} to be left")


def close_and_sign(person: Doer) -> None:
    """Rate the session, say how it ended, write the note, sign it."""
    person.take("Finished")
    for item in installed_programme().session_plan("S01").fidelity:
        person.take(f"{item.text}: {RATING_WORDS[RATED[item.id]]}")
    person.write("Why it does not apply", NOT_APPLICABLE)
    person.choose("How you met", "By video")
    person.write("Minutes", "50")
    person.write("What changed for anybody's safety, and what was done?", CHANGED)
    person.tick("Should this go to supervision?")
    person.write("What should be asked there?", ASKED)
    person.press("Sign the note")
    person.press("Back to the client")
    person.take_from_menu("Record", "Data rights")
    person.await_("Record a decision", "button")


def test_a_measure_answered_by_actions_is_in_the_record_with_its_alert(morning: Morning) -> None:
    assert morning.kept == PHQ_9
    assert [each.acknowledgement for each in morning.alerts] == [None]
    assert morning.trouble == []


@beyond(test_a_measure_answered_by_actions_is_in_the_record_with_its_alert)
def test_a_first_session_held_by_actions_is_in_the_record(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        hold_a_first_session(desk)


def hold_a_first_session(desk: Desk) -> None:
    person = desk.person
    begin_session(person)
    fill_in_phq_9(person)
    answer_alert(person)
    person.press("Back")
    step_done(person, 1)
    hold_steps(person)
    close_and_sign(person)

    with desk.record() as vault:
        caseload = vault.caseload
        (alert,) = alerts.for_client(caseload, desk.client_id)
        assert alert.acknowledgement is not None
        assert alert.acknowledgement.facts == FACTS
        (met,) = appointments.for_client(caseload, desk.client_id)
        for form_id, answers in {
            "phq-9": PHQ_9,
            "limits": LIMITS,
            "agreement": AGREEMENT | {"signed": True},
            "risk-check": SAFETY,
            "session-feedback": FEEDBACK,
        }.items():
            kept = kept_answers(vault, desk.client_id, form_id)
            assert {each: kept[each] for each in answers} == in_json(answers), form_id
        ratings = fidelity.for_appointment(caseload, met.id)
        assert {each.item_id: each.rating for each in ratings} == RATED
        assert [each.reason for each in ratings if each.rating == "na"] == [NOT_APPLICABLE]
        note = kept_answers(vault, desk.client_id, "session-note")
        assert note["mode"] == "video"
        assert note["risk_changes"] == CHANGED
        assert note["supervision_flag"] is True
        assert signatures.for_appointment(caseload, met.id)
    assert desk.application.trouble == []


def test_each_arrival_an_alert_and_what_was_kept_are_heard_on_the_bus(morning: Morning) -> None:
    """What a screen reader is told, in its order, from signing in until it is locked."""
    began, locked = list(morning.began), morning.locked
    if began[0].endswith("Enter signs in."):  # of the page itself, on a busy machine
        del began[0]
    if began[1].startswith("It is still opening."):  # said after three seconds, on a busy machine
        del began[1]

    assert began[0] == "Signing in …"
    assert began[1].startswith("Sessions is open. Today. ")
    assert began[2].startswith("Clients. ")
    assert began[3].startswith("Client page. Client ")
    assert began[-1].startswith("Session 1, Welcome")
    [form, opened, kept] = morning.answered
    assert form.startswith("Patient Health Questionnaire (PHQ-9). Client ")
    assert form.endswith("Ctrl+Enter: Finish.")
    assert opened.startswith("Alert opened, level act. ")
    assert "Saved. An alert is open. Score 10: " in kept
    assert locked[0] == "Locked."
    assert locked[-1].endswith("The passphrase of practice is filled in: Enter signs in.")
    assert morning.trouble == []
