"""What stands on one page."""

from session_forms.filling.filling import answer, page_of, pages, start
from tests.support.session_forms.forms import context, make_form

PARTS = """
[[parts]]
id = "now"
title = "Now"

[[parts]]
id = "then"
title = "Then"
new_page = true

[[parts]]
id = "last"
title = "Last"
"""


def question(name, part, more=""):
    return (
        f'[[questions]]\nid = "{name}"\nkind = "yes_no"\nprompt = "Q?"\npart = "{part}"\n{more}\n'
    )


FORM = make_form(
    PARTS
    + question("a", "now")
    + question("b", "now", 'shown_when = { question = "a", equals = true }')
    + question("c", "then")
    + question("d", "last")
)


def test_a_page_begins_with_a_part_that_says_so():
    assert pages(start(FORM, context())) == (("a",), ("c", "d"))


def test_each_shown_question_can_have_its_own_page():
    state = start(FORM, context())

    assert pages(state, one_by_one=True) == (("a",), ("c",), ("d",))
    opened = answer(state, "a", True)
    assert pages(opened, one_by_one=True) == (("a",), ("b",), ("c",), ("d",))


def test_what_is_for_the_therapist_stands_on_no_page_that_the_client_sees():
    form = make_form(question("a", "now") + question("b", "now", "for_therapist = true"))
    state = start(form, context())

    assert pages(state) == (("a", "b"),)
    assert pages(state, for_client=True) == (("a",),)


def test_a_question_is_found_on_its_page():
    found = pages(start(FORM, context()))

    assert [page_of(found, each) for each in "acdb"] == [0, 1, 1, 0]


def test_a_form_that_shows_nothing_has_one_empty_page():
    hidden = make_form(
        '[[questions]]\nid = "a"\nkind = "yes_no"\nprompt = "Q?"\n'
        "shown_when = { first_use = true }\n"
    )

    assert pages(start(hidden, context())) == ((),)
