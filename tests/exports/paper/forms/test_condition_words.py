"""When an alert opens, in words, as whoever installs a form reads it."""

from exports.paper.forms.condition_words import alert_in_words
from session_forms.library import library


def test_an_alert_says_at_which_answer_it_opens_and_when_alone() -> None:
    said = [
        alert_in_words(form, question, rule)
        for form in library.installed().all()
        for question in form.questions
        for rule in question.alerts
    ]

    assert said
    assert all(each.strip() for each in said)
    with_more = [
        alert_in_words(form, question, rule)
        for form in library.installed().all()
        for question in form.questions
        for rule in question.alerts
        if rule.only_if is not None
    ]
    assert all(" and " in each or "," in each for each in with_more)
