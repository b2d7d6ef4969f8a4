"""What a colleague tries who has the service's key, this source, old files and a week.

Each attack is made with the program's own functions, or by files put in the place of others.
"""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.safekeeping import add_clients, back_up_quietly, codes_in, newest_path
from tests.support.record.stating import header_of, seed_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backup_format.backup_file import label_of
from therapist_app.record.backups.comparing import compare, figures_now, fitting_backup
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.crypto.signing import sign
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import HeaderAltered, KnownRecordError, NotPossibleYet
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.header.caseload_access import effective_until
from therapist_app.record.header.header import CONTINUITY, Cover, Header
from therapist_app.record.header.header_seal import check_signatures
from therapist_app.record.header.person_keys import continuity_key
from therapist_app.record.header.statements import (
    _giving,
    agreed_to,
    given,
    lacks_a_second,
    with_statement,
)
from therapist_app.record.keyring.covering import agree_as_second, grant_cover, seal_with_continuity
from therapist_app.record.keyring.key_care import covers_waiting
from therapist_app.record.keyring.people import change_roles, remove_person
from therapist_app.record.sign_in.key_holder import KeyHolder

LONG = date(2027, 1, 1)
BEFORE = timedelta(days=400)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana, Dee and Kim keep it; Ben, Ana and Dee see clients."""
    return lay_out_team(tmp_path, Ben=("therapist",), Dee=("keeper", "therapist"), Kim=("keeper",))


def gain_of_ana(team: Team, header: Header, by: str = "Ana") -> Cover:
    """Return that Ana shall cover for Ben, as a keeper gives it under a header."""
    bare = Cover(team.uid("Ben"), team.uid("Ana"), LONG.isoformat())
    return given(header, bare, team.uid(by), seed_of(team, by))


def seconded(team: Team, cover: Cover, name: str) -> Cover:
    return agreed_to(header_of(team), cover, team.uid(name), seed_of(team, name))


def by_ana(team: Team, header: Header, at: str = "") -> Header:
    """Return a header as Ana states it with a program that checks nothing."""
    moment = at or moment_text(team.service.clock())
    return with_statement(header, team.uid("Ana"), seed_of(team, "Ana"), moment)


def state(team: Team, cover: Cover) -> None:
    with team.open("Ana") as vault:
        vault.write_statement(replace(vault.header, covers=(cover,)))


def ben_is_asked(team: Team) -> bool:
    with team.open("Ben") as vault:
        return bool(covers_waiting(vault))


def take_dees_role(team: Team) -> None:
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Dee"), ("therapist",))


def elsewhere(header: Header) -> Header:
    return replace(header, service_id="f" * 32)


def test_a_statement_that_was_signed_in_another_service_is_refused(team: Team) -> None:
    here = header_of(team)
    check_signatures(here)
    there = by_ana(team, elsewhere(here))

    with pytest.raises(HeaderAltered, match="statement"):
        check_signatures(replace(there, service_id=here.service_id))


def test_leave_that_was_given_in_another_service_counts_for_nothing_here(team: Team) -> None:
    here = header_of(team)
    cover = gain_of_ana(team, elsewhere(here), by="Kim")
    stated = by_ana(team, replace(here, covers=(cover,)))

    with pytest.raises(HeaderAltered, match="covers"):
        check_signatures(stated)


def test_a_caseload_of_another_service_of_the_same_keeper_does_not_open_here(
    tmp_path: Path,
) -> None:
    here, there = (_service(tmp_path / each, seed) for each, seed in (("a", 1), ("b", 2)))
    path = here.place.caseload(here.uid)
    kept = {each: each.read_bytes() for each in (path, anchor_beside(path))}
    log_beside(path).unlink(missing_ok=True)
    theirs = there.place.caseload(there.uid)
    shutil.copyfile(theirs, path)
    shutil.copyfile(anchor_beside(theirs), anchor_beside(path))

    with pytest.raises(KnownRecordError):
        here.open()

    for each, data in kept.items():
        each.write_bytes(data)
    with here.open() as vault:
        assert codes_in(vault) == ["A-1"]


def _service(folder: Path, seed: int) -> ServiceOnDisk:
    folder.mkdir()
    made = lay_out(folder, practice=False, seed=seed)
    with made.open() as vault:
        add_clients(vault, f"A-{seed}")
    return made


@pytest.mark.usefixtures("keepers_agree")
@pytest.mark.parametrize("days", [timedelta(), BEFORE], ids=["now", "under an earlier clock"])
def test_who_was_removed_is_no_second_keeper_whatever_the_clock_says(
    team: Team, days: timedelta
) -> None:
    cover = seconded(team, gain_of_ana(team, header_of(team)), "Kim")
    with team.open("Ana") as vault:
        remove_person(vault, team.uid("Kim"))
    at = moment_text(team.service.clock() - days)

    with pytest.raises(HeaderAltered, match="covers"):
        check_signatures(by_ana(team, replace(header_of(team), covers=(cover,)), at))


@pytest.mark.usefixtures("keepers_agree")
@pytest.mark.parametrize("as_what", ["second", "giver"])
def test_who_keeps_the_service_no_more_vouches_for_nobodys_own_gain(
    team: Team, as_what: str
) -> None:
    take_dees_role(team)
    header = header_of(team)
    own = gain_of_ana(team, header)
    cover = seconded(team, own, "Dee") if as_what == "second" else gain_of_ana(team, header, "Dee")
    state(team, cover)

    assert lacks_a_second(header_of(team), cover)
    assert not ben_is_asked(team)


@pytest.mark.usefixtures("keepers_agree")
def test_leave_that_a_keeper_of_before_vouched_for_waits_for_one_of_now(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ben"), team.uid("Ana"), LONG)
    with team.open("Dee") as vault:
        agree_as_second(vault, team.uid("Ben"), team.uid("Ana"))
    with team.open("Ben") as vault:
        agree(vault)
    [cover] = header_of(team).covers
    assert effective_until(header_of(team), cover) == LONG.isoformat()

    take_dees_role(team)
    assert effective_until(header_of(team), cover) is None
    with team.open("Kim") as vault:
        agree_as_second(vault, team.uid("Ben"), team.uid("Ana"))

    [cover] = header_of(team).covers
    assert not lacks_a_second(header_of(team), cover)


def test_a_keepers_word_that_the_sheet_was_used_stands_for_nobody(team: Team) -> None:
    cover = gain_of_ana(team, header_of(team))
    claimed = agreed_to(header_of(team), cover, CONTINUITY, seed_of(team, "Ana"))
    state(team, claimed)

    assert lacks_a_second(header_of(team), claimed)
    assert not ben_is_asked(team)


def test_where_no_sheet_ever_signed_the_keepers_word_counts_as_it_did(team: Team) -> None:
    header = header_of(team)
    trail = tuple(replace(each, continuity=None) for each in header.trail)
    older = replace(header, trail=trail, continuity_verify=None)
    cover = gain_of_ana(team, older)

    assert not lacks_a_second(older, agreed_to(older, cover, CONTINUITY, seed_of(team, "Ana")))
    assert lacks_a_second(older, cover), "nobody says that a sheet was used"


def test_a_sheet_that_signs_nothing_stands_for_no_second_keeper(tmp_path: Path) -> None:
    on_disk = lay_out(tmp_path, practice=False, continuity=False)
    absent = Colleague(on_disk, roles=("keeper", "therapist"))
    opens, signs = (continuity_key(bytearray(each)) for each in (bytes(20), bytes(range(20))))
    with on_disk.open() as vault:
        sheet = {"continuity": opens.public, "continuity_verify": signs.verify}
        grants = tuple(replace(each, is_stale=True) for each in vault.header.caseloads)
        vault.write_statement(replace(vault.header, caseloads=grants, **sheet))
    absent.visit()

    with on_disk.open() as vault:
        grant_cover(vault, absent.uid, on_disk.uid, LONG)
        with pytest.raises(NotPossibleYet, match="needs-second"):
            seal_with_continuity(vault, absent.uid, make_sheet(bytes(20)).text)


def test_a_signature_of_leave_is_none_of_a_statement_or_of_another_cover(team: Team) -> None:
    header = header_of(team)
    cover = gain_of_ana(team, header, by="Kim")
    longer = replace(cover, until=date(2028, 1, 1).isoformat())
    other = replace(cover, caseload=team.uid("Dee"))

    for forged in (longer, other, replace(cover, signature=sign(seed_of(team, "Kim"), b"cover"))):
        with pytest.raises(HeaderAltered, match="covers"):
            check_signatures(by_ana(team, replace(header, covers=(forged,))))
    assert _giving(header, longer) != _giving(header, cover)


def test_a_backup_under_the_name_of_another_day_tells_its_own_day(team: Team) -> None:
    with team.open("Ana") as vault:
        add_clients(vault, "A-100")
        back_up_quietly(vault)
        path = newest_path(vault, team.uid("Ana"))
        made = label_of(path).made_at
        later = path.with_name(path.name.replace(f"{made:%Y%m%d}", "20991231"))
        path.rename(later)
    ana = team.members["Ana"]
    owner = KeyHolder(
        team.service.place, header_of(team), ana.uid, ana.keys(), team.service.sources
    )

    backup = fitting_backup(owner, later)

    assert compare(owner, backup, figures_now(owner, ana.uid)).made_at == made
    spoilt = bytearray(later.read_bytes())
    at = spoilt.find(f"{made:%Y-%m-%d}".encode())
    assert at > 0
    spoilt[at : at + 4] = b"2099"
    later.write_bytes(spoilt)
    with pytest.raises(KnownRecordError):
        fitting_backup(owner, later)
