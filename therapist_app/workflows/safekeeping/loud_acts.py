"""What everybody is told on their first screen, since nobody should do it quietly.

A sheet that was used to reach a colleague's clients, and a keeper who gave leave to themselves,
or a role. The audit of the service holds each, signed; whose clients they are is asked besides.
Whom a colleague named as having agreed to pass a gate is told so alone, to be able to deny it.
In the same way somebody is told what was done for them beside their work: that their figures were
given to a quarter.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from exports.quarters import quarter_named
from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.record.backups.awaiting import MOVED
from therapist_app.record.client_rights.client_imports import TAKEN_BACK
from therapist_app.record.client_rights.erasing import DOUBTED
from therapist_app.record.client_rights.gone_clients import GONE
from therapist_app.record.database.audit import SALVAGED, AuditEntry, believed, codes_of
from therapist_app.record.database.structure import OTHER_STRUCTURE, OTHER_VERSION
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.keyring.confirmations import CONFIRMED, confirmer
from therapist_app.record.keyring.key_care import OTHER_BOXES
from therapist_app.record.service import quarters, settings
from therapist_app.record.service.content_files import CHANGED as OTHER_FORMS
from therapist_app.record.service.local_texts import APPROVED
from therapist_app.record.sign_in.laptop_memory import FOLDER_OLDER
from therapist_app.record.vault.unnoted_changes import (
    CHANGED_HANDS,
    CLOSING_DOUBTED,
    FOUND_OPEN,
    LEFT_OUT,
    MEMORY_CHANGED,
    OTHER_EXPORT_KEY,
    OTHER_PEOPLE,
    OTHER_SETTING,
    OTHER_SHEET,
    ROW_GONE,
    UNSIGNED,
)
from therapist_app.record.vault.uses_of_continuity import NOTED
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.fitting_forms import left_out_words
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.people.signed_names import who_closed
from therapist_app.workflows.people.standing_noes import SAID_NO
from therapist_app.workflows.permissions import could_then
from therapist_app.workflows.safekeeping.audit_words import TOLD
from therapist_app.workflows.safekeeping.backup_words import when
from therapist_app.workflows.safekeeping.protections import is_nearly_full
from therapist_app.workflows.safekeeping.setting_words import SETTINGS
from therapist_app.workflows.safekeeping.uses_of_sheets import uses_since_last_time

READ_AGAIN = timedelta(weeks=8)
"""For how long what everybody was told can be read again."""
NAMED = "named_as_agreeing"
NEW_PERSON = "person_added"
RESTORED = "restored"
OLDER, PUT_BACK = "caseload_older", "caseload_marked"
_OF_SECOND_PLACE = ("second_location_chosen", "second_location_stopped")
"""These are told whoever did them."""
_BY_SHEET = frozenset({"sheet_used_for_another", "continuity_used"})
"""Whose clients these opened is told it by a banner of their own."""
_FOUND = frozenset(
    {OTHER_SHEET, OTHER_PEOPLE, CHANGED_HANDS, DOUBTED, OTHER_SETTING, OTHER_FORMS, NOTED}
    | {
        FOLDER_OLDER,
        LEFT_OUT,
        ROW_GONE,
        UNSIGNED,
        MEMORY_CHANGED,
        CLOSING_DOUBTED,
        FOUND_OPEN,
        GONE,
    }
    | {OTHER_BOXES, OTHER_EXPORT_KEY, OTHER_STRUCTURE, OTHER_VERSION}
)
"""What a session found in the folder or a file; whoever did it may be somebody else."""
_FOUND_BY_EACH = frozenset({LEFT_OUT, ROW_GONE, UNSIGNED, OTHER_EXPORT_KEY})
"""Of these what each person's session finds, and notes for itself."""
_Found = tuple[str, str, tuple[str, ...]]
_SETTLING = frozenset({settings.CHANGED, APPROVED, *settings.ACTS}) - {*_OF_SECOND_PLACE}
"""What is told where whoever signed it had no role that may."""
_LEAVE = frozenset({"cover_granted", "caseload_handed_over"})
"""What somebody does for a colleague, or for themselves; the entry tells first to whom."""
_OWNER_OF_THEN = {
    "cover_granted": 1,
    "caseload_handed_over": 1,
    "continuity_used": 1,
    "sheet_used_for_another": 0,
    SAID_NO: 0,
    CHANGED_HANDS: 1,
    OTHER_BOXES: 0,
    **dict.fromkeys(CONFIRMED, 0),
}
"""Where an entry tells whose the clients were then, who may have none by now; of a no, to whom;
of what a second person confirmed, who that was."""
_SETTLED_BY_ANOTHER = N_(
    "On {when}, {by} changed {owner} with another program, and had no role that may. It does not "
    "count. Look under Settings, and ask every administrator."
)
_WORDS = {
    "sheet_used_for_another": N_(
        "{by} used {owner}'s recovery sheet on {when} to let somebody open {owner}'s clients."
    ),
    "continuity_used": N_(
        "{by} used the continuity sheet on {when} to let somebody open {owner}'s clients."
    ),
    "cover_granted": N_("{by} arranged on {when} to cover for {owner} themselves."),
    "caseload_handed_over": N_("{by} arranged on {when} to take over all clients of {owner}."),
    SAID_NO: N_("{by} said no on {when}: {owner} is not to open {by}'s clients."),
    "clock_corrected": N_("{by} confirmed on {when} that the clock is right, after a later day."),
    "roles_changed": N_("{by} changed the roles of {owner} on {when}."),
    "person_removed": N_("{by} removed {owner} from the service on {when}."),
    "erased_alone": N_("{by} erased a client on {when}, and no second person confirmed it."),
    "erasure_confirmed": N_(
        "{by} erased a client on {when} and named {owner} as the second person, who did not sign "
        "that they confirmed it. Ask both of them."
    ),
    "hold_lift_confirmed": N_(
        "{by} lifted the legal hold of a client on {when} and named {owner} as the second person, "
        "who did not sign that they confirmed it. Ask both of them."
    ),
    "first_contact_discarded": N_(
        "{by} deleted a first contact on {when} that held no more than a name or a number."
    ),
    "hold_lifted_alone": N_(
        "{by} lifted the legal hold of a client on {when}, and no second person confirmed it."
    ),
    TAKEN_BACK: N_(
        "{by} undid the import of a list on {when}, which took {owner} out of their record."
    ),
    "access_bundle_made": N_(
        "{by} saved a copy of a client's whole record on {when}, to be given to that client."
    ),
    "clients_taken_out": N_(
        "{by} saved the whole records of all their clients as one file on {when}, to go on with "
        "another program."
    ),
    NEW_PERSON: N_("{by} took {owner} in as an administrator on {when}."),
    "keeper_noticed": N_("{by} asked on {when} that {owner} stop being an administrator."),
    "keeper_by_continuity": N_(
        "On {when}, the continuity sheet made {owner} an administrator. It was used where people "
        "sign in, by whoever had the sheet."
    ),
    "second_location_chosen": N_(
        "{by} chose on {when} where the second copy of all backups goes. It stands under Backups."
    ),
    "second_location_stopped": N_(
        "{by} stopped the second copy of all backups on {when}. See Backups."
    ),
    "continuity_renewed": N_("{by} made a new continuity sheet on {when}."),
    OTHER_SHEET: N_(
        "Another continuity sheet was in force on {when} than was known here, and nobody said "
        "that they made one. It opens the clients of whoever agrees to it at sign-in. Ask every "
        "administrator."
    ),
    OTHER_PEOPLE: N_(
        "On {when}, the list of people had changed for {owner}, who joined, left or has another "
        "role, and no administrator had noted it. Ask every administrator, and look under People."
    ),
    CHANGED_HANDS: N_(
        "On {when}, all clients of {owner} were somebody else's, and {owner} had not agreed to "
        "it here. Ask every administrator, and look under People whose clients they are."
    ),
    RESTORED: N_(
        "{by} restored the service file from a backup on {when}. What the service had settled "
        "since that backup is not in it."
    ),
    SALVAGED: N_(
        "{by} saved what could be read of a damaged service file on {when}, and it was put in its "
        "place. What was lost is not in it. If nobody knows of any damage, ask {by} and every "
        "administrator."
    ),
    OTHER_SETTING: N_(
        "On {when}, {owner} had been changed, and nobody who may had signed it. It does not count: "
        "what was signed last was put back, or nothing is settled. Somebody changed the service "
        "file with another program: look under Settings, and ask every administrator."
    ),
    LEFT_OUT: N_(
        "On {when}, {owner} in the service file could not be understood, and is left out. "
        "Somebody changed the service file with another program: ask every administrator. "
        "A backup of the service file can bring it back."
    ),
    ROW_GONE: N_(
        "On {when}, {owner} was gone from the service file, and nobody had taken it out. Somebody "
        "changed the service file with another program: ask every administrator. A backup of the "
        "service file can bring it back."
    ),
    UNSIGNED: N_(
        "On {when}, {owner} in the service file was not as anybody who may had signed it. It does "
        "not count. Somebody changed the service file with another program: ask every "
        "administrator."
    ),
    OTHER_FORMS: N_(
        "On {when}, the clinic's own forms or words had changed: {owner}. They can be changed "
        "without signing in. If nobody here did, do not use them, and ask every administrator."
    ),
    CLOSING_DOUBTED: N_(
        "On {when}, an entry of how far the file of {owner}'s clients went was not signed by "
        "whoever it names. The file may be an older one: {owner} should look whether their last "
        "session is there. Ask every administrator."
    ),
    GONE: N_(
        "On {when}, clients were missing from {owner}'s file, and nothing says that they were "
        "erased or went to a colleague. Either another program took them out, or the file was "
        "damaged. Ask {owner}, and every administrator; a backup may still hold them."
    ),
    MOVED: N_(
        "On {when}, {by} put the whole service together from its backups, as when it moves to "
        "another laptop. What was written since those backups is not in it."
    ),
    PUT_BACK: N_(
        "{by} put a backup in the place of the file of {owner}'s clients on {when}. What was "
        "written since that backup is not in it."
    ),
    OLDER: N_(
        "On {when}, the file of {owner}'s clients was another one than before, and nobody says "
        "that they restored it. Something that was written may be missing. Ask {owner}, and every "
        "administrator."
    ),
    FOUND_OPEN: N_(
        "On {when}, {owner} had not been closed in its last session. You worked in it then, or it "
        "is about your clients. If that session was closed and not cut off, somebody put an older "
        "state of the file back: look whether anything is missing, and ask every administrator."
    ),
    OTHER_EXPORT_KEY: N_(
        "On {when}, exports were signed with another key than before, and no administrator had "
        "changed it. Recipients do not know it. Send nothing, and ask every administrator: "
        "somebody changed the service file with another program."
    ),
    OTHER_BOXES: N_(
        "On {when}, what opens the service file was not as it must be for everybody, so that "
        "somebody could not have signed in. It was put right. {owner} changed it last: ask "
        "{owner}, and every administrator."
    ),
    OTHER_STRUCTURE: N_(
        "On {when}, {owner} held what no version of this application makes, or lacked what it "
        "makes. It was put right. It could have changed what people saved since it was put there: "
        "look through that, and ask every administrator who changed the file with another program."
    ),
    OTHER_VERSION: N_(
        "On {when}, {owner} said that another version of this application had written it, which "
        "was not so. It was put right, and nothing in it was lost. Somebody who can open it "
        "changed it with another program: ask every administrator."
    ),
    MEMORY_CHANGED: N_(
        "On {when}, the file of {owner}'s clients named people or a sheet to open it that {owner} "
        "had not agreed to. Nobody else can open it until {owner} agrees again. Ask every "
        "administrator, and whoever covered for {owner}."
    ),
    FOLDER_OLDER: N_(
        "{by} signed in on {when} on a laptop that had seen a later state of this record. What was "
        "done there since is missing here. Look for a newer copy of the folder or a backup."
    ),
    DOUBTED: N_(
        "On {when}, a client of {owner} was listed as erased, and {owner} had not signed it. The "
        "client was not erased. Somebody changed the service file with another program: ask "
        "every administrator."
    ),
    NAMED: N_(
        "{by} wrote on {when} that you agreed to a session for which something was missing. Only "
        "you are told. If you did not agree, say so to {by} and to a lead of the service."
    ),
    "keys_renewed": N_("{by} made their keys new on {when}, because somebody may know them."),
    "pseudonym_key_replaced": N_(
        "{by} started new pseudonyms for a recipient on {when}. That recipient cannot follow "
        "anybody from earlier exports to later ones."
    ),
}
GONE_AFTER_SALVAGE = N_(
    "On {when}, {owner} was gone from the service file, and nobody had taken it out. The file was "
    "damaged before, and what could be read of it was saved on {salvaged}: it may have been lost "
    "then. If not, somebody changed the file with another program. A backup from before can bring "
    "it back: ask every administrator."
)
GONE_ONCE_ENTERED = N_(
    "On {when}, clients whom {signer} had entered in {owner}'s file were not in it, and nothing "
    "says where they went. Either they were taken out with another program, or they never were "
    "there. Ask {signer}, {owner} and every administrator."
)
GONE_UNSIGNED = N_(
    "On {when}, {owner}'s file said that clients had come who are not in it, and nobody who is "
    "here signed that. Either they were taken out with another program, or they never were there. "
    "Ask {owner}, and every administrator; a backup may show which."
)
FOUND_BY = N_("It was found as {by} signed in.")
"""Whoever has the key of the service file can sign that they found something."""
NAMED_OFTEN = NN_(
    "{by} wrote {count} time, last on {when}, that you agreed to a session for which something "
    "was missing. Only you are told. If you did not agree, say so to {by} and to a lead of the "
    "service.",
    "{by} wrote {count} times, last on {when}, that you agreed to a session for which something "
    "was missing. Only you are told. If you did not agree, say so to {by} and to a lead of the "
    "service.",
)
CLIENTS = NN_("{count} client", "{count} clients")
_MOST_FIGURES = 9
"""So many figures a count has at most: somebody may have made an entry up."""
_TEXT = "local_text"
A_TEXT = N_("a text on confidentiality")
ROWS = {
    "audit": N_("an entry of the audit trail"),
    "backups": N_("a backup in the list"),
    "caseload_figures": N_("the newest figures of a therapist"),
    "client_moves": N_("a client on the way to a colleague"),
    "erasures": N_("the mark of an erased client"),
    "export_key_changes": N_("the list of changes of the key that signs exports"),
    "former_people": N_("somebody in the list of those who left"),
    "local_texts": N_("a text on confidentiality"),
    "own_age_keys": N_("a key of this service for sealed files"),
    "pseudonym_keys": N_("the key of a recipient's pseudonyms"),
    "quarter_figures": N_("a therapist's figures for a report"),
    "quarters": N_("a closed quarter"),
    "question_answers": N_("an answer to a question of a report"),
    "readable_copies": N_("a readable copy in the list of releases"),
    "recipients": N_("somebody who gets exports"),
    "record_checks": N_("the newest full check of a file"),
    "record_keys": N_("the key by which figures are changed"),
    "release_corrections": N_("a correction after an export"),
    "releases": N_("an export in the list of releases"),
    "waiting_releases": N_("an export that waits for a second person"),
}
"""What one row of a table of the service file is, in words."""
_GIVEN_WORDS = {
    quarters.GIVEN["complete"]: N_(
        "{by} closed {quarter} on {when} for the whole service. Your figures of that time were "
        "given at a sign-in, since nothing of it was unfinished with you."
    ),
    quarters.GIVEN["after_waiting"]: N_(
        "{by} closed {quarter} on {when} for the whole service. Your figures of that time were "
        "given at a sign-in as they were: they had waited as long as figures wait."
    ),
}

_TOLD_ALWAYS = TOLD - _SETTLING - _GIVEN_WORDS.keys()


@dataclass(frozen=True, slots=True)
class LoudAct:
    """One act that everybody is told of.

    Attributes:
        action: What it was, as the audit calls it.
        by: The name of who did it.
        owner: The name of whose clients it is about, or whose roles.
        signer: Of clients who are gone, the name of who signed that they came; empty where nobody
            who is here did.
        salvaged_at: Of a row that is gone, when what could be read of the file was saved before.

    """

    action: str
    by: str
    owner: str
    at: datetime
    signer: str = ""
    salvaged_at: datetime | None = None


def loud_acts(vault: Vault) -> tuple[LoudAct, ...]:
    """Return what others did that the person signed in was not shown before, the newest first."""
    found = _told(vault, after=vault.told_up_to)
    once = _once_each(found, besides=_found_before(vault))
    return tuple(
        _act(vault, each)
        for each in reversed(once)
        if (each.by != vault.person.uid or each.action in _FOUND) and _is_loud(vault, each)
    )


def told_lately(vault: Vault) -> tuple[str, ...]:
    """Return all that everybody was told in the last weeks, in sentences, to be read again.

    One's own acts too, and what was done for one's own clients; the newest first.
    """
    found = _told(vault, since=vault.service.now() - READ_AGAIN)
    return tuple(
        act_in_words(_act(vault, each))
        for each in reversed(_once_each(found))
        if _is_told_to_others(vault, each)
    )


def figures_given(vault: Vault) -> tuple[str, ...]:
    """Return what was given to a quarter beside one's own work, once a quarter, in sentences.

    Only what the person signed in was not shown before, the newest first.
    """
    found = believed(vault.service, _GIVEN_WORDS, after=vault.told_up_to)
    own = (each for each in reversed(found) if each.by == vault.person.uid)
    words = (_given_in_words(vault, each) for each in own)
    return tuple(dict.fromkeys(each for each in words if each))


def times_named(vault: Vault, since: datetime) -> int:
    """Return how often colleagues named the person signed in as having agreed to pass a gate."""
    found = believed(vault.service, (NAMED,), since=since)
    return sum(_whose(vault, each) == vault.person.uid for each in found)


def is_something_told(vault: Vault) -> bool:
    """Whether there is something that the person signed in was not shown, and must be first."""
    return bool(loud_acts(vault) or figures_given(vault)) or any(
        each.sheet == "continuity" for each in uses_since_last_time(vault)
    )


def act_in_words(act: LoudAct) -> str:
    """Return one act as a sentence."""
    words = _SETTLED_BY_ANOTHER if act.action in _SETTLING else _WORDS[act.action]
    if act.action == GONE and act.signer != act.owner:
        words = GONE_ONCE_ENTERED if act.signer else GONE_UNSIGNED
    salvaged = "" if act.salvaged_at is None else when(act.salvaged_at)
    if act.action == ROW_GONE and salvaged:
        words = GONE_AFTER_SALVAGE
    said = _(words).format(
        by=act.by, owner=act.owner, when=when(act.at), signer=act.signer, salvaged=salvaged
    )
    said = said[:1].upper() + said[1:]  # a sheet that did it has no name
    if act.action not in _FOUND or "{by}" in words:
        return said
    return f"{said} {_(FOUND_BY).format(by=act.by)}"


def acts_in_words(acts: Iterable[LoudAct]) -> tuple[str, ...]:
    """Return acts as sentences, the newest first; one for all times that a colleague named them."""
    found = tuple(acts)
    often = Counter(each.by for each in found if each.action == NAMED)
    named: set[str] = set()
    said: list[str] = []
    for each in found:
        if each.action != NAMED or often[each.by] == 1:
            said.append(act_in_words(each))
        elif each.by not in named:
            named.add(each.by)
            words = counted(NAMED_OFTEN, often[each.by], by=each.by, when=when(each.at))
            said.append(words)
    return tuple(said)


def told_to_everybody(vault: Vault) -> tuple[str, ...]:
    """Return what somebody without a caseload must know, in sentences: they have no Today."""
    refused = _(
        "A colleague's clients did not open, because the list of people is not the one that they "
        "have seen. Change nothing here until you know who put it there."
    )
    behind = _("The clock is behind a day under which something was signed. See below.")
    remain = _(
        "You made your keys new, but older backups still open with the keys of before. Each "
        "sign-in tries again."
    )
    warned = {
        "statement-refused": refused,
        "clock-set-back": behind,
        "old-backups-remain": remain,
    }
    warnings = [words for word, words in warned.items() if word in vault.warnings]
    if not vault.is_only_read and is_nearly_full(vault):
        warnings.append(
            _(
                "The disk with the record is nearly full: less than 500 MB are free. Once it is "
                "full, nothing more can be saved."
            )
        )
    return (*warnings, *acts_in_words(loud_acts(vault)))


def _told(vault: Vault, *, after: int = 0, since: datetime | None = None) -> tuple[AuditEntry, ...]:
    usual = believed(vault.service, _TOLD_ALWAYS, after=after, since=since)
    # Of all other settings, whose entries are many, none tells a hash.
    settled = believed(vault.service, _SETTLING, after=after, since=since, telling=True)
    return tuple(sorted((*usual, *settled), key=lambda each: each.n))


def _found_before(vault: Vault) -> Collection[_Found]:
    """Return what the person's own sessions found before this, and they were shown."""
    found = believed(vault.service, _FOUND_BY_EACH)
    return {
        _what(each) for each in found if each.by == vault.person.uid and each.n <= vault.told_up_to
    }


def _once_each(
    entries: Iterable[AuditEntry], besides: Collection[_Found] = ()
) -> tuple[AuditEntry, ...]:
    """Return entries, but of what each session finds and notes for itself the first alone."""
    seen, kept = {*besides}, list[AuditEntry]()
    for each in entries:
        if each.action not in _FOUND_BY_EACH or _what(each) not in seen:
            kept.append(each)
        seen.add(_what(each))
    return tuple(kept)


def _what(entry: AuditEntry) -> _Found:
    return entry.action, entry.subject, entry.fields


def _is_by_another_role(vault: Vault, entry: AuditEntry) -> bool:
    settled = [SETTINGS[each].may for each in settings.settled_in(entry)]
    acts = ["approve_local_text"] if entry.action == APPROVED else settled
    return not all(could_then(vault, each, entry) for each in acts)


def _settled_in_words(entry: AuditEntry) -> str:
    kind, _colon, key = entry.subject.partition(":")
    named = key.partition(":")[0]
    if _TEXT in (kind, named):
        return _(A_TEXT)
    if named in ROWS:
        return _(ROWS[named])
    found = (key,) if entry.action == OTHER_SETTING else settings.settled_in(entry)[:1]
    words = SETTINGS[found[0]].what if found and found[0] in SETTINGS else ""
    return _(words) if words else pgettext("what was decided", "a setting")


def _is_loud(vault: Vault, entry: AuditEntry) -> bool:
    is_by_banner = entry.action in _BY_SHEET and _whose(vault, entry) == vault.person.uid
    return _is_told_to_others(vault, entry) and not is_by_banner


def _is_told_to_others(vault: Vault, entry: AuditEntry) -> bool:
    if entry.action in _LEAVE:
        return entry.by in entry.fields[:1]
    if entry.action in _SETTLING:
        return _is_by_another_role(vault, entry)
    if entry.action == NEW_PERSON:
        return "keeper" in entry.fields
    if entry.action in CONFIRMED:
        return not confirmer(vault, entry)
    if entry.action == FOUND_OPEN:
        return vault.person.uid in entry.fields
    return entry.action != NAMED or _whose(vault, entry) == vault.person.uid


def _given_in_words(vault: Vault, entry: AuditEntry) -> str:
    _kind, _colon, name = entry.subject.partition(":")
    closed = next((each for each in quarters.closed(vault.service) if each.quarter == name), None)
    if closed is None:
        return ""  # an entry that somebody made up
    words = _(_GIVEN_WORDS[entry.action]).format(
        by=who_closed(vault, closed),
        quarter=quarter_named(name).in_words,
        when=day_in_words(closed.confirmed_at.astimezone().date()),
    )
    caseload = vault.open_caseloads.get("".join(entry.fields[:1]))
    if caseload is None:
        return words
    found = quarters.left_out(caseload, name)
    codes = sorted(codes_of(caseload, found.clients).values())
    return f"{words} {left_out_words(found.forms, found.of, codes)}".rstrip()


def _whose(vault: Vault, entry: AuditEntry) -> str:
    at = _OWNER_OF_THEN.get(entry.action)
    if at is not None and len(entry.fields) > at:
        return entry.fields[at]
    kind, _colon, subject = entry.subject.partition(":")
    grant = vault.header.grant(subject) if kind == "caseload" else None
    return owner_now(vault.header, grant) if grant is not None else subject


def _act(vault: Vault, entry: AuditEntry) -> LoudAct:
    names, nobody = names_of(vault), _("somebody who is not in the list of people")
    by, owner = names.get(entry.by, nobody), names.get(_whose(vault, entry), nobody)
    if entry.action in _SETTLING | {OTHER_SETTING, LEFT_OUT, ROW_GONE, UNSIGNED}:
        owner = _settled_in_words(entry)
    if entry.action in {FOUND_OPEN, OTHER_STRUCTURE, OTHER_VERSION}:
        is_of_service = entry.subject == "service"
        clients = _("the file of {owner}'s clients").format(owner=owner)
        owner = _("the service file") if is_of_service else clients
    if entry.action == TAKEN_BACK:
        said = "".join(entry.fields[:1])
        is_count = said.isascii() and said.isdecimal() and len(said) <= _MOST_FIGURES
        owner = counted(CLIENTS, int(said) if is_count else 0)
    if entry.action == OTHER_FORMS:
        owner = ", ".join(entry.fields[1:]) or _("files in the folder forms")
    signer = names.get("".join(entry.fields[2:3]), "") if entry.action == GONE else ""
    return LoudAct(entry.action, by, owner, entry.at, signer, _salvaged_before(vault, entry))


def _salvaged_before(vault: Vault, entry: AuditEntry) -> datetime | None:
    """Return when the service file was saved from damage, before a row was found to be gone."""
    saved = believed(vault.service, (SALVAGED,)) if entry.action == ROW_GONE else ()
    return next((each.at for each in reversed(saved) if each.n < entry.n), None)
