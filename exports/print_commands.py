"""The command line of what is printed: worksheets, the manual, the programme, courses."""

import argparse
from collections import ChainMap
from collections.abc import Callable, Mapping
from pathlib import Path

from exports.package.writing import publish, write_file
from exports.paper.first_line.description_page import description_pdf
from exports.paper.first_line.guide import guide_pdf
from exports.paper.first_line.taken_along import taken_along_pdf
from exports.paper.forms.hand_over_page import hand_over_pdf
from exports.paper.forms.order import FIRST_CONTACT
from exports.paper.forms.worksheet import worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from programme.errors import ProgrammeError
from programme.first_line.course import Course
from programme.first_line.courses import (
    SHIPPED,
    installed_courses,
    problems_in_course,
    read_course,
)
from programme.first_line.description import installed_description
from programme.loading import library as programmes
from programme.loading.loading import load_programme
from programme.loading.translated_texts import translated_texts
from programme.loading.translating import programme_in_language
from session_forms.files.toml_file import read_toml
from session_forms.library import library as forms


def set_up_worksheet(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `worksheet` takes."""
    parser.add_argument("form", metavar="FORM-ID")
    parser.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    parser.add_argument("--large", action="store_true", help="large print, 18 points")
    parser.add_argument("--fillable", action="store_true", help="with fields to type in")
    parser.set_defaults(command=_worksheet)


def _worksheet(chosen: argparse.Namespace) -> str:
    form = forms.installed().latest(chosen.form)
    data = worksheet_pdf(form, large=chosen.large, fillable=chosen.fillable)
    write_file(chosen.pdf, data)
    return f"Written: {chosen.pdf.name}"


def set_up_manual(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `manual` takes."""
    parser.add_argument("session", metavar="SESSION-ID", nargs="?", help="all when left out")
    parser.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    parser.add_argument("--programme", type=Path, metavar="FOLDER", help="one being written")
    parser.add_argument(
        "--texts", type=Path, action="append", metavar="FILE", help="a translation of it"
    )
    parser.set_defaults(command=_manual)


def _manual(chosen: argparse.Namespace) -> str:
    shelf = forms.installed()
    if chosen.programme is None:
        programme = programmes.installed()
    else:
        programme = load_programme(chosen.programme, shelf)
    if chosen.texts:
        files = [read_toml(path) for path in chosen.texts]
        found = translated_texts(files, shelf, [programme])
        said = [each.said for each in found if each.key == (programme.id, programme.version)]
        programme = programme_in_language(programme, ChainMap(*map(dict, said)))
    if chosen.session is None:
        data = whole_manual_pdf(programme, shelf)
    else:
        data = session_manual_pdf(programme, chosen.session, shelf)
    write_file(chosen.pdf, data)
    return f"Written: {chosen.pdf.name}"


def set_up_description(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `description` takes."""
    parser.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    parser.set_defaults(command=_description)


def _description(chosen: argparse.Namespace) -> str:
    """Print the programme on one page, and return what to tell."""
    write_file(chosen.pdf, description_pdf(installed_description(), programmes.installed()))
    return f"Written: {chosen.pdf.name}"


def set_up_hand_over(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `hand-over-page` takes."""
    parser.add_argument("--pdf", type=Path, required=True, metavar="OUT")
    parser.set_defaults(command=_hand_over)


def _hand_over(chosen: argparse.Namespace) -> str:
    """Print the page on which a helpline hands somebody over, and return what to tell."""
    write_file(chosen.pdf, hand_over_pdf(forms.installed().latest(FIRST_CONTACT)))
    return f"Written: {chosen.pdf.name}"


def set_up_training(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `training` takes."""
    which = f"{', '.join(SHIPPED)}, or the folder of one being written; all when left out"
    parser.add_argument("course", metavar="COURSE", nargs="?", help=which)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.set_defaults(command=_training)


def _training(chosen: argparse.Namespace) -> str:
    """Print courses for the first line into a new folder, and return what to tell.

    Raises:
        ProgrammeError: There is no such course, or something in it is wrong: all of it is told.
        ExportError: The folder is there already.

    """
    files: dict[str, bytes] = {}
    for course in _courses(chosen.course):
        files[f"{course.file.id}-guide.pdf"] = guide_pdf(course)
        files[f"{course.file.id}-handouts.pdf"] = taken_along_pdf(course)
    publish({}, {chosen.out: files})
    return f"Written: {', '.join(files)} in {chosen.out.name}."


def _courses(named: str | None) -> tuple[Course, ...]:
    shipped = installed_courses()
    if named is None:
        return tuple(shipped.values())
    if named in shipped:
        return (shipped[named],)
    folder = Path(named)
    if not folder.is_dir():
        raise ProgrammeError(f"There is no course {named}: use one of {', '.join(shipped)}.")
    if problems := problems_in_course(folder):
        raise ProgrammeError("\n".join(map(str, problems)))
    return (read_course(folder),)


SET_UP: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "worksheet": set_up_worksheet,
    "manual": set_up_manual,
    "description": set_up_description,
    "hand-over-page": set_up_hand_over,
    "training": set_up_training,
}
