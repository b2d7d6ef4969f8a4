"""The words of the shelf of versions."""

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

KINDS = {
    "programme": N_("Programme"),
    "forms": N_("Forms"),
    "measures": N_("Measures"),
    "jurisdictions": N_("Local texts on confidentiality"),
    "directory": N_("Services to give"),
}
STANDINGS = {
    "first": N_("No pack of it was installed here before."),
    "newer": N_("It is newer than every version of it here."),
    "older": N_("It is older than a version of it that is here."),
    "installed": N_("This version is installed already."),
}
SAID = {  # tone, title, detail
    "refused": ("attention", N_("This cannot be done"), ""),
    "failed": ("attention", N_("Nothing was changed"), ""),
    "installed": ("good", N_("Installed: {what}"), N_("Earlier versions stay installed.")),
    "chosen": ("good", N_("Chosen: {what}"), N_("The other versions stay installed.")),
    "set_aside": ("good", N_("No longer chosen: {what}"), N_("It stays installed.")),
    "withdrawn": (
        "attention",
        N_("No longer signed off: {what}"),
        N_("No session starts with it until somebody signs it off again."),
    ),
    "signed": ("good", N_("Signed off: {what}"), N_("Sessions can start with it.")),
}


def said_words(said: str, detail: str) -> tuple[str, str, str]:
    """Return tone, title and detail of what came of the last thing done."""
    tone, title, words = SAID[said]
    return tone, _(title).format(what=detail), _(words) if words else detail
