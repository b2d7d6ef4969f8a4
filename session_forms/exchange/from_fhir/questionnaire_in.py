"""A FHIR R4 Questionnaire as the keys of a form."""

import re
from collections.abc import Iterable, Mapping

from session_forms.errors import DefinitionError
from session_forms.exchange.fhir_terms.elements import Element, Source
from session_forms.exchange.fhir_terms.extensions import OURS, keys_of_ours
from session_forms.exchange.from_fhir.kinds_in import joined
from session_forms.exchange.from_fhir.walk_in import Walk, merged
from session_forms.exchange.plain_data.naming import form_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled_part

NO_LICENCE = "No licence is named in the file; find out what is allowed before use."

_OUR_ADDRESS = f"{OURS}/Questionnaire/"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_KNOWN = frozenset(
    {
        "resourceType",
        "id",
        "meta",
        "implicitRules",
        "language",
        "text",
        "contained",
        "extension",
        "modifierExtension",
        "url",
        "identifier",
        "version",
        "versionAlgorithmString",
        "versionAlgorithmCoding",
        "name",
        "title",
        "derivedFrom",
        "status",
        "experimental",
        "subjectType",
        "date",
        "publisher",
        "contact",
        "description",
        "useContext",
        "jurisdiction",
        "purpose",
        "copyright",
        "copyrightLabel",
        "approvalDate",
        "lastReviewDate",
        "effectivePeriod",
        "code",
        "item",
    }
)
"""The keys of a Questionnaire in R4, and those that R5 added."""
_TYPES = frozenset(
    {
        "group",
        "display",
        "question",
        "boolean",
        "decimal",
        "integer",
        "date",
        "dateTime",
        "time",
        "string",
        "text",
        "url",
        "choice",
        "open-choice",
        "coding",
        "attachment",
        "reference",
        "quantity",
    }
)
"""The types of items that a message may name; any other is what somebody wrote."""


def form_keys(source: Source, resource: Tree) -> Tree:
    """Return the keys of the form that `resource` holds; what is not carried is listed.

    Raises:
        DefinitionError: It is no Questionnaire, or one that cannot be carried at all.

    """
    whole = Element(source, "", resource)
    if whole.text("resourceType") != "Questionnaire":
        what, to_do = "the file holds no Questionnaire", "export one from the other program"
        raise source.refusal("resourceType", what, to_do)
    whole.check_keys(_KNOWN)
    ours = keys_of_ours(whole.keys, "form")
    head = _head(whole, is_ours=bool(ours))
    walk = Walk(head["id"], _contained(whole))
    walk.over(whole.parts("item"))
    if not walk.questions:
        raise _nothing_asked(source, walk.types)
    if opening := joined(walk.opening, walk.waiting):
        head["introduction"] = opening
    questions = [spelled_part(question) for question in walk.questions]
    whole.list_rest()
    source.report.place(walk.places)
    parts = {"parts": walk.parts} if walk.parts else {}
    return {**merged(head, ours), **parts, "questions": questions}


def _nothing_asked(source: Source, types: Iterable[str]) -> DefinitionError:
    told = (each if each in _TYPES else "one that FHIR does not have" for each in types)
    found = ", ".join(dict.fromkeys(told))
    if not found:
        to_do = "take the form itself, not an entry about it"
        return source.refusal("item", "the Questionnaire has no items", to_do)
    what = f"nothing in it can be asked here; its items are of the types {found}"
    return source.refusal("item", what, "ask something that is answered by choosing or typing")


def _head(whole: Element, *, is_ours: bool) -> Tree:
    address, version = whole.text("url"), whole.text("version")
    names = (whole.text("name"), whole.text("id"), whole.text("title"))
    head: Tree = {"title": names[2] or names[0] or names[1] or "Form"}
    own_id = address.removeprefix(_OUR_ADDRESS)
    if is_ours and own_id != address and version.isdecimal():
        head |= {"id": own_id, "version": int(version)}
        origin = next(iter(_derived_from(whole)), "")
    else:
        head |= {"id": form_name(next(filter(None, names), "form")), "version": 1}
        origin = "|".join(filter(None, (address or names[1], version)))
    head |= {"source_id": origin} if origin else {}
    head |= {"language": _language(whole), "licence": _licence(whole, origin, is_ours=is_ours)}
    if whole.text("status") not in {"draft", ""}:
        why = "it is a draft here until a lead has signed it off"
        whole.list("its status", why, "status")
    return head


def _derived_from(whole: Element) -> list[str]:
    found = whole.keys.get("derivedFrom")
    whole.see("derivedFrom")
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _language(whole: Element) -> str:
    language = whole.text("language")
    if language and _LANGUAGE.fullmatch(language) is None:
        whole.list("its language", "it is not spelt as ours are; English stands there", "language")
    return language if _LANGUAGE.fullmatch(language) else "en"


def _licence(whole: Element, origin: str, *, is_ours: bool) -> Tree:
    notice = whole.text("copyright")
    if is_ours:
        return {"notice": notice} if notice else {}
    why = "ask the holder of the rights before it is used, and write down the answer"
    whole.list("its licence", why, "copyright")
    return {
        "status": "bundle",
        "notice": notice or NO_LICENCE,
        "source": origin or whole.source.name,
    }


def _contained(whole: Element) -> Mapping[str, Element]:
    """Return the value sets in the file by id; anything else in it is listed."""
    found = {}
    for each in whole.parts("contained"):
        if each.keys.get("resourceType") == "ValueSet":
            found[each.text("id")] = each
        else:
            each.list("something contained")
    return found
