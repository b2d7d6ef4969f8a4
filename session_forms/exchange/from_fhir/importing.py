"""A file of another program becomes a definition file, and a list of what was left behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from session_forms.consistency.consistency import findings
from session_forms.exchange.fhir_terms.elements import Source
from session_forms.exchange.from_fhir.questionnaire_in import form_keys
from session_forms.exchange.plain_data.json_files import parse_json
from session_forms.exchange.plain_data.plain_form import Tree, frozen, spelled
from session_forms.exchange.plain_data.reports import CarryReport, NotCarried
from session_forms.exchange.plain_data.toml_writer import comment, pairs
from session_forms.files.explaining import explain
from session_forms.form.definition import FormDefinition
from session_forms.library.library import read_form

_TABLES = ("parts", "questions", "scores")


@dataclass(frozen=True, slots=True)
class Imported:
    """A form from another program.

    Attributes:
        form: The form.
        file_name: What its definition file is called.
        text: The text of that file.
        entries: What was not carried.

    """

    form: FormDefinition
    file_name: str
    text: str
    entries: tuple[NotCarried, ...]


def import_questionnaire(name: str, data: bytes) -> Imported:
    """Return the form in `data`, a FHIR Questionnaire as JSON in the file `name`.

    Raises:
        DefinitionError: It is none, or one that cannot be carried at all.

    """
    source = Source(name, CarryReport())
    return imported(source, form_keys(source, parse_json(name, data)))


def imported(source: Source, keys: Tree) -> Imported:
    """Return the form that `keys` spell, checked as any definition file is.

    Raises:
        DefinitionError: They spell none.

    """
    form = _form(source, keys)
    for finding in findings(form):
        raise source.refusal(finding.key, finding.what, finding.to_do)
    file_name = f"{form.id}.v{form.version}.toml"
    text = definition_text(form, source.report.entries)
    read_form(file_name, text)
    return Imported(form, file_name, text, source.report.entries)


def definition_text(form: FormDefinition, entries: Iterable[NotCarried] = ()) -> str:
    """Return `form` as a definition file; reading it gives the form back.

    Each entry is a comment: before the question it belongs to, or else at the top.
    """
    keys = spelled(form)
    tables = {name: keys.pop(name, []) for name in _TABLES}
    remarks: dict[str, list[str]] = {}
    for entry in entries:
        remarks.setdefault(entry.question, []).append(comment(str(entry)))
    lines = [*remarks.get("", []), *pairs(keys)]
    for name, parts in tables.items():
        for part in parts:
            about = remarks.get(str(part["id"]), []) if name == "questions" else []
            lines += ["", *about, f"[[{name}]]", *pairs(part)]
    return "\n".join(lines) + "\n"


def _form(source: Source, keys: Tree) -> FormDefinition:
    data = {key: frozen(each) for key, each in keys.items()}
    try:
        return FormDefinition.model_validate(data)
    except ValidationError as error:
        finding = explain(FormDefinition, data, error)[0]
    raise source.refusal(finding.key, finding.what, finding.to_do)
