"""The printed guide to a session."""

import io
from functools import cache

import pytest
from pypdf import PdfReader
from reportlab.platypus import Paragraph

from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from exports.paper.pages.markdown import markdown
from exports.paper.pages.page_reading import drawn_pages
from programme.definition.parts import Link
from programme.errors import UnknownSession
from programme.loading import library as programmes
from programme.loading.library import modules
from programme.loading.loading import load_programme
from session_forms.library import library
from tests.support.exports.book_reading import lines_of
from tests.support.programme.programmes import change, shelf, write_programme
from tests.support.sampling import sampled


def text_of(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@cache
def shipped(session_id):
    return session_manual_pdf(programmes.installed(), session_id, library.installed())


@cache
def words_of(session_id):
    return " ".join(text_of(shipped(session_id)).split())


def printed(session_id, programme=None):
    if programme is None:
        return words_of(session_id)
    data = session_manual_pdf(programme, session_id, library.installed())
    return " ".join(text_of(data).split())


@pytest.mark.parametrize("session_id", sampled(programmes.installed().session_plans, every=6))
def test_every_session_is_printed_with_all_that_its_plan_holds(session_id):
    plan = programmes.installed().session_plans[session_id]

    text = printed(session_id)

    for words in (
        plan.title,
        plan.aim,
        *(step.title for step in plan.steps),
        *(step.guidance.purpose for step in plan.steps),
        *(line.text for step in plan.steps for line in step.guidance.say),
        *(line for step in plan.steps for line in step.guidance.never),
        *(reply.reply for step in plan.steps for reply in step.guidance.if_stuck),
        *(item.done_when for item in plan.fidelity),
        *plan.before,
        *plan.after,
    ):
        assert " ".join(words.split()) in text


def test_the_same_guide_gives_the_same_bytes():
    programme, forms = programmes.installed(), library.installed()

    assert session_manual_pdf(programme, "S02", forms) == shipped("S02")


def test_a_key_sentence_is_marked():
    assert 'Key. "Have you thought of ending your life?' in printed("S02")


def test_placeholders_are_lines_to_write_on():
    text = printed("S02")

    assert "{" not in text
    assert "____" in text


def test_a_placeholder_in_the_guidance_is_a_line_too():
    programme = programmes.installed()
    plan = programme.session_plans["S01"].model_copy(update={"before": ("Call {crisis_line}.",)})
    changed = programme.model_copy(update={"session_plans": {"S01": plan}})

    assert "Call ______________________." in printed("S01", changed)


def test_what_comes_from_earlier_sessions_and_goes_on_is_printed():
    programme = programmes.installed()
    link = Link(session="S01", text="The agreement made there is read again.")
    plan = programme.session_plans["S02"].model_copy(update={"links": (link,)})
    changed = programme.model_copy(update={"session_plans": {"S02": plan}})

    text = printed("S02", changed)

    assert "Earlier and later sessions S01 • The agreement made there is read again." in text


def test_the_rules_of_a_step_stand_below_its_heading(tmp_path):
    programme = load_programme(write_programme(tmp_path), shelf())

    text = " ".join(text_of(session_manual_pdf(programme, "S01", shelf())).split())

    assert "Form: consent" in text
    assert (
        "opens after: consent, “Agreed?”: “Yes” · may be skipped with a reason · "
        "never skipped while a suicide alert is open"
    ) in text


def test_a_step_says_that_the_screen_shows_scores():
    assert "the screen shows the scores so far" in printed("S02")


def test_the_head_of_the_page_for_the_client_says_its_own_title_alone():
    last = drawn_pages(shipped("S02"))[-1]

    head = lines_of(last)[0].text

    assert head == "Two plans"


def test_a_page_for_the_client_without_a_title_has_an_empty_head(tmp_path):
    folder = write_programme(tmp_path)
    change(folder, "01-begin/s01-first/handout.md", "# Our plan\n\n", "")
    programme = load_programme(folder, shelf())

    last = drawn_pages(session_manual_pdf(programme, "S01", shelf()))[-1]

    assert lines_of(last)[0].text.startswith("We look at your week")


def test_an_unknown_session_is_named_as_such():
    with pytest.raises(UnknownSession):
        printed("S99")


def test_what_a_plan_does_not_hold_is_left_out():
    programme = programmes.installed()
    plan = programme.session_plans["S02"].model_copy(
        update={"practice": (), "evidence": (), "after": (), "measures_given_at": "scores"}
    )
    bare = programme.model_copy(update={"session_plans": {"S02": plan}})

    text = printed("S02", bare)

    assert "Practice for the week" not in text
    assert "What this rests on" not in text
    assert "given at the step “Look at today's scores together”" in text


def test_the_guide_says_which_sheets_belong_to_which_step():
    text = printed("S20")

    assert "; given on arrival. GAD-7, " in text
    assert "given at the step “Ending: what I leave with, what is unfinished”" in text


def test_a_session_without_measures_says_so_in_a_word():
    programme = programmes.installed()
    plan = programme.session_plan("S02").model_copy(update={"measures": ()})
    plans = {**programme.session_plans, "S02": plan}

    text = printed("S02", programme.model_copy(update={"session_plans": plans}))

    assert "Measures none" in text
    assert "given on arrival" not in text


def test_in_the_whole_manual_a_session_without_measures_has_no_list_of_them():
    forms = library.installed()
    programme = load_programme(modules().joinpath("pps-consultation"), forms)

    text = " ".join(text_of(whole_manual_pdf(programme, forms)).split())

    assert programme.session_plan("K1").measures
    assert not programme.session_plan("K2").measures
    assert text.count("Given at the step") == 1
    assert "Given on arrival" not in text


def test_an_adaptation_that_the_programme_does_not_name_is_printed_as_it_is():
    programme = programmes.installed().model_copy(update={"adaptations": {}})

    assert "autism_adapted:" in printed("S02", programme)


def test_markdown_is_set_as_headings_lists_and_paragraphs_with_bold():
    made = list(markdown("# Title\n\nA **bold** word\nand more <b>.\n\n1. one\n2. two\n\n- three"))

    paragraphs = [each for each in made if isinstance(each, Paragraph)]
    assert paragraphs[0].style.fontName == "OpenSans-Semibold"
    assert "<b>bold</b> word and more &lt;b&gt;." in paragraphs[1].text
    assert len(made) > 6


@pytest.mark.parametrize("session_id", ["S01", "S03", "S04"])
def test_a_difficulty_and_its_reply_share_a_sheet(session_id):
    programme = programmes.installed()
    data = shipped(session_id)
    sheets = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages]

    for step in programme.session_plans[session_id].steps:
        for each in step.guidance.if_stuck:
            pair = f"{' '.join(each.difficulty.split())} {' '.join(each.reply.split())}"
            assert any(pair in sheet for sheet in sheets)
