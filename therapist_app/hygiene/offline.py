"""No connection, ever: Python is refused each socket, and on Linux the kernel refuses the rest."""

import sys

from therapist_app.hygiene.socket_filter import refuse_in_kernel


class Offline(Exception):
    """Something tried to use a network connection, which this application never has."""


def stay_offline() -> None:
    """Refuse every socket that Python code might open, for as long as the process lives.

    Native libraries are refused every socket that could leave this machine, where the kernel
    can be asked to; processes that we start are refused as well.
    """
    sys.addaudithook(_refuse_sockets)
    refuse_in_kernel()


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise Offline("This application works without any network connection.")
