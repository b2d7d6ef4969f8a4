"""What a licence allows, and when silence means asking."""

import pytest

from session_forms.form.licences import CONTEXTS, Contexts, Licence
from tests.support.session_forms.forms import sleep_check


@pytest.mark.parametrize("context", CONTEXTS)
def test_our_own_words_are_free_and_silence_of_others_means_asking(context):
    assert Licence(status="own").allows(context) == "free"
    assert Licence(status="bundle").allows(context) == "ask"


def test_what_the_holder_says_counts_by_context():
    said = Contexts(clinical="free", commercial="no")
    licence = Licence(status="bundle", contexts=said)

    assert [licence.allows(context) for context in CONTEXTS] == ["free", "ask", "ask", "no"]


def test_the_clinics_own_permission_answers_what_needs_asking_and_nothing_else():
    said = Contexts(commercial="no")
    licence = Licence(status="skeleton", contexts=said, permission="Letter of March 2026.")

    assert licence.allows("clinical") == "free"
    assert licence.allows("commercial") == "no"


@pytest.mark.parametrize(
    ("status", "permission", "typed"),
    [
        ("own", "", False),
        ("bundle", "", False),
        ("skeleton", "", True),
        ("skeleton", "Letter of March 2026.", False),
        ("score-entry", "", True),
    ],
)
def test_a_form_without_words_of_its_own_is_typed_from_paper(status, permission, typed):
    licence = Licence(status=status, notice="N", source="S", permission=permission)

    assert sleep_check().model_copy(update={"licence": licence}).is_typed_from_paper == typed
