"""Once somebody may know it: the old passphrase and an old header open nothing of today."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.support.broken.cutting import CUTS, Cut, cut_off
from tests.support.record.records import a_client
from tests.support.record.revoking import (
    NEW,
    OLD,
    give_passphrase,
    opened_by,
    revoked,
    took,
)
from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.clients import clients
from therapist_app.record.crypto.key_files import make_key_file
from therapist_app.record.database import audit
from therapist_app.record.errors import (
    DiskFull,
    HeaderAltered,
    KeyFileUnfit,
    NotPossibleYet,
    PassphraseTooWeak,
    RecordError,
    StatementRefused,
    WrongPassphrase,
)
from therapist_app.record.header import statements
from therapist_app.record.header.header import SERVICE, VERSION
from therapist_app.record.header.header_file import save_header
from therapist_app.record.header.pairs import opening_key, with_new_pair
from therapist_app.record.header.person_keys import make_keys
from therapist_app.record.header.statements import check_statements, with_amendments
from therapist_app.record.keyring import own_keys
from therapist_app.record.keyring.covering import (
    agree_as_second,
    grant_cover,
    hand_over,
    seal_with_continuity,
)
from therapist_app.record.keyring.own_keys import choose_passphrase
from therapist_app.record.keyring.people import change_roles, remove_person
from therapist_app.record.keyring.revoking import new_pair, revoke
from therapist_app.record.sign_in.unlocking import open_with_keys
from therapist_app.record.vault.vault import Vault


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Team:
    team = lay_out_team(
        tmp_path_factory.mktemp("revoking"),
        Ben=("therapist",),
        Cleo=("therapist",),
        Kay=("keeper",),
    )
    for name in ("Ana", "Ben", "Cleo"):
        with team.open(name) as vault:
            clients.add(vault.caseload, a_client(vault.caseload))
    return team


@pytest.fixture
def team(begun: Team, tmp_path: Path) -> Team:
    return begun.apart(tmp_path)


def test_what_a_header_opens_is_found(team: Team) -> None:
    ana = team.members["Ana"]

    assert opened_by(team, header_of(team), ana.uid, ana.keys()) == {SERVICE, ana.uid}


@pytest.mark.parametrize("name", ["Ana", "Ben"])
def test_old_keys_and_an_old_header_open_nothing_of_today(team: Team, name: str) -> None:
    give_passphrase(team, name)
    old_header, member = header_of(team), team.members[name]
    old_keys = member.keys()

    revoked(team, name)

    assert opened_by(team, old_header, member.uid, old_keys) == set()
    assert opened_by(team, header_of(team), member.uid, old_keys) == set()
    place = team.service.place
    save_header(place.header, old_header)
    with pytest.raises(RecordError):
        open_with_keys(place, old_header, member.uid, old_keys, team.service.sources)


@pytest.mark.parametrize("name", ["Ana", "Ben"])
def test_a_changed_passphrase_alone_leaves_the_old_one_good_with_an_old_header(
    team: Team, name: str
) -> None:
    give_passphrase(team, name)
    old_header, member = header_of(team), team.members[name]
    with team.open(name) as vault:
        own_keys.change_passphrase(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))

    keys = own_keys.open_by_passphrase(
        old_header, old_header.person(member.uid), bytearray(OLD.encode()), None
    )

    assert keys is not None
    place = team.service.place
    with open_with_keys(place, header_of(team), member.uid, keys, team.service.sources) as vault:
        assert len(clients.all_codes(vault.caseload)) == 1


@pytest.mark.parametrize("name", ["Ana", "Ben"])
def test_the_new_keys_open_everything_and_everybody_else_goes_on(team: Team, name: str) -> None:
    revoked(team, name)

    for each in ("Ana", "Ben", "Cleo", "Kay", name):
        with team.open(each) as vault:
            if each != "Kay":
                assert len(clients.all_codes(vault.caseload)) == 1
            for database in vault.databases:
                assert audit.verify(database).is_whole


@pytest.mark.parametrize(
    ("where", "name"), [*((each, "Ben") for each in CUTS), (CUTS[0], "Ana"), (CUTS[-1], "Ana")]
)
def test_cut_off_anywhere_the_next_session_finishes_it(team: Team, where: Cut, name: str) -> None:
    give_passphrase(team, name)
    old_header, member = header_of(team), team.members[name]
    vault = team.open(name)
    new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
    took(team, name, new)

    cut_off(vault, where, partial(revoke, vault, new))

    with team.open(name) as vault:
        assert len(clients.all_codes(vault.caseload)) == 1
    assert opened_by(team, old_header, member.uid, member.keys()) == set()
    for each in ("Ana", "Ben", "Kay"):
        team.open(each).close()


def test_where_the_header_cannot_be_written_the_old_keys_go_on(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_passphrase(team, "Ben")
    with team.open("Ben") as vault:
        new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        with monkeypatch.context() as full:
            full.setattr(Vault, "write_header", _disk_is_full)
            with pytest.raises(DiskFull):
                revoke(vault, new)
        assert own_keys.is_own_passphrase(vault, bytearray(OLD.encode()))
        choose_passphrase(vault, bytearray(OLD.encode()))

    with team.open("Ben") as vault:
        assert len(clients.all_codes(vault.caseload)) == 1


def _disk_is_full(*_arguments: object) -> None:
    raise DiskFull


def test_it_can_be_done_twice_before_a_keeper_states_anything(team: Team) -> None:
    team.uid("Ben")
    revoked(team, "Ben")
    first_header, first = header_of(team), team.members["Ben"]

    revoked(team, "Ben")

    ben = header_of(team).person(first.uid)
    assert ben is not None
    assert ben.pair == 3
    assert ben.own is not None
    assert ben.own.new_pairs == 2
    assert opened_by(team, first_header, first.uid, first.keys()) == set()
    with team.open("Ana") as vault:
        vault.write_statement(vault.header)
    team.visit("Ben", "Ana", "Cleo")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (NEW, NEW, PassphraseTooWeak),
        (OLD, OLD, PassphraseTooWeak),
        (OLD, "short", PassphraseTooWeak),
        ("quite another thing altogether", NEW, WrongPassphrase),
    ],
)
def test_nothing_is_begun_without_the_passphrase_of_now_and_another_one(
    team: Team, old: str, new: str, error: type[RecordError]
) -> None:
    give_passphrase(team, "Ben")
    with team.open("Ben") as vault:
        before = vault.header
        typed = bytearray(old.encode()), bytearray(new.encode())

        with pytest.raises(error):
            new_pair(vault, *typed)

        assert vault.header == before
        assert not any(typed[0])
        assert not any(typed[1])


def test_a_key_file_can_be_asked_for_from_then_on(team: Team, tmp_path: Path) -> None:
    give_passphrase(team, "Ben")
    file = tmp_path / "key file"
    with team.open("Ben") as vault:
        make_key_file(file, vault.place.path, vault.service.sources)
        with pytest.raises(KeyFileUnfit):
            new_pair(
                vault, bytearray(OLD.encode()), bytearray(NEW.encode()), after=tmp_path / "none"
            )
        new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()), after=file)
        revoke(vault, new)
        ben = vault.header.person(vault.person.uid)

    assert ben is not None
    assert own_keys.open_by_passphrase(header_of(team), ben, bytearray(NEW.encode()), file)


def test_before_a_keeper_signed_in_with_this_version_it_is_refused(team: Team) -> None:
    give_passphrase(team, "Ben")
    with team.open("Ben") as vault:
        vault.header = replace(vault.header, version=3)

        with pytest.raises(NotPossibleYet):
            new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))


def test_a_keepers_next_session_signs_the_list_of_before_in_the_new_way(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team.open("Ana") as vault, monkeypatch.context() as older:
        older.setattr(statements, "VERSION", 3)
        vault.write_statement(replace(vault.header, continuity_verify=None))
    team.visit("Ben")
    assert header_of(team).version == 3

    team.visit("Ana")

    assert header_of(team).version == VERSION
    team.visit("Ben")


def cover(team: Team, of: str, to: str, by: str = "Ana") -> None:
    with team.open(by) as vault:
        grant_cover(vault, team.uid(of), team.uid(to), vault.today() + timedelta(days=9))
    team.visit(of)


def test_a_caseload_that_they_cover_opens_as_before_and_changes_at_its_owners_next_session(
    team: Team,
) -> None:
    cover(team, "Cleo", "Ben")
    give_passphrase(team, "Ben")
    old_header, old = header_of(team), team.members["Ben"]

    revoked(team, "Ben")

    assert opened_by(team, old_header, old.uid, old.keys()) == {team.uid("Cleo")}
    with team.open("Ben") as vault:
        assert len(clients.all_codes(vault.use_caseload(team.uid("Cleo")))) == 1
    team.visit("Cleo")
    assert opened_by(team, old_header, old.uid, old.keys()) == set()
    with team.open("Ben") as vault:
        assert len(clients.all_codes(vault.use_caseload(team.uid("Cleo")))) == 1


def test_a_box_that_passes_for_one_of_the_new_pair_does_not_keep_the_old_key(team: Team) -> None:
    cover(team, "Cleo", "Ben")
    revoked(team, "Ben")
    with team.open("Ana") as vault:
        grant = vault.header.grant(team.uid("Cleo"))
        assert grant is not None
        boxes = tuple(
            replace(box, pair=2) if box.to == team.uid("Ben") else box for box in grant.boxes
        )
        vault.write_statement(vault.header.with_grant(replace(grant, boxes=boxes)))
    before = {box.generation for box in grant.boxes}

    team.visit("Cleo")

    after = header_of(team).grant(team.uid("Cleo"))
    assert after is not None
    assert not before & {box.generation for box in after.boxes}


def test_what_was_handed_to_them_and_what_they_handed_over_goes_on(team: Team) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cleo"), team.uid("Ben"))
        hand_over(vault, team.uid("Ana"), team.uid("Cleo"))
    team.visit("Cleo", "Ana")

    revoked(team, "Ben")

    for name in ("Ana", "Ben", "Cleo"):
        team.visit(name)
    with team.open("Ben") as vault:
        assert {each.access for each in vault.caseload_choices()} == {"own", "handed_over"}


@pytest.mark.parametrize("who", ["Ana", "Kay"])
def test_leave_that_a_keeper_gave_or_agreed_to_stands_on_their_new_keys(
    team: Team, who: str
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cleo"), team.uid("Ana"), vault.today() + timedelta(days=9))
    with team.open("Kay") as vault:
        agree_as_second(vault, team.uid("Cleo"), team.uid("Ana"))
    team.visit("Cleo")

    revoked(team, who)

    team.visit("Cleo", "Ben", "Kay", "Ana")
    with team.open("Ana") as vault:
        assert "cover" in {each.access for each in vault.caseload_choices()}


@pytest.mark.usefixtures("keepers_agree")
def test_leave_by_somebody_who_keeps_the_service_no_more_is_given_anew(team: Team) -> None:
    cover(team, "Cleo", "Ben", by="Kay")
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Kay"), ("lead",))
    revoked(team, "Kay")

    with team.open("Ana") as vault:
        vault.write_statement(vault.header)
        [leave] = vault.header.covers

    assert leave.by == team.uid("Ana")
    team.visit("Ben", "Cleo", "Kay")


@pytest.mark.usefixtures("keepers_agree")
@pytest.mark.parametrize("by", ["Ana", "Dee"])
def test_the_agreement_of_somebody_who_keeps_the_service_no_more_is_asked_for_anew(
    team: Team, by: str
) -> None:
    team.add("Dee", "keeper")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cleo"), team.uid("Ana"), vault.today() + timedelta(days=9))
    with team.open("Kay") as vault:
        agree_as_second(vault, team.uid("Cleo"), team.uid("Ana"))
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Kay"), ("lead",))
    revoked(team, "Kay")

    with team.open(by) as vault:
        vault.write_statement(vault.header)
        [leave] = vault.header.covers

    assert leave.agreed_by == ("" if by == "Ana" else team.uid("Dee"))
    team.visit("Cleo", "Kay")


def test_leave_by_the_continuity_sheet_stands_on_new_keys(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cleo"), team.uid("Ana"), vault.today() + timedelta(days=9))
        seal_with_continuity(vault, team.uid("Cleo"), team.continuity)

    revoked(team, "Ana")

    team.visit("Cleo", "Ben")
    with team.open("Ana") as vault:
        assert "cover" in {each.access for each in vault.caseload_choices()}


def test_another_pair_made_by_whoever_knows_the_old_one_is_refused(team: Team) -> None:
    give_passphrase(team, "Ben")
    ben, before = team.members["Ben"], header_of(team)
    revoked(team, "Ben")
    team.visit("Cleo")
    with team.open("Ana") as vault:
        person = before.person(ben.uid)
        assert person is not None
        thief = make_keys(vault.sources)
        forged = with_new_pair(before, person, ben.keys(), thief, vault.sources)
        header = with_amendments(
            before, before.with_person(replace(forged, count=9)), ben.uid, ben.keys().signing
        )
        owned = header.person(ben.uid)
        assert owned is not None
        stands = vault.header.person(ben.uid)
        assert stands is not None
        forged_header = vault.header.with_person(replace(owned, passphrase=stands.passphrase))
        vault.write_statement(forged_header)

    with pytest.raises(StatementRefused) as refused:
        team.visit("Cleo")

    assert refused.value.detail == "pairs"


def test_exchanged_pairs_and_keys_of_the_service_are_refused(team: Team) -> None:
    revoked(team, "Ben")
    header = header_of(team)
    ben = header.person(team.uid("Ben"))
    assert ben is not None
    assert ben.own is not None
    given_up = replace(ben.renewals[0], signature=bytes(64))
    boxes = tuple(replace(box, sealed=bytes(80)) for box in header.service_boxes)
    altered = {
        "pairs": header.with_person(replace(ben, renewals=(given_up,))),
        "service-boxes": replace(header, service_boxes=boxes),
        "slots": header.with_person(replace(ben, passphrase=ben.sheet)),
    }

    for detail, each in altered.items():
        with pytest.raises(HeaderAltered) as refused:
            check_statements(each)
        assert refused.value.detail == detail
    with pytest.raises(HeaderAltered):
        check_statements(header.with_person(replace(ben, own=replace(ben.own, new_pairs=2))))


def test_nobody_has_a_pair_that_was_never_theirs(team: Team) -> None:
    ben = team.members["Ben"]

    for pair in (0, 2):
        with pytest.raises(HeaderAltered):
            opening_key(header_of(team), ben.uid, ben.keys().opening, pair)


@pytest.mark.usefixtures("keepers_agree")
def test_somebody_who_left_is_not_missed(team: Team) -> None:
    revoked(team, "Kay")
    team.visit("Cleo")
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Kay"), ("lead",))
        remove_person(vault, team.uid("Kay"))

    team.visit("Cleo", "Ben")

    assert "Kay" not in {each.name for each in header_of(team).people}
