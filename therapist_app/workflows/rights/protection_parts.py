"""What a copy of the record says of consents, protections, and who opened or changed it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.record.client_rights import protection
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.model import (
    Consent,
    LegalHold,
    Restriction,
)
from therapist_app.workflows.course.consenting import consent_lines
from therapist_app.workflows.people.role_words import roles_in_words
from therapist_app.workflows.rights.access_lines import day_words
from therapist_app.workflows.rights.access_words import ACTIONS, DECISIONS, HOW, REASONS
from therapist_app.workflows.workspace import Workspace

ID_LENGTH = 32


def consents_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the client agreed to, refused and took back."""
    items = []
    for topic in consent_lines(workspace, client_id):
        lines = tuple(
            _consent_line(each, text) for each, text in zip(topic.history, topic.texts, strict=True)
        )
        if lines:
            items.append(AccessItem(f"consent:{topic.topic.id}", topic.topic.title, lines))
    return AccessPart("consents", pgettext("client's copy", "Consents"), tuple(items))


def protections_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return when the record was restricted or held, and why."""
    items = [
        AccessItem(
            f"restriction:{each.id}",
            _("Restricted on {day}").format(day=day_words(each.restricted_at)),
            (
                AccessLine(
                    f"restriction:{each.id}:reason",
                    pgettext("fact", "Why"),
                    _(REASONS[each.reason]),
                ),
                *_review_and_end(f"restriction:{each.id}", each),
            ),
        )
        for each in protection.all_restrictions_of(workspace.caseload, client_id)
    ]
    items += [
        AccessItem(
            f"hold:{each.id}",
            _("Kept for a legal reason since {day}").format(day=day_words(each.held_at)),
            (
                AccessLine(
                    f"hold:{each.id}:reason",
                    pgettext("fact", "Why"),
                    each.reason,
                    is_about_others=True,
                ),
                *_review_and_end(f"hold:{each.id}", each),
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
            who = roles_in_words(roles.get(entry.by, ())) or _("somebody who has left the service")
            counted[entry.at.astimezone().date(), who, _action_words(entry)] += 1
    items = tuple(
        AccessItem(f"trail:{day}", written_day(day), tuple(_trail_lines(day, counted)))
        for day in sorted({day for day, _who, _what in counted})
    )
    return AccessPart("trail", _("Who opened or changed the record"), items)


def _trail_lines(day: date, counted: Counter[tuple[date, str, str]]) -> Iterator[AccessLine]:
    for (at, who, what), count in sorted(counted.items()):
        if at == day:
            key = f"trail:{day}:{who}:{what}"
            words = ngettext("{what}, {count} time", "{what}, {count} times", count)
            yield AccessLine(key, who, words.format(what=what, count=count))


def _action_words(entry: AuditEntry) -> str:
    return _(ACTIONS.get(entry.action, N_("wrote in the record")))


def _consent_line(consent: Consent, text: str) -> AccessLine:
    how = _(HOW[consent.given_how])
    day = day_words(consent.decided_at)
    listed_on = ""
    if consent.imported_at is not None:
        listed_on = _("from a list imported on {day}").format(day=day_words(consent.imported_at))
    return AccessLine(
        f"consent:{consent.id}",
        facts_in_a_line(day, text, listed_on),
        f"{_(DECISIONS[consent.decision])}, {how}",
    )


def _review_and_end(key: str, noted: Restriction | LegalHold) -> Iterator[AccessLine]:
    if noted.review_on is not None:
        again = written_day(noted.review_on)
        yield AccessLine(f"{key}:review", _("To be looked at again on"), again)
    if noted.lifted_at is not None:
        yield AccessLine(f"{key}:ended", pgettext("fact", "Ended on"), day_words(noted.lifted_at))
        yield AccessLine(f"{key}:lifted", pgettext("fact", "Ended, because"), noted.lift_reason)
