"""Answers as a FHIR R4 QuestionnaireResponse: no name, no day, nothing but the answers."""

from collections.abc import Iterator

from session_forms.answers import Answers, QuestionId, checked_answers
from session_forms.exchange.fhir_terms.extensions import our_keys
from session_forms.exchange.fhir_terms.links import groups
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.responses.answers_out import answered_items
from session_forms.exchange.to_fhir.questionnaire_out import canonical, heading
from session_forms.form.definition import FormDefinition
from session_forms.scoring.scoring import ScoreResult, score_form


def response(form: FormDefinition, answers: Answers) -> Tree:
    """Return `answers` as a QuestionnaireResponse, with the scores that they give.

    Raises:
        InvalidAnswers: The answers do not belong to the form, or one does not fit.

    """
    checked = checked_answers(form, answers)
    scores = [
        extension
        for result in score_form(form, checked).values()
        for extension in our_keys("score", _spelled(result))
    ]
    items = list(_items(form, checked))
    return {
        "resourceType": "QuestionnaireResponse",
        **({"extension": scores} if scores else {}),
        "questionnaire": canonical(form),
        "status": "completed",
        **({"item": items} if items else {}),
    }


def _items(form: FormDefinition, answers: Answers) -> Iterator[Tree]:
    for group in groups(form):
        below = [
            item
            for question in group.questions
            if (answer := answers.get(QuestionId(question.id))) is not None
            for item in answered_items(form.id, question, answer)
        ]
        if group.part is None:
            yield from below
        elif below:
            yield {"linkId": group.link_id, "text": heading(form, group.part), "item": below}


def _spelled(result: ScoreResult) -> Tree:
    keys = {"id": result.score_id, "value": result.value, "band": result.band}
    return {key: value for key, value in keys.items() if value is not None}
