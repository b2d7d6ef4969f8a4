"""Who is heard on a real bus, and who is not; logind and screen savers are stood in for."""

import subprocess

import pytest

from tests.support.processes.buses import (
    LOCKS,
    LOGIN,
    SHUTS_DOWN,
    SLEEPS,
    WAKES,
    Bus,
    Voice,
    changed,
    private_bus,
)
from therapist_app.shell.bus.listening import BUS, BUS_PATH, SCREENS, Buses, listen

OTHER_SESSION = "/org/freedesktop/login1/session/_32"
PATHS = ("/ScreenSaver", "/org/freedesktop/ScreenSaver")


class Room:
    """A bus with logind on it, and somebody who listens."""

    def __init__(self, bus: Bus, login: Voice) -> None:
        self.bus, self.login = bus, login
        self.listening = listen(Buses(bus.address, bus.address))
        self.asked = [login.hears(), login.hears()]

    def locks(self) -> bool:
        """Whether anything that was said up to now locks."""
        for ear in self.listening._ears:  # an answer of the bus comes after all that it sent before
            assert ear.connection.ask(BUS, BUS_PATH, f"{BUS}.GetId")
        return self.listening.hears_lock()


@pytest.fixture(scope="module")
def bus(tmp_path_factory):
    with private_bus(tmp_path_factory.mktemp("bus")) as bus:
        yield bus


@pytest.fixture(scope="module")
def login(bus):
    return bus.speaker(LOGIN)


@pytest.fixture(scope="module")
def savers(bus):
    return bus.speaker(*SCREENS)


@pytest.fixture(scope="module")
def stranger(bus):
    return bus.speaker("org.example.Stranger")


@pytest.fixture
def room(bus, login):
    room = Room(bus, login)
    yield room
    room.listening.end()
    assert login.hears() == "released"


# Acceptance C56
def test_sleep_locks_and_is_asked_to_wait(room):
    assert not room.locks()

    room.login.says(SLEEPS)

    assert room.locks()
    assert room.listening.delays_sleep
    assert room.asked == [
        ["GetSession", "auto"],
        ["Inhibit", "sleep:shutdown", "Sessions", "Closing before sleep or shutdown", "delay"],
    ]


def test_shutting_down_locks_and_a_shutdown_that_was_called_off_does_not(room):
    room.login.says((*SHUTS_DOWN[:3], False))
    assert not room.locks()

    room.login.says(SHUTS_DOWN)

    assert room.locks()


def test_waking_does_not_lock(room):
    room.login.says(WAKES)

    assert not room.locks()


# Acceptance C56
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", PATHS)
def test_the_lock_of_a_screen_locks_wherever_it_is_said(room, savers, screen, path):
    savers.says((path, screen, "ActiveChanged", False))
    assert not room.locks()

    savers.says((path, screen, "ActiveChanged", True))

    assert room.locks()


# Acceptance C56
@pytest.mark.parametrize(
    "signal",
    [changed("Active", value=False), changed("LockedHint", value=True), LOCKS],
    ids=["left", "locked", "asked"],
)
def test_it_locks_when_our_session_is_left_locked_or_asked_to(room, signal):
    room.login.says(signal)

    assert room.locks()


@pytest.mark.parametrize(
    "signal",
    [
        changed("Active", value=True),
        changed("LockedHint", value=False),
        changed("IdleHint", value=True),
        changed("IdleSinceHint", value=1),
        changed("Active", value=False, session=OTHER_SESSION),
        (OTHER_SESSION, *LOCKS[1:]),
        (*SLEEPS[:3], "true"),
        SLEEPS[:3],
        (*changed("Active", value=False)[:4], "Active", ["no table"]),
    ],
)
def test_nothing_else_that_logind_says_locks(room, signal):
    room.login.says(signal)

    assert not room.locks()


# Acceptance C56
def test_a_stranger_is_not_heard_whatever_they_say(room, stranger):
    stranger.says(SLEEPS)
    stranger.says(SHUTS_DOWN)
    stranger.says(LOCKS)
    stranger.says(changed("Active", value=False))
    for screen in SCREENS:
        stranger.says((PATHS[0], screen, "ActiveChanged", True))

    assert not room.locks()


# Acceptance C56
def test_a_stranger_is_not_heard_when_they_speak_to_us_alone(room, stranger):
    for ear in room.listening._ears:
        stranger.says(SLEEPS, to=ear.connection.name)

    assert not room.locks()


def test_what_logind_says_to_us_alone_of_another_session_does_not_lock(room):
    for ear in room.listening._ears:
        room.login.says((OTHER_SESSION, *LOCKS[1:]), to=ear.connection.name)

    assert not room.locks()


def test_a_screen_saver_that_starts_later_is_heard_and_one_that_ended_is_not(tmp_path):
    with private_bus(tmp_path) as bus:
        login = bus.speaker(LOGIN)
        room = Room(bus, login)
        later = bus.speaker(SCREENS[0])

        later.says((PATHS[0], SCREENS[0], "ActiveChanged", True))

        assert room.locks()
        later.gives_up(SCREENS[0])
        later.says((PATHS[0], SCREENS[0], "ActiveChanged", True))
        assert not room.locks()
        room.listening.end()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "unix:", "unix:strange"])
def test_without_a_bus_nothing_is_heard_and_nothing_said(capfd, address):
    listening = listen(Buses(address, address))

    assert listening.descriptors == ()
    assert not listening.delays_sleep
    assert not listening.hears_lock()
    listening.end()
    assert capfd.readouterr() == ("", "")


def test_without_the_library_there_is_no_bus(monkeypatch, bus):
    monkeypatch.setattr("therapist_app.shell.bus.bus_connection.LIBRARY", "libnowhere.so.0")

    assert listen(Buses(bus.address, bus.address)).descriptors == ()


def test_without_logind_none_is_started_and_sleep_does_not_wait(tmp_path, capfd):
    with private_bus(tmp_path) as bus:
        listening = listen(Buses(bus.address, bus.address))

        assert len(listening.descriptors) == 2
        assert not listening.delays_sleep
        listening.end()
    assert capfd.readouterr() == ("", "")


def test_the_delay_of_sleep_is_not_passed_on_to_processes_that_we_start(room):
    assert room.listening.delays_sleep

    with subprocess.Popen(["sleep", "60"], close_fds=False) as child:
        room.listening.end()
        assert room.login.hears() == "released"
        child.kill()

    room.listening = listen(Buses(room.bus.address, room.bus.address))
    assert [room.login.hears()[0], room.login.hears()[0]] == ["GetSession", "Inhibit"]
