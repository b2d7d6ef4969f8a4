"""What forms point at: the directory of services, the sample of a local text, the templates."""

import re
from datetime import date

import pytest

from programme.checks.readability import readability
from session_forms.reference.directory import (
    DirectoryEntry,
    installed_directory,
    is_stale,
    offered,
    seen_on,
)
from session_forms.reference.jurisdictions import (
    TO_FILL_IN,
    Jurisdiction,
    installed_jurisdictions,
    is_usable,
    standing,
)
from session_forms.reference.service_words import (
    COUNTRIES,
    check_words,
    country_words,
    neutral_words,
)

TODAY = date(2026, 11, 24)
SEEN_IN_A_SOURCE = {
    "at-142",
    "be-fr-prevention-suicide",
    "be-fr-seos",
    "be-iter",
    "be-nl-1712",
    "be-nl-stop-it-now",
    "be-nl-zelfmoordlijn",
    "bg-116111",
    "bg-116111-reports",
    "bg-red-cross",
    "ch-143",
    "ch-de-beforemore",
    "ch-de-kein-taeter-werden",
    "ch-emergency",
    "ch-fr-disno",
    "ch-praeventionsstelle-zh",
    "cy-1466",
    "cy-samaritans",
    "cz-116000",
    "cz-linka-116123",
    "cz-parafilik",
    "cz-parafilik-treatment",
    "de-kein-taeter-werden",
    "de-kein-taeter-werden-treatment",
    "de-kinderschutzhotline",
    "de-telefonseelsorge",
    "de-telefonseelsorge-2",
    "de-telefonseelsorge-3",
    "dk-70201201",
    "dk-bryd-cirklen",
    "dk-retspsykiatrisk-klinik",
    "dk-sexologisk-klinik",
    "ee-116123",
    "ee-lasteabi",
    "es-024",
    "es-anar-adults",
    "es-prevensi",
    "eu-child-helpline",
    "eu-emergency",
    "fi-0925250111",
    "fi-serie",
    "fi-sexpo",
    "fr-119",
    "fr-3114",
    "fr-criavs",
    "fr-stop",
    "gb-emergency",
    "gb-nspcc",
    "gb-samaritans",
    "gb-stop-it-now",
    "gb-stopso",
    "gr-1018",
    "gr-10201",
    "gr-1056",
    "hr-hrabri-telefon",
    "hr-plavi-telefon",
    "hu-112",
    "hu-116123",
    "ie-one-in-four",
    "ie-one-in-four-phoenix",
    "ie-samaritans",
    "ie-stop-it-now",
    "ie-tusla",
    "int-help-wanted",
    "int-prevent-it",
    "int-redirection",
    "int-troubled-desire",
    "it-0223272327",
    "it-114",
    "it-cipm",
    "lt-vaiku-linija",
    "lt-vilties-linija",
    "lt-vvtait",
    "lu-one",
    "lu-sos-detresse",
    "lv-116111",
    "lv-116123",
    "mt-1579",
    "mt-179",
    "nl-113",
    "nl-de-waag",
    "nl-stop-it-now",
    "nl-veilig-thuis",
    "no-116123",
    "no-alarmtelefonen",
    "no-det-finnes-hjelp",
    "no-det-finnes-hjelp-treatment",
    "no-emergency",
    "pl-116123",
    "pl-800121212",
    "pl-800702222",
    "pt-1411",
    "pt-cpcj",
    "pt-sns-24",
    "ro-119",
    "ro-deprehub",
    "se-90101",
    "se-anova",
    "se-socialjour",
    "si-csd-police",
    "si-samarijan",
    "si-tom",
    "sk-krizova-linka",
    "sk-viac-ako-nick",
}
GAPS = {
    "at-child-protection-none",
    "at-maennerberatung",
    "at-nicht-taeter-werden",
    "be-fr-child-protection-none",
    "be-fr-stop-it-now-brussels",
    "bg-prevention-none",
    "bg-treatment-none",
    "ch-child-protection-none",
    "cy-prevention-none",
    "cy-treatment-none",
    "dk-ankestyrelsen",
    "ee-prevention-none",
    "ee-treatment-none",
    "es-treatment-none",
    "fi-hus",
    "fi-lastensuojelu",
    "fi-serita",
    "gr-prevention-none",
    "gr-treatment-none",
    "hr-child-protection-none",
    "hr-prevention-none",
    "hr-treatment-none",
    "hu-prevention-none",
    "hu-treatment-none",
    "it-pedohelp",
    "lt-prevention-none",
    "lt-treatment-none",
    "lu-prevention-none",
    "lu-treatment-none",
    "lv-prevention-none",
    "lv-treatment-none",
    "mt-prevention-none",
    "mt-treatment-none",
    "pl-none",
    "pl-treatment-none",
    "pt-none",
    "pt-treatment-none",
    "ro-0800801200",
    "ro-prevention-none",
    "ro-treatment-none",
    "se-preventell",
    "si-prevention-none",
    "si-treatment-none",
    "sk-prevention-none",
    "sk-treatment-none",
    "sk-upsvr",
}
NUMBERS = {
    "AT": {"142"},
    "BE": {"1813", "0800 32 123", "1712", "0800 200 50", "0800 200 99"},
    "BG": {"116 111", "0800 1 1466"},
    "CH": {"112", "143", "0840 740 640", "0800 222 333"},
    "CY": {"1466", "8000 7773"},
    "CZ": {"116 123", "116 000", "317 071 668"},
    "DE": {"0800/111 0 111", "0800/111 0 222", "116 123", "0800 19 210 00"},
    "DK": {"7020 1201"},
    "EE": {"116 123", "116 111"},
    "ES": {"024", "600 50 51 52", "900 440 443"},
    "EU": {"112", "116 111"},
    "FI": {"09 2525 0111"},
    "FR": {"3114", "119", "0 806 23 10 63"},
    "GB": {"999", "116 123", "0808 800 5000", "0808 1000 900"},
    "GR": {"1018", "1056", "10201"},
    "HR": {"01 4833 888", "116 111"},
    "HU": {"116-123", "112"},
    "IE": {"116 123", "+44 1372 847 161"},
    "IT": {"02 2327 2327", "114"},
    "LT": {"116 123", "116 111"},
    "LU": {"45 45 45"},
    "LV": {"116 123", "116111"},
    "MT": {"1579", "179"},
    "NL": {"113", "0800-2000"},
    "NO": {"112", "116 123", "116 111"},
    "PL": {"116 123", "800 70 2222", "800 12 12 12"},
    "PT": {"1411", "808 24 24 24", "961 231 111"},
    "RO": {"0374 456 420", "119"},
    "SE": {"90101", "112"},
    "SI": {"116 123", "113", "116 111"},
    "SK": {"0800 500 333"},
}
OLDEST = [
    "be-nl-stop-it-now",
    "dk-bryd-cirklen",
    "dk-sexologisk-klinik",
    "it-pedohelp",
    "gb-stopso",
    "ch-fr-disno",
    "ie-one-in-four",
    "ie-one-in-four-phoenix",
    "int-troubled-desire",
]
OUTSIDE_THE_UNION = ("GB", "CH", "NO")
LINES = ("crisis_line", "child_protection", "prevention_line", "treatment")
TELLS_WHY = r"sexual|abus|offen[dcs]|attract|\burges?\b|porn|police|prison|illegal|crime|child"
TEMPLATES = tuple(each for each in installed_jurisdictions() if each.id != "sample")
[SAMPLE] = [each for each in installed_jurisdictions() if each.id == "sample"]
LONGEST_SENTENCE = 24


def test_an_entry_is_called_verified_only_when_its_contact_was_seen() -> None:
    verified = {entry.id for entry in installed_directory() if entry.status == "verified"}

    assert verified == SEEN_IN_A_SOURCE


@pytest.mark.parametrize("country", OUTSIDE_THE_UNION)
def test_every_country_outside_the_union_has_an_emergency_number_to_check(country: str) -> None:
    [entry] = [
        each
        for each in installed_directory()
        if each.country == country and each.kind == "emergency"
    ]

    assert entry.phone
    assert check_words(entry, TODAY).startswith("check before giving: seen in a source")


@pytest.mark.parametrize("country", sorted(set(COUNTRIES) - {"EU", "worldwide"}))
@pytest.mark.parametrize("kind", ["emergency", *LINES])
def test_each_country_has_its_lines_or_a_gap_by_name(country: str, kind: str) -> None:
    near = {country} if kind in LINES or country in OUTSIDE_THE_UNION else {"EU"}
    found = [each for each in installed_directory() if each.country in near and each.kind == kind]

    assert found
    gaps = [each.note for each in found if each.status == "no_contact"]
    assert [note for note in gaps if not re.search(r"\b[Aa]sk\b", note)] == []


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_every_entry_has_source_day_and_state(entry: DirectoryEntry) -> None:
    assert entry.source
    assert entry.status in {"verified", "no_contact"}
    assert entry.read_on is not None
    assert entry.read_on <= date(2026, 12, 1)
    assert seen_on(entry) is not None or entry.status == "no_contact"
    if entry.source_on is not None:
        assert str(entry.source_on.year) in entry.source + entry.note


def test_the_oldest_contacts_are_known() -> None:
    days = sorted((day, each.id) for each in installed_directory() if (day := seen_on(each)))

    assert [name for day, name in days if day < date(2020, 1, 1)] == OLDEST


def test_no_contact_can_be_given_of_which_no_day_is_known() -> None:
    given = offered(installed_directory())

    assert [each.id for each in given if seen_on(each) is None] == []


def test_what_has_no_contact_is_listed_as_a_gap() -> None:
    gaps = {entry.id for entry in installed_directory() if entry.status == "no_contact"}

    assert gaps == GAPS


def test_the_numbers_are_those_of_the_clinical_reference() -> None:
    found: dict[str, set[str]] = {}
    for entry in installed_directory():
        if entry.phone:
            found.setdefault(entry.country, set()).add(entry.phone)

    assert found == NUMBERS


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_an_entry_says_where_its_contact_comes_from(entry: DirectoryEntry) -> None:
    assert not entry.source.startswith("From memory")
    assert entry.status == "verified" or entry.verified_on is None


def test_no_contact_that_was_seen_in_no_source_can_be_given_to_a_client() -> None:
    given = offered(installed_directory())

    assert [each.id for each in given if each.status != "verified"] == []


def test_no_contact_stands_there_from_memory() -> None:
    from_memory = [
        each.id
        for each in installed_directory()
        if re.search(r"\bfrom memory\b", each.source + each.note, re.IGNORECASE)
    ]

    assert from_memory == []


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_an_entry_that_can_be_given_says_for_whom_and_how(entry: DirectoryEntry) -> None:
    assert entry.audience
    assert entry.country in COUNTRIES
    assert entry.channels or entry.id in GAPS
    assert entry.languages or entry.country in {"EU", "worldwide"} or entry.id in GAPS


def test_every_entry_without_a_fresh_date_says_to_check_before_giving() -> None:
    dated = {entry.id: entry.verified_on for entry in installed_directory() if entry.verified_on}

    assert dated == {"fr-stop": date(2026, 1, 28)}
    assert all(is_stale(entry, TODAY) for entry in installed_directory())
    given = [entry for entry in installed_directory() if entry.id not in GAPS]
    assert all(check_words(entry, TODAY).startswith("check before giving") for entry in given)


def test_emergency_and_crisis_lines_come_first_and_lines_for_children_last() -> None:
    kinds = [entry.kind for entry in installed_directory()]
    order = [
        "emergency",
        "crisis_line",
        "child_protection",
        "prevention_line",
        "treatment",
        "child_helpline",
    ]

    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(order)


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_no_entry_tells_on_a_copy_why_somebody_calls(entry: DirectoryEntry) -> None:
    said = neutral_words(entry) + entry.confidentiality_note * (entry.kind == "crisis_line")

    assert not re.search(TELLS_WHY, said, flags=re.IGNORECASE)


def test_a_service_that_passes_things_on_says_so_before_it_is_given() -> None:
    told = {entry.id for entry in installed_directory() if entry.confidentiality_note}

    assert told == {
        "be-fr-stop-it-now-brussels",
        "gb-samaritans",
        "gb-stop-it-now",
        "gb-stopso",
        "ie-one-in-four",
        "ie-one-in-four-phoenix",
        "ie-samaritans",
        "ie-stop-it-now",
    }


def test_only_the_invented_sample_can_be_used_and_only_for_practice() -> None:
    usable = {
        practice: [
            each.ref
            for each in installed_jurisdictions()
            if is_usable(each, TODAY, practice=practice)
        ]
        for practice in (True, False)
    }

    assert usable == {True: ["sample@1"], False: []}
    assert SAMPLE.name == "Practice country (invented)"


def test_the_sample_says_that_it_is_invented_and_holds_no_number_and_no_real_law() -> None:
    spoken = SAMPLE.client_text + SAMPLE.take_home_text

    assert SAMPLE.client_text.startswith(
        "This is a practice text. The country in it does not exist"
    )
    assert not re.search(r"\d|\b(section|article|act of|paragraph)\b", spoken, flags=re.IGNORECASE)
    assert SAMPLE.sources == ("Invented for practice; no law of any country was used.",)


def sentences(text: str) -> list[str]:
    return re.split(r"[.?!]\s+", TO_FILL_IN.sub("", text).strip())


@pytest.mark.parametrize("text", installed_jurisdictions(), ids=lambda text: text.ref)
def test_what_a_client_hears_is_read_aloud_in_short_sentences(text: Jurisdiction) -> None:
    lengths = [len(sentence.split()) for sentence in sentences(text.client_text)]

    measured = readability(TO_FILL_IN.sub("", text.client_text))
    assert max(lengths) <= LONGEST_SENTENCE
    assert sum(lengths) <= 320
    assert measured.grade <= 6
    assert measured.lix <= 30


@pytest.mark.parametrize("text", installed_jurisdictions(), ids=lambda text: text.ref)
def test_what_a_client_takes_home_does_not_say_why_they_come(text: Jurisdiction) -> None:
    assert not re.search(TELLS_WHY, text.take_home_text, flags=re.IGNORECASE)


def test_there_is_a_template_for_each_country_of_the_clinical_reference() -> None:
    of_countries = [each for each in TEMPLATES if each.country]
    countries = {each.country for each in of_countries}

    assert countries == set(COUNTRIES) - {"EU", "worldwide"}
    assert len(of_countries) == len(countries) == 30
    assert all(each.id == each.country.lower() for each in of_countries)
    assert all(each.name == country_words(each.country) for each in of_countries)


def test_there_is_a_template_for_a_country_that_is_not_listed() -> None:
    [elsewhere] = [each for each in TEMPLATES if not each.country]

    assert (elsewhere.id, elsewhere.name) == ("elsewhere", "Another country")
    assert not [each for each in COUNTRIES if country_words(each) in elsewhere.therapist_text]


@pytest.mark.parametrize("text", TEMPLATES, ids=lambda text: text.id)
def test_a_template_is_approved_by_nobody_and_has_a_day_to_look_again(text: Jurisdiction) -> None:
    assert (text.status, text.approved_by, text.approved_on) == ("draft", "", None)
    assert text.review_on is not None
    assert standing(text, TODAY) == "template"


@pytest.mark.parametrize("text", TEMPLATES, ids=lambda text: text.id)
def test_a_template_judges_nothing(text: Jurisdiction) -> None:
    judged = {text.duty_professionals, text.applies_to_therapist, text.threshold}
    judged |= set(text.triggers.values())

    assert judged == {"unclear"}
    for left_open in (text.recipient, text.deadline, text.professional_secrecy_law):
        assert TO_FILL_IN.fullmatch(left_open)


@pytest.mark.parametrize("text", TEMPLATES, ids=lambda text: text.id)
def test_a_template_says_first_that_the_clinic_checks_and_approves_it(text: Jurisdiction) -> None:
    first = TO_FILL_IN.match(text.client_text)

    assert first is not None
    assert "Nobody has approved it" in first[0]
    assert "the clinic has checked it" in first[0]
    assert "approved it" in first[0]
    assert TO_FILL_IN.match(text.take_home_text)
    assert "not a legal text and not advice" in text.therapist_text


@pytest.mark.parametrize("text", TEMPLATES, ids=lambda text: text.id)
def test_what_a_client_would_hear_states_no_law(text: Jurisdiction) -> None:
    spoken = TO_FILL_IN.sub("", text.client_text + text.take_home_text)

    legal = r"\d|\b(law|legal|duty|must|have to report|article|section|act of|court|police)\b"
    assert not re.search(legal, spoken, flags=re.IGNORECASE)


@pytest.mark.parametrize("text", TEMPLATES, ids=lambda text: text.id)
def test_every_fact_has_its_source_and_what_is_from_memory_says_so(text: Jurisdiction) -> None:
    for fact in text.facts:
        assert (fact.mark == "from_memory") == fact.source.startswith("No source was read")
    found = {fact.source for fact in text.facts if fact.mark == "found"}
    assert set(text.sources) <= found
    assert len(text.open_questions) >= 12
    assert all(question.endswith(("?", ".")) for question in text.open_questions)


DUTY_IN_2014 = {
    "all": "BG HR DK EE FR HU IE LT LU PL RO SI ES SE GB",
    "some": "AT BE CY CZ GR FI IT LV PT SK",
    "no": "DE MT NL",
}


@pytest.mark.parametrize(("who", "countries"), DUTY_IN_2014.items())
def test_the_survey_of_2014_is_told_as_what_it_was(who: str, countries: str) -> None:
    told = {
        text.country
        for text in TEMPLATES
        for fact in text.facts
        if re.search(rf"In March 2014 .* where {who} profession", fact.says)
    }

    assert told == set(countries.split())
