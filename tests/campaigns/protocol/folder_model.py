"""What lies in the folder of a service, as a small machine of real files.

Ana keeps the service and settles its telephone numbers, Cy owns clients, Dee may cover. Somebody
reaches the folder without a key and has copies of how it was at first. Ben is a colleague: he has
the service's key, his own keys, this source, and writes into the service file by hand. Each act
works on the files; each session goes through the program's own door and takes down what is told.

A world is broken where Cy reads an older state, or loses a client, and nobody is told; where
something is told in the name of somebody who did not do it; where what is settled for everybody
is other than was signed by who may, untold; where what was done aloud is told to nobody; and where
somebody is kept out with no sentence for it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.support.record.older_pages import journal_of, log_of, pages_that_differ, put_into
from tests.support.record.safekeeping import add_clients, codes_in
from tests.support.record.stating import by_hand, lay_out_two_keepers
from tests.support.record.team import Team
from therapist_app.record.client_rights import erasing
from therapist_app.record.client_rights.erasing import DOUBTED, hash_of
from therapist_app.record.database import audit, opening
from therapist_app.record.database.anchor import Anchor
from therapist_app.record.database.connection import PAGE
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import anchor_beside, journal_beside, log_beside
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.service import settings
from therapist_app.record.vault import unnoted_changes
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.unnoted_changes import FOUND_OPEN, OTHER_SETTING
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows import permissions
from therapist_app.workflows.people.standing_noes import said_no_at
from therapist_app.workflows.safekeeping import loud_acts

NUMBERS = "take_home_numbers"
LATE = date(2027, 1, 1)
BURYING = 300
A_WHILE = 600.0
"""Seconds between acts: entries of one moment would be alike whoever wrote them."""
_ERASE = "INSERT INTO erasures VALUES (?, '2026-03-03T09:00:00.000000+00:00', 'request')"
_ACTED = "Dee Example"
FINDINGS = frozenset({DOUBTED, FOUND_OPEN, OTHER_SETTING, loud_acts.OLDER, loud_acts.PUT_BACK})


@dataclass
class Folder:
    """A service on a disk, and what is true of it.

    Attributes:
        copies: Every file, as it was at first; nobody had the folder before.
        older: The page of the clients as it was then, by its number, where it is another one now.
        codes: Cy's clients.
        client: The id of one of them, which Ben knows from when he covered.
        number: What Ana settled.
        told: What Cy was told, as actions, with who did it, and as warnings.
        done: What was done aloud, by whom.
        found: What honest sessions found in the folder and wrote down, by whose.
        is_unsealed: Whether Cy's last session was cut off: an older page does not show until the
            next one, and that is said in SECURITY.md.
        is_beyond: Whether what is promised ends here: an older page in an unsealed file, or
            service file and caseload of before put back together.
        put_back: Which of the two files were put back whole.
        problem: What broke already.

    """

    team: Team
    copies: Mapping[Path, bytes]
    older: Mapping[int, bytes]
    codes: list[str]
    client: str
    number: str
    told: set[tuple[str, str]] = field(default_factory=set)
    done: set[tuple[str, str]] = field(default_factory=set)
    found: set[tuple[str, str]] = field(default_factory=set)
    is_unsealed: bool = False
    is_beyond: bool = False
    put_back: set[str] = field(default_factory=set)
    problem: str = ""

    @property
    def caseload(self) -> Path:
        """Where Cy's clients lie."""
        return self.team.service.place.caseload(self.team.uid("Cy"))


Act = Callable[[Folder], None]


@cache
def _first(place: Path) -> Folder:
    """Return a service with two copies of Cy's clients: of before, and of now."""
    team = lay_out_two_keepers(place)
    with team.open("Cy") as vault:
        add_clients(vault, "C-100", "C-200")
    with team.open("Ana") as vault:
        settings.save(vault.service, NUMBERS, {"crisis_line": "0800 1"})
    team.visit("Ben", "Cy", "Dee", "Ana", "Cy")
    copies = _files(team)
    with team.open("Cy") as vault:
        _rename(vault, "C-100", "C-101")
        [(client,)] = vault.caseload.rows("SELECT id FROM clients WHERE code = 'C-101'")
    path = team.service.place.caseload(team.uid("Cy"))
    before = copies[path.relative_to(team.service.folder)]
    differ = pages_that_differ(before, path.read_bytes())
    older = {n: page for n, page in differ.items() if _is_silent(team, path, {n: page})}
    assert older, "no page goes back alone, so this would prove nothing"
    return Folder(team, copies, older, ["C-101", "C-200"], client, "0800 1")


def beginning(place: Path, first: Path) -> Folder:
    """Return the folder anew, in a place of its own; `first` is where it is made once."""
    made = _first(first)
    return replace(made, team=made.team.apart(place), told=set(), done=set(), put_back=set())


def _files(team: Team) -> dict[Path, bytes]:
    folder = team.service.folder
    return {
        each.relative_to(folder): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and "backups" not in each.parts
    }


def _put_files(team: Team, files: Mapping[Path, bytes]) -> None:
    for name, data in files.items():
        (team.service.folder / name).write_bytes(data)


def _rename(vault: Vault, before: str, now: str) -> None:
    with vault.caseload.change("client_changed", "client") as change:
        change.execute("UPDATE clients SET code = ? WHERE code = ?", (now, before))


def _is_silent(team: Team, path: Path, pages: Mapping[int, bytes]) -> bool:
    """Whether a file with pages of before opens, and shows the clients as they were."""
    kept = _files(team)
    put_into(path, pages)
    try:
        with team.open("Cy") as vault:
            return "C-100" in codes_in(vault)
    except KnownRecordError:
        return False
    finally:
        _put_files(team, kept)


@contextmanager
def _session(folder: Folder, name: str) -> Iterator[Vault | None]:
    """Yield what somebody opens, having taken down what they are told; None where it is refused."""
    try:
        vault = folder.team.open(name)
    except KnownRecordError as error:
        folder.told.add(("refused", error.code))
        yield None
        return
    with vault:
        _take_down(folder, vault, name)
        try:
            yield vault
        finally:
            _note_what_was_found(folder, vault, name)


def _note_what_was_found(folder: Folder, vault: Vault, name: str) -> None:
    """Remember what this session found and wrote down; to others that is told in its name."""
    written = {*vault.service.audit.written.values()}
    folder.found |= {(each, f"{name} Example") for each in written & FINDINGS}


def _take_down(folder: Folder, vault: Vault, name: str) -> None:
    own = f"{name} Example"
    acts = {(each.action, each.by) for each in loud_acts.loud_acts(vault)}
    for action, by in acts:
        if by not in {"Ben Example", own} and (action, by) not in folder.done | folder.found:
            folder.problem = folder.problem or f"told of {by}, who did not: {action}"
    folder.told |= acts | {("warning", each) for each in vault.warnings}
    files = (vault.service, *([vault.caseload] if vault.caseload_id is not None else []))
    if any(each.anchor.was_changed for each in files):  # the first page says so of the file
        folder.told.add(("warning", "changed-outside"))
    note_told(vault)
    if name != "Cy":
        return
    stands = settings.load(vault.service, NUMBERS, dict[str, str]) or {}
    is_told = {OTHER_SETTING, settings.CHANGED} & {action for action, _by in folder.told}
    if stands.get("crisis_line") != folder.number and not is_told and not _is_warned(folder):
        folder.problem = folder.problem or "another number, and nobody was told"
    if said_no_at(vault, folder.team.uid("Cy"), folder.team.uid("Dee")) is not None:
        folder.problem = folder.problem or "a no of Cy's that Cy never said"
    if vault.caseload_id is not None and codes_in(vault) != folder.codes:
        if not _is_warned(folder) and not folder.is_beyond:
            folder.problem = folder.problem or "other clients than there are, and nobody was told"
        folder.codes = codes_in(vault)  # told, and gone on with
    missing = folder.done - folder.told
    if missing and not _is_warned(folder):
        folder.problem = folder.problem or f"done aloud and not told: {sorted(missing)}"
    folder.is_unsealed = False


def _is_warned(folder: Folder) -> bool:
    return any(kind in {"warning", "refused", "restored"} for kind, _word in folder.told)


# What the honest ones do.


def cy_changes_a_client(folder: Folder) -> None:
    """And locks."""
    with _session(folder, "Cy") as vault:
        if vault is not None:
            _change_in(folder, vault)


def cys_session_is_cut_off(folder: Folder) -> None:
    """After the change was kept."""
    with _session(folder, "Cy") as vault:
        if vault is None:
            return
        _change_in(folder, vault)
        files = _files(folder.team)
    for each in (log_beside(folder.caseload), log_beside(folder.team.service.place.service)):
        each.unlink(missing_ok=True)
    _put_files(folder.team, files)
    folder.is_unsealed = True


def _change_in(folder: Folder, vault: Vault) -> None:
    first, *others = folder.codes
    following = f"{first[:2]}{int(first[2:]) + 1:03}"
    _rename(vault, first, following)
    folder.codes = sorted([following, *others])


def ana_settles_another_number(folder: Folder) -> None:
    """As she may."""
    with _session(folder, "Ana") as vault:
        if vault is not None:
            folder.number = f"0800 {int(folder.number[5:]) + 1}"
            settings.save(vault.service, NUMBERS, {"crisis_line": folder.number})


def dee_covers_for_cy_herself(folder: Folder) -> None:
    """Which everybody is told."""
    with _session(folder, "Dee") as vault:
        if vault is not None and ("cover_granted", _ACTED) not in folder.done:
            grant_cover(vault, folder.team.uid("Cy"), folder.team.uid("Dee"), LATE)
            folder.done.add(("cover_granted", _ACTED))


# What somebody does who reaches the folder, and has no key.


def an_older_page_is_put_into_the_file(folder: Folder) -> None:
    """Of the clients."""
    put_into(folder.caseload, folder.older)
    folder.is_beyond |= folder.is_unsealed


def the_seal_is_taken_off_as_well(folder: Folder) -> None:
    """With zeros, in both slots; and the page."""
    anchor = anchor_beside(folder.caseload)
    data = bytearray(anchor.read_bytes())
    for place in range(96, len(data), 512):
        data[place : place + 32] = bytes(32)
    anchor.write_bytes(data)
    an_older_page_is_put_into_the_file(folder)


def the_newest_slot_is_garbled_as_well(folder: Folder) -> None:
    """Whichever it is: the first; and the page."""
    anchor = anchor_beside(folder.caseload)
    data = bytearray(anchor.read_bytes())
    data[8:16] = bytes(8)
    anchor.write_bytes(data)
    an_older_page_is_put_into_the_file(folder)


def an_older_page_lies_beside_as_a_journal(folder: Folder) -> None:
    """Which SQLite would fold in before it reads."""
    count = folder.caseload.stat().st_size // PAGE
    journal_beside(folder.caseload).write_bytes(journal_of(folder.older, count))


def an_older_page_lies_beside_as_a_log(folder: Folder) -> None:
    """In the place of the one that is there, if any."""
    count = folder.caseload.stat().st_size // PAGE
    log_beside(folder.caseload).write_bytes(log_of(folder.older, count))
    folder.is_beyond |= folder.is_unsealed


def the_log_is_deleted(folder: Folder) -> None:
    """Where a session was cut off, what it kept last is in there."""
    log_beside(folder.caseload).unlink(missing_ok=True)


def the_older_clients_are_put_back(folder: Folder) -> None:
    """File and anchor."""
    _put_back(folder, folder.caseload)


def the_older_service_file_is_put_back(folder: Folder) -> None:
    """File and anchor."""
    _put_back(folder, folder.team.service.place.service)


def _put_back(folder: Folder, path: Path) -> None:
    log_beside(path).unlink(missing_ok=True)
    names = [each.relative_to(folder.team.service.folder) for each in (path, anchor_beside(path))]
    _put_files(folder.team, {name: folder.copies[name] for name in names})
    folder.put_back.add(path.name)
    folder.is_beyond |= len(folder.put_back) > 1


# What Ben does with the service's key.


def ben_lists_a_client_as_erased(folder: Folder) -> None:
    """Signed by himself."""
    with by_hand(folder.team, "Ben") as service:
        stands = hash_of(service, folder.client)
        about = f"erasure:{stands.hex()[:8]}"
        with service.change("erased", about, ("request",)) as change:
            change.execute(_ERASE.replace("INSERT", "INSERT OR IGNORE"), (stands,))


def ben_says_no_in_cys_name(folder: Folder) -> None:
    """To Dee, with a signature of his own."""
    about = f"caseload:{folder.team.uid('Cy')}"
    _write(folder, "cover_declined", about, folder.team.uid("Dee"), claiming="Cy")


def ben_changes_roles_in_anas_name(folder: Folder) -> None:
    """Likewise."""
    about = f"person:{folder.team.uid('Ben')}"
    _write(folder, "roles_changed", about, "therapist", claiming="Ana")


def ben_buries_what_was_done(folder: Folder) -> None:
    """Beneath hundreds of entries of no weight."""
    ben, about = folder.team.uid("Ben"), f"caseload:{folder.team.uid('Ben')}"
    with by_hand(folder.team, "Ben") as service, service.together() as change:
        for _each in range(BURYING):
            change.audit("cover_granted", about, (folder.team.uid("Cy"), ben))


def ben_writes_an_entry_that_makes_no_sense(folder: Folder) -> None:
    """Which reads like one that everybody is told."""
    spelt = b'{"action":"roles_changed","at":"2026'
    with by_hand(folder.team, "Ben") as service:
        mark = service.audit.following(service.audit.mark, spelt)
        service.run("INSERT INTO audit VALUES (?, ?, ?, NULL)", (mark.n, spelt, mark.head))


def ben_changes_the_number(folder: Folder) -> None:
    """By hand."""
    with by_hand(folder.team, "Ben") as service:
        spelt = json.dumps({"crisis_line": "0900 666"})
        service.run("UPDATE settings SET value = ? WHERE key = ?", (spelt, NUMBERS))


def ben_signs_another_number(folder: Folder) -> None:
    """In his own name, without the role."""
    with by_hand(folder.team, "Ben") as service:
        settings.save(service, NUMBERS, {"crisis_line": "0900 777"})


def ben_settles_what_makes_no_sense(folder: Folder) -> None:
    """In the place of the number, and where everybody was last."""
    with by_hand(folder.team, "Ben") as service, service.change("opened", "x") as change:
        for key in (NUMBERS, "idle_seconds", "packs", f"came_from:{folder.team.uid('Cy')}"):
            change.execute(
                "INSERT INTO settings (key, value) VALUES (?, '[3]')"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key,),
            )


def ben_signs_that_he_restored_it(folder: Folder) -> None:
    """So that an older file would count as restored."""
    _write(folder, "restored", "backup:none", f"{99_999}:{bytes(32).hex()}")


def _write(folder: Folder, action: str, about: str, *fields: str, claiming: str = "") -> None:
    with by_hand(folder.team, "Ben", claiming) as service:
        audit.note(service, action, about, fields)


HONEST: tuple[Act, ...] = (
    cy_changes_a_client,
    cys_session_is_cut_off,
    ana_settles_another_number,
    dee_covers_for_cy_herself,
)
WITHOUT_A_KEY: tuple[Act, ...] = (
    an_older_page_is_put_into_the_file,
    the_seal_is_taken_off_as_well,
    the_newest_slot_is_garbled_as_well,
    an_older_page_lies_beside_as_a_journal,
    an_older_page_lies_beside_as_a_log,
    the_log_is_deleted,
    the_older_clients_are_put_back,
    the_older_service_file_is_put_back,
)
BENS: tuple[Act, ...] = (
    ben_lists_a_client_as_erased,
    ben_says_no_in_cys_name,
    ben_changes_roles_in_anas_name,
    ben_buries_what_was_done,
    ben_writes_an_entry_that_makes_no_sense,
    ben_changes_the_number,
    ben_signs_another_number,
    ben_settles_what_makes_no_sense,
    ben_signs_that_he_restored_it,
)
ACTS = HONEST + WITHOUT_A_KEY + BENS


def problem_of(folder: Folder) -> str:
    """Return what is broken, or nothing: judged by a session of Cy's from here."""
    if not folder.problem:
        with _session(folder, "Cy"):
            pass
    return folder.problem


def problem_after(acts: tuple[Act, ...], place: Path, first: Path) -> str:
    """Return what is broken after some acts, in a place of its own, or nothing."""
    folder = beginning(place, first)
    try:
        for act in acts:
            folder.team.service.clock.advance(A_WHILE)
            try:
                act(folder)
            except KnownRecordError as error:  # whoever did it was refused, in a sentence
                folder.told.add(("refused", error.code))
        folder.team.service.clock.advance(A_WHILE)
        return problem_of(folder)
    except Exception as error:
        return f"kept out by {type(error).__name__}"


Fault = Callable[[pytest.MonkeyPatch], None]


def _any_signature_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audit, "_is_vouched_for", lambda *_: True)


def _no_seal_is_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Anchor, "_is_sealed", lambda *_: False)


def _what_lies_beside_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(opening, "lying_beside", lambda _path: ())


def _anybody_may_have_erased(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasing, "is_vouched_for", lambda *_: True)


def _no_setting_is_compared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unnoted_changes, "not_as_signed", lambda *_: ())


def _roles_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    for module in (permissions, unnoted_changes):
        patch.setattr(module, "roles_at", lambda *_: None)


def _the_newest_few_are_read(patch: pytest.MonkeyPatch) -> None:
    whole = loud_acts.believed
    patch.setattr(loud_acts, "believed", lambda *given, **named: whole(*given, **named)[-200:])


def _settings_are_believed(patch: pytest.MonkeyPatch) -> None:
    def load(service: object, key: str, _kind: object) -> object:
        found = service.row("SELECT value FROM settings WHERE key = ?", (key,))
        return json.loads(found[0]) if found else None

    patch.setattr(settings, "load", load)
    patch.setattr(unnoted_changes, "put_right", lambda *_: None)


FAULTS: Mapping[str, tuple[Fault, tuple[Act, ...], str]] = {
    "any signature counts": (
        _any_signature_counts,
        (ben_says_no_in_cys_name,),
        "a no of Cy's that Cy never said",
    ),
    "anybody's name stands": (
        _any_signature_counts,
        (ben_changes_roles_in_anas_name,),
        "told of Ana Example, who did not",
    ),
    "no seal is compared": (
        _no_seal_is_compared,
        (an_older_page_is_put_into_the_file,),
        "other clients than there are",
    ),
    "what lies beside counts": (
        _what_lies_beside_counts,
        (an_older_page_lies_beside_as_a_log,),
        "other clients than there are",
    ),
    "anybody may have erased": (
        _anybody_may_have_erased,
        (ben_lists_a_client_as_erased,),
        "other clients than there are",
    ),
    "no setting is compared": (
        _no_setting_is_compared,
        (ben_changes_the_number,),
        "another number",
    ),
    "roles are not asked": (_roles_are_not_asked, (ben_signs_another_number,), "another number"),
    "the newest few are read": (
        _the_newest_few_are_read,
        (dee_covers_for_cy_herself, ben_buries_what_was_done),
        "done aloud and not told",
    ),
    "settings are believed": (
        _settings_are_believed,
        (ben_settles_what_makes_no_sense,),
        "kept out by",
    ),
}
"""A fault that is planted in the program, after which acts it shows, and how."""


def finds(name: str, place: Path, first: Path) -> bool:
    """Return whether a planted fault shows after its acts, and nothing does without it."""
    fault, acts, how = FAULTS[name]
    if problem_after(acts, place / "sound", first):
        return False
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        return problem_after(acts, place / "planted", first).startswith(how)
