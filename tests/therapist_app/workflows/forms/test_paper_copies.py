"""Forms as PDF: made in memory, written only where a person wants them."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from exports.paper.forms.order import PaperOrder
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.database import audit
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.forms.paper_copies import blank_copies, copies_of, on_paper
from therapist_app.workflows.forms.paper_entry import PaperForm, begin_paper_form
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers

PLAN = {"status": "complete", "signs": ("I sleep badly",), "services": ("eu-emergency",)}


@pytest.fixture
def copies(work: Workplace):
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "safety-plan")
    state = answered(opened.state, PLAN)
    return copies_of(work.workspace, opened, lambda: state)


def text_of(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_a_file_is_named_by_what_it_is_and_never_by_the_client(copies) -> None:
    names = {what: copies.name(PaperOrder(what)) for what in ("blank", "filled", "copy")}

    assert names == {"blank": "My safety plan", "filled": "My safety plan", "copy": "My plan"}


def test_a_blank_form_says_nothing_of_the_client(copies) -> None:
    text = text_of(copies.pdf(PaperOrder("blank")))

    assert "Version 1" in text
    assert "I sleep badly" not in text
    assert "Practice" not in text
    fields = PdfReader(io.BytesIO(copies.pdf(PaperOrder("blank", fillable=True)))).get_fields()
    assert "signs.line1" in fields


def test_a_form_with_its_answers_carries_the_code_the_names_of_services_and_the_band_of_practice(
    work: Workplace,
) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "safety-plan")
    state = answered(opened.state, PLAN)

    text = text_of(copies_of(work.workspace, opened, lambda: state).pdf(PaperOrder("filled")))

    assert client.code in text
    assert "1. Emergency services" in text
    assert "Practice: invented data" in text


def test_a_form_from_paper_says_when_it_was_filled_in(work: Workplace) -> None:
    client = work.add_client()
    day = work.workspace.today()
    work.clock.advance(timedelta(days=3).total_seconds())
    opened = begin_paper_form(work.workspace, PaperForm(client.id, "phq-9", day, "client"))

    copies = copies_of(work.workspace, opened, lambda: opened.state)

    assert "On paper, 2 March 2026, by the client alone" in text_of(
        copies.pdf(PaperOrder("filled"))
    )


def test_the_copy_for_the_client_bears_the_numbers_of_this_service(copies) -> None:
    settle_numbers(copies.workspace, PageNumbers(emergency_number="112", crisis_line="116 123"))

    text = " ".join(text_of(copies.pdf(PaperOrder("copy"))).split())

    assert "in danger now, call 112." in text
    assert "116\N{NO-BREAK SPACE}123" in text or "116 123" in text


def test_the_copy_for_the_client_has_no_code(copies) -> None:
    text = text_of(copies.pdf(PaperOrder("copy", "a4_large_print")))

    assert "My plan" in text
    assert "safety-plan" not in text


@pytest.mark.parametrize(
    ("day", "mark"), [(date(2026, 7, 28), ""), (date(2026, 7, 29), " (check before giving)")]
)
def test_a_number_is_judged_by_the_day_of_printing_where_it_stays_here(
    work: Workplace, day: date, mark: str
) -> None:
    opened = open_form(work.workspace, work.add_client().id, "safety-plan")
    state = answered(opened.state, {**PLAN, "services": ("fr-stop",)})
    copies = copies_of(work.workspace, opened, lambda: state)
    work.clock.advance((day - work.workspace.today()).total_seconds())

    kept, given = (text_of(copies.pdf(PaperOrder(what))) for what in ("filled", "copy"))

    assert f"S.T.O.P. (FFCRIAVS), 0 806 23 10 63{mark}" in kept
    assert "FFCRIAVS" not in given
    assert "France, Monday to Friday 9 to 17: 0 806 23 10 63" in " ".join(given.split())
    assert "(check" not in given
    assert mark or "(check" not in kept


def test_only_pages_with_answers_that_a_printer_or_a_file_took_are_noted_as_having_left(
    work: Workplace, copies, tmp_path
) -> None:
    def left() -> list[tuple[str, str]]:
        entries = audit.entries(work.workspace.caseload)
        return [(each.action, each.fields[1]) for each in entries if "form_s" in each.action]

    started = left()
    for what in ("blank", "filled", "copy"):
        copies.pdf(PaperOrder(what))  # made, and the dialog was closed again
    assert left() == started

    for what in ("blank", "filled", "copy"):
        copies.sent(PaperOrder(what))
        copies.save(PaperOrder(what), str(tmp_path / f"{what}.pdf"))
    copies.save(PaperOrder("filled"), str(tmp_path / "no" / "out.pdf"))

    assert left()[len(started) :] == [
        ("form_sent_to_printer", "filled"),
        ("form_saved", "filled"),
        ("form_sent_to_printer", "copy"),
        ("form_saved", "copy"),
    ]


def test_of_a_form_that_nobody_filled_in_nothing_is_noted(work: Workplace) -> None:
    before = audit.entries(work.workspace.caseload)

    blank_copies(work.workspace, work.workspace.forms.latest("phq-9")).sent(PaperOrder("blank"))

    assert audit.entries(work.workspace.caseload) == before


def test_a_copy_that_cannot_be_made_is_none(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")

    assert copies_of(work.workspace, opened, lambda: opened.state).pdf(PaperOrder("copy")) is None


def test_a_file_is_for_the_person_alone_and_replaces_what_stood_there(copies, tmp_path) -> None:
    place = tmp_path / "out.pdf"
    place.write_bytes(b"older and much longer than anything")

    outcome = copies.save(PaperOrder("filled"), str(place))

    assert outcome == "written"
    assert place.read_bytes().startswith(b"%PDF")


def test_a_new_file_is_private(copies, tmp_path) -> None:
    copies.save(PaperOrder("filled"), str(tmp_path / "out.pdf"))

    assert (tmp_path / "out.pdf").stat().st_mode & 0o777 == 0o600


def test_what_was_made_for_the_print_dialog_is_what_is_saved(
    work: Workplace, copies, tmp_path
) -> None:
    outcome = copies.save(PaperOrder("filled"), str(tmp_path / "out.pdf"), b"made before")

    assert outcome == "written"
    assert (tmp_path / "out.pdf").read_bytes() == b"made before"
    assert audit.entries(work.workspace.caseload)[-1].action == "form_saved"


def test_nothing_is_ever_written_beside_the_record(work: Workplace, copies) -> None:
    folder = work.workspace.vault.place.path

    assert copies.save(PaperOrder("filled"), str(folder / "out.pdf")) == "wrong_place"
    assert copies.save(PaperOrder("blank"), str(folder / "backups" / "out.pdf")) == "wrong_place"
    assert not list(folder.rglob("*.pdf"))


def test_what_cannot_be_written_and_what_is_not_there_are_said(
    work: Workplace, copies, tmp_path
) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    empty = copies_of(work.workspace, opened, lambda: opened.state)

    assert copies.save(PaperOrder("blank"), str(tmp_path / "no" / "out.pdf")) == "not_written"
    assert empty.save(PaperOrder("copy"), str(tmp_path / "out.pdf")) == "nothing"


def test_a_form_nobody_filled_in_is_printed_in_either_size(work: Workplace) -> None:
    blank = blank_copies(work.workspace, work.workspace.forms.latest("phq-9"))

    large = blank.pdf(PaperOrder("blank", "a4_large_print"))

    assert len(PdfReader(io.BytesIO(large)).pages) > 1


def test_a_page_for_a_helpline_has_lines_for_who_it_is_and_a_name_of_its_own(
    work: Workplace,
) -> None:
    blank = blank_copies(work.workspace, work.workspace.forms.latest("first-contact"))
    page, form = (
        PdfReader(io.BytesIO(blank.pdf(PaperOrder(each)))) for each in ("hand_over", "blank")
    )

    assert "only with their yes" in page.pages[0].extract_text()
    assert "only with their yes" not in form.pages[0].extract_text()
    assert blank.name(PaperOrder("hand_over")) == "Hand-over page from a helpline"


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ((), ""),
        (("gb-samaritans",), "this number before you give the copy, which does not say so itself"),
        (("gb-samaritans", "eu-emergency"), "these numbers before you give the copy"),
    ],
)
def test_before_a_copy_is_given_it_is_said_which_numbers_nobody_checked(
    work: Workplace, services: tuple[str, ...], said: str
) -> None:
    opened = open_form(work.workspace, work.add_client().id, "safety-plan")
    state = answered(opened.state, {**PLAN, "services": services})
    names = [each.name for each in work.workspace.directory if each.id in services]

    copies = copies_of(work.workspace, opened, lambda: state)

    words = copies.to_check(PaperOrder("copy"))
    assert said in words
    assert bool(words) is bool(services)
    assert all(each in words for each in names)
    assert copies.to_check(PaperOrder("filled")) == copies.to_check(PaperOrder("blank")) == ""


def test_a_number_of_which_no_day_is_known_is_said_to_be_left_out(work: Workplace) -> None:
    undated = tuple(
        each.model_copy(update={"source_on": None}) if each.id == "gb-samaritans" else each
        for each in work.workspace.directory
    )
    work.workspace = replace(work.workspace, directory=undated)
    opened = open_form(work.workspace, work.add_client().id, "safety-plan")
    state = answered(opened.state, {**PLAN, "services": ("gb-samaritans",)})

    words = copies_of(work.workspace, opened, lambda: state).to_check(PaperOrder("copy"))

    assert "no day is known on which it was right: Samaritans." in words


def test_a_number_that_was_checked_lately_is_not_named(work: Workplace) -> None:
    today = work.workspace.today()
    fresh = tuple(
        each.model_copy(update={"status": "verified", "verified_on": today})
        for each in work.workspace.directory
    )
    work.workspace = replace(work.workspace, directory=fresh)
    opened = open_form(work.workspace, work.add_client().id, "safety-plan")
    state = answered(opened.state, PLAN)

    assert copies_of(work.workspace, opened, lambda: state).to_check(PaperOrder("copy")) == ""


def test_a_form_without_a_copy_has_no_number_to_check(work: Workplace) -> None:
    opened = open_form(work.workspace, work.add_client().id, "phq-9")

    copies = copies_of(work.workspace, opened, lambda: opened.state)

    assert copies.to_check(PaperOrder("copy")) == ""


def test_what_was_answered_so_far_is_offered_first_and_an_empty_form_blank(work: Workplace) -> None:
    opened = open_form(work.workspace, work.add_client().id, "safety-plan")
    begun = answered(opened.state, PLAN)

    assert on_paper(work.workspace, opened, lambda: opened.state).first == "blank"
    assert on_paper(work.workspace, opened, lambda: begun).first == "filled"


def test_a_plan_that_was_only_opened_is_printed_as_it_was_finished_last(work: Workplace) -> None:
    """What is asked afresh each time stood on the paper without an answer."""
    client = work.add_client()
    work.fill(client, "safety-plan", PLAN, None)
    opened = open_form(work.workspace, client.id, "safety-plan")
    assert "status" not in opened.state.answers

    found = on_paper(work.workspace, opened, lambda: opened.state)

    assert [each.what for each in found.offers] == ["blank", "filled", "copy"]
    found.copies.sent(PaperOrder("filled"))
    last = filled_forms.for_client(work.workspace.caseload, client.id, "safety-plan")
    assert [each.id for each in last] == [audit.entries(work.workspace.caseload)[-1].subject]


def test_a_plan_in_which_something_was_changed_is_printed_as_it_stands(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "safety-plan", PLAN, None)
    opened = open_form(work.workspace, client.id, "safety-plan")
    changed = answered(opened.state, {"signs": ("I stay in bed",)})

    found = on_paper(work.workspace, opened, lambda: changed)

    assert "I stay in bed" in text_of(found.copies.pdf(PaperOrder("filled")))
    assert [each.what for each in found.offers] == ["blank", "filled"]
