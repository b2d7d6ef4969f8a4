"""Starts the application: ``python -m therapist_app``."""

import argparse
import builtins
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from therapist_app import __version__
from therapist_app.destination import HELD
from therapist_app.hygiene.fitness import Refused, check_display, check_qt
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.paths import places
from therapist_app.terminal.command_line import FAILED, OneSentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; return the exit code: 0, 1 when it failed, 2 when misused."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["record"]:
        return _look_after_record(given[1:])
    asked = _parser().parse_args(given)
    try:
        check_qt()
        if asked.command != "demo":
            check_display()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return FAILED
    harden()
    stay_offline()
    if asked.command == "demo":
        from therapist_app.demo.running import run_demo

        return run_demo(asked.out, clients=asked.clients, seed=asked.seed, show=asked.show)
    if asked.command == "preview":
        from therapist_app.preview import preview

        return preview(asked.kind, asked.id, asked.programme)
    gc.disable()  # nothing of the start is rubbish yet; `go_on` turns it on behind the window
    import_plainly()
    from therapist_app import bootstrap

    return bootstrap.run(
        places(asked.home), practice=asked.practice, arguments=given, held=asked.held
    )


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


def _parser() -> OneSentence:
    parser = OneSentence(prog="therapist_app", description="Guides therapists, offline.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--home", type=Path, help="keep everything under this folder")
    parser.add_argument("--practice", action="store_true", help="begin with invented clients")
    parser.add_argument(HELD, action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", parser_class=OneSentence)
    demo = commands.add_parser("demo", help="run the demonstration")
    demo.add_argument("--out", type=Path, required=True, help="where its files go")
    demo.add_argument("--clients", type=_several, default=40, help="how many invented clients")
    demo.add_argument("--seed", type=int, default=1, help="the same seed, the same demonstration")
    demo.add_argument("--show", action="store_true", help="end with the window open")
    commands.add_parser(
        "record", help="check the record, back it up, put a backup back, or save what can be read"
    )
    preview = commands.add_parser("preview", help="look at a form or session as it will appear")
    preview.add_argument("kind", choices=("form", "session"))
    preview.add_argument("id", help="such as phq-9, a file being written, or S01")
    preview.add_argument("--programme", type=Path, metavar="FOLDER", help="one being written")
    return parser


def _several(words: str) -> int:
    count = int(words)
    if count < 1:
        raise argparse.ArgumentTypeError("at least one client is needed")
    return count


if __name__ == "__main__":
    sys.exit(main())
