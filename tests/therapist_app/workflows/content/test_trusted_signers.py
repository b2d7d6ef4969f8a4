"""Trust in somebody's signature under packs ends with them, and is given anew by comparing."""

from datetime import date
from pathlib import Path

import pytest

from exports.package.packs import with_signature
from programme.errors import PackRefused
from programme.packs.building import Pack
from tests.support.programme.packs import SLEEP, SLEEP_NOW, forms_folder, pack_file
from tests.support.record.revoking import revoked
from tests.support.record.safekeeping import back_up_quietly, holder_of, newest_path, put_back
from tests.support.record.team import Member, Team, lay_out_team
from tests.support.workflows.desks import at_desk
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.signing import sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.content_signing import USE
from therapist_app.record.keyring.people import change_roles, remove_person
from therapist_app.record.service import settings
from therapist_app.workflows.content import making_packs, packs, packs_waiting
from therapist_app.workflows.content.making_packs import PackDraft, read_folder
from therapist_app.workflows.content.pack_offers import PackOffer, look_at
from therapist_app.workflows.content.pack_registry import registry_of
from therapist_app.workflows.content.trusted_signers import KEY, Ended
from therapist_app.workflows.workspace import Workspace


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana keeps the service and treats, Lea and Bea lead."""
    return lay_out_team(tmp_path, Lea=("lead",), Bea=("lead",))


def drafted(workspace: Workspace, folder: Path) -> Pack:
    found = read_folder(workspace, folder)
    assert isinstance(found, PackDraft), found
    return found.pack


def signs_in_the_window(team: Team, name: str, tmp_path: Path) -> None:
    """Have somebody sign and install the first version of a pack."""
    with at_desk(team, name) as workspace:
        place = tmp_path / "first.pack"
        making_packs.sign(
            workspace, drafted(workspace, forms_folder(tmp_path / "f", "1.0", SLEEP)), place
        )
        packs.install(workspace, look_at(workspace, place))


def signed_at_home(member: Member, team: Team, tmp_path: Path) -> Path:
    """Return a newer version, signed with keys that somebody took along."""
    with at_desk(team, "Ana") as workspace:
        pack = drafted(workspace, forms_folder(tmp_path / "g", "1.1", SLEEP, SLEEP_NOW))
    key = derive_masked(Masked(bytearray(member.signing)), USE)
    with key.revealed() as seed:
        public = verify_key_of(seed)
    place = tmp_path / "newer.pack"
    place.write_bytes(with_signature(pack, public, sign(key, pack.manifest_bytes)).data)
    return place


def known_and_signed_at_home(team: Team, tmp_path: Path) -> Path:
    """Have Lea's first version installed, and return a newer one that she signed at home."""
    signs_in_the_window(team, "Lea", tmp_path)
    return signed_at_home(team.members["Lea"], team, tmp_path)


def remove(team: Team, name: str) -> None:
    with team.open("Ana") as vault:
        remove_person(vault, team.uid(name))


def opened_on_a_later_day(team: Team) -> date:
    team.service.clock.advance(3 * 24 * 60 * 60)
    return team.service.clock().astimezone().date()


def looked_at(team: Team, place: Path) -> PackOffer:
    with at_desk(team, "Ana") as workspace:
        return look_at(workspace, place)


def test_a_pack_by_somebody_who_left_is_not_installed_without_comparing_anew(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    assert looked_at(team, newer).signer is not None
    remove(team, "Lea")

    with at_desk(team, "Ana") as ana:
        offer = look_at(ana, newer)
        assert offer.signer is None
        with pytest.raises(PackRefused):
            packs.install(ana, offer)
        assert [each.listed.version for each in registry_of(ana.service)] == ["1.0"]


def test_it_says_who_left_and_on_which_day_and_what_was_installed_stays(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    day = opened_on_a_later_day(team)
    remove(team, "Lea")
    opened_on_a_later_day(team)

    assert looked_at(team, newer).ended == Ended("left", "Lea Example", day)
    with at_desk(team, "Bea") as bea:
        [pack] = registry_of(bea.service)
        assert pack.listed.in_use
        signer = packs.signer_of(bea, pack)
        assert signer is not None
        assert signer.name == "Lea Example"


def test_a_number_that_was_compared_anew_after_they_left_is_known_again(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    remove(team, "Lea")

    with at_desk(team, "Ana") as ana:
        packs.install(ana, look_at(ana, newer), signer_name="Lea Example")

    offer = looked_at(team, newer)
    assert offer.signer is not None
    assert (offer.signer.confirmed_by, offer.ended) == ("Ana Example", None)


def test_who_is_removed_while_their_pack_is_looked_at_is_compared_anew(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)

    with at_desk(team, "Ana") as ana:
        offer = look_at(ana, newer)
        assert offer.signer is not None
        remove_person(ana.vault, team.uid("Lea"))
        with pytest.raises(PackRefused, match="not trusted here"):
            packs.install(ana, offer)


def test_no_clock_set_ahead_while_they_were_here_lengthens_trust(
    team: Team, tmp_path: Path
) -> None:
    now = team.service.clock()
    team.service.clock.advance(20 * 24 * 60 * 60)
    newer = known_and_signed_at_home(team, tmp_path)
    team.service.clock.move_to(now)
    remove(team, "Lea")

    assert looked_at(team, newer).signer is None


def test_an_older_service_file_brings_no_trust_back(team: Team, tmp_path: Path) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    with team.open("Ana") as vault:
        back_up_quietly(vault)
        path = newest_path(vault, SERVICE)
    remove(team, "Lea")
    put_back(holder_of(team.service), path)

    offer = looked_at(team, newer)

    assert offer.signer is None
    assert offer.ended == Ended("left", "Lea Example", None)


def test_a_signer_whom_somebody_confirmed_who_left_is_compared_anew(
    team: Team, tmp_path: Path
) -> None:
    pack = pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP))
    with at_desk(team, "Lea") as lea:
        packs.install(lea, look_at(lea, pack), signer_name="Mara Lind")
    assert looked_at(team, pack).signer is not None
    remove(team, "Lea")

    offer = looked_at(team, pack)

    assert offer.signer is None
    assert offer.ended is not None
    assert (offer.ended.reason, offer.ended.name) == ("confirmer_left", "Lea Example")


@pytest.mark.parametrize("called", ["Lea Example", "lea  EXAMPLE", "Lea", "The lead"])
def test_whoever_compared_a_colleagues_number_trusts_it_until_the_colleague_leaves(
    team: Team, tmp_path: Path, called: str
) -> None:
    if called == "The lead":
        signs_in_the_window(team, "Lea", tmp_path)
    newer = signed_at_home(team.members["Lea"], team, tmp_path)
    with at_desk(team, "Ana") as ana:
        packs.distrust(ana, look_at(ana, newer).signed.signer)
        packs.install(ana, look_at(ana, newer), signer_name=called)
        assert look_at(ana, newer).signer is not None
    remove(team, "Lea")

    assert looked_at(team, newer).signer is None


def test_keys_that_were_given_up_sign_no_more_and_the_new_ones_do(
    team: Team, tmp_path: Path
) -> None:
    signs_in_the_window(team, "Lea", tmp_path)
    stolen = signed_at_home(team.members["Lea"], team, tmp_path)
    day = opened_on_a_later_day(team)
    revoked(team, "Lea")

    assert looked_at(team, stolen).ended == Ended("keys_given_up", "Lea Example", day)
    with at_desk(team, "Lea") as lea:
        place = tmp_path / "hers.pack"
        making_packs.sign(lea, drafted(lea, forms_folder(tmp_path / "h", "1.2", SLEEP)), place)
        assert look_at(lea, place).signer is not None
        assert look_at(lea, stolen).signer is None


def test_who_answers_for_content_no_more_does_not_vouch_for_themselves(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Lea"), ("therapist",))

    assert looked_at(team, newer).ended == Ended("role", "Lea Example")
    with at_desk(team, "Ana") as ana:
        packs.install(ana, look_at(ana, newer), signer_name="Lea Example")
        assert look_at(ana, newer).signer is not None


def test_trust_that_an_earlier_version_noted_by_names_ends_with_them(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    with team.open("Ana") as vault:
        settings.save(vault.service, KEY, {})
    assert looked_at(team, newer).signer is not None
    remove(team, "Lea")

    ended = looked_at(team, newer).ended

    assert ended is not None
    assert (ended.reason, ended.name) == ("left", "Lea Example")


def test_trust_in_somebody_outside_stays_while_who_compared_is_here(
    team: Team, tmp_path: Path
) -> None:
    pack = pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP))
    with at_desk(team, "Ana") as ana:
        packs.install(ana, look_at(ana, pack), signer_name="Mara Lind")
    remove(team, "Lea")
    assert looked_at(team, pack).signer is not None
    with team.open("Ana") as vault:
        settings.save(vault.service, KEY, {})

    assert looked_at(team, pack).signer is not None


def test_a_pack_that_waits_is_said_to_be_untrusted_once_its_signer_left(
    team: Team, tmp_path: Path
) -> None:
    newer = known_and_signed_at_home(team, tmp_path)
    with at_desk(team, "Lea") as lea:
        packs_waiting.put_forward(lea, look_at(lea, newer))
        assert packs_waiting.is_signer_trusted(lea, packs_waiting.waiting(lea)[0])
    remove(team, "Lea")

    with at_desk(team, "Ana") as ana:
        assert not packs_waiting.is_signer_trusted(ana, packs_waiting.waiting(ana)[0])
