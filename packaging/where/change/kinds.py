"""Of which kind a change is, by what it adds and where: a field of a class, a step of the schema.

::

    kinds_of(root, change_since(root, "HEAD"))     # ["A setting of one person"]

A kind is called as its list in `docs/changing.md`. Which files a change touches says less: a page
is touched by many kinds, an entry in the list of a person's settings by one.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from where.change.amounts import amounts_gone
from where.change.changed_lines import PRODUCT, Change, Lines, parsed

RECORD = r"therapist_app/record/"
NO_ROWS = "ClientRow|CountedLine|PlannedBefore"
"""Classes beside the rows: one is read from many tables, two stand within a column."""
FIELD = r"\|    \w+: "
"""A field that a class gets: what stands before the bar is the class."""
NUMBER = re.compile(r"([A-Z][A-Z_]+)(?:: [\w\[\]]+)? = (\d[\d_.]*|timedelta\(.*\))$")


@dataclass(frozen=True)
class Kind:
    """What tells a kind of change.

    Attributes:
        heading: Its list.
        files: What matches the whole path of a file of it.
        adds: What is found in a line that such a file gets, with the name before a bar of what it
            stands in: a class, a function or a constant.
        of_new: Whether the file has to be new or to have been there; nothing where both do.

    """

    heading: str
    files: str
    adds: str = ""
    of_new: bool | None = None


FORMS, PLANS = r"session_forms/definitions/[^/]+[.]v\d+[.]toml", r"programme/modules/.*/"
KINDS = (
    Kind("A measure", FORMS, r"\|\[measure\]", of_new=True),
    Kind("A form", FORMS, of_new=True),
    Kind("A form or a measure that is there", FORMS, of_new=False),
    Kind("A session of the programme", PLANS + r"session[.]toml", of_new=True),
    Kind(
        "A wording of a session", PLANS + r"(session[.]toml|therapist[.]md|handout[.]md)", "", False
    ),
    Kind("A kind of question", r"session_forms/questions/kinds[.]py", r"\w"),
    Kind(
        "A key of a form, a question or an alert",
        r"session_forms/(form/definition|questions/\w+|conditions/conditions)[.]py",
        FIELD,
        of_new=False,
    ),
    Kind(
        "A key of a session, or of another part of the programme",
        r"programme/definition/(parts|definition)[.]py",
        FIELD,
    ),
    Kind("A kind of pack", r"programme/packs/naming[.]py", r"^Kind: Literal\|"),
    Kind("A field of a client's identity", RECORD + r"model[.]py", "^Identity" + FIELD),
    Kind("A field of a client that is no identity", RECORD + r"model[.]py", "^Client" + FIELD),
    Kind("A field of an appointment", RECORD + r"model[.]py", "^Appointment" + FIELD),
    Kind("A field of a promise", RECORD + r"model[.]py", "^Promise" + FIELD),
    Kind(
        "A line of an alert's answer, or a kind of promise",
        RECORD + r"model[.]py",
        "^Acknowledgement" + FIELD,
    ),
    Kind("A word of a closed list", r"(?!tests|packaging).*[.]py", r"^\w+: Literal\|"),
    Kind(
        "A table or a column of the record",
        RECORD + r"(schema/.*[.]sql|(service_)?model[.]py)",
        rf"CREATE TABLE|ADD COLUMN|^(?!{NO_ROWS})\w+{FIELD}",
    ),
    Kind("A setting of one person", RECORD + r"service/settings[.]py", r"^UNSIGNED\|"),
    Kind("A policy of the service", RECORD + r"service/settings[.]py", r"^SETTLED\|"),
    Kind("A permission", r"therapist_app/workflows/permissions[.]py", r"^[A-Z]\w+\| +\"\w+\": "),
    Kind("An error with its words", r"(?!tests).*/errors[.]py", r"\|class \w+\("),
    Kind("A screen", r"therapist_app/commands[.]py", r"\|class \w+\(Destination\)"),
    Kind("A way into the search", r"therapist_app/shell/navigation/places[.]py", r"^WAYS\|"),
    Kind("A setting of the look", r"therapist_app/settings[.]py", "^LookSettings" + FIELD),
    Kind("A key on the keyboard", r"therapist_app/.*[.]py", r"QKeySequence\("),
    Kind(
        "A column of a list of clients that is imported",
        r"therapist_app/workflows/importing/list_columns[.]py",
        r"^\w+\| .*\w",
    ),
    Kind("A purpose of an export", r"exports/purposes[.]py", r"^[A-Z]\w+\| .*\w"),
    Kind("A verb of a command line", r"(?!tests|packaging).*[.]py", r"[.]add_(parser|argument)\("),
    Kind("A file that is installed", r"packaging/(deb|windows|macos|flatpak)/[^_].*", of_new=True),
    Kind("A library", r"requirements[.]lock", r"=="),
)


def kinds_of(root: Path, change: Change) -> list[str]:
    """Return the headings of the lists of this change, in the order of `KINDS`."""
    added = {file: list(_added(root / file, lines)) for file, lines in change.files.items()}
    found = [
        each.heading
        for each in KINDS
        if any(
            re.fullmatch(each.files, file)
            and each.of_new in {None, lines.is_new}
            and any(re.search(each.adds, line) for line in added[file])
            for file, lines in change.files.items()
        )
    ]
    if any(_has_other_numbers(file, lines) for file, lines in change.files.items()):
        found.append("A number or a limit that people are told")
    return found


def _has_other_numbers(file: str, lines: Lines) -> bool:
    """Return whether a constant of the product, or an amount beside its unit, is another one."""
    if not file.startswith(PRODUCT) or not file.endswith(".py"):
        return False
    before = {name[1]: name[2] for each in lines.removed if (name := NUMBER.match(each))}
    now = {name[1]: name[2] for each in lines.added if (name := NUMBER.match(each))}
    return any(before[each] != now[each] for each in before.keys() & now.keys()) or bool(
        amounts_gone(lines)
    )


def _added(path: Path, lines: Lines) -> Iterator[str]:
    """Yield each line that is new, with what it stands in before a bar."""
    within: dict[int, str] = {}
    for node in parsed(path).body:
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            within[number] = _name(node)
    for number, line in zip(lines.numbers, lines.added, strict=True):
        yield f"{within.get(number, '')}|{line}"


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    if isinstance(node, ast.Assign):
        is_literal = ast.unparse(node.value).startswith("Literal[")
        return ast.unparse(node.targets[0]) + ": Literal" * is_literal
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""
