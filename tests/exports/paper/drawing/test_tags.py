"""What a program that reads aloud finds in every PDF of ours, and that the tests would notice."""

import ast
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from exports.access.access_bundle import open_bundle, sealed_bundle
from exports.paper.charts.chart import ChartData, Space
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.painter import Drawing
from exports.paper.drawing.fonts import REGULAR
from exports.paper.drawing.tags import language_tag
from exports.paper.forms.worksheet import Filled, worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf
from exports.paper.pages.keeping import LongTable
from exports.paper.pages.markdown import markdown
from exports.paper.pages.page import HEIGHT, WIDTH, Sheet, make_pdf
from exports.paper.pages.typography import Ruled, box, prose, ruled_cells, space, words
from exports.paper.take_home.handout import handout_pdf
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from session_forms.words import texts
from tests.support.exports import papers
from tests.support.exports.papers import PAPERS, RECORD, every_kind, pdf_of, telling_forms
from tests.support.exports.tags_reading import Annotation, Node, Reading
from tests.support.sampling import beyond, chosen
from tests.support.session_forms.forms import make_form

LONG = {"manual of the programme"}
PLAIN = ParagraphStyle("plain", fontName=REGULAR)
LOREM = "One line after another, told as it was. " * 100


def read(*story: Flowable, **facts: str) -> Reading:
    return Reading(make_pdf(Sheet("Title", **facts), lambda: story))


def outline(node: Node) -> list[object]:
    """Return a part as its kind and what is in it."""
    kids = [outline(kid) for kid in node.kids if isinstance(kid, Node)]
    return [node.kind, *kids]


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in LONG])
def test_every_paper_can_be_read_aloud(name: str) -> None:
    reading = Reading(pdf_of(name))

    assert reading.problems == []
    assert reading.top.of("H1")


@beyond(test_every_paper_can_be_read_aloud)
@pytest.mark.parametrize("name", sorted(LONG))
def test_every_long_paper_can_be_read_aloud(name: str) -> None:
    assert Reading(pdf_of(name)).problems == []


def test_every_paper_that_is_made_is_among_those_that_are_tried() -> None:
    root = Path(papers.__file__).parents[3]
    tried = named_in(Path(papers.__file__))
    making = [each for each in (root / "exports").rglob("*.py") if MAKING & named_in(each)]

    makers = {each.relative_to(root).as_posix(): public_in(each) for each in making}
    makers = {file: names for file, names in makers.items() if "/paper/pages/" not in file}
    assert len(makers) > 10
    assert [file for file, names in makers.items() if not names & tried] == []


MAKING = {"make_pdf", "make_bound_pdf"}


def named_in(file: Path) -> set[str]:
    """Return every name that a module imports or calls."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    imported = {a.name for each in nodes if isinstance(each, ast.ImportFrom) for a in each.names}
    calls = {ast.unparse(each.func) for each in nodes if isinstance(each, ast.Call)}
    return imported | calls


def public_in(file: Path) -> set[str]:
    body = ast.parse(file.read_text("utf-8")).body
    return {each.name for each in body if isinstance(each, ast.FunctionDef) and each.name[0] != "_"}


@pytest.mark.parametrize("fillable", [False, True], ids=["paper", "screen"])
@pytest.mark.parametrize("form_id", chosen(library.installed().ids(), telling_forms().__contains__))
def test_every_worksheet_can_be_read_aloud(form_id: str, *, fillable: bool) -> None:
    form = library.installed().latest(form_id)

    reading = Reading(worksheet_pdf(form, large=fillable, fillable=fillable))

    assert reading.problems == []
    said = reading.words(reading.top)
    assert all(" ".join(each.prompt.split()) in said for each in form.questions)


class Scribble(Flowable):
    """Something that is drawn past all of it."""

    width = height = 10

    def draw(self) -> None:
        self.canv.line(0, 0, 10, 10)


def unsaid_picture() -> Flowable:
    chart = ChartData("PHQ-9", 0, 27, (("S01", 17), ("S02", 8)))
    return Drawing(chart_shapes(chart, Space()), Space(), "")


@pytest.mark.parametrize(
    ("flowable", "problem"),
    [
        (lambda: Paragraph("Past it", PLAIN), "Past it outside of all"),
        (lambda: Table([["Past it"]]), "outside of all"),
        (Scribble, "S  outside of all"),
        (unsaid_picture, "a figure has no words"),
        (lambda: ruled_cells([[words("")], [words("1")]], [90]), "a table has no heads"),
    ],
    ids=["words", "cells", "line", "picture", "heads"],
)
def test_what_is_drawn_past_the_tree_is_found(flowable: object, problem: str) -> None:
    assert callable(flowable)

    assert problem in " / ".join(read(words("Before"), flowable()).problems)


def test_what_a_sighted_person_sees_once_is_read_once() -> None:
    story = [words("Title", "title"), prose(LOREM)]

    reading = read(*story, chip="K7-412", band="Draft")

    assert len(reading.reader.pages) > 1
    assert [reading.words(each)[:8] for each in reading.top.of("P")] == [
        "K7-412",
        "Draft",
        "One line",
    ]
    assert reading.aside.count("K7-412") == reading.aside.count("Draft") > 0
    assert "Page 1 of 2" in reading.aside[-1] or "Page 1 of 2" in reading.aside


def test_a_paragraph_over_two_pages_is_one_and_no_two_words_are_read_as_one() -> None:
    reading = read(space(HEIGHT - 40), prose(LOREM))

    [paragraph] = reading.top.of("P")
    assert reading.words(paragraph) == LOREM.strip()
    assert {kid[0] for kid in paragraph.kids if isinstance(kid, tuple)} == {0, 1}


def test_a_table_over_two_pages_is_one_and_its_heads_are_read_once() -> None:
    rows = tuple((f"Row {at}", str(at)) for at in range(80))
    whole = Ruled(("Name", "Number"), rows, frozenset({1}), (300, 100))

    for table in (LongTable((), whole), ruled_cells(_cells(whole), whole.widths)):
        reading = read(table)

        [found] = reading.top.of("Table")
        assert reading.problems == []
        assert len(reading.reader.pages) > 1
        heads = [each for each in found.of("TH") if each.scope == "Column"]
        assert [reading.words(each) for each in heads] == ["Name", "Number"]
        assert len(found.of("TR")) == 1 + len(rows)
        assert reading.aside.count("Name") == len(reading.reader.pages) - 1


def test_heads_that_are_drawn_again_stay_aside_with_all_in_them() -> None:
    head = [box([[words("Name")]], [100]), words("Number")]
    rows = [[words(f"Row {at}"), words(str(at))] for at in range(80)]

    reading = read(ruled_cells([head, *rows], [300, 100]))

    assert reading.problems == []
    assert reading.aside.count("Name") == len(reading.reader.pages) - 1


def _cells(table: Ruled) -> list[list[Flowable]]:
    return [[words(each) for each in row] for row in (table.head, *table.rows)]


def test_headings_lie_under_each_other_whatever_their_size() -> None:
    reading = read(
        words("Title", "title"),
        words("First question", "strong", rank=3),
        words("Part", "heading"),
        words("Second question", "strong", rank=3),
        words("Strong words", "strong"),
    )

    assert [(each.kind, reading.words(each)) for each in reading.top.walk()][1:] == [
        ("H1", "Title"),
        ("H2", "First question"),
        ("H2", "Part"),
        ("H3", "Second question"),
        ("P", "Strong words"),
    ]


def test_the_lines_of_a_list_are_one_list() -> None:
    reading = read(*markdown("# Title\n\n- one\n- two\n\nAfter."))

    item = ["LI", ["Lbl", ["P"]], ["LBody", ["P"]]]
    assert outline(reading.top) == ["Document", ["H1"], ["L", item, item], ["P"]]


def test_what_was_listed_is_a_list_on_a_copy_and_on_a_form() -> None:
    copy, form = Reading(pdf_of("client's copy")), Reading(pdf_of("worksheet with answers"))

    signs, *_ = copy.top.of("L")
    assert copy.words(signs) == "• I sleep badly • My chest is tight"
    assert len(signs.of("LI")) == 2
    said = [form.words(each) for each in form.top.of("LI")]
    assert said[said.index("1. first entry") + 1] == "2. second entry"


def test_a_first_column_of_words_names_its_rows() -> None:
    named = Ruled(("Name", "Number"), (("Row", "1"),), frozenset({1}), (300, 100))
    figures = Ruled(("Number", "Number"), (("1", "2"),), frozenset({0, 1}), (300, 100))

    beside = [
        [each.scope for each in read(LongTable((), table)).top.of("TH")]
        for table in (named, figures)
    ]

    assert beside == [["Column", "Column", "Row"], ["Column", "Column"]]


def test_cells_that_only_stand_beside_each_other_are_no_table() -> None:
    reading = read(box([[words("left"), words("right")]], [WIDTH / 2] * 2))

    assert outline(reading.top) == ["Document", ["P"], ["P"]]


def test_a_sign_says_what_it_is_and_whether_it_is_marked() -> None:
    form = every_kind()
    answers = {QuestionId("plain_rating"): 4, QuestionId("choice"): "two"}

    reading = Reading(worksheet_pdf(form, Filled(answers)))

    said = [each.alt for each in reading.top.of("Figure")]
    for words_of_a_sign in ("0 Never, not marked", "4 Every night, marked", "B, marked"):
        assert words_of_a_sign in said
    assert not any("to write on" in each for each in said)


def test_room_for_a_pen_says_how_much_there_is() -> None:
    said = [each.alt for each in Reading(worksheet_pdf(every_kind())).top.of("Figure")]

    assert "1 line to write on" in said
    assert "8 lines to write on" in said


def test_a_grid_says_of_each_sign_its_question_and_its_words() -> None:
    reading = Reading(pdf_of("blank worksheet"))

    [grid, *_] = reading.top.of("Table")
    heads = [reading.words(each) for each in grid.of("TH") if each.scope == "Column"]
    beside = [reading.words(each) for each in grid.of("TH") if each.scope == "Row"]
    assert heads[:2] == ["Not at all", "Several days"]
    assert len(beside) == 9
    assert beside[0].startswith("1. ")


def test_every_field_stands_in_the_tree_behind_its_question_with_its_own_words() -> None:
    reading = Reading(pdf_of("worksheet to fill in"))

    fields = reading.top.of("Form")
    assert len(fields) == sum(len(page.get("/Annots", ())) for page in reading.reader.pages)
    said = [each.alt for each in fields]
    assert said.index("3.  Rated between two ends Every night") < said.index("4.  Number hours")
    radios = {
        annotation["/Contents"]: annotation["/Parent"]["/TU"]
        for annotation in _annotations(reading)
        if "/Parent" in annotation and "/TU" in annotation["/Parent"]
    }
    assert radios["8.  Choice One"] == radios["8.  Choice Two"] == "8.  Choice"


def test_nothing_that_may_be_left_out_is_called_required() -> None:
    reading = Reading(pdf_of("worksheet to fill in"))
    required = 2

    flags = [int(each.get("/Ff", 0)) for each in _annotations(reading)]

    assert not any(flag & required for flag in flags)


def _annotations(reading: Reading) -> Iterator[dict[str, object]]:
    for node in reading.top.of("Form"):
        [field] = [kid for kid in node.kids if isinstance(kid, Annotation)]
        yield reading.reader.get_object(field.at)


def test_a_locked_copy_keeps_its_tree_and_may_be_read_aloud() -> None:
    sealed = sealed_bundle(RECORD, "told by telephone only", practice=True)
    for_reading_aloud = 1 << 9

    locked = Reading(sealed, "told by telephone only")

    assert locked.problems == []
    assert locked.reader.trailer["/Encrypt"]["/P"] & for_reading_aloud
    assert Reading(open_bundle(sealed, "told by telephone only")["record.pdf"]).problems == []


@pytest.fixture
def in_polish() -> Iterator[None]:
    texts.install(NullTranslations(), "pl_PL")
    yield
    texts.install(NullTranslations())


@pytest.mark.usefixtures("in_polish")
def test_words_of_ours_on_a_form_in_another_language_say_so() -> None:
    form = make_form('[[questions]]\nid = "a"\nkind = "yes_no"\nprompt = "Schlafen Sie gut?"\n')
    german = form.model_copy(update={"language": "de"})

    reading = Reading(worksheet_pdf(german))

    assert reading.reader.root_object["/Lang"] == "de"
    languages = {reading.spoken(each): each.language for each in reading.top.walk()}
    assert languages["1. Schlafen Sie gut?"] == ""
    assert languages["Yes"] == languages["A, not marked"] == "pl-PL"
    assert Reading(worksheet_pdf(form)).reader.root_object["/Lang"] == "pl-PL"


def test_a_handout_and_a_manual_are_in_the_language_of_their_programme() -> None:
    programme = programmes.installed().model_copy(update={"language": "de"})

    handout = Reading(handout_pdf("# Titel\n\nText.", {}, written_in="de"))
    manual = Reading(session_manual_pdf(programme, "S02", library.installed()))

    assert handout.reader.root_object["/Lang"] == manual.reader.root_object["/Lang"] == "de"
    said = {manual.words(each): each.language for each in manual.top.walk()}
    assert said["Purpose"] == said["Before the session"] == "en-GB"


def test_english_is_named_as_it_is_spelt() -> None:
    assert language_tag() == "en-GB"
    assert language_tag("de") == "de"
