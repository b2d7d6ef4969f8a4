"""What forms point at: the directory of services and the sample of a local text."""

import re
from datetime import date

import pytest

from session_forms.directory import DirectoryEntry, installed_directory, is_stale
from session_forms.jurisdictions import installed_jurisdictions, is_usable

TODAY = date(2026, 11, 24)
SEEN_IN_A_SOURCE = {
    "be-fr-prevention-suicide",
    "be-fr-seos",
    "ch-de-beforemore",
    "ch-fr-disno",
    "cz-parafilik",
    "de-kein-taeter-werden",
    "es-024",
    "fr-3114",
    "fr-stop",
    "gb-stop-it-now",
    "ie-one-in-four",
    "ie-stop-it-now",
    "int-troubled-desire",
    "nl-113",
    "nl-stop-it-now",
}
TELLS_WHY = r"sexual|abus|offen[dcs]|attract|\burges?\b|porn|police|prison|illegal|crime|child"


def test_an_entry_is_called_verified_only_when_its_contact_was_seen() -> None:
    verified = {entry.id for entry in installed_directory() if entry.status == "verified"}

    assert verified == SEEN_IN_A_SOURCE


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_an_entry_says_where_its_contact_comes_from(entry: DirectoryEntry) -> None:
    from_memory = entry.source == "From memory; no source was read."

    assert from_memory == (entry.status == "unverified")
    assert entry.status != "unverified" or entry.verified_on is None


def test_entries_from_memory_stay_few() -> None:
    unverified = [entry for entry in installed_directory() if entry.status == "unverified"]

    assert len(unverified) < len(installed_directory()) / 2


def test_every_entry_without_a_fresh_date_is_checked_before_it_is_given() -> None:
    dated = {entry.id: entry.verified_on for entry in installed_directory() if entry.verified_on}

    assert dated == {"fr-stop": date(2026, 1, 28)}
    assert all(is_stale(entry, TODAY) for entry in installed_directory())


def test_emergency_and_crisis_lines_come_first() -> None:
    kinds = [entry.kind for entry in installed_directory()]

    assert kinds == sorted(kinds, key=["emergency", "crisis_line", "prevention_line"].index)
    assert set(kinds) == {"emergency", "crisis_line", "prevention_line"}


def test_the_only_local_text_is_an_unapproved_sample_for_practice() -> None:
    (sample,) = installed_jurisdictions()

    assert (sample.ref, sample.name, sample.status) == (
        "sample@1",
        "Practice country (invented)",
        "draft",
    )
    assert is_usable(sample, TODAY, practice=True)
    assert not is_usable(sample, TODAY, practice=False)


def test_the_sample_says_that_it_is_invented_and_holds_no_number_and_no_real_law() -> None:
    (sample,) = installed_jurisdictions()

    spoken = sample.client_text + sample.take_home_text

    assert sample.client_text.startswith(
        "This is a practice text. The country in it does not exist"
    )
    assert not re.search(r"\d|\b(section|article|act of|paragraph)\b", spoken, flags=re.IGNORECASE)
    assert sample.sources == ("Invented for practice; no law of any country was used.",)


def test_the_sample_can_be_read_aloud_in_short_sentences() -> None:
    (sample,) = installed_jurisdictions()

    sentences = re.split(r"[.?!]\s+", sample.client_text.strip())

    assert max(len(sentence.split()) for sentence in sentences) <= 24
    assert sum(len(sentence.split()) for sentence in sentences) <= 320


def test_what_the_client_takes_home_does_not_say_why_they_come() -> None:
    (sample,) = installed_jurisdictions()

    assert not re.search(TELLS_WHY, sample.take_home_text, flags=re.IGNORECASE)
