"""The command that makes a new programme, or a new session in one."""

import argparse
from pathlib import Path
from shlex import quote

from programme.authoring.new_files import make_course, write_new, write_text
from programme.authoring.new_session import NewSession, additions
from programme.loading.loading import read_checked
from programme.source_files.content import ContentFolder
from programme.source_files.sources import PROGRAMME
from session_forms.library import library


def set_up_new(new: argparse.ArgumentParser) -> None:
    """Say what the command `new` takes and does."""
    new.add_argument("folder", type=Path, metavar="FOLDER", help="where it stands, or will")
    new.add_argument("--session", metavar="ID", help="add a session of this id, as S21")
    new.add_argument("--module", metavar="ID", help="the module of that session, as M03")
    new.add_argument("--title", metavar="TEXT", default="", help="its title, if it is not planned")
    new.set_defaults(command=lambda chosen: _new(new, chosen))


def _new(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> int:
    folder: Path = chosen.folder
    if bool(chosen.session) != bool(chosen.module) or (chosen.title and not chosen.session):
        parser.error("a session needs --session and --module, and --title belongs to them")
    if chosen.session:
        _add_session(folder, NewSession(chosen.session, chosen.module, chosen.title))
    else:
        make_course(folder)
        print(f"Made a programme in {_shown(str(folder))}.")
    print(f"Now write, and look with: python -m programme check {_shown(quote(str(folder)))}")
    return 0


def _add_session(folder: Path, wanted: NewSession) -> None:
    content = ContentFolder(folder)
    source = read_checked(content, library.installed())
    if content.problems:
        raise content.problems[0]
    assert source is not None
    paths = (PROGRAMME, *(module.path for module in source.modules))
    added = additions(source, {path: content.text(path) for path in paths}, wanted)
    write_new(folder, added.new)
    for path, text in added.changed.items():
        write_text(folder, path, text)
    for path in (*added.new, *added.changed):
        print("wrote", path)


def _shown(text: str) -> str:
    """Return a path with what no terminal can show spelled out."""
    return text.encode(errors="backslashreplace").decode()
