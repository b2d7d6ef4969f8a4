"""How one score is made: its rules and lines, and how well each is sourced."""

from PySide6.QtWidgets import QFrame

from session_forms.scores.score_rules import Band, Evidence, ReliableChange
from session_forms.scores.scores import Score
from session_forms.scoring.line_words import limit_in_words
from session_forms.words.number_words import number_words
from session_forms.words.texts import translate as _
from therapist_app.screens.library.licence_view import evidence_words
from therapist_app.widgets.parts import Part, card, text


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
        lines.append(_marked(_("range and items"), score.status))
    return lines


def _band(band: Band) -> str:
    return _("from {figure}: {band}").format(figure=number_words(band.starts_at), band=band.label)


def _change(change: ReliableChange) -> str:
    if change.published is not None:
        words = _("reliable change: {figure} or more").format(figure=number_words(change.published))
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
        return f"{words} ({evidence_words(status)})"
    return words
