"""Whose packs are installed without comparing a number anew, and when that ends.

Trust in a signer stands on people of the service: on whoever compared the number, and on who signs
where that is somebody of the service. It ends with them. It goes by ids and by the number of their
key pair, never by a moment, so that no clock can lengthen it; and who left is kept beside the
record's people, so that an older service file brings no trust back (ADR 92).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal

from therapist_app.record.database import audit
from therapist_app.record.database.columns import moment_text
from therapist_app.record.header.header import Person
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content.pack_registry import Signer, keep_signer, known_signers
from therapist_app.workflows.people.seeing_people import left_or_leaving
from therapist_app.workflows.permissions import TABLE, require

KEY = "pack_signer_people"
Reason = Literal["left", "confirmer_left", "keys_given_up", "role"]
_DAY_OF: Mapping[Reason, str] = {
    "left": "person_removed",
    "confirmer_left": "person_removed",
    "keys_given_up": "keys_renewed",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """Why the packs of a signer who was confirmed here are compared anew.

    Attributes:
        reason: They left; who compared the number left; they gave up the keys that it follows
            from; or they vouched for themselves and answer for the content no longer.
        name: Whom that is about.
        day: The local day since when, where the audit tells it.

    """

    reason: Reason
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _StandsOn:
    """Whom trust in a signer stands on.

    Attributes:
        person: Who signs, by uid; empty for somebody outside the service.
        pair: Which key pair of theirs was in force.
        by: Who compared the number, by uid.

    """

    person: str
    pair: int
    by: str


def trusted_signers(vault: Vault) -> dict[str, Signer]:
    """Return the signers whose packs need no comparing, by fingerprint."""
    ended = ended_signers(vault)
    known = known_signers(vault.service)
    return {number: each for number, each in known.items() if number not in ended}


def ended_signers(vault: Vault, leaving: str = "") -> dict[str, Ended]:
    """Return why each signer is trusted no longer who was confirmed here, by fingerprint.

    `leaving` is the uid of somebody who is taken for having left as well.
    """
    kept = _kept(vault)
    former = left_or_leaving(vault, leaving)
    found = {
        number: _ended(vault, former, kept.get(number) or _by_names(vault, former, signer))
        for number, signer in known_signers(vault.service).items()
    }
    return {number: each for number, each in found.items() if each is not None}


def confirm_signer(vault: Vault, signer: Signer) -> None:
    """Note that the person signed in compared a number, and who of the service signs with it."""
    _keep(vault, signer, _somebody_here(vault, signer))


def compare_again(vault: Vault, fingerprint: str) -> None:
    """Note that the person signed in compared a number that was known here once more.

    Raises:
        NotAllowed: The person does not answer for the content.

    """
    require(vault, "install_pack")
    signer = known_signers(vault.service)[fingerprint]
    at = moment_text(vault.service.now())
    confirm_signer(vault, replace(signer, confirmed_by=vault.person.name, confirmed_at=at))


def confirm_own(vault: Vault, signer: Signer) -> None:
    """Note the number of the person signed in, who may install what they sign."""
    _keep(vault, signer, vault.header.person(vault.person.uid))


def _ended(vault: Vault, former: Mapping[str, str], on: _StandsOn) -> Ended | None:
    if on.person in former:
        return _since(vault, "left", on.person, former[on.person])
    if on.by in former:
        return _since(vault, "confirmer_left", on.by, former[on.by])
    person = vault.header.person(on.person)
    if person is None:
        return None
    if person.pair > on.pair:
        return _since(vault, "keys_given_up", person.uid, person.name)
    if on.person == on.by and not TABLE["sign_pack"].roles & set(person.roles):
        return Ended("role", person.name)
    return None


def _since(vault: Vault, reason: Reason, uid: str, name: str) -> Ended:
    about = f"person:{uid}"
    days = [
        each.at.astimezone().date()
        for each in audit.believed(vault.service, (_DAY_OF[reason],))
        if each.subject == about
    ]
    return Ended(reason, name, days[-1] if days else None)


def _somebody_here(vault: Vault, signer: Signer) -> Person | None:
    """Return who of the service has a number: whose it was known to be, or who bears the name."""
    before = _kept(vault).get(signer.fingerprint)
    found = None if before is None else vault.header.person(before.person)
    named = (each for each in vault.header.people if _alike(each.name, signer.name))
    return found or next(named, None)


def _by_names(vault: Vault, former: Mapping[str, str], signer: Signer) -> _StandsOn:
    """Return whom trust stands on that a version before this one noted by names alone."""
    people = dict(former) | {each.uid: each.name for each in vault.header.people}

    def whose(name: str) -> str:
        return next((uid for uid, each in people.items() if _alike(each, name)), "")

    return _StandsOn(whose(signer.name), 1, whose(signer.confirmed_by))


def _alike(one: str, other: str) -> bool:
    """Return whether one name has all words of the other, as "Lea" and "Lea Example" do."""
    first, second = (set(each.casefold().split()) for each in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def _keep(vault: Vault, signer: Signer, person: Person | None) -> None:
    uid, pair = (person.uid, person.pair) if person is not None else ("", 0)
    on = _StandsOn(uid, pair, vault.person.uid)
    kept = _kept(vault) | {signer.fingerprint: on}
    with vault.service.together() as change:
        settings.save_within(change, KEY, {number: asdict(each) for number, each in kept.items()})
        keep_signer(vault.service, signer)


def _kept(vault: Vault) -> dict[str, _StandsOn]:
    return settings.load(vault.service, KEY, dict[str, _StandsOn]) or {}
