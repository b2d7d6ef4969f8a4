"""The page that a client takes home."""

import io
from functools import cache

import pytest
from pypdf import PdfReader

from exports.paper.take_home.handout import handout_pdf
from programme.checks.wording import tells_why
from programme.course.merging import merged_plan
from programme.definition.placeholders import BLANK, fill
from programme.loading.library import installed
from tests.support.sampling import sampled

PLANS = installed().session_plans
NUMBERS = {
    "emergency_number": "112",
    "crisis_line": "0800 111",
    "prevention_line": "0800 222",
    "clinic_phone": "030 333",
    "clinic_hours": "Monday to Friday",
    "local_limits_take_home": "Ask us for the full rules.",
}


@cache
def printed(plan_id: str) -> bytes:
    return handout_pdf(PLANS[plan_id].handout, NUMBERS)


def words(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_every_text_names_the_numbers_of_the_service_and_no_reason():
    said = {plan_id: fill(plan.handout, NUMBERS) for plan_id, plan in PLANS.items()}

    for number in ("112", "0800 111", "0800 222", "030 333"):
        assert [plan_id for plan_id, text in said.items() if number not in text] == []
    assert [plan_id for plan_id, text in said.items() if "{" in text or tells_why(text)] == []


@pytest.mark.parametrize("plan_id", sampled(PLANS, every=4))
def test_every_page_bears_the_numbers_of_the_service_and_leaves_only_the_day_open(plan_id):
    said = words(printed(plan_id))

    for number in ("112", "0800 111", "0800 222", "030 333"):
        assert number in said
    assert "{" not in said
    assert said.count(BLANK) >= PLANS[plan_id].handout.count("{next_date}")


@pytest.mark.parametrize("plan_id", sampled(PLANS, every=4, first=1))
def test_what_is_not_settled_is_a_line_to_write_on(plan_id):
    said = words(handout_pdf(PLANS[plan_id].handout, {}))

    assert f"call {BLANK}, by day or by night" in said
    assert "{" not in said


@pytest.mark.parametrize("plan_id", sampled(PLANS, every=4, first=2))
def test_whoever_finds_a_page_learns_no_reason_and_no_program(plan_id):
    data = printed(plan_id)

    facts = PdfReader(io.BytesIO(data)).metadata
    assert tells_why(words(data)) == ()
    assert tells_why(facts.title) == ()
    assert not facts.producer
    assert not facts.creator


def test_the_page_of_a_merged_meeting_holds_both_pages_each_on_a_sheet_of_its_own():
    both = merged_plan(PLANS["S15"], PLANS["S16"])
    heads = [PLANS[each].handout.splitlines()[0].removeprefix("# ") for each in ("S15", "S16")]

    pages = PdfReader(io.BytesIO(handout_pdf(both.handout, NUMBERS))).pages

    first = [" ".join(each.extract_text().split())[:200] for each in pages]
    assert heads[0] in first[0]
    assert any(heads[1] in each for each in first[1:])


def test_large_print_takes_more_room_and_practice_says_so():
    handout = PLANS["S09"].handout

    usual = PdfReader(io.BytesIO(handout_pdf(handout, NUMBERS)))
    large = PdfReader(io.BytesIO(handout_pdf(handout, NUMBERS, large=True, practice=True)))

    assert len(large.pages) > len(usual.pages)
    assert "ractice" in large.pages[0].extract_text()


def test_the_numbers_of_a_list_stand_in_one_piece_in_large_print():
    pages = PdfReader(io.BytesIO(handout_pdf("# A\n\n1. One\n2. Two\n", {}, large=True))).pages

    lines = [each.strip() for each in pages[0].extract_text().splitlines()]

    assert "." not in lines
    assert any(each.startswith("2.") for each in lines)
