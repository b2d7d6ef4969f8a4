"""A pack before it is installed: what it is, who signed it, what it changes."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtWidgets import QFrame, QLayout, QWidget

from programme.comparing.comparing import Difference
from programme.loading.translated_texts import TranslatedTexts
from programme.packs.contents import Contents
from programme.packs.manifest import PackManifest
from session_forms.clinic.translations import NOT_TRANSLATED
from session_forms.reference.service_words import text_words
from session_forms.words.day_words import written_day
from session_forms.words.language_words import language_name
from session_forms.words.texts import N_, counted, ngettext, pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.library.version_list_view import KINDS, STANDINGS, number_line
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    Part,
    TextLine,
    Tick,
    button,
    card,
    chip,
    reading,
    row,
    rule,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.content.pack_offers import Offer

MOST_SHOWN = 60
CHANGES = {
    "added": N_("added"),
    "removed": N_("taken out"),
    "changed": N_("changed"),
    "moved": N_("moved"),
    "retitled": N_("has another title"),
}


def changes_card(ref: str, in_use: str, changes: tuple[Difference, ...]) -> QFrame:
    """Return the card with what changes; the versions alone where that cannot be told.

    Args:
        ref: The pack, by kind, id and version.
        in_use: What it would take the place of; empty for nothing.
        changes: The differences.

    """
    parts: list[Part] = [text(_head(ref, in_use, changes), wrap=True)]
    for each in changes[:MOST_SHOWN]:
        parts += [rule(), _line(each)]
    more = len(changes) - MOST_SHOWN
    if more > 0:
        words = _("And {count} more: `python -m programme diff` lists them all.")
        parts += [rule(), text(words.format(count=more), "small", wrap=True)]
    told = _("Clients who follow an earlier version of a programme keep it.")
    return card(_("What changes"), *parts, text(told, "small", wrap=True), gap="s")


def texts_cards(contents: Contents) -> Iterator[QFrame]:
    """Yield each local text of a pack whole: nobody answers for words that they did not see."""
    for each in contents.jurisdictions:
        parts: list[Part] = []
        if each.approved_by and each.expires_on:
            words = _("Approved by {name} until {day}.")
            until = written_day(each.expires_on)
            parts.append(text(words.format(name=each.approved_by, day=until), wrap=True))
        else:
            parts.append(text(_("Approved by nobody: no client can meet it."), wrap=True))
        for title, said in (
            (_("What the client hears"), each.client_text),
            (_("For the client to take home"), each.take_home_text),
            (_("For the therapist"), each.therapist_text),
        ):
            parts += [rule(), text(title, "strong", wrap=True), reading(said.strip())]
        yield card(text_words(each), *parts, gap="s")


def translation_cards(texts: Iterable[TranslatedTexts]) -> Iterator[QFrame]:
    """Yield the texts in another language whole, each beneath the one that it is for."""
    for each in texts:
        title = _("{title}, version {version}, in {language}").format(
            title=each.title, version=each.key[1], language=language_name(each.language)
        )
        parts: list[Part] = [text(_lacking(each), wrap=True)]
        if each.permission:
            words = _("Permission: {permission}").format(permission=each.permission)
            parts.append(text(words, wrap=True))
        for part, places in groupby(each.said, _part_of):
            pairs = [f"{each.written[place]}\n{each.said[place]}" for place in places]
            parts += [rule(), text(part, "strong", wrap=True), reading("\n\n".join(pairs))]
        yield card(title, *parts, gap="s")


def _lacking(texts: TranslatedTexts) -> str:
    if not texts.lacking:
        return _("All of its texts are translated.")
    return counted(NOT_TRANSLATED, texts.lacking, all=len(texts.asked))


def _part_of(place: str) -> str:
    """Return the part of a form or a programme that a text stands in, by its ids: S01, goals."""
    names = place.split(".")
    if "steps" in names:
        at = names.index("steps")
        return f"{names[at - 1]}, {names[at + 1]}"
    return names[1] if len(names) > 2 and names[0] != "frame" else names[0]  # noqa: PLR2004


def _head(ref: str, in_use: str, changes: tuple[Difference, ...]) -> str:
    if not in_use:
        return _("Nothing of it is in use yet.")
    words = _("From {old} to {new}.").format(old=in_use, new=ref)
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
    place = f"{' > '.join(difference.place)}: {_(CHANGES[difference.kind])}"
    safety = [chip(pgettext("mark", "touches safety"), "attention")] if difference.is_safety else []
    head = row(text(place, "strong", wrap=True), *safety, grows=0)
    parts: list[Part] = [head]
    if difference.before and difference.before != difference.after:
        parts.append(reading(difference.before, strong=_("Was:")))
    if difference.after:
        parts.append(reading(difference.after, strong=_("Now:")))
    return stack(*parts, gap="xs")


def pack_card(manifest: PackManifest, in_use: str, standing: str = "") -> QFrame:
    """Return the card with what a pack says of itself."""
    lines = (
        (_("Kind"), _(KINDS[manifest.kind])),
        (_("Id and version"), f"{manifest.id} {manifest.version}"),
        (_("Language"), manifest.language),
        (_("Made on"), written_day(manifest.made_on)),
        (_("Files"), str(len(manifest.files))),
        (_("In use now"), in_use or _("what comes with the program")),
    )
    facts: list[Part] = [text(f"{name}: {words}", wrap=True) for name, words in lines]
    more = [text(standing, wrap=True)] if standing else []
    return card(manifest.title, *facts, *more, gap="s")


class OfferView(QWidget):
    """One pack; nothing is installed until its button is pressed."""

    def __init__(self, offer: Offer, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self._offer = offer
        self._viewmodel = viewmodel
        self._may_act = viewmodel.state.may_act
        self.name = TextLine()
        self.compared = Tick(_("I compared every group of this number with that person"))
        self.install = button(_("Install and use"), "primary")
        self.back = button(_("Do not install"))
        self.why_not = text(self._what_is_missing(), "small", tone="muted", wrap=True)
        pack, signer = self._pack(), self._signer()
        changes = changes_card(offer.manifest.ref, offer.in_use, viewmodel.state.changes)
        what = (changes, *texts_cards(offer.contents), *translation_cards(offer.texts))
        columns = (
            stack(pack, signer, *what, gap="l")
            if look().is_large
            else Columns(stack(pack, *what, STRETCH, gap="l"), stack(signer, STRETCH))
        )
        body = stack(columns, STRETCH, margins=(0, 0, "m", "m"))
        foot = row(self.back, STRETCH, self.install, margins=(0, "s", "m", 0))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.name.edited.connect(self._on_edited)
        self.compared.clicked.connect(self._on_edited)
        self.install.clicked.connect(self._on_install_clicked)
        self.back.clicked.connect(viewmodel.put_back)
        self._on_edited()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        if not self._may_act:
            return self.back
        return self.name if self._offer.signer is None else self.install

    def _pack(self) -> QFrame:
        standing = _(STANDINGS[self._offer.standing])
        return pack_card(self._offer.manifest, self._offer.in_use, standing)

    def _signer(self) -> QFrame:
        known, number = self._offer.signer, self._offer.signed.signer
        if known is not None:
            words = _("{name}, confirmed here by {by}.")
            line = row(symbol("check", "good"), text(_("Known"), "strong"), STRETCH)
            told = text(words.format(name=known.name, by=known.confirmed_by), wrap=True)
            return card(_("Signed by"), line, told, number_line(number), self.why_not, gap="s")
        warning = row(
            symbol("alert", "attention"), text(_("Nobody here knows this signer"), "strong")
        )
        warning.addStretch(1)
        why = _(
            "Whoever signs a pack decides what is said to clients. Ask the person who made it to "
            "read you this number, face to face or by telephone, and compare every group."
        )
        parts: list[Part] = [warning, reading(why), number_line(number)]
        if self._may_act:
            hint = _("Kept with your own name and the day.")
            parts += [LabelledField(_("Who signed it"), self.name, hint=hint), self.compared]
        parts.append(self.why_not)
        return card(_("Signed by"), *parts, gap="s")

    def _what_is_missing(self) -> str:
        if not self._may_act:
            return _("Who keeps the list of people or leads the service installs packs.")
        if self._offer.signer is None:
            return _("Needs the signer's name, and the number compared.")
        return ""

    def _on_edited(self) -> None:
        vouched = bool(self.name.text().strip()) and self.compared.isChecked()
        whole = self._may_act and (self._offer.signer is not None or vouched)
        self.install.setEnabled(whole)
        self.why_not.setVisible(not whole)

    def _on_install_clicked(self) -> None:
        self._viewmodel.install(self.name.text())
