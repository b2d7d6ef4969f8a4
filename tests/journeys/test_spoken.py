"""What Orca says on five ways, from the first word to the last: golden text, to be read aloud.

Keys alone lead through them; nothing is looked at. Each way stands in `tests/golden/spoken` for
the version of Orca that it was taken from: another version says the same in other words.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.first_month.measures import LAST, PIN
from tests.support.assistive.listener import Clinic, Listener, listening, noon, sign_in
from tests.support.display.application import (
    wait_until,
)
from tests.support.display.first_steps import WORDS
from tests.support.display.holding_sessions import SOME
from tests.support.display.person import like, of_type, says, says_in
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from tests.support.workflows.clinics_ready import approve_all, hours_ago, service_in
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Outcomes
from therapist_app.paths import places
from therapist_app.workflows.sessions.holding_a_session import end_session, go_to_step


def go_to_client(listener: Listener, code: str) -> None:
    """Find a client by code, with a search that is one key away."""
    listener.keys("ctrl+f")
    listener.types(code, "a code", until="found:")
    listener.keys("Return")
    listener.person.arrive("client")
    listener.hears("the client has come")


def begin(listener: Listener) -> None:
    """Sign in, and begin a session."""
    sign_in(listener)
    listener.keys("Tab")
    go_to_client(listener, listener.codes["new"])
    listener.keys("Return")
    listener.person.arrive("session")
    listener.hears("the session has come")
    listener.keys("Tab", "ctrl+Return", "Tab", "F9", "F9")


def measure(listener: Listener) -> None:
    """Hand a measure to the client, who fills it in, and take it back."""
    sign_in(listener)
    person = listener.person
    go_to_client(listener, listener.codes["begun"])
    listener.keys("Return")
    person.arrive("session")
    listener.hears("the session has come")
    listener.press(says_in("button", "Hand over", "button").nth(0), "Hand over")
    listener.keys("Down", "Return")
    person.arrive("hand_over")
    listener.hears("the page to hand over has come")
    listener.types(PIN, "a PIN")
    listener.keys("Tab")
    listener.types(PIN, "the PIN again")
    listener.keys("ctrl+Return")
    wait_until(lambda: person.sees(of_type("QuestionWidget")), "the client's turn")
    listener.hears("the client's turn has come")
    listener.keys("2", "ctrl+Return", "ctrl+Return")
    for _each in range(7):
        listener.keys("2", "ctrl+Return")
    listener.keys("3", "ctrl+Return", "1", "ctrl+Return")
    wait_until(lambda: person.sees(LAST), "the last page")
    listener.hears("the last page has come")
    listener.press(says("Give the laptop back", "button"), "I am finished")
    listener.types(PIN, "the PIN")
    listener.keys("Return")
    wait_until(lambda: person.page() not in {"", "hand_over"}, "the therapist's turn")
    listener.hears("the therapist's turn has come")


def alert(listener: Listener) -> None:
    """Answer the alert that is open."""
    sign_in(listener)
    person = listener.person
    go_to_client(listener, listener.codes["alarmed"])
    listener.press(like(r"Answer (it|the alert).*", "button").nth(0), "Answer it")
    person.arrive("alert")
    listener.hears("the alert has come")
    listener.keys("Tab", "Tab", "Tab", "ctrl+Return")


def note(listener: Listener) -> None:
    """Write the note of a session that broke off, and sign it."""
    sign_in(listener)
    person = listener.person
    go_to_client(listener, listener.codes["ended"])
    listener.keys("Return")
    person.arrive("close")
    listener.hears("the close has come")
    listener.keys("Tab", "Tab", "Tab", "ctrl+Return", "Return")  # asks about 0 minutes first
    listener.keys("ctrl+Return", "Return")


def report(listener: Listener) -> None:
    """Ask for a report on a service that is too small for one."""
    sign_in(listener)
    person = listener.person
    person.key(place_keys(Outcomes))
    listener.hears("the key of Outcomes")
    person.arrive("outcomes")
    listener.hears("Outcomes have come")
    listener.keys("Tab", "space", "Tab", "space", "ctrl+Return")
    for each in ("&Recipient", "What it is for"):
        person.choose(says(each, "choice"), like(SOME, "item").nth(0))
    listener.forgets()
    listener.press(says("Show preview", "button"), "Show preview")


WAYS = {each.__name__: each for each in (begin, measure, alert, note, report)}


@pytest.fixture(scope="module")
def clinic(
    tmp_path_factory: pytest.TempPathFactory,
) -> Clinic:
    """A service of one person that has all it needs, with clients at whom each way begins."""
    home, now = tmp_path_factory.mktemp("clinic"), noon()
    with service_in(places(home).service, WORDS, now) as work:
        approve_all(work)
        return Clinic(home, now, _clients(work))


def _clients(work: Workplace) -> dict[str, str]:
    clients = {each: work.add_client() for each in ("new", "begun", "alarmed", "ended")}
    begun = work.start(clients["begun"], "S01")
    work.tell_limits(clients["begun"], begun)
    go_to_step(work.workspace, begun, "safety-check")  # at which the measures are given
    work.fill(clients["alarmed"], "phq-9", {"q9": 2}, work.start(clients["alarmed"], "S01"))
    end_session(work.workspace, work.start(clients["ended"], "S01"), "broken_off")
    return {each: client.code for each, client in clients.items()}


@pytest.fixture
def listener(clinic: Clinic, tmp_path: Path) -> Iterator[Listener]:
    with listening(clinic, tmp_path) as listens:
        yield listens


def test_a_service_of_the_tests_was_made_on_the_day_on_which_it_is_opened():
    for hour in range(24):
        now = noon().replace(hour=hour, minute=30)
        made = hours_ago(now)
        assert (made.astimezone().date(), made <= now) == (now.date(), True)


@beyond("test_another_program_finds_presses_and_writes_by_names_alone")
@pytest.mark.parametrize("way", WAYS)
def test_what_orca_says_on_a_way(
    way: str, listener: Listener, golden: Callable[[str, str], None]
) -> None:
    WAYS[way](listener)

    said = "\n".join(listener.lines) + "\n"
    assert "layered pane" not in said
    assert "&" not in said
    assert listener.silent == []
    golden(f"spoken/{way}.txt", said)
