"""A connection to a message bus, through the library that Qt itself brings in for it.

Calls go through ctypes and not through QtDBus: they let the window's thread go on while a bus
takes its time, which connecting by QtDBus from Python does not, and no thread of Qt's ever holds
an object of ours. See the manual of libdbus for each function.
"""

import ctypes
import math
import time
from collections.abc import Iterator
from ctypes import c_char_p, c_int, c_uint32, c_void_p
from typing import Any

BUS, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
LIBRARY = "libdbus-1.so.3"
FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "dbus_connection_open_private": (c_void_p, [c_char_p, c_void_p]),
    "dbus_connection_set_exit_on_disconnect": (None, [c_void_p, c_uint32]),
    "dbus_connection_get_unix_fd": (c_uint32, [c_void_p, c_void_p]),
    "dbus_connection_read_write": (c_uint32, [c_void_p, c_int]),
    "dbus_connection_pop_message": (c_void_p, [c_void_p]),
    "dbus_connection_send": (c_uint32, [c_void_p, c_void_p, c_void_p]),
    "dbus_connection_close": (None, [c_void_p]),
    "dbus_connection_unref": (None, [c_void_p]),
    "dbus_bus_add_match": (None, [c_void_p, c_char_p, c_void_p]),
    "dbus_message_new_method_call": (c_void_p, [c_char_p] * 4),
    "dbus_message_set_auto_start": (None, [c_void_p, c_uint32]),
    "dbus_message_get_type": (c_int, [c_void_p]),
    "dbus_message_get_reply_serial": (c_uint32, [c_void_p]),
    "dbus_message_get_sender": (c_char_p, [c_void_p]),
    "dbus_message_get_path": (c_char_p, [c_void_p]),
    "dbus_message_get_interface": (c_char_p, [c_void_p]),
    "dbus_message_get_member": (c_char_p, [c_void_p]),
    "dbus_message_unref": (None, [c_void_p]),
    "dbus_message_iter_init_append": (None, [c_void_p, c_void_p]),
    "dbus_message_iter_append_basic": (c_uint32, [c_void_p, c_int, c_void_p]),
    "dbus_message_iter_init": (c_uint32, [c_void_p, c_void_p]),
    "dbus_message_iter_get_arg_type": (c_int, [c_void_p]),
    "dbus_message_iter_get_basic": (None, [c_void_p, c_void_p]),
    "dbus_message_iter_recurse": (None, [c_void_p, c_void_p]),
    "dbus_message_iter_next": (c_uint32, [c_void_p]),
}
ANSWER, SIGNAL = 2, 4
PLACE_SIZE = 256  # more than any version of struct DBusMessageIter takes
PATIENCE = 5.0  # seconds
STRING, OBJECT_PATH, BOOLEAN, DESCRIPTOR, ARRAY, VARIANT, ENTRY = map(ord, "sobhave")


class Message:
    """A message while it is looked at."""

    def __init__(self, library: Any, pointer: int) -> None:  # noqa: ANN401 - a library of C
        self._library, self._pointer = library, pointer

    @property
    def kind(self) -> int:
        """What kind of message it is: `ANSWER`, `SIGNAL` or another."""
        return int(self._library.dbus_message_get_type(self._pointer))

    @property
    def sender(self) -> str:
        """Who says it, by the name that the bus gave them."""
        return self._text("sender")

    @property
    def path(self) -> str:
        """Of which object it is said."""
        return self._text("path")

    @property
    def name(self) -> str:
        """What is said, with its interface."""
        return f"{self._text('interface')}.{self._text('member')}"

    def carried(self) -> list[object]:
        """Return what it carries: texts, truths, open files, and lists and tables of them."""
        place = ctypes.create_string_buffer(PLACE_SIZE)
        self._library.dbus_message_iter_init(self._pointer, place)
        return list(self._values(place))

    def _text(self, part: str) -> str:
        said = getattr(self._library, f"dbus_message_get_{part}")(self._pointer)
        return "" if said is None else str(said, "utf-8")

    def _values(self, place: Any) -> Iterator[object]:  # noqa: ANN401
        while kind := self._library.dbus_message_iter_get_arg_type(place):
            yield self._value(place, kind)
            self._library.dbus_message_iter_next(place)

    def _value(self, place: Any, kind: int) -> object:  # noqa: ANN401
        if kind in (STRING, OBJECT_PATH):
            text = c_char_p()
            self._library.dbus_message_iter_get_basic(place, ctypes.byref(text))
            return str(text.value or b"", "utf-8")
        if kind in (BOOLEAN, DESCRIPTOR):
            number = c_int()
            self._library.dbus_message_iter_get_basic(place, ctypes.byref(number))
            return bool(number.value) if kind == BOOLEAN else number.value
        if kind not in (ARRAY, VARIANT, ENTRY):
            return None
        inside = ctypes.create_string_buffer(PLACE_SIZE)
        self._library.dbus_message_iter_recurse(place, inside)
        values = list(self._values(inside))
        return values[0] if kind == VARIANT else values


class Connection:
    """A connection to one bus, used by one thread at a time.

    Attributes:
        name: By what name the bus knows us, once it has greeted us.

    """

    def __init__(self, library: Any, pointer: int) -> None:  # noqa: ANN401
        self._library, self._pointer = library, pointer
        self._unheard: list[int] = []
        self.name = ""

    @property
    def descriptor(self) -> int:
        """What to wait at for the next message."""
        found = c_int(-1)
        self._library.dbus_connection_get_unix_fd(self._pointer, ctypes.byref(found))
        return found.value

    def attend(self, rule: str) -> None:
        """Ask the bus for the signals that a match rule describes; waits for nothing."""
        self._library.dbus_bus_add_match(self._pointer, rule.encode(), None)

    def ask(self, whom: str, path: str, what: str, *given: str) -> object:
        """Return the first thing that somebody answers, or nothing, after at most five seconds.

        Nobody is started to answer.
        """
        interface, _, method = what.rpartition(".")
        names = (each.encode() for each in (whom, path, interface, method))
        call = self._library.dbus_message_new_method_call(*names)
        self._library.dbus_message_set_auto_start(call, 0)
        place = ctypes.create_string_buffer(PLACE_SIZE)
        self._library.dbus_message_iter_init_append(call, place)
        for each in given:
            text = c_char_p(each.encode())
            self._library.dbus_message_iter_append_basic(place, STRING, ctypes.byref(text))
        serial = c_uint32()
        self._library.dbus_connection_send(self._pointer, call, ctypes.byref(serial))
        self._library.dbus_message_unref(call)
        return self._answer_to(serial.value)

    def heard(self) -> Iterator[Message]:
        """Yield what came in; waits for nothing."""
        self._library.dbus_connection_read_write(self._pointer, 0)
        self._unheard.extend(self._popped())
        while self._unheard:
            pointer = self._unheard.pop(0)
            yield Message(self._library, pointer)
            self._library.dbus_message_unref(pointer)

    def _answer_to(self, serial: int) -> object:
        """Return what an answer carries first, and keep what else comes in.

        The library's own call that waits for an answer has no limit while a bus does not greet.
        """
        give_up = time.monotonic() + PATIENCE
        answer = self._found(serial)
        while answer is None and (left := give_up - time.monotonic()) > 0:
            milliseconds = math.ceil(left * 1000)
            if not self._library.dbus_connection_read_write(self._pointer, milliseconds):
                return None
            answer = self._found(serial)
        if answer is None:
            return None
        message = Message(self._library, answer)
        said = message.carried() if message.kind == ANSWER else []
        self._library.dbus_message_unref(answer)
        return said[0] if said else None

    def _found(self, serial: int) -> int | None:
        for pointer in self._popped():
            if self._library.dbus_message_get_reply_serial(pointer) == serial:
                return pointer
            self._unheard.append(pointer)
        return None

    def _popped(self) -> Iterator[int]:
        while pointer := self._library.dbus_connection_pop_message(self._pointer):
            yield pointer

    def close(self) -> None:
        """Leave the bus."""
        self._library.dbus_connection_close(self._pointer)
        self._library.dbus_connection_unref(self._pointer)


def connect(address: str) -> Connection | None:
    """Return a connection of our own, or nothing where there is no bus; may wait for a while."""
    try:
        library = _library()
    except OSError:
        return None
    pointer = library.dbus_connection_open_private(address.encode(), None) if address else None
    if pointer is None:
        return None
    library.dbus_connection_set_exit_on_disconnect(pointer, 0)
    connection = Connection(library, pointer)
    name = connection.ask(BUS, BUS_PATH, f"{BUS}.Hello")
    if isinstance(name, str):
        connection.name = name
        return connection
    connection.close()
    return None


def _library() -> Any:  # noqa: ANN401
    library = ctypes.CDLL(LIBRARY)
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
