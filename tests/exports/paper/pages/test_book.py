"""A long document: contents, bookmarks, links, heads."""

import pytest
from reportlab.platypus import PageBreak

from exports.paper.drawing.fonts import width
from exports.paper.pages.book import Book, Entry
from exports.paper.pages.page import MARGIN, WIDTH, Sheet
from exports.paper.pages.page_reading import drawn_pages
from exports.paper.pages.typography import space, words
from tests.support.exports.book_reading import Places, body_of, lines_of

LONG = "A title that goes on and on " * 8
ENTRIES = (
    Entry("first", "First chapter"),
    Entry("part", "A part", 1, heads_pages=False),
    Entry("hidden", "A detail", 2, is_listed=False, heads_pages=False),
    Entry("second", "Second chapter", chip="M02"),
    Entry("long", LONG.strip(), chip="M03"),
)


def story(book):
    yield words("Title page", "title")
    yield PageBreak()
    yield from book.contents()
    for entry in ENTRIES:
        if entry.heads_pages:
            yield PageBreak()
        yield space(30)
        yield book.heading(entry.key, words(entry.title, "heading"))
        yield words(f"Text of {entry.key}")
    yield PageBreak()
    yield book.linked("second", words("Back to the second"))
    yield book.page_of("second")
    yield book.linked("elsewhere", words("Elsewhere"))
    yield book.page_of("elsewhere")


def printed(entries=ENTRIES, tell=story):
    book = Book(Sheet("Book", foot=("book 1",)), entries)
    return book.pdf(lambda: list(tell(book)))


def texts(page):
    return [line.text for line in lines_of(page)]


def test_the_contents_name_the_page_of_each_listed_heading():
    contents = [line.text for line in body_of(drawn_pages(printed())[1])]

    assert contents[:3] == ["First chapter 3", "A part 3", "M02 Second chapter 4"]
    assert contents[-1].endswith("5")
    assert not any("A detail" in text for text in contents)


def test_every_line_of_the_contents_leads_to_its_heading():
    places, pages = Places(printed()), drawn_pages(printed())

    targets = [(link.page, round(link.place)) for link in places.links_on(2)]

    headings = [
        (number, round(line.y))
        for number in (3, 4, 5)
        for line in body_of(pages[number - 1])
        if line.is_heading
    ]
    assert [page for page, _ in targets] == [3, 3, 4, 5]
    for page, place in targets:
        assert any(page == at and place <= y <= place + 14 for at, y in headings)


def test_bookmarks_name_every_heading_as_deep_as_it_lies():
    assert list(Places(printed()).bookmarks()) == [
        ("First chapter", 0, 3),
        ("A part", 1, 3),
        ("A detail", 2, 3),
        ("M02  Second chapter", 0, 4),
        (f"M03  {LONG.strip()}", 0, 5),
    ]


def test_a_reference_says_the_page_and_leads_there():
    data = printed()

    [said] = [text for text in texts(drawn_pages(data)[-1]) if text.startswith("page")]

    assert said == "page 4"
    assert {link.page for link in Places(data).links_on(6)} == {4}


def test_what_the_book_does_not_hold_is_neither_linked_nor_numbered():
    data = printed()

    assert "Elsewhere" in texts(drawn_pages(data)[-1])
    assert len(Places(data).links_on(6)) == 2


def test_the_head_of_a_page_says_where_it_belongs():
    heads = [texts(page)[0] for page in drawn_pages(printed())]

    assert heads[2:4] == ["First chapter", "M02 Second chapter"]
    assert heads[5] == heads[4]


def test_a_page_before_the_first_heading_has_neither_head_nor_foot():
    pages = drawn_pages(printed())

    assert texts(pages[0]) == ["Title page"]
    assert texts(pages[2])[-1] == "book 1 Page 3 of 6"


def test_a_head_that_has_no_room_for_its_title_cuts_it():
    head = lines_of(drawn_pages(printed())[4])[0].words[-1]

    assert head.text.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert head.x + width(head.text, head.size, strong=True) <= MARGIN + WIDTH


def test_a_title_over_several_lines_has_its_page_at_the_last_one():
    contents = body_of(drawn_pages(printed())[1])

    assert contents[3].text.startswith("M03 A title")
    assert not contents[3].text.endswith("5")


def test_the_same_book_gives_the_same_bytes_however_often_it_is_made():
    book = Book(Sheet("Book"), ENTRIES)

    first = book.pdf(lambda: list(story(book)))

    assert book.pdf(lambda: list(story(book))) == first


def test_an_entry_without_a_heading_is_named():
    with pytest.raises(ValueError, match="'lost': add it"):
        printed((*ENTRIES, Entry("lost", "Lost")))


def test_a_chapter_in_the_contents_stands_with_its_first_parts():
    chapters = [Entry(f"c{number}", f"Chapter {number}") for number in range(60)]
    entries = [
        each
        for chapter in chapters
        for each in (chapter, Entry(f"{chapter.key}.part", f"Part of {chapter.title}", 1))
    ]

    def tell(book):
        yield from book.contents()
        yield PageBreak()
        for entry in entries:
            yield book.heading(entry.key, words(entry.title))

    contents = [body_of(page) for page in drawn_pages(printed(entries, tell))[:4]]

    assert [lines[-1].text[:4] for lines in contents[:3]] == ["Part"] * 3
