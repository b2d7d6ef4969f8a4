"""Words of several languages that stand in days, addresses and names, all as they compare."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from exports.leaks.plain_words import plain


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS_IN = ("en", "de", "fr", "es", "pl", "nl", "it", "pt")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
LEAST_OF_A_MONTH = 3
IN_A_DATE = _set(
    """
    of the de del des der den dem le la el am vom von van in im roku rok r dnia du year jahr anno
    st nd rd th er ere e eme ier te ten ter tes ste o a go ego et y und en and
    """
)
"""What may stand between the day, the month and the year, or at the end of a number."""
_UP_TO_TWENTY_AND_THIRTY = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty

    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    thirtieth

    un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
    dixsept dixhuit dixneuf vingt trente

    uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
    dieciseis diecisiete dieciocho diecinueve veinte treinta

    pierwszego drugiego trzeciego czwartego piatego szostego siodmego osmego dziewiatego
    dziesiatego jedenastego dwunastego trzynastego czternastego pietnastego szesnastego
    siedemnastego osiemnastego dziewietnastego dwudziestego trzydziestego

    pierwszy drugi trzeci czwarty piaty szosty siodmy osmy dziewiaty dziesiaty jedenasty
    dwunasty trzynasty czternasty pietnasty szesnasty siedemnasty osiemnasty dziewietnasty
    dwudziesty trzydziesty

    een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
    zestien zeventien achttien negentien twintig dertig

    eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde
    dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste
    dertigste
"""
"""The numbers from 1 to 20 and 30, a paragraph for each language and way of counting."""
_GERMAN_UNITS = "erst zweit dritt viert funft sechst siebt acht neunt"
_GERMAN_TEENS = (
    "zehnt elft zwolft dreizehnt vierzehnt funfzehnt sechzehnt siebzehnt achtzehnt neunzehnt"
)
_GERMAN_IN_LONGER = "ein zwei drei vier funf sechs sieben acht neun"
_DUTCH_IN_LONGER = "een twee drie vier vijf zes zeven acht negen"
_SPANISH_TWENTIES = (
    "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho "
    "veintinueve"
)
_ENDINGS = ("e", "er", "en", "es", "em")
AT = _set(
    """
    at arroba arobase chez malpa apenstaartje chiocciola klammeraffe
    """
)
DOT = _set(
    """
    dot punkt point punto kropka punt ponto
    """
)
PARTICLES = _set(
    """
    van von der den des del della dal dos das die het the les los las ter ten zum zur bin ben ibn
    abu and und oder mrs miss mister dr prof herr frau fraulein madame monsieur mlle mme senor
    senora sra pan pani panna mevrouw dhr meneer sir lady
    """
)
"""Parts of names that name nobody by themselves."""
ORDINARY = _set(
    """
    street road lane avenue close drive court place square house flat floor room apartment park
    great little north south east west upper lower old new saint city town village county
    strasse str weg platz allee gasse haus wohnung stadt gross klein bad
    rue boulevard chemin impasse place allee appartement etage batiment
    calle avenida plaza paseo piso puerta camino carretera mayor
    ulica aleja osiedle plac mieszkanie
    straat laan plein gracht
    tel telephone telefon telefono phone mobile mobil movil home work office email mail contact
    only call text post letter leave message ask for from after before evening evenings
    mother father mum dad sister brother wife husband partner friend son daughter aunt uncle
    cousin neighbour parent parents gp doctor nurse support worker sponsor
    mutter vater schwester bruder mann ehefrau ehemann freund freundin partnerin arzt sohn
    tochter tante onkel
    mere pere soeur frere femme mari ami amie fils fille tante oncle medecin
    madre padre hermana hermano mujer marido amigo amiga hijo hija tia tio medico
    matka ojciec siostra brat zona maz przyjaciel corka syn ciocia wujek lekarz
    moeder vader zus broer vrouw man vriend vriendin zoon dochter huisarts
    nhs dni nie nif nir insee pesel bsn personalausweis passport national insurance number
    numer nummer numero info www http https com org
    """
)
"""What stands in anybody's contacts."""
LITTLE = _set(
    """
    a an and as at be but by can do for from go had has have he her him his how i if in is it its
    let may me more most much must my no nor not now of off old on or our out own say see she so
    than that the then they this to too two up us was way we were what when who why will with you
    your ab am an auf aus bei bin bis da das dem den der des die du er es fur hat ich ihr im in
    ist ja man mit nach nun nur ob so um und uns von vor war was wer wie wir zu zum zur au aux
    avec ce ces dans de des du elle en est et eux il ils je la le les lui mais me mes ne nos nous
    on ou par pas pour que qui sa se ses si son sur ta te tu un une vos vous y al ante con cual
    del e el ella en era es ese esta hay la las lo los mas mi muy ni no nos o os para pero por se
    sin su sus te un una ya yo ale bo by co czy dla do go i ich ja jak je jego jej juz ku lub ma
    mi mu na nad nas nie no o od on ona oraz po pod sa sie ta tak tam te tej ten to tu ty u w we
    wy z za ze bij dat deze die dit door een en er haar heb het hij hun ik is je kan maar men met
    mij naar niet nu of om ons ook op over te tot uit van veel voor was wat we wel wij ze zij zo
    zou
    """
)
"""Words without which nobody writes: in small letters they are no name, however somebody is named.

A name that is one of them is found with a capital letter, or beside the rest of the name.
"""
ENDINGS = _set(
    """
    s es n en e er a u y i o em om ow ie iem ego emu ej iego iemu iej im ym ami owi
    """
)
"""How names end in a sentence: Ben's, Bens Fall, dla Jana."""


@cache
def months_named() -> Mapping[str, frozenset[int]]:
    """Return which months a word may mean, from 1: whole names, what they begin with, i to xii."""
    from babel import Locale  # noqa: PLC0415  # most of what starts never asks

    found: defaultdict[str, set[int]] = defaultdict(set)
    for code in MONTHS_IN:
        spelt = (names for forms in Locale.parse(code).months.values() for names in forms.values())
        for number, name in chain.from_iterable(names.items() for names in spelt):
            for part in _beginnings(plain(name)):
                found[part].add(number)
    for number, numeral in enumerate(ROMAN, start=1):
        found[numeral].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _beginnings(name: str) -> Iterator[str]:
    for end in range(LEAST_OF_A_MONTH, len(name) + 1):
        if name[:end].isalpha():
            yield name[:end]


@cache
def days_named() -> Mapping[str, frozenset[int]]:
    """Return which days of a month a word may mean, as it is counted or put in order."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for line in _UP_TO_TWENTY_AND_THIRTY.split("\n\n"):
        for number, word in zip((*range(1, 21), 30), line.split(), strict=True):
            found[word].add(number)
    for word, number in (("premier", 1), ("primero", 1), ("erster", 1)):
        found[word].add(number)
    for number, word in enumerate(_SPANISH_TWENTIES.split(), start=21):
        found[word].add(number)
    for number, stem in _german_stems():
        for ending in _ENDINGS:
            found[stem + ending].add(number)
    for number, unit in enumerate(_DUTCH_IN_LONGER.split(), start=1):
        found[f"{unit}entwintig"].add(20 + number)
        found[f"{unit}entwintigste"].add(20 + number)
    for word in ("eenendertig", "eenendertigste"):
        found[word].add(31)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _german_stems() -> Iterator[tuple[int, str]]:
    yield from enumerate(_GERMAN_UNITS.split(), start=1)
    yield from enumerate(_GERMAN_TEENS.split(), start=10)
    yield from ((20, "zwanzigst"), (30, "dreissigst"), (31, "einunddreissigst"))
    for number, unit in enumerate(_GERMAN_IN_LONGER.split(), start=21):
        yield number, f"{unit}undzwanzigst"
