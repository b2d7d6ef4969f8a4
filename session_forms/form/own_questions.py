"""What in a form asks apart from its items."""

from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question


def asks_apart(form: FormDefinition, question: Question) -> bool:
    """Return whether a question has answers of its own, so that the introduction is not about it.

    The last question of the PHQ-9 asks how difficult it was; "how often" above it is about the
    nine items alone. It counts in no score, and each item that counts has other answers.
    """
    counted = {item for score in form.scores for item in score.items}
    if question.kind != "rating" or question.id in counted:
        return False
    items = [each for each in form.questions if each.id in counted and each.kind == "rating"]
    return bool(items) and all(each.options != question.options for each in items)
