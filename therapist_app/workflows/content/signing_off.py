"""A named lead signs a version of the programme off before it is used with a client.

What is signed is the version and the content it had: where either is another, the signature does
not count, and neither does one that was taken back, or that whoever it names did not sign.
Practice needs none.
"""

from dataclasses import asdict, dataclass, replace
from typing import Literal

from programme.definition.definition import Programme
from programme.loading.earlier_versions import earlier_version
from programme.packs.folders import shipped_hash
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, _
from therapist_app.record.database.audit import signers_of
from therapist_app.record.database.columns import moment_from, moment_text
from therapist_app.record.service import settings
from therapist_app.workflows.errors import NotSignedOff
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KEY = "sign_offs"
SIGNED = "programme_signed_off"
STATEMENT = N_(
    "I have read this version of the programme, its sessions, its forms and what it asks to be done"
    " when somebody is at risk. I find it fit for the clients, the staff and the law of this"
    " service, and I answer for its use here until I or somebody in my place withdraws it."
)

State = Literal["unsigned", "changed", "signed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature under one version of a programme.

    Attributes:
        programme_id: The programme.
        version: Its version.
        content: The hash of its content.
        name: Who signed it off: who was signed in.
        role: What they are in the service, as they wrote it.
        statement: What they agreed to.
        by: The person who was signed in.
        signed_at: When, as ISO 8601 in UTC.
        withdrawn_by: Who took it back; empty while it counts.
        withdrawn_at: When, as ISO 8601 in UTC.
        withdrawn_reason: Why, as they wrote it.

    """

    programme_id: str
    version: str
    content: str
    name: str
    role: str
    statement: str
    by: str
    signed_at: str
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True)
class SignOffStanding:
    """How a version of the programme stands.

    Attributes:
        state: `changed` where the content is no longer what was signed off; `withdrawn` where
            the latest signature was taken back.
        sign_off: The latest signature under this version.

    """

    state: State
    sign_off: SignOff | None = None


def standing_of(workspace: Workspace, programme: Programme) -> SignOffStanding:
    """Return whether a version of the programme is signed off as it is."""
    wanted = (programme.id, programme.version)
    kept = [each for each in _sign_offs(workspace) if (each.programme_id, each.version) == wanted]
    signers = _signers(workspace, programme) if kept else frozenset()
    found = [each for each in kept if each.by in signers]
    if not found:
        return SignOffStanding("unsigned")
    content = content_of(workspace, programme)
    fitting = [each for each in found if each.content == content]
    if not fitting:
        return SignOffStanding("changed", found[-1])
    return SignOffStanding("withdrawn" if fitting[-1].withdrawn_at else "signed", fitting[-1])


def is_signed_off(workspace: Workspace, programme: Programme) -> bool:
    """Return whether a lead answers for a version of the programme in a real service."""
    return not workspace.practice and standing_of(workspace, programme).state == "signed"


def content_of(workspace: Workspace, programme: Programme) -> str:
    """Return the hash of the content of a programme that is here."""
    found = workspace.packs.programme_hashes.get((programme.id, programme.version))
    if found is not None:
        return found
    earlier = earlier_version(programme.id, programme.version)
    return shipped_hash() if earlier is None else earlier.content


def sign_off(workspace: Workspace, programme: Programme, role: str) -> None:
    """Sign a version of the programme off as who is signed in, with the statement agreed to.

    Raises:
        NotAllowed: The person signed in may not.
        ValueError: The role is empty.

    """
    require(workspace.vault, "sign_off_programme")
    if not role.strip():
        raise ValueError("a role is needed")
    name = workspace.vault.person.name
    signature = SignOff(
        programme_id=programme.id,
        version=programme.version,
        content=content_of(workspace, programme),
        name=name,
        role=role.strip(),
        statement=_(STATEMENT),
        by=name,
        signed_at=moment_text(workspace.service.now()),
    )
    subject = f"programme:{programme.id}/{programme.version}"
    kept = [asdict(each) for each in (*_sign_offs(workspace), signature)]
    told = (signature.content,)
    with workspace.service.change(SIGNED, subject, told) as change:
        settings.save_within(change, KEY, kept)


def withdraw(workspace: Workspace, programme: Programme, reason: str) -> None:
    """Take the signature under a version of the programme back; without one nothing happens.

    It stays in the record with who took it back, when and why. A session that runs goes on.

    Raises:
        NotAllowed: The person signed in may not.
        ValueError: The reason is empty.

    """
    require(workspace.vault, "sign_off_programme")
    if not reason.strip():
        raise ValueError("a reason is needed")
    standing = standing_of(workspace, programme)
    if standing.state != "signed":
        return
    by, at = workspace.vault.person.name, moment_text(workspace.service.now())
    kept = [
        asdict(replace(each, withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason.strip()))
        if (each.programme_id, each.version) == (programme.id, programme.version)
        and not each.withdrawn_at
        else asdict(each)
        for each in _sign_offs(workspace)
    ]
    subject = f"programme:{programme.id}/{programme.version}"
    with workspace.service.change("sign_off_withdrawn", subject) as change:
        settings.save_within(change, KEY, kept)


def require_sign_off(workspace: Workspace, programme: Programme) -> None:
    """Refuse to begin with a programme that nobody answers for; practice needs nobody.

    Raises:
        NotSignedOff: This version is not signed off as it is.

    """
    if not workspace.practice and not is_signed_off(workspace, programme):
        raise NotSignedOff(programme.id, programme.version)


def _signers(workspace: Workspace, programme: Programme) -> frozenset[str]:
    """Return the names of who signed a version of the programme off, whatever a signature says."""
    names, subject = names_of(workspace.vault), f"programme:{programme.id}/{programme.version}"
    return frozenset(
        names[uid] for uid in signers_of(workspace.service, SIGNED, subject) if uid in names
    )


def _sign_offs(workspace: Workspace) -> tuple[SignOff, ...]:
    return settings.load(workspace.service, KEY, tuple[SignOff, ...]) or ()


def standing_words(standing: SignOffStanding) -> str:
    """Return in a sentence how a version of the programme stands."""
    signature = standing.sign_off
    if signature is None:
        return _("Draft, not signed off.")
    if standing.state == "withdrawn":
        back = written_day(moment_from(signature.withdrawn_at).astimezone().date())
        words = _("{name} withdrew the sign-off on {day}.")
        told = words.format(name=signature.withdrawn_by, day=back)
        if not signature.withdrawn_reason:
            return told
        why = _("Reason: {reason}").format(reason=signature.withdrawn_reason)
        return f"{told} {why}"
    day = written_day(moment_from(signature.signed_at).astimezone().date())
    if standing.state == "changed":
        words = _("The content changed since {name} signed it off on {day}.")
        return words.format(name=signature.name, day=day)
    words = _("Signed off by {name}, {role}, on {day}.")
    return words.format(name=signature.name, role=signature.role, day=day)
