"""A second version of the agreement, in the course of whoever begins from then on."""

from dataclasses import replace

from tests.support.workflows.workspaces import Workplace

ADDED = "Other services may see these totals as well."
GONE = "Saying no changes nothing about the help you get."
QUESTION = "pseudonymised_use"


def with_second_wording(work: Workplace, question: str = QUESTION) -> Workplace:
    """Return the same workplace with an agreement that says something else at one question.

    Clients from before stay with their version of the course.
    """
    ours = work.workspace
    first = ours.forms.latest("agreement")
    questions = tuple(
        each.model_copy(update={"help": f"{each.help.removesuffix(GONE)}{ADDED}"})
        if each.id == question
        else each
        for each in first.questions
    )
    second = first.model_copy(update={"version": first.version + 1, "questions": questions})
    programme = ours.programme
    course = programme.model_copy(
        update={"version": "99.0", "forms": {**programme.forms, "agreement": second.version}}
    )
    return replace(
        work,
        workspace=replace(
            ours,
            forms=ours.forms.with_more((second,)),
            programme=course,
            earlier_programmes=(*ours.earlier_programmes, programme),
        ),
    )
