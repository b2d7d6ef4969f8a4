"""One client who goes over to a colleague: whole, once, and to nobody else."""

import json
import os
import signal
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.support.record.records import a_client, an_appointment
from tests.support.record.safekeeping import Holder, back_up_quietly, newest_path, put_back
from tests.support.record.stating import by_hand, seed_of
from tests.support.record.team import Team, lay_out_team
from tests.support.record.whole_clients import a_whole_client, with_past_protection
from tests.support.sampling import chosen
from therapist_app.record.client_rights import client_imports, client_moves, protection
from therapist_app.record.client_rights.client_rows import rows_of, ways_to_clients
from therapist_app.record.client_rights.erasing import erase, hash_of
from therapist_app.record.client_rights.gone_clients import GONE
from therapist_app.record.clients import appointments, clients, identities, signatures
from therapist_app.record.crypto.sealed_box import seal
from therapist_app.record.crypto.signing import sign
from therapist_app.record.database import audit
from therapist_app.record.database.database import Database
from therapist_app.record.database.figures import WORKED_OUT
from therapist_app.record.database.migrations import NEWEST
from therapist_app.record.errors import ClientProtected, NotAllowed, NotPossibleYet
from therapist_app.record.keyring.covering import grant_cover, hand_over
from therapist_app.record.keyring.moving_clients import (
    arriving,
    is_owner,
    move_to_own_list,
    offer,
    take_back,
    take_over,
)
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.model import LegalHold, Restriction
from therapist_app.record.service import settings
from therapist_app.record.service_model import ClientMove
from therapist_app.record.vault.vault import Vault

LAST_DAY = date(2026, 3, 9)
Rows = list[tuple[str, dict[str, object]]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Team, str]:
    """Ana keeps the service; she and Ben have clients, Lea has none."""
    folder = tmp_path_factory.mktemp("moving-clients")
    team = lay_out_team(folder, Ben=("therapist",), Lea=("lead",))
    with team.open("Ana") as vault:
        ana = a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
        with_past_protection(vault.caseload, ana, "Zanzibarcanary")
        a_whole_client(vault.caseload, "A2-222", "Ordinaryword")
    return team, ana.id


@pytest.fixture
def team(begun: tuple[Team, str], tmp_path: Path) -> Team:
    return begun[0].apart(tmp_path)


@pytest.fixture
def moving(begun: tuple[Team, str]) -> str:
    """Ana's client with a row in every table, by id; beside them stands one who stays."""
    return begun[1]


@pytest.fixture
def offered(team: Team, moving: str) -> str:
    with team.open("Ana") as vault:
        offer(vault, moving, team.uid("Ben"))
    return moving


def rows(vault: Vault, client_id: str) -> Rows:
    return [(table, dict(row)) for table, row in rows_of(vault.caseload, client_id)]


def taken_over(team: Team, name: str = "Ben") -> None:
    with team.open(name) as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)


def codes(team: Team, name: str) -> set[str]:
    with team.open(name) as vault:
        assert audit.verify(vault.caseload).is_whole
        assert audit.verify(vault.service).is_whole
        return {each.code for each in clients.list_rows(vault.caseload)}


def test_every_row_goes_over_and_none_stays(team: Team, moving: str) -> None:
    with team.open("Ana") as vault:
        before = rows(vault, moving)
        offer(vault, moving, team.uid("Ben"))

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.code == "A1-111"
        assert take_over(vault, coming.move.id) == moving
        assert rows(vault, moving) == before
        assert arriving(vault) == ()
        of_a_client = set(ways_to_clients(vault.caseload)) - WORKED_OUT
        assert {table for table, _row in before} == of_a_client
    assert codes(team, "Ana") == {"A2-222"}
    assert codes(team, "Ben") == {"A1-111"}
    with team.open("Ana") as vault:
        assert rows(vault, moving) == []
        assert audit.entries_of(vault.service, GONE) == ()


def test_a_signed_note_is_proved_where_its_client_went(team: Team, offered: str) -> None:
    taken_over(team)
    with team.open("Ben") as vault:
        [note] = (each.filled_form_id for each in signatures.of_client(vault.caseload, offered))
        assert signatures.unvouched(vault.caseload) == ()
        assert signatures.altered(vault.caseload) == ()
        assert signatures.signer(vault.caseload, note) is None  # the entry stayed with Ana
        assert signatures.signer(vault.caseload, "0" * 32) == ""

        with vault.caseload.change("note_changed", f"form:{note}") as change:
            change.execute("UPDATE filled_forms SET answers = '{}' WHERE id = ?", (note,))

        assert signatures.altered(vault.caseload) == (note,)


@pytest.mark.usefixtures("offered")
def test_of_a_client_who_came_before_it_was_told_nothing_is_missed(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        client_moves, "told_of_coming", lambda _in, move, _of: (move.from_caseload,)
    )
    taken_over(team)

    with team.open("Ben") as vault:
        [(note,)] = vault.caseload.rows("SELECT filled_form_id FROM signatures")
        assert signatures.unvouched(vault.caseload) == ()
        assert signatures.altered(vault.caseload) == ()
        assert signatures.signer(vault.caseload, note) is None


def test_a_client_who_came_with_a_hand_over_joins_ones_own_list_at_once(
    team: Team, moving: str
) -> None:
    team.visit("Ben")
    with team.open("Ana") as vault:
        before = rows(vault, moving)
        hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    with team.open("Ben") as vault:
        with pytest.raises(NotAllowed):
            move_to_own_list(vault, moving)  # his own list is in use
        vault.use_caseload(team.uid("Ana"))

        assert move_to_own_list(vault, moving) == team.uid("Ben")

        assert rows(vault, moving) == []
        vault.use_caseload(team.uid("Ben"))
        assert rows(vault, moving) == before
        assert arriving(vault) == ()
    assert codes(team, "Ben") == {"A1-111"}
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        assert {each.code for each in clients.list_rows(vault.caseload)} == {"A2-222"}
        assert audit.verify(vault.caseload).is_whole
        assert audit.entries_of(vault.service, GONE) == ()


def test_one_who_is_restricted_joins_no_other_list(team: Team, moving: str) -> None:
    team.visit("Ben")
    with team.open("Ana") as vault:
        caseload = vault.caseload
        protection.restrict(
            caseload, Restriction(caseload.new_id(), moving, "accuracy", caseload.now())
        )
        hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        with pytest.raises(ClientProtected):
            move_to_own_list(vault, moving)


def test_until_they_are_taken_over_the_client_goes_on_where_they_are(
    team: Team, offered: str
) -> None:
    with team.open("Ana") as vault:
        added = an_appointment(vault.caseload, clients.load(vault.caseload, offered))
        appointments.add(vault.caseload, added)

    taken_over(team)

    with team.open("Ben") as vault:
        assert added in appointments.for_client(vault.caseload, offered)


def test_of_a_session_that_was_cut_off_nothing_old_is_taken_over(team: Team, offered: str) -> None:
    vault = team.open("Ana")
    appointments.add(
        vault.caseload, an_appointment(vault.caseload, clients.load(vault.caseload, offered))
    )
    vault.abandon()

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.code == ""
        with pytest.raises(NotPossibleYet, match="not-packed"):
            take_over(vault, coming.move.id)
    team.visit("Ana")
    taken_over(team)
    assert codes(team, "Ben") == {"A1-111"}


def test_an_offer_ends_with_the_list_from_which_its_client_came(team: Team) -> None:
    with team.open("Ana") as vault:
        at = vault.caseload.now()
        client = a_client(vault.caseload, code="A3-333", imported_at=at)
        clients.add(vault.caseload, client)
        offer(vault, client.id, team.uid("Ben"))

        client_imports.undo(vault.caseload, vault.service, at)

        assert client_moves.under_way(vault.service) == ()
    with team.open("Ben") as vault:
        assert arriving(vault) == ()


def test_an_offer_can_be_taken_back_and_made_again(team: Team, offered: str) -> None:
    with team.open("Ana") as vault:
        with pytest.raises(NotPossibleYet, match="offered-already"):
            offer(vault, offered, team.uid("Ben"))
        take_back(vault, offered)
        with pytest.raises(NotPossibleYet, match="not-offered"):
            take_back(vault, offered)

    with team.open("Ben") as vault:
        assert arriving(vault) == ()
    with team.open("Ana") as vault:
        offer(vault, offered, team.uid("Ben"))
    taken_over(team)
    assert codes(team, "Ben") == {"A1-111"}


def test_a_client_can_come_back(team: Team, offered: str) -> None:
    taken_over(team)
    with team.open("Ben") as vault:
        offer(vault, offered, team.uid("Ana"))

    taken_over(team, "Ana")

    assert codes(team, "Ana") == {"A1-111", "A2-222"}
    assert codes(team, "Ben") == set()
    assert codes(team, "Ana") == {"A1-111", "A2-222"}


def test_only_the_owner_offers_and_only_to_a_colleague_with_clients(
    team: Team, moving: str
) -> None:
    with team.open("Ana") as vault:
        for nobody in ("Lea", "Ana"):
            with pytest.raises(NotAllowed, match="not-a-therapist"):
                offer(vault, moving, team.uid(nobody))
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), LAST_DAY)
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))
        with pytest.raises(NotAllowed, match="caseload"):
            offer(vault, moving, team.uid("Ben"))


def test_neither_a_running_session_nor_a_restricted_record_goes_over(
    team: Team, moving: str
) -> None:
    with team.open("Ana") as vault:
        caseload = vault.caseload
        protection.restrict(
            caseload, Restriction(caseload.new_id(), moving, "accuracy", caseload.now())
        )
        with pytest.raises(ClientProtected, match="restricted"):
            offer(vault, moving, team.uid("Ben"))
        running = a_client(caseload, code="A3-333")
        clients.add(caseload, running)
        appointments.add(caseload, an_appointment(caseload, running, state="in_progress"))
        with pytest.raises(NotPossibleYet, match="session-runs"):
            offer(vault, running.id, team.uid("Ben"))


def test_who_is_restricted_meanwhile_stays(team: Team, offered: str) -> None:
    with team.open("Ana") as vault:
        caseload = vault.caseload
        protection.restrict(
            caseload, Restriction(caseload.new_id(), offered, "accuracy", caseload.now())
        )

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None


def test_a_reason_to_keep_the_record_goes_along(team: Team, offered: str) -> None:
    with team.open("Ana") as vault:
        caseload = vault.caseload
        held = LegalHold(caseload.new_id(), offered, "A court asked", caseload.now())
        protection.hold(caseload, held)

    taken_over(team)

    with team.open("Ben") as vault:
        assert protection.hold_on(vault.caseload, offered) == held
    assert codes(team, "Ana") == {"A2-222"}


@pytest.mark.usefixtures("offered")
def test_who_covers_the_owner_has_the_client_once_in_the_very_same_session(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), LAST_DAY)

    with team.open("Ben") as vault:
        theirs = vault.open_caseload(team.uid("Ana"))
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
        assert clients.count(vault.caseload) == 1
        assert clients.count(theirs) == 1
    assert codes(team, "Ana") == {"A2-222"}


@pytest.mark.usefixtures("offered")
def test_an_offer_ends_where_the_whole_caseload_is_handed_over(team: Team) -> None:
    with team.open("Ana") as vault:
        hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    with team.open("Ben") as vault:
        found = [vault.open_caseload(each.id) for each in vault.caseload_choices()]
        assert sorted(clients.count(each) for each in found) == [0, 2]
        assert arriving(vault) == ()


def test_nobody_comes_back_to_a_place_of_a_client_who_left(team: Team, offered: str) -> None:
    with team.open("Ana") as vault:
        place = {"at": "ClientPage", "ids": [offered], "caseload": team.uid("Ana")}
        settings.save(vault.service, f"came_from:{team.uid('Ana')}", place)
    taken_over(team)

    with team.open("Ana") as vault:
        assert settings.load(vault.service, f"came_from:{team.uid('Ana')}", dict[str, object]) == {}


def test_nothing_of_the_client_can_be_read_in_the_service_file(team: Team, offered: str) -> None:
    with team.open("Lea") as vault:
        [move] = client_moves.under_way(vault.service)
        assert move.parcel is not None
        assert b"Zanzibar" not in move.parcel
        assert offered not in str(vault.service.rows("SELECT * FROM client_moves"))
        assert arriving(vault) == ()


def test_a_taking_that_somebody_else_wrote_takes_nobody_away(team: Team, offered: str) -> None:
    with team.open("Lea") as vault:
        [move] = client_moves.under_way(vault.service)
        forged = replace(
            move,
            ended_at=vault.service.now(),
            to_caseload=team.uid("Ben"),
            parcel_hash=client_moves.hash_of_parcel(move.parcel),
            taken_sign=b"x" * 64,
        )
        client_moves.take(vault.service, forged)

    assert codes(team, "Ana") == {"A1-111", "A2-222"}
    assert codes(team, "Ben") == set()
    assert offered


def test_a_colleague_who_offers_somebody_elses_client_takes_nobody_away(
    team: Team, moving: str
) -> None:
    """Both who sign it are colleagues; whose client it is offered nothing."""
    team.add("Cy", "therapist")
    with team.open("Cy") as vault:
        now, service_id = vault.service.now(), vault.header.service_id
        move = ClientMove(
            id=vault.service.new_id(),
            client=hash_of(vault.service, moving),
            turn=1,
            from_caseload=team.uid("Ana"),
            to_person=team.uid("Ben"),
            offered_at=now,
            offered_by=team.uid("Cy"),
            offered_sign=b"",
            ended_at=now,
            to_caseload=team.uid("Ben"),
            parcel_hash=b"p" * 32,
        )
        offered = sign(seed_of(team, "Cy"), client_moves.offer_statement(service_id, move))
        move = replace(move, offered_sign=offered)
        taken = sign(seed_of(team, "Ben"), client_moves.taking_statement(service_id, move))
        client_moves.add(vault.service, replace(move, taken_sign=taken))

    assert codes(team, "Ana") == {"A1-111", "A2-222"}


def tampered(vault: Vault, **changed: object) -> None:
    """Change what stands in the service file, as a colleague with a database tool can."""
    names = ", ".join(f"{each} = ?" for each in changed)
    with vault.service.change("tampered", "move") as change:
        change.execute(f"UPDATE client_moves SET {names}", tuple(changed.values()))


@pytest.mark.usefixtures("offered")
def test_an_offer_that_was_turned_to_somebody_else_is_packed_for_nobody(team: Team) -> None:
    team.add("Cy", "therapist")
    with team.open("Ana") as vault:
        tampered(vault, to_person=team.uid("Cy"))
    with team.open("Cy") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None

    team.visit("Ana")

    with team.open("Cy") as vault:
        assert arriving(vault) == ()
    assert codes(team, "Ana") == {"A1-111", "A2-222"}


@pytest.mark.parametrize("leave", ["none", "waits", "ended"])
def test_of_a_parcel_that_somebody_else_sealed_nothing_is_taken_over(
    team: Team, offered: str, leave: str
) -> None:
    team.add("Cy", "therapist")
    if leave == "waits":
        team.add("Dee", "keeper")
    team.visit("Cy")
    if leave != "none":
        with team.open("Dee" if leave == "waits" else "Ana") as vault:
            grant_cover(vault, team.uid("Ana"), team.uid("Cy"), LAST_DAY)
    if leave == "ended":
        team.service.clock.advance(timedelta(days=20).total_seconds())
    with team.open("Cy") as vault:
        [move] = client_moves.under_way(vault.service)
        a_whole_client(vault.caseload, "C1-111", "Inventedword")
        mine = replace(vault.opened(team.uid("Cy")), id=move.from_caseload)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(client_moves, "_is_owners_offer", lambda *_args: True)
            patched.setattr(client_moves, "_here", lambda *_args: {move.client: invented(vault)})
            forged = client_moves.parcel_of(vault.service, mine, move)
        assert forged is not None
        tampered(vault, parcel=forged)

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None
    team.visit("Ana")
    taken_over(team)
    with team.open("Ben") as vault:
        assert rows(vault, offered)


def invented(vault: Vault) -> str:
    return str(vault.caseload.rows("SELECT id FROM clients")[0][0])


@pytest.mark.usefixtures("offered")
def test_what_is_exchanged_after_the_taking_is_not_taken_in(team: Team) -> None:
    with pytest.MonkeyPatch.context() as cut, team.open("Ben") as vault:
        cut.setattr(client_moves, "settle_moves", lambda *_args: None)
        take_over(vault, arriving(vault)[0].move.id)
    with team.open("Lea") as vault:
        [move] = client_moves.all_moves(vault.service)
        sealed = move.parcel or b""
        tampered(vault, parcel=sealed[:-1] + bytes([sealed[-1] ^ 1]))

    assert codes(team, "Ben") == set()
    assert codes(team, "Ana") == {"A1-111", "A2-222"}


def holder(team: Team, name: str) -> Holder:
    member = team.members[name]
    return Holder(
        team.service.folder, member.uid, member.opening, member.signing, team.service.sources
    )


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("whose", ["Ana", "Ben"])
def test_a_caseload_of_before_that_is_put_back_neither_doubles_nor_loses_them(
    team: Team, whose: str
) -> None:
    with team.open(whose) as vault:
        back_up_quietly(vault)
        path = newest_path(vault, team.uid(whose))
    team.service.clock.advance(timedelta(hours=1).total_seconds())
    if whose == "Ben":
        team.visit("Ana")
    taken_over(team)
    team.visit("Ana", "Ben")

    put_back(holder(team, whose), path)

    assert codes(team, "Ana") == {"A2-222"}
    assert codes(team, "Ben") == {"A1-111"}


def test_who_is_erased_is_in_no_parcel_any_more(team: Team, offered: str) -> None:
    with team.open("Ben") as vault:
        back_up_quietly(vault)
    team.service.clock.advance(timedelta(hours=1).total_seconds())
    taken_over(team)
    with team.open("Ben") as vault:
        [move] = client_moves.all_moves(vault.service)
        assert move.parcel is not None
        path = vault.place.caseload(team.uid("Ben"))
        erase(vault.caseload, vault.service, offered, "no_longer_needed", path)
        [after] = client_moves.all_moves(vault.service)
        assert after.parcel is None
    team.visit("Ana")
    assert codes(team, "Ben") == set()

    with team.open("Lea") as vault:
        tampered(vault, parcel=move.parcel)
    assert codes(team, "Ben") == set()


def test_a_parcel_goes_once_no_backup_is_older_than_the_move(team: Team, offered: str) -> None:
    taken_over(team)

    team.visit("Ben")

    with team.open("Ben") as vault:
        [move] = client_moves.all_moves(vault.service)
        assert move.parcel is None
        assert identities.load(vault.caseload, offered) is not None


Work = Callable[[Team, str], None]


def offering(team: Team, client_id: str) -> None:
    with team.open("Ana") as vault:
        if client_moves.move_of(vault.service, client_id) is None:
            offer(vault, client_id, team.uid("Ben"))


def accepting(team: Team, _client_id: str) -> None:
    with team.open("Ben") as vault:
        for each in arriving(vault):
            take_over(vault, each.move.id)


def looking(team: Team, _client_id: str) -> None:
    team.visit("Ana")


def killed(work: Callable[[], None], at: int, *, after: bool) -> bool:
    """Run something in a process that is killed at a commit; return whether it came so far."""
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
        return os.WIFSIGNALED(status)
    try:
        left, really = iter(range(at, -1, -1)), Database._commit

        def commit(database: Database) -> None:
            is_last = next(left) == 0
            if is_last and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            really(database)
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)

        pytest.MonkeyPatch().setattr(Database, "_commit", commit)
        work()
        os._exit(0)
    finally:
        os._exit(1)


def moments(work: Callable[[Team], None], team: Team, tmp_path: Path, every: int) -> Iterator[Team]:
    """Yield the service as it stands after a kill before, or after, each commit of some work.

    Of these moments every so manieth is tried.
    """
    for number in count(0, every):
        at, after = divmod(number, 2)
        there = team.copied(tmp_path / str(number))
        if not killed(lambda there=there: work(there), at, after=bool(after)):
            return
        yield there


WORKS: tuple[Work, ...] = (accepting, offering, looking)
KILLED = [(accepting, "Ana", 7), *((cut, first, 1) for cut in WORKS for first in ("Ana", "Ben"))]
"""What is cut off, who signs in first after it, and at each of how many moments."""


@pytest.mark.parametrize("case", chosen(KILLED, lambda each: each is KILLED[0]))
def test_killed_at_any_commit_the_client_is_there_once_and_whole(
    team: Team, moving: str, tmp_path: Path, case: tuple[Work, str, int]
) -> None:
    cut, first, every = case
    with team.open("Ana") as vault:
        before = rows(vault, moving)
    for done in (offering, accepting, looking):
        if done is cut:
            break
        done(team, moving)
    cuts = 0

    for there in moments(lambda there: cut(there, moving), team, tmp_path, every):
        cuts += 1
        for name in (first, "Ana", "Ben"):
            there.visit(name)
        found = []
        for name in ("Ana", "Ben"):
            with there.open(name) as vault:
                assert audit.verify(vault.caseload).is_whole
                if here := rows(vault, moving):
                    found.append(here)
        assert found == [before]
        for work in (offering, accepting, looking):
            if codes(there, "Ben") == set():
                work(there, moving)
        assert codes(there, "Ana") == {"A2-222"}
        assert codes(there, "Ben") == {"A1-111"}
    assert cuts > 4


def test_the_caseloads_of_before_are_known_wherever_the_client_is(team: Team, offered: str) -> None:
    taken_over(team)

    with team.open("Ben") as vault:
        assert client_moves.caseloads_before(vault.service, offered) == (team.uid("Ana"),)
    with team.open("Ana") as vault:
        assert client_moves.caseloads_before(vault.service, invented(vault)) == ()


def test_only_the_owner_takes_an_offer_back_and_only_what_is_offered_is_taken_over(
    team: Team, offered: str
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), LAST_DAY)
    with team.open("Ben") as vault:
        with pytest.raises(NotPossibleYet, match="not-offered"):
            take_over(vault, "nothing")
        vault.use_caseload(team.uid("Ana"))
        with pytest.raises(NotAllowed, match="caseload"):
            take_back(vault, offered)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("is_signed", [True, False])
@pytest.mark.parametrize(
    "secret", [b"noise", zlib.compress(b"noise"), zlib.compress(b"[]"), zlib.compress(b"{}")]
)
def test_whatever_anybody_seals_to_somebody_keeps_them_from_nothing(
    team: Team, secret: bytes, *, is_signed: bool
) -> None:
    with team.open("Ana") as vault:
        [move] = client_moves.under_way(vault.service)
        ben = vault.header.person(team.uid("Ben"))
        assert ben is not None
        context = client_moves._context(vault.header, move)
        sealed = seal(bytearray(secret), ben.public, context, vault.service.sources)
        signature = vault.opened(team.uid("Ana")).actor.sign(context + sealed)
    with team.open("Lea") as vault:
        tampered(vault, parcel=(signature if is_signed else bytes(64)) + sealed)

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("box", [b"", bytes(64), b"x" * 40, b"x" * 400], ids=len)
def test_what_its_owner_signs_but_sealed_to_nobody_keeps_nobody_from_anything(
    team: Team, box: bytes
) -> None:
    with team.open("Ana") as vault:
        [move] = client_moves.under_way(vault.service)
        context = client_moves._context(vault.header, move)
        signature = vault.opened(team.uid("Ana")).actor.sign(context + box)
    with team.open("Lea") as vault:
        tampered(vault, parcel=signature + box)

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("is_signed", [True, False])
def test_a_parcel_that_its_owner_did_not_sign_or_with_nobody_in_it_is_taken_over_by_nobody(
    team: Team, *, is_signed: bool
) -> None:
    said = {"schema": NEWEST, "by": team.uid("Ana"), "rows": {}}
    with team.open("Ana") as vault:
        [move] = client_moves.under_way(vault.service)
        ben = vault.header.person(team.uid("Ben"))
        assert ben is not None
        context = client_moves._context(vault.header, move)
        secret = bytearray(zlib.compress(json.dumps(said).encode()))
        sealed = seal(secret, ben.public, context, vault.service.sources)
        signature = vault.opened(team.uid("Ana")).actor.sign(context + sealed)
    with team.open("Lea") as vault:
        tampered(vault, parcel=(signature if is_signed else bytes(64)) + sealed)

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None


@pytest.mark.usefixtures("offered")
def test_a_parcel_of_nothing_but_noise_is_taken_over_by_nobody(team: Team) -> None:
    with team.open("Lea") as vault:
        tampered(vault, parcel=b"x" * 400)

    with team.open("Ben") as vault:
        [coming] = arriving(vault)
        assert coming.rows is None
        with pytest.raises(NotPossibleYet, match="not-packed"):
            take_over(vault, coming.move.id)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("spoilt", ["parcel", "parcel_hash"])
def test_where_half_of_a_taking_is_missing_nothing_is_taken_in(team: Team, spoilt: str) -> None:
    with pytest.MonkeyPatch.context() as cut, team.open("Ben") as vault:
        cut.setattr(client_moves, "settle_moves", lambda *_args: None)
        take_over(vault, arriving(vault)[0].move.id)
    with team.open("Lea") as vault:
        tampered(vault, **{spoilt: None})

    assert codes(team, "Ben") == set()


def bens_taking(team: Team, vault: Vault, move: client_moves.ClientMove) -> None:
    """Have Ben's key sign, with another program, that he took somebody over."""
    taken = replace(
        move,
        ended_at=vault.service.now(),
        to_caseload=team.uid("Ben"),
        parcel_hash=client_moves.hash_of_parcel(move.parcel),
    )
    statement = client_moves.taking_statement(vault.header.service_id, taken)
    signed = sign(team.members["Ben"].keys().signing, statement)
    client_moves.take(vault.service, replace(taken, taken_sign=signed))


@pytest.mark.parametrize("by", ["the owner", "the next opening"])
def test_an_offer_that_ended_is_taken_over_by_nobody_who_was_removed_since(
    team: Team, offered: str, by: str
) -> None:
    with team.open("Lea") as vault:
        [move] = client_moves.under_way(vault.service)  # with its parcel, as Ana locked it
    with team.open("Ana") as vault:
        if by == "the owner":
            take_back(vault, offered)
        hand_over(vault, team.uid("Ben"), team.uid("Ana"))
    team.visit("Ben", "Ana")
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Ben"))
    team.visit("Ana")

    with team.open("Lea") as vault:
        assert client_moves.under_way(vault.service) == ()
        bens_taking(team, vault, move)

    assert codes(team, "Ana") == {"A1-111", "A2-222"}


def test_nobody_is_let_go_or_taken_in_again_by_a_move_that_others_came_after(
    team: Team, offered: str
) -> None:
    """Lea takes the newest move out of the list, so that the one before counts."""
    taken_over(team)
    team.visit("Ana")
    with team.open("Ben") as vault:
        offer(vault, offered, team.uid("Ana"))
    taken_over(team, "Ana")
    team.visit("Ben")
    with team.open("Ana") as vault:
        before = rows(vault, offered)
    with by_hand(team, "Lea") as service:
        service.run("DELETE FROM client_moves WHERE turn = 2").fetchall()

    assert codes(team, "Ben") == set()
    assert codes(team, "Ana") == {"A1-111", "A2-222"}
    with team.open("Ana") as vault:
        assert rows(vault, offered) == before
        offer(vault, offered, team.uid("Ben"))
    taken_over(team)
    assert codes(team, "Ana") == {"A2-222"}
    assert codes(team, "Ben") == {"A1-111"}


def test_whoever_has_a_client_from_a_colleague_keeps_them_though_that_move_is_gone(
    team: Team, offered: str
) -> None:
    team.add("Cy", "therapist")
    team.visit("Cy")
    taken_over(team)
    with team.open("Ana") as vault:
        [other] = clients.list_rows(vault.caseload)
        offer(vault, other.id, team.uid("Cy"))
    taken_over(team, "Cy")
    with team.open("Ben") as vault:
        offer(vault, offered, team.uid("Cy"))
    taken_over(team, "Cy")
    team.visit("Ana", "Ben")
    with by_hand(team, "Lea") as service:
        service.run("DELETE FROM client_moves WHERE turn = 2").fetchall()

    assert codes(team, "Ben") == set()
    assert codes(team, "Cy") == {"A1-111", "A2-222"}


def test_who_covers_takes_nobody_over_by_an_offer_that_ended(team: Team, offered: str) -> None:
    """They hold the key of the caseload that remembers it, and the row is in the service file."""
    with team.open("Ben") as vault:
        [move] = client_moves.under_way(vault.service)
    with team.open("Ana") as vault:
        take_back(vault, offered)
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), vault.today() + timedelta(days=9))
    team.visit("Ana")
    with team.open("Ben") as vault:
        caseload = vault.open_caseload(team.uid("Ana"))
        caseload.run("DELETE FROM about WHERE key = 'moves_taken_back'")
        bens_taking(team, vault, move)

    for _each in range(2):
        assert codes(team, "Ana") == {"A1-111", "A2-222"}


def test_who_covers_keeps_nobody_from_arriving_by_a_mark_of_an_erasure(
    team: Team, offered: str
) -> None:
    """The client would be let go by the one, and taken in by nobody."""
    team.add("Cy", "therapist")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ben"), team.uid("Cy"), vault.today() + timedelta(days=9))
    team.visit("Ben")
    with team.open("Cy") as vault:
        [move] = client_moves.under_way(vault.service)
        moment = "2026-03-03T09:00:00.000000+00:00"
        vault.open_caseload(team.uid("Ben")).run(
            "INSERT INTO erasures VALUES (?, ?, 'request')", (move.client, moment)
        )

    taken_over(team)

    with team.open("Ben") as vault:
        assert rows(vault, offered)


def enter_by_cover(team: Team, caseload: str, client: str) -> None:
    """Have Cy enter that the offer ended, and that the client came and went, by a late move."""
    with team.open("Cy") as vault:
        [move] = client_moves.under_way(vault.service)
        covered = vault.open_caseload(caseload)
        audit.note(covered, "client_offer_withdrawn", f"move:{move.id}")
        for each in ("client_arrived", "client_moved_away"):
            audit.note(covered, each, f"client:{client}", ("a" * 32, "turn=999999998"))
        ended = "INSERT INTO about VALUES ('moves_taken_back', ?)"
        covered.run(ended, (json.dumps([move.id]),)).fetchall()


@pytest.mark.parametrize("covered", ["Ana", "Ben"])
def test_who_covers_keeps_nobody_where_they_were_and_nobody_from_arriving(
    team: Team, offered: str, covered: str
) -> None:
    team.add("Cy", "therapist")
    with team.open("Ana") as vault:
        last = vault.today() + timedelta(days=9)
        grant_cover(vault, team.uid(covered), team.uid("Cy"), last)
    team.visit(covered)
    enter_by_cover(team, team.uid(covered), offered)
    taken_over(team)

    assert codes(team, "Ana") == {"A2-222"}
    assert codes(team, "Ben") == {"A1-111"}
    with team.open("Ben") as vault:
        offer(vault, offered, team.uid("Ana"))
        assert [each.turn for each in client_moves.under_way(vault.service)] == [2]


def test_taking_back_that_was_cut_off_ends_at_the_next_opening(
    team: Team, offered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_args: object) -> None:
        raise KeyboardInterrupt

    vault = team.open("Ana")
    with monkeypatch.context() as patched:
        patched.setattr(client_moves, "withdraw", cut_off)
        with pytest.raises(KeyboardInterrupt):
            take_back(vault, offered)
    vault.abandon()
    with team.open("Ben") as ben:
        [coming] = arriving(ben)
        with pytest.raises(NotPossibleYet, match="not-packed"):
            take_over(ben, coming.move.id)

    team.visit("Ana")

    with team.open("Ben") as ben:
        assert arriving(ben) == ()
    assert codes(team, "Ana") == {"A1-111", "A2-222"}


def test_who_has_no_clients_in_use_owns_none(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Lea=("lead",))
    with team.open("Lea") as vault:
        assert vault.caseload_id is None
        assert not is_owner(vault)
