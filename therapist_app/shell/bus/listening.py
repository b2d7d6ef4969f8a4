"""What locks of all that is said on the message buses of a Linux desktop.

Who says what: logind, of systemd or elogind, in its manual page org.freedesktop.login1(5); the
screen savers of KDE, GNOME, Cinnamon, MATE and Xfce say `ActiveChanged`, each under its own name
and some at several paths. Only the owner of a name is heard under it: anybody on a bus can say
anything to anybody.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from therapist_app.shell.bus.bus_connection import (
    BUS,
    BUS_PATH,
    SIGNAL,
    Connection,
    Message,
    connect,
)

SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
"""Where the D-Bus specification has it, unless the environment says otherwise."""
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SESSION = f"{LOGIN}.Session"
SCREENS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
LOCKS_WHEN = {"Active": False, "LockedHint": True}
"""What our session says of itself when it is not in front any more, or locked."""
WHO, WHY = "Sessions", "Closing before sleep or shutdown"
"""What everybody on this machine can read: as little as the window's title."""

Carried = list[object]


@dataclass(frozen=True, slots=True)
class Buses:
    """The addresses of both buses; empty where there is none to listen to.

    Attributes:
        system: The machine's bus, on which it says that it will sleep or shut down.
        session: The bus of the desktop, on which it says that its screen is locked.

    """

    system: str = ""
    session: str = ""


def buses_of(environment: Mapping[str, str]) -> Buses:
    """Return the buses that an environment names, if they are sockets of this machine.

    An address may also name a network, or a program that is to be started; those are left alone.
    """
    folder = environment.get("XDG_RUNTIME_DIR")
    usual = f"unix:path={folder}/bus" if folder else ""
    return Buses(
        system=_local(environment.get("DBUS_SYSTEM_BUS_ADDRESS") or SYSTEM_BUS),
        session=_local(environment.get("DBUS_SESSION_BUS_ADDRESS") or usual),
    )


def _local(address: str) -> str:
    """Return an address, or nothing when one of its alternatives is no socket of this machine."""
    return address if all(each.startswith("unix:") for each in address.split(";")) else ""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that may be said: by whom, of what, and whether it locks.

    Attributes:
        by: The name that must be the speaker's own.
        name: What is said, with its interface.
        locks: Whether it locks, by what it carries.
        path: Of which object; of any where it is empty.

    """

    by: str
    name: str
    locks: Callable[[Carried], bool]
    path: str = ""

    @property
    def rule(self) -> str:
        """How the bus is asked for it."""
        interface, _, member = self.name.rpartition(".")
        where = f",path='{self.path}'" if self.path else ""
        return f"type='signal',sender='{self.by}',interface='{interface}',member='{member}'{where}"


def has_begun(carried: Carried) -> bool:
    """Whether sleep, a shutdown or a screen lock begins, rather than ends."""
    return carried[:1] == [True]


def whatever(_carried: Carried) -> bool:
    """Lock whatever is carried."""
    return True


def has_left(carried: Carried) -> bool:
    """Whether our session says that it is not in front any more, or locked."""
    match carried:
        case [str(of), list(properties), *_] if of == SESSION:
            return any(
                name in LOCKS_WHEN and value is LOCKS_WHEN[name] for name, value in properties
            )
    return False


class Ear:
    """Hears sayings on one bus, each from the owner of its name alone."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._sayings: list[Saying] = []
        self._owners: dict[str, object] = {}

    def attend(self, saying: Saying) -> None:
        """Hear one saying from now on."""
        self._sayings.append(saying)
        self.connection.attend(saying.rule)
        if saying.by not in self._owners:
            changes = Saying(BUS, f"{BUS}.NameOwnerChanged", whatever)
            self.connection.attend(f"{changes.rule},arg0='{saying.by}'")
            owner = self.connection.ask(BUS, BUS_PATH, f"{BUS}.GetNameOwner", saying.by)
            self._owners[saying.by] = owner

    def hears_lock(self) -> bool:
        """Look at all that came in, and return whether any of it locks."""
        locking = [self._locks(each) for each in self.connection.heard() if each.kind == SIGNAL]
        return any(locking)

    def _locks(self, message: Message) -> bool:
        if message.sender == BUS:
            if message.name == f"{BUS}.NameOwnerChanged":
                name, _before, owner = message.carried()
                self._owners[str(name)] = owner
            return False
        return any(
            each.name == message.name
            and each.path in ("", message.path)
            and (self._owners.get(each.by) or None) == message.sender
            and each.locks(message.carried())
            for each in self._sayings
        )


class Listening:
    """What is listened to on both buses, and the wish that sleep and shutdown should wait."""

    def __init__(self) -> None:
        self._ears: list[Ear] = []
        self._delay: int | None = None

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What to wait at."""
        return tuple(each.connection.descriptor for each in self._ears)

    @property
    def delays_sleep(self) -> bool:
        """Whether sleep and shutdown wait for us."""
        return self._delay is not None

    def hear_screens(self, connection: Connection) -> None:
        """Hear of it when the desktop locks its screen."""
        ear = Ear(connection)
        self._ears.append(ear)
        for name in SCREENS:
            ear.attend(Saying(name, f"{name}.ActiveChanged", has_begun))

    def hear_login(self, connection: Connection) -> None:
        """Hear of sleep, of a shutdown and of our session; then ask the first two to wait.

        In this order there is no moment at which they would wait and we would not hear of it.
        """
        ear = Ear(connection)
        self._ears.append(ear)
        manager = f"{LOGIN}.Manager"
        for ends in ("PrepareForSleep", "PrepareForShutdown"):
            ear.attend(Saying(LOGIN, f"{manager}.{ends}", has_begun, LOGIN_PATH))
        # Ours, or else the one of our desktop, whose programs may belong to none.
        session = connection.ask(LOGIN, LOGIN_PATH, f"{manager}.GetSession", "auto")
        if isinstance(session, str):
            changed = "org.freedesktop.DBus.Properties.PropertiesChanged"
            ear.attend(Saying(LOGIN, f"{SESSION}.Lock", whatever, session))
            ear.attend(Saying(LOGIN, changed, has_left, session))
        wish = ("sleep:shutdown", WHO, WHY, "delay")
        delay = connection.ask(LOGIN, LOGIN_PATH, f"{manager}.Inhibit", *wish)
        self._delay = delay if isinstance(delay, int) else None

    def hears_lock(self) -> bool:
        """Look at all that came in, and return whether any of it locks; waits for nothing."""
        locking = [each.hears_lock() for each in self._ears]
        return any(locking)

    def end(self) -> None:
        """Hear no more, and let the laptop sleep or shut down."""
        for each in self._ears:
            each.connection.close()
        if self._delay is not None:
            os.close(self._delay)
        self._ears, self._delay = [], None


def listen(buses: Buses) -> Listening:
    """Begin to listen on both buses, where there are any; may wait for them for a while."""
    listening = Listening()
    for address, hear in (
        (buses.session, listening.hear_screens),
        (buses.system, listening.hear_login),
    ):
        connection = connect(address)
        if connection is not None:
            hear(connection)
    return listening
