"""The protocol of docs/protocol.md as a small machine, made of the program's own functions.

Olga owns clients, Carl is a colleague, Kay and Dee keep the service. Kay and Olga are honest; Carl
and Dee have the service's key, this source, and a copy of every header that ever stood there. Each
act returns the world after it. A thief has had the key pairs of Olga and Carl from the beginning,
and sees every header; whoever gives a pair up is rid of the thief. Sam has the continuity sheet
from the beginning, and may read until Kay has made another one and Olga has agreed to it. A world
whose `reads` names somebody, in which Kay lost her role unseen, or in which the sheet of before
made somebody a keeper, is a broken protocol.

Files, databases and passphrases are left out: who holds a generation of the key, reads what is
written under it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from therapist_app.record.clock_and_random import ClockAndRandom, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.slots import Slot, SlotTerms
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header import caseload_access, statements
from therapist_app.record.header.header import (
    CONTINUITY,
    HANDED_OVER,
    CaseloadGrant,
    Cover,
    Header,
    KeyBox,
    Person,
)
from therapist_app.record.header.notices import NOTICE
from therapist_app.record.header.pairs import with_new_pair
from therapist_app.record.header.person_keys import NewKeys, make_keys
from therapist_app.record.vault import seen_statements
from therapist_app.record.vault.seen_statements import Seen

NAMES = ("Olga", "Carl", "Kay", "Dee")
UIDS = {name: f"{number:032x}" for number, name in enumerate(NAMES, 1)}
THIEF = "the thief"
SAM = "who has the sheet"
SHEETS = ("the sheet", "the next sheet")
STOLEN = ("Olga", "Carl")
OTHER = "Dee, under Carl's name"
DEES_SHEET = "the sheet of Dee's"
RUBBISH = bytes(80)
"""What a box holds that opens nothing: whoever made it had no key to seal."""
NAME_OF = {uid: name for name, uid in UIDS.items()}
OLGAS = UIDS["Olga"]
DAY = date(2026, 3, 2)
COVER_UNTIL = DAY + timedelta(days=1)
FAR = date(2027, 1, 1)


def keys_of(name: str, pair: int = 1) -> NewKeys:
    """Return one of somebody's key pairs, the same each time."""
    assert name in (*NAMES, THIEF, OTHER, *SHEETS, DEES_SHEET)
    return _pair(name, pair)


@cache
def _pair(_name: str, _pair: int) -> NewKeys:
    return make_keys(_sources())


@cache
def _sources() -> ClockAndRandom:
    return system_sources()


def seed_of(name: str, pair: int = 1) -> Masked:
    """Return what somebody signs with."""
    return keys_of(name, pair).private.signing


@dataclass(frozen=True)
class Copies:
    """What the others use of the headers that stood in the folder before.

    Attributes:
        oldest: The first.
        last: The one that stood there just before.
        with_first_pair: The newest in which somebody, by name, has their first key pair still.

    """

    oldest: Header
    last: Header
    with_first_pair: Mapping[str, Header]


@dataclass(frozen=True)
class World:
    """What there is.

    Attributes:
        header: What stands in the folder.
        copies: Of those that stood there before; None where none did.
        seen: What Olga's caseload remembers.
        generation: Under which of its keys her caseload lies.
        known: Who holds each generation, or held it.
        agreed: To whom Olga agreed, until when, and after how many statements; what she has
            seen ended since is gone.
        ever: Up to which day Olga agreed at any time; what Kay gives anew up to it needs no more.
        given: What Kay truly gave, and has not ended: to whom, until when.
        ended: The hash of the statement with which Kay ended a cover, by its number and whose.
        day: Today.
        pairs: Which key pair each of them truly has.
        saw: Which of Carl's key pairs Olga has seen.
        looked: When Olga last looked at the list of people.
        noticed: When Dee openly gave Kay notice.
        another: Since when Olga knows of a keeper beside Kay and Dee, who may agree with her.
        is_told: Whether Olga was told that a role was taken by notice that she had not seen.
        is_kay_gone: Whether Olga took it that Kay keeps the service no more, though she had no
            notice of fourteen days, and no two agreed whom Olga has known for as long.
        is_by_an_older_sheet: Whether Olga took it that the sheet of before made a keeper.
        renewed: The hash of the statement with which Kay put another sheet in force.
        sheet: To which sheet Olga agreed last, by its name.
        was_attacked: Whether anybody but Olga and Kay wrote a header.
        is_refused: Whether Olga's newest session was refused.
        reads: Who reads what Olga wrote, and may not.

    """

    header: Header
    copies: Copies | None = None
    seen: Seen | None = None
    generation: int = 1
    known: Mapping[int, frozenset[str]] = field(default_factory=dict)
    agreed: Mapping[str, tuple[date, int]] = field(default_factory=dict)
    ever: Mapping[str, date] = field(default_factory=dict)
    given: Mapping[str, date] = field(default_factory=dict)
    ended: tuple[tuple[int, bytes, str], ...] = ()
    day: date = DAY
    pairs: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 1))
    saw: int = 1
    looked: date | None = None
    noticed: date | None = None
    another: date | None = None
    is_told: bool = False
    is_kay_gone: bool = False
    renewed: tuple[int, bytes] | None = None
    sheet: str = SHEETS[0]
    is_by_an_older_sheet: bool = False
    was_attacked: bool = False
    is_refused: bool = False
    reads: frozenset[str] = frozenset()


def beginning() -> World:
    """Return a service in which Olga has signed in once."""
    header = Header(
        service_id="0" * 32,
        practice=False,
        generation=1,
        keeper=keys_of("Kay").verify,
        audit_public=bytes(32),
        continuity=keys_of(SHEETS[0]).public,
        continuity_verify=keys_of(SHEETS[0]).verify,
        cost=FLOOR,
        people=(
            olga := _person("Olga", "therapist"),
            _person("Carl", "therapist"),
            _person("Kay", "keeper"),
            _person("Dee", "keeper", "therapist"),
        ),
        service_boxes=(),
        caseloads=(),
    )
    boxes = (_box(olga, 1), _box_of_the_sheet(header, 1))
    header = replace(header, caseloads=(CaseloadGrant(OLGAS, OLGAS, boxes),))
    world = World(_stated(header, "Kay"), known={1: frozenset({"Olga", SAM})})
    return olga_signs_in(world)


def _person(name: str, *roles: str) -> Person:
    slot = Slot(SlotTerms(roles, FLOOR), bytes(16), bytes(32), name.encode().ljust(92, b"\0"))
    return Person(UIDS[name], name, roles, keys_of(name).public, keys_of(name).verify, slot, slot)


def _box(person: Person, generation: int, until: str = "") -> KeyBox:
    sealed = person.public + f"{generation}".encode().ljust(48, b"\0")
    return KeyBox(person.uid, generation, sealed, until, person.pair)


def _box_of_the_sheet(header: Header, generation: int) -> KeyBox:
    assert header.continuity is not None
    sealed = header.continuity + f"{generation}".encode().ljust(48, b"\0")
    return KeyBox(CONTINUITY, generation, sealed)


def _stated(header: Header, by: str, day: date = DAY, notices: tuple[str, ...] = ()) -> Header:
    keys = tuple(keys_of(each).verify for each in notices)
    at = _moment(day).isoformat()
    return statements.with_statement(header, UIDS[by], seed_of(by), at, notices=keys)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _who_opens(box: KeyBox) -> frozenset[str]:
    """Return who has the private key that a box was sealed to, whatever stands on it."""
    public = box.sealed[:32]
    if box.sealed == RUBBISH:
        return frozenset()
    if public == keys_of(OTHER).public:
        return frozenset({"Dee"})
    if box.to == CONTINUITY:
        holds = {keys_of(SHEETS[0]).public: SAM, keys_of(DEES_SHEET).public: "Dee"}
        return frozenset({holds[public]} if public in holds else ())
    if public == keys_of(THIEF).public:
        return frozenset({THIEF})
    name = NAME_OF[box.to]
    is_stolen = name in STOLEN and public == keys_of(name).public
    return frozenset({name, THIEF} if is_stolen else {name})


def _put(world: World, header: Header, *, honest: bool) -> World:
    """Put a header in place; whoever is named in a box of it can open that box from then on."""
    known = dict(world.known)
    for grant in header.caseloads:
        for box in grant.boxes:
            held = known.get(box.generation, frozenset())
            known[box.generation] = held | _who_opens(box)
    return replace(
        world,
        header=header,
        copies=_copied(world),
        known=known,
        was_attacked=world.was_attacked or not honest,
    )


def _copied(world: World) -> Copies:
    before, header = world.copies, world.header
    kept = before.with_first_pair if before is not None else {}
    newer = {name: header for name in STOLEN if not _person_of(header, name).renewals}
    return Copies(before.oldest if before is not None else header, header, {**kept, **newer})


def _grant(header: Header) -> CaseloadGrant:
    grant = header.grant(OLGAS)
    assert grant is not None
    return grant


# What the honest ones do.


def olga_signs_in(world: World) -> World:
    """Check, look after the key, agree to what Kay told her of, and write."""
    header = world.header
    hers = _grant(header).boxes_for(OLGAS)
    opens_the_file = bool(hers) and hers[0].generation == world.generation
    try:
        statements.check_statements(header)
        seen_statements.check_goes_on(world.seen, header, OLGAS, OLGAS)
        is_told = world.is_told
        if world.seen is not None and world.looked is not None:
            looked, now = _moment(world.looked), _moment(world.day)
            is_told |= seen_statements.check_notice(world.seen, header, looked, now)
    except HeaderAltered:
        return replace(world, is_refused=True)
    if not opens_the_file or _person_of(header, "Olga").public != _own(world).public:
        return replace(world, is_refused=True)
    world = replace(world, is_told=is_told)
    is_known = any(
        since is not None and world.day - since >= NOTICE
        for since in (world.noticed, world.another)
    )
    if "keeper" not in _person_of(header, "Kay").roles and not is_known and not is_told:
        world = replace(world, is_kay_gone=True)
    is_another = any("keeper" in _person_of(header, each).roles for each in ("Carl", "Olga"))
    world = replace(world, another=(world.another or world.day) if is_another else None)
    world = _without_what_she_saw_ended(world)
    world = _keeping_what_she_never_gave(world)
    header, opened = world.header, caseload_access.let_in(_grant(world.header), OLGAS)
    if caseload_access.owner_now(header, _grant(header)) != OLGAS:
        return replace(world, reads=world.reads | {NAME_OF[_grant(header).boxes[-1].to]})
    world = _judging_the_sheet(world)
    world = _looked_after(world)
    world = _agreeing(world)
    header = world.header
    now = seen_statements.seen_in(header, OLGAS, OLGAS)
    assert now is not None
    seen = seen_statements.following(world.seen, now, opened)
    may = {"Olga", *(name for name, (until, _n) in world.agreed.items() if world.day <= until)}
    may |= {name for name in world.given if world.day <= world.ever.get(name, date.min)}
    carl = _person_of(world.header, "Carl")
    if carl.verify == keys_of("Carl", world.pairs["Carl"]).verify:
        world = replace(world, saw=world.pairs["Carl"])
    is_with_carl = "Carl" in may and (world.saw == 1 or world.saw < world.pairs["Carl"])
    if world.pairs["Olga"] == 1 or is_with_carl:
        may.add(THIEF)
    if world.sheet == SHEETS[0]:
        may.add(SAM)
    reads = world.reads | (world.known[world.generation] - may)
    return replace(world, seen=seen, looked=world.day, is_refused=False, reads=reads)


def _keeping_what_she_never_gave(world: World) -> World:
    """A box alone says that her clients are somebody else's: her caseload knows better."""
    grant = _grant(world.header)
    to = caseload_access.owner_now(world.header, grant)
    agreed = world.seen.agreed or () if world.seen is not None else ()
    if to == OLGAS or (to, HANDED_OVER) in agreed:
        return world
    boxes = tuple(box for box in grant.boxes if box.to != to)
    kept = world.header.with_grant(replace(grant, boxes=boxes, is_stale=True))
    return _put(world, _amended(world, world.header, kept), honest=True)


def _is_renewal_in(world: World, header: Header) -> bool:
    if world.renewed is None:
        return False
    n, hashed = world.renewed
    return len(header.trail) >= n and statements.hash_of(header, n) == hashed


def _judging_the_sheet(world: World) -> World:
    if not _is_renewal_in(world, world.header):
        return world
    assert world.renewed is not None
    later = world.header.trail[world.renewed[0] :]
    is_made = any(each.by == CONTINUITY for each in later)
    return replace(world, is_by_an_older_sheet=world.is_by_an_older_sheet or is_made)


def _own(world: World) -> NewKeys:
    return keys_of("Olga", world.pairs["Olga"])


def _person_of(header: Header, name: str) -> Person:
    person = header.person(UIDS[name])
    assert person is not None
    return person


def _without_what_she_saw_ended(world: World) -> World:
    seen = {
        (name, n)
        for n, hashed, name in world.ended
        if len(world.header.trail) >= n and statements.hash_of(world.header, n) == hashed
    }
    agreed = {
        name: (until, after)
        for name, (until, after) in world.agreed.items()
        if not any(name == each and n > after for each, n in seen)
    }
    return replace(world, agreed=agreed)


def _looked_after(world: World) -> World:
    header, grant = world.header, _grant(world.header)
    agreed = world.seen.agreed if world.seen is not None else ()
    holders = caseload_access.rightful(header, grant, world.day, agreed)
    missing = [NAME_OF[to] for to in holders if to in NAME_OF and not grant.boxes_for(to)]
    known_to = world.seen.holders if world.seen is not None else ()
    sheet = world.seen.sheet if world.seen is not None else None
    if not caseload_access.is_to_be_changed(
        header, grant, world.day, known_to, agreed, sheet=sheet
    ):
        more = tuple(_sealed(header, name, world.generation) for name in missing)
        changed = header.with_grant(replace(grant, boxes=(*grant.boxes, *more)))
        return _put(world, _amended(world, header, changed), honest=True) if missing else world
    changed = _with_new_key(world, header)
    following = world.generation + 1
    return replace(_put(world, _amended(world, header, changed), honest=True), generation=following)


def _with_new_key(world: World, header: Header) -> Header:
    grant = _grant(header)
    agreed = world.seen.agreed if world.seen is not None else ()
    sheet = world.seen.sheet if world.seen is not None else None
    known = caseload_access.with_known_sheet(header, sheet)
    holders = caseload_access.rightful(known, grant, world.day, agreed)
    boxes = tuple(
        _box_of_the_sheet(known, world.generation + 1)
        if to == CONTINUITY
        else _sealed(header, NAME_OF[to], world.generation + 1, until)
        for to, until in holders.items()
    )
    return header.with_grant(replace(grant, boxes=boxes, is_stale=False))


def _sealed(header: Header, name: str, generation: int, until: str = "") -> KeyBox:
    return _box(_person_of(header, name), generation, until)


def _agreeing(world: World) -> World:
    """Olga agrees to what Kay told her of on the telephone, and puts off the rest."""
    header = world.header
    for cover in header.covers_of(OLGAS):
        name, grant = NAME_OF[cover.to], _grant(world.header)
        is_true = world.given.get(name) and world.given[name].isoformat() == cover.until
        waits = caseload_access.waits_for_owner(header, cover)
        if is_true and waits and not caseload_access.has_ended(cover.until, world.day):
            kept = tuple(box for box in grant.boxes if box.to != cover.to)
            boxes = (*kept, _sealed(world.header, name, world.generation, cover.until))
            changed = world.header.with_grant(replace(grant, boxes=boxes))
            world = _put(world, _amended(world, world.header, changed), honest=True)
            until = date.fromisoformat(cover.until), len(header.trail)
            ever = {**world.ever, name: until[0]}
            world = replace(world, agreed={**world.agreed, name: until}, ever=ever)
    return _agreeing_to_the_sheet(world)


def _agreeing_to_the_sheet(world: World) -> World:
    """Likewise: a sheet that Kay told her of, and no other."""
    public = keys_of(SHEETS[1]).public
    is_true = world.renewed is not None and world.header.continuity == public
    if not is_true or world.seen is None or world.seen.sheet == public.hex():
        return world
    seen = replace(world.seen, sheet=public.hex())
    return _looked_after(replace(world, seen=seen, sheet=SHEETS[1]))


def _amended(world: World, before: Header, after: Header) -> Header:
    return statements.with_amendments(before, after, OLGAS, seed_of("Olga", world.pairs["Olga"]))


def olga_gives_up_her_keys(world: World) -> World:
    """Somebody may know them: another pair, and another key for her clients."""
    olga, at_door = _person_of(world.header, "Olga"), olga_signs_in(world)
    if at_door.is_refused or at_door.reads or olga.pair != world.pairs["Olga"]:
        return world
    given = _with_pair(at_door, "Olga")
    changed = _with_new_key(given, given.header)
    amended = statements.with_amendments(
        at_door.header, changed, OLGAS, seed_of("Olga", given.pairs["Olga"])
    )
    put = _put(replace(given, header=at_door.header), amended, honest=True)
    after = replace(put, generation=given.generation + 1)
    return olga_signs_in(after)


def carl_gives_up_his_keys(world: World) -> World:
    """He has no clients here: he signs his slots and his pair."""
    carl = _person_of(world.header, "Carl")
    try:
        statements.check_statements(world.header)
    except HeaderAltered:
        return world
    if carl.verify != keys_of("Carl", world.pairs["Carl"]).verify:
        return world  # his passphrase opens nothing here
    given = _with_pair(world, "Carl")
    seed = seed_of("Carl", given.pairs["Carl"])
    amended = statements.with_amendments(world.header, given.header, UIDS["Carl"], seed)
    return _put(replace(given, header=world.header), amended, honest=True)


def _with_pair(world: World, name: str) -> World:
    """Return the world with another pair of somebody in its header, not signed yet."""
    before, number = world.pairs[name], world.pairs[name] + 1
    person = _person_of(world.header, name)
    renewed = with_new_pair(
        world.header, person, keys_of(name, before).private, keys_of(name, number), _sources()
    )
    slot = replace(person.passphrase, wrapped=f"{name} {number}".encode().ljust(92, b"\0"))
    header = world.header.with_person(replace(renewed, passphrase=slot, sheet=slot))
    return replace(world, header=header, pairs={**world.pairs, name: number})


def _kay_states(
    world: World, change: Callable[[Header], Header], notices: tuple[str, ...] = ()
) -> World:
    """Kay signs what she reads, unless her program refuses it, or she is no keeper in it."""
    header = world.header
    try:
        statements.check_statements(header)
    except HeaderAltered:
        return world
    if keys_of("Kay").verify not in statements.keeper_keys(header):
        return world
    return _put(world, _stated(change(header), "Kay", world.day, notices), honest=True)


def kay_lets_carl_cover(world: World) -> World:
    """Until tomorrow."""
    cover = Cover(OLGAS, UIDS["Carl"], COVER_UNTIL.isoformat())
    given = statements.given(world.header, cover, UIDS["Kay"], seed_of("Kay"))
    others = tuple(each for each in world.header.covers if each.to != UIDS["Carl"])
    stated = _kay_states(world, lambda header: replace(header, covers=(*others, given)))
    if stated is world:
        return world
    return replace(stated, given={**world.given, "Carl": COVER_UNTIL})


def kay_ends_carls_cover(world: World) -> World:
    """Before its day."""
    stated = _kay_states(
        world, lambda header: caseload_access.without_cover(header, OLGAS, UIDS["Carl"])
    )
    if stated is world or "Carl" not in world.given:
        return stated
    n = len(stated.header.trail)
    end = (n, statements.hash_of(stated.header, n), "Carl")
    given = {name: until for name, until in world.given.items() if name != "Carl"}
    return replace(stated, given=given, ended=(*world.ended, end))


def kay_gives_dee_notice(world: World) -> World:
    """Dee shall keep the service no more."""
    return _kay_states(world, lambda header: header, ("Dee",))


def kay_takes_dees_role(world: World) -> World:
    """Once Dee's notice is over."""
    dee, kay = _person_of(world.header, "Dee"), keys_of("Kay").verify
    try:
        notices = statements.notices_in(world.header)
    except HeaderAltered:
        return world
    if not notices.may_take(keys_of("Dee").verify, kay, _moment(world.day)):
        return world
    return _kay_states(world, lambda header: header.with_person(replace(dee, roles=("therapist",))))


def kay_makes_another_sheet(world: World) -> World:
    """Without the one before at hand; each owner who agrees changes the key."""
    if world.renewed is not None:
        return world
    key = keys_of(SHEETS[1])
    grant = replace(_grant(world.header), is_stale=True)
    stated = _kay_states(
        world,
        lambda header: replace(
            header, continuity=key.public, continuity_verify=key.verify
        ).with_grant(grant),
    )
    if stated is world:
        return world
    n = len(stated.header.trail)
    return replace(stated, renewed=(n, statements.hash_of(stated.header, n)))


def two_days_pass(world: World) -> World:
    """No cover of tomorrow is in force any more."""
    return replace(world, day=world.day + timedelta(days=2))


def two_weeks_pass(world: World) -> World:
    """Notice that was given runs out."""
    return replace(world, day=world.day + NOTICE)


# What the others do, who hold the service's key and every copy.


def the_oldest_copy_is_put_back(world: World) -> World:
    """Whole."""
    return _put(world, world.copies.oldest, honest=False) if world.copies else world


def the_last_copy_is_put_back(world: World) -> World:
    """Whole."""
    return _put(world, world.copies.last, honest=False) if world.copies else world


def an_older_statement_is_put_under_the_keys_of_now(world: World) -> World:
    """People, covers and chain of before; slots and boxes of now."""
    if not world.copies:
        return world
    older = replace(world.copies.last, caseloads=world.header.caseloads)
    return _put(world, older, honest=False)


def older_keys_are_put_under_the_statement_of_now(world: World) -> World:
    """Boxes and flag of before, with their signature; people, covers and chain of now."""
    if not world.copies:
        return world
    mixed = replace(world.header, caseloads=world.copies.last.caseloads)
    return _put(world, mixed, honest=False)


def the_flag_is_cleared(world: World) -> World:
    """So that the key would not be changed."""
    return _put(
        world, world.header.with_grant(replace(_grant(world.header), is_stale=False)), honest=False
    )


def carl_makes_himself_keeper(world: World) -> World:
    """And signs it himself, with a cover that he says is Kay's."""
    carl = world.header.person(UIDS["Carl"])
    assert carl is not None
    cover = Cover(OLGAS, UIDS["Carl"], FAR.isoformat(), UIDS["Kay"], bytes(64))
    header = world.header.with_person(replace(carl, roles=("keeper", "therapist")))
    stated = _stated(replace(header, covers=(cover,)), "Carl", world.day)
    return _put(world, stated, honest=False)


def dee_covers_for_olga_herself(world: World) -> World:
    """Under whatever stands there."""
    return _put(world, _dees(world, world.header), honest=False)


def dee_goes_on_from_the_oldest_copy(world: World) -> World:
    """Where she was a keeper."""
    return _put(world, _dees(world, world.copies.oldest), honest=False) if world.copies else world


def dee_hands_olgas_clients_to_herself(world: World) -> World:
    """For good, with what she calls a box."""
    header = _dees(world, world.header, HANDED_OVER)
    return _put(world, _stated(header, "Dee", world.day), honest=False)


def dee_states_a_box_for_carl(world: World) -> World:
    """With leave, and with the flag, so that the next key would reach him."""
    return _put(world, _carls(world, FAR.isoformat()), honest=False)


def dee_states_that_olgas_clients_are_carls(world: World) -> World:
    """By leave for good, and a box without a day."""
    return _put(world, _carls(world, HANDED_OVER), honest=False)


def _carls(world: World, until: str) -> Header:
    """Return the header with leave for Carl by Dee, and with the box he has, or one of rubbish."""
    carl, grant = UIDS["Carl"], _grant(world.header)
    cover = statements.given(world.header, Cover(OLGAS, carl, until), UIDS["Dee"], seed_of("Dee"))
    newest = max(box.generation for box in grant.boxes)
    his = grant.boxes_for(carl) or (KeyBox(carl, newest, RUBBISH),)
    boxes = (*(box for box in grant.boxes if box.to != carl), replace(his[0], until=until))
    others = tuple(each for each in world.header.covers if each.to != carl)
    changed = replace(world.header, covers=(*others, cover))
    changed = changed.with_grant(replace(grant, boxes=boxes, is_stale=True))
    return _stated(changed, "Dee", world.day)


def dee_puts_keys_of_hers_under_carls_name(world: World) -> World:
    """So that what is sealed to him would be hers."""
    other = keys_of(OTHER)
    carl = replace(_person_of(world.header, "Carl"), public=other.public, verify=other.verify)
    header = world.header.with_person(replace(carl, renewals=()))
    stale = replace(_grant(header), is_stale=True)
    return _put(world, _stated(header.with_grant(stale), "Dee", world.day), honest=False)


def _dees(world: World, header: Header, until: str = "") -> Header:
    dee = header.person(UIDS["Dee"])
    assert dee is not None
    cover = Cover(OLGAS, UIDS["Dee"], until or FAR.isoformat())
    given = statements.given(header, cover, UIDS["Dee"], seed_of("Dee"))
    others = tuple(each for each in header.covers if each.to != UIDS["Dee"])
    kept = header.with_person(replace(dee, roles=("keeper", "therapist")))
    return _stated(replace(kept, covers=(*others, given)), "Dee", world.day)


def dee_puts_a_sheet_of_hers_in_force(world: World) -> World:
    """With the flag, so that the next key would be sealed to it."""
    key, grant = keys_of(DEES_SHEET), replace(_grant(world.header), is_stale=True)
    header = replace(world.header, continuity=key.public, continuity_verify=key.verify)
    return _put(world, _stated(header.with_grant(grant), "Dee", world.day), honest=False)


def dee_gives_kay_notice(world: World) -> World:
    """Openly: everybody is told."""
    if keys_of("Dee").verify not in statements.keeper_keys(world.header):
        return world
    after = _put(world, _stated(world.header, "Dee", world.day, ("Kay",)), honest=False)
    return replace(after, noticed=world.noticed or world.day)


def dee_takes_kays_role(world: World) -> World:
    """Whether or not notice is over."""
    return _put(world, _without_kay(world, world.header), honest=False)


def dee_takes_kays_role_with_notice_dated_back(world: World) -> World:
    """As if she had given it two weeks ago."""
    noticed = _stated(world.header, "Dee", world.day - NOTICE, ("Kay",))
    return _put(world, _without_kay(world, noticed), honest=False)


def _without_kay(world: World, header: Header) -> Header:
    kay = _person_of(header, "Kay")
    return _stated(header.with_person(replace(kay, roles=("lead",))), "Dee", world.day)


def sam_makes_carl_a_keeper(world: World) -> World:
    """With the sheet, over whatever stands there."""
    return _put(world, _by_the_sheet(world.header, world.day, "Carl"), honest=False)


def sam_makes_two_keepers_dated_back_who_take_kays_role(world: World) -> World:
    """As if both had kept the service for two weeks."""
    header = world.header
    for name in ("Carl", "Olga"):
        header = _by_the_sheet(header, world.day - NOTICE, name)
    header = _stated(header, "Carl", world.day, ("Kay",))
    header = header.with_person(replace(_person_of(header, "Kay"), roles=("lead",)))
    return _put(world, _stated(header, "Dee", world.day), honest=False)


def sam_takes_kays_role(world: World) -> World:
    """With the sheet itself, as Carl becomes a keeper."""
    kay = replace(_person_of(world.header, "Kay"), roles=("lead",))
    header = _by_the_sheet(world.header.with_person(kay), world.day, "Carl")
    return _put(world, header, honest=False)


def _by_the_sheet(header: Header, day: date, name: str) -> Header:
    made = replace(_person_of(header, name), roles=("keeper", "therapist"))
    at = _moment(day).isoformat()
    return statements.with_statement(header.with_person(made), CONTINUITY, seed_of(SHEETS[0]), at)


def the_thief_makes_another_pair_for_carl(world: World) -> World:
    """From the one that Carl had at first, over whatever stands there."""
    return _put(world, _pair_of_the_thief(world, "Carl"), honest=False)


def the_thief_makes_another_pair_for_olga(world: World) -> World:
    """Likewise."""
    return _put(world, _pair_of_the_thief(world, "Olga"), honest=False)


def _pair_of_the_thief(world: World, name: str) -> Header:
    before = _person_of(world.header, name)
    if before.renewals:
        assert world.copies is not None
        before = _person_of(world.copies.with_first_pair[name], name)
    bare = world.header.with_person(before)
    forged = with_new_pair(bare, before, keys_of(name).private, keys_of(THIEF), _sources())
    slot = replace(before.passphrase, wrapped=b"thief".ljust(92, b"\0"))
    changed = bare.with_person(replace(forged, passphrase=slot))
    return statements.with_amendments(bare, changed, UIDS[name], seed_of(THIEF))


HONEST: tuple[Callable[[World], World], ...] = (
    olga_signs_in,
    kay_lets_carl_cover,
    kay_ends_carls_cover,
    kay_gives_dee_notice,
    kay_takes_dees_role,
    kay_makes_another_sheet,
    olga_gives_up_her_keys,
    carl_gives_up_his_keys,
    two_days_pass,
    two_weeks_pass,
)
HOSTILE: tuple[Callable[[World], World], ...] = (
    the_oldest_copy_is_put_back,
    the_last_copy_is_put_back,
    an_older_statement_is_put_under_the_keys_of_now,
    older_keys_are_put_under_the_statement_of_now,
    the_flag_is_cleared,
    carl_makes_himself_keeper,
    dee_covers_for_olga_herself,
    dee_goes_on_from_the_oldest_copy,
    dee_hands_olgas_clients_to_herself,
    dee_states_a_box_for_carl,
    dee_states_that_olgas_clients_are_carls,
    dee_puts_keys_of_hers_under_carls_name,
    dee_puts_a_sheet_of_hers_in_force,
    dee_gives_kay_notice,
    dee_takes_kays_role,
    dee_takes_kays_role_with_notice_dated_back,
    sam_makes_carl_a_keeper,
    sam_makes_two_keepers_dated_back_who_take_kays_role,
    sam_takes_kays_role,
    the_thief_makes_another_pair_for_carl,
    the_thief_makes_another_pair_for_olga,
)
ACTS = HONEST + HOSTILE


def problem_of(world: World) -> str:
    """Return what is broken, or nothing: judged by a session of Olga's from here."""
    next_session = olga_signs_in(world)
    if next_session.reads:
        return "read by " + ", ".join(sorted(next_session.reads))
    if next_session.is_kay_gone:
        return "a keeper's role was taken unseen"
    if next_session.is_by_an_older_sheet:
        return "a sheet of before made a keeper"
    if next_session.is_refused and not world.was_attacked:
        return "locked out by nobody"
    return ""
