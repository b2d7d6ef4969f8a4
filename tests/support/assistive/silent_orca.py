"""Orca without a voice: what it would say is written to a file; run by the system's own Python.

``/usr/bin/python3 silent_orca.py FILE``: Orca itself, unchanged, from where Debian puts it; only
the client of the speech server is another one, which keeps each utterance as a line of FILE.
"""

import html
import re
import sys
import types
from pathlib import Path

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
    sys.argv = [str(ORCA), "--replace"]
    program = compile(ORCA.read_text("utf-8"), str(ORCA), "exec")
    exec(program, {"__name__": "__main__", "__file__": str(ORCA)})


if __name__ == "__main__":
    main(sys.argv[1])
