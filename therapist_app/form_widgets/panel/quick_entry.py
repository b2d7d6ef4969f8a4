"""When the keyboard goes on by itself while a paper form is entered."""

from session_forms.questions.choices import ChoiceQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from therapist_app.form_widgets.kinds.widget_for_kind import MOST_STEPS


def goes_on_after(question: Question, value: object) -> bool:
    """Return whether one key has answered the question, so that the next one is at hand.

    Not where more may be meant: several ticks, words, or a figure that can become a longer one
    (1 on a scale to 10).
    """
    match question:
        case ChoiceQuestion() | YesNoQuestion():
            return True
        case RatingQuestion() | ScaleQuestion():
            written = str(value)
            longer = (str(each.value) for each in question.points if each.value != value)
            has_steps = len(question.points) <= MOST_STEPS
            return has_steps and not any(each.startswith(written) for each in longer)
        case _:
            return False
