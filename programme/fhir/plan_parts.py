"""Small parts of a FHIR R4 PlanDefinition, and what they are called. Pure."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from programme.definition.parts import Evidence
from programme.words.form_words import FormWords
from session_forms.exchange.fhir_terms.drafts import KEPT, NO_WORD
from session_forms.exchange.fhir_terms.extensions import OURS, our_keys
from session_forms.exchange.plain_data.naming import KEBAB, free_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.to_fhir.questionnaire_out import canonical
from session_forms.files.frozen import Definition

IN_WORDS = "text/plain"
"""The language of a condition that a person judges; nothing evaluates it."""

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST = 60


class ActionIds:
    """Names of actions: those of the programme where FHIR takes them, each one once."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, *path: str) -> str:
        """Return the name of what stands at a path of ids, the same one each time."""
        if path not in self._names:
            wanted = _NOT_IN_IDS.sub(KEBAB, ".".join(path[1:]))[:_LONGEST].strip(KEBAB)
            taken = frozenset(self._names.values())
            self._names[path] = free_name(wanted or path[0], taken, KEBAB)
        return self._names[path]


@dataclass(frozen=True, slots=True)
class FhirExport:
    """What every part of an export needs: words of forms, names given, what was not carried."""

    forms: FormWords
    report: Report = field(default_factory=Report)
    ids: ActionIds = field(default_factory=ActionIds)


def minutes(number: int) -> Tree:
    """Return a duration in minutes."""
    unit = {"unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}
    return {"value": number, **unit}


def participants(*kinds: str) -> list[Tree]:
    """Return who takes part: `practitioner`, `patient`."""
    return [{"type": kind} for kind in kinds]


def condition(description: str, words: str, name: str, ours: list[Tree]) -> Tree:
    """Return a condition in words; what it is made of stands in an extension of ours."""
    expression = {"description": description, "language": IN_WORDS, "expression": words}
    if re.fullmatch(r"[A-Za-z0-9.-]{1,64}", name):
        expression = {"name": name, **expression}
    held: Tree = {"extension": ours} if ours else {}
    return {**held, "kind": "applicability", "expression": expression}


def evidence_documents(evidence: Iterable[Evidence]) -> Iterator[Tree]:
    """Yield what a session rests on: the claim, who says so, and how far it was checked."""
    for each in evidence:
        yield {
            "extension": our_keys("evidence", {"grade": each.grade, "checked": each.checked}),
            "type": "justification",
            "display": each.claim,
            "citation": each.source,
        }


def page_document(title: str, text: str, language: str) -> Tree:
    """Return the page for the client as a document."""
    data = base64.b64encode(text.encode()).decode()
    content = {"contentType": "text/markdown", "language": language, "data": data, "title": title}
    return {"type": "documentation", "label": title, "document": content}


def questionnaire_of(form_id: str, forms: FormWords) -> str:
    """Return the address of a form, with its version where it is installed."""
    form = forms.form(form_id)
    return canonical(form) if form else f"{OURS}/Questionnaire/{form_id}"


def kept(name: str, keys: Mapping[str, object], report: Report) -> list[Tree]:
    """Return keys for which FHIR has no word in an extension of ours, each one listed."""
    held = {key: plain(value) for key, value in keys.items()}
    filled = {key: value for key, value in held.items() if value not in (None, "", [], {})}
    for key in filled:
        report.add(f"{name}.{key}", NO_WORD, KEPT)
    return our_keys(name, filled)


def plain(value: object) -> object:
    """Return a value as plain keys and lists, without what is empty in it."""
    match value:
        case Definition():
            return plain(spelled_part(value))
        case Mapping():
            held = {str(key): plain(each) for key, each in value.items()}
            return {key: each for key, each in held.items() if each not in (None, "", [], {})}
        case tuple() | list():
            return [plain(each) for each in value]
        case _:
            return value


def named_texts(texts: Mapping[str, object]) -> list[Tree]:
    """Return a table as a list, since its keys are words and no names of ours."""
    return [{"name": name, "text": text} for name, text in texts.items()]
