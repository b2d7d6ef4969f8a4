"""The data inventory and the starting point of an impact assessment, as pages of text.

Both are made from the schema of the record and from the form definitions, so that neither can
leave out what the program keeps. They describe the program; a service adds who, where and under
which law.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from session_forms.filling.own_words import can_hold_words
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from therapist_app.record.database.inventory import FileInventory, TableLine, inventory
from therapist_app.workflows.policies.retaining import rules
from therapist_app.workflows.rights.form_parts import third_parties

INVENTORY, ASSESSMENT = "data-inventory", "impact-assessment"
TITLES = {
    "caseload": "Caseload files: one for each therapist, each under its own key",
    "service": "Service file: one for the whole service",
}


def inventory_pages(forms: FormLibrary) -> Mapping[str, bytes]:
    """Return both pages by their file names."""
    newest = [forms.latest(each) for each in sorted({form.id for form in forms.all()})]
    found = inventory()
    return {
        f"{INVENTORY}.md": _page(INVENTORY, _inventory(found, newest)),
        f"{ASSESSMENT}.md": _page(ASSESSMENT, _assessment(found, newest)),
    }


def _page(name: str, parts: Mapping[str, object]) -> bytes:
    template = files("therapist_app.workflows") / f"{name}.template.md"
    return template.read_text(encoding="utf-8").format(**parts).encode()


def _inventory(
    found: Sequence[FileInventory], forms: Sequence[FormDefinition]
) -> Mapping[str, object]:
    return {
        "files": "\n".join(line for file in found for line in _file(file)),
        "forms": "\n".join(_form(each) for each in forms),
    }


def _assessment(
    found: Sequence[FileInventory], forms: Sequence[FormDefinition]
) -> Mapping[str, object]:
    tables = [table for file in found for table in file.tables]
    known = (f"{each.where}: {each.says} ({each.source}; {each.mark})" for each in rules())
    return {
        "client_tables": sum("client" in table.whom.split(", ") for table in tables),
        "form_count": len(forms),
        "question_count": sum(len(each.questions) for each in forms),
        "text_count": sum(_texts(each) for each in forms),
        "needs": _points(
            f"`{file.kind}.{table.name}`: {table.why}." for file in found for table in file.tables
        ),
        "rules": _points(known),
    }


def _file(file: FileInventory) -> Iterator[str]:
    yield f"\n## {TITLES[file.kind]}\n"
    yield f"Read by {file.who_reads}."
    for table in file.tables:
        yield from _table(table)


def _table(table: TableLine) -> Iterator[str]:
    yield f"\n### `{table.name}`\n"
    yield f"{table.what}.\n"
    yield f"- Why: {table.why}."
    yield f"- About: {table.whom}."
    yield f"- Kept {table.kept}.\n"
    yield "| column | holds |"
    yield "|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.holds} |"


def _form(form: FormDefinition) -> str:
    leaving = sum(getattr(each, "export", "drop") == "keep" for each in form.questions)
    others = len(third_parties().get(form.id, ()))
    figures = (len(form.questions), _texts(form), leaving, others)
    return " | ".join([f"| {form.title} (`{form.id}`)", *map(str, figures)]) + " |"


def _texts(form: FormDefinition) -> int:
    return sum(map(can_hold_words, form.questions))


def _points(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
