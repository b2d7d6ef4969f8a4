"""The two papers of a course: what each holds, and what the other keeps to itself."""

import io
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader

from exports.paper.first_line.guide import guide_pdf
from exports.paper.first_line.taken_along import taken_along_pdf
from programme.first_line.courses import read_course
from tests.support.programme.courses import FILE, write_course


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def strings(data: object) -> Iterator[str]:
    if isinstance(data, str | int) and not isinstance(data, bool):
        yield str(data)
    elif isinstance(data, dict):
        for each in data.values():
            yield from strings(each)
    elif isinstance(data, tuple):
        for each in data:
            yield from strings(each)


def test_every_text_and_number_of_a_course_is_in_the_guide_of_its_trainer(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path))
    told = text_of(guide_pdf(course, {"crisis_line": "0800 111"}))
    file = course.file.model_dump()
    names = {"id", "status", "language", "covers", "handouts", "vignettes", "rests_on", "checked"}

    for part in (
        *(value for key, value in file.items() if key not in {*names, "evaluation"}),
        file["vignettes"],
    ):
        items = part if isinstance(part, tuple) else (part,)
        for item in items:
            kept = (
                {key: each for key, each in item.items() if key not in names}
                if isinstance(item, dict)
                else item
            )
            for text in strings(kept):
                assert text.replace("{crisis_line}", "0800 111") in told
    assert "A page" in told
    assert "not yet checked" in told


def test_the_clock_of_the_guide_ends_with_the_course(tmp_path: Path) -> None:
    told = text_of(guide_pdf(read_course(write_course(tmp_path))))

    assert "0:00 The first part A page 20" in told
    assert "0:20 The last part 10" in told
    assert "0:30 End 30" in told


def test_what_people_take_along_holds_neither_answers_nor_the_talk_of_a_case(
    tmp_path: Path,
) -> None:
    told = text_of(taken_along_pdf(read_course(write_course(tmp_path))))

    for shown in ("A page", "Somebody rings.", "What now?", "When?", "Later", "I can.", "No name."):
        assert shown in told
    for hidden in ("It cannot wait.", "You listened.", "The child is safe.", "Begin."):
        assert hidden not in told


def test_a_known_number_is_filled_in_and_an_unknown_one_is_a_line(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path))

    known = text_of(taken_along_pdf(course, {"emergency_number": "112"}))
    unknown = text_of(taken_along_pdf(course, {"emergency_number": ""}))

    assert "Call 112." in known
    assert "Call ____" in unknown


def test_a_course_that_was_approved_is_no_draft(tmp_path: Path) -> None:
    text = FILE.replace('status = "draft"', 'status = "approved"')
    course = read_course(write_course(tmp_path, {"course.toml": text}))

    assert "Draft." not in text_of(guide_pdf(course))
    assert "Draft." in text_of(guide_pdf(read_course(write_course(tmp_path / "draft"))))


def test_the_same_course_gives_the_same_bytes(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path))

    assert guide_pdf(course) == guide_pdf(course)
    assert taken_along_pdf(course) == taken_along_pdf(course)
