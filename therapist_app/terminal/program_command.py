"""What the program itself can be asked for: a window, a demonstration, a preview.

It loads where somebody asked in other words than those that a window is started with
(`therapist_app.__main__.window_asked`): making this parser takes the time of a painted page.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from therapist_app import __version__
from therapist_app.destination import DUE, HELD, LOCKED_BY
from therapist_app.terminal.command_line import OneSentence


def parse(given: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for; `command` is None for the window."""
    return _parser().parse_args(given)


def _parser() -> OneSentence:
    parser = OneSentence(prog="sessions", description="Guides therapists, offline.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--home", type=Path, help="keep everything under this folder")
    parser.add_argument("--practice", action="store_true", help="begin with invented clients")
    parser.add_argument(HELD, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(DUE, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(LOCKED_BY, default="", metavar="UID", help=argparse.SUPPRESS)
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
