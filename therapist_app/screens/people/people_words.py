"""What is said about people: roles, what waits, and after each step what happens next."""

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line, listed
from session_forms.words.texts import N_, NP_, _
from therapist_app.record.crypto.slots import KdfCost
from therapist_app.workflows.overviews.comparing_anew import ToCompare
from therapist_app.workflows.people.agreeing_to_sheets import AskedSheet
from therapist_app.workflows.people.keeping_people import Outcome
from therapist_app.workflows.people.seeing_people import (
    CaseloadLine,
    LeaveLine,
    PeoplePageData,
    PersonLine,
)

NAMED = 8
"""So many names are told one by one; of more, how many there are."""
ROLE_HELP = {
    "keeper": N_(
        "Adds and removes people and arranges cover. This role alone opens no client's record."
    ),
    "therapist": N_(
        "Has clients of their own. Nobody else can open them, unless an administrator "
        "arranges cover."
    ),
    "lead": N_(
        "Approves the programme and reads reports. This role alone opens no client's record."
    ),
}
OBSTACLES = {
    "yourself": N_("This is you. Only another administrator can remove you."),
    "caseloads": N_(
        "They have a caseload, even if no client is in it yet. Hand it over for good first."
    ),
    "last-keeper": N_("They are the only administrator. Give somebody else this role first."),
}
LEAVES = {
    "begun": N_("{name} covers until {day}"),
    "waits": N_("{name} will cover until {day}"),
    "needs_second": N_("{name} asked to cover until {day}. Another administrator must agree"),
    "over": N_("The cover of {name} ended on {day}"),
    "handed_over": N_("Handed over to {name}"),
    "hand_over_waits": N_("Will be handed over to {name}"),
    "declined": N_("{name} was to cover until {day}; the therapist of these clients said no"),
    "hand_over_declined": N_(
        "Was to be handed over to {name}; the therapist of these clients said no"
    ),
    "hand_over_needs_second": N_(
        "{name} asked to take these clients over for good. Another administrator must agree"
    ),
}
NEXT = {
    "cover_begun": N_("{who} can open {owner}'s clients now, until the end of {day}."),
    "cover_waits": N_(
        "{who} can open {owner}'s clients once {owner} has signed in and agreed, or now with "
        "{owner}'s recovery sheet or the continuity sheet, which everybody is told. The cover "
        "ends at the end of {day}."
    ),
    "needs_second": N_(
        "You arranged this for yourself, so another administrator must agree to it here. Then "
        "{owner} is asked. If neither can come, the continuity sheet opens them at once. "
        "Everybody is told."
    ),
    "handed_over": N_(
        "{owner}'s clients are {who}'s now. When {who} next signs in, their key is changed, "
        "so that the old key opens nothing."
    ),
    "hand_over_waits": N_(
        "{owner}'s clients become {who}'s once {owner} has signed in and agreed, or now with "
        "{owner}'s recovery sheet or the continuity sheet, which everybody is told."
    ),
    "key_changed": N_(
        "{who} can no longer open {owner}'s clients. Their key was changed just now."
    ),
    "key_waits": N_(
        "{who} can no longer open {owner}'s clients. Their key is changed when {owner} next "
        "signs in."
    ),
    "no_key_to_change": N_(
        "The cover had not begun, so {who} could never open {owner}'s clients. Nothing else "
        "is needed."
    ),
    "notice_given": N_(
        "{who} is still an administrator. They can give this up here under their own name, another "
        "administrator can agree here, or you can do it from {day}. Everybody is told."
    ),
    "notice_runs": N_(
        "{who} was asked already. They can give this up, another administrator can agree, or you "
        "can do it from {day}."
    ),
    "roles_changed": N_("{who} has the new roles now, and sees them at the next sign-in."),
    "begun_anew": N_("{who} finds the empty caseload at the next sign-in."),
    "begun_anew_yourself": N_(
        "You have an empty caseload now. Today and Clients are back in the bar on the left "
        "once you leave this page."
    ),
    "removed": N_(
        "{who} can no longer sign in. The key of the service was changed just now. What "
        "{who} signed stays valid. Backups of before still open with the passphrase of {who}, to "
        "what {who} could read then: keep every disk with them where {who} cannot take it. Back "
        "up now, else a lost laptop undoes the removal."
    ),
    "clock_corrected": N_("Covers count from {day} again. Everybody is told."),
    "owner_sheet_used": N_(
        "{who} can open {owner}'s clients now. The audit trail says that you used {owner}'s "
        "recovery sheet. {owner} should make a new one."
    ),
    "continuity_sheet_used": N_(
        "{who} can open {owner}'s clients now. The audit trail says that you used the "
        "continuity sheet. Make a new one now: the envelope has been opened."
    ),
    "owner_sheet_used_in_vain": N_(
        "{who} has the key, but {owner}'s clients are not on this laptop: no whole backup that "
        "came with the move opens with this sheet. Only {owner} can bring them, by signing in "
        "here, or somebody from the old laptop."
    ),
    "continuity_sheet_used_in_vain": N_(
        "{who} has the key, but {owner}'s clients are not on this laptop: no whole backup that "
        "came with the move opens with this sheet. Only {owner} can bring them, by signing in "
        "here, or somebody from the old laptop. The envelope has been opened: make a new sheet."
    ),
}
TITLES = {
    "cover_begun": N_("The cover has begun"),
    "cover_waits": N_("The cover is arranged"),
    "needs_second": N_("Another administrator must agree"),
    "handed_over": NP_("what was done with a caseload", "Handed over"),
    "hand_over_waits": N_("The hand-over is arranged"),
    "key_changed": N_("The cover has ended"),
    "key_waits": N_("The cover has ended"),
    "no_key_to_change": NP_("what was done with a caseload", "Taken back"),
    "notice_given": N_("An administrator has notice"),
    "notice_runs": N_("An administrator has notice"),
    "roles_changed": N_("The roles were changed"),
    "begun_anew": N_("The caseload was added"),
    "begun_anew_yourself": N_("The caseload was added"),
    "removed": N_("Removed from the service"),
    "clock_corrected": N_("The date is confirmed"),
    "owner_sheet_used": N_("The recovery sheet was used"),
    "continuity_sheet_used": N_("The continuity sheet was used"),
    "owner_sheet_used_in_vain": N_("The clients are not here yet"),
    "continuity_sheet_used_in_vain": N_("The clients are not here yet"),
}


def clients_of(line: CaseloadLine) -> str:
    """Return whose clients a caseload holds."""
    if line.first_owner:
        words = _("The clients whom {first} handed over to {name}")
        return words.format(first=line.first_owner, name=line.owner_name)
    return _("The clients of {name}").format(name=line.owner_name)


def stands_in_words(name: str, caseload: CaseloadLine, leave: LeaveLine) -> str:
    """Return for whom somebody stands in, who may be away as well."""
    words = _(
        "{name} covers for {owner} until {day}. If {name} is away before that, arrange another "
        "cover for {owner} too."
    )
    day = day_in_words(leave.until) if leave.until else ""
    return words.format(name=name, owner=caseload.owner_name, day=day)


def leave_in_words(leave: LeaveLine) -> str:
    """Return one leave in words."""
    day = day_in_words(leave.until) if leave.until else ""
    words = _(LEAVES[leave.standing]).format(name=leave.name, day=day)
    if leave.said_no_on is None or leave.standing in {"declined", "hand_over_declined"}:
        return words
    said = _("the therapist of these clients said no on {day}")
    return facts_in_a_line(words, said.format(day=day_in_words(leave.said_no_on)))


def barred_words(line: CaseloadLine) -> str:
    """Return why no sheet may do, and what does instead."""
    words = _(
        "{name} said no, so no sheet opens these clients now. Talk to {name}. A sheet works again "
        "once another administrator has arranged this cover, or once {name} has not signed in for "
        "14 days."
    )
    return words.format(name=line.owner_name)


def lost_both_words(person: PersonLine, page: PeoplePageData) -> tuple[str, ...]:
    """Return what to do for somebody who has neither passphrase nor sheet, a step each."""
    name = person.name
    still = _(
        "With one of the two, {name} can sign in. With neither, nobody can bring the two back, but "
        "you can give {name} a new beginning."
    )
    add = _("Add {name} as a new person, under a name that tells the two apart.")
    give = _(
        "On this page, hand the clients over for good to the new person, and use the continuity "
        "sheet under “If {name} cannot come”. Everybody is told."
    )
    remove = _("Remove {name} on this page.")
    renew = _("Make a new continuity sheet.")
    none = _(
        "This service has no continuity sheet: nobody can hand the clients of {name} over. "
        "Somebody who covers for {name} already can open them until the cover ends. Nobody else "
        "can open them, and no backup helps."
    )
    has_clients = bool(page.caseloads_of(person.uid))
    if has_clients and not page.has_continuity:
        steps = [add, none]
    else:
        steps = [add, *([give] if has_clients else []), remove, *([renew] if has_clients else [])]
    return tuple(each.format(name=name) for each in (still, *steps))


def told(outcome: Outcome) -> tuple[str, str]:
    """Return what was done, and in one sentence or two what happens next."""
    day = day_in_words(outcome.until) if outcome.until else ""
    words = _(NEXT[outcome.next]).format(who=outcome.who, owner=outcome.owner, day=day)
    if outcome.first_owner:
        which = _("These are the clients whom {first} had before; {owner} keeps all others.")
        words += " " + which.format(first=outcome.first_owner, owner=outcome.owner)
    return _(TITLES[outcome.next]), words


def to_compare_words(found: ToCompare) -> tuple[str, ...]:
    """Return what is compared anew without somebody, a line for each kind that there is."""
    said = {
        _("Keys of recipients: {names}"): found.recipients.names,
        _("Signers of packs: {names}"): found.signers.names,
        _("Other services: {count}"): found.services.names,
    }
    return tuple(
        words.format(names=_few(names), count=len(names)) for words, names in said.items() if names
    )


def removed_words(found: ToCompare) -> str:
    """Return which of what they compared is compared anew; nothing where there is none."""
    if not found.is_anything:
        return ""
    words = _("What they compared must be compared again. {what}.")
    return words.format(what=facts_in_a_line(*to_compare_words(found)))


def _few(names: tuple[str, ...]) -> str:
    if len(names) <= NAMED:
        return listed(names)
    words = _("{names} and {count} more")
    return words.format(names=listed(names[:NAMED]), count=len(names) - NAMED)


def cost_in_words(cost: KdfCost) -> str:
    """Return what one guess at a passphrase takes, and whether anything is to be done."""
    words = _(
        "Whoever guesses a passphrase needs {memory} MB of memory for each try. Nothing has "
        "to be done; where this laptop is fast, it can be made stronger."
    )
    return words.format(memory=cost.memory // 1024)


def no_to_sheet_words(caseload: CaseloadLine) -> str:
    """Return in a sentence that whose clients they are said no to the continuity sheet."""
    assert caseload.no_to_sheet_on is not None
    words = _(
        "{name} said no to the continuity sheet on {day}, and can still agree here. Until then it "
        "does not open these clients."
    )
    day = day_in_words(caseload.no_to_sheet_on)
    return words.format(name=caseload.owner_name, day=day)


def not_agreed_words(asked: AskedSheet) -> str:
    """Return in sentences that the continuity sheet does not open one's clients, and why."""
    if asked.said_no_on is None and asked.opens_already:
        return _(
            "You have not answered yet whether the new continuity sheet can go on opening your "
            "clients."
        )
    if asked.said_no_on is None:
        return _(
            "You have not answered yet whether the new continuity sheet can open your clients. "
            "Until you agree it does not open them."
        )
    return _(
        "You answered no on {day} when you were asked about the continuity sheet. It does not "
        "open your clients. You can still agree."
    ).format(day=day_in_words(asked.said_no_on))
