"""What stands in the service file."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.crypto.base32 import ALPHABET, check_character
from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import NoSuchRow, RecordBug, UnlistedSetting
from therapist_app.record.service import (
    content_files,
    pseudonyms,
    recipients,
    releases,
    service_keys,
    settings,
)
from therapist_app.record.service.recipients import Recipient
from therapist_app.record.service_model import Release

CLIENT = "00112233445566778899aabbccddeeff"


def test_a_setting_is_none_until_it_is_settled(service: ServiceFile) -> None:
    before = settings.load(service, "export_places", int)

    settings.save(service, "export_places", 3)
    settings.save(service, "export_places", 4)
    settings.save(service, "service_names", [{"name": "Crisis team", "number": "0800"}])

    assert before is None
    assert settings.load(service, "export_places", int) == 4
    assert settings.load(service, "service_names", list[dict[str, str]]) == [
        {"name": "Crisis team", "number": "0800"}
    ]


def test_a_setting_is_something_that_json_can_spell(service: ServiceFile) -> None:
    with pytest.raises(ValueError, match="JSON"):
        settings.save(service, "export_places", float("nan"))


def test_what_holds_for_everybody_needs_an_entry_after_it_and_nothing_else_does(
    service: ServiceFile,
) -> None:
    with service.together() as change:
        settings.save_within(change, "service_names", {"Lead": "somebody"})
    assert settings.load(service, "service_names", dict[str, str]) == {"Lead": "somebody"}

    with pytest.raises(RecordBug), service.together() as change:
        settings.save_within(change, "packs", [])
    assert settings.load(service, "packs", list[str]) is None

    with service.together() as change:
        settings.save_within(change, "packs", [])
        change.audit("pack_installed", "pack:one")
    assert settings.load(service, "packs", list[str]) == []


def test_recipients_are_kept_by_name(service: ServiceFile) -> None:
    recipients.save(service, Recipient("Lead", "age1old"))
    recipients.save(service, Recipient("Lead", "age1new"))
    recipients.save(service, Recipient("Board"))

    assert recipients.load(service, "Lead") == Recipient("Lead", "age1new")
    assert recipients.load(service, "Nobody") is None
    assert [each.name for each in recipients.all_recipients(service)] == ["Board", "Lead"]


def test_a_release_is_in_the_ledger_and_signed(service: ServiceFile) -> None:
    release = Release(
        service.new_id(), "external", "Board", "report", service.now(), "Ana", "{}", "[]"
    )
    earlier = replace(release, id=service.new_id(), made_at=service.now().replace(year=2025))

    releases.add(service, release)
    releases.add(service, earlier)

    assert releases.load(service, release.id) == release
    assert releases.all_releases(service) == (earlier, release)
    assert releases.newest(service, 1) == (release,)
    assert releases.count(service) == 2
    assert audit.entries(service)[-1].is_signed
    with pytest.raises(NoSuchRow):
        releases.load(service, "0" * 32)


def test_a_release_that_was_begun_is_settled_or_taken_back_and_each_is_signed(
    service: ServiceFile,
) -> None:
    begun = [
        Release(name, "external", "A", "b", service.now(), "c", "{}", "{}", "begun", "/a/place")
        for name in ("1", "2", "3")
    ]
    for each in begun:
        releases.add(service, each)
    assert releases.unsettled(service) == tuple(begun)

    releases.settle(service, begun[0], "released")
    releases.settle(service, begun[1], "interrupted")
    releases.take_back(service, begun[2])

    assert releases.unsettled(service) == ()
    assert [(each.id, each.standing, each.place) for each in releases.all_releases(service)] == [
        ("1", "released", ""),
        ("2", "interrupted", ""),
    ]
    told = audit.entries(service)[-3:]
    assert [each.action for each in told] == [
        "released",
        "release_interrupted",
        "release_taken_back",
    ]
    assert all(each.is_signed for each in told)


def test_a_readable_copy_is_in_the_ledger_before_it_is_written_and_signed(
    service: ServiceFile, on_disk: ServiceOnDisk
) -> None:
    first = releases.enter_readable(service, "r-1", "Ana Example", "for the board")
    on_disk.clock.advance(60)
    second = releases.enter_readable(service, "r-1", "Lea Example", "for the file")

    assert (first.release_id, first.saved_by, first.reason) == (
        "r-1",
        "Ana Example",
        "for the board",
    )
    assert releases.readable_copies(service) == (first, second)
    told = audit.entries(service)[-2:]
    assert [(each.action, each.subject, each.is_signed) for each in told] == [
        ("readable_copy_saved", "release:r-1", True)
    ] * 2


def test_a_readable_copy_that_could_not_be_written_is_taken_out_alone_and_that_is_told(
    service: ServiceFile,
) -> None:
    kept, undone = (
        releases.enter_readable(service, "r-1", "Ana Example", why) for why in ("one", "two")
    )

    releases.take_back_readable(service, undone)

    assert releases.readable_copies(service) == (kept,)
    told = audit.entries(service)[-1]
    assert (told.action, told.subject) == ("readable_copy_undone", "release:r-1")


def test_a_correction_is_noted_once_with_each_release_that_it_changes(
    service: ServiceFile, on_disk: ServiceOnDisk
) -> None:
    one, other = "a" * 32, "b" * 32
    releases.note_correction(service, "r-2", "agreement", "Ana Example", key=other)
    on_disk.clock.advance(60)
    for release_id in ("r-2", "r-1", "r-1"):
        releases.note_correction(service, release_id, "phq9", "Ana Example", key=one)
        on_disk.clock.advance(60)

    assert releases.corrected_by(service, one) == ("r-1", "r-2")
    assert releases.corrected_by(service, other) == ("r-2",)
    assert releases.corrected_by(service, "c" * 32) == ()
    noted = [(each.release_id, each.form_id) for each in releases.corrections(service)]
    assert noted == [("r-2", "agreement"), ("r-2", "phq9"), ("r-1", "phq9")]
    told = audit.entries(service)[-1]
    assert (told.action, told.subject) == ("release_outdated", "release:r-1")


def test_a_pack_is_kept_once_under_its_hash(service: ServiceFile) -> None:
    for data in (b"as it was signed", b"something else"):
        with service.change("pack_kept", "pack:a") as change:
            content_files.keep_pack(change, "0" * 64, data)

    assert content_files.kept_packs(service) == {"0" * 64}
    assert content_files.load_pack(service, "0" * 64) == b"as it was signed"
    assert content_files.load_pack(service, "1" * 64) is None


def test_the_clinics_own_files_take_the_place_of_those_before(service: ServiceFile) -> None:
    content_files.keep_site_files(service, {"a.toml": b"1", "b.toml": b"2"})
    content_files.keep_site_files(service, {"b.toml": b"3"})

    assert content_files.site_files(service) == {"b.toml": b"3"}


def test_a_pseudonym_is_stable_for_one_recipient_and_purpose_and_no_other(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        first = pseudonyms.pseudonym_for(vault.service, CLIENT, "Board", "report")
        others = [
            pseudonyms.pseudonym_for(vault.service, client, recipient, purpose)
            for client, recipient, purpose in (
                (CLIENT, "Lead", "report"),
                (CLIENT, "Board", "research"),
                ("f" * 32, "Board", "report"),
            )
        ]
    with on_disk.open() as vault:
        again = pseudonyms.pseudonym_for(vault.service, CLIENT, "Board", "report")

    assert again == first
    assert len({first, *others}) == 4


def test_a_pseudonym_is_sixteen_characters_and_a_check(service: ServiceFile) -> None:
    pseudonym = pseudonyms.pseudonym_for(service, CLIENT, "Board", "report")

    assert len(pseudonym) == 17
    assert set(pseudonym) <= set(ALPHABET)
    assert check_character(pseudonym[:16]) == pseudonym[16]
    assert CLIENT[:8].upper() not in pseudonym


def test_what_leaves_is_signed_with_the_services_key(service: ServiceFile) -> None:
    signature = service_keys.sign_export(service, "Board", b"manifest")

    Ed25519PublicKey.from_public_bytes(service_keys.export_public_key(service, "Board")).verify(
        signature, b"manifest"
    )


def test_each_recipient_knows_the_service_by_a_key_of_their_own(service: ServiceFile) -> None:
    names = ("", "Board", "Lead", "Board")
    keys = [service_keys.export_public_key(service, each) for each in names]

    assert len(set(keys)) == 3
    assert keys[1] == keys[3]


def test_another_key_of_a_recipient_is_to_be_compared_again(service: ServiceFile) -> None:
    first = recipients.enter_key(service, "Board", "age1old")
    compared = recipients.note_compared(service, first, "Ana Example")
    changed = recipients.enter_key(service, "Board", "age1new")

    assert (first.is_compared, compared.is_compared, changed.is_compared) == (False, True, False)
    assert changed.earlier_key == "age1old"
    assert recipients.load(service, "Board") == changed
    assert recipients.drop_key(service, changed).age_key == ""
    told = audit.entries(service)[-4:]
    assert [each.action for each in told] == [
        "recipient_changed",
        "recipient_compared",
        "recipient_changed",
        "recipient_key_refused",
    ]
    assert all(each.is_signed for each in told)


def test_a_typed_purpose_goes_on_under_the_lists_and_others_stay_history(
    service: ServiceFile,
) -> None:
    typed = pseudonyms.pseudonym_for(service, CLIENT, "Board", "Supervision ")
    pseudonyms.pseudonym_for(service, CLIENT, "Board", "for May")
    says = {"Supervision "}.__contains__

    pseudonyms.take_over_key(service, "Board", "supervision", says)
    pseudonyms.take_over_key(service, "Board", "supervision", says)
    pseudonyms.take_over_key(service, "Lead", "supervision", says)

    assert pseudonyms.pseudonym_for(service, CLIENT, "Board", "supervision") == typed
    assert pseudonyms.purposes_of(service, "Board") == ("for May", "supervision")
    assert pseudonyms.purposes_of(service, "Lead") == ()


def test_a_new_pseudonym_key_ends_what_was_linked_for_that_purpose_alone(
    service: ServiceFile,
) -> None:
    def known() -> list[str]:
        return [
            pseudonyms.pseudonym_for(service, CLIENT, "Board", each)
            for each in ("research", "funder")
        ]

    before = known()
    pseudonyms.start_new_key(service, "Board", "research")
    after = known()

    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize("key", ["unheard_of", "unheard_of:a1b2"])
def test_a_setting_of_which_nobody_decided_whether_it_is_signed_is_not_settled(
    service: ServiceFile, key: str
) -> None:
    with pytest.raises(UnlistedSetting, match="unheard_of"):
        settings.save(service, key, 1)

    assert settings.load(service, key, int) is None
