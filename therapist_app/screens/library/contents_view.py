"""All that is in a pack, in full: nobody answers for words that they did not see."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtWidgets import QFrame, QWidget

from exports.paper.forms.condition_words import alert_in_words
from programme.definition.definition import Programme
from programme.definition.training import read_packed_vignettes
from programme.loading.translated_texts import TranslatedTexts
from programme.packs.contents import Contents
from session_forms.clinic.translations import NOT_TRANSLATED, form_texts
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers
from session_forms.questions.kinds import Question
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.service_words import text_words
from session_forms.words.day_words import written_day
from session_forms.words.language_words import language_name
from session_forms.words.number_words import number_words
from session_forms.words.texts import NN_, _, counted, pgettext
from therapist_app.accessibility.roles import tell_open
from therapist_app.screens.library.services_view import service_facts
from therapist_app.screens.library.versions import VersionsViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    hold,
    reading,
    row,
    rule,
    ruled,
    stack,
    text,
)
from therapist_app.workflows.content.making_packs import PackDraft
from therapist_app.workflows.content.pack_offers import PackOffer

MOST_AT_ONCE = 60
"""Translated texts that are shown without being asked for."""
TRANSLATED = NN_("{count} text", "{count} texts")


def contents_cards(shown: PackOffer | PackDraft, viewmodel: VersionsViewModel) -> Iterator[QFrame]:
    """Yield everything that is in a pack, whatever its kind."""
    if shown.contents.programme is not None:
        yield programme_card(shown.contents.programme, viewmodel)
    yield from texts_cards(shown.contents)
    yield from translation_cards(shown.texts)
    yield from forms_cards(shown.forms)
    yield from services_cards(shown.contents.directory)
    if shown.contents.vignettes:
        yield from vignette_cards(shown.contents.vignettes)


def vignette_cards(file: str) -> Iterator[QFrame]:
    """Yield vignettes whole, their reference ratings too: nobody answers for what they did not see.

    Whoever installs them does not rate them blind any more, which is said.
    """
    packed = read_packed_vignettes(file)
    warning = _("The reference ratings stand here. Whoever reads them no longer rates them blind.")
    kappa, icc = (
        number_words(each, 2) for each in (packed.ready.kappa_from, packed.ready.icc_from)
    )
    line = _("Ready is from kappa {kappa} and ICC {icc}, by the lower ends of their intervals.")
    yield card(
        packed.title,
        reading(packed.introduction),
        reading(line.format(kappa=kappa, icc=icc)),
        text(warning, wrap=True),
        gap="s",
    )
    for each in packed.vignettes:
        title = _("{session}, {title}").format(session=each.session, title=each.title)
        rated = [reading(item.because, strong=f"{item.item}: {item.rating}") for item in each.items]
        yield card(title, reading(each.happened), rule(), *rated, gap="s")


def programme_card(programme: Programme, viewmodel: VersionsViewModel) -> QFrame:
    """Return the sessions of a programme, each to be opened and read whole."""
    lines: list[QWidget] = []
    for planned in programme.sessions:
        if planned.id in programme.session_plans:
            title = f"{planned.id} {planned.title}"
            read = ChoosingButton(pgettext("button", "Read"), planned.id)
            read.setAccessibleName(f"{read.text()}: {title}")
            read.chosen.connect(viewmodel.read_plan)
            lines.append(hold(row(text(title, wrap=True), read, gap="m", grows=0)))
    return card(_("Read its sessions in full"), *ruled(lines), gap="xs")


def forms_cards(forms: Iterable[FormDefinition]) -> Iterator[QFrame]:
    """Yield each form with all of its texts, and what opens an alert."""
    for form in forms:
        title = _("{title}, version {version}").format(title=form.title, version=form.version)
        texts = form_texts(form)
        about = [said for place, said in texts.items() if not place.startswith("questions.")]
        parts: list[Part] = [reading("\n".join(about[1:]))] if about[1:] else []
        number_of = numbers(form)
        for question in form.questions:
            within = f"questions.{question.id}."
            said = [each for place, each in texts.items() if place.startswith(within)]
            said += _alerts(form, question)
            parts += [rule(), reading("\n".join(said), strong=f"{number_of[question.id]}.")]
        yield card(title, *parts, gap="s")


def _alerts(form: FormDefinition, question: Question) -> Iterator[str]:
    for alert in question.alerts:
        words = _("Opens an alert ({level}) when {condition}: {states}")
        when = alert_in_words(form, question, alert)
        yield words.format(level=alert.level, condition=when, states=alert.states)
        if alert.because:
            yield alert.because


def services_cards(services: Iterable[DirectoryEntry]) -> Iterator[QFrame]:
    """Yield each service with all that is said of it."""
    for each in services:
        facts = service_facts(each)
        said = [reading(words, strong=f"{label}:") for label, words in facts if words]
        yield card(each.name, *said, gap="s")


def texts_cards(contents: Contents) -> Iterator[QFrame]:
    """Yield each local text of a pack whole: nobody answers for words that they did not see."""
    for each in contents.jurisdictions:
        parts: list[Part] = []
        if each.approved_by and each.expires_on:
            words = _("Approved by {name} until {day}.")
            until = written_day(each.expires_on)
            parts.append(text(words.format(name=each.approved_by, day=until), wrap=True))
        else:
            parts.append(text(_("Not approved: it is not used with clients."), wrap=True))
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
        is_short = len(each.said) <= MOST_AT_ONCE
        in_order = [place for place in each.written if place in each.said]
        for part, places in groupby(in_order, _part_of):
            parts += [rule(), PartOfTexts(part, each, tuple(places), is_open=is_short)]
        yield card(title, *parts, gap="s")


def _lacking(texts: TranslatedTexts) -> str:
    if not texts.lacking:
        return _("All of its texts are translated.")
    return counted(NOT_TRANSLATED, texts.lacking, all=len(texts.asked))


class PartOfTexts(QWidget):
    """The texts of one session, or of one part of a form, each beneath the one that it is for.

    A whole programme takes long to lay out: its parts are built where somebody opens them.
    """

    def __init__(
        self, part: str, texts: TranslatedTexts, places: tuple[str, ...], *, is_open: bool
    ) -> None:
        super().__init__()
        self._texts = texts
        self._places = places
        self._name = f"{part}, {counted(TRANSLATED, len(places))}"
        self.read = button("")
        self._body = QWidget()
        self._body.hide()
        count = text(counted(TRANSLATED, len(places)), "small")
        head = row(text(part, "strong", wrap=True), count, STRETCH, self.read, gap="m")
        self.setLayout(stack(head, self._body, gap="xs"))
        self.read.clicked.connect(self._on_read_clicked)
        self._show(is_open=is_open)

    def _on_read_clicked(self) -> None:
        self._show(is_open=self._body.isHidden())

    def _show(self, *, is_open: bool) -> None:
        if is_open and self._body.layout() is None:
            self._body.setLayout(stack(*self._lines(), gap="xs"))
        self._body.setVisible(is_open)
        words = pgettext("button", "Hide") if is_open else pgettext("button", "Read")
        self.read.setText(words)
        self.read.setAccessibleName(f"{words}: {self._name}")
        tell_open(self.read, is_open=is_open)

    def _lines(self) -> Iterator[QWidget]:
        said, written = self._texts.said, self._texts.written
        for step, places in groupby(self._places, _step_of):
            pairs = (f"{written[place]}\n{said[place]}" for place in places)
            yield reading("\n\n".join(pairs), strong=f"{step}:" if step else "")


def _part_of(place: str) -> str:
    """Return the part that a text stands in: a session or a question by its id, else as frame."""
    first, *more = place.split(".")
    return more[0] if first in {"session_plans", "questions"} else first


def _step_of(place: str) -> str:
    """Return the id of the step of a session that a text stands in, if it does in one."""
    _before, steps, after = f".{place}".partition(".steps.")
    return after.partition(".")[0] if steps else ""
