"""What Orca says to whoever adds a recipient and makes an export: golden text, to be read aloud.

Keys alone lead through both ways, in a real record; nothing is looked at.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from exports.package.sealing import new_age_key
from tests.support.assistive.listener import Clinic, Listener, listening, noon, sign_in
from tests.support.display.first_steps import CODE, WORDS
from tests.support.display.holding_sessions import SOME
from tests.support.display.person import like, named, of_type, says
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app.commands import Outcomes, Oversight, Review
from therapist_app.paths import places
from therapist_app.workflows.sessions.holding_a_session import end_session

PAGES = 6
"""Pages of a summary for supervision."""
VARIES = {
    r"\bR-\d{4}-\d{2}-[0-9A-F]{8}\b": "RELEASE",
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) "
    r"\d{4}\b": "MONTH",
    r"\b\d{5}\b": "GROUP",
    r"\b\d( \d){4}\b": "FIGURE BY FIGURE",
}
"""What depends on the day or is drawn by chance, and what stands for it."""


def go_to_outcomes(listener: Listener) -> None:
    """Sign in, and go to Outcomes by its key."""
    sign_in(listener)
    listener.person.key(place_keys(Outcomes))
    listener.person.arrive("outcomes")
    listener.hears("Outcomes have come")


def recipient(listener: Listener) -> None:
    """Add a recipient, compare their key, and say that it was compared."""
    go_to_outcomes(listener)
    person = listener.person
    listener.press(says("Show recipients and keys", "button"), "Show recipients and keys")
    person.arrive("recipients")
    listener.hears("the recipients have come")
    listener.press(says("Add a recipient", "button"), "Add a recipient")
    listener.keys("ctrl+Return")
    listener.types("Ministry of Health", "a name")
    listener.keys("Tab")
    listener.types("age1xyz", "what is no key")
    listener.keys("ctrl+Return", "ctrl+Return", "ctrl+a")
    listener.types(new_age_key()[0], "a key")
    listener.keys("ctrl+Return", "Down", "Down", "Up", "Tab", "space", "ctrl+Return", "Tab", "Tab")


def export(listener: Listener) -> None:
    """Make a summary for the lead, page by page, save it, and look at Review and Oversight."""
    go_to_outcomes(listener)
    person, folder = listener.person, listener.person.application.home / "stick"
    folder.mkdir()
    listener.keys("Down")
    person.choose(says("Client in the summary", "choice"), like(CODE, "item").nth(0))
    for each in ("&Recipient", "What it is for"):
        person.choose(says(each, "choice"), like(SOME, "item").nth(0))
    listener.forgets()
    listener.press(says("Show preview", "button"), "Show preview")
    listener.keys(*["Return"] * (PAGES - 1), "ctrl+Return")
    person.key("Return")
    person.write(named("fileNameEdit"), str(folder))
    listener.forgets()
    person.key("Return")
    person.wait_gone(of_type("QFileDialog"))
    listener.hears("a folder was chosen")
    listener.keys("Tab", "Tab")
    person.key(place_keys(Review))
    person.arrive("review")
    listener.hears("Received reports has come")
    listener.keys("Tab", "Tab")
    person.key(place_keys(Oversight))
    person.arrive("oversight")
    listener.hears("Oversight has come")
    listener.keys("Tab", "Tab", "Tab")


WAYS = {each.__name__: each for each in (recipient, export)}


@pytest.fixture(scope="module")
def clinic(
    tmp_path_factory: pytest.TempPathFactory,
) -> Clinic:
    """A service of one person, with a client who agreed to figures and held a session."""
    home, now = tmp_path_factory.mktemp("clinic"), noon()
    with service_in(places(home).service, WORDS, now) as work:
        approve_all(work)
        client = work.add_client()
        session = work.start(client, "S01")
        work.fill(client, "phq-9", {f"q{each}": int(each < 9) for each in range(1, 10)}, session)
        work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, session)
        end_session(work.workspace, session, "finished")
        return Clinic(home, now, {"reported": client.code})


@pytest.fixture
def listener(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    with listening(clinic, tmp_path_factory.mktemp("listening")) as listens:
        yield listens


@beyond("test_another_program_finds_presses_and_writes_by_names_alone")
@pytest.mark.parametrize("way", WAYS)
def test_what_orca_says_to_whoever_makes_an_export(
    way: str, listener: Listener, golden: Callable[[str, str], None]
) -> None:
    WAYS[way](listener)

    said = "\n".join(listener.lines) + "\n"
    for pattern, stands_in in VARIES.items():
        said = re.sub(pattern, stands_in, said)
    assert "&" not in said
    assert listener.silent == []
    golden(f"spoken/{way}.txt", said)
