"""A hand-over that was closed, on a real display: no way to the desktop without the passphrase."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.display.application import SERVICE, Application, the_product, wait_until
from tests.support.display.displays import Display, a_display, middle_of
from tests.support.display.person import Person, says, says_in
from tests.support.processes.leaving import WORDS
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app.commands import FormPage
from therapist_app.workflows.entering.access_scope import remember_place

PIN = "482913"
LOOKS, A_MOMENT = 10, 0.1
LEAST_LOOKS, BETWEEN_LOOKS = 50, 0.002
OTHER_WAYS = (
    says("Practise with invented clients", "button"),
    says("New here? Join this service", "button"),
)
CLOSINGS = ("alt+F4", "ctrl+q", "ctrl+w", "alt+space", "Escape", "super+d")


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Application, tuple[int, ...]]]:
    """The product at the form of a client, in a real service, with the passphrase to be typed.

    With it the middle of the desktop as it is before any window covers it.
    """
    home = tmp_path / "laptop"
    with service_in(home / SERVICE, WORDS) as work:
        approve_all(work)
        client = work.add_client()
        work.tell_limits(client)
        remember_place(work.workspace.vault, FormPage(client.id, "phq-9"))
    with a_display(tmp_path) as display:
        with middle_of(display) as look:
            desktop = look()
        with the_product(display, home) as application:
            yield application, desktop


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
def watching(display: Display) -> Iterator[list[tuple[int, ...]]]:
    """Look at the middle of the display again and again."""
    seen: list[tuple[int, ...]] = []
    over = threading.Event()

    def watch(look: Callable[[], tuple[int, ...]]) -> None:
        while not over.wait(BETWEEN_LOOKS):
            seen.append(look())

    with middle_of(display) as look:
        watcher = threading.Thread(target=watch, args=(look,))
        watcher.start()
        try:
            yield seen
        finally:
            over.set()
            watcher.join()


def test_a_client_who_closes_a_hand_over_gets_to_no_desktop_and_no_practice(
    held: tuple[Application, tuple[int, ...]],
) -> None:
    application, desktop = held
    person = Person(application, "mouse")
    person.arrive("unlock")
    assert all(person.sees(each) for each in OTHER_WAYS)
    unlock(person)
    person.arrive("form")
    hand_over(person)

    with watching(person.display) as seen_while_held:
        close_it(person)

    wait_until(lambda: fills_the_screen(application), "the locked window")
    wait_until(lambda: any(each["active"] for each in application.ask("windows")), "its keyboard")
    wait_until(lambda: stays_in_front(person), "it to be in front, whatever the window before does")
    locked = application.pid
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
    assert (application.pid, application.is_running) == (locked, True)
    assert person.page() == "unlock"
    unlock(person)
    person.arrive("client")
    assert not fills_the_screen(application)
    left = application.pid
    with watching(person.display) as seen:
        person.key("ctrl+l")
        application.follow()
        person.arrive("unlock")
    wait_until(lambda: not Path(f"/proc/{left}/exe").exists(), "what kept the window to end")
    assert not fills_the_screen(application)
    assert all(person.sees(each) for each in OTHER_WAYS)
    person.key("alt+F4")
    wait_until(lambda: not application.is_running, "the product to end")
    with middle_of(person.display) as look:
        wait_until(lambda: look() == desktop, "the desktop to be seen")
    assert min(len(seen), len(seen_while_held)) > LEAST_LOOKS
    assert [each for each in (*seen_while_held, *seen) if each == desktop] == []
    assert application.trouble == []
