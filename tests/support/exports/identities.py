"""Invented identities drawn from lists of common names, and ways to type them, by a seed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from exports.case.casefile import CaseFile
from tests.support.exports.cases import case_file
from tests.support.exports.name_lists import FIRST, LAST, TOWNS

LANGUAGES = tuple(FIRST)
_FIRST = {language: tuple(names.split()) for language, names in FIRST.items()}
_LAST = {language: tuple(names.split()) for language, names in LAST.items()}
_TOWNS = tuple(TOWNS.split())
_RELATIONS = {
    "en": ("Mother", "Brother", "Partner", "Friend"),
    "de": ("Mutter", "Bruder", "Partnerin", "Freund"),
    "fr": ("Mère", "Frère", "Conjointe", "Ami"),
    "es": ("Madre", "Hermano", "Pareja", "Amigo"),
    "pl": ("Matka", "Brat", "Żona", "Przyjaciel"),
}
_STREETS = {
    "en": "{number} {name} Road, {town} EX{number} 4QD",
    "de": "{name}straße {number}, {code} {town}",
    "fr": "{number} rue {name}, {code} {town}",
    "es": "Calle {name} {number}, {code} {town}",
    "pl": "ul. {name} {number}, 25-{number:03d} {town}",
}
_TRUNK = {"en": "+44", "de": "+49", "fr": "+33", "es": "+34", "pl": "+48"}


def identified(random: Random, case: CaseFile, language: str, town: str) -> CaseFile:
    """Return a case under an identity that chance picked; most clients live in the town."""
    first, last = random.choice(_FIRST[language]), random.choice(_LAST[language])
    names = [f"{first} {last}"]
    if random.random() < 0.2:
        names = [f"{first} {random.choice(_FIRST[language])} {last}"]
    if random.random() < 0.15:
        names.append(first[:3])
    contacts = []
    if random.random() < 0.8:
        contacts.append(phone(random, language))
    if random.random() < 0.4:
        contacts.append(f"{first}.{last}@example.org".lower())
    if random.random() < 0.3:
        contacts.append(_address(random, language, town))
    if random.random() < 0.4:
        whom = f"{random.choice(_FIRST[language])} {random.choice(_LAST[language])}"
        relation = random.choice(_RELATIONS[language])
        contacts.append(f"{relation}: {whom}, {phone(random, language)}")
    born = date(1940, 1, 1) + timedelta(random.randrange(24_000))
    return replace(case, names=tuple(names), birth_date=born.isoformat(), contacts=tuple(contacts))


def caseload(random: Random, count: int, language: str) -> list[CaseFile]:
    """Return clients of one service."""
    town = random.choice(_TOWNS)
    blank = replace(case_file(1), note_texts=())
    return [
        replace(
            identified(random, blank, language, town),
            client_id=f"{random.getrandbits(128):032x}",
            code=f"K{random.randrange(1, 10)}-{random.randrange(400, 999)}",
        )
        for _ in range(count)
    ]


def phone(random: Random, language: str) -> str:
    """Return a number of nine digits under the country's own code."""
    digits = str(random.randrange(200_000_000, 999_999_999))
    return f"{_TRUNK[language]} {digits[:3]} {digits[3:6]} {digits[6:]}"


def _address(random: Random, language: str, town: str) -> str:
    where = town if random.random() < 0.6 else random.choice(_TOWNS)
    return _STREETS[language].format(
        number=random.randrange(1, 99),
        name=random.choice(_LAST[language]),
        code=random.randrange(10_000, 99_999),
        town=where,
    )


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
}
_SENTENCES = {
    "en": ("Transfer of {}", "{}, for the team", "as agreed with {} last week"),
    "de": ("Übergabe: {}", "für {}", "wie mit {} besprochen"),
    "fr": ("Transfert de {}", "dossier {}", "vu avec {}"),
    "es": ("Traslado de {}", "caso {}", "acordado con {}"),
    "pl": ("Przekazanie: {}", "sprawa {}", "zgodnie z {}"),
}
_SIGNS = ("-", "\N{EN DASH}", ".", "/", " ", "\u00a0", "", "_", " - ")


def planted(random: Random, case: CaseFile, language: str) -> str:
    """Return a sentence that names a client, spelled in a way that chance picked."""
    ways = [_name, _birth_date, *([_telephone, _mail] if case.contacts else [])]
    spelled = ""
    while not spelled:
        spelled = random.choice(ways)(random, case, language)
    return random.choice(_SENTENCES[language]).format(spelled)


def _name(random: Random, case: CaseFile, _language: str) -> str:
    words = case.names[0].split()
    first, last = words[0], words[-1]
    spelled = random.choice(
        [
            f"{first} {last}",
            f"{last}, {first}",
            f"{first[0]}. {last}",
            f"{last} {first[0]}.",
            f"{first}{last}",
            f"{first}_{last}".lower(),
            first,
            last,
            last.upper(),
            *case.names[1:],
        ]
    )
    return random.choice([_same, _without_marks, _look_alike, _invisible])(random, spelled)


def _same(_random: Random, text: str) -> str:
    return text


def _without_marks(_random: Random, text: str) -> str:
    pairs = str.maketrans("äöüéèêëàáâíïóôúñçłąęśćżźńÉÁÍÓŁŚŻ", "aoueeeeaaaiioouncłaesczznEAIOLSZ")
    return text.translate(pairs)


def _look_alike(_random: Random, text: str) -> str:
    return text.replace("a", "\u0430").replace("e", "\u0435")


def _invisible(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice("\u200b\u00ad\u2060\ufeff") + text[at:]


def _birth_date(random: Random, case: CaseFile, language: str) -> str:
    born = date.fromisoformat(case.birth_date)
    month = _MONTHS[language].split()[born.month - 1]
    ordinal = {"en": "th", "de": ".", "fr": "er" if born.day == 1 else "", "es": "", "pl": ""}
    sign = random.choice("-./ ")
    return random.choice(
        [
            f"{born.day} {month} {born.year}",
            f"{born.day}{ordinal[language]} {month} {born.year}",
            f"{month} {born.day}, {born.year}",
            f"{born.year} {month} {born.day}",
            f"{born.day} {month[:3]} {born:%y}",
            f"{born.day}{sign}{born.month}{sign}{born.year}",
            f"{born.month:02d}{sign}{born.day:02d}{sign}{born.year}",
            f"{born:%Y%m%d}",
            f"{born:%d%m%Y}",
            f"{born:%d.%m.%y}",
        ]
    )


def _telephone(random: Random, case: CaseFile, language: str) -> str:
    given = next((each for each in case.contacts if each.startswith("+")), "")
    if not given:
        return ""
    digits = "".join(each for each in given if each.isdigit())[2:]
    before = random.choice(
        ["0", _TRUNK[language], f"{_TRUNK[language]} (0)", "", "00" + digits[:0]]
    )
    groups: list[str] = []
    while digits:
        length = random.randrange(2, 5)
        groups.append(digits[:length])
        digits = digits[length:]
    return before + random.choice(_SIGNS).join(groups)


def _mail(random: Random, case: CaseFile, _language: str) -> str:
    address = next((each for each in case.contacts if "@" in each), "")
    if not address:
        return ""
    at = random.choice([" at ", " (at) ", "[at]", " arroba ", " @ ", " małpa ", "@"])
    dot = random.choice([" dot ", " punkt ", ".", "[dot]", " punto "])
    local, host = address.split("@")
    return f"{local}{at}{host.replace('.', dot)}"


RECIPIENTS = (
    "Clinical lead", "National team", "Ministry of Health", "Regional commissioner",
    "University department of psychology", "Ethics committee", "Quality board", "Funder",
    "Supervisor", "Head of service", "Prevention network", "Institute of sexology",
    "Klinische Leitung", "Universitätsklinikum, Institut für Sexualmedizin", "Präventionsnetzwerk",
    "Ministerium für Gesundheit", "Direction clinique", "Centre de recherche", "Comité d'éthique",
    "Dirección clínica", "Equipo nacional", "Kierownik kliniczny", "Zespół krajowy",
    "Research unit, University of Exeter",
)  # fmt: skip
"""Whom releases go to: offices and teams, one of them with its town."""
