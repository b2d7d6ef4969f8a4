"""Who left counts as a keeper signed that they did, whatever stands in the list of them."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.support.record.stating import by_hand, write_entry
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.crypto.signing import sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.database import Opening, ServiceFile
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring.people import give_notice, remove_person
from therapist_app.record.repair.audit_account import account_of
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.repair.checking import CheckFinding, check_file
from therapist_app.record.service.export_keys import CHANGES_KEY
from therapist_app.record.service.former_people import names_ever
from therapist_app.record.sign_in.key_holder import KeyHolder
from therapist_app.record.vault.openings import actor_for
from therapist_app.workflows.people.seeing_people import left_or_leaving
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

FORMER = "SELECT value FROM about WHERE key = 'former_people'"
TOLD = "access_bundle_made"


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps it; Zoe leads, and has saved a copy for a client."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Zoe=("lead",))
    team.visit("Bo", "Cy", "Zoe")
    with team.open("Zoe") as vault:
        note(vault.service, TOLD, "client:x")
    return team


def removed(team: Team, name: str) -> None:
    with team.open("Ana") as vault:
        remove_person(vault, team.uid(name))


def rewrite(service: ServiceFile, **other: str) -> None:
    """Change the one row of who left."""
    [[uid, name, verify]] = json.loads(service.rows(FORMER)[0][0])
    row = [uid, other.get("name", name), verify + other.get("key", "")]
    service.run("UPDATE about SET value = ? WHERE key = 'former_people'", (json.dumps([row]),))


def own_key(team: Team, name: str) -> str:
    return verify_key_of(bytearray(team.members[name].signing)).hex()


def told_to(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        return [act_in_words(each) for each in loud_acts(vault)]


def opening_of_service(team: Team, name: str) -> Opening:
    place = ServiceFolder(team.service.folder)
    member = team.members[name]
    holder = KeyHolder(
        place, load_header(place.header), member.uid, member.keys(), team.service.sources
    )
    return holder.openings()[0]


@pytest.mark.parametrize("other", ["name", "key"])
def test_nobody_who_left_is_known_by_another_name_or_key_than_they_left_with(
    team: Team, other: str
) -> None:
    removed(team, "Zoe")
    before = [each for each in told_to(team, "Cy") if each.startswith("Zoe Example saved")]
    with by_hand(team, "Bo") as service:
        rewrite(service, **{other: "Cy Example" if other == "name" else own_key(team, "Bo")})

    told = told_to(team, "Cy")
    with team.open("Cy") as vault:
        names = names_ever(vault.service, vault.header)

    assert len(before) == 1
    assert not [each for each in told if each.startswith("Cy Example")]
    assert names.get(team.uid("Zoe"), "") == ("" if other == "name" else "Zoe Example")
    assert [each for each in told if "who left" in each]


def test_a_row_of_who_left_as_their_keeper_signed_it_is_told_of_nobody(team: Team) -> None:
    removed(team, "Zoe")

    assert not [each for each in told_to(team, "Cy") if "who left" in each]


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_row_of_who_left_of_which_an_earlier_version_told_nothing_counts_as_it_did(
    team: Team, *, is_signed: bool
) -> None:
    with by_hand(team, "Ana") as service:
        if not is_signed:
            service.audit.sign_as(Actor(team.uid("Ana"), lambda _head: None))
        row = [[team.uid("Zoe"), "Zoe Example", own_key(team, "Zoe")]]
        service.run("INSERT INTO about VALUES ('former_people', ?)", (json.dumps(row),))
        note(service, "person_remembered", f"person:{team.uid('Zoe')}")

    with team.open("Ana") as vault:
        assert team.uid("Zoe") in names_ever(vault.service, vault.header)
    told = told_to(team, "Cy")
    assert not [each for each in told if "who left" in each or "audit trail" in each]


def test_nothing_that_a_colleague_signs_of_a_leaving_ends_what_somebody_signed(
    team: Team,
) -> None:
    """Bo signs early that Zoe left, so that nothing of hers counts once she truly does."""
    write_entry(team, "Bo", "person_removed", f"person:{team.uid('Zoe')}")
    with team.open("Zoe") as vault:
        note(vault.service, TOLD, "client:y")
    removed(team, "Zoe")

    told = told_to(team, "Cy")

    assert len([each for each in told if each.startswith("Zoe Example saved")]) == 2
    assert not [each for each in told if "an entry of the audit trail" in each]


def test_who_left_has_left_though_their_row_was_taken_out_and_that_is_told(team: Team) -> None:
    """Trust in what they signed or compared ends with their leaving."""
    removed(team, "Zoe")
    with by_hand(team, "Bo") as service:
        service.run("DELETE FROM about WHERE key = 'former_people'")

    with team.open("Ana") as vault:
        assert team.uid("Zoe") in left_or_leaving(vault)
    assert [each for each in told_to(team, "Cy") if "who left" in each]


def test_nobody_who_is_here_has_left_by_a_row_that_a_colleague_wrote(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        row = [[team.uid("Zoe"), "Zoe Example", own_key(team, "Zoe")]]
        service.run("INSERT INTO about VALUES ('former_people', ?)", (json.dumps(row),))

    with team.open("Ana") as vault:
        assert left_or_leaving(vault) == {}


def test_somebody_who_never_was_makes_no_other_export_key(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        row = [["f" * 32, "Kim Example", own_key(team, "Bo")]]
        service.run("INSERT INTO about VALUES ('former_people', ?)", (json.dumps(row),))

    with team.open("Ana") as vault:
        assert vault.service.rows("SELECT 1 FROM about WHERE key = ?", (CHANGES_KEY,)) == []


def test_whoever_kept_it_once_says_of_nobody_after_they_left_that_they_were_here(
    tmp_path: Path,
) -> None:
    """Dee took her keys along, and Bo writes what she signs."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Dee=("keeper",))
    team.visit("Bo", "Dee")
    with team.open("Ana") as vault:
        give_notice(vault, team.uid("Dee"))
    team.service.clock.advance(15 * 24 * 60 * 60)
    removed(team, "Dee")
    invented = "f" * 32
    with by_hand(team, "Bo") as service:
        bo = service.audit._actor
        listed = json.loads(service.rows(FORMER)[0][0])
        listed.append([invented, "Kim Example", own_key(team, "Bo")])
        service.run("UPDATE about SET value = ? WHERE key = 'former_people'", (json.dumps(listed),))
        dee = actor_for(team.uid("Dee"), team.members["Dee"].keys())
        service.audit.sign_as(dee)
        note(service, "person_added", f"person:{invented}", ("therapist",))
        service.audit.sign_as(bo)

    with team.open("Ana") as vault:
        assert invented not in names_ever(vault.service, vault.header)


@pytest.mark.parametrize("who", ["never was", "left"])
def test_a_full_check_finds_what_is_signed_in_the_name_of_nobody_who_is_here(
    team: Team, who: str
) -> None:
    removed(team, "Zoe")
    seed = bytearray(b"b" * 32)
    with by_hand(team, "Bo") as service:
        bo = service.audit._actor
        if who == "left":
            service.audit.sign_as(actor_for(team.uid("Zoe"), team.members["Zoe"].keys()))
        else:
            listed = json.loads(service.rows(FORMER)[0][0])
            listed.append(["f" * 32, "Cy Example", verify_key_of(bytearray(seed)).hex()])
            told = (json.dumps(listed),)
            service.run("UPDATE about SET value = ? WHERE key = 'former_people'", told)
            service.audit.sign_as(Actor("f" * 32, partial(sign, Masked(seed))))
        note(service, "erased_alone", "erasure:abcd")
        n = service.audit.mark.n
        service.audit.sign_as(bo)

    opening = opening_of_service(team, "Cy")

    assert opening.belongs["practice"] == "False"
    assert CheckFinding("forged-entries", 1, n) in check_file(opening).findings
    assert account_of(opening).report.forged == (n,)
    assert check_file(opening).database == SERVICE
