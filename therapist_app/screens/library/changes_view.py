"""What a pack changes: every difference between two versions of a programme, safety first."""

from PySide6.QtWidgets import QFrame, QLayout

from programme.comparing.difference import Difference
from session_forms.words.texts import N_, ngettext
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Part, card, chip, reading, row, rule, stack, text
from therapist_app.workflows.content.pack_offers import Offer

MOST_SHOWN = 60
KINDS = {
    "added": N_("added"),
    "removed": N_("taken out"),
    "changed": N_("changed"),
    "moved": N_("moved"),
    "retitled": N_("has another title"),
}


def changes_card(offer: Offer, changes: tuple[Difference, ...]) -> QFrame:
    """Return the card with what changes; the versions alone where that cannot be told."""
    parts: list[Part] = [text(_head(offer, changes), wrap=True)]
    for each in changes[:MOST_SHOWN]:
        parts += [rule(), _line(each)]
    more = len(changes) - MOST_SHOWN
    if more > 0:
        words = _("And {count} more: `python -m programme diff` lists them all.")
        parts += [rule(), text(words.format(count=more), "small", wrap=True)]
    told = _("Clients who follow an earlier version of a programme keep it.")
    return card(_("What changes"), *parts, text(told, "small", wrap=True), gap="s")


def _head(offer: Offer, changes: tuple[Difference, ...]) -> str:
    if not offer.in_use:
        return _("Nothing of it is in use yet.")
    words = _("From {old} to {new}.").format(old=offer.in_use, new=offer.manifest.ref)
    if not changes:
        return words
    return f"{words} {_counted(len(changes), sum(each.is_safety for each in changes))}"


def _counted(count: int, safety: int) -> str:
    words = ngettext(
        "Differences: {count}. Of these, {safety} touches safety.",
        "Differences: {count}. Of these, {safety} touch safety.",
        safety,
    )
    return words.format(count=count, safety=safety)


def _line(difference: Difference) -> QLayout:
    place = f"{' > '.join(difference.place)}: {_(KINDS[difference.kind])}"
    safety = [chip(_("touches safety"), "attention")] if difference.is_safety else []
    head = row(text(place, "strong", wrap=True), *safety)
    head.setStretch(0, 1)
    parts: list[Part] = [head]
    if difference.before and difference.before != difference.after:
        parts.append(reading(difference.before, strong=_("Was:")))
    if difference.after:
        parts.append(reading(difference.after, strong=_("Now:")))
    return stack(*parts, gap="xs")
