"""Consents, protections and who looked at the record, as lines of a copy of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, ngettext
from session_forms.words.texts import translate as _
from therapist_app.record.client_rights import protection
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.model import Consent
from therapist_app.workflows.course.consenting import consent_lines
from therapist_app.workflows.workspace import Workspace

DECISIONS = {
    "given": N_("Agreed"),
    "refused": N_("Refused"),
    "withdrawn": N_("Agreement taken back"),
}
HOW = {
    "signed_paper": N_("signed on paper"),
    "spoken": N_("by word of mouth"),
    "form": N_("in a form"),
}
REASONS = {
    "accuracy": N_("Whether it is correct is being checked"),
    "unlawful": N_("It should not have been kept, and the client does not want it erased"),
    "needed_for_claim": N_("The client needs it for a legal claim"),
    "objection": N_("The client objected, and that is being looked at"),
    "retention": N_("It is only kept because it must be"),
}
ACTIONS = {
    "access_bundle_made": N_("made a copy for the client"),
    "client_opened": N_("opened the record"),
    "form_printed": N_("printed a form"),
    "identity_read": N_("looked up who you are"),
}
ROLES = {
    "keeper": N_("keeper of the service"),
    "lead": N_("clinical lead"),
    "therapist": N_("therapist"),
}
ID_LENGTH = 32


def consents_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the client agreed to, refused and took back."""
    items = []
    for topic in consent_lines(workspace, client_id):
        lines = tuple(_consent_line(each) for each in topic.history)
        if lines:
            items.append(AccessItem(f"consent:{topic.topic.id}", topic.topic.title, lines))
    return AccessPart("consents", _("Consents"), tuple(items))


def protections_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return when the record was restricted or held, and why."""
    items = [
        AccessItem(
            f"restriction:{each.id}",
            _("Restricted on {day}").format(day=_day(each.restricted_at.astimezone().date())),
            (
                AccessLine(f"restriction:{each.id}:reason", _("Why"), _(REASONS[each.reason])),
                *_lifted(f"restriction:{each.id}", each.lift_reason),
            ),
        )
        for each in protection.all_restrictions_of(workspace.caseload, client_id)
    ]
    items += [
        AccessItem(
            f"hold:{each.id}",
            _("Kept for a legal reason since {day}").format(
                day=_day(each.held_at.astimezone().date())
            ),
            (
                AccessLine(f"hold:{each.id}:reason", _("Why"), each.reason, is_about_others=True),
                *_lifted(f"hold:{each.id}", each.lift_reason),
            ),
        )
        for each in protection.all_holds_on(workspace.caseload, client_id)
    ]
    return AccessPart("protections", _("Restriction and legal hold"), tuple(items))


def trail_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return who opened or changed the record, by role, a line for each day and kind."""
    ids = frozenset(
        str(row["id"]) for _t, row in rows_of(workspace.caseload, client_id) if "id" in row
    )
    roles = {
        each.uid: workspace.vault.header.entry(each).roles for each in workspace.vault.header.people
    }
    counted: Counter[tuple[date, str, str]] = Counter()
    for entry in audit.entries(workspace.caseload):
        if entry.subject[-ID_LENGTH:] in ids:
            who = _role_words(roles.get(entry.by, ()))
            counted[entry.at.astimezone().date(), who, _action_words(entry)] += 1
    items = tuple(
        AccessItem(f"trail:{day}", _day(day), tuple(_trail_lines(day, counted)))
        for day in sorted({day for day, _who, _what in counted})
    )
    return AccessPart("trail", _("Who opened or changed the record"), items)


def _trail_lines(day: date, counted: Counter[tuple[date, str, str]]) -> Iterator[AccessLine]:
    for (at, who, what), count in sorted(counted.items()):
        if at == day:
            key = f"trail:{day}:{who}:{what}"
            words = ngettext("{what}, {count} time", "{what}, {count} times", count)
            yield AccessLine(key, who, words.format(what=what, count=count))


def _role_words(roles: tuple[str, ...]) -> str:
    return ", ".join(_(ROLES[each]) for each in roles) or _("somebody who has left the service")


def _action_words(entry: AuditEntry) -> str:
    return _(ACTIONS.get(entry.action, N_("wrote in the record")))


def _consent_line(consent: Consent) -> AccessLine:
    how = _(HOW[consent.given_how])
    day = _day(consent.decided_at.astimezone().date())
    text = _("{text}, version {version}").format(text=consent.text_id, version=consent.text_version)
    return AccessLine(
        f"consent:{consent.id}",
        facts_in_a_line(day, text),
        f"{_(DECISIONS[consent.decision])}, {how}",
    )


def _lifted(key: str, reason: str) -> tuple[AccessLine, ...]:
    return (AccessLine(f"{key}:lifted", _("Ended, because"), reason),) if reason else ()


def _day(day: date) -> str:
    return written_day(day)
