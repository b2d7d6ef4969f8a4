"""Starts the application: ``python -m therapist_app``."""

import builtins
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from therapist_app.destination import DUE, HELD, LOCKED_BY
from therapist_app.hygiene.fitness import Refused, check_display, check_qt, library_lacking, say
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.paths import places
from therapist_app.terminal.exit_codes import FAILED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; return the exit code: 0, 1 when it failed, 2 when misused."""
    try:
        return _start(sys.argv[1:] if arguments is None else list(arguments))
    except Exception as error:
        lacking = library_lacking(error) if isinstance(error, ImportError) else ""
        if not lacking and sys.stderr is not None:
            raise
        say(lacking or _not_started(error))
        return FAILED


def _not_started(error: Exception) -> str:
    """Return what is said where nobody can read more; an error's own words may tell of a path."""
    return (
        f"Sessions ended by a mistake in the program ({type(error).__name__}). What was written "
        "before is kept. Start it again; where that does not help, install it anew: your records "
        "stay as they are."
    )


def _start(given: list[str]) -> int:
    if given[:1] == ["record"]:
        return _look_after_record(given[1:])
    asked, window = None, window_asked(given)
    if window is None:
        from therapist_app.terminal.program_command import parse

        asked = parse(given)
        window = WindowAsked(asked.home, asked.practice, asked.held, asked.locked_by, asked.due)
    try:
        check_qt()
        if asked is None or asked.command != "demo":
            check_display()
    except Refused as refused:
        say(str(refused))
        return FAILED
    harden()
    stay_offline()
    if asked is not None and asked.command == "demo":
        from therapist_app.demo.running import run_demo

        return run_demo(asked.out, clients=asked.clients, seed=asked.seed, show=asked.show)
    if asked is not None and asked.command == "preview":
        from therapist_app.preview import preview

        return preview(asked.kind, asked.id, asked.programme)
    gc.disable()  # nothing of the start is rubbish yet; `go_on` turns it on behind the window
    import_plainly()
    from therapist_app import starting

    return starting.run(
        places(window.home),
        practice=window.practice,
        arguments=given,
        held=window.held,
        locked_by=window.locked_by,
        due=window.due,
    )


class WindowAsked(NamedTuple):
    """What a window is started with; `locked_by` is the uid of who locked the one before."""

    home: Path | None = None
    practice: bool = False
    held: bool = False
    locked_by: str = ""
    due: bool = False


def window_asked(given: Sequence[str]) -> WindowAsked | None:
    """Return what is asked for where words ask for a window and are spelt out in full.

    None for all else, also for what is wrong: the whole parser says of it what it thinks.
    """
    asked = WindowAsked()
    words = iter(given)
    for word in words:
        if word == "--home":
            folder = next(words, "-")
            if folder.startswith("-"):
                return None
            asked = asked._replace(home=Path(folder))
        elif word == "--practice":
            asked = asked._replace(practice=True)
        elif word == HELD:
            asked = asked._replace(held=True)
        elif word == DUE:
            asked = asked._replace(due=True)
        elif word == LOCKED_BY:
            uid = next(words, "-")
            if uid.startswith("-"):
                return None
            asked = asked._replace(locked_by=uid)
        else:
            return None
    return asked


def import_plainly() -> None:
    """Let Python import as ever, once Qt is there.

    Qt's binding puts itself in between and reads the source of each module, to see whether it
    spells Qt's names in another way, as none does here: 10 ms of the start, and more behind it.
    """
    import PySide6.QtCore  # noqa: F401 - it puts itself in between as it is imported

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _look_after_record(given: Sequence[str]) -> int:
    harden()
    stay_offline()
    from therapist_app.terminal import record_command

    return record_command.main(given)


if __name__ == "__main__":
    sys.exit(main())
