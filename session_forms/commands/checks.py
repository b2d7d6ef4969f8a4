"""Checks across files: what a form opens exists, and a released form never changed.

A list of services and a local text are checked like a form, each as what its keys say it is.
"""

from collections.abc import Sequence
from importlib.resources.abc import Traversable

from session_forms.clinic.site_folder import is_words, words_file_problems
from session_forms.commands.check_report import CheckReport
from session_forms.commands.reference_checks import reference_check
from session_forms.files.toml_file import read_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import named_elsewhere
from session_forms.library.library import RELEASED, FormLibrary, definition_files, installed
from session_forms.library.loading import load_form, problems_in
from session_forms.library.released import released_problems


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
