"""What was written in a form, apart from what was chosen."""

from session_forms.answers import DECLINED, QuestionId, answers_from_json
from session_forms.filling.own_words import own_words
from session_forms.library.library import installed


def test_lines_lists_and_cells_that_were_written_are_own_words_and_nothing_else():
    form = installed().latest("boundaries")
    answers = answers_from_json(
        form,
        '{"status": "complete", "children_in_household_or_role": "no", "review_date": "2026-03-09",'
        ' "situations": [{"area": "online", "agreed_boundary": "Screens in shared rooms"}],'
        ' "first_step_if_boundary_slips": "Leave, and call"}',
    )

    assert [text for _at, text in own_words(form, answers)] == [
        "Screens in shared rooms",
        "Leave, and call",
    ]


def test_the_entries_of_a_list_are_own_words_each():
    form = installed().latest("safety-plan")
    answers = answers_from_json(form, '{"signs": ["I stop answering", "I walk"]}')

    assert [text for _at, text in own_words(form, answers)] == ["I stop answering", "I walk"]


def test_what_was_declined_is_none():
    form = installed().latest("safety-plan")

    assert [text for _at, text in own_words(form, {QuestionId("signs"): DECLINED})] == []
    assert [text for _at, text in own_words(form, {})] == []


def test_lines_that_were_taken_over_are_own_words_where_they_can_be_worked_on():
    form = installed().latest("maintenance")
    answers = answers_from_json(
        form,
        '{"warning_signs": ["I sleep badly", "I lie to R."], "boundaries": ["No phone at night"]}',
    )

    assert [text for _at, text in own_words(form, answers)] == ["I sleep badly", "I lie to R."]
