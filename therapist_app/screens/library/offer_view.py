"""A pack before it is installed: what it is, who signed it, what it changes."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from programme.comparing.comparing import Difference
from programme.packs.manifest import PackManifest
from session_forms.words.day_words import written_day
from session_forms.words.language_words import language_name
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.screens.library.contents_view import contents_cards
from therapist_app.screens.library.signer_words import ended_sentence, ended_title
from therapist_app.screens.library.version_list_view import KINDS, STANDINGS, number_line
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    Tick,
    button,
    card,
    chip,
    keep_aside,
    reading,
    row,
    rule,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.content.pack_offers import PackOffer

MOST_SHOWN, IN_ONE = 60, 20
"""Differences that stand each on lines of their own, and how many of the rest in one text."""
CHANGES = {
    "added": NP_("change", "added"),
    "removed": NP_("change", "taken out"),
    "changed": NP_("change", "changed"),
    "moved": NP_("change", "moved"),
    "retitled": N_("has a new title"),
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
    rest = changes[MOST_SHOWN:]
    for at in range(0, len(rest), IN_ONE):
        parts += [rule(), reading("\n\n".join(map(_in_words, rest[at : at + IN_ONE])))]
    parts.append(
        text(_("Clients who follow an earlier version of a programme keep it."), "small", wrap=True)
    )
    if _is_another_course(ref, in_use):
        words = _(
            "This is another course: it takes the place of {old} for new clients. To offer both, "
            "sign this one off and then choose the other one for use again."
        )
        parts.append(text(words.format(old=in_use), "small", wrap=True))
    return card(pgettext("card", "What changes"), *parts, gap="s")


def _is_another_course(ref: str, in_use: str) -> bool:
    """Return whether a programme would take the place of one with another id."""
    (kind, *_rest), (old_kind, *_old) = ref.split(), in_use.split() or [""]
    same = ref.rpartition(" ")[0] == in_use.rpartition(" ")[0]
    return kind == old_kind == "programme" and not same


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


def _title(difference: Difference) -> str:
    return f"{' > '.join(difference.place)}: {_(CHANGES[difference.kind])}"


def _in_words(difference: Difference) -> str:
    title = _title(difference)
    if difference.is_safety:
        title = f"{title} ({pgettext('mark', 'touches safety')})"
    return "\n".join((title, *(f"{head} {said}" for head, said in _was_and_is(difference))))


def _was_and_is(difference: Difference) -> Iterator[tuple[str, str]]:
    if difference.before and difference.before != difference.after:
        yield pgettext("fact", "Was:"), difference.before
    if difference.after:
        yield pgettext("fact", "Now:"), difference.after


def _line(difference: Difference) -> QLayout:
    place = _title(difference)
    safety = [chip(pgettext("mark", "touches safety"), "attention")] if difference.is_safety else []
    head = row(text(place, "strong", wrap=True), *safety, grows=0)
    said = [reading(words, strong=name) for name, words in _was_and_is(difference)]
    return stack(head, *said, gap="xs")


def pack_card(manifest: PackManifest, in_use: str, standing: str = "") -> QFrame:
    """Return the card with what a pack says of itself."""
    lines = (
        (pgettext("fact", "Kind"), _(KINDS[manifest.kind])),
        (_("Id and version"), f"{manifest.id} {manifest.version}"),
        (pgettext("fact", "Language"), language_name(manifest.language)),
        (pgettext("fact", "Made on"), written_day(manifest.made_on)),
        (pgettext("fact", "Files"), str(len(manifest.files))),
        (_("In use now"), in_use or _("what came with the application")),
    )
    facts: list[Part] = [text(f"{name}: {words}", wrap=True) for name, words in lines]
    more = [text(standing, wrap=True)] if standing else []
    return card(manifest.title, *facts, *more, gap="s")


class OfferView(QWidget):
    """One pack; nothing is installed until its button is pressed."""

    def __init__(self, offer: PackOffer, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self._offer = offer
        self._viewmodel = viewmodel
        self._may_act = viewmodel.state.may_act
        self.name = TextLine()
        self.compared = Tick(_("I compared every group of this number with that person"))
        self.install = MainButton(_("Install and use"), is_final=True, loses_words=True)
        self.back = button(_("Do not install"))
        self.ask = MainButton(_("Suggest this pack"), is_final=True)
        self.ask.setObjectName("put_forward")
        self.take_off = ChoosingButton(
            pgettext("button", "Withdraw suggestion"), offer.signed.sha256
        )
        self.why_not = text(self._what_is_missing(), "small", tone="muted", wrap=True)
        pack, signer = self._pack(), self._signer()
        changes = changes_card(offer.manifest.ref, offer.in_use, viewmodel.state.changes)
        what = (changes, *contents_cards(offer, viewmodel))
        columns = (
            stack(pack, signer, *what, gap="l")
            if look().is_large
            else Columns(stack(pack, *what, STRETCH, gap="l"), stack(signer, STRETCH))
        )
        body = stack(columns, STRETCH, margins=(0, 0, "m", "m"))
        does: list[QPushButton] = [self.take_off] if viewmodel.waits else []
        does += [self.install] if self._may_act else [] if viewmodel.waits else [self.ask]
        keep_aside(self, *{self.take_off, self.install, self.ask}.difference(does))
        foot = row(self.back, STRETCH, *does, margins=(0, "s", "m", 0))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.name.edited.connect(self._on_edited)
        self.compared.turned.connect(self._on_edited)
        self.install.clicked.connect(self._on_install_clicked)
        self.ask.clicked.connect(viewmodel.put_forward)
        self.take_off.chosen.connect(viewmodel.take_off)
        self._on_edited()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        if not self._may_act:
            return self.back if self._viewmodel.waits else self.ask
        return self.name if self._offer.signer is None else self.install

    def _pack(self) -> QFrame:
        standing = _(STANDINGS[self._offer.standing])
        return pack_card(self._offer.manifest, self._offer.in_use, standing)

    def _signer(self) -> QFrame:
        known, number = self._offer.signer, self._offer.signed.signer
        if known is not None:
            words = _("{name}, confirmed here by {by}.")
            line = row(
                symbol("check", "good"),
                text(pgettext("who signed a pack", "Known signer"), "strong"),
                STRETCH,
            )
            told = text(words.format(name=known.name, by=known.confirmed_by), wrap=True)
            return card(
                pgettext("card", "Signed by"),
                line,
                told,
                number_line(number),
                self.why_not,
                gap="s",
            )
        ended = self._offer.ended
        title = _("This signer is not known here yet") if ended is None else ended_title(ended)
        warning = row(
            stack(symbol("alert", "attention"), STRETCH), text(title, "strong", wrap=True), grows=1
        )
        why = _(
            "Whoever signs a pack decides what is said to clients. Ask the person who made it to "
            "read you this number, face to face or by telephone, and compare every group."
        )
        since: list[Part] = [] if ended is None else [reading(ended_sentence(ended))]
        parts: list[Part] = [warning, *since, reading(why), number_line(number)]
        if self._may_act:
            hint = _("Saved with your own name and the day.")
            parts += [LabelledField(_("Who signed it"), self.name, hint=hint), self.compared]
        parts.append(self.why_not)
        return card(pgettext("card", "Signed by"), *parts, gap="s")

    def _what_is_missing(self) -> str:
        if not self._may_act:
            if self._viewmodel.waits:
                return _("It waits for an administrator or a clinical lead.")
            return _(
                "Only an administrator or a clinical lead can install packs. Suggest it: they see "
                "it on their first page."
            )
        if self._offer.signer is None:
            return _("Enter the signer's name, and compare the number first.")
        return ""

    def _on_edited(self) -> None:
        vouched = bool(self.name.text().strip()) and self.compared.isChecked()
        whole = self._may_act and (self._offer.signer is not None or vouched)
        self.install.wait_for("" if whole else self.why_not.text())
        self.why_not.setVisible(not whole)

    def _on_install_clicked(self) -> None:
        self._viewmodel.install(self.name.text())
