"""Forms and answers in and out from the command line."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from session_forms.answers import answers_from_json, answers_to_json
from session_forms.errors import DefinitionError, InvalidAnswers
from session_forms.exchange.from_fhir.importing import Imported, import_questionnaire
from session_forms.exchange.plain_data.json_files import (
    MOST_BYTES,
    json_text,
    parse_json,
    read_bytes,
)
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import form_named, read_response
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.exchange.xlsform.sheets import read_csv_sheets
from session_forms.exchange.xlsform.workbook import read_workbook
from session_forms.exchange.xlsform.xlsform_in import import_xlsform
from session_forms.file_names import fault_in_place, reachable
from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed, load_form

STANDARD_STREAM = "-"


def set_up_export(exporting: argparse.ArgumentParser) -> None:
    """Say what the command `export` takes and does."""
    exporting.add_argument("form", metavar="FORM-ID", help="the id of a form, or a .toml file")
    exporting.add_argument("--fhir", metavar="OUT", type=Path, help="write to this file instead")
    exporting.add_argument(
        "--answers", metavar="FILE", help="one JSON object of answers; - reads them from input"
    )
    exporting.set_defaults(command=_export)


def set_up_import(importing: argparse.ArgumentParser) -> None:
    """Say what the command `import` takes and does."""
    importing.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a FHIR R4 Questionnaire or QuestionnaireResponse (.json), an XLSForm (.xlsx, .csv)",
    )
    importing.add_argument(
        "--out",
        metavar="FOLDER",
        type=Path,
        default=Path(),
        help="where the definition goes; made if it is not there",
    )
    importing.add_argument(
        "--form", metavar="FORM-ID", default="", help="the form that answers belong to"
    )
    importing.set_defaults(command=_import)


def _export(chosen: argparse.Namespace) -> Iterator[str]:
    form, report = _form(chosen.form), CarryReport()
    if chosen.answers is None:
        resource = questionnaire(form, report)
    else:
        resource = response(form, answers_from_json(form, _answers(form, chosen.answers)))
    text = json_text(resource, report)
    if chosen.fhir is None:
        print(_plain_ascii(text, indent=2))
    else:
        _write({chosen.fhir: text})
    _tell(report)
    yield from ()


def _import(chosen: argparse.Namespace) -> Iterator[str]:
    path: Path = chosen.file
    match path.suffix.lower():
        case ".xls" | ".ods" | ".numbers":
            what, to_do = "a workbook of this kind is not read here", "save it as .xlsx or as CSV"
            raise DefinitionError(path.name, None, "", what, to_do)
        case ".xlsx" | ".xlsm":
            sheets = read_workbook(path.name, read_bytes(path))
            _keep(import_xlsform(path.name, sheets), chosen.out)
        case ".csv":
            beside = [path.parent / f"{name}.csv" for name in ("choices", "settings")]
            _keep(import_xlsform(path.name, read_csv_sheets(path, beside)), chosen.out)
        case _:
            _import_fhir(chosen, read_bytes(path))
    yield from ()


def _import_fhir(chosen: argparse.Namespace, data: bytes) -> None:
    resource = parse_json(chosen.file.name, data)
    if resource.get("resourceType") == "QuestionnaireResponse":
        _import_answers(chosen, resource)
    else:
        _keep(import_questionnaire(chosen.file.name, data), chosen.out)


def _import_answers(chosen: argparse.Namespace, resource: Tree) -> None:
    named = chosen.form or form_named(resource)
    if not named:
        what, to_do = "the answers name no form of ours", "name it with --form"
        raise DefinitionError(chosen.file.name, None, "questionnaire", what, to_do)
    form, report = _form(named), CarryReport()
    print(_plain_ascii(answers_to_json(read_response(form, resource, report))))
    _tell(report)


def _keep(found: Imported, folder: Path) -> None:
    path = folder / found.file_name
    report = folder / found.file_name.replace(".toml", ".report.txt")
    lines = [str(entry) for entry in found.entries]
    left = "\n".join(lines) if lines else "Nothing was left behind."
    _check_name(folder)
    with suppress(OSError, ValueError):  # what follows from it is told when writing fails
        folder.mkdir(parents=True, exist_ok=True)
    _write({path: found.text, report: f"{left}\n"})
    for written in (path, report):
        print("wrote", str(written).encode(errors="backslashreplace").decode())
    print(
        f"{len(found.form.questions)} questions; {len(lines)} things were not carried as they were"
    )


def _plain_ascii(text: str, indent: int | None = None) -> str:
    """Return JSON in letters that any terminal can show."""
    separators = (",", ":") if indent is None else None
    return json.dumps(json.loads(text), indent=indent, separators=separators)


def _tell(report: CarryReport) -> None:
    for line in report.lines():
        print(line, file=sys.stderr)


def _form(named: str) -> FormDefinition:
    if named.endswith(".toml"):
        return load_form(Path(named))
    return installed().latest(named)


def _answers(form: FormDefinition, named: str) -> str:
    try:
        if named == STANDARD_STREAM:
            data = sys.stdin.buffer.read(MOST_BYTES)
        else:
            with Path(named).open("rb") as file:
                data = file.read(MOST_BYTES)
        return data.decode()
    except (OSError, ValueError):
        what = "the answers cannot be read as UTF-8 text"
    raise InvalidAnswers(form.id, "", what)


def _write(texts: Mapping[Path, str]) -> None:
    """Write each text to its file, none of which is there yet."""
    for path in texts:
        _check_name(path)
        if path.exists():
            what, to_do = "there is such a file already", "choose another place or remove it first"
            raise DefinitionError(path.name, None, "", what, to_do)
    for path, text in texts.items():
        try:
            with reachable(path).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except (OSError, ValueError):
            what, to_do = "the file cannot be written", "choose another place"
            raise DefinitionError(path.name or ".", None, "", what, to_do) from None


def _check_name(path: Path) -> None:
    """Refuse what is not there yet and would have a name that some system does not take."""
    fault = "" if path.is_dir() else fault_in_place(path)
    if fault:
        raise DefinitionError(path.name, None, "", "the name is not taken everywhere", fault)
