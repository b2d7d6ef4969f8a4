"""Whose words a form is made of, and what may be done with it."""

from PySide6.QtWidgets import QFrame, QLayout

from session_forms.form.definition import FormDefinition
from session_forms.form.licences import CONTEXTS, Context, Licence
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import STRETCH, Part, card, chip, reading, row, stack, text

LICENCES = {
    "own": N_("own wording"),
    "bundle": N_("free to use"),
    "skeleton": N_("the clinic adds the wording"),
    "score-entry": N_("only totals, from paper"),
    "site": N_("words added by the clinic"),
}
USES = {
    "clinical": N_("Work with clients, not for profit"),
    "educational": N_("Teaching and training"),
    "research": N_("Research"),
    "commercial": N_("Work with clients, for fees"),
}
MAY = {
    "free": N_("may be used"),
    "ask": N_("ask the holder first"),
    "no": N_("excluded by the holder"),
}
TONES = {"free": "good", "ask": "quiet", "no": "attention"}
EVIDENCE = {
    "verified": N_("verified"),
    "secondary": N_("from a third party"),
    "memory": N_("unverified"),
}


def licence_words(status: str) -> str:
    """Return in a word whose words a form shows."""
    return _(LICENCES.get(status, status))


def evidence_words(status: str | None) -> str:
    """Return in a word how well a fact is sourced."""
    return _(EVIDENCE[status]) if status else ""


def licence_card(form: FormDefinition, use: Context) -> QFrame:
    """Return the card about the licence; the service's own use stands first."""
    licence = form.licence
    wording = "site" if licence.permission else licence.status
    parts: list[Part] = [text(licence_words(wording), "strong")]
    parts += [_use_line(licence, each) for each in sorted(CONTEXTS, key=lambda each: each != use)]
    if licence.permission:
        parts.append(reading(licence.permission, strong=_("Words added by the clinic:")))
    parts.append(reading(licence.notice))
    if licence.statement:
        said = f"{licence.statement} ({evidence_words(licence.evidence)})"
        parts.append(reading(said, strong=_("About its use:")))
    if licence.to_upgrade:
        parts.append(reading(licence.to_upgrade, strong=_("Before more can ship:")))
    small = [licence.rights_holder, licence.attribution, _source(licence)]
    parts += [text(each, "caption", wrap=True) for each in small if each]
    return card(_("Licence"), *parts, gap="s")


def _use_line(licence: Licence, use: Context) -> QLayout:
    may = licence.allows(use)
    line = row(text(_(USES[use]), "small", wrap=True), STRETCH, chip(_(MAY[may]), TONES[may]))
    line.setStretch(0, 1)
    return stack(line, gap="hair")


def _source(licence: Licence) -> str:
    if licence.checked_on is None:
        return licence.source
    read = _("Read on {day}.").format(day=written_day(licence.checked_on))
    return f"{licence.source} {read}".strip()
