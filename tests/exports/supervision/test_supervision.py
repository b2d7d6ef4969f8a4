"""The supervision pack: facts by client code, no client's name, a blank note at the end."""

import io
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from exports.case.leak_search import identifiers_of
from exports.document.document import Facts, Prose
from exports.document.tables import NONE, Table
from exports.errors import LeakFound
from exports.paper.charts.chart import ChartData
from exports.supervision.supervision import (
    AnsweredLine,
    AsideLine,
    AskedLine,
    MonthLine,
    OffLine,
    OverdueLine,
    PackAlertLine,
    PackClientLine,
    PackCourseLine,
    PackFidelity,
    PackPlanLine,
    RatedTwice,
    ReasonLine,
)
from exports.supervision.supervision_paper import finished_pack, supervision_pages
from session_forms.library import library
from session_forms.words.day_words import short_day
from tests.support.exports.cases import case_file
from tests.support.exports.packs import DAY, EMPTY, FIDELITY, FULL, KNOWN, MONTHS

LINES = (
    PackAlertLine,
    AnsweredLine,
    AsideLine,
    AskedLine,
    PackClientLine,
    PackCourseLine,
    PackFidelity,
    MonthLine,
    OffLine,
    OverdueLine,
    PackPlanLine,
    RatedTwice,
    ReasonLine,
)
OTHER_WORDS = {
    "active": "ended",
    "review": "watch",
    "suicide": "child_safety",
    "next_contact": "tell_somebody",
    "2026-09": "2026-08",
}
# What is no line of ours, or no more than what is drawn from it: the tests below tell them.
TOLD_OTHERWISE = {"PackFidelity.missed", "PackFidelity.agreed", "PackFidelity.bands"}


def blocks(pack, kind):
    return [each for page in supervision_pages(pack) for each in page.blocks if type(each) is kind]


def rows(pack, table_id):
    return [
        tuple(cell.text for cell in row)
        for table in blocks(pack, Table)
        if table.id == table_id
        for row in table.rows
    ]


def prose(pack):
    return " ".join(each.text for each in blocks(pack, Prose))


def finish(pack, known=KNOWN):
    return finished_pack(pack, library.installed().latest("supervision"), known, practice=True)


def words(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_parts_stand_in_the_order_of_supervision():
    assert [page.title for page in supervision_pages(FULL)] == [
        "At a glance",
        "Open alerts",
        "Alerts that were answered",
        "Promises past their day",
        "Sessions whose note asks for supervision",
        "Meetings that did not take place",
        "Courses that are not going as hoped",
        "Gates overridden, and other deviations",
        "How sessions were held",
        "Plans to look at",
    ]


def test_filled_forms_that_no_form_fits_are_told_with_whose_they_are():
    first = supervision_pages(FULL)[0]

    [told] = [
        each.text for each in first.blocks if isinstance(each, Prose) and "K1-401" in each.text
    ]
    assert told.startswith("3 filled forms are in no part of this pack")
    assert told.endswith("The clients' pages name them: K1-401 (2), K2-402 (1)")


def test_the_caseload_is_one_line_a_client():
    [facts] = blocks(FULL, Facts)

    assert ("Courses that ask for a review", "1") in facts.rows
    assert rows(FULL, "clients") == [
        ("K1-401", "In the programme", "3", "24 Nov 2026", "\N{EN DASH}", "1", "asks for a review"),
        ("K2-402", "Paused", "0", "\N{EN DASH}", "24 Nov 2026", "0", ""),
    ]


def other(value):
    """Something else of the same kind; a word of a closed list becomes another one of it."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case date():
            return value + timedelta(days=40)
        case None:
            return DAY
        case str():
            return OTHER_WORDS.get(value, f"{value}, otherwise")
        case tuple():
            return (*value[:-1], "Something else.")
    raise TypeError(value)


def changed(fact):
    """Yield the name of each field of a fact, those of the facts in it, and it with another one."""
    for field in fields(fact):
        name = f"{type(fact).__name__}.{field.name}"
        value = getattr(fact, field.name)
        first = value[0] if isinstance(value, tuple) and value else value
        if isinstance(first, LINES):
            for at, line in changed(first):
                within = (line, *value[1:]) if isinstance(value, tuple) else line
                yield at, replace(fact, **{field.name: within})
        elif name not in TOLD_OTHERWISE:
            yield name, replace(fact, **{field.name: other(value)})


def test_every_fact_of_the_pack_is_on_its_pages():
    as_it_is = supervision_pages(FULL)

    facts = list(changed(FULL))

    assert len(facts) > 40
    told = {name for name, pack in facts if supervision_pages(pack) != as_it_is}
    assert {name for name, _pack in facts} - told == set()


def test_alerts_stand_with_level_fact_and_age():
    assert rows(FULL, "alerts") == [
        ("act", "Suicide", "K1-401", "Item 9 answered 2 or 3.", "24 Nov 2026", "3")
    ]
    assert "never kept for supervision" in prose(FULL)


def test_an_answered_alert_stands_with_the_days_on_which_it_was_opened_and_answered():
    assert rows(FULL, "answered") == [
        ("urgent", "K1-401", "Suicide: Item 9 answered 1.", *2 * ("24 Nov 2026",), "1", "0")
    ]
    assert "No alert was answered in this time." in prose(EMPTY)


def test_alike_alerts_of_a_client_stand_in_one_row_the_most_pressing_first():
    [urgent] = FULL.answered
    newest = replace(urgent, level="watch", states="Boundaries kept in part.")
    before = replace(newest, opened_on=DAY - timedelta(days=9), answered_on=DAY - timedelta(days=7))
    open_step = replace(before, has_open_steps=True)
    other = replace(newest, code="K2-402", has_open_steps=True)
    pack = replace(FULL, answered=(newest, other, before, open_step, urgent))

    days = (short_day(DAY), short_day(DAY))
    assert rows(pack, "answered") == [
        ("urgent", "K1-401", "Suicide: Item 9 answered 1.", *days, "1", "0"),
        ("watch", "K1-401", "Suicide: Boundaries kept in part.", *days, "3", "1"),
        ("watch", "K2-402", "Suicide: Boundaries kept in part.", *days, "1", "1"),
    ]


def test_what_is_to_be_decided_stands_on_the_first_page_with_whom_it_is_about():
    long_ago = DAY - timedelta(weeks=5)
    open_step = replace(FULL.answered[0], has_open_steps=True)
    before = (replace(open_step, code="K3-403", answered_on=long_ago),)
    overdue = (*FULL.overdue, *FULL.overdue)
    pack = replace(FULL, answered=(open_step, *before), overdue=overdue)

    assert rows(pack, "decide") == [
        ("Open alerts", "K1-401"),
        ("Alerts answered with something left open", "K1-401"),
        ("Promises past their day", "K2-402"),
        ("Sessions whose note asks for supervision", "K1-401"),
        ("Begun, and nobody decided whether it is the right help", "K2-402"),
        ("Courses to review or to discuss", "K1-401"),
        ("Gates overridden", "K1-401"),
        ("Session to be rated by a second person", "K2-402"),
    ]
    late = (replace(FULL.plans[0], review=None),)
    assert ("Plans not written, or past their day", "K1-401") in rows(
        replace(pack, plans=late), "decide"
    )
    assert any(row[-1] == "1" for row in rows(pack, "answered"))


def test_courses_stand_with_facts_and_rules_in_words():
    assert rows(FULL, "courses") == [
        ("K1-401", "PHQ-9: 9 at first, 17 now.", "NOT1: worse", "asks for a review", "24 Nov 2026"),
        ("K2-402", "GAD-7: 12 at first, 12 now.", "NOT2: not better", "to watch", "\N{EN DASH}"),
    ]


def test_reasons_are_given_for_what_was_out_of_the_ordinary():
    assert rows(FULL, "overrides")[0][-2:] == ("Agreed by telephone", "Bo Lead")
    assert rows(FULL, "deviations")[0][1:] == (
        "K2-402",
        "S07",
        "Held out of order",
        "A hard week at home",
    )


def test_a_meeting_that_did_not_take_place_stands_with_what_happened():
    assert rows(FULL, "off") == [("24 Nov 2026", "K2-402", "S04", "Did not come")]


def test_a_plan_that_is_not_written_yet_is_named():
    missing = replace(FULL, plans=(PackPlanLine("K1-401", "Safety plan", None),))

    assert rows(missing, "plans") == [("K1-401", "not written yet")]


def test_the_plans_of_a_client_stand_in_one_row_of_a_column_for_each() -> None:
    several = replace(
        FULL,
        plans=(
            PackPlanLine("K1-402", "Boundaries", DAY),
            PackPlanLine("K1-401", "Safety plan", DAY + timedelta(days=3)),
            PackPlanLine("K1-402", "Safety plan", None),
        ),
    )

    [table] = [each for each in blocks(several, Table) if each.id == "plans"]

    assert [each.title for each in table.columns] == ["Client", "Boundaries", "Safety plan"]
    assert rows(several, "plans") == [
        ("K1-402", short_day(DAY), "not written yet"),
        ("K1-401", NONE, short_day(DAY + timedelta(days=3))),
    ]


def test_who_only_waits_is_not_said_to_be_in_the_programme():
    waits = replace(FULL, clients=(replace(FULL.clients[1], status="waiting"),))

    assert rows(waits, "clients")[0][1] == "Waits for a place"


def test_a_name_of_a_client_among_those_who_agreed_is_left_out():
    pack = replace(FULL, overrides=(replace(FULL.overrides[0], agreed="Wilhelmina"),))

    made = finish(pack)

    assert made.withheld == 1
    assert "Wilhelmina" not in words(made.pdf)


def test_fidelity_is_drawn_and_told_month_by_month():
    [chart] = blocks(FULL, ChartData)

    assert chart.points == (("Sep", 71), ("Oct", None), ("Nov", 86))
    assert chart.bands[0] == (0, "discuss in supervision")
    assert rows(FULL, "months")[1] == ("October 2026", "3", "0", "0", "\N{EN DASH}")
    assert rows(FULL, "missed") == [("FI4", "Practice agreed and written down", "2", "9")]


def test_a_single_month_is_not_drawn():
    few = replace(FULL, fidelity=replace(FIDELITY, months=MONTHS[:1]))

    assert blocks(few, ChartData) == []
    assert len(rows(few, "months")) == 1


def test_second_ratings_done_and_due_are_told_with_their_agreement():
    told = prose(FULL)

    assert "Rated twice in the last quarter: 1 of 12 sessions; asked for: 1." in told
    assert "To rate next, picked by chance: K2-402, session S05, 24 Nov 2026." in told
    assert "Both rated 9 items, 8 of them the same: 89 %." in told
    assert rows(FULL, "twice") == [("24 Nov 2026", "K1-401", "S03", "9", "8")]


def test_an_empty_caseload_says_so_part_by_part():
    told = prose(EMPTY)

    for words_of_it in (
        "Nothing waits for a decision.",
        "No alert is open.",
        "No rule of the course applies",
        "No gate was overridden.",
        "Nothing was out of the ordinary.",
        "No item that applied was left out",
        "No item was rated by both.",
        "No plan is due",
        "Every planned meeting of the last quarter took place.",
    ):
        assert words_of_it in told
    assert blocks(EMPTY, Table) == []


def test_the_pack_ends_with_a_blank_note_and_says_that_it_stays():
    made = finish(FULL)
    told = words(made.pdf)

    assert made.withheld == 0
    assert "Stays in the clinic" in told
    assert "Practice: invented data" in told
    assert told.index("Supervision note") > told.index("Plans to look at")
    assert "K1-401" in told
    assert "A hard week at home" in told


def test_a_reason_that_names_somebody_is_left_out_and_counted():
    secrets = (
        "Wilhelmina",
        "wilhelmena",
        "+44 20 7946 0958",
        "7 March 1985",
        "w.oakenshaw@example.org",
    )
    [deviation, *_others] = FULL.deviations
    given = tuple(replace(deviation, reason=f"As {secret} asked") for secret in secrets)

    made = finish(replace(FULL, deviations=given))

    said = words(made.pdf)
    assert made.withheld == len(secrets)
    assert said.count("left out: it contains a name") == len(secrets)
    assert [secret for secret in secrets if secret in said] == []


def test_a_name_anywhere_else_stops_the_pack():
    pack = replace(FULL, plans=(PackPlanLine("K1-401", "Plan of Wilhelmina Oakenshaw1", DAY),))

    with pytest.raises(LeakFound) as stopped:
        finish(pack)

    assert "Wilhelmina" not in str(stopped.value)


def test_a_name_that_is_also_a_word_of_the_pack_does_not_stop_it():
    known = identifiers_of([replace(case_file(1), names=("Plan",), contacts=(), birth_date="")])

    assert finish(FULL, known).withheld == 0


def test_the_same_pack_gives_the_same_bytes():
    assert finish(FULL).pdf == finish(FULL).pdf
