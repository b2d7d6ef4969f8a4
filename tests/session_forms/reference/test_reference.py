"""The directory of services and the local texts."""

from datetime import date

import pytest

from session_forms.errors import DefinitionError
from session_forms.reference.directory import (
    directory_problems,
    installed_directory,
    is_stale,
    load_directory,
    offered,
    seen_on,
)
from session_forms.reference.jurisdictions import (
    installed_jurisdictions,
    is_usable,
    jurisdiction_problems,
    load_jurisdictions,
    newest_of_each,
    standing,
    usable_texts,
)
from tests.support.session_forms.reference import (
    APPROVED,
    ENTRY,
    SIGNED,
    TEMPLATE,
    TEXT,
    local_text,
    service,
    services,
)


def test_a_service_is_read(tmp_path):
    found = service(tmp_path)

    assert (found.id, found.kind, found.audience) == ("xx-line", "crisis_line", ("anybody",))
    assert found.anonymous is None


NO_CONTACT = ENTRY.replace('phone = "1"\n', "")
YOUNGER = ENTRY.replace("status", "source_on = 2026-01-02\nread_on = 2026-01-01\nstatus")
UNVERIFIED = ENTRY.replace('"verified"', '"unverified"')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENTRY + ENTRY, "line 14, entries[1].id: the id xx-line stands there twice"),
        (NO_CONTACT, "line 2, entries[0]: the entry has neither phone nor url"),
        (NO_CONTACT.replace("verified_on", "#").replace('"verified"', '"no_contact"'), ""),
        (ENTRY.replace('"verified"', '"no_contact"'), "line 11, entries[0].status: an entry with"),
        (ENTRY.replace("phone", "fone"), "line 8, entries[0].fone: this key is not known here"),
        (ENTRY.replace('"verified"', '"maybe"'), "write 'verified', 'unverified' or 'no_contact'"),
        (ENTRY.replace('["anybody"]', '["people"]'), "line 7, entries[0].audience[0]: the value"),
        (ENTRY.replace('["anybody"]', "[]"), "line 7, entries[0].audience: the list is too short"),
        (ENTRY.replace('"XX"', '"here"'), "line 4, entries[0].country: a country has two capital"),
        (ENTRY.replace('"1"', '"1 or 2"'), "line 8, entries[0].phone: a phone number holds words"),
        (YOUNGER, "line 11, entries[0].source_on: the source is younger than the day on which"),
        (ENTRY + "source_on = 2026-01-01\nread_on = 2026-01-01\n", ""),
        (UNVERIFIED, "line 10, entries[0].verified_on: an entry that is not verified has the day"),
    ],
)
def test_a_wrong_service_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "directory.toml"
    path.write_text(text, encoding="utf-8")

    found = "\n".join(str(each) for each in directory_problems(path))

    assert words in found
    assert bool(words) == bool(found)
    if found:
        with pytest.raises(DefinitionError):
            load_directory(path)


def test_a_list_that_cannot_be_read_is_one_problem(tmp_path):
    [problem] = directory_problems(tmp_path / "gone.toml")

    assert "the file cannot be read" in str(problem)


def test_the_clinics_own_entries_may_wait_for_their_number(tmp_path):
    text = NO_CONTACT.replace('"crisis_line"', '"own_clinic"')

    assert service(tmp_path, text).phone == ""


@pytest.mark.parametrize(
    ("seen", "today", "stale"),
    [
        (None, date(2026, 3, 1), True),
        (date(2025, 9, 1), date(2026, 3, 1), False),
        (date(2025, 9, 1), date(2026, 3, 2), True),
        (date(2025, 8, 31), date(2026, 2, 28), False),
        (date(2025, 8, 31), date(2026, 3, 1), True),
        (date(2025, 7, 31), date(2026, 1, 31), False),
        (date(2025, 7, 31), date(2026, 2, 1), True),
        (date(2026, 3, 1), date(2026, 3, 1), False),
        (date(2026, 3, 2), date(2026, 3, 1), True),
    ],
)
def test_an_entry_is_checked_first_after_six_months_or_without_a_day_that_can_be(
    tmp_path, seen, today, stale
):
    entry = service(tmp_path).model_copy(update={"verified_on": seen})

    assert is_stale(entry, today) is stale


def test_an_entry_that_nobody_verified_is_always_checked_first(tmp_path):
    entry = service(tmp_path).model_copy(update={"status": "unverified"})

    assert is_stale(entry, date(2026, 1, 1))


def test_a_source_makes_no_contact_fresh_however_young_it_is(tmp_path):
    days = {"verified_on": None, "source_on": date(2026, 1, 1), "read_on": date(2026, 1, 1)}

    assert is_stale(service(tmp_path).model_copy(update=days), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        ({}, None),
        ({"read_on": date(2026, 3, 1)}, None),
        ({"read_on": date(2026, 3, 1), "source_on": date(2020, 5, 1)}, date(2020, 5, 1)),
        ({"source_on": date(2020, 5, 1), "verified_on": date(2026, 2, 1)}, date(2026, 2, 1)),
    ],
)
def test_a_contact_is_as_old_as_its_check_or_its_source(tmp_path, days, seen):
    entry = service(tmp_path).model_copy(update={"verified_on": None, **days})

    assert seen_on(entry) == seen


def test_services_of_the_clinics_countries_come_first_and_gaps_are_not_offered(tmp_path):
    here = service(tmp_path)
    there = here.model_copy(update={"id": "yy-line", "country": "YY"})
    everywhere = here.model_copy(update={"id": "ww-line", "country": "worldwide"})
    gap = here.model_copy(update={"id": "gap", "status": "no_contact"})
    listed = (there, everywhere, gap, here)

    near = [each.id for each in offered(listed, ["XX"])]

    assert near == ["ww-line", "xx-line", "yy-line"]
    assert [each.id for each in offered(listed)] == ["yy-line", "ww-line", "xx-line"]


def test_the_installed_directory_offers_an_emergency_number_and_crisis_lines():
    kinds = {entry.kind for entry in installed_directory()}

    assert {"emergency", "crisis_line", "prevention_line"} <= kinds
    assert installed_directory() is installed_directory()


def test_a_list_elsewhere_takes_the_place_of_the_one_that_ships(tmp_path):
    assert [each.id for each in services(tmp_path)] == ["xx-line"]


def test_a_local_text_is_known_by_id_and_version(tmp_path):
    assert local_text(tmp_path).ref == "here@3"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT, ""),
        (APPROVED, ""),
        (TEMPLATE, ""),
        (
            TEXT.replace('image_offence_past = "unclear"\n', ""),
            "line 23, triggers: triggers lacks image_offence_past; say what",
        ),
        (TEXT.replace('"duty"', '"must"', 1), "write 'duty', 'may', 'no' or 'unclear'"),
        (TEXT.replace('"XX"', '"here"'), "line 5, country: a country has two capital letters"),
        (
            TEXT.replace("sources", 'approved_by = "A lead"\nsources'),
            "line 7, approved_by: a draft names an approver",
        ),
        (
            APPROVED.replace('approved_by = "A lead"\n', ""),
            "line 6, status: nobody is named who approved this text; write approved_by",
        ),
        (
            APPROVED.replace('"A lead"', '" "'),
            "line 6, status: nobody is named who approved this text",
        ),
        (
            APPROVED.replace("approved_on = 2026-01-01\n", ""),
            "line 6, status: an approved text has no approved_on",
        ),
        (
            APPROVED.replace("\nexpires_on = 2027-01-01", ""),
            "line 6, status: an approved text has no expires_on",
        ),
        (
            APPROVED.replace("2027-01-01", "2026-01-01"),
            "line 9, expires_on: the text expires before it can be used",
        ),
        (
            APPROVED.replace("2027-01-01", "2025-12-31"),
            "line 9, expires_on: the text expires before it can be used",
        ),
        (
            APPROVED.replace("2027-01-01", "2027-01-03"),
            "line 9, expires_on: an approval lasts twelve months at most",
        ),
        (
            APPROVED.replace("sources", 'open_questions = ["Who?"]\nsources'),
            "line 10, open_questions: an approved text has open questions",
        ),
        (
            APPROVED.replace('"found"', '"from_memory"'),
            "line 24, facts[0].mark: an approved text rests on a fact from memory",
        ),
        (
            APPROVED.replace('"some"', '"unclear"'),
            "line 11, duty_professionals: an approved text leaves duty_professionals unclear",
        ),
        (
            APPROVED.replace('client_text = "Words."', 'client_text = "[Clinic: say who.]"'),
            "line 17, client_text: an approved text has a place in square brackets",
        ),
        (
            APPROVED.replace('therapist_text = "Words."', 'therapist_text = "This is a template."'),
            "line 19, therapist_text: an approved text tells the therapist that it is only",
        ),
        (
            APPROVED.replace('"an office"', '"[the office]"'),
            "line 14, recipient: an approved text has a place in square brackets",
        ),
    ],
)
def test_a_wrong_local_text_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "here.v3.toml"
    path.write_text(text, encoding="utf-8")

    found = "\n".join(str(each) for each in jurisdiction_problems(path))

    assert words in found
    assert bool(words) == bool(found)
    if found:
        with pytest.raises(DefinitionError):
            local_text(tmp_path, text)


def test_everything_wrong_with_a_local_text_is_told_at_once(tmp_path):
    path = tmp_path / "here.v3.toml"
    bare = APPROVED.replace(SIGNED, "").replace('"found"', '"from_memory"')
    path.write_text(bare, encoding="utf-8")

    lines = [each.line for each in jurisdiction_problems(path)]

    assert lines == [6, 6, 6, 22]


def test_the_file_of_a_local_text_says_id_and_version(tmp_path):
    with pytest.raises(DefinitionError, match=r"name the file here\.v3\.toml"):
        local_text(tmp_path, name="here.v2.toml")


def test_a_local_text_that_cannot_be_read_is_one_problem(tmp_path):
    [problem] = jurisdiction_problems(tmp_path / "gone.v1.toml")

    assert "the file cannot be read" in str(problem)


@pytest.mark.parametrize(
    ("today", "usable", "found"),
    [
        (date(2025, 12, 31), False, "not_yet"),
        (date(2026, 1, 1), True, "in_force"),
        (date(2026, 12, 31), True, "in_force"),
        (date(2027, 1, 1), False, "expired"),
    ],
)
@pytest.mark.parametrize("practice", [True, False])
def test_an_approved_text_can_be_used_until_it_expires(tmp_path, today, usable, found, practice):
    approved = local_text(tmp_path, APPROVED)

    assert is_usable(approved, today, practice=practice) is usable
    assert standing(approved, today) == found


@pytest.mark.parametrize("dates", ["", "approved_on = 2026-01-01\nexpires_on = 2027-01-01\n"])
def test_a_draft_is_for_practice_only(tmp_path, dates):
    draft = local_text(tmp_path, TEXT.replace("sources", f"{dates}sources"))

    assert is_usable(draft, date(2026, 6, 1), practice=True)
    assert not is_usable(draft, date(2026, 6, 1), practice=False)


@pytest.mark.parametrize("practice", [True, False])
def test_a_text_with_open_questions_is_offered_to_nobody(tmp_path, practice):
    template = local_text(tmp_path, TEMPLATE)

    assert standing(template, date(2026, 6, 1)) == "template"
    assert not is_usable(template, date(2026, 6, 1), practice=practice)


def test_the_texts_of_a_folder_are_read_by_name_and_only_those_in_force_are_used(tmp_path):
    local_text(tmp_path, APPROVED)
    local_text(tmp_path, TEXT.replace('"here"', '"away"'), "away.v3.toml")
    (tmp_path / "notes.txt").write_text("no text of ours", encoding="utf-8")

    texts = load_jurisdictions(tmp_path)

    assert [each.ref for each in texts] == ["away@3", "here@3"]
    usable = usable_texts(texts, date(2026, 6, 1), practice=False)
    assert [each.ref for each in usable] == ["here@3"]


def test_the_installed_texts_are_drafts_for_practice():
    assert "sample@1" in [text.ref for text in installed_jurisdictions()]
    assert {text.status for text in installed_jurisdictions()} == {"draft"}


def test_of_each_text_the_newest_version_stands_where_it_was_first_named() -> None:
    first, other = installed_jurisdictions()[:2]
    later, latest = (first.model_copy(update={"version": each}) for each in (2, 3))

    assert newest_of_each((first, other, latest, later)) == (latest, other)
