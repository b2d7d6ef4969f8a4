"""What the proof of the Debian package takes for granted; the proof itself is a command."""

from pathlib import Path

import pytest
from own_modules import own_modules

from tests.support import bare_debian as proof
from therapist_app import bootstrap

ROOT = Path(__file__).parents[2]


def test_the_module_that_is_taken_away_is_one_that_only_a_sign_in_imports():
    lost = proof.LOST.decode()

    assert lost in bootstrap.AT_SIGN_IN
    assert lost in own_modules(ROOT)


def test_a_proof_that_waited_for_nothing_says_for_what_and_why():
    with pytest.raises(proof.Failed, match=r"^waited for the window$"):
        proof._until(lambda: False, 0, "the window")
    with pytest.raises(proof.Failed, match=r"^waited for the window; it ended with 1$"):
        proof._until(lambda: False, 60, "the window", lambda: "it ended with 1")


def test_what_came_is_returned_also_where_the_program_has_ended():
    assert proof._until(lambda: "there", 0, "the window", lambda: "it ended with 1") == "there"


def test_a_record_is_open_while_its_log_lies_there(tmp_path):
    (tmp_path / "caseload.db").touch()
    assert not proof._is_open(tmp_path)

    (tmp_path / "caseload.db-wal").touch()
    assert proof._is_open(tmp_path)
