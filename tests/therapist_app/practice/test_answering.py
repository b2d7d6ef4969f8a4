"""Practice knows an invented answer to each kind of question that a person answers."""

from typing import get_args

from session_forms.questions.kinds import Question
from therapist_app.practice import answering

LEFT_OPEN = {"time": "no form of ours asks it", "computed": "no answer", "from_form": "taken over"}


def test_every_kind_of_question_has_an_invented_answer_or_is_left_open_for_a_reason() -> None:
    kinds = {get_args(each.model_fields["kind"].annotation)[0] for each in get_args(Question)}

    assert kinds - answering._STRATEGIES.keys() == LEFT_OPEN.keys()
