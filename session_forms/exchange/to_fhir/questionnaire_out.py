"""A form as a FHIR R4 Questionnaire."""

from itertools import count

from session_forms.exchange.fhir_terms.drafts import KEPT, NO_WORD, display
from session_forms.exchange.fhir_terms.extensions import OURS, our_keys
from session_forms.exchange.fhir_terms.links import groups, question_links
from session_forms.exchange.plain_data.naming import free_name
from session_forms.exchange.plain_data.plain_form import Tree, spelled, spelled_part
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.to_fhir.items_out import question_item
from session_forms.form.definition import FormDefinition

LONGEST_ID = 64
"""The longest id that FHIR takes."""

_STATUS = {"draft": "draft", "released": "active", "retired": "retired"}


def questionnaire(form: FormDefinition, report: Report) -> Tree:
    """Return `form` as a Questionnaire; what only we can read is listed in `report`."""
    keys = spelled(form)
    resource: Tree = {"resourceType": "Questionnaire"}
    if len(form.id) <= LONGEST_ID:
        resource["id"] = form.id
    resource |= {
        "language": form.language,
        "url": address(form),
        "version": str(form.version),
        "name": computable_name(form.id),
        "title": form.title,
        "status": _STATUS[form.status],
    }
    if form.source_id:
        resource["derivedFrom"] = [form.source_id]
    if notice := form.licence.notice:
        resource["copyright"] = notice
    resource["item"] = _introduction(form) + _items(form, report)
    for carried in _CARRIED:
        keys.pop(carried, None)
    keys["licence"].pop("notice", None)
    for key in keys:
        report.add(key, NO_WORD, KEPT)
    resource["extension"] = our_keys("form", keys)
    return resource


_CARRIED = (
    "id",
    "version",
    "language",
    "title",
    "status",
    "introduction",
    "parts",
    "questions",
    "source_id",
)


def address(form: FormDefinition) -> str:
    """Return the address of a form, whatever its version; it never resolves."""
    return f"{OURS}/Questionnaire/{form.id}"


def canonical(form: FormDefinition) -> str:
    """Return the address of one version of a form."""
    return f"{address(form)}|{form.version}"


def computable_name(form_id: str) -> str:
    """Return a form's id as a name that programs can use, as `Phq9`."""
    return "".join(word.capitalize() for word in form_id.split("-"))


def _introduction(form: FormDefinition) -> list[Tree]:
    if not form.introduction:
        return []
    link_id = free_name("introduction", question_links(form))
    return [display(link_id, form.introduction)]


def _items(form: FormDefinition, report: Report) -> list[Tree]:
    items: list[Tree] = []
    positions = count()
    for group in groups(form):
        below = [question_item(form, next(positions), report) for _ in group.questions]
        items += below if group.part is None else [_group(form, group.link_id, group.part, below)]
    return items


def _group(form: FormDefinition, link_id: str, part: int | str, below: list[Tree]) -> Tree:
    ours: Tree = {"part": part} if isinstance(part, int) else {}
    words: list[Tree] = []
    for each in form.parts:
        if each.id == part:
            ours = {"part": part, "titled": True} | spelled_part(each)
            for carried in ("id", "title", "introduction"):
                ours.pop(carried, None)
            if each.introduction:
                words = [display(f"{link_id}.introduction", each.introduction)]
    extension = our_keys("group", ours)
    return {
        **({"extension": extension} if extension else {}),
        "linkId": link_id,
        "text": heading(form, part),
        "type": "group",
        "item": words + below,
    }


def heading(form: FormDefinition, part: int | str) -> str:
    """Return the heading of a part: its title or its name, or its number."""
    titles = {each.id: each.title for each in form.parts}
    return titles.get(part, f"Part {part}" if isinstance(part, int) else part)
