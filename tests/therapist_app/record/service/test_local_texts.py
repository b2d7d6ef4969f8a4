"""The service's own local texts: kept from draft to approval, and then unchanged."""

from dataclasses import replace

import pytest

from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordBug
from therapist_app.record.service import local_texts
from therapist_app.record.service_model import LocalText
from therapist_app.record.vault.vault import Vault


def a_text(service: ServiceFile, version: int = 2) -> LocalText:
    now = service.now()
    return LocalText("gb", version, "{}", "Ana Example", now.date(), now)


def test_a_text_goes_from_draft_over_its_second_reading_to_approval(service: ServiceFile) -> None:
    draft = a_text(service)
    read = replace(draft, read_by="Bo Example", read_on=draft.written_on)
    approved = replace(read, approved_by="Cy Example", approved_at=draft.changed_at)

    for each in (draft, read, approved):
        local_texts.save(service, each)

    assert local_texts.all_texts(service) == (approved,)
    entries = audit.entries(service, newest=3)
    assert [each.action for each in entries] == [
        "local_text_written",
        "local_text_read",
        "local_text_approved",
    ]
    assert [each.is_signed for each in entries] == [True, True, True]


def test_an_approved_text_never_changes(service: ServiceFile) -> None:
    approved = replace(a_text(service), approved_by="Cy Example", approved_at=service.now())
    local_texts.save(service, approved)

    with pytest.raises(RecordBug):
        local_texts.save(service, replace(approved, text='{"name": "other"}'))

    assert local_texts.all_texts(service) == (approved,)


def test_versions_stand_beside_each_other(service: ServiceFile) -> None:
    for version in (3, 2):
        local_texts.save(service, a_text(service, version))

    assert [each.version for each in local_texts.all_texts(service)] == [2, 3]


def test_that_its_second_reader_did_not_agree_is_told_as_that(service: ServiceFile) -> None:
    refused = replace(
        a_text(service),
        objection="It promises too much.",
        objected_by="Bo Example",
        objected_on=service.now().date(),
    )

    local_texts.save(service, refused, is_objection=True)

    assert local_texts.all_texts(service) == (refused,)
    assert audit.entries(service, newest=1)[0].action == "local_text_objected"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("Ana Example", True),
        ("Ana Example, clinical lead", True),
        ("klinische Leitung: Ana Example", True),
        ("[Ana Example, clínícál léád]", True),
        ("Bo Example, clinical lead", False),
        ("Ana Examples, clinical lead", False),
        ("Ana Example Senior, clinical lead", False),
        ("", False),
    ],
)
def test_an_approval_counts_in_every_language_and_as_that_of_who_signed_it(
    vault: Vault, said: str, *, counts: bool
) -> None:
    service, names = vault.service, {vault.person.uid: "Ana Example", "cd" * 16: "Bo Example"}
    names["ef" * 16] = "Ana Example Senior"
    text = replace(a_text(service), approved_by=said, approved_at=service.now())
    local_texts.save(service, text)

    assert (local_texts.approval_of(service, text, names) is not None) == counts


def test_an_objection_stays_theirs_who_signed_it_and_is_nobody_elses(vault: Vault) -> None:
    service, names = vault.service, {vault.person.uid: "Ana Example", "cd" * 16: "Bo Example"}
    draft = a_text(service)
    today = draft.written_on
    theirs = replace(
        draft, objection="It promises too much.", objected_by="Ana Example", objected_on=today
    )
    anothers = replace(theirs, version=3, objected_by="Bo Example")

    for each in (theirs, anothers):
        local_texts.save(service, each, is_objection=True)

    assert local_texts.as_signed(service, theirs, names) == theirs
    assert local_texts.as_signed(service, anothers, names) == replace(draft, version=3)
