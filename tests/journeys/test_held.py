"""A hand-over that was closed, on a real display: no way to the desktop without the passphrase."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.display.application import SERVICE, Application, the_product, wait_until
from tests.support.display.displays import Display, a_display
from tests.support.display.person import Person, says, says_in
from tests.support.processes.leaving import WORDS
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app.commands import FormPage
from therapist_app.workflows.entering.access_scope import remember_place

PIN = "482913"
LOOKS, A_MOMENT = 10, 0.1
LEAST_LOOKS = 3
"""Each is a process of its own: how many there are while it locks is the machine's."""
OTHER_WAYS = (
    says("Practise with invented clients", "button"),
    says("New here? Join this service", "button"),
)
CLOSINGS = ("alt+F4", "ctrl+q", "ctrl+w", "alt+space", "Escape", "super+d")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """The product at the form of a client, in a real service, with the passphrase to be typed."""
    home = tmp_path / "laptop"
    with service_in(home / SERVICE, WORDS) as work:
        approve_all(work)
        client = work.add_client()
        work.tell_limits(client)
        remember_place(work.workspace.vault, FormPage(client.id, "phq-9"))
    with a_display(tmp_path) as display, the_product(display, home) as application:
        yield application


def unlock(person: Person) -> None:
    person.write(says("&Passphrase", "field"), WORDS)
    person.key("Return")


def hand_over(person: Person) -> None:
    person.press(says_in("button", "Hand over", "button"))
    person.arrive("hand_over")
    person.write(says("PIN to get the laptop back", "field"), PIN)
    person.write(says("The same PIN again", "field"), PIN)
    person.press(says("Hand over now", "button"))
    wait_until(lambda: fills_the_screen(person.application), "the client's side")


def fills_the_screen(application: Application) -> bool:
    shown = [each for each in application.ask("windows") if not each["modal"]]
    return [each["full_screen"] for each in shown] == [True]


def stays_in_front(person: Person) -> bool:
    """Whether the locked window fills the screen and can be typed into, each time it is seen."""
    for _look in range(LOOKS):
        [field] = person.look(says("&Passphrase", "field"))
        shown = person.application.ask("windows")
        if not (field["on_top"] and [each["active"] for each in shown] == [True]):
            return False
        time.sleep(A_MOMENT)
    return fills_the_screen(person.application)


def close_it(person: Person) -> None:
    """Close the window as a client might, and find the locked one in its place."""
    left = person.application.pid
    person.key("alt+F4")
    person.application.follow()
    person.arrive("unlock")
    assert person.application.ended_well(left)


@contextmanager
def watching_windows(display: Display) -> Iterator[list[str]]:
    """Look again and again which windows of the product lie before the desktop."""
    seen: list[str] = []
    over = threading.Event()

    def look() -> None:
        search = ("xdotool", "search", "--onlyvisible", "--name", "^Sessions$")
        while not over.is_set():
            found = subprocess.run(
                search, env=display.environment, check=False, capture_output=True
            )
            if not found.stderr:  # a window that goes while it is looked for
                seen.append(found.stdout.decode().strip())

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        over.set()
        watch.join()


def test_a_client_who_closes_a_hand_over_gets_to_no_desktop_and_no_practice(
    application: Application,
) -> None:
    person = Person(application, "mouse")
    person.arrive("unlock")
    assert all(person.sees(each) for each in OTHER_WAYS)
    unlock(person)
    person.arrive("form")
    hand_over(person)

    with watching_windows(person.display) as seen:
        close_it(person)

    assert len(seen) > LEAST_LOOKS
    # Between the hand-over and the locked window no desktop is seen; a look that finds none takes
    # one window after the other, and may fall between one that goes and one that comes.
    assert all(this or following for this, following in pairwise(seen))
    wait_until(lambda: fills_the_screen(application), "the locked window")
    wait_until(lambda: any(each["active"] for each in application.ask("windows")), "its keyboard")
    wait_until(lambda: stays_in_front(person), "it to be in front, whatever the window before does")
    held = application.pid
    person.see(
        says(
            "It was locked while a client had the laptop. It fills the screen and does not "
            "close until somebody signs in. For anything else, restart the laptop.",
            "words",
        )
    )
    assert not any(person.sees(each) for each in OTHER_WAYS)
    for each in CLOSINGS:
        person.display.do("key", "--clearmodifiers", each)
    wait_until(lambda: stays_in_front(person), "the window to be in front again, and stay")
    assert (application.pid, application.is_running) == (held, True)
    assert person.page() == "unlock"
    unlock(person)
    person.arrive("client")
    assert not fills_the_screen(application)
    left = application.pid
    with watching_windows(person.display) as seen:
        person.key("ctrl+l")
        application.follow()
        person.arrive("unlock")
    assert len(seen) > LEAST_LOOKS
    assert all(seen)  # whoever looks sees no desktop between the page and the locked window
    wait_until(lambda: not Path(f"/proc/{left}/exe").exists(), "what kept the window to end")
    assert not fills_the_screen(application)
    assert all(person.sees(each) for each in OTHER_WAYS)
    person.key("alt+F4")
    wait_until(lambda: not application.is_running, "the product to end")
    assert application.trouble == []
