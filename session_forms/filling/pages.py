"""The pages of a form on screen: everything, a page where a part begins one, or each question."""

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState

Page = tuple[QuestionId, ...]


def pages(state: FormState, *, one_by_one: bool = False) -> tuple[Page, ...]:
    """Return the shown questions by page; there is always one page, and it may be empty."""
    breaks = {part.id for part in state.form.parts if part.new_page}
    made: list[list[QuestionId]] = [[]]
    part: int | str | None = None
    for each in state.question_states():
        begins = each.question.part != part and each.question.part in breaks
        part = each.question.part
        if begins and made[-1]:
            made.append([])
        if each.shown:
            if one_by_one and made[-1]:
                made.append([])
            made[-1].append(QuestionId(each.question.id))
    return tuple(tuple(page) for page in made if page) or ((),)


def page_of(found: tuple[Page, ...], question_id: str) -> int:
    """Return the place of the page with a question, counted from 0; 0 where it is on none."""
    return next((at for at, page in enumerate(found) if question_id in page), 0)
