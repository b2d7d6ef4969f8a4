"""The parts of the printed manual, with a tiny programme in all its variants."""

import re
from datetime import date
from pathlib import Path

import pytest

from exports.paper import manual
from exports.paper.manual.fidelity_sheet import adherence_words
from exports.paper.manual.lines import Material
from exports.paper.manual.printing import whole_manual_pdf
from exports.paper.manual.session import requirement_words
from exports.paper.manual.worksheets import session_runs
from exports.paper.pages.book import Book
from exports.paper.pages.page import Sheet
from exports.paper.pages.page_reading import drawn_pages
from programme.definition.definition import SessionPlan, Step
from programme.definition.parts import (
    AfterEnd,
    Evidence,
    FidelityItem,
    Guidance,
    Link,
    Practice,
    Reply,
    SayLine,
    Split,
)
from programme.definition.requirements import AnswerRequirement, BreakRequirement
from programme.fidelity.fidelity import DEFAULT_BANDS
from programme.loading.loading import load_programme
from session_forms.library.library import FormLibrary
from tests.support.exports.book_reading import lines_of
from tests.support.programme.programmes import plan, programme_of, shelf, write_programme

MANUAL = Path(manual.__file__).parent
PRINTED_OTHERWISE = {"measures_given_at": "where each measure is given, in `measures_by_place`"}


@pytest.mark.parametrize(
    "part",
    [SessionPlan, Step, Guidance, Split, Practice, Link, FidelityItem, SayLine, Reply, Evidence],
)
def test_every_key_of_a_session_stands_in_the_manual(part):
    printing = "".join(each.read_text("utf-8") for each in sorted(MANUAL.glob("*.py")))

    unprinted = {each for each in part.model_fields if not re.search(rf"\.{each}\b", printing)}
    assert unprinted - PRINTED_OTHERWISE.keys() == set()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return load_programme(write_programme(tmp_path_factory.mktemp("tiny")), shelf())


@pytest.fixture(scope="module")
def as_it_is(tiny):
    return printed(tiny)


def printed(programme, forms=None):
    pages = drawn_pages(whole_manual_pdf(programme, forms or shelf()))
    return " ".join(line.text for page in pages for line in lines_of(page))


def changed(programme, **values):
    return programme.model_copy(update=values)


def test_a_draft_has_room_for_who_approves_it(as_it_is):
    assert "Approved by (name, role) ____" in as_it_is


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"approved_by": "A. Lead", "approved_on": date(2026, 11, 24)},
            "Approved by A. Lead, 24 November 2026",
        ),
        ({}, "Approved Version"),
    ],
)
def test_who_approved_a_programme_and_when_is_printed(tiny, values, said):
    text = printed(changed(tiny, status="approved", **values))

    assert said in text
    assert "tiny 1.0.0 · approved Page 2" in text
    assert "Approved by (name, role)" not in text


def test_a_language_without_a_name_is_printed_as_it_is_written(tiny):
    assert "Language nl" in printed(changed(tiny, language="nl"))
    assert "Language German" in printed(changed(tiny, language="de"))


def test_the_licence_of_a_programme_is_its_own(tiny, as_it_is):
    assert "Licence Instruments keep their own terms" in as_it_is
    assert "Licence CC BY 4.0. Instruments keep" in printed(changed(tiny, licence="CC BY 4.0"))


def test_a_programme_without_a_shared_frame_has_no_chapter_for_it(tiny):
    text = printed(changed(tiny, frame=None))

    assert "What most sessions share" not in text
    assert "FR1 Arrive 10 min Form: week" in text


def test_a_frame_without_items_has_no_table_of_them(tiny):
    bare = tiny.frame.model_copy(update={"fidelity": ()})

    assert printed(changed(tiny, frame=bare)).count("Arrived The client was greeted.") == 1


def test_a_programme_of_titles_only_can_be_printed():
    text = printed(programme_of())

    assert "S01 Session 1 not in this version" in text
    assert "Tracks None." in text
    assert "Gates None." in text


def test_a_form_that_may_not_be_printed_is_named_and_left_to_its_publisher(tiny):
    forms = [
        each.model_copy(
            update={"licence": each.licence.model_copy(update={"permission": "A letter."})}
        )
        if each.id == "calm"
        else each
        for each in shelf().all()
    ]

    text = printed(tiny, FormLibrary(forms))

    assert "calm, version 1 · S01 Its wording belongs to its publisher" in text


def test_a_form_that_no_session_names_stands_in_the_index_at_any_time(tiny):
    forms = {**tiny.forms, "spare": 1}
    spare = shelf().get("calm", 1).model_copy(update={"id": "spare", "title": "Spare"})

    text = printed(changed(tiny, forms=forms), FormLibrary((*shelf().all(), spare)))

    assert "At any time Spare" in text
    assert "spare, version 1 · at any time" in text


def test_every_answer_that_opens_an_alert_stands_there_with_its_level_and_why(tiny):
    check = shelf().get("week", 2)
    [asked] = [each for each in check.questions if each.alerts]
    alert = asked.alerts[0].model_copy(update={"because": "It cannot wait."})
    changed_question = asked.model_copy(update={"alerts": (alert,)})
    questions = tuple(changed_question if each is asked else each for each in check.questions)
    others = [each for each in shelf().all() if each.id != check.id]
    forms = FormLibrary((*others, check.model_copy(update={"questions": questions})))

    text = printed(tiny, forms)

    assert "What opens an alert" in text
    assert alert.states in text
    assert "It cannot wait." in text
    assert f" {alert.level} " in text


def test_gates_say_what_they_stand_before_what_they_ask_for_and_who_overrides(tiny):
    soft = tiny.gates[1].model_copy(update={"before": "M02"})

    text = printed(changed(tiny, gates=(*tiny.gates, soft)))

    for words in (
        "consent, “Agreed?”: “Yes”",
        "consent, “How far?”: “some” or “full”",
        "consent, “Aims?”: 2 entries or more",
        "module M01 is complete",
        "every alert has an action",
        "signing a note",
        "only says so",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"question": "teach_back", "equals": False}, "“Agreed?”: “No”"),
        ({"question": "sure", "equals": 7}, "“How sure?”: “7”"),
        ({"question": "level", "any_of": ("gone",)}, "“How far?”: “gone”"),
        (
            {"question": "teach_back", "equals": True, "filled_at_least": 2},
            "“Agreed?”: “Yes” (in 2 fillings or more)",
        ),
    ],
)
def test_what_an_answer_must_be_is_said_in_words(tiny, asked, said):
    material = Material(tiny, shelf(), Book(Sheet("Tiny"), ()))

    requirement = AnswerRequirement(form="consent", **asked)

    assert requirement_words(requirement, material) == f"consent, {said}"


def test_an_answer_that_is_asked_for_after_a_break_says_after_how_long_a_one(tiny):
    material = Material(tiny, shelf(), Book(Sheet("Tiny"), ()))

    requirement = BreakRequirement(
        form="consent", question="level", any_of=("some",), after_weeks=6
    )

    said = "after more than 6 weeks without a session, or a course taken up again"
    assert requirement_words(requirement, material) == f"consent, “How far?”: “some” ({said})"


def test_measures_that_a_clinic_may_add_are_named(tiny):
    first = tiny.session_plans["S01"].model_copy(update={"optional_measures": ("calm",)})
    plans = {**tiny.session_plans, "S01": first}

    assert f"A clinic may add: {shelf().get('calm', 1).short_title}." in printed(
        changed(tiny, session_plans=plans)
    )


def test_tracks_say_what_they_change(tiny):
    track = tiny.tracks[0].model_copy(
        update={"extra_sessions_allowed": 4, "may_merge": (("S01", "S02"),)}
    )

    assert "M02 after S01 S01 and S02 up to 4" in printed(changed(tiny, tracks=(track,)))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"extra": True}, "outside the order, as often as it is needed"),
        ({"after_end": AfterEnd(weeks=8)}, "8 weeks after the end"),
        ({"after_end": AfterEnd(months=3)}, "3 months after the end"),
    ],
)
def test_a_session_outside_the_order_says_when_it_is_held(tiny, values, said):
    first, second = tiny.phases
    third = second.sessions[0].model_copy(update=values)
    phases = (first, second.model_copy(update={"sessions": (third,)}))

    assert said in printed(changed(tiny, phases=phases))


def test_sessions_that_follow_each_other_are_said_as_a_run():
    programme = programme_of(*(plan(f"S0{number}") for number in range(1, 8)))

    def runs(*ids):
        return session_runs(programme, ids)

    assert runs("S01", "S02", "S03", "S05", "S06") == "S01 to S03, S05, S06"
    assert runs() == ""


def test_adherence_is_said_with_the_bands_of_the_programme():
    said = "80 % or more high; 60 % or more acceptable; below that discuss in supervision"

    assert adherence_words(DEFAULT_BANDS) == said


def test_a_module_says_its_phase_and_what_completes_it(as_it_is):
    text = as_it_is

    assert "P1 Begin M01 Beginning To begin. Every work has a beginning." in text
    assert "every applicable fidelity item of its sessions is rated 1 or 2" in text
