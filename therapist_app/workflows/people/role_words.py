"""What somebody is in a service, in words."""

from session_forms.words.texts import NP_, _

ROLE_WORDS = {
    "keeper": NP_("role", "administrator"),
    "therapist": NP_("role", "therapist"),
    "lead": NP_("role", "clinical lead"),
}


def roles_in_words(roles: tuple[str, ...]) -> str:
    """Return roles in words."""
    return ", ".join(_(ROLE_WORDS[each]) for each in roles if each in ROLE_WORDS)
