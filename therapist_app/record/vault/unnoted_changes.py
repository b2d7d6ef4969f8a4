"""What a keeper changed with a program that notes nothing, told in the audit of the service file.

A keeper can state who is here and with which role, whose clients they are, and another continuity
sheet. So each session notes, for everybody to be told, what the header says and the audit does not.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import partial
from itertools import chain, pairwise

from therapist_app.record.client_rights.client_moves import no_longer_listed
from therapist_app.record.client_rights.erasing import not_as_erased
from therapist_app.record.crypto.signing import VERIFY_LENGTH
from therapist_app.record.database.audit import (
    AuditEntry,
    believed,
    mark_of,
    note,
    signed_about,
    signers_of,
    spoilt_entries,
)
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE, left_out_of
from therapist_app.record.header.caseload_access import first_owner, owner_now, sheet_in_force
from therapist_app.record.header.header import CONTINUITY, Header, Person
from therapist_app.record.header.statements import keepers_ever
from therapist_app.record.service.export_keys import CHANGES_KEY, other_changes
from therapist_app.record.service.former_people import names_ever
from therapist_app.record.service.local_texts import no_longer_written, not_as_approved
from therapist_app.record.service.own_age_keys import not_as_made
from therapist_app.record.service.owners_in_turn import owners_since
from therapist_app.record.service.quarters import not_as_given
from therapist_app.record.service.question_answers import not_as_answered
from therapist_app.record.service.releases import no_longer_there, not_as_entered
from therapist_app.record.service.secrets_known import note_secrets, other_export_key
from therapist_app.record.service.settings import (
    BY_EVERYBODY,
    not_as_signed,
    put_right,
    who_settles,
)
from therapist_app.record.vault.seen_statements import Seen

CHANGED_HANDS = "clients_changed_hands"
OTHER_SHEET = "continuity_replaced"
OTHER_PEOPLE = "people_changed"
OTHER_EXPORT_KEY = "export_key_other"
OTHER_SETTING = "setting_unsigned"
MEMORY_CHANGED = "memory_changed"
CLOSING_DOUBTED = "closing_doubted"
FOUND_OPEN = "found_open"
BY_SHEET = "keeper_by_continuity"
LEFT_OUT = "row_left_out"
UNSIGNED = "row_unsigned"
ROW_GONE = "row_gone"
NO_MORE = "found_no_more"
"""That something is as it was which a person's session had found: once more, it is told again."""
_FOUND = (LEFT_OUT, ROW_GONE, UNSIGNED, OTHER_EXPORT_KEY)
PUT_BACK = "setting_put_back"
"""Of what somebody signed without a role for it, which is told in their name."""
_SAYING_ROLES = ("person_added", "roles_changed", OTHER_PEOPLE)
_OF_PEOPLE = (*_SAYING_ROLES, "person_removed", BY_SHEET)
_GONE = "gone"
_SERVICE, _OF_CHANGES = "service", f"table:{CHANGES_KEY}"
"""What is found of the service's secrets, and not of its rows."""


def note_changed_hands(service: ServiceFile, header: Header) -> None:
    """Note whose clients became somebody else's with neither their word nor a sheet."""
    here = [each.uid for each in header.people]
    for grant in header.caseloads:
        to = owner_now(header, grant)
        first = first_owner(header, grant, here) if to != grant.id else to
        if first not in ("", to) and not _is_told(service, grant.id, first, to):
            note(service, CHANGED_HANDS, f"caseload:{grant.id}", (to, first))


def note_other_people(service: ServiceFile, header: Header) -> None:
    """Note who joined, left or has other roles without a note of it; nobody's roles are none."""
    noted: dict[str, frozenset[str] | None] = {}
    for each in believed(service, _OF_PEOPLE):
        noted[each.subject.partition(":")[2]] = _roles_said(each)
    now = {each.uid: frozenset(each.roles) for each in header.people}
    founder = next((each.uid for each in header.people if header.keeper in _keys_of(each)), "")
    joined = {uid for uid in now if uid not in noted and uid != founder}
    other = {
        uid for uid, roles in noted.items() if roles is not None and now.get(uid, set()) != roles
    }
    for uid in sorted(joined | other):
        note(service, OTHER_PEOPLE, f"person:{uid}", tuple(sorted(now.get(uid, {_GONE}))))


def roles_at(service: ServiceFile, header: Header, uid: str, n: int) -> frozenset[str] | None:
    """Return which roles somebody had at an entry, by its number; None where that is not noted.

    Everybody can sign that somebody has a role. It counts by who kept the service then; what a
    session found in the list of people gives only what the list has now, or what a keeper gave
    before, and takes nothing that both have.
    """
    person, keepers = header.person(uid), keepers_ever(header)
    now = frozenset[str]() if person is None else frozenset(person.roles)
    given: dict[str, frozenset[str] | None] = {}
    by_sheet = _made_by_sheet(service, header)
    counting: list[tuple[int, frozenset[str] | None]] = []
    for each in believed(service, _OF_PEOPLE):
        to, said = each.subject.partition(":")[2], _roles_said(each)
        known = given.get(to) or frozenset()
        if each.action == OTHER_PEOPLE and said is not None:
            listed = header.person(to)
            has = frozenset[str]() if listed is None else frozenset(listed.roles)
            said = (said & (known | has)) | (known & has)
        elif each.action == BY_SHEET:
            if (to, each.fields[:1]) not in by_sheet:
                continue
            by_sheet.remove((to, each.fields[:1]))  # said again, it is no role of later
            said = known | {"keeper"}
        elif not _kept_it(service, each.by, given.get(each.by), keepers):
            continue
        given[to] = said
        if to == uid:
            counting.append((each.n, said))
    before = [said for at, said in counting if at < n]
    if before:
        return before[-1]
    return None if counting or person is None else now


def _made_by_sheet(service: ServiceFile, header: Header) -> set[tuple[str, tuple[str, ...]]]:
    """Return whom the continuity sheet made a keeper, each with the number of the statement."""
    found = set[tuple[str, tuple[str, ...]]]()
    for before, each in pairwise(header.trail):
        made = {*each.keepers} - {*before.keepers} if each.by == CONTINUITY else set[bytes]()
        found |= {
            (uid, (f"{each.n}",)) for uid in service.verify_keys if made & _keys(service, uid)
        }
    return found


def _kept_it(
    service: ServiceFile, uid: str, roles: frozenset[str] | None, keepers: Collection[bytes]
) -> bool:
    """Return whether somebody kept the service; of whom nothing is noted, whoever ever did."""
    if roles is not None:
        return "keeper" in roles
    return bool(_keys(service, uid) & {*keepers})


def _keys(service: ServiceFile, uid: str) -> set[bytes]:
    keys = service.verify_keys.get(uid, b"")
    return {keys[at : at + VERIFY_LENGTH] for at in range(0, len(keys), VERIFY_LENGTH)}


def _roles_said(entry: AuditEntry) -> frozenset[str] | None:
    """Return which roles an entry gives; one of an earlier version, or of the sheet, says none."""
    if entry.action == "person_removed" or entry.fields == (_GONE,):
        return frozenset()
    return frozenset(entry.fields) if entry.action in _SAYING_ROLES and entry.fields else None


def note_other_settings(service: ServiceFile, header: Header) -> None:
    """Put right what is settled for everybody, and note what was not as somebody signed it."""
    _put_settings_right(service, header)
    names = names_ever(service, header)
    for key, mark in not_as_approved(service, names):
        subject = f"setting:{key}"
        if not signers_of(service, OTHER_SETTING, subject, {(mark,)}):
            note(service, OTHER_SETTING, subject, (mark,))


def note_other_secrets(service: ServiceFile, header: Header) -> None:
    """Note that exports are signed with a key that no keeper made, and which secrets there are.

    And that the list of changes of that key is another than a keeper made.
    """
    is_by_keeper = partial(kept_it_then, service, header)
    other = other_export_key(service, is_by_keeper)
    found = [] if other is None else [(OTHER_EXPORT_KEY, _SERVICE, other)]
    changes = other_changes(service, is_by_keeper)
    if changes is not None:
        found.append((ROW_GONE if changes == GONE else UNSIGNED, _OF_CHANGES, changes))
    _note_found(service, found, are_secrets=True)
    note_secrets(service)


def kept_it_then(service: ServiceFile, header: Header, entry: AuditEntry) -> bool:
    """Return whether whoever an entry names kept the service then, or nothing says of them."""
    roles = roles_at(service, header, entry.by, entry.n)
    return roles is None or "keeper" in roles


def note_rows(service: ServiceFile, besides: Iterable[tuple[str, str]] = ()) -> None:
    """Note each row of the service file that is gone, makes no sense, or that nobody signed so.

    `besides` are those of tables that this room does not know, each by its key, with a mark.

    Of the entries of its audit that are spoilt all at once: what was signed before counts again.

    All of them are read, so that pages are to be looked at before.
    """
    rows = [(LEFT_OUT, f"table:{table}", mark) for table, mark in left_out_of(service)]
    of_releases = not_as_entered(service), no_longer_there(service)
    of_clients = no_longer_listed(service), not_as_erased(service)
    of_others = not_as_given(service), not_as_answered(service), not_as_made(service)
    found = *of_releases, *of_clients, *of_others, no_longer_written(service), besides
    for key, mark in chain.from_iterable(found):
        rows.append((ROW_GONE if mark == GONE else UNSIGNED, f"table:{key}", mark))
    spoilt = ",".join(map(str, spoilt_entries(service)))
    if spoilt:
        rows.append((UNSIGNED, "table:audit", mark_of(spoilt)))
    _note_found(service, rows, are_secrets=False)


def _put_settings_right(service: ServiceFile, header: Header) -> None:
    def may_settle(entry: AuditEntry, key: str) -> bool:
        roles = roles_at(service, header, entry.by, entry.n)
        return roles is None or key in BY_EVERYBODY or bool(roles & who_settles(key))

    for each in () if service.is_only_read else not_as_signed(service, may_settle):
        subject, told = f"setting:{each.key}", (each.mark,)
        is_gone = not each.mark and each.settled is None
        action = PUT_BACK if each.is_signed else OTHER_SETTING
        noted = signed_about(service, (OTHER_SETTING, PUT_BACK), subject)
        if not (is_gone and any(entry.n > each.settled_in for entry in noted)):
            with service.change(action, subject, told) as change:
                put_right(change, each)


def _note_found(
    service: ServiceFile, found: Iterable[tuple[str, str, str]], *, are_secrets: bool
) -> None:
    """Note what was found, once by each person: a colleague could sign it before they do it.

    And what they had found and is as it was: where it is found again, it is told with how often.
    """
    stands, times, noted = dict.fromkeys(found), Counter[tuple[str, str, str]](), set()
    for each in believed(service, (*_FOUND, NO_MORE)):
        is_of_these = (each.subject in {_SERVICE, _OF_CHANGES}) == are_secrets
        if each.by != service.audit.author or not is_of_these or not each.fields:
            continue
        if each.action == NO_MORE:
            noted.discard((each.fields[0], each.subject, "".join(each.fields[1:2])))
        else:
            what = each.action, each.subject, each.fields[0]
            times[what] += what not in noted
            noted.add(what)
    for action, subject, mark in sorted(noted - stands.keys()):
        note(service, NO_MORE, subject, (action, mark))
    for action, subject, mark in stands:
        if (action, subject, mark) not in noted:
            before = times[action, subject, mark]
            note(service, action, subject, (mark, f"{before + 1}") if before else (mark,))


def _keys_of(person: Person) -> tuple[bytes, ...]:
    return (*(each.verify for each in person.renewals), person.verify)


def note_doubtful_closing(service: ServiceFile, caseload: str, n: int) -> None:
    """Note, once, that an entry of how far a caseload went is not signed by whom it names."""
    about, told = f"caseload:{caseload}", (str(n),)
    if not signers_of(service, CLOSING_DOUBTED, about, {told}):
        note(service, CLOSING_DOUBTED, about, told)


def note_found_open(service: ServiceFile, about: str, to: Collection[str]) -> None:
    """Note that a file was not closed, for who worked in it last, and whose it is.

    Whoever closed it knows by that that somebody put an older state of it back.
    """
    others = sorted({*to} - {"", service.audit.author})
    if others and not service.is_only_read:
        note(service, FOUND_OPEN, about, others)


def note_memory_changed(service: ServiceFile, caseload: str) -> None:
    """Note that somebody else than its owner had written into what a caseload remembers."""
    note(service, MEMORY_CHANGED, f"caseload:{caseload}")


def note_other_sheet(service: ServiceFile, header: Header, seen: Seen, last_entry: int) -> None:
    """Note that another continuity sheet is in force than a caseload knows.

    Args:
        service: The service file.
        header: What it says now.
        seen: What the caseload remembers.
        last_entry: How far the audit of the service file went then.

    """
    known = {each for each in seen.holders if each.startswith(sheet_in_force(b""))}
    now = sheet_in_force(header.continuity or b"")
    if not known or now in known:
        return
    told = any(each.fields == (now,) for each in believed(service, (OTHER_SHEET,)))
    made = believed(service, ("continuity_renewed",), after=last_entry)
    if not told and not made:
        note(service, OTHER_SHEET, CONTINUITY, (now,))


def _is_told(service: ServiceFile, caseload: str, first: str, to: str) -> bool:
    subject = f"caseload:{caseload}"
    if signers_of(service, CHANGED_HANDS, subject, {(to, first)}):
        return True
    return to in owners_since(service, caseload, first)
