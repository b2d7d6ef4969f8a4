"""Local texts with real clients: only one that is approved and in date starts anything new."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from session_forms.reference.jurisdictions import Jurisdiction
from tests.support.session_forms.reference import APPROVED, TEMPLATE, TEXT, local_text
from tests.support.workflows.workspaces import Workplace, answered, open_workplace
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Client
from therapist_app.workflows.errors import NoLocalText
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form, reopen_form
from therapist_app.workflows.forms.paper_entry import PaperForm, begin_paper_form
from therapist_app.workflows.forms.reference import near_ids, offered_services, reference_names
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers

DAY = timedelta(days=1)
RESTS_ON_A_TEXT = ("limits", "agreement")
TEXT_READ = QuestionId("jurisdiction_text_version")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Workplace]:
    """A service for real clients, with the texts that ship."""
    with open_workplace(tmp_path / "service", practice=False) as work:
        yield work


@pytest.fixture
def texts(tmp_path: Path) -> dict[str, Jurisdiction]:
    """Texts of one place: a draft, a template, and one approved for the year 2026."""
    named = {"draft": TEXT, "template": TEMPLATE, "approved": APPROVED}
    return {
        name: local_text(tmp_path, text.replace('"here"', f'"{name}"'), f"{name}.v3.toml")
        for name, text in named.items()
    }


def give(work: Workplace, *texts: Jurisdiction) -> None:
    work.workspace = replace(work.workspace, jurisdictions=texts)


def offered(opened: OpenForm, question_id: str = TEXT_READ) -> list[str]:
    return [each.id for each in opened.state.question_state(question_id).options]


def to(work: Workplace, day: date) -> None:
    work.clock.advance((day - work.workspace.today()).total_seconds())


@pytest.mark.parametrize("form_id", RESTS_ON_A_TEXT)
def test_the_texts_that_ship_start_nothing_with_a_real_client(
    real: Workplace, form_id: str
) -> None:
    client = real.add_client()

    with pytest.raises(NoLocalText, match=form_id):
        open_form(real.workspace, client.id, form_id)

    assert filled_forms.for_client(real.workspace.caseload, client.id) == ()


@pytest.mark.parametrize("form_id", RESTS_ON_A_TEXT)
def test_practice_uses_the_sample(work: Workplace, form_id: str) -> None:
    client = work.add_client()

    opened = open_form(work.workspace, client.id, form_id)

    assert opened.state.context.jurisdictions == ("sample@1",)


def test_only_what_is_approved_and_in_date_is_offered(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    client = real.add_client()
    later = texts["approved"].model_copy(update={"id": "later", "approved_on": date(2026, 6, 1)})
    over = texts["approved"].model_copy(update={"id": "over", "expires_on": date(2026, 3, 2)})
    give(real, *texts.values(), later, over)

    opened = open_form(real.workspace, client.id, "limits")

    assert real.workspace.today() == date(2026, 3, 2)
    assert offered(opened) == ["approved@3"]


@pytest.mark.parametrize("form_id", RESTS_ON_A_TEXT)
def test_an_expired_text_starts_nothing_new(
    real: Workplace, texts: dict[str, Jurisdiction], form_id: str
) -> None:
    client = real.add_client()
    give(real, texts["approved"])
    to(real, date(2026, 12, 31))
    open_form(real.workspace, client.id, form_id)
    to(real, date(2027, 1, 1))

    with pytest.raises(NoLocalText):
        open_form(real.workspace, client.id, form_id)


def begun(work: Workplace, client: Client, answers: dict[str, object]) -> OpenForm:
    opened = open_form(work.workspace, client.id, "limits")
    keep_draft(work.workspace, opened, answered(opened.state, answers))
    return opened


def test_a_form_begun_while_its_text_was_in_date_can_be_finished(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    client = real.add_client()
    give(real, texts["approved"])
    to(real, date(2026, 12, 31))
    begun(real, client, {TEXT_READ: "approved@3"})
    to(real, date(2027, 1, 2))

    again = open_form(real.workspace, client.id, "limits")

    assert again.state.question_state(TEXT_READ).problem is None
    state = answer(again.state, QuestionId("teach_back"), True)
    assert state.blocking == ()
    finish_form(real.workspace, again, state)
    kept = reopen_form(real.workspace, again.filled.id)
    assert kept.state.answers[TEXT_READ] == "approved@3"
    assert kept.state.problems == {}


def test_a_form_begun_without_naming_a_text_cannot_name_one_that_expired_since(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    client = real.add_client()
    give(real, texts["approved"])
    to(real, date(2026, 12, 31))
    begun(real, client, {"teach_back": True})
    to(real, date(2027, 1, 1))

    again = open_form(real.workspace, client.id, "limits")

    assert offered(again) == []
    refused = answer(again.state, TEXT_READ, "approved@3")
    assert TEXT_READ not in refused.answers
    assert [each.id for each in refused.blocking] == [TEXT_READ]


def test_a_paper_form_counts_by_the_day_on_the_paper(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    client = real.add_client()
    give(real, texts["approved"].model_copy(update={"approved_on": date(2026, 3, 4)}))
    to(real, date(2027, 1, 5))

    with pytest.raises(NoLocalText):
        begin_paper_form(
            real.workspace, PaperForm(client.id, "limits", date(2026, 3, 3), "therapist")
        )
    opened = begin_paper_form(
        real.workspace, PaperForm(client.id, "limits", date(2026, 12, 31), "therapist")
    )

    assert offered(opened) == ["approved@3"]


def test_an_event_is_written_down_without_any_text(real: Workplace) -> None:
    client = real.add_client()

    opened = open_form(real.workspace, client.id, "risk-event")

    assert offered(opened, "legal_basis") == []
    assert not opened.state.question_state("legal_basis").required


def test_services_of_the_place_of_the_text_come_first(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    give(real, texts["approved"].model_copy(update={"country": "PL"}))

    found = offered_services(real.workspace)

    countries = [each.country for each in found]
    assert set(countries[:8]) == {"EU", "PL", "worldwide"}
    assert "PL" not in countries[8:]
    assert all(each.status != "no_contact" for each in found)
    near = near_ids(real.workspace)
    assert {each.country for each in found if each.id in near} == {"EU", "PL", "worldwide"}


def test_the_numbers_that_the_service_settled_come_before_all(
    real: Workplace, texts: dict[str, Jurisdiction]
) -> None:
    assert near_ids(real.workspace) == frozenset()
    give(real, texts["approved"].model_copy(update={"country": "IE"}))
    settle_numbers(real.workspace, PageNumbers("112", "116123"))

    first, second, *_others = offered_services(real.workspace)

    assert (first.country, first.phone) == ("EU", "112")
    assert (second.country, second.phone) == ("IE", "116 123")


def test_a_plan_offers_the_kinds_it_asks_for(work: Workplace) -> None:
    client = work.add_client()

    opened = open_form(work.workspace, client.id, "safety-plan")

    kinds = opened.state.context.directory_kinds
    assert {kinds[each] for each in offered(opened, "services")} == {
        "emergency",
        "crisis_line",
        "prevention_line",
    }


def test_services_and_texts_are_read_back_by_name_and_what_is_old_says_so(
    work: Workplace,
) -> None:
    client = work.add_client()
    names = reference_names(work.workspace)
    plan = (
        open_form(work.workspace, client.id, "safety-plan")
        .state.question_state("services")
        .question
    )
    limits = open_form(work.workspace, client.id, "limits").state.question_state(TEXT_READ).question

    said = answer_words(plan, ("nl-113", "fr-stop", "gone"), names)

    assert said.splitlines() == [
        "113 Zelfmoordpreventie, 113 (check before giving)",
        "S.T.O.P. (FFCRIAVS), 0 806 23 10 63",
        "gone",
    ]
    assert answer_words(limits, "sample@1", names) == "Practice country (invented), version 1"
