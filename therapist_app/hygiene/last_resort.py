"""What nobody caught, and what libraries say: logged by kind and place, never by its words.

An exception's own text might hold what somebody said; so might a warning of a library.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from typing_extensions import override

LOG = logging.getLogger("sessions")
INTERRUPTED = 130


class WordlessFormatter(logging.Formatter):
    """Writes our own lines as they are, and of other people's only the level and the place."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return one line without arguments, traceback or stack."""
        if record.name == LOG.name:
            return record.getMessage()
        return f"{record.levelname} in {record.name}, {record.module}:{record.lineno}"


def install_hooks(report: Callable[[BaseException, str], None]) -> None:
    """Log what nobody caught by its kind and place alone, and hand the same to `report`.

    `report` is called on the thread of the error.
    """

    def main_hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        tell(error, describe(kind, trace))

    def thread_hook(hook_args: threading.ExceptHookArgs) -> None:
        words = f"{describe(hook_args.exc_type, hook_args.exc_traceback)}, in a thread"
        tell(hook_args.exc_value or hook_args.exc_type(), words)

    def unraisable_hook(unraisable: "sys.UnraisableHookArgs") -> None:
        LOG.error("%s, ignored", describe(unraisable.exc_type, unraisable.exc_traceback))

    def tell(error: BaseException, words: str) -> None:
        LOG.error("%s", words)
        try:
            report(error, words)
        except BaseException as second:  # noqa: BLE001 - Python would write both out, in words
            LOG.error(  # noqa: TRY400 - with its traceback come its words
                "%s, while telling it", describe(type(second), second.__traceback__)
            )

    sys.excepthook = main_hook
    threading.excepthook = thread_hook
    sys.unraisablehook = unraisable_hook
    quieten_libraries()


def quieten_libraries() -> None:
    """Let no library's log line, warning or broken log call reach the terminal in its words."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(WordlessFormatter())
    logging.lastResort = handler
    logging.raiseExceptions = False
    warnings.showwarning = _show_warning


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the kind of an error and where it came from, and nothing that it says."""
    places: list[str] = []
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        places.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{kind.__name__} at {places[-1] if places else 'an unknown place'}"


def log_qt_message(kind: object, context: object, words: str) -> None:
    """Log that Qt complained and where; what it says only for a developer who asked for it."""
    name = getattr(kind, "name", "message")
    LOG.warning("Qt: %s in %s", name, getattr(context, "category", None) or "default")
    LOG.debug("Qt: %s", words)


def _show_warning(  # noqa: PLR0917 - the shape is the library's
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    module = filename.replace("\\", "/").rpartition("/")[2]
    LOG.warning("%s at %s:%d", category.__name__, module, lineno)
