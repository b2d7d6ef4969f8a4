"""After a removal each recipient is told of the new signature: in the next package, and by call."""

from datetime import timedelta
from pathlib import Path

import pytest

from exports.package.sealing import fingerprint, new_age_key
from tests.support.record.revoking import revoked
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import at_desk, remove_lea
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import releases
from therapist_app.record.service.service_keys import export_public_key
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
    note_told,
    own_last_months,
    own_signers,
    recipient_lines,
    to_be_told,
)
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.workspace import Workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Board was sent something, and so was the service's own lead; Region is only entered."""
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Lea=("lead",), Kim=("keeper",))
    with at_desk(team, "Ana") as ana:
        for name in ("Board", "Region"):
            enter_recipient(ana, name, new_age_key()[0])
        for name in ("Board", OWN_LEAD):
            sent, at = ana.service.new_id(), ana.service.now()
            release = Release(sent, "external", name, "report", at, "Ana Example", "{}", "[]")
            releases.add(ana.service, release)
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.copied(tmp_path)


def numbers(workspace: Workspace) -> dict[str, str]:
    return {each.name: each.signer for each in recipient_lines(workspace)}


def test_who_was_sent_something_is_to_be_told_and_nobody_else(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        before, day = numbers(ana), ana.vault.today()
        assert to_be_told(ana) == ()
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        assert to_be_told(ana) == ("Board",)
        line = next(each for each in recipient_lines(ana) if each.name == "Board")
        new = line.new_signature
        assert new is not None
        assert (new.before, new.is_told) == (before["Board"], False)
        assert (new.since.year, new.since.month) == (day.year, day.month)
        assert (new.since + timedelta(days=1)).day == 1, "no day of what happened here leaves"
        assert len({line.signer, new.before, new.keeper}) == 3
        unsent = next(each for each in recipient_lines(ana) if each.name == "Region")
        assert unsent.new_signature is None
        assert unsent.signer != before["Region"]


def test_it_is_told_on_first_pages_until_somebody_notes_that_they_read_the_number(
    team: Team,
) -> None:
    def told(name: str) -> list[tuple[bool, str, str]]:
        with at_desk(team, name) as workspace:
            return [
                (each.is_mine, each.whose, each.what)
                for each in service_needs(workspace).needs
                if each.kind == "signature_told"
            ]

    assert told("Ana") == []
    remove_lea(team)
    assert told("Ana") == [(True, "therapist_or_lead", "Board")]
    assert told("Kim") == [(False, "therapist_or_lead", "Board")]
    with at_desk(team, "Kim") as kim, pytest.raises(NotAllowed):
        note_told(kim, "Board")

    with at_desk(team, "Ana") as ana:
        note_told(ana, "Board")
        [line] = [each for each in recipient_lines(ana) if each.name == "Board"]
        assert line.new_signature is not None
        assert line.new_signature.is_told
    assert told("Ana") == []


def test_it_is_told_why_keys_made_new_or_somebody_who_left(team: Team) -> None:
    def told() -> list[str]:
        with at_desk(team, "Ana") as workspace:
            kinds = [each.kind for each in service_needs(workspace).needs]
        return [each for each in kinds if each.startswith("signature_told")]

    revoked(team, "Kim")
    team.visit("Ana")
    assert told() == ["signature_told_keys"]
    remove_lea(team)
    assert told() == ["signature_told"]


def test_own_packages_of_before_are_ones_own_until_the_month_of_the_removal(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        before, month = numbers(ana), f"{ana.vault.today():%Y-%m}"
        own = own_signers(ana)
        assert own_last_months(ana) == {}
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        now = {fingerprint(export_public_key(ana.service, each)) for each in before}
        assert set(own_signers(ana)) >= set(own) | now
        assert own_last_months(ana) == dict.fromkeys(own, month)
