"""The printed guide to a session."""

import io

import pytest
from pypdf import PdfReader
from reportlab.platypus import Paragraph

from exports.paper.manual import manual_pdf
from exports.paper.markdown import markdown
from programme import library as programmes
from programme.errors import UnknownSession
from session_forms import library


def printed(session_id, programme=None):
    data = manual_pdf(programme or programmes.installed(), session_id, library.installed())
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("session_id", list(programmes.installed().session_plans))
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

    assert manual_pdf(programme, "S02", forms) == manual_pdf(programme, "S02", forms)


def test_a_key_sentence_is_marked():
    assert 'Key. "Have you thought of ending your life?' in printed("S02")


def test_placeholders_are_lines_to_write_on():
    text = printed("S02")

    assert "{" not in text
    assert "____" in text


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
    assert "given scores" in text


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
    data = manual_pdf(programme, session_id, library.installed())
    sheets = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages]

    for step in programme.session_plans[session_id].steps:
        for each in step.guidance.if_stuck:
            pair = f"{' '.join(each.difficulty.split())} {' '.join(each.reply.split())}"
            assert any(pair in sheet for sheet in sheets)
