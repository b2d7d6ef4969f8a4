"""A FHIR R4 QuestionnaireResponse as answers to a form; people and days are not taken."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.errors import InvalidAnswers
from session_forms.exchange.fhir_terms.extensions import (
    OUR_EXTENSION,
    OURS,
    extensions,
    keys_of_ours,
)
from session_forms.exchange.fhir_terms.links import link_of
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.responses.answers_in import LEFT_OUT, Answered, Reader
from session_forms.exchange.to_fhir.questionnaire_out import canonical
from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question
from session_forms.questions.tables import TableQuestion
from session_forms.scoring.scoring import score_form

_READ = frozenset({"resourceType", "id", "extension", "questionnaire", "status", "item"})
_ABOUT_OTHERS = frozenset(
    {
        "meta",
        "language",
        "text",
        "contained",
        "identifier",
        "basedOn",
        "partOf",
        "subject",
        "encounter",
        "authored",
        "author",
        "source",
    }
)
"""The other keys that FHIR has; a key that it has not is never named, since this is data."""


def read_response(form: FormDefinition, resource: Tree, report: Report) -> Answers:
    """Return the answers in `resource`; what is left out is listed by its place alone.

    Raises:
        InvalidAnswers: It holds no answers, or answers to another form, or answers one
            question twice.

    """
    _check(form, resource)
    items = _by_link(form, resource, report)
    reader = Reader(form.id, report)
    kept: dict[QuestionId, AnswerValue] = {}
    for question in form.questions:
        found = items.get(link_of(question))
        answer = None if found is None else reader.answer(question, found)
        if answer is not None:
            kept[QuestionId(question.id)] = answer
    answers = MappingProxyType(kept)
    _list_rest(form, resource, answers, report)
    return answers


def form_named(resource: Tree) -> str:
    """Return the id of the form of ours that the response names, or ""."""
    address = str(resource.get("questionnaire", "")).partition("|")[0]
    own = address.removeprefix(f"{OURS}/Questionnaire/")
    return "" if own == address else own


def _check(form: FormDefinition, resource: Tree) -> None:
    named = str(resource.get("questionnaire", ""))
    what = ""
    if resource.get("resourceType") != "QuestionnaireResponse":
        what = "the file holds no QuestionnaireResponse"
    elif named.startswith(OURS) and named != canonical(form):
        what = "the answers belong to another form or another version of it"
    elif resource.get("status") == "entered-in-error":
        what = "the answers were marked as entered in error"
    if what:
        raise InvalidAnswers(form.id, "", what)


def _by_link(form: FormDefinition, resource: Tree, report: Report) -> dict[str, list[Answered]]:
    """Return the items of each question; items that answer none are listed."""
    questions = {link_of(question): question for question in form.questions}
    found: dict[str, list[Answered]] = {}
    for item in _items(Answered("", resource), questions):
        link_id = str(item.keys.get("linkId"))
        question = questions.get(link_id)
        if question is not None:
            if link_id in found and not _has_added_rows(question):
                raise InvalidAnswers(form.id, item.path, "the question is answered twice")
            found.setdefault(link_id, []).append(item)
        elif "answer" in item.keys:
            report.add(item.path, "an answer to a question that is not in the form", LEFT_OUT)
    return found


def _items(above: Answered, questions: Mapping[str, Question]) -> Iterator[Answered]:
    """Yield the items below, in reading order; what stands in a table is left to it."""
    for item in above.parts("item"):
        yield item
        if not isinstance(questions.get(str(item.keys.get("linkId"))), TableQuestion):
            yield from _items(item, questions)
            for answer in item.parts("answer"):
                yield from _items(answer, questions)


def _has_added_rows(question: Question) -> bool:
    return isinstance(question, TableQuestion) and not question.rows


def _list_rest(form: FormDefinition, resource: Tree, answers: Answers, report: Report) -> None:
    for key in sorted(resource.keys() - _READ):
        name = key if key in _ABOUT_OTHERS else "a key"
        report.add(name, "it is not about the answers", LEFT_OUT)
    results = score_form(form, answers)
    for extension in extensions(resource):
        keys = keys_of_ours({"extension": [extension]}, "score")
        if extension.get("url") != f"{OUR_EXTENSION}/score":
            report.add("extension", "it is not about the answers", LEFT_OUT)
        elif (result := results.get(str(keys.get("id")))) is None or (
            result.value != keys.get("value")
        ):
            why = "it is computed from the answers instead"
            report.add("extension", "a score that the answers do not give", why)
