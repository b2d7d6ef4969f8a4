"""What forms point at in words: services by name, or without any name on a client's own copy.

A copy may be found by a stranger, so it says what kind of line it is and the number, and
neither the name of the service, its address on the web, nor a kind that tells why somebody
calls. A number of which no day is known is left out there, and the gap is shown. To a therapist
an entry that is to be checked first says so, on screen and on all paper that stays in the clinic;
a client is not left to check it.
"""

from collections.abc import Mapping
from datetime import date

from session_forms.questions.references import DirectoryKind
from session_forms.reference.directory import (
    Audience,
    Channel,
    DirectoryEntry,
    is_printed,
    is_stale,
    seen_on,
)
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NP_, _

KINDS: Mapping[DirectoryKind, str] = {
    "emergency": NP_("service", "Emergency number"),
    "crisis_line": NP_("service", "Crisis line"),
    "child_protection": NP_("service", "Child protection"),
    "prevention_line": NP_("service", "Prevention line"),
    "treatment": NP_("service", "Treatment"),
    "own_clinic": NP_("service", "Own clinic"),
    "own_doctor": NP_("service", "Own doctor"),
    "child_helpline": NP_("service", "Child helpline"),
}
NEUTRAL_KINDS: Mapping[DirectoryKind, str] = {
    "emergency": NP_("service", "Emergency number"),
    "crisis_line": NP_("service", "Crisis line"),
    "child_protection": N_("A number to call"),
    "prevention_line": N_("A number to call"),
    "treatment": N_("A number to call"),
    "own_clinic": N_("A number to call"),
    "own_doctor": NP_("service", "Doctor"),
    "child_helpline": N_("A number to call"),
}
AUDIENCES: Mapping[Audience, str] = {
    "anybody": NP_("service for", "anybody"),
    "self": NP_("service for", "the client"),
    "family": NP_("service for", "family"),
    "professionals": NP_("service for", "professionals"),
    "children": NP_("service for", "children"),
}

CHANNELS: Mapping[Channel, str] = {
    "phone": NP_("reached by", "telephone"),
    "chat": NP_("reached by", "chat"),
    "message": NP_("reached by", "secure message"),
    "email": NP_("reached by", "mail"),
    "online": N_("pages on the web"),
}


def neutral_words(entry: DirectoryEntry) -> str:
    """Return a service as it stands on a client's copy: kind, country, hours and number, no name.

    No line ends inside the number: its spaces do not break. A number of which nobody knows a day
    on which it was current is left out.
    """
    return _neutral(entry, has_number=is_printed(entry))


def _neutral(entry: DirectoryEntry, *, has_number: bool) -> str:
    said = (_(NEUTRAL_KINDS[entry.kind]), place_of(entry), entry.hours)
    kind = ", ".join(each for each in said if each)
    if not has_number:
        return _("{kind}: ask us how to reach it").format(kind=kind)
    number = entry.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return _("{kind}: {number}").format(kind=kind, number=number)


def neutral_words_to_check(entry: DirectoryEntry, today: date) -> str:
    """Return the same for a page that stays in the clinic, with whether to check it first."""
    said = _neutral(entry, has_number=bool(entry.phone))
    return _with_check(said, entry, today) if entry.phone else said


def clinic_words(entry: DirectoryEntry, today: date) -> str:
    """Return a service as it stands on a page that stays in the clinic.

    Its number is not said again behind a name that ends with it.
    """
    contact = entry.phone or entry.url
    is_said = entry.name.replace(" ", "").endswith(contact.replace(" ", ""))
    said = entry.name if is_said else f"{entry.name}, {contact}"
    return _with_check(said, entry, today)


def text_words(text: Jurisdiction) -> str:
    """Return which local text was used: its place and its version."""
    return _("{name}, version {version}").format(name=text.name, version=text.version)


def check_words(entry: DirectoryEntry, today: date) -> str:
    """Return why to check the entry before it is given, or "" for one that is fresh."""
    if not is_stale(entry, today):
        return ""
    if entry.status == "no_contact":
        return _("no contact is known; not offered")
    if entry.status == "unverified":
        return _("check before giving: nobody has verified this contact")
    if entry.verified_on is None and entry.source_on is not None:
        day = written_day(entry.source_on)
        return _("check before giving: seen in a source of {day}").format(day=day)
    if entry.verified_on is None:
        return _("check before giving: seen in a source without a day")
    day = written_day(entry.verified_on)
    return _("check before giving: last checked {day}").format(day=day)


def kind_words(entry: DirectoryEntry) -> str:
    """Return what sort of service it is, for the therapist."""
    return _(KINDS[entry.kind])


def audience_words(entry: DirectoryEntry) -> str:
    """Return whom a service is for, behind its number."""
    return _("for {people}").format(people=people_words(entry))


def people_words(entry: DirectoryEntry) -> str:
    """Return the people a service is for."""
    return ", ".join(_(AUDIENCES[each]) for each in entry.audience)


def languages_words(entry: DirectoryEntry) -> str:
    """Return the languages a service speaks, by name."""
    return ", ".join(language_words(each) for each in entry.languages)


def channels_words(entry: DirectoryEntry) -> str:
    """Return how a service can be reached."""
    return ", ".join(_(CHANNELS[each]) for each in entry.channels)


def anonymity_words(entry: DirectoryEntry) -> str:
    """Return whether callers stay unknown, or "" where that was not found."""
    if entry.anonymous is None:
        return ""
    return _("callers may stay unknown") if entry.anonymous else _("callers say who they are")


def place_of(entry: DirectoryEntry) -> str:
    """Return the country of a service, by name."""
    return country_words(entry.country)


def _with_check(said: str, entry: DirectoryEntry, today: date) -> str:
    """Return words with a short mark behind them where the entry is to be checked."""
    if not is_stale(entry, today):
        return said
    if entry.status == "unverified":
        return _("{service} (not verified: check before giving)").format(service=said)
    if seen_on(entry) is None:
        return _("{service} (no day is known: check before giving)").format(service=said)
    return _("{service} (check before giving)").format(service=said)


COUNTRIES: Mapping[str, str] = {
    "AT": NP_("country", "Austria"),
    "BE": NP_("country", "Belgium"),
    "BG": NP_("country", "Bulgaria"),
    "CH": NP_("country", "Switzerland"),
    "CY": NP_("country", "Cyprus"),
    "CZ": NP_("country", "Czechia"),
    "DE": NP_("country", "Germany"),
    "DK": NP_("country", "Denmark"),
    "EE": NP_("country", "Estonia"),
    "ES": NP_("country", "Spain"),
    "EU": NP_("country", "European Union"),
    "FI": NP_("country", "Finland"),
    "FR": NP_("country", "France"),
    "GB": NP_("country", "United Kingdom"),
    "GR": NP_("country", "Greece"),
    "HR": NP_("country", "Croatia"),
    "HU": NP_("country", "Hungary"),
    "IE": NP_("country", "Ireland"),
    "IT": NP_("country", "Italy"),
    "LT": NP_("country", "Lithuania"),
    "LU": NP_("country", "Luxembourg"),
    "LV": NP_("country", "Latvia"),
    "MT": NP_("country", "Malta"),
    "NL": NP_("country", "Netherlands"),
    "NO": NP_("country", "Norway"),
    "PL": NP_("country", "Poland"),
    "PT": NP_("country", "Portugal"),
    "RO": NP_("country", "Romania"),
    "SE": NP_("country", "Sweden"),
    "SI": NP_("country", "Slovenia"),
    "SK": NP_("country", "Slovakia"),
    "worldwide": NP_("country", "Worldwide"),
}
LANGUAGES: Mapping[str, str] = {
    "bg": NP_("language", "Bulgarian"),
    "cs": NP_("language", "Czech"),
    "cy": NP_("language", "Welsh"),
    "da": NP_("language", "Danish"),
    "de": NP_("language", "German"),
    "el": NP_("language", "Greek"),
    "en": NP_("language", "English"),
    "es": NP_("language", "Spanish"),
    "et": NP_("language", "Estonian"),
    "fi": NP_("language", "Finnish"),
    "fr": NP_("language", "French"),
    "hr": NP_("language", "Croatian"),
    "hu": NP_("language", "Hungarian"),
    "it": NP_("language", "Italian"),
    "lb": NP_("language", "Luxembourgish"),
    "lt": NP_("language", "Lithuanian"),
    "lv": NP_("language", "Latvian"),
    "mt": NP_("language", "Maltese"),
    "nl": NP_("language", "Dutch"),
    "no": NP_("language", "Norwegian"),
    "pl": NP_("language", "Polish"),
    "pt": NP_("language", "Portuguese"),
    "ro": NP_("language", "Romanian"),
    "ru": NP_("language", "Russian"),
    "sk": NP_("language", "Slovak"),
    "sl": NP_("language", "Slovene"),
    "sv": NP_("language", "Swedish"),
}


def country_words(code: str) -> str:
    """Return a country by name; letters that are not known stay."""
    return _(COUNTRIES[code]) if code in COUNTRIES else code


def language_words(code: str) -> str:
    """Return a language by name; letters that are not known stay."""
    return _(LANGUAGES[code]) if code in LANGUAGES else code
