"""The directory of services and the local texts."""

from datetime import date

import pytest

from session_forms.directory import installed_directory, is_stale, load_directory
from session_forms.errors import DefinitionError
from session_forms.jurisdictions import installed_jurisdictions, is_usable, load_jurisdiction

ENTRY = """
[[entries]]
id = "xx-line"
country = "XX"
kind = "crisis_line"
name = "A line"
audience = "anybody"
phone = "1"
source = "invented here"
status = "unverified"
"""

TEXT = """
id = "here"
version = 3
name = "Here (invented)"
status = "draft"
sources = ["invented"]
duty_professionals = "some"
applies_to_therapist = "depends"
threshold = "suspicion"
recipient = "an office"
deadline = "a day"
professional_secrecy_law = "none"
client_text = "Words."
take_home_text = "Words."
therapist_text = "Words."

[triggers]
past_offence_identifiable_child = "may"
past_offence_no_identifiable_child = "no"
image_offence_past = "unclear"
image_offence_current = "unclear"
current_risk_identifiable_child = "duty"
imminent_offence_any_child = "duty"
client_is_parent_or_carer = "unclear"
suicide_or_self_harm_imminent = "may"
"""
APPROVED = TEXT.replace(
    'status = "draft"',
    'status = "approved"\napproved_by = "A lead"\n'
    "approved_on = 2026-01-01\nexpires_on = 2027-01-01",
)


def entry(tmp_path, text=ENTRY):
    path = tmp_path / "directory.toml"
    path.write_text(text, encoding="utf-8")
    return load_directory(path)


def jurisdiction(tmp_path, text=TEXT, name="here.v3.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load_jurisdiction(path)


def test_a_service_is_read(tmp_path):
    [service] = entry(tmp_path)

    assert (service.id, service.kind, service.anonymous) == ("xx-line", "crisis_line", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENTRY + ENTRY, "the id xx-line stands there twice"),
        (ENTRY.replace('phone = "1"', ""), "neither phone nor url"),
        (ENTRY.replace("phone", "fone"), "write phone instead"),
        (ENTRY.replace('"unverified"', '"maybe"'), "write 'verified' or 'unverified'"),
    ],
)
def test_a_wrong_service_is_refused(tmp_path, text, words):
    with pytest.raises(DefinitionError) as caught:
        entry(tmp_path, text)

    assert words in str(caught.value)


def test_the_clinics_own_entries_may_wait_for_their_number(tmp_path):
    text = ENTRY.replace('phone = "1"', "").replace('"crisis_line"', '"own_clinic"')

    assert entry(tmp_path, text)[0].phone == ""


@pytest.mark.parametrize(
    ("seen", "today", "stale"),
    [
        (None, date(2026, 3, 1), True),
        (date(2025, 9, 1), date(2026, 3, 1), False),
        (date(2025, 9, 1), date(2026, 3, 2), True),
        (date(2025, 8, 31), date(2026, 2, 28), False),
        (date(2025, 8, 31), date(2026, 3, 1), True),
        (date(2025, 7, 31), date(2026, 1, 31), False),
        (date(2026, 5, 1), date(2026, 3, 1), False),
    ],
)
def test_an_entry_is_checked_first_after_six_months_or_when_never_seen(
    tmp_path, seen, today, stale
):
    service = entry(tmp_path)[0].model_copy(update={"verified_on": seen})

    assert is_stale(service, today) is stale


def test_the_installed_directory_offers_an_emergency_number_and_crisis_lines():
    kinds = {service.kind for service in installed_directory()}

    assert {"emergency", "crisis_line", "prevention_line"} <= kinds
    assert installed_directory() is installed_directory()


def test_a_local_text_is_known_by_id_and_version(tmp_path):
    assert jurisdiction(tmp_path).ref == "here@3"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace('image_offence_past = "unclear"', ""), "triggers lacks image_offence_past"),
        (TEXT.replace('"duty"', '"must"', 1), "write 'duty', 'may', 'no' or 'unclear'"),
        (TEXT.replace('"draft"', '"approved"'), "approved_by, approved_on and expires_on"),
        (APPROVED.replace("2027-01-01", "2026-01-01"), "within twelve months"),
        (APPROVED.replace("2027-01-01", "2027-01-03"), "within twelve months"),
    ],
)
def test_a_wrong_local_text_is_refused(tmp_path, text, words):
    with pytest.raises(DefinitionError) as caught:
        jurisdiction(tmp_path, text)

    assert words in str(caught.value)


def test_the_file_of_a_local_text_says_id_and_version(tmp_path):
    with pytest.raises(DefinitionError, match=r"name the file here\.v3\.toml"):
        jurisdiction(tmp_path, name="here.v2.toml")


@pytest.mark.parametrize(
    ("today", "usable"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
@pytest.mark.parametrize("practice", [True, False])
def test_an_approved_text_can_be_used_until_it_expires(tmp_path, today, usable, practice):
    approved = jurisdiction(tmp_path, APPROVED)

    assert is_usable(approved, today, practice=practice) is usable


@pytest.mark.parametrize("dates", ["", "approved_on = 2026-01-01\nexpires_on = 2027-01-01\n"])
def test_a_draft_is_for_practice_only(tmp_path, dates):
    draft = jurisdiction(tmp_path, TEXT.replace("[triggers]", f"{dates}[triggers]"))

    assert is_usable(draft, date(2026, 6, 1), practice=True)
    assert not is_usable(draft, date(2026, 6, 1), practice=False)


def test_the_installed_texts_are_drafts_for_practice():
    assert "sample@1" in [text.ref for text in installed_jurisdictions()]
    assert {text.status for text in installed_jurisdictions()} == {"draft"}
