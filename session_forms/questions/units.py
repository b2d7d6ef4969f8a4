"""A figure with what it counts."""

from session_forms.questions.kinds import Question

ONE = "1"


def counted_in_words(question: Question, figure: str) -> str:
    """Return a figure with the unit of its question, in the word for one where it is one."""
    of_one = getattr(question, "unit_of_one", "") if figure == ONE else ""
    return f"{figure} {of_one or getattr(question, 'unit', '')}".strip()
