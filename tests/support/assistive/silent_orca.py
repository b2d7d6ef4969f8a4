"""Orca without a voice: what it would say is written to a file; run by the system's own Python.

``/usr/bin/python3 silent_orca.py FILE``: Orca itself, from where Debian puts it. The client of the
speech server is another one, which keeps each utterance as a line of FILE; and Orca hears what
happened once the product has come to rest, which it is told by a line, and answers once all of it
was said. How busy the machine is then changes nothing of what it says, nor the order.
"""

import html
import os
import re
import sys
import types
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - only after its version was named

ORCA = Path("/usr/bin/orca")
MARK = re.compile("<[^>]*>")
UTTERED = (225, [], [])


class Client:
    """What Orca takes for the speech server."""

    file = None

    def __init__(self, *_given, **_named):
        pass

    def speak(self, text, callback=None, event_types=None):
        """Write an utterance down, and say at once that it was spoken."""
        del event_types
        self._keep(text)
        if callback is not None:
            callback("end")
        return UTTERED

    def char(self, said):
        """Write down a character that is spoken by its name."""
        self._keep(said)

    def key(self, said):
        """Write down a key that is spoken by its name."""
        self._keep(said)

    def list_synthesis_voices(self, *_given):
        """Return the one voice."""
        return (("silent", "en", "none"),)

    def list_output_modules(self):
        """Return the one module."""
        return ("silent",)

    def get_output_module(self):
        """Return the module."""
        return "silent"

    def get_rate(self):
        """Return how fast it speaks."""
        return 50

    def get_pitch(self):
        """Return how high it speaks."""
        return 0

    def get_volume(self):
        """Return how loud it speaks."""
        return 0

    def __getattr__(self, _name):
        return lambda *_given, **_named: None

    def _keep(self, said):
        plain = html.unescape(MARK.sub("", str(said)))
        Client.file.write(" ".join(plain.split()) + "\n")


class Turns:
    """Lets Orca hear what happened when it is told so, from the first time on."""

    def __init__(self, managing):
        self._real = managing.EventManager._dequeue_object_event
        self._manager = managing.get_manager()
        self._is_held = False
        managing.EventManager._dequeue_object_event = self._dequeue
        managing.time = Clock()
        self._clock = managing.time
        GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, self._told)

    def _dequeue(self, manager):
        if not self._is_held:
            return self._real(manager)
        manager._gidle_id = 0
        return False

    def _told(self, source, _condition):
        if not os.read(source, 1 << 10):
            os._exit(0)
        self._is_held = True
        _meet_all()
        GLib.idle_add(self._hear, priority=GLib.PRIORITY_LOW)
        return True

    def _hear(self):
        """Hear what has come, and answer once nothing more does."""
        if self._manager._event_queue.empty():
            self._clock.turn()
            sys.__stdout__.write("said\n")
            sys.__stdout__.flush()
            return False
        while not self._manager._event_queue.empty():
            self._real(self._manager)
        return True


class Clock:
    """The time for whoever passes over what follows too soon: none, but from turn to turn."""

    def __init__(self):
        self._turns = 0

    def time(self):
        """Return a time that stands still until the next turn."""
        return float(self._turns)

    def turn(self):
        """Let a second go by."""
        self._turns += 1


def _meet_all():
    """Ask each application that Qt drew, whose answer comes after all that it told before."""
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        try:
            application = desktop.get_child_at_index(at)
            if application is not None and application.get_toolkit_name() == "Qt":
                getattr(application, "clear_cache_single", application.clear_cache)()
                application.get_child_count()
        except GLib.Error:
            continue  # it ended


def words(*names):
    """Return a class that has these names, each for its word."""
    return type("Words", (), {each: each.lower() for each in names})


def main(file):
    """Be Orca."""
    Client.file = Path(file).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115 - for good
    server = types.ModuleType("speechd")
    server.SSIPClient = server.Client = Client
    server.PunctuationMode = words("ALL", "SOME", "NONE", "MOST")
    server.CallbackType = words("BEGIN", "CANCEL", "END", "INDEX_MARK", "PAUSE", "RESUME")
    server.Priority = words("IMPORTANT", "MESSAGE", "TEXT", "NOTIFICATION", "PROGRESS")
    server.DataMode = words("TEXT", "SSML")
    server.Scope = words("SELF", "ALL")
    wrong = type("SSIPError", (Exception,), {})
    server.SSIPError = server.SSIPCommandError = wrong
    server.SSIPCommunicationError = server.SpawnError = wrong
    sys.modules["speechd"] = server
    sys.argv = [str(ORCA)]
    program = {"__name__": "orca_program", "__file__": str(ORCA)}
    exec(compile(ORCA.read_text("utf-8"), str(ORCA), "exec"), program)
    program["setProcessName"] = lambda _name: False  # or another Orca would take it for its own
    program["otherOrcas"] = list  # that of the person who runs the tests is left alone

    from orca import event_manager  # which must know the silent server

    Turns(event_manager)
    program["main"]()


if __name__ == "__main__":
    main(sys.argv[1])
