"""The programme from the command line.

    python -m programme --help

Without FOLDER the installed programme is meant. It ends with 0 when all is well, 1 when
something named is wrong, 2 on bad usage.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.authoring.folder_checks import problems_in
from programme.commands.diff_command import set_up_diff
from programme.commands.export_command import set_up_export
from programme.commands.keep_command import set_up_keep
from programme.commands.local_text_command import set_up_local_text
from programme.commands.new_command import set_up_new
from programme.commands.pack_command import set_up_pack
from programme.commands.texts_command import set_up_texts
from programme.definition.definition import Programme
from programme.errors import ProgrammeError
from programme.loading.library import installed, installed_folder, installed_list
from programme.loading.loading import load_programme, write_list
from programme.loading.translating import places_of, translation_problems
from session_forms.commands.reader_left import run_command
from session_forms.errors import FormError
from session_forms.files.toml_file import read_toml
from session_forms.library import library

NOT_HERE = "planned, not in this version"
INSTALLED = "the installed programme when left out"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return how it ended."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except (ProgrammeError, FormError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m programme", description="Programme content.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="the sessions of the course, one a line")
    listing.add_argument("folder", nargs="?", type=Path, help=INSTALLED)
    listing.set_defaults(command=_list)
    check = commands.add_parser("check", help="everything that is wrong in a programme's folder")
    check.add_argument("folder", nargs="?", type=Path, help=INSTALLED)
    check.add_argument("--texts", type=Path, metavar="FILE", help="a translation of it, instead")
    check.set_defaults(command=_check)
    set_up_diff(commands.add_parser("diff", help="what differs between two versions, in words"))
    set_up_export(commands.add_parser("export", help="print it as a FHIR R4 PlanDefinition"))
    set_up_new(commands.add_parser("new", help="a small programme, or a new session in one"))
    set_up_pack(commands.add_parser("pack", help="content as one file, ready to be signed"))
    set_up_local_text(commands.add_parser("local-text", help="work a template through, approve it"))
    set_up_texts(commands.add_parser("texts", help="files to translate the programme in"))
    set_up_keep(commands.add_parser("keep", help="write the installed version down, to raise it"))
    caching = commands.add_parser("cache", help="write down what was checked, to start sooner")
    caching.set_defaults(command=_cache)
    return parser


def _list(chosen: argparse.Namespace) -> int:
    for line in session_lines(_programme_in(chosen.folder)):
        print(line)
    return 0


def session_lines(programme: Programme) -> Iterator[str]:
    """Yield a line for each session of the course, its id first, whether it has a plan or not."""
    for phase in programme.phases:
        for session in phase.sessions:
            plan = programme.session_plans.get(session.id)
            state = f"{plan.minutes} minutes, {plan.status}" if plan else NOT_HERE
            yield f"{session.id}  {session.title}  ({state})"


def _check(chosen: argparse.Namespace) -> int:
    if chosen.texts:
        return _check_texts(chosen.texts, _programme_in(chosen.folder))
    root: Traversable = chosen.folder or installed_folder()
    problems = problems_in(root, library.installed())
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("The programme is in order.")
    return 1 if problems else 0


def _check_texts(path: Path, programme: Programme) -> int:
    problems = list(translation_problems(read_toml(path), places_of([programme])))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("The translation fits the programme.")
    return 1 if problems else 0


def _programme_in(folder: Path | None) -> Programme:
    return load_programme(folder, library.installed()) if folder else installed()


def _cache(_chosen: argparse.Namespace) -> int:
    write_list(installed_folder(), installed_list(), library.installed())
    return 0


if __name__ == "__main__":
    sys.exit(run_command(main))
