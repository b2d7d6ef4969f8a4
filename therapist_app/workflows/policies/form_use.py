"""What the service uses forms for, and which of them its use allows.

Some rights holders exclude a use, most often in services that charge fees. A form that is
excluded is not offered and not due; what was filled in before stays readable.
"""

from collections.abc import Iterator, Mapping

from session_forms.form.definition import FormDefinition
from session_forms.form.licences import CONTEXTS, Context
from session_forms.words.texts import N_, NP_
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import settings
from therapist_app.workflows.errors import FormExcluded
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KEY = "use_of_forms"
USUAL: Context = "clinical"
USE_WORDS: Mapping[Context, str] = {
    "clinical": N_("Work with clients, not for profit"),
    "educational": N_("Teaching and training"),
    "research": NP_("use of a form", "Research"),
    "commercial": N_("Work with clients, for fees"),
}


def use_of_forms(service: ServiceFile) -> Context:
    """Return what this service uses forms for; clinical work where nothing was settled."""
    stored = settings.load(service, KEY, str)
    return CONTEXTS[CONTEXTS.index(stored)] if stored in CONTEXTS else USUAL


def settle_use(workspace: Workspace, use: Context) -> None:
    """Settle what this service uses forms for, for everybody who works here.

    Raises:
        NotAllowed: The person signed in does not speak for the service.

    """
    require(workspace.vault, "settle_policies")
    settings.save(workspace.service, KEY, use)


def is_excluded(workspace: Workspace, form: FormDefinition) -> bool:
    """Return whether the rights holder of a form excludes the service's use of it."""
    return form.licence.allows(use_of_forms(workspace.service)) == "no"


def usable_forms(workspace: Workspace) -> Iterator[FormDefinition]:
    """Yield the newest version of every form that may be used here."""
    for form_id in workspace.forms.ids():
        form = workspace.forms.latest(form_id)
        if not is_excluded(workspace, form):
            yield form


def refuse_excluded(workspace: Workspace, form: FormDefinition) -> None:
    """Refuse to begin a form that may not be used here.

    Raises:
        FormExcluded: The rights holder excludes the service's use of it.

    """
    if is_excluded(workspace, form):
        raise FormExcluded(form.id)
