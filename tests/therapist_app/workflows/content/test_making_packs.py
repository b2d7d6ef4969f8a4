"""A lead signs a pack in the window: the key stands in no file, others compare its number."""

from pathlib import Path

import pytest

from exports.errors import FilesNotWritten
from exports.package.packs import verify_pack
from tests.support.programme.packs import (
    SLEEP,
    SLEEP_NOW,
    change,
    forms_folder,
    programme_folder,
    write_folder,
)
from tests.support.workflows.clinics import Clinic, actions, open_clinic
from therapist_app.workflows.content import making_packs, packs
from therapist_app.workflows.content.making_packs import PackDraft, own_number, read_folder
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import known_signers


@pytest.fixture
def lead(tmp_path: Path) -> Clinic:
    return open_clinic(tmp_path / "ours", roles=("lead",))


def drafted(clinic: Clinic, folder: Path) -> PackDraft:
    found = read_folder(clinic.workspace, folder)
    assert isinstance(found, PackDraft), found
    return found


def test_a_folder_is_signed_and_installed_where_it_was_signed_without_comparing(
    lead: Clinic, tmp_path: Path
) -> None:
    draft = drafted(lead, forms_folder(tmp_path / "f", "1.0", SLEEP))
    place = tmp_path / draft.pack.manifest.name

    signed = making_packs.sign(lead.workspace, draft.pack, place)

    assert verify_pack(place.read_bytes()).signer == signed.signer == draft.number
    offer = look_at(lead.workspace, place)
    assert offer.signer is not None
    assert offer.signer.name == lead.workspace.vault.person.name
    packs.install(lead.workspace, offer)
    assert "sleep-own" in lead.come_back().forms.ids()
    assert actions(lead.workspace, "pack_signed", "signer_confirmed", "pack_installed") == [
        "signer_confirmed",
        "pack_signed",
        "pack_installed",
    ]


def test_the_number_is_the_same_after_every_unlock_and_with_a_new_passphrase(
    lead: Clinic, tmp_path: Path
) -> None:
    number = own_number(lead.workspace)

    lead.come_back()

    assert own_number(lead.workspace) == number
    other = open_clinic(tmp_path / "theirs", roles=("keeper", "therapist", "lead"))
    assert own_number(other.workspace) != number


def test_another_service_compares_the_number_before_it_trusts_it(
    lead: Clinic, tmp_path: Path
) -> None:
    draft = drafted(lead, forms_folder(tmp_path / "f", "1.0", SLEEP))
    place = tmp_path / "ours.pack"
    making_packs.sign(lead.workspace, draft.pack, place)
    other = open_clinic(tmp_path / "theirs")

    offer = look_at(other.workspace, place)

    assert offer.signer is None
    packs.install(other.workspace, offer, signer_name="Mara Lind")
    assert known_signers(other.workspace.service)[draft.number].name == "Mara Lind"


def test_no_file_holds_the_key(lead: Clinic, tmp_path: Path) -> None:
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    draft = drafted(lead, forms_folder(tmp_path / "f", "1.0", SLEEP))
    place = tmp_path / "ours.pack"

    making_packs.sign(lead.workspace, draft.pack, place)

    new = {each for each in tmp_path.rglob("*") if each.is_file()} - before
    assert {each for each in new if tmp_path / "f" not in each.parents} == {place}
    assert b"PRIVATE" not in place.read_bytes()


def test_every_mistake_of_a_programme_is_told_with_file_and_line(
    lead: Clinic, tmp_path: Path
) -> None:
    folder = programme_folder(tmp_path / "course", "0.9.0")
    change(folder, "programme.toml", "title =", "titel =")

    found = read_folder(lead.workspace, folder)

    assert isinstance(found, tuple)
    assert any("programme.toml" in each and "titel" in each for each in found)


def test_a_folder_that_says_not_what_it_is_or_is_none_is_told_in_a_sentence(
    lead: Clinic, tmp_path: Path
) -> None:
    nothing = write_folder(tmp_path / "empty", {"notes.txt": "x"})

    [why] = read_folder(lead.workspace, nothing)

    assert "pack.toml" in why
    [gone] = read_folder(lead.workspace, tmp_path / "nowhere")
    assert gone


def test_a_folder_that_nobody_may_look_into_is_told_in_a_sentence(
    lead: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "is_file", refuse)

    assert read_folder(lead.workspace, tmp_path / "closed") == (
        "closed cannot be read: check who may read it.",
    )


def test_a_version_that_is_installed_is_not_signed_again_with_other_words(
    lead: Clinic, tmp_path: Path
) -> None:
    draft = drafted(lead, forms_folder(tmp_path / "f", "1.0", SLEEP))
    making_packs.sign(lead.workspace, draft.pack, tmp_path / "ours.pack")
    packs.install(lead.workspace, look_at(lead.workspace, tmp_path / "ours.pack"))

    [why] = read_folder(lead.workspace, forms_folder(tmp_path / "g", "1.0", SLEEP_NOW))

    assert "is installed here already" in why


def test_where_the_file_cannot_be_written_nothing_was_signed(lead: Clinic, tmp_path: Path) -> None:
    draft = drafted(lead, forms_folder(tmp_path / "f", "1.0", SLEEP))

    with pytest.raises(FilesNotWritten):
        making_packs.sign(lead.workspace, draft.pack, tmp_path / "nowhere" / "ours.pack")

    assert actions(lead.workspace, "pack_signed", "signer_confirmed") == []
    assert known_signers(lead.workspace.service) == {}
