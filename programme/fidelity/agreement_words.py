"""Agreement of two raters in words that a supervisor can use."""

from programme.fidelity.agreement import LEAST_ITEMS, Agreement
from session_forms.words.number_words import number_words
from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _


def agreement_in_words(found: Agreement) -> tuple[str, ...]:
    """Return what two raters have in common, one sentence each: the share first, then kappa."""
    if found.percent is None:
        sentences = [_("No item was rated by both.")]
    else:
        words = ngettext(
            "Both rated {items} item, {same} of them the same: {percent} %.",
            "Both rated {items} items, {same} of them the same: {percent} %.",
            found.items,
        )
        sentences = [
            words.format(items=found.items, same=found.same, percent=found.percent),
            _kappa_in_words(found),
        ]
    if found.applicability:
        words = _("Items that only one of them called not applicable: {count}.")
        sentences.append(words.format(count=found.applicability))
    return tuple(sentences)


def _kappa_in_words(found: Agreement) -> str:
    if found.items < LEAST_ITEMS:
        return _("Kappa says nothing when fewer than {least} items were rated by both.").format(
            least=LEAST_ITEMS
        )
    if found.kappa is None:
        return _("Kappa says nothing here: both gave one and the same rating throughout.")
    words = _(
        "Kappa {kappa}: the agreement beyond chance. 1 is always the same, 0 is no more than "
        "chance; one step apart counts half of two steps."
    )
    return words.format(kappa=kappa_words(found.kappa))


def kappa_words(kappa: float) -> str:
    """Return kappa as it is printed: two decimals, with a true minus sign."""
    words = number_words(kappa, 2)
    return words.lstrip("-") if not words.strip("-0.") else words.replace("-", "\N{MINUS SIGN}")
