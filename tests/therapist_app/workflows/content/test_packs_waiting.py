"""A pack is put before those who answer for the content, and waits until they decide."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from programme.errors import PackRefused
from tests.support.programme.packs import SLEEP, SLEEP_NOW, forms_folder, pack_file
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import at_desk
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import settings
from therapist_app.workflows.content import packs, packs_waiting
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.content.pack_registry import list_of, registry_of
from therapist_app.workflows.overviews.service_needs import Need, service_needs
from therapist_app.workflows.people.signed_names import unsigned
from therapist_app.workflows.workspace import Workspace

AT = "2026-03-02T09:00:00.000000+00:00"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana keeps the service and treats, Ben and Dee treat, Lea leads."""
    return lay_out_team(tmp_path, Ben=("therapist",), Dee=("therapist",), Lea=("lead",))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP))


def put_forward(team: Team, name: str, pack: Path) -> str:
    with at_desk(team, name) as workspace:
        offer = look_at(workspace, pack)
        packs_waiting.put_forward(workspace, offer)
        return offer.signed.sha256


def need_of(workspace: Workspace) -> Need | None:
    wanted = ("pack_waits", "signer_waits")
    return next((each for each in service_needs(workspace).needs if each.kind in wanted), None)


def test_it_stands_on_the_leads_list_and_says_who_asked_and_that_the_signer_is_unknown(
    team: Team, pack: Path
) -> None:
    sha256 = put_forward(team, "Ben", pack)

    with at_desk(team, "Lea") as lea:
        need = need_of(lea)
        assert need is not None
        assert (need.kind, need.is_mine, need.subject) == ("signer_waits", True, sha256)
        assert need.by == lea.vault.header.person(team.uid("Ben")).name
        assert need.what == "Our forms 1.0"
        offer = packs_waiting.look_at_waiting(lea, sha256)
        packs.install(lea, offer, signer_name="Mara Lind")
        packs_waiting.take_off(lea, sha256)
        assert need_of(lea) is None
        assert [each.ref for each in list_of(registry_of(lea.service))] == ["forms our-forms 1.0"]


def test_a_known_signer_is_said_to_be_known(team: Team, pack: Path, tmp_path: Path) -> None:
    with at_desk(team, "Lea") as lea:
        packs.install(lea, look_at(lea, pack), signer_name="Mara Lind")
    newer = pack_file(forms_folder(tmp_path / "g", "1.1", SLEEP, SLEEP_NOW))
    put_forward(team, "Ben", newer)

    with at_desk(team, "Lea") as lea:
        assert need_of(lea).kind == "pack_waits"
    with at_desk(team, "Ben") as ben:
        need = need_of(ben)
        assert (need.kind, need.is_mine, need.whose) == ("pack_waits", False, "keeper_or_lead")


def test_nothing_of_it_is_in_use_while_it_waits(team: Team, pack: Path) -> None:
    put_forward(team, "Ben", pack)

    with at_desk(team, "Ben") as ben:
        assert registry_of(ben.service) == ()
        with pytest.raises(NotAllowed):
            packs.install(ben, look_at(ben, pack), signer_name="Mara Lind")


def test_who_asked_or_answers_for_the_content_takes_it_off_and_nobody_else(
    team: Team, pack: Path
) -> None:
    sha256 = put_forward(team, "Ben", pack)
    with at_desk(team, "Dee") as dee:
        with pytest.raises(NotAllowed):
            packs_waiting.take_off(dee, sha256)
        place = dee.vault.place.packs / "waiting" / f"{sha256}.pack"
        assert place.is_file()

    with at_desk(team, "Ben") as ben:
        packs_waiting.take_off(ben, sha256)
        assert packs_waiting.waiting(ben) == ()
        packs_waiting.take_off(ben, sha256)

    assert not place.exists()


def test_putting_it_forward_twice_asks_once(team: Team, pack: Path) -> None:
    put_forward(team, "Ben", pack)
    put_forward(team, "Dee", pack)

    with at_desk(team, "Lea") as lea:
        assert len(packs_waiting.waiting(lea)) == 1


def test_a_file_that_is_gone_or_changed_is_said(team: Team, pack: Path, tmp_path: Path) -> None:
    sha256 = put_forward(team, "Ben", pack)
    other = pack_file(forms_folder(tmp_path / "g", "1.1", SLEEP, SLEEP_NOW))

    with at_desk(team, "Lea") as lea:
        place = lea.vault.place.packs / "waiting" / f"{sha256}.pack"
        place.write_bytes(other.read_bytes())
        with pytest.raises(PackRefused, match="was changed"):
            packs_waiting.look_at_waiting(lea, sha256)
        place.unlink()
        with pytest.raises(PackRefused, match="is gone"):
            packs_waiting.look_at_waiting(lea, sha256)


def test_no_file_elsewhere_goes_with_a_pack_that_a_colleague_wrote_into_the_list(
    team: Team, pack: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "letters" / "theirs.pack"
    theirs.parent.mkdir()
    theirs.write_bytes(b"of months")
    put_forward(team, "Ben", pack)
    with at_desk(team, "Ben") as ben:
        up = "../" * len(ben.vault.place.packs.parts)
        elsewhere = up + str(theirs.with_suffix("")).lstrip("/")
        [one] = packs_waiting.waiting(ben)
        packs_waiting._keep(ben, (replace(one, sha256=elsewhere),))

    with at_desk(team, "Lea") as lea:
        assert (lea.vault.place.packs / packs_waiting.FOLDER / f"{elsewhere}.pack").is_file()
        packs_waiting.take_off(lea, elsewhere)
        assert packs_waiting.waiting(lea) == ()

    assert theirs.exists()


def test_who_put_a_pack_forward_is_who_signed_that_they_did(team: Team, pack: Path) -> None:
    put_forward(team, "Ben", pack)
    with by_hand(team, "Dee") as service:
        service.run("UPDATE settings SET value = replace(value, 'Ben Example', 'Ana Example')")

    with at_desk(team, "Lea") as lea:
        assert [each.asked_by for each in packs_waiting.waiting(lea)] == ["Ben Example"]

    with by_hand(team, "Dee") as service:
        made_up = packs_waiting.WaitingPack("forms x 1.0", "X", "0" * 64, "", "Ana Example", AT)
        settings.save(service, packs_waiting.KEY, [asdict(made_up)])
    with at_desk(team, "Lea") as lea:
        assert [each.asked_by for each in packs_waiting.waiting(lea)] == [unsigned()]
