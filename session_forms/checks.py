"""Checks across files: what a form opens exists, and a released form never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from session_forms.definition import FormDefinition
from session_forms.directory import directory_file, load_directory
from session_forms.errors import DefinitionError
from session_forms.explaining import Finding
from session_forms.jurisdictions import jurisdiction_files, load_jurisdiction
from session_forms.library import RELEASED, definition_files
from session_forms.loading import load_form, problems_in
from session_forms.released import released_problems
from session_forms.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what is wrong with it."""

    checked: tuple[str, ...]
    problems: tuple[DefinitionError, ...]


def check_folder(folder: Traversable) -> CheckReport:
    """Check every definition in `folder`, each alone and all together."""
    paths = definition_files(folder)
    report = check_files(paths)
    released = folder / RELEASED
    if not released.is_file():
        return report
    problems = tuple(released_problems(released, paths))
    return CheckReport((*report.checked, RELEASED), (*report.problems, *problems))


def check_files(paths: Sequence[Traversable], known: frozenset[str] = frozenset()) -> CheckReport:
    """Check the definitions at `paths`; `known` are forms that they may open besides."""
    names = {path.name.split(".")[0] for path in paths} | known
    problems: list[DefinitionError] = []
    for path in paths:
        found = list(problems_in(path))
        problems += found or _unknown_opens(path, load_form(path), names)
    return CheckReport(tuple(path.name for path in paths), tuple(problems))


def check_reference() -> CheckReport:
    """Check the directory of services and the local texts that come with the program."""
    problems: list[DefinitionError] = []
    checked = [directory_file().name]
    try:
        load_directory(directory_file())
    except DefinitionError as error:
        problems.append(error)
    for path in jurisdiction_files():
        checked.append(path.name)
        try:
            load_jurisdiction(path)
        except DefinitionError as error:
            problems.append(error)
    return CheckReport(tuple(checked), tuple(problems))


def _unknown_opens(
    path: Traversable, form: FormDefinition, names: set[str]
) -> Iterator[DefinitionError]:
    for at_question, question in enumerate(form.questions):
        for at_alert, alert in enumerate(question.alerts):
            for at_form, opened in enumerate(alert.opens):
                if opened not in names:
                    place = ("questions", at_question, "alerts", at_alert, "opens", at_form)
                    what = "the alert opens a form that does not exist"
                    yield read_toml(path).error(Finding(place, what, "name a form that does"))
