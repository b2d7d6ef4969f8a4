"""The secrets of the service, in whose place somebody wrote others."""

import shutil
from pathlib import Path

import pytest

from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.database.audit import entries_of, note
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.keyring.key_care import change_export_key
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service.secrets_known import told_of
from therapist_app.record.service.service_keys import service_secret, wrapped
from therapist_app.record.sign_in.laptop_memory import remember
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

OF_EXPORTS = "exports were signed with another key"


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps it, Cy sees clients, Lea leads; Mia writes in the service file."""
    team = lay_out_team(tmp_path, Cy=("therapist",), Lea=("lead",), Mia=("therapist",))
    team.visit("Ana", "Cy", "Lea", "Mia")
    return team


def put_another(service: ServiceFile, name: str, key: bytes = b"k" * 32) -> None:
    other = wrapped(service, name, bytearray(key)).hex()
    service.run("UPDATE about SET value = ? WHERE key = ?", (other, name)).fetchall()


def told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        return [act_in_words(each) for each in loud_acts(vault)]


@pytest.mark.parametrize("secret", ["code_key", "audit_key"])
@pytest.mark.parametrize("name", ["Ana", "Cy", "Lea"])
def test_whoever_opens_it_takes_no_other_secret_for_the_services_own(
    team: Team, name: str, secret: str
) -> None:
    with by_hand(team, "Mia") as service:
        put_another(service, secret)
        note(service, "secrets_known", "service", (f"{secret}=0",))

    with pytest.raises(RecordDamaged, match="secret-missing"):
        team.open(name)


def test_an_older_folder_with_another_secret_is_known_again_by_no_laptop_and_opens_for_nobody(
    team: Team, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(team.service.folder, before)
    with team.open("Cy") as vault:
        remember(vault, tmp_path / "memory")
    shutil.rmtree(team.service.folder)
    shutil.copytree(before, team.service.folder)
    with by_hand(team, "Mia") as service:
        put_another(service, "code_key")

    with pytest.raises(RecordDamaged, match="secret-missing"):
        team.open("Cy")


def test_a_key_for_exports_that_no_keeper_made_is_told_to_everybody_once(team: Team) -> None:
    assert not [each for each in told(team, "Cy") if OF_EXPORTS in each]
    with by_hand(team, "Mia") as service:
        put_another(service, "export_key")

    for name in ("Cy", "Lea", "Ana"):
        assert len([each for each in told(team, name) if OF_EXPORTS in each]) == 1
    found = [each for each in told(team, "Cy") if OF_EXPORTS in each]
    assert len(found) == 1


def test_nobody_but_a_keeper_has_it_believed_that_the_key_was_changed(team: Team) -> None:
    with by_hand(team, "Mia") as service:
        put_another(service, "export_key")
        key = service_secret(service, "export_key")
        note(service, "export_key_renewed", "service", (told_of("export_key", key),))

    assert [each for each in told(team, "Cy") if OF_EXPORTS in each]


def test_the_key_of_before_is_told_and_the_one_that_a_keeper_makes_is_not(team: Team) -> None:
    with team.open("Ana") as vault:
        before = bytes(service_secret(vault.service, "export_key"))
        change_export_key(vault)
    for name in ("Cy", "Lea", "Ana"):
        assert not [each for each in told(team, name) if OF_EXPORTS in each]
    with by_hand(team, "Mia") as service:
        put_another(service, "export_key", before)

    assert [each for each in told(team, "Cy") if OF_EXPORTS in each]


def test_they_are_noted_once_and_in_no_readable_form(team: Team) -> None:
    team.visit("Cy", "Cy")
    with team.open("Cy") as vault:
        mine = [
            each
            for each in entries_of(vault.service, "secrets_known")
            if each.by == vault.person.uid
        ]
        secret = service_secret(vault.service, "code_key").hex()
    assert len(mine) == 1
    assert not [each for each in mine[0].fields if secret[:16] in each]
