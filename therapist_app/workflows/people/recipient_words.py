"""Who gets exports, in words."""

from session_forms.words.texts import NP_, _
from therapist_app.record.service.recipients import OWN_LEAD

LEAD_WORDS = NP_("who approves", "Clinical lead")


def recipient_in_words(name: str) -> str:
    """Return who it is; the lead of this service in the language of the window."""
    return _(LEAD_WORDS) if name == OWN_LEAD else name
