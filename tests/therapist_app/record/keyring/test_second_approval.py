"""What waits for a second person: who can open it, and what is not what the first one signed."""

import json
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.support.record.records import ServiceOnDisk
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.database import audit
from therapist_app.record.errors import HeaderAltered, NotAllowed
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring import second_approval
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.keyring.second_approval import (
    WAITS_AT_MOST,
    AskedApproval,
    WaitingRelease,
)
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.record.vault.vault import Vault

CONTENT = b"figures of an invented quarter"
OTHER = b"figures that nobody has approved"
NONCE = bytes(12)


def asking(release_id: str) -> AskedApproval:
    return AskedApproval(release_id, "Board", "report", CONTENT, "what it is")


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Lea asked, and neither Ana nor Ben has looked yet."""
    team = lay_out_team(tmp_path, Lea=("lead",), Ben=("therapist",))
    with team.open("Lea") as vault:
        second_approval.ask(vault, asking("r-1"))
    return team


def the_waiting(vault: Vault) -> WaitingRelease:
    [waiting] = second_approval.all_waiting(vault.service)
    return waiting


def context(release_id: str, uid: str) -> bytes:
    return canonical({"release": release_id, "to": uid})


def test_everybody_but_who_asks_could_be_the_second_person(team: Team) -> None:
    header = load_header(team.service.place.header)

    found = {each.uid for each in second_approval.others(header, team.uid("Lea"))}

    assert found == {team.uid("Ana"), team.uid("Ben")}


def test_each_colleague_opens_what_was_asked_for_and_the_asking_is_signed(team: Team) -> None:
    for name in ("Ana", "Ben"):
        with team.open(name) as vault:
            waiting = the_waiting(vault)
            assert second_approval.open_waiting(vault, waiting) == CONTENT
            assert (waiting.id, waiting.recipient, waiting.purpose, waiting.asked_by) == (
                "r-1",
                "Board",
                "report",
                team.uid("Lea"),
            )
            [told] = [
                each for each in audit.entries(vault.service) if each.action == "release_asked"
            ]
            assert (told.by, told.subject, told.fields, told.is_signed) == (
                team.uid("Lea"),
                "release:r-1",
                ("what it is",),
                True,
            )


def test_who_asked_cannot_open_it_even_with_a_box_of_their_own(team: Team) -> None:
    uid = team.uid("Lea")
    with team.open("Lea") as vault:
        waiting = the_waiting(vault)
        assert uid not in json.loads(waiting.boxes)
        me = vault.header.person(uid)
        assert me is not None
        box = seal(bytearray(32), me.public, context("r-1", uid), vault.sources)
        put(vault, "boxes", json.dumps({**json.loads(waiting.boxes), uid: box.hex()}))

        with pytest.raises(NotAllowed):
            second_approval.open_waiting(vault, the_waiting(vault))


def test_who_came_to_the_service_later_cannot_open_it_and_is_not_asked_to(team: Team) -> None:
    team.add("Cem", "therapist")

    with team.open("Cem") as vault:
        with pytest.raises(NotAllowed):
            second_approval.open_waiting(vault, the_waiting(vault))

        assert second_approval.count_for(vault) == 0


def test_where_nobody_else_is_in_the_service_nothing_waits(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        with pytest.raises(NotAllowed):
            second_approval.ask(vault, asking("r-1"))

        assert second_approval.all_waiting(vault.service) == ()


def test_what_waits_is_not_readable_in_the_service_file(team: Team) -> None:
    with team.open("Ana") as vault:
        [row] = vault.service.rows("SELECT * FROM waiting_releases")

    kept = b"".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    assert CONTENT not in kept
    assert zlib.compress(CONTENT) not in kept


def put(vault: Vault, column: str, value: object) -> None:
    """Spoil one column of what waits."""
    with vault.service.change("test", "test") as change:
        change.execute(f"UPDATE waiting_releases SET {column} = ?", (value,))


def sealed_anew(vault: Vault, plain: bytes) -> bytes:
    """Return something else under the key that the person signed in can open."""
    waiting, uid = the_waiting(vault), vault.person.uid
    box = bytes.fromhex(json.loads(waiting.boxes)[uid])
    key = unseal(box, vault.credentials.keys.opening, context(waiting.id, uid))
    return ChaCha20Poly1305(key).encrypt(NONCE, plain, waiting.id.encode())


MOST = 1 << 28
"""More than a release holds, and than there may be of anything while it is opened."""
SPOILT: dict[str, tuple[str, Callable[[Team, Vault], object]]] = {
    "another recipient": ("recipient", lambda _team, _vault: "University"),
    "another purpose": ("purpose", lambda _team, _vault: "research"),
    "another first person": ("asked_by", lambda team, _vault: team.uid("Ben")),
    "a later day": ("asked_at", lambda _team, _vault: "2026-12-03T00:00:00.000000+00:00"),
    "no signature": ("signature", lambda _team, _vault: bytes(64)),
    "bytes under no key": ("sealed", lambda _team, _vault: bytes(80)),
    "other content under the same key": (
        "sealed",
        lambda _team, vault: sealed_anew(vault, zlib.compress(OTHER)),
    ),
    "a box that is none": ("boxes", lambda team, _vault: json.dumps({team.uid("Ana"): "zz"})),
    "a box that is no text": ("boxes", lambda team, _vault: json.dumps({team.uid("Ana"): 3})),
    "more than there is room for": (
        "sealed",
        lambda _team, vault: sealed_anew(vault, zlib.compress(bytes(MOST), 1)),
    ),
    "what was never packed": ("sealed", lambda _team, vault: sealed_anew(vault, CONTENT)),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_not_what_the_first_person_signed_is_not_opened(team: Team, spoilt: str) -> None:
    column, value = SPOILT[spoilt]

    with team.open("Ana") as vault:
        put(vault, column, value(team, vault))

        tracemalloc.start()
        try:
            with pytest.raises(HeaderAltered, match="waiting-release"):
                second_approval.open_waiting(vault, the_waiting(vault))
            assert tracemalloc.get_traced_memory()[1] < 2 * MOST
        finally:
            tracemalloc.stop()


def test_a_box_opens_for_one_release_alone(team: Team) -> None:
    with team.open("Ana") as vault:
        put(vault, "id", "r-2")

        with pytest.raises(HeaderAltered, match="sealed-key"):
            second_approval.open_waiting(vault, the_waiting(vault))


def test_what_somebody_asked_for_who_left_since_is_not_opened(team: Team) -> None:
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Lea"))

        with pytest.raises(HeaderAltered, match="waiting-release"):
            second_approval.open_waiting(vault, the_waiting(vault))


def test_what_one_asked_for_oneself_or_is_too_old_is_not_counted(team: Team) -> None:
    clock = team.service.clock
    with team.open("Ana") as vault:
        second_approval.ask(vault, asking("r-2"))
        mine = second_approval.count_for(vault)
        asked = second_approval.all_waiting(vault.service)[0].asked_at
        clock.move_to(asked + WAITS_AT_MOST - timedelta(minutes=1))
        on_the_last_day = second_approval.count_for(vault)
        clock.move_to(asked + WAITS_AT_MOST + timedelta(days=1))
        too_late = second_approval.count_for(vault)
        clock.move_to(asked + timedelta(days=1))
    with team.open("Ben") as vault:
        both = second_approval.count_for(vault)

    assert (mine, on_the_last_day, too_late, both) == (1, 1, 0, 2)


def test_what_stands_in_the_ledger_waits_no_longer(team: Team) -> None:
    with team.open("Ana") as vault:
        now = vault.service.now()
        written = Release("r-1", "report", "Board", "report", now, "Lea", "{}", "{}")
        releases.add(vault.service, written)

        assert second_approval.unwritten(vault.service) == ()
        assert second_approval.count_for(vault) == 0


def test_what_waits_and_nobody_signed_that_they_asked_is_still_looked_at(team: Team) -> None:
    with team.open("Ana") as vault:
        waiting = replace(the_waiting(vault), id="r-2")
        with vault.service.change("spoilt", "service") as change:
            second_approval._TABLE.insert(change, waiting)

        assert waiting in second_approval.unwritten(vault.service)


def test_the_oldest_stands_first_and_only_what_ends_goes(team: Team) -> None:
    team.service.clock.advance(60)
    with team.open("Ana") as vault:
        second_approval.ask(vault, asking("a-later-one"))
        first, second = second_approval.all_waiting(vault.service)
        assert (first.id, second.id) == ("r-1", "a-later-one")

        second_approval.end_waiting(vault.service, first, "release_refused")

        assert second_approval.all_waiting(vault.service) == (second,)
        told = audit.entries(vault.service)[-1]
        assert (told.action, told.subject, told.is_signed) == (
            "release_refused",
            "release:r-1",
            True,
        )


def test_what_was_refused_waits_no_longer_though_a_colleague_puts_it_back_and_says_it_was_asked(
    team: Team,
) -> None:
    with team.open("Ben") as vault:
        service, waiting = vault.service, the_waiting(vault)
        second_approval.end_waiting(service, waiting, "release_refused")
        with service.change("test", "test") as change:
            second_approval._TABLE.insert(change, waiting)
        audit.note(service, "release_asked", f"release:{waiting.id}")

        assert second_approval.all_waiting(service) == (waiting,)
        assert second_approval.unwritten(service) == ()


def test_what_its_first_person_asks_for_again_waits_though_it_was_called_back(team: Team) -> None:
    with team.open("Lea") as vault:
        second_approval.end_waiting(vault.service, the_waiting(vault), "release_called_back")
        second_approval.ask(vault, asking("r-1"))
    with team.open("Ana") as vault:
        assert second_approval.count_for(vault) == 1
