"""The words of questions, also of one that no rule asks any more."""

from exports.document.document import Asked
from exports.reports.questions import BESIDE, QUESTIONS, question_in_words, question_title


def test_every_question_has_its_title_and_says_its_figure():
    for each in QUESTIONS:
        assert "57" in question_in_words(Asked(each.figure, 57))
        assert not any(sign.isdigit() for sign in question_title(each.figure).replace("4", ""))


def test_what_is_asked_beside_the_rules_says_by_itself_what_it_is_about():
    says = {each.figure: question_in_words(Asked(each.figure, 57)) for each in BESIDE}

    assert says["alerts_many"] == (
        "About 57 per cent of all clients had an alert. What do these alerts have in common?"
    )
    assert {each.figure for each in BESIDE if "57" not in says[each.figure]} == {
        "over_quarters",
        "changed",
    }
    assert not {each.figure for each in BESIDE} & {each.figure for each in QUESTIONS}
    assert len({question_title(each.figure) for each in BESIDE}) == len(BESIDE)


def test_a_question_of_a_rule_that_is_gone_says_so():
    gone = Asked("some_old_rule", 57)

    assert question_in_words(gone) == "A question of an earlier version of this application."
    assert question_title(gone.figure) == "A question of an earlier version"
