"""A programme as a FHIR R4 PlanDefinition: phases, modules, sessions, steps, nested. Pure."""

from collections.abc import Iterator

from programme.definition.definition import Programme
from programme.definition.requirements import SIGN_NOTE
from programme.definition.training import TrainingFiles
from programme.fhir.plan_actions import phase_action
from programme.fhir.plan_parts import FhirExport, kept, named_texts, questionnaire_of
from programme.words.form_words import FormWords
from session_forms.exchange.fhir_terms.extensions import OURS
from session_forms.exchange.plain_data.naming import KEBAB, natural_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import Report
from session_forms.exchange.to_fhir.questionnaire_out import computable_name
from session_forms.library.library import FormLibrary

_STATUS = {"draft": "draft", "approved": "active"}
_TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


def plan_definition(programme: Programme, forms: FormLibrary, report: Report) -> Tree:
    """Return a programme as a PlanDefinition; what only we can read is listed in `report`."""
    export = FhirExport(FormWords(forms, programme.forms), report)
    name = _name(programme)
    resource: Tree = {
        "resourceType": "PlanDefinition",
        "id": name,
        "language": programme.language,
        "extension": _top_keys(programme, export),
        "url": f"{OURS}/PlanDefinition/{name}",
        "version": programme.version,
        "name": computable_name(name),
        "title": programme.title,
        "type": {"coding": [{"system": _TYPES, "code": "clinical-protocol"}]},
        "status": _STATUS[programme.status],
        "subjectCodeableConcept": {"text": programme.population},
        "description": programme.source,
        "purpose": programme.intended_purpose,
    }
    if programme.approved_on is not None:
        resource["approvalDate"] = programme.approved_on.isoformat()
    if programme.licence:
        resource["copyright"] = programme.licence
    if programme.approved_by:
        resource["endorser"] = [{"name": programme.approved_by}]
    resource["relatedArtifact"] = [*_forms(programme, export), *_sources(programme)]
    if programme.training != TrainingFiles():
        what = "the knowledge checks and the hints for a first session"
        report.add("training", what, "they are for those who learn, and no part of the plan")
    resource["action"] = [phase_action(programme, each, export) for each in programme.phases]
    return {key: value for key, value in resource.items() if value != []}


def _top_keys(programme: Programme, export: FhirExport) -> list[Tree]:
    """Return what the programme says beside its course; what is carried elsewhere is left out."""
    ours = {
        "id": "" if programme.id == _name(programme) else programme.id,
        "clinic_choice": programme.clinic_choice,
        "tracks": programme.tracks,
        "exclusions": programme.exclusions,
        "adaptations": named_texts(programme.adaptations),
        "fidelity_bands": programme.fidelity_bands,
        "placeholders": named_texts(programme.placeholders),
        "on_track": programme.on_track,
        "frame": programme.frame,
        "gates_before_signing": [each for each in programme.gates if each.before == SIGN_NOTE],
    }
    return kept("programme", ours, export.report)


def _name(programme: Programme) -> str:
    return natural_name(programme.id, "programme", KEBAB)


def _forms(programme: Programme, export: FhirExport) -> Iterator[Tree]:
    for form_id in programme.forms:
        address = questionnaire_of(form_id, export.forms)
        title = export.forms.title(form_id)
        yield {"type": "depends-on", "display": title, "resource": address}


def _sources(programme: Programme) -> Iterator[Tree]:
    """Yield who is cited, each once; the claims stand with the sessions."""
    plans = programme.session_plans.values()
    for source in dict.fromkeys(each.source for plan in plans for each in plan.evidence):
        yield {"type": "citation", "citation": source}
