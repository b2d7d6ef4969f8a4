"""Countries and languages by the letters that the directory of services uses for them."""

from collections.abc import Mapping

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

COUNTRIES: Mapping[str, str] = {
    "AT": N_("Austria"),
    "BE": N_("Belgium"),
    "BG": N_("Bulgaria"),
    "CH": N_("Switzerland"),
    "CY": N_("Cyprus"),
    "CZ": N_("Czechia"),
    "DE": N_("Germany"),
    "DK": N_("Denmark"),
    "EE": N_("Estonia"),
    "ES": N_("Spain"),
    "EU": N_("European Union"),
    "FI": N_("Finland"),
    "FR": N_("France"),
    "GB": N_("United Kingdom"),
    "GR": N_("Greece"),
    "HR": N_("Croatia"),
    "HU": N_("Hungary"),
    "IE": N_("Ireland"),
    "IT": N_("Italy"),
    "LT": N_("Lithuania"),
    "LU": N_("Luxembourg"),
    "LV": N_("Latvia"),
    "MT": N_("Malta"),
    "NL": N_("Netherlands"),
    "NO": N_("Norway"),
    "PL": N_("Poland"),
    "PT": N_("Portugal"),
    "RO": N_("Romania"),
    "SE": N_("Sweden"),
    "SI": N_("Slovenia"),
    "SK": N_("Slovakia"),
    "worldwide": N_("Worldwide"),
}
LANGUAGES: Mapping[str, str] = {
    "cs": N_("Czech"),
    "da": N_("Danish"),
    "de": N_("German"),
    "el": N_("Greek"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "fi": N_("Finnish"),
    "fr": N_("French"),
    "hu": N_("Hungarian"),
    "it": N_("Italian"),
    "nl": N_("Dutch"),
    "no": N_("Norwegian"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
    "ro": N_("Romanian"),
    "sv": N_("Swedish"),
}


def country_words(code: str) -> str:
    """Return a country by name; letters that are not known stay."""
    return _(COUNTRIES[code]) if code in COUNTRIES else code


def language_words(code: str) -> str:
    """Return a language by name; letters that are not known stay."""
    return _(LANGUAGES[code]) if code in LANGUAGES else code
