"""What somebody compared who left is told to those who compare it anew, until they did."""

from pathlib import Path

import pytest

from exports.package.sealing import new_age_key
from tests.support.programme.packs import SLEEP, forms_folder, pack_file
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import at_desk, remove_lea
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import recipients
from therapist_app.workflows.content import packs
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import registry_of
from therapist_app.workflows.content.trusted_signers import compare_again
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    enter_recipient,
    note_compared,
    throw_key_away,
)
from therapist_app.workflows.exporting.known_services import forget_services, remember_services
from therapist_app.workflows.overviews.comparing_anew import (
    NOTHING,
    ComparedByOne,
    ToCompare,
    to_compare,
    to_compare_without,
)
from therapist_app.workflows.overviews.service_needs import needs_of_comparing, service_needs
from therapist_app.workflows.workspace import Workspace

NORTH, SOUTH = (" ".join([digit * 5] * 8) for digit in "12")
BY_LEA = ("Lea Example",)
ANEW = ("recipients_anew", "signers_anew", "services_anew")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Lea compared recipients, a signer of packs and a service; Ana a recipient of her own.

    For the lead Lea compared a key in an earlier version, which counts no more.
    """
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Lea=("lead",), Ben=("therapist",), Kim=("keeper",))
    pack = pack_file(forms_folder(folder / "f", "1.0", SLEEP))
    with at_desk(team, "Lea") as lea:
        for name in ("Board", "Chair"):
            enter_recipient(lea, name, new_age_key()[0])
            note_compared(lea, name)
        entered = recipients.enter_key(lea.service, OWN_LEAD, new_age_key()[0])
        recipients.note_compared(lea.service, entered, lea.vault.person.name)
        packs.install(lea, look_at(lea, pack), signer_name="Mara Lind")
        remember_services(lea, {NORTH: "North", SOUTH: ""})
    with at_desk(team, "Ana") as ana:
        enter_recipient(ana, "Region", new_age_key()[0])
        note_compared(ana, "Region")
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.copied(tmp_path)


def number_of_mara(workspace: Workspace) -> str:
    [signer] = registry_of(workspace.service)
    return signer.signer


EVERYTHING = ToCompare(
    ComparedByOne(("Board", "Chair"), BY_LEA),
    ComparedByOne(("Mara Lind",), BY_LEA),
    ComparedByOne((SOUTH, "North"), BY_LEA),
)


def test_what_somebody_compared_is_known_before_they_leave_and_due_once_they_left(
    team: Team,
) -> None:
    with at_desk(team, "Ana") as ana:
        assert to_compare(ana) == NOTHING
        assert not NOTHING.is_anything
        assert to_compare_without(ana, team.uid("Lea")) == EVERYTHING
        assert to_compare_without(ana, team.uid("Ben")) == NOTHING
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        assert to_compare(ana) == EVERYTHING
        assert EVERYTHING.is_anything
        assert to_compare_without(ana, team.uid("Ben")) == NOTHING


def test_each_is_told_to_those_who_may_compare_it_and_others_are_told_for_whom_it_waits(
    team: Team,
) -> None:
    remove_lea(team)

    def told(name: str) -> dict[str, tuple[bool, str]]:
        with at_desk(team, name) as workspace:
            needs = service_needs(workspace).needs
            assert {each.by for each in needs if each.kind in ANEW} == {"Lea Example"}
            return {each.kind: (each.is_mine, each.whose) for each in needs if each.kind in ANEW}

    whose, answers = "therapist_or_lead", "keeper_or_lead"
    assert told("Ben") == {
        "recipients_anew": (True, whose),
        "signers_anew": (False, answers),
        "services_anew": (False, answers),
    }
    assert told("Kim") == {
        "recipients_anew": (False, whose),
        "signers_anew": (True, answers),
        "services_anew": (True, answers),
    }


def test_it_is_told_until_each_was_compared_anew_or_is_trusted_no_longer(team: Team) -> None:
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        assert tuple(each.kind for each in needs_of_comparing(ana).needs) == ANEW
        note_compared(ana, "Board")
        [first, *_rest] = needs_of_comparing(ana).needs
        assert (first.kind, first.what, first.of) == ("recipients_anew", "Chair", 1)
        throw_key_away(ana, "Chair")
        remember_services(ana, {NORTH: ""})
        forget_services(ana, (SOUTH,))
        assert [each.kind for each in needs_of_comparing(ana).needs] == ["signers_anew"]

        compare_again(ana.vault, number_of_mara(ana))

        assert needs_of_comparing(ana).needs == ()
        assert to_compare(ana) == NOTHING
        pack = registry_of(ana.service)[0]
        signer = packs.signer_of(ana, pack)
        assert signer is not None
        assert (signer.name, signer.confirmed_by) == ("Mara Lind", "Ana Example")


def test_who_does_not_answer_for_content_compares_no_signer(team: Team) -> None:
    remove_lea(team)

    with at_desk(team, "Ben") as ben:
        with pytest.raises(NotAllowed):
            compare_again(ben.vault, number_of_mara(ben))
        assert to_compare(ben).signers.names == ("Mara Lind",)


def test_practice_asks_nobody_to_compare(team: Team) -> None:
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        ana.vault.practice = True
        assert needs_of_comparing(ana).needs == ()
        assert to_compare(ana).recipients.names == ()
