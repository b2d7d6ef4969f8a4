"""Who gets exports: their keys, entered and compared aloud, and the pseudonyms each knows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from exports.errors import NotForExport
from exports.package.sealing import age_key_in, fingerprint, is_identity, new_age_key
from exports.purposes import PURPOSES, is_spelling_of, purpose_in_words
from session_forms.words.texts import N_, _
from therapist_app.record.errors import NameUnfit
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.service import (
    export_keys,
    own_age_keys,
    pseudonyms,
    recipients,
    releases,
    service_keys,
    settings,
)
from therapist_app.record.service.own_age_keys import OwnAgeKey
from therapist_app.record.service.recipients import Recipient
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.people.seeing_people import left_or_leaving, names_of
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.workspace import Workspace

OWN_LEAD = recipients.OWN_LEAD
LONGEST_NAME = 80
TOLD_KEY = "told_signatures"
"""The setting that says which public key each recipient was told of by telephone, by name."""
Standing = Literal["ready", "own", "to_compare", "no_key"]
NO_SUCH_NAME = N_("Enter a name of 1 to {most} characters.")
UNSEEN_IN_NAME = N_("The name contains a character that cannot be seen. Type the name again.")
NO_KEY_OF_THE_LEAD = N_(
    "The clinical lead of this service needs no key: exports for them are encrypted with the key "
    "of the service. For anybody else enter another name."
)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """One set of pseudonyms that a recipient knows: for a purpose of the list, or a former one."""

    purpose: str
    words: str
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class NewSignature:
    """That this service signs for a recipient under another number than before.

    Attributes:
        since: The last day of the month in which the number of before ended.
        before: That number.
        keeper: The number of the administrator who signed the change, for this recipient alone.
        is_told: Whether the recipient was told by telephone.

    """

    since: date
    before: str
    keeper: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A recipient as the window shows them.

    Attributes:
        title: Their name in words.
        standing: `own` for the lead of this service, for whom the service's own key serves.
        groups: The fingerprint of their key, in groups of five digits to be read aloud; of the
            lead a key that an earlier version took, and that seals nothing any more.
        was_changed: Whether this key took the place of another, and is not compared yet.
        comparer_left: Whether it was compared by somebody who has left, and is compared anew.
        is_unsigned: Whether nobody signed that they compared this very key, which stands as
            compared.
        new_signature: How that number changed, where it did after something was sent.
        signer: The fingerprint by which they know what this service signed for them.

    """

    name: str
    title: str
    standing: Standing
    groups: tuple[str, ...]
    compared_at: datetime | None
    compared_by: str
    was_changed: bool
    signer: str
    pseudonyms: tuple[Pseudonyms, ...]
    comparer_left: bool = False
    is_unsigned: bool = False
    new_signature: NewSignature | None = None

    @property
    def is_ready(self) -> bool:
        """Whether something can be released to them."""
        return self.standing in {"ready", "own"}


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The service's own key, for those who seal what they send to it."""

    public_key: str
    groups: tuple[str, ...]


def recipient_lines(workspace: Workspace) -> tuple[RecipientLine, ...]:
    """Return everybody who can get exports, the lead of this service first."""
    known = {each.name: each for each in recipients.all_recipients(workspace.service)}
    lead = known.pop(OWN_LEAD, Recipient(OWN_LEAD))
    return tuple(_line(workspace, each) for each in (lead, *known.values()))


def _line(workspace: Workspace, recipient: Recipient) -> RecipientLine:
    service, name = workspace.service, recipient.name
    standing = _standing(workspace, recipient)
    return RecipientLine(
        name=name,
        title=recipient_in_words(name),
        standing=standing,
        groups=_groups(recipient.age_key) if recipient.age_key else (),
        compared_at=recipient.compared_at,
        compared_by=_compared_by(workspace, recipient),
        was_changed=bool(recipient.earlier_key) and not recipient.is_compared,
        signer=fingerprint(service_keys.export_public_key(service, name)),
        pseudonyms=tuple(
            Pseudonyms(each, purpose_in_words(each), each in PURPOSES)
            for each in pseudonyms.purposes_of(service, name)
        ),
        comparer_left=recipient.is_compared and standing == "to_compare",
        is_unsigned=_is_unsigned(workspace, recipient),
        new_signature=_new_signature(workspace, name),
    )


def _is_unsigned(workspace: Workspace, recipient: Recipient) -> bool:
    signed = recipients.comparers(workspace.service, recipient)
    return recipient.is_compared and not signed


def _new_signature(workspace: Workspace, name: str) -> NewSignature | None:
    changes = export_keys.export_key_changes(workspace.service, name)
    if not changes or name not in {
        each.recipient for each in releases.all_releases(workspace.service)
    }:
        return None
    last = changes[-1]
    is_told = _told(workspace).get(name) == last.after.hex()
    return NewSignature(last.day, fingerprint(last.before), fingerprint(last.keeper), is_told)


def to_be_told(workspace: Workspace) -> tuple[str, ...]:
    """Return who must be told that this service signs under another number, in words."""
    if not export_keys.earlier_export_keys(workspace.service):
        return ()
    return tuple(
        each.title
        for each in recipient_lines(workspace)
        if each.new_signature and not each.new_signature.is_told and each.name != OWN_LEAD
    )


def has_somebody_left(workspace: Workspace) -> bool:
    """Whether the new number comes of somebody's leaving, and not of keys that were made new."""
    return export_keys.has_somebody_left(workspace.service)


def note_told(workspace: Workspace, name: str) -> None:
    """Note that a recipient was told by telephone under which number this service signs now."""
    require(workspace.vault, "keep_recipients")
    now = service_keys.export_public_key(workspace.service, name).hex()
    settings.save(workspace.service, TOLD_KEY, {**_told(workspace), name: now})


def _told(workspace: Workspace) -> dict[str, str]:
    return settings.load(workspace.service, TOLD_KEY, dict[str, str]) or {}


def _standing(workspace: Workspace, recipient: Recipient) -> Standing:
    if recipient.name == OWN_LEAD:
        return "own"  # whatever key one person alone once entered and compared for them
    if _counts(workspace, recipient) or (workspace.practice and recipient.age_key):
        return "ready"
    return "to_compare" if recipient.age_key else "no_key"


def to_compare_anew(workspace: Workspace, leaving: str = "") -> tuple[Recipient, ...]:
    """Return whose keys only somebody compared who left, by name; none in practice.

    `leaving` is the uid of somebody who is taken for having left as well.
    """
    if workspace.practice:
        return ()
    return tuple(
        each
        for each in recipients.all_recipients(workspace.service)
        if each.is_compared and each.name != OWN_LEAD and not _counts(workspace, each, leaving)
    )


def _counts(workspace: Workspace, recipient: Recipient, leaving: str = "") -> bool:
    """Return whether a key was compared, by somebody who has not left since (ADR 92).

    Who compared this very key is what they signed.
    """
    if not recipient.is_compared:
        return False
    signed = recipients.comparers(workspace.service, recipient)
    return bool(signed - left_or_leaving(workspace.vault, leaving).keys())


def _compared_by(workspace: Workspace, recipient: Recipient) -> str:
    """Return the name of who compared a key, as they signed it."""
    names = names_of(workspace.vault)
    signed = [names.get(each, "") for each in recipients.comparers(workspace.service, recipient)]
    is_so = recipient.compared_by in signed
    return recipient.compared_by if is_so else next(iter(sorted(signed)), "")


def key_of_recipient(workspace: Workspace, name: str) -> str:
    """Return the key that a release for somebody is sealed with.

    Only in practice there may be none.

    Raises:
        NotForExport: There is none, or nobody has compared it who is still here.

    """
    recipient = recipients.load(workspace.service, name) or Recipient(name)
    standing = _standing(workspace, recipient)
    if standing == "own":
        return own_key(workspace).public_key
    if standing == "ready" or (standing == "no_key" and workspace.practice):
        return recipient.age_key
    if standing == "no_key":
        raise NotForExport(_("There is no key of this recipient yet. Enter it under “Recipients”."))
    if _is_unsigned(workspace, recipient):
        raise NotForExport(
            _(
                "Nobody signed that they compared this key of the recipient. Compare it with them "
                "again under “Recipients”; nothing leaves before that."
            )
        )
    if recipient.is_compared:
        raise NotForExport(
            _(
                "The person who compared the key of this recipient left the service. Compare it "
                "with them again under “Recipients”; nothing leaves before that."
            )
        )
    raise NotForExport(
        _(
            "The key of this recipient has not been compared yet. Compare it with them under "
            "“Recipients”; nothing leaves before that."
        )
    )


def enter_recipient(workspace: Workspace, name: str, typed_key: str) -> str:
    """Enter somebody, or another key of somebody, and return the name they stand under.

    Nothing can be released to them until the key is compared.

    Raises:
        NotForExport: The name will not do, or is that of the lead, who needs no key; or the key is
            already somebody's.
        SealRefused: It is no whole public key.

    """
    require(workspace.vault, "keep_recipients")
    known = {each.name: each for each in recipients.all_recipients(workspace.service)}
    wanted = " ".join(name.split())
    if not 0 < len(wanted) <= LONGEST_NAME:
        raise NotForExport(_(NO_SUCH_NAME).format(most=LONGEST_NAME))
    try:
        check_names(wanted)
    except NameUnfit:
        raise NotForExport(_(UNSEEN_IN_NAME)) from None
    stands_as = _known_as(wanted, known)
    if stands_as == OWN_LEAD:
        raise NotForExport(_(NO_KEY_OF_THE_LEAD))
    key = age_key_in(typed_key)
    holders = [each.name for each in known.values() if each.age_key == key]
    if holders and holders != [stands_as]:
        raise NotForExport(
            _("This key is already that of another recipient. Each needs a key of their own.")
        )
    if key in {each.public_key for each in own_age_keys.own_keys(workspace.service)}:
        raise NotForExport(_("This is the key of this service. Ask the recipient for theirs."))
    if not holders:
        recipients.enter_key(workspace.service, stands_as, key)
    return stands_as


def _known_as(wanted: str, known: Collection[str]) -> str:
    """Return the name under which somebody stands already, whatever its capitals."""
    if wanted.casefold() == recipient_in_words(OWN_LEAD).casefold():
        return OWN_LEAD
    same = (each for each in (OWN_LEAD, *known) if each.casefold() == wanted.casefold())
    return next(same, wanted)


def note_compared(workspace: Workspace, name: str) -> None:
    """Note that the key was compared aloud with whoever it belongs to."""
    require(workspace.vault, "keep_recipients")
    recipient = recipients.load(workspace.service, name)
    if recipient is None or not recipient.age_key or _counts(workspace, recipient):
        return
    recipients.note_compared(workspace.service, recipient, workspace.vault.person.name)


def throw_key_away(workspace: Workspace, name: str) -> None:
    """Delete a key that turned out to be somebody else's."""
    require(workspace.vault, "keep_recipients")
    recipient = recipients.load(workspace.service, name)
    if recipient is not None and recipient.age_key:
        recipients.drop_key(workspace.service, recipient)


def start_new_pseudonyms(workspace: Workspace, name: str, purpose: str) -> None:
    """End on purpose that a recipient can follow a client from earlier releases to later ones."""
    require(workspace.vault, "keep_recipients")
    pseudonyms.start_new_key(workspace.service, name, purpose)


def pseudonym_of(workspace: Workspace, client_id: str, recipient: str, purpose: str) -> str:
    """Return by what a recipient knows a client for a purpose of the list.

    A purpose that was typed before there was a list goes on where it is equal to the list's.
    """
    service = workspace.service
    pseudonyms.take_over_key(service, recipient, purpose, partial(_says, purpose))
    return pseudonyms.pseudonym_for(service, client_id, recipient, purpose)


def _says(purpose: str, typed: str) -> bool:
    return is_spelling_of(typed, purpose)


def own_key(workspace: Workspace) -> OwnKey:
    """Return the service's own key; it is made when it is first asked for."""
    own = newest_own_key(workspace)
    return OwnKey(own.public_key, _groups(own.public_key))


def newest_own_key(workspace: Workspace) -> OwnAgeKey:
    """Return the service's own pair of keys; it is made when it is first asked for."""
    service = workspace.service
    kept = own_age_keys.newest_own_key(service)
    return kept or own_age_keys.keep_own_key(service, *new_age_key())


def own_identities(workspace: Workspace) -> str:
    """Return the private halves of every key of this service, one a line, the newest first."""
    found = own_age_keys.own_identities(workspace.service)
    return "\n".join(each for each in found if is_identity(each))


def summaries_to_read(workspace: Workspace) -> frozenset[str] | None:
    """Return which summaries of a client that are for the lead the person signed in may open.

    None stands for each: they lead. Else those that they approved themselves, by id; the list of
    exports knows people by name alone, so that of two who share one neither counts.
    """
    vault = workspace.vault
    if may(vault, "oversee"):
        return None
    name = vault.person.name
    same = [each for each in vault.header.people if each.name == name]
    if len(same) > 1 or name in left_or_leaving(vault).values():
        return frozenset()
    made = releases.all_releases(workspace.service)
    return frozenset(each.id for each in made if name in {each.approved_by, each.second_by})


def _groups(key: str) -> tuple[str, ...]:
    return tuple(fingerprint(key.encode()).split())


def own_signers(workspace: Workspace) -> tuple[str, ...]:
    """Return the fingerprints under which this service signs or signed: one for each recipient.

    Whoever reads its own packages knows them all for one service.
    """
    names = (each.name for each in recipients.all_recipients(workspace.service))
    keys = dict.fromkeys(("", OWN_LEAD, *names))
    service = workspace.service
    now = [fingerprint(service_keys.export_public_key(service, each)) for each in keys]
    return (*now, *own_last_months(workspace))


def own_last_months(workspace: Workspace) -> dict[str, str]:
    """Return the last month of each fingerprint under which this service signed before."""
    earlier = export_keys.earlier_export_keys(workspace.service)
    return {fingerprint(key): f"{day:%Y-%m}" for key, day in earlier.items()}
