"""The pages that clients take home bear what the service settled, and nothing else."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from exports.paper.forms.order import PaperOrder
from programme.definition.placeholders import BLANK
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.workflows.clinics import open_clinic
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.workflows.policies.page_numbers import (
    PageNumbers,
    page_numbers,
    problems_in,
    settle_numbers,
)
from therapist_app.workflows.sessions.take_home import (
    SLOT_WORDS,
    TAKE_HOME,
    page_values,
    take_home_page,
)

SETTLED = PageNumbers(" 112 ", "0800 111 0 111", "", "+49 30 1234", "Monday to Friday, 9 to 17")


def in_force(workspace, count=1):
    [sample] = [each for each in installed_jurisdictions() if each.id == "sample"]
    days = {"approved_on": workspace.today(), "expires_on": workspace.today() + timedelta(days=30)}
    texts = tuple(
        sample.model_copy(update={"status": "approved", "id": f"sample-{number}", **days})
        for number in range(count)
    )
    return replace(workspace, jurisdictions=texts)


def test_without_settings_every_number_is_a_line_to_write_on(clinic):
    page = take_home_page(clinic.workspace, clinic.workspace.programme.session_plan("S09"))

    assert page_numbers(clinic.workspace) == PageNumbers()
    assert f"call {BLANK}, by day or by night" in page.text
    assert page.note.startswith("Write by hand before you give it: emergency number, crisis line")


def test_what_is_settled_stands_on_the_page_and_the_change_is_audited(clinic):
    settle_numbers(clinic.workspace, SETTLED)

    page = take_home_page(clinic.workspace, clinic.workspace.programme.session_plan("S09"))

    assert "call 112." in page.words
    assert "call 0800\xa0111\xa00\xa0111, by day" in page.words
    assert "We are here Monday to Friday, 9 to 17." in page.words
    assert page.to_write == ("a number for the worry", "day of the next meeting")
    assert [each.subject for each in audit.entries(clinic.workspace.service)][-1] == (
        "setting:take_home_numbers"
    )


def test_every_placeholder_of_the_programme_is_filled_or_asked_for_in_words(clinic):
    known = {*SLOT_WORDS, TAKE_HOME, "local_limits_text"}  # the last is read in the form of S01

    assert set(clinic.workspace.programme.placeholders) - known == set()
    assert {each.name for each in fields(PageNumbers)} - set(SLOT_WORDS) == set()


def test_a_page_with_everything_settled_asks_for_nothing(clinic):
    settle_numbers(clinic.workspace, replace(SETTLED, prevention_line="0800 5"))
    plan = clinic.workspace.programme.session_plan("S09")

    handout = plan.handout.replace("{next_date}", "soon")
    page = take_home_page(clinic.workspace, plan.model_copy(update={"handout": handout}))

    assert page.note == ""


def test_a_placeholder_of_a_clinics_own_is_named_as_it_is_written(clinic):
    plan = clinic.workspace.programme.session_plan("S09").model_copy(
        update={"handout": "# A\n\n{bus}"}
    )

    assert take_home_page(clinic.workspace, plan).to_write == ("bus",)


def test_the_short_form_is_that_of_the_one_text_in_force(clinic):
    workspace = in_force(clinic.workspace)

    assert page_values(workspace)["local_limits_take_home"].startswith(
        "What you say here is private."
    )


@pytest.mark.parametrize("count", [0, 2])
def test_without_one_text_in_force_the_page_says_whom_to_ask(clinic, count):
    workspace = in_force(clinic.workspace, count)

    assert page_values(workspace)["local_limits_take_home"] == "Ask us for the full rules."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("crisis_line", "Samaritans 116 123"),
        ("clinic_phone", "https://clinic.example"),
        ("emergency_number", "1" * 61),
        ("clinic_hours", "x" * 61),
        ("clinic_hours", "nine\nto five"),
        ("clinic_hours", "weekdays, sexual harm team"),
    ],
)
def test_a_name_a_novel_or_a_reason_cannot_stand_on_a_page(clinic, name, words):
    numbers = replace(SETTLED, **{name: words})

    assert list(problems_in(numbers)) == [name]
    with pytest.raises(ValueError, match=name):
        settle_numbers(clinic.workspace, numbers)
    assert page_numbers(clinic.workspace) == PageNumbers()


def test_a_therapist_alone_settles_nothing(tmp_path):
    clinic = open_clinic(tmp_path, roles=("therapist",))

    with pytest.raises(NotAllowed):
        settle_numbers(clinic.workspace, SETTLED)
    clinic.lock()


def test_a_page_is_printed_in_both_sizes(clinic):
    copies = take_home_page(clinic.workspace, clinic.workspace.programme.session_plan("S09")).copies

    usual = copies.pdf(PaperOrder("copy"))
    large = copies.pdf(PaperOrder("copy", "a4_large_print"))

    assert usual.startswith(b"%PDF")
    assert large != usual
