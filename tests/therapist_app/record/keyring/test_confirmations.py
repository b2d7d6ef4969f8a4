"""A second person's word counts for the one act that they signed, by whom it is, and while here."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.team import Team, lay_out_team
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.keyring.confirmations import (
    Confirmation,
    confirmed,
    confirmer,
    is_valid,
    note_confirmed,
    told_of,
)
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.vault.vault import Vault

ABOUT = "erasure:" + "ab" * 32
SUBJECT = ABOUT[:16]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Bo=("lead",), Cleo=("lead",))


def word_of(team: Team, name: str, vault: Vault) -> Confirmation:
    return confirmed(vault, team.uid(name), team.members[name].keys(), ABOUT)


def newest(vault: Vault) -> AuditEntry:
    [entry] = audit.entries(vault.service, newest=1)
    return entry


def test_whoever_signed_is_named_by_the_entry_of_what_they_confirmed(team: Team) -> None:
    with team.open("Ana") as vault:
        word = word_of(team, "Bo", vault)
        note_confirmed(vault, "erasure_confirmed", SUBJECT, word)
        told = newest(vault)

        assert (told.subject, told.fields, told.is_signed) == (SUBJECT, told_of(word), True)
        assert confirmer(vault, told) == team.uid("Bo")


def test_a_word_for_one_person_is_none_for_another_nor_for_oneself(team: Team) -> None:
    with team.open("Ana") as vault:
        word, own = word_of(team, "Bo", vault), word_of(team, "Ana", vault)

        assert is_valid(vault, word, team.uid("Ana"))
        assert not is_valid(vault, word, team.uid("Cleo"))
        assert not is_valid(vault, own, team.uid("Ana"))
        assert not is_valid(vault, replace(word, by="0" * 32), team.uid("Ana"))


@pytest.mark.parametrize("how", ["of-before", "no-hex", "own-keys", "of-another-act"])
def test_an_entry_names_nobody_who_did_not_sign_what_it_tells(team: Team, how: str) -> None:
    with team.open("Ana") as vault:
        bo, word = team.uid("Bo"), word_of(team, "Bo", vault)
        fields = {
            "of-before": (bo,),
            "no-hex": (bo, ABOUT, "signed"),
            "own-keys": told_of(replace(word_of(team, "Ana", vault), by=bo)),
            "of-another-act": told_of(word),
        }[how]
        subject = "erasure:" + "0" * 8 if how == "of-another-act" else SUBJECT
        audit.note(vault.service, "erasure_confirmed", subject, fields)

        assert confirmer(vault, newest(vault)) == ""


def test_who_had_left_confirms_nothing_and_who_left_later_still_did(team: Team) -> None:
    with team.open("Ana") as vault:
        word = word_of(team, "Bo", vault)
        note_confirmed(vault, "erasure_confirmed", SUBJECT, word)
        before = newest(vault)
        remove_person(vault, team.uid("Bo"))
        note_confirmed(vault, "erasure_confirmed", SUBJECT, word)

        assert confirmer(vault, before) == team.uid("Bo")
        assert confirmer(vault, newest(vault)) == ""
