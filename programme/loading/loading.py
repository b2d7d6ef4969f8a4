"""A folder of content files becomes a programme.

    programme = load_programme(Path("my-programme"), session_forms.library.library.installed())

Files are read and checked on their own, then against each other, then against the forms;
the first thing that is wrong is raised with its file, its line and what to do. What was read
and checked is written down on demand, so that a start need not do it again.
"""

from importlib.resources import as_file
from importlib.resources.abc import Traversable

from programme.checks.course_checks import check_course
from programme.checks.reference_checks import check_on_track, check_references
from programme.checks.safety_checks import check_safety
from programme.checks.structure_checks import check_structure
from programme.definition.definition import Programme
from programme.errors import ProgrammeError
from programme.loading.assembling import assemble
from programme.loading.checked_list import listed_text
from programme.source_files.content import ContentFolder, did_you_mean
from programme.source_files.sources import PROGRAMME, ProgrammeSource, read_source
from session_forms.library.library import FormLibrary


def load_programme(
    folder: Traversable, forms: FormLibrary, *, clinic_choice: str | None = None
) -> Programme:
    """Return the programme in a folder.

    Args:
        folder: The folder that holds programme.toml.
        forms: The installed forms.
        clinic_choice: The clinic's brief wellbeing measures; the programme's own when None.

    Raises:
        ContentError: Something in a file is wrong.

    """
    return load_content(ContentFolder(folder), forms, clinic_choice)


def load_content(
    content: ContentFolder, forms: FormLibrary, clinic_choice: str | None = None
) -> Programme:
    """Return the programme of content that was not read before; as `load_programme`."""
    source = read_checked(content, forms, clinic_choice)
    if content.problems:
        raise content.problems[0]
    assert source is not None
    return assemble(source, clinic_choice or source.file.measures.clinic_choice)


def read_checked(
    content: ContentFolder, forms: FormLibrary, clinic_choice: str | None = None
) -> ProgrammeSource | None:
    """Return a folder's files, with everything reported that would stop a programme."""
    source = read_fitting(content, forms, clinic_choice)
    if source is not None and not content.problems:
        check_safety(content, source, forms)
    return source


def read_fitting(
    content: ContentFolder, forms: FormLibrary, clinic_choice: str | None = None
) -> ProgrammeSource | None:
    """Return the same, without asking for what keeps people safe in every course."""
    source = read_source(content)
    if source is None:
        return None
    check_course(content, source)
    check_structure(content, source)
    choices = source.file.measures.wellbeing_brief
    choice = clinic_choice or source.file.measures.clinic_choice
    if clinic_choice is not None and clinic_choice not in choices:
        content.report(
            PROGRAMME,
            ("measures", "wellbeing_brief"),
            f'there is no choice "{clinic_choice}"',
            did_you_mean(clinic_choice, choices),
        )
    check_references(content, source, forms, choice)
    if not content.problems:
        check_on_track(content, source, forms)
    return source


def write_list(folder: Traversable, listed: Traversable, forms: FormLibrary) -> None:
    """Write the list of the programme in a folder.

    Raises:
        ContentError: Something in a file is wrong; nothing is written.
        ProgrammeError: The forms do not stand in a list of checked forms as they are, or the
            list cannot be written.

    """
    text = checked_text(folder, forms)
    try:
        with as_file(listed) as path:
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise ProgrammeError(
            f"{listed.name} cannot be written; check who may write there."
        ) from None


def checked_text(folder: Traversable, forms: FormLibrary) -> str:
    """Return the list of the programme in a folder; raises as `write_list`."""
    content = ContentFolder(folder)
    programme = load_content(content, forms)
    if not forms.digest:
        raise ProgrammeError(
            "The list of checked forms is not that of the forms; "
            "run `python -m session_forms cache` first."
        )
    return listed_text(programme, content.held, forms)
