"""The forms of the programme: their table, and one of them with its scores and its licence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from exports.paper.forms.order import paper_offers
from session_forms.form.definition import FormDefinition
from session_forms.form.licences import CONTEXTS, Context, Licence
from session_forms.form.numbering import numbers
from session_forms.scores.score_rules import Band, Evidence, ReliableChange
from session_forms.scores.scores import Score
from session_forms.scoring.line_words import limit_in_words
from session_forms.words.day_words import written_day
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard, PaperSource
from therapist_app.screens.library.viewmodel import LibraryState
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    TwoColumns,
    card,
    chip,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import read_whole
from therapist_app.workflows.policies.form_use import USE_WORDS

LICENCES = {
    "own": NP_("licence of a form", "own wording"),
    "bundle": N_("free to use"),
    "skeleton": N_("the clinic adds the wording"),
    "score-entry": N_("only totals, from paper"),
    "site": N_("words added by the clinic"),
}
MAY = {
    "free": N_("may be used"),
    "ask": N_("ask the publisher first"),
    "no": N_("not allowed by the publisher"),
}
TONES = {"free": "good", "ask": "quiet", "no": "attention"}
EVIDENCE = {
    "verified": NP_("how sure a number is", "verified"),
    "secondary": N_("from a third party"),
    "memory": NP_("how sure a number is", "unverified"),
}


def form_table(state: LibraryState) -> DataclassTableView[FormDefinition]:
    """Return the table of forms, still empty; in large print without version and minutes."""
    columns: list[TableColumn[FormDefinition]] = [
        TableColumn(pgettext("column", "Form"), lambda form: form.title, strong=True, stretch=True),
        TableColumn(pgettext("column", "Version"), lambda form: str(form.version)),
        TableColumn(pgettext("column", "Minutes"), lambda form: str(form.minutes or "")),
        TableColumn(pgettext("column", "Wording"), lambda form: licence_words(form.licence)),
        TableColumn(
            pgettext("column", "Use here"), lambda form: _(MAY[form.licence.allows(state.use)])
        ),
        TableColumn(
            pgettext("column", "Status"),
            lambda form: (
                pgettext("column", "approved")
                if form.status == "released"
                else pgettext("column", "draft")
            ),
        ),
    ]
    if look().is_large:
        del columns[1:3]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(pgettext("table", "Forms"))
    return table


class FormSheetView(QWidget):
    """A form without answers; it can be printed blank where its words may be.

    Signals:
        closed: The person is done with paper.

    """

    closed = Signal()

    def __init__(
        self,
        form: FormDefinition,
        copies: PaperSource,
        *,
        use: Context = "clinical",
        ask: PaperAsk | None = None,
    ) -> None:
        super().__init__()
        offers = paper_offers(form)
        self.paper = PaperCard(copies, offers, ask=ask) if offers else None
        if self.paper is not None:
            self.paper.hide()
            self.paper.closed.connect(self.closed)
        number_of = numbers(form)
        questions = [_question(number_of[each.id], each.prompt) for each in form.questions]
        left = stack(card(pgettext("card", "Questions"), *questions, gap="s"), STRETCH, gap="l")
        scores = [score_card(each) for each in form.scores]
        right = stack(licence_card(form, use), *scores, STRETCH, gap="l")
        columns = TwoColumns(left, right, shares=(5, 4))
        introduction = [reading(form.introduction)] if form.introduction else []
        paper = [self.paper] if self.paper else []
        self.read = read_whole(form.title, *introduction, columns)
        body = stack(*paper, self.read, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


def _question(number: str, prompt: str) -> QWidget:
    return reading(prompt, strong=f"{number}.")


def licence_words(licence: Licence) -> str:
    """Return in a word whose words a form shows."""
    return _(LICENCES["site" if licence.permission else licence.status])


def evidence_words(status: str | None) -> str:
    """Return in a word how well a fact is sourced."""
    return _(EVIDENCE[status]) if status else ""


def licence_card(form: FormDefinition, use: Context) -> QFrame:
    """Return the card about the licence; the service's own use stands first."""
    licence = form.licence
    parts: list[Part] = [text(licence_words(licence), "strong")]
    parts += [_use_line(licence, each) for each in sorted(CONTEXTS, key=lambda each: each != use)]
    if licence.permission:
        parts.append(reading(licence.permission, strong=_("Words added by the clinic:")))
    parts.append(reading(licence.notice))
    if licence.statement:
        said = f"{licence.statement} ({evidence_words(licence.evidence)})"
        parts.append(reading(said, strong=_("About its use:")))
    if licence.to_upgrade:
        parts.append(
            reading(licence.to_upgrade, strong=_("Needed before the wording can be included:"))
        )
    small = [licence.rights_holder, licence.attribution, _source(licence)]
    parts += [text(each, "caption", wrap=True) for each in small if each]
    return card(pgettext("card", "Licence"), *parts, gap="s")


def _use_line(licence: Licence, use: Context) -> QLayout:
    may = licence.allows(use)
    line = row(text(_(USE_WORDS[use]), "small", wrap=True), chip(_(MAY[may]), TONES[may]), grows=0)
    return stack(line, gap="hair")


def _source(licence: Licence) -> str:
    if licence.checked_on is None:
        return licence.source
    read = _("Read on {day}.").format(day=written_day(licence.checked_on))
    return f"{licence.source} {read}".strip()


def score_card(score: Score) -> QFrame:
    """Return the card about one score; what nobody saw in a source says "unverified"."""
    parts: list[Part] = [text(each, wrap=True) for each in _rules(score)]
    parts += [text(each, "caption", wrap=True) for each in score.sources]
    return card(score.title, *parts, gap="xs")


def _rules(score: Score) -> list[str]:
    lines = [_marked(_band(each), score.bands_status) for each in score.bands]
    lines += [
        _marked(f"{cutoff.label}: {limit_in_words(cutoff)}", cutoff.status)
        for cutoff in score.cutoffs
    ]
    for other in score.other_bands:
        named = "; ".join(_band(each) for each in other.bands)
        lines.append(_marked(f"{other.name}: {named}", other.status))
    lines += [_marked(scheme.title, scheme.status) for scheme in score.schemes]
    if score.reliable_change is not None:
        lines.append(_change(score.reliable_change))
    if score.missing.policy:
        lines.append(score.missing.policy)
    if score.status == "memory":
        words = _("range and items ({evidence})")
        lines.append(words.format(evidence=evidence_words(score.status)))
    return lines


def _band(band: Band) -> str:
    return _("from {figure}: {band}").format(figure=number_words(band.starts_at), band=band.label)


def _change(change: ReliableChange) -> str:
    if change.published is not None:
        words = _("reliable change: {figure} or more").format(figure=number_words(change.published))
    elif change.sem is not None:
        words = _("reliable change: from a standard error of measurement of {sem}").format(
            sem=number_words(change.sem)
        )
    else:
        assert change.sd is not None
        assert change.r is not None
        words = _("reliable change: from spread {sd} and reliability {r}").format(
            sd=number_words(change.sd), r=number_words(change.r)
        )
    return _marked(words, change.status)


def _marked(words: str, status: Evidence | None) -> str:
    """Return words, marked where their source is none or only a third party."""
    if status in {"memory", "secondary"}:
        return _("{figure} ({evidence}; not used)").format(
            figure=words, evidence=evidence_words(status)
        )
    return words
