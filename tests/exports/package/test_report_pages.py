"""The report of a package as pages that a window shows."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from exports.errors import PackageRefused
from exports.package.report_pages import lines_of, report_pages
from exports.package.verification import VerifiedPackage
from exports.paper.pages.page_reading import DrawnPage, DrawnWords, Outline
from tests.support.exports.papers import PAPERS


def package(data: bytes) -> VerifiedPackage:
    return VerifiedPackage(
        "R-1", "single-case", "2026-11", False, "1", MappingProxyType({"report.pdf": data})
    )


def test_a_report_is_shown_as_the_pages_of_its_paper():
    pages = report_pages(package(PAPERS["handout"]()))

    assert pages[0].height > pages[0].width
    assert any(line.strip() for line in lines_of(pages[0]))


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.4\n%%EOF"])
def test_what_cannot_be_shown_is_said_in_a_sentence(data):
    with pytest.raises(PackageRefused, match="cannot be shown here"):
        report_pages(package(data))
    nothing = replace(package(data), files=MappingProxyType({}))
    with pytest.raises(PackageRefused, match="cannot be shown here"):
        report_pages(nothing)


def test_words_side_by_side_are_one_line():
    def words(text: str, y: float) -> DrawnWords:
        return DrawnWords(text, 0.0, y, 10.0, strong=False, colour=(0.0, 0.0, 0.0))

    line = Outline((), None, None, 1.0)
    page = DrawnPage(1.0, 2.0, (words("What", 1.0), line, words("changed", 1.0), words("No", 2.0)))

    assert lines_of(page) == ("What changed", "No")
