"""Checks across files: what a form opens exists, and a released form never changed.

A list of services and a local text are checked like a form, each as what its keys say it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from session_forms.clinic.site_folder import is_words, words_file_problems
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import read_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import named_elsewhere
from session_forms.library.library import (
    RELEASED,
    FormLibrary,
    definition_files,
    installed,
    load_form,
    problems_in,
    released_problems,
)
from session_forms.reference.directory import directory_file, directory_problems
from session_forms.reference.jurisdictions import (
    jurisdiction_files,
    jurisdiction_folder,
    jurisdiction_problems,
)


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
    """Check the definitions at `paths`; `known` are forms that they may name besides."""
    words = [path for path in paths if is_words(path.name)]
    problems = [each for path in words for each in words_file_problems(path, installed())]
    checks = {path: check for path in paths if (check := reference_check(path))}
    problems += (each for path, check in checks.items() for each in check(path))
    names = {path.name.split(".")[0] for path in paths} | known
    sound: list[tuple[Traversable, FormDefinition]] = []
    for path in paths:
        if path in words or path in checks:
            continue
        found = list(problems_in(path))
        problems += found
        if not found:
            sound.append((path, load_form(path)))
    together = FormLibrary(form for _path, form in sound)
    for path, form in sound:
        file = read_toml(path)
        problems += (file.error(each) for each in named_elsewhere(form, names, together))
    return CheckReport(tuple(path.name for path in paths), tuple(problems))


TEXT_KEYS = frozenset({"client_text", "triggers", "duty_professionals"})
"""Keys that no form has; one of them tells a local text."""

Check = Callable[[Traversable], Iterator[DefinitionError]]


def check_reference() -> CheckReport:
    """Check the directory of services and the local texts that come with the program."""
    services, texts = directory_file(), jurisdiction_files(jurisdiction_folder())
    problems = list(directory_problems(services))
    problems += (each for path in texts for each in jurisdiction_problems(path))
    return CheckReport(tuple(path.name for path in (services, *texts)), tuple(problems))


def reference_check(path: Traversable) -> Check | None:
    """Return the check for a file that holds services or a local text, or None for others."""
    try:
        keys = read_toml(path).data.keys()
    except DefinitionError:
        return None
    if "entries" in keys:
        return directory_problems
    return jurisdiction_problems if keys & TEXT_KEYS else None
