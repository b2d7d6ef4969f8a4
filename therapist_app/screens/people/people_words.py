"""What is said about people: roles, what waits, and after each step what happens next."""

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, ngettext
from session_forms.words.texts import translate as _
from therapist_app.workflows.people.keeping_people import Outcome
from therapist_app.workflows.people.making_guessing_harder import KdfCost
from therapist_app.workflows.people.seeing_people import CaseloadLine, LeaveLine

ROLE_HELP = {
    "keeper": N_("Takes people in and out, lets others cover. Reads no client by that."),
    "therapist": N_("Has clients of their own, whom nobody else can open."),
    "lead": N_("Answers for the programme and reads reports. Reads no client by that."),
}
OBSTACLES = {
    "yourself": N_("This is you. Another keeper can take you out."),
    "caseloads": N_(
        "A list of clients is theirs, even if nobody is on it yet. Hand it over for good first."
    ),
    "last-keeper": N_("Nobody else keeps the list of people. Give somebody else this role first."),
}
LEAVES = {
    "begun": N_("{name} covers until {day}"),
    "waits": N_("{name} is to cover until {day}"),
    "over": N_("The cover of {name} ended on {day}"),
    "handed_over": N_("Handed over to {name}"),
    "hand_over_waits": N_("To be handed over to {name}"),
}
NEXT = {
    "cover_begun": N_("{who} can open these clients now, until the end of {day}."),
    "cover_waits": N_(
        "The cover begins when {owner} next signs in, or now with their recovery sheet or the "
        "continuity sheet. It lasts until the end of {day}."
    ),
    "handed_over": N_(
        "The clients are {who}'s now. Their key is changed when {who} next signs in; after that "
        "nobody opens them with the key of before."
    ),
    "hand_over_waits": N_(
        "The clients become {who}'s when {owner} next signs in, or now with {owner}'s recovery "
        "sheet or the continuity sheet."
    ),
    "key_changed": N_("The cover is over, and the key of these clients was changed just now."),
    "key_waits": N_(
        "The clients open to {who} no more. Their key is changed when {owner} next signs in."
    ),
    "no_key_to_change": N_("It never began, so {who} never had the key. Nothing else is needed."),
    "roles_changed": N_("The roles hold from now on; {who} sees it at their next sign-in."),
    "begun_anew": N_("{who} finds it, with nobody on it, at their next sign-in."),
    "begun_anew_yourself": N_(
        "Today and Clients are yours again, with nobody on the list yet. You find them in the bar"
        " once you leave this page."
    ),
    "removed": N_(
        "{who} cannot sign in any more. The key of the service was changed just now. What {who} "
        "signed stays valid."
    ),
    "owner_sheet_used": N_(
        "The key has reached everybody who has leave. It is noted, signed by you, that the "
        "recovery sheet of {owner} was used. {owner} should make a new one."
    ),
    "continuity_sheet_used": N_(
        "The key has reached everybody who has leave. It is noted, signed by you, that the "
        "continuity sheet was used. Renew it now: the envelope has been opened."
    ),
}
TITLES = {
    "cover_begun": N_("The cover has begun"),
    "cover_waits": N_("The cover is signed and waits"),
    "handed_over": NP_("what was done with a caseload", "Handed over"),
    "hand_over_waits": N_("The hand-over is signed and waits"),
    "key_changed": N_("The cover has ended"),
    "key_waits": N_("The cover has ended"),
    "no_key_to_change": NP_("what was done with a caseload", "Taken back"),
    "roles_changed": N_("The roles were changed"),
    "begun_anew": N_("A new list of clients was begun"),
    "begun_anew_yourself": N_("A new list of clients was begun"),
    "removed": N_("Taken out of the service"),
    "owner_sheet_used": N_("The recovery sheet was used"),
    "continuity_sheet_used": N_("The continuity sheet was used"),
}


def clients_of(line: CaseloadLine) -> str:
    """Return whose clients a caseload holds."""
    if line.first_owner:
        words = _("The clients whom {first} handed over to {name}")
        return words.format(first=line.first_owner, name=line.owner_name)
    return _("The clients of {name}").format(name=line.owner_name)


def leave_in_words(leave: LeaveLine) -> str:
    """Return one leave in words."""
    day = day_in_words(leave.until) if leave.until else ""
    return _(LEAVES[leave.standing]).format(name=leave.name, day=day)


def told(outcome: Outcome) -> tuple[str, str]:
    """Return what was done, and in one sentence or two what happens next."""
    day = day_in_words(outcome.until) if outcome.until else ""
    words = _(NEXT[outcome.next]).format(who=outcome.who, owner=outcome.owner, day=day)
    return _(TITLES[outcome.next]), words


def cost_in_words(cost: KdfCost) -> str:
    """Return what one guess at a passphrase takes, without figures nobody can picture."""
    words = ngettext(
        "Each guess must fill {memory} MB of memory, {passes} time over.",
        "Each guess must fill {memory} MB of memory, {passes} times over.",
        cost.passes,
    )
    return words.format(memory=cost.memory // 1024, passes=cost.passes)
