"""The title page and the contents."""

from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable

from exports.paper.manual.entries import CHAPTERS, CONTENTS
from exports.paper.manual.material import Material
from exports.paper.pages.typography import box, shaded, space, words
from programme.definition.definition import Programme
from session_forms.words.day_words import written_day
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

TITLE_SCALE = 1.9
BEFORE_TITLE = 110.0
FACT_WIDTHS = (100.0, 330.0)
FACTS = [("LEFTPADDING", 0.0), ("TOPPADDING", 3.0), ("BOTTOMPADDING", 3.0)]
LANGUAGES: Mapping[str, str] = {
    "en": N_("English"),
    "fr": N_("French"),
    "de": N_("German"),
    "pl": N_("Polish"),
}
LINE = "\N{NO-BREAK SPACE}" + "_" * 26


def title_story(programme: Programme) -> Iterator[Flowable]:
    """Yield the title page: what this is, whether it is approved, and what it is not."""
    yield space(BEFORE_TITLE)
    yield words(programme.title, "title", TITLE_SCALE)
    yield space(6)
    yield words(_("Manual for therapists"), "heading")
    yield space(18)
    yield shaded([[words(_status(programme), "strong")]], [sum(FACT_WIDTHS)])
    yield space(12)
    facts = (
        (_("Version"), f"{programme.id} {programme.version}"),
        (_("Language"), _(LANGUAGES.get(programme.language, programme.language))),
        (_("For"), programme.population),
        (_("Intended purpose"), programme.intended_purpose),
        (_("What it is not"), "\n".join(_nots())),
        (_("Source"), programme.source),
        (_("Licence"), _licence(programme)),
    )
    rows = [[words(name, "muted"), words(text)] for name, text in facts if text]
    yield box(rows, FACT_WIDTHS, FACTS)
    if programme.status == "draft":
        yield space(24)
        sign = _("Approved by (name, role) {line}     on {line}").format(line=LINE)
        yield words(sign, "muted")


def contents_story(material: Material) -> Iterator[Flowable]:
    """Yield the contents."""
    yield material.headed(CONTENTS, words(_(CHAPTERS[CONTENTS]), "title"))
    yield from material.book.contents()


def _status(programme: Programme) -> str:
    if programme.status == "draft":
        return _(
            "Draft. It needs the sign-off of a qualified clinical lead before it is used with "
            "clients."
        )
    who, day = programme.approved_by, programme.approved_on
    if who and day:
        return _("Approved by {who}, {day}").format(who=who, day=written_day(day))
    return _("Approved")


def _nots() -> tuple[str, ...]:
    return (
        _("It makes no diagnosis and predicts nothing; it holds no score of any offending risk."),
        _("It does not replace training, supervision, emergency services or the law of the place."),
        _("It is no legal advice: the limits of confidentiality are the clinic's own text."),
    )


def _licence(programme: Programme) -> str:
    instruments = _("Instruments keep their own terms, stated on their pages.")
    return f"{programme.licence}. {instruments}" if programme.licence else instruments
