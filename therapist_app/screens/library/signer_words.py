"""In words: why a signer who was confirmed here is trusted no longer."""

from collections.abc import Mapping

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, _
from therapist_app.workflows.content.trusted_signers import Ended, Reason

TITLES: Mapping[Reason, str] = {
    "left": N_("The signer left the service"),
    "confirmer_left": N_("The person who compared this number left the service"),
    "keys_given_up": N_("Signed with keys that were replaced"),
    "role": N_("The signer is not an administrator or clinical lead any more"),
}
_WITH_DAY: Mapping[Reason, str] = {
    "left": N_("{name} left the service on {day}."),
    "confirmer_left": N_("{name}, who compared this number, left the service on {day}."),
    "keys_given_up": N_("{name} replaced these keys on {day}, because somebody may know them."),
}
_WITHOUT_DAY: Mapping[Reason, str] = {
    "left": N_("{name} left the service."),
    "confirmer_left": N_("{name}, who compared this number, left the service."),
    "keys_given_up": N_("{name} replaced these keys, because somebody may know them."),
    "role": N_("{name} is not an administrator or clinical lead any more."),
}


def ended_title(ended: Ended) -> str:
    """Return a heading that says why."""
    return _(TITLES[ended.reason])


def next_step(ended: Ended) -> str:
    """Return what brings trust back."""
    if ended.reason == "confirmer_left":
        return _(
            "Call them on a number that you know already and have them read theirs aloud. If it "
            "is the one below, say so here; else it is compared with the next pack."
        )
    return _("The next pack is compared again.")


def ended_sentence(ended: Ended) -> str:
    """Return a sentence that says why, of whom, and since when where that is known."""
    if ended.day is None:
        return _(_WITHOUT_DAY[ended.reason]).format(name=ended.name)
    return _(_WITH_DAY[ended.reason]).format(name=ended.name, day=written_day(ended.day))
