"""The forms that a programme uses, blank, one after the other."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, PageBreak

from exports.paper.forms.worksheet import blank_story
from exports.paper.manual.entries import CHAPTERS, WORKSHEETS, form_key
from exports.paper.manual.form_index import session_runs, sessions_by_form
from exports.paper.manual.lines import reading
from exports.paper.manual.material import Material, pinned_forms
from exports.paper.pages.long_table import LongTable
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Ruled, space, words
from session_forms.form.definition import FormDefinition
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

WIDTHS = tuple(WIDTH * share for share in (0.36, 0.24, 0.16, 0.24))
FILLED_BY = {
    "client": N_("the client"),
    "therapist": N_("the therapist"),
    "therapist_with_client": N_("both together"),
    "lead": N_("the lead"),
}


def worksheets_story(material: Material) -> Iterator[Flowable]:
    """Yield all forms, each from the head of a page."""
    yield material.headed(WORKSHEETS, words(_(CHAPTERS[WORKSHEETS]), "title"))
    yield space(6)
    yield reading(
        _("The blank forms of this programme, by title, in the version that it uses. Copy them.")
    )
    yield space(3)
    yield reading(
        _(
            "Where the words of an instrument may not be printed here, its sheet takes the "
            "numbers alone: use the publisher's own form beside it."
        ),
        "muted",
    )
    yield space(8)
    forms = pinned_forms(material.programme, material.forms)
    if forms:
        yield LongTable((), Ruled(_head(), _rows(forms, material), frozenset(), WIDTHS))
    for form in forms:
        yield PageBreak()
        yield from _form(form, _where(form, material), material)


def _head() -> tuple[str, ...]:
    return _("Form"), _("Id and version"), _("Filled in by"), _("Sessions")


def _rows(forms: Sequence[FormDefinition], material: Material) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            form.title,
            f"{form.id} {form.version}",
            _(FILLED_BY[form.filled_by]),
            _where(form, material),
        )
        for form in forms
    )


def _where(form: FormDefinition, material: Material) -> str:
    """Return the sessions that use a form, in words."""
    sessions = sessions_by_form(material.programme).get(form.id, ())
    return session_runs(material.programme, sessions) or _("at any time")


def _form(form: FormDefinition, where: str, material: Material) -> Iterator[Flowable]:
    version = _("{form}, version {version}").format(form=form.id, version=form.version)
    caption = words(f"{version} \N{MIDDLE DOT} {where}", "caption")
    if form.licence.permission:
        yield material.headed(form_key(form.id), words(form.title, "title"))
        yield caption
        yield space(8)
        yield reading(_("Its wording belongs to its publisher; print the publisher's own form."))
        return
    title, *rest = blank_story(form)
    yield material.headed(form_key(form.id), title)
    yield caption
    yield from rest
