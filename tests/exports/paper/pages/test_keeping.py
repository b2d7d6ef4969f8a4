"""What stays on one page."""

from exports.paper.pages.keeping import kept, under
from exports.paper.pages.page import HEIGHT, Sheet, make_pdf
from exports.paper.pages.page_reading import drawn_pages
from exports.paper.pages.typography import space, words
from tests.support.exports.book_reading import body_of

LINE = 13.5


def pages_of(*parts):
    data = make_pdf(Sheet("Kept"), lambda: [each for part in parts for each in part])
    return [[line.text for line in body_of(page)] for page in drawn_pages(data)]


def test_a_heading_goes_to_the_next_page_with_its_first_lines():
    body = [words("one"), words("two"), words("three")]

    pages = pages_of([space(HEIGHT - 3 * LINE)], under([words("Heading", "heading")], body))

    assert pages == [[], ["Heading", "one", "two", "three"]]


def test_a_heading_stays_where_its_first_lines_have_room():
    body = [words("one"), words("two"), words("three")]

    pages = pages_of([space(HEIGHT - 3.2 * LINE)], under([words("Heading", "heading")], body))

    assert pages == [["Heading", "one", "two"], ["three"]]


def test_lines_that_belong_together_are_never_parted():
    pairs = [[words(f"{number} asked"), words(f"{number} replied")] for number in range(40)]

    for page in pages_of(under([words("Heading", "heading")], pairs)):
        assert page[-1].endswith("replied")


def test_what_is_longer_than_half_a_page_may_go_on():
    long = [words(f"line {number}") for number in range(40)]

    first, second = pages_of([space(HEIGHT / 3)], kept(long))

    assert first
    assert len(first) + len(second) == len(long)
