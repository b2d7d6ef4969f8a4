"""What Orca says on five ways, from the first word to the last: golden text, to be read aloud.

Keys alone lead through them; nothing is looked at. Each way stands in `tests/golden/spoken` for
the version of Orca that it was taken from: another version says the same in other words.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.first_month.measures import LAST, PIN
from tests.journeys.test_assistive import (
    test_another_program_finds_presses_and_writes_by_names_alone as the_sample,
)
from tests.support.assistive.assistant import assisted
from tests.support.assistive.orca import Orca, orca_on, version
from tests.support.display.application import (
    LONGEST_WAIT,
    LOOKS_EVERY,
    Application,
    the_product,
    wait_until,
)
from tests.support.display.displays import a_display
from tests.support.display.first_steps import WORDS
from tests.support.display.holding_sessions import SOME
from tests.support.display.person import ENTERED, Control, Person, like, of_type, says, says_in
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from tests.support.workflows.clinics_ready import approve_all, hours_ago, service_in
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Outcomes
from therapist_app.paths import places
from therapist_app.workflows.sessions.holding_a_session import end_session, go_to_step

ORCA = "Orca version 48.1"
VARIES = {
    r"\b[A-Z]\d-\d{3}\b": "CODE",
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}\b": "DAY",
    r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*( \d{4})?\b": "DAY",
    r"\b\d{1,2}:\d{2}\b": "TIME",
    r"\bGood (morning|afternoon|evening)\b": "GREETING",
}
"""What is drawn by chance or depends on the day, and what stands for it."""


WAITING = (
    "Signing in …",
    "It is being prepared …",
    r"Your clients are being counted for the quarter\.",
    r"Closing .+: your clients are being counted\.",
    r"It is still opening\..*",
    "This takes a moment …",
)
AGAIN = r".+ \N{EN DASH} Sessions( frame)?"
"""The title of the window, where the window manager gives the keyboard back after a menu."""
BESIDE = re.compile("|".join((r"\d+ percent\.", "dot", AGAIN, *WAITING)))
"""What the speed of the machine decides: how far a bar has come, and what is said of waiting, or
before what it is said; and each letter of a secret, as it may."""
LOOKS, APART = 3, 0.05
"""How often in a row the window must have had nothing to do, and how many seconds apart."""
OWN_TURNS = 4
"""Turns that the window takes to say so."""
KEY_LOST = 2.0
"""Seconds after which a key that was pressed comes up nowhere: the window that had it is gone."""


class Listener:
    """Presses keys, and writes down what Orca says after each."""

    def __init__(self, application: Application, orca: Orca, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.person = Person(application, "keyboard")
        self._orca = orca
        self.lines: list[str] = []
        self.silent: list[str] = []

    def hears(self, after: str) -> list[str]:
        """Write down what was said since the last time, under what was done."""
        self.lines.append(f"[{after}]")
        return self._goes_on()

    def _goes_on(self) -> list[str]:
        said = [_plain(each) for each in self._said() if not BESIDE.fullmatch(each)]
        self.lines += said
        return said

    def keys(self, *keys: str) -> None:
        """Press keys one after another, each heard to its end."""
        for each in keys:
            self._press(each)
            if not self.hears(each):
                self.silent.append(f"{each} after {self.lines[-2:]}")

    def _press(self, key: str) -> None:
        """Press a key, and wait until it came up where the keyboard is."""
        ask = self.person.application.ask
        before = ask("rest")["keys"]
        self.person.key(key)
        give_up = time.monotonic() + KEY_LOST
        while ask("rest")["keys"] == before and time.monotonic() < give_up:
            time.sleep(LOOKS_EVERY)

    def _said(self) -> list[str]:
        """Return what is said until the window has nothing to do, and no work is under way."""
        said: list[str] = []
        works = True
        while works:
            works = self._rests()
            said += self._orca.said()
        return said

    def _rests(self) -> bool:
        """Wait until the window has nothing to do; return whether work is under way then."""
        turns, looks, works = -OWN_TURNS, 0, False
        give_up = time.monotonic() + LONGEST_WAIT
        while looks < LOOKS:
            told = self.person.application.ask("rest")
            looks = looks + 1 if told["turns"] - turns <= OWN_TURNS else 0
            turns, works = told["turns"], told["works"]
            assert time.monotonic() < give_up, "the window never rests"
            time.sleep(APART)
        return bool(works)

    def forgets(self) -> None:
        """Leave out what was said on the way."""
        self._said()

    def press(self, control: Control, what: str) -> None:
        """Go to something with Tab and press it; what is said on the way is left out."""
        kind = self.person.see(control)["kind"]
        self.person.reach(control)
        self.forgets()
        self._press("Return" if kind in ENTERED else "space")
        self.hears(what)

    def types(self, words: str, what: str, until: str = "") -> None:
        """Type, and say in the text what it was instead of the words.

        `until` is said a moment after the last key, when nothing is under way any more.
        """
        self.person.type(words)
        said = " ".join(self.hears(what))
        give_up = time.monotonic() + LONGEST_WAIT
        while until not in said:
            assert time.monotonic() < give_up, f"{until} is not said"
            said = " ".join(self._goes_on())


def sign_in(listener: Listener) -> None:
    """From the unlock window to Today."""
    listener.person.arrive("unlock")
    listener.hears("the window opens")
    listener.types(WORDS, "the passphrase")
    listener.keys("Return")
    listener.person.arrive("today")
    listener.hears("Today has come")


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
    listener.press(says("I am finished: give it back", "button"), "I am finished")
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


class Clinic(NamedTuple):
    """A service in a home of its own, the time at which somebody comes, and the clients' codes."""

    home: Path
    now: datetime
    codes: dict[str, str]


def noon() -> datetime:
    """Return noon of today: whatever the hour, nothing falls due on the way."""
    return datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(scope="module")
def clinic(
    tmp_path_factory: pytest.TempPathFactory,
    derived_in_full: Callable[[], AbstractContextManager[None]],
) -> Clinic:
    """A service of one person that has all it needs, with clients at whom each way begins."""
    home, now = tmp_path_factory.mktemp("clinic"), noon()
    with derived_in_full(), service_in(places(home).service, WORDS, now) as work:
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
    assert version() == ORCA, "the golden text was taken from another version of Orca"
    home = tmp_path / "home"
    shutil.copytree(clinic.home, home)
    with ExitStack() as stack:
        display, _start = stack.enter_context(assisted(stack.enter_context(a_display(tmp_path))))
        orca = stack.enter_context(orca_on(display, tmp_path))
        product = the_product(
            display, home, "--home", str(home), ahead=clinic.now - datetime.now().astimezone()
        )
        application = stack.enter_context(product)
        yield Listener(application, orca, clinic.codes)
        display.picture(tmp_path / "end.png")
        assert application.trouble == []


def test_a_service_of_the_tests_was_made_on_the_day_on_which_it_is_opened():
    for hour in range(24):
        now = noon().replace(hour=hour, minute=30)
        made = hours_ago(now)
        assert (made.astimezone().date(), made <= now) == (now.date(), True)


@beyond(the_sample)
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


def _plain(said: str) -> str:
    for pattern, stands_in in VARIES.items():
        said = re.sub(pattern, stands_in, said)
    return said
