"""Where the buses are, by what an environment says."""

import pytest

from therapist_app.shell.bus.listening import SYSTEM_BUS, Buses, buses_of


def test_the_environment_says_where_the_buses_are():
    said = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/a", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/b"}

    assert buses_of(said) == Buses(system="unix:path=/a", session="unix:path=/b")


def test_where_it_does_not_they_are_where_they_usually_are():
    assert buses_of({"XDG_RUNTIME_DIR": "/run/user/7"}) == Buses(
        SYSTEM_BUS, "unix:path=/run/user/7/bus"
    )


def test_without_a_desktop_there_is_no_bus_of_one():
    assert buses_of({}).session == ""


# Acceptance D70
@pytest.mark.parametrize(
    "address",
    [
        "tcp:host=127.0.0.1,port=1",
        "autolaunch:",
        "unixexec:path=/bin/true",
        "unix:path=/a;tcp:host=localhost",
        "nonce-tcp:host=localhost",
    ],
)
def test_a_bus_over_a_network_or_a_program_to_start_is_left_alone(address):
    said = {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}

    assert buses_of(said) == Buses(system="", session="")
