"""What somebody can have of a form on paper."""

from exports.paper.forms.order import PaperOffer, paper_offers
from session_forms.library import library


def test_a_form_offers_what_can_be_had_of_it():
    plan, measure = (library.installed().latest(each) for each in ("safety-plan", "phq-9"))
    licence = plan.licence.model_copy(update={"permission": "A letter."})

    assert [each.what for each in paper_offers(plan)] == ["blank"]
    assert [each.what for each in paper_offers(plan, has_answers=True)] == ["blank", "filled"]
    finished = paper_offers(plan, has_answers=True, is_finished=True)
    assert finished[-1] == PaperOffer("copy", plan.client_copy.sizes)
    assert [each.what for each in paper_offers(measure, is_finished=True)] == ["blank"]
    assert paper_offers(plan.model_copy(update={"licence": licence})) == ()
