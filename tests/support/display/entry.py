"""The product as ``python -m therapist_app`` runs it, with a clock to move and questions answered.

``python -m tests.support.display.entry PLACE ARGUMENTS``: what is asked and noted stands under
PLACE. Nothing here presses anything, and nothing of the product knows that it is here; no bundle
holds it.
"""

import faulthandler
import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from tests.support.display.answering import Answering
from tests.support.display.moved_clock import move_clock
from tests.support.display.notes import Notes
from tests.support.processes.workless import follow
from therapist_app import __main__ as product
from therapist_app import starting

ENTRY = "tests.support.display.entry"
GRAVE = frozenset({"QtWarningMsg", "QtCriticalMsg", "QtFatalMsg"})


class Again:
    """Stands for `QProcess` where the product leaves: the fresh process is watched as well."""

    place = Path()
    notes: Notes

    @classmethod
    def startDetached(  # noqa: N802 - the name is Qt's
        cls, program: str, arguments: Sequence[str]
    ) -> bool:
        cls.notes.note("left")
        at = list(arguments).index("therapist_app")
        again = [*arguments[:at], ENTRY, str(cls.place), *arguments[at + 1 :]]
        return bool(QProcess.startDetached(program, again))


def watch(place: Path) -> Notes:
    """Take the places where the product can be watched, before it starts."""
    notes = Notes(place / str(os.getpid()))
    follow()
    move_clock(place / "clock")
    Again.place, Again.notes = place, notes
    notes.tell_stacks_when_asked()
    _replace(QtCore, "QProcess", Again)  # where `leaving` takes it from
    _replace(starting, "log_qt_message", _noting_qt(notes, starting.log_qt_message))
    _replace(starting, "install_hooks", _noting_errors(notes, starting.install_hooks))
    _replace(starting, "make_application", _answering(notes, starting.make_application))
    return notes


def _replace(module: object, name: str, stands_in: object) -> None:
    assert hasattr(module, name)
    setattr(module, name, stands_in)


def _noting_qt(notes: Notes, really: Callable[..., None]) -> Callable[..., None]:
    def noted(kind: Any, context: object, words: str) -> None:
        if kind.name in GRAVE:
            notes.note("qt", words)
        really(kind, context, words)

    return noted


def _noting_errors(notes: Notes, really: Callable[..., None]) -> Callable[..., None]:
    def install(report: Callable[[BaseException, str], None]) -> None:
        really(report)
        main, thread, ignored = sys.excepthook, threading.excepthook, sys.unraisablehook

        def main_hook(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            notes.note("error", "".join(traceback.format_exception(kind, error, trace)))
            main(kind, error, trace)

        def thread_hook(told: threading.ExceptHookArgs) -> None:
            words = traceback.format_exception(told.exc_type, told.exc_value, told.exc_traceback)
            notes.note("error", "".join(words))
            thread(told)

        def ignored_hook(told: "sys.UnraisableHookArgs") -> None:
            words = traceback.format_exception(told.exc_type, told.exc_value, told.exc_traceback)
            notes.note("error", "".join(words))
            ignored(told)

        sys.excepthook, threading.excepthook = main_hook, thread_hook
        sys.unraisablehook = ignored_hook
        faulthandler.enable(notes.crash)  # the product turned it off: it prints paths

    return install


def _answering(notes: Notes, really: Callable[[], QApplication]) -> Callable[[], QApplication]:
    answering: list[Answering] = []

    def make() -> QApplication:
        app = really()
        if not answering:
            answering.append(Answering(notes.folder, app))
        return app

    return make


def main(place: str, *given: str) -> int:
    """Run the product, watched; return its exit code."""
    notes = watch(Path(place))
    code = product.main(given)
    notes.note("ended", str(code))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
