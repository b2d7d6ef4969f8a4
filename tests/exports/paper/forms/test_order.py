"""What somebody can have of a form on paper."""

from typing import get_args

from exports.paper.forms.order import FIRST_CONTACT, PaperOffer, PaperOrder, What, paper_offers
from session_forms.library import library


def test_a_form_offers_what_can_be_had_of_it():
    plan, measure = (library.installed().latest(each) for each in ("safety-plan", "phq-9"))
    licence = plan.licence.model_copy(update={"permission": "A letter."})

    assert [each.what for each in paper_offers(plan)] == ["blank"]
    assert [each.what for each in paper_offers(plan, has_answers=True)] == ["blank", "filled"]
    finished = paper_offers(plan, has_answers=True, is_whole=True)
    assert finished[-1] == PaperOffer("copy", plan.client_copy.sizes)
    assert [each.what for each in paper_offers(measure, is_whole=True)] == ["blank"]
    assert paper_offers(plan.model_copy(update={"licence": licence})) == ()


def test_a_first_contact_is_offered_as_a_page_for_a_helpline_while_nothing_stands_in_it():
    contact = library.installed().latest(FIRST_CONTACT)

    assert [each.what for each in paper_offers(contact)] == ["blank", "hand_over"]
    assert [each.what for each in paper_offers(contact, has_answers=True)] == ["blank", "filled"]


def test_only_sheets_with_something_of_a_client_are_told_as_such():
    of_client = [what for what in get_args(What) if PaperOrder(what).is_of_client]

    assert of_client == ["filled", "copy"]
