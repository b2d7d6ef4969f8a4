"""The forms from the command line: list, check, cache, score, import, export."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

from session_forms.answers import answers_from_json
from session_forms.commands.checks import CheckReport, check_files, check_folder, check_reference
from session_forms.commands.exchange_command import set_up_export, set_up_import
from session_forms.commands.reader_left import run_command
from session_forms.errors import FormError, InvalidAnswers
from session_forms.files.checked_files import CHECKED, checked_text
from session_forms.form.definition import FormDefinition
from session_forms.library.library import definition_files, definitions, installed
from session_forms.reference.jurisdictions import jurisdiction_files, jurisdiction_folder
from session_forms.scoring.scoring import ScoreResult, score_form

MOST_BYTES_IN_LINE = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 with a sentence for each problem on standard error."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Iterator[str]] = chosen.command
    found = False
    try:
        for problem in command(chosen):
            found = True
            print(_printable(problem), file=sys.stderr)
    except FormError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m session_forms", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="print the id of each form, one a line")
    listing.set_defaults(command=_list)
    checking = commands.add_parser("check", help="check definition files, by default all")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE")
    checking.set_defaults(command=_check)
    caching = commands.add_parser("cache", help="write down what was checked, to start sooner")
    caching.set_defaults(command=_cache)
    scoring = commands.add_parser(
        "score", help="read answers as one JSON object a line, print scores the same way"
    )
    scoring.add_argument("form", metavar="FORM-ID")
    scoring.set_defaults(command=_score)
    importing = commands.add_parser("import", help="make a definition file of another format")
    set_up_import(importing)
    exporting = commands.add_parser("export", help="print a form or answers to it as FHIR R4")
    set_up_export(exporting)
    return parser


def _list(_chosen: argparse.Namespace) -> Iterator[str]:
    for form_id in installed().ids():
        print(form_id)
    yield from ()


def _check(chosen: argparse.Namespace) -> Iterator[str]:
    for report in _reports(chosen.files):
        faulty = {problem.file for problem in report.problems}
        for name in report.checked:
            print("faulty " if name in faulty else "checked", _printable(name))
        yield from (str(problem) for problem in report.problems)


def _cache(_chosen: argparse.Namespace) -> Iterator[str]:
    problems = [*check_folder(definitions()).problems, *check_reference().problems]
    if not problems:
        _write_down(definitions(), definition_files)
        _write_down(jurisdiction_folder(), jurisdiction_files)
    yield from (str(problem) for problem in problems)


def _write_down(
    place: Traversable, files: Callable[[Traversable], tuple[Traversable, ...]]
) -> None:
    with as_file(place) as folder:
        (folder / CHECKED).write_text(checked_text(files(folder)), "utf-8")


def _reports(paths: list[Path]) -> Iterator[CheckReport]:
    if paths:
        known = frozenset(path.name.split(".")[0] for path in definition_files(definitions()))
        yield check_files(paths, known)
    else:
        yield check_folder(definitions())
        yield check_reference()


def _printable(text: str) -> str:
    """Return `text` with what no terminal can show, as in a broken file name, spelled out."""
    return text.encode(errors="backslashreplace").decode()


def _score(chosen: argparse.Namespace) -> Iterator[str]:
    form = installed().latest(chosen.form)
    for number, line in enumerate(_lines(sys.stdin.buffer), start=1):
        try:
            print(_scored(form, line))
        except InvalidAnswers as error:
            yield f"Line {number}: {error}"
            return
    yield from ()


def _lines(source: BinaryIO) -> Iterator[bytes]:
    while line := source.readline(MOST_BYTES_IN_LINE + 1):
        yield line


def _scored(form: FormDefinition, line: bytes) -> str:
    if len(line) > MOST_BYTES_IN_LINE:
        raise InvalidAnswers(form.id, "", "the line is too long")
    text = line.decode(errors="replace")
    if text.encode() != line:
        raise InvalidAnswers(form.id, "", "the line is not in UTF-8")
    results = score_form(form, answers_from_json(form, text))
    spelled = {result.score_id: _spelled(result) for result in results.values()}
    return json.dumps(spelled)


def _spelled(result: ScoreResult) -> dict[str, object]:
    return {
        "value": result.value,
        "band": result.band,
        "complete": result.complete,
        "prorated_from": result.prorated_from,
        "reason": result.reason,
    }


if __name__ == "__main__":
    sys.exit(run_command(main))
