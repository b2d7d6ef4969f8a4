"""Forms and answers in and out from the command line."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from session_forms.answers import answers_from_json
from session_forms.definition import FormDefinition
from session_forms.errors import DefinitionError, InvalidAnswers
from session_forms.exchange.json_files import MOST_BYTES, json_text
from session_forms.exchange.questionnaire_out import questionnaire
from session_forms.exchange.reports import Report
from session_forms.exchange.response_out import response
from session_forms.library import installed
from session_forms.loading import load_form

STANDARD_STREAM = "-"


def add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `export`."""
    exporting = commands.add_parser(
        "export", help="print a form as a FHIR R4 Questionnaire, or answers to it"
    )
    exporting.add_argument("form", metavar="FORM-ID", help="the id of a form, or a .toml file")
    exporting.add_argument("--fhir", metavar="OUT", type=Path, help="write to this file instead")
    exporting.add_argument(
        "--answers", metavar="FILE", help="one JSON object of answers; - reads them from input"
    )
    exporting.set_defaults(command=_export)


def _export(chosen: argparse.Namespace) -> Iterator[str]:
    form, report = _form(chosen.form), Report()
    if chosen.answers is None:
        resource = questionnaire(form, report)
    else:
        resource = response(form, answers_from_json(form, _answers(form, chosen.answers)))
    text = json_text(resource, report)
    if chosen.fhir is None:
        sys.stdout.write(text)
    else:
        write_new(chosen.fhir, text)
    for line in report.lines():
        print(line, file=sys.stderr)
    yield from ()


def _form(named: str) -> FormDefinition:
    if named.endswith(".toml"):
        return load_form(Path(named))
    return installed().latest(named)


def _answers(form: FormDefinition, named: str) -> str:
    try:
        if named == STANDARD_STREAM:
            data = sys.stdin.buffer.read(MOST_BYTES)
        else:
            data = Path(named).read_bytes()[:MOST_BYTES]
        return data.decode()
    except (OSError, ValueError):
        what = "the answers cannot be read as UTF-8 text"
    raise InvalidAnswers(form.id, "", what)


def write_new(path: Path, text: str) -> None:
    """Write `text` to a file that is not there yet.

    Raises:
        DefinitionError: There is such a file, or it cannot be written.

    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        what, to_do = "there is such a file already", "choose another place or remove it first"
        raise DefinitionError(path.name, None, "", what, to_do) from None
    except (OSError, ValueError):
        what, to_do = "the file cannot be written", "choose another place"
        raise DefinitionError(path.name or ".", None, "", what, to_do) from None
