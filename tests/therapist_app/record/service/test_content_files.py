"""What a clinic added is kept as it was found, whole or not at all, and told once."""

from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service.content_files import (
    CHANGED,
    keep_pack,
    keep_site_files,
    kept_packs,
    load_pack,
    site_files,
)

FORM, WORDS = "own-form.v1.toml", "core-10.v2.words.toml"


def told(service: ServiceFile) -> list[tuple[str, ...]]:
    """Return which files each entry names that says that something changed."""
    return [each.fields[1:] for each in audit.entries(service) if each.action == CHANGED]


def test_what_was_found_takes_the_place_of_what_was_kept_and_its_files_are_named(
    service: ServiceFile,
) -> None:
    keep_site_files(service, {FORM: b"a = 1"})
    keep_site_files(service, {FORM: b"a = 2", WORDS: b"b = 1"})
    assert site_files(service) == {FORM: b"a = 2", WORDS: b"b = 1"}

    keep_site_files(service, {WORDS: b"b = 1"})

    assert site_files(service) == {WORDS: b"b = 1"}
    assert told(service) == [(FORM,), (WORDS, FORM), (FORM,)]


def test_what_is_found_again_as_it_was_is_told_once(service: ServiceFile) -> None:
    keep_site_files(service, {FORM: b"a = 1"})
    before = service.audit.mark

    keep_site_files(service, {FORM: b"a = 1"})

    assert service.audit.mark == before


def test_where_one_file_cannot_be_kept_nothing_is_and_that_is_told_once(
    service: ServiceFile,
) -> None:
    keep_site_files(service, {FORM: b"a = 1"})

    for _each in range(2):
        keep_site_files(service, {FORM: b"a = 2", WORDS: None})

    assert site_files(service) == {FORM: b"a = 1"}
    assert told(service) == [(FORM,), (WORDS, FORM)]


def test_a_file_that_is_no_form_by_its_name_is_kept_and_its_name_is_in_no_entry(
    service: ServiceFile,
) -> None:
    keep_site_files(service, {"Mr Example.toml": b"a = 1"})

    assert site_files(service) == {"Mr Example.toml": b"a = 1"}
    assert told(service) == [()]


def test_a_pack_is_kept_once_under_its_hash(service: ServiceFile) -> None:
    for data in (b"signed", b"other"):
        with service.change("pack_kept", "pack:a") as change:
            keep_pack(change, "ab" * 32, data)

    assert kept_packs(service) == {"ab" * 32}
    assert load_pack(service, "ab" * 32) == b"signed"
    assert load_pack(service, "cd" * 32) is None


def test_a_name_that_leads_elsewhere_or_is_no_text_of_ours_makes_no_file(
    service: ServiceFile,
) -> None:
    """Whoever writes in the service file by hand could have a file written outside its folder."""
    strange = ("../up.toml", "in/a/folder.toml", "/etc/own.toml", "own.txt", "a\0b.toml", ".toml/")
    for name in (FORM, *strange):
        service.run("INSERT INTO site_files (name, data) VALUES (?, ?)", (name, b"a = 1"))

    assert site_files(service) == {FORM: b"a = 1"}
