"""What a colleague, a demoted keeper or an old copy can do to the list of people: nothing unseen.

Each attack is made by somebody with the service's key and the source of this program: they can
make a MAC that is right, and put any file in the place of another.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.record.records import START, ServiceOnDisk
from tests.support.record.services import Place
from tests.support.record.stating import header_of, lay_out_two_keepers, put_in_place, seed_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.messages.errors import explain
from therapist_app.record.clients import clients
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import HeaderAltered, NotAllowed, StatementRefused
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header import statements
from therapist_app.record.header.caseload_access import settled
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    Cover,
    KeeperLink,
    keeper_statement,
    signed_statement,
)
from therapist_app.record.header.header_file import keep_header, load_header
from therapist_app.record.header.header_seal import check_signatures, seal_header
from therapist_app.record.header.statements import (
    agreed_to,
    given,
    has_pairs,
    has_statements,
    with_amendments,
    with_statement,
)
from therapist_app.record.keyring import people
from therapist_app.record.keyring.covering import end_cover, grant_cover, hand_over
from therapist_app.record.keyring.own_keys import choose_passphrase
from therapist_app.record.vault.seen_statements import KEY, REMEMBERED, seen_by_owner

LONG = date(2027, 1, 1)


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana and Dee keep it; Cy and Ben see clients."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.copied(tmp_path)


def test_an_older_statement_gives_an_ended_cover_no_new_key(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LONG)
    team.visit("Cy")
    older = header_of(team)
    with team.open("Ana") as vault:
        end_cover(vault, team.uid("Cy"), team.uid("Ben"))
    team.visit("Cy")
    now = header_of(team)

    put_in_place(team, replace(older, caseloads=now.caseloads))

    for name in ("Cy", "Ana"):
        with pytest.raises(HeaderAltered):
            team.open(name)
    grant = header_of(team).grant(team.uid("Cy"))
    assert grant is not None
    assert grant.boxes_for(team.uid("Ben")) == ()


def test_who_has_seen_a_later_statement_refuses_an_older_one_by_name_and_day(team: Team) -> None:
    older = header_of(team)
    team.service.clock.move_to(START + timedelta(days=3))
    with team.open("Dee") as vault:
        people.change_roles(vault, team.uid("Ben"), ("therapist", "lead"))
    team.visit("Cy")

    put_in_place(team, older)

    with pytest.raises(StatementRefused, match="older") as refused:
        team.open("Cy")
    assert (refused.value.by, refused.value.on) == ("Ana Example", START.date())
    assert refused.value.seen_by == "Dee Example"
    assert refused.value.seen_on == START.date() + timedelta(days=3)
    told = explain(refused.value).sentence
    assert "Dee Example" in told
    assert "5 March 2026" in told
    assert "Dee" not in f"{refused.value!r}"


@pytest.mark.usefixtures("keepers_agree")
def test_a_demoted_keeper_cannot_sign_herself_back_in(team: Team) -> None:
    before = header_of(team)
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Dee"), ("therapist",))
    team.visit("Cy")
    now, dee = header_of(team), before.person(team.uid("Dee"))
    assert dee is not None
    mine = given(
        now,
        Cover(team.uid("Cy"), team.uid("Dee"), HANDED_OVER),
        team.uid("Dee"),
        seed_of(team, "Dee"),
    )
    forged = [
        with_statement(
            replace(each.with_person(dee), covers=(mine,)),
            team.uid("Dee"),
            seed_of(team, "Dee"),
            moment_text(START),
        )
        for each in (now, before)
    ]

    put_in_place(team, forged[0])
    for name in ("Cy", "Ana", "Dee"):
        with pytest.raises(HeaderAltered, match="statement"):
            team.open(name)

    keep_header(team.service.place, now)
    put_in_place(team, forged[1])
    for name in ("Cy", "Ana"):
        with pytest.raises(StatementRefused, match="forked") as refused:
            team.open(name)
        assert (refused.value.by, refused.value.seen_by) == ("Dee Example", "Ana Example")
    grant = header_of(team).grant(team.uid("Cy"))
    assert grant is not None
    assert grant.boxes_for(team.uid("Dee")) == ()


def test_a_refused_list_is_told_to_everybody_until_it_is_settled(team: Team) -> None:
    before = header_of(team)
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Ben"), ("therapist", "lead"))
    team.visit("Cy")
    now = header_of(team)
    put_in_place(team, before)
    with pytest.raises(StatementRefused):
        team.open("Cy")

    with team.open("Dee") as vault:
        assert "statement-refused" in vault.warnings

    put_in_place(team, now)
    with team.open("Cy") as vault:
        assert "statement-refused" in vault.warnings
    with team.open("Dee") as vault:
        assert "statement-refused" not in vault.warnings


def test_the_stale_flag_cannot_be_cleared_unseen(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LONG)
    team.visit("Cy")
    with team.open("Ana") as vault:
        end_cover(vault, team.uid("Cy"), team.uid("Ben"))
    now = header_of(team)
    grant = now.grant(team.uid("Cy"))
    assert grant is not None
    assert grant.is_stale

    put_in_place(team, now.with_grant(replace(grant, is_stale=False)))

    with pytest.raises(HeaderAltered):
        team.open("Cy")


def test_boxes_and_slots_cannot_be_exchanged_unseen(team: Team) -> None:
    now = header_of(team)
    cy, ben = now.grant(team.uid("Cy")), now.grant(team.uid("Ben"))
    her, him = now.person(team.uid("Cy")), now.person(team.uid("Ben"))
    assert cy is not None
    assert ben is not None
    assert her is not None
    assert him is not None
    exchanged = (
        now.with_grant(replace(cy, boxes=ben.boxes)),
        now.with_person(replace(her, sheet=him.sheet, passphrase=him.passphrase)),
        replace(now, service_boxes=now.service_boxes[::-1]),
        replace(now, cost=replace(now.cost, passes=now.cost.passes + 1)),
        replace(now, audit_public=bytes(32)),
        now.with_person(replace(him, roles=(*him.roles, "lead"))),
        now.with_person(replace(him, name=her.name)),
        now.with_grant(replace(cy, owner=ben.owner)),
    )

    for forged in exchanged:
        keep_header(team.service.place, now)
        put_in_place(team, forged)
        with pytest.raises(HeaderAltered):
            team.open("Ana")


@pytest.mark.parametrize("of_whom", ["nobody", "somebody outside"])
def test_a_list_that_nobody_with_the_services_key_sealed_is_refused(
    team: Team, of_whom: str
) -> None:
    now, other = header_of(team), Masked(bytearray(b"o" * 32))
    mac = bytes(32) if of_whom == "nobody" else seal_header(now, other).mac
    keep_header(team.service.place, replace(now, mac=mac))

    with pytest.raises(HeaderAltered, match="mac"):
        team.open("Ana")


def test_nobody_changes_the_boxes_of_somebody_elses_caseload(team: Team) -> None:
    now, ben = header_of(team), team.uid("Ben")
    cy = now.grant(team.uid("Cy"))
    assert cy is not None
    without = now.with_grant(replace(cy, boxes=cy.boxes_for(CONTINUITY)))

    put_in_place(team, with_amendments(now, without, ben, seed_of(team, "Ben")))

    with pytest.raises(HeaderAltered, match="boxes"):
        team.open("Ana")


@pytest.mark.parametrize("n", [1, 9])
def test_a_statement_has_the_number_that_follows(team: Team, n: int) -> None:
    """By its number it is told which statement a keeper's notice stands in."""
    now, seed = header_of(team), seed_of(team, "Dee")
    *before, newest = with_statement(now, team.uid("Dee"), seed, moment_text(START)).trail
    bare = replace(newest, n=n, signature=b"")
    message = statements._message(now.service_id, statements.hash_of(now, len(before)), bare)
    signed = replace(bare, signature=sign(seed, message))

    with pytest.raises(HeaderAltered, match="statement"):
        statements.notices_in(replace(now, trail=(*before, signed)))


def test_older_slots_of_ones_own_are_refused(team: Team) -> None:
    before = header_of(team)
    with team.open("Cy") as vault:
        choose_passphrase(vault, bytearray(b"seven lanterns over mud"))

    put_in_place(team, before)

    with pytest.raises(StatementRefused, match="own-older") as refused:
        team.open("Cy")
    assert "Your own keys" in explain(refused.value).title


def test_what_somebody_changes_of_their_own_is_theirs_alone(team: Team) -> None:
    """Neither for somebody else, nor in their name, nor for another statement."""
    with team.open("Cy") as vault:
        choose_passphrase(vault, bytearray(b"seven lanterns over mud"))
    now = header_of(team)
    cy, ben = now.person(team.uid("Cy")), now.person(team.uid("Ben"))
    assert cy is not None
    assert ben is not None
    assert cy.own is not None
    team.visit("Cy", "Ana")
    for forged in (
        replace(cy, own=None),
        replace(cy, own=replace(cy.own, by=team.uid("Ben"))),
        replace(cy, own=replace(cy.own, stated=bytes(32))),
        replace(cy, count=cy.count + 1),
    ):
        keep_header(team.service.place, now)
        put_in_place(team, now.with_person(forged))
        with pytest.raises(HeaderAltered):
            team.open("Ana")


def test_a_list_without_any_statement_is_refused_before_anybody_signs_in(team: Team) -> None:
    now = header_of(team)
    check_signatures(now)

    with pytest.raises(HeaderAltered, match="statement"):
        check_signatures(replace(now, trail=()))


def test_a_keeper_gives_and_agrees_in_nobody_elses_name(team: Team) -> None:
    """Dee may sign the list; leave in it is signed by whom it names, or it counts for nothing."""
    now, dee, ana = header_of(team), team.uid("Dee"), team.uid("Ana")
    seed, leave = seed_of(team, "Dee"), Cover(team.uid("Cy"), team.uid("Dee"), HANDED_OVER)
    mine = given(now, leave, dee, seed)

    def state(cover: Cover) -> None:
        keep_header(team.service.place, now)
        stated = with_statement(replace(now, covers=(cover,)), dee, seed, moment_text(START))
        put_in_place(team, stated)

    for forged in (
        leave,
        given(now, leave, ana, seed),
        given(now, leave, team.uid("Ben"), seed_of(team, "Ben")),
        agreed_to(now, mine, ana, seed),
        agreed_to(now, mine, dee, seed),
        agreed_to(now, given(now, leave, ana, seed_of(team, "Ana")), dee, seed),
        replace(mine, agreed_by=CONTINUITY, agreement=bytes(64)),
    ):
        state(forged)
        with pytest.raises(HeaderAltered, match="covers"):
            team.open("Ana")
    state(agreed_to(now, mine, ana, seed_of(team, "Ana")))
    team.open("Ana").close()


def test_a_keepers_statement_takes_up_what_people_changed(team: Team) -> None:
    with team.open("Cy") as vault:
        choose_passphrase(vault, bytearray(b"seven lanterns over mud"))
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LONG)

    header = header_of(team)

    assert all(each.own is None for each in header.people)
    team.visit("Cy", "Ben", "Dee", "Ana")
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Cy"))


@pytest.mark.usefixtures("keepers_agree")
def test_a_caseload_remembers_the_newest_statement_and_the_keepers(team: Team) -> None:
    with team.open("Ana") as vault:
        people.change_roles(vault, team.uid("Dee"), ("therapist",))

    with team.open("Cy") as vault:
        seen = seen_by_owner(vault.caseload)
        newest = vault.header.trail[-1]

    ana = header_of(team).person(team.uid("Ana"))
    assert seen is not None
    assert ana is not None
    assert (seen.n, seen.keepers) == (newest.n, (ana.verify.hex(),))


def test_who_covers_does_not_change_what_the_owner_has_seen(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LONG)
    team.visit("Cy")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Dee"), team.uid("Ben"), LONG)

    with team.open("Ben") as vault:
        seen = seen_by_owner(vault.use_caseload(team.uid("Cy")))

    assert seen is not None
    assert seen.n == len(header_of(team).trail) - 1


def test_somebody_who_was_handed_clients_goes_on_with_them(team: Team) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Cy"), team.uid("Ben"))
    team.visit("Cy", "Ben")
    with team.open("Ana") as vault:
        vault.write_statement(settled(vault.header))
    team.visit("Ben", "Ana")

    with team.open("Ben") as vault:
        assert clients.count(vault.use_caseload(team.uid("Cy"))) == 0
    with team.open("Cy") as vault, pytest.raises(NotAllowed):
        vault.use_caseload(team.uid("Cy"))


def test_an_exchanged_slot_is_told_as_such_and_not_as_a_wrong_passphrase(place: Place) -> None:
    header = load_header(place.header)
    [person] = header.people
    keep_header(
        ServiceFolder(place.folder),
        header.with_person(replace(person, passphrase=person.sheet)),
    )

    with pytest.raises(HeaderAltered, match="statement"):
        place.unlock()
    assert not place.attempts.exists()


def as_version_2(team: Team) -> None:
    """Write the header as the version before this one did, whose schema is the same."""
    for name in ("Ana", "Cy"):
        with team.open(name) as vault, vault.caseload.change("forgotten", "header") as change:
            change.execute("DELETE FROM about WHERE key = ?", (KEY,))
            change.execute(
                "UPDATE audit SET signature = NULL,"
                " entry = CAST(replace(CAST(entry AS TEXT), ?, 'statement_seen') AS BLOB)"
                " WHERE instr(CAST(entry AS TEXT), ?)",
                (REMEMBERED, REMEMBERED),
            )
    header = header_of(team)
    ana, dee = header.person(team.uid("Ana")), header.person(team.uid("Dee"))
    assert ana is not None
    assert dee is not None
    link = KeeperLink(dee.verify, sign(seed_of(team, "Ana"), keeper_statement(header, dee.verify)))
    bare = replace(
        header,
        version=2,
        trail=(),
        keepers=(link,),
        people=tuple(replace(each, count=0, own=None) for each in header.people),
        caseloads=tuple(replace(each, count=0, own=None) for each in header.caseloads),
    )
    signed = replace(bare, signature=sign(seed_of(team, "Ana"), signed_statement(bare)))
    put_in_place(team, signed)


@pytest.fixture(scope="module")
def old_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """The same people in a service that no keeper has opened with this version."""
    team = lay_out_team(
        tmp_path_factory.mktemp("old"), Ben=("therapist",), Cy=("therapist",), Dee=("keeper",)
    )
    as_version_2(team)
    return team


@pytest.fixture
def old(old_once: Team, tmp_path: Path) -> Team:
    return old_once.copied(tmp_path)


def test_a_service_of_before_opens_and_a_keepers_first_session_brings_it_up(old: Team) -> None:
    assert header_of(old).version == 2
    with old.open("Ben") as vault:
        choose_passphrase(vault, bytearray(b"seven lanterns over mud"))
    assert header_of(old).version == 2
    old.visit("Cy")

    old.visit("Dee")

    header = header_of(old)
    assert has_statements(header)
    assert (len(header.trail), header.trail[0].by) == (1, old.uid("Dee"))
    old.visit("Ben", "Cy", "Ana", "Dee")
    assert len(header_of(old).trail) == 1


def test_once_brought_up_a_service_is_not_taken_back_to_before(old: Team) -> None:
    before = header_of(old)
    old.visit("Ana", "Cy")

    put_in_place(old, before)

    with pytest.raises(StatementRefused, match="older") as refused:
        old.open("Cy")
    assert refused.value.on is None
    assert "{" not in explain(refused.value).whole


def test_leave_of_before_counts_only_as_a_keeper_signed_it(old: Team) -> None:
    before = header_of(old)
    leave = Cover(old.uid("Cy"), old.uid("Ben"), LONG.isoformat())
    added = replace(before, covers=(leave,))

    put_in_place(old, added)
    for name in ("Cy", "Ana"):
        with pytest.raises(HeaderAltered, match="signature"):
            old.open(name)

    keep_header(old.service.place, before)
    seed = seed_of(old, "Ana")
    put_in_place(old, replace(added, signature=sign(seed, signed_statement(added))))
    old.visit("Dee")
    [cover] = header_of(old).covers
    assert (cover.caseload, cover.to, cover.until) == (leave.caseload, leave.to, leave.until)
    assert cover.by == old.uid("Dee")


@pytest.mark.parametrize(("version", "known"), [(3, False), (4, True), (5, True)])
def test_from_which_version_on_a_header_knows_of_key_pairs(
    on_disk: ServiceOnDisk, version: int, *, known: bool
) -> None:
    header = load_header(on_disk.place.header)

    assert has_pairs(replace(header, version=version)) is known
