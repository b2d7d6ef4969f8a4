"""Where the message buses of a Linux desktop are."""

from collections.abc import Mapping
from dataclasses import dataclass

SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
"""Where the D-Bus specification has it, unless the environment says otherwise."""


@dataclass(frozen=True, slots=True)
class Buses:
    """The addresses of both buses; empty where there is none to listen to.

    Attributes:
        system: The machine's bus, on which it says that it will sleep.
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
