"""The page on which a helpline hands somebody over: the form of a first contact, with who it is.

data = hand_over_pdf(form)
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether

from exports.paper.drawing.tags import language_tag
from exports.paper.forms.marks import Lines
from exports.paper.forms.worksheet import blank_story
from exports.paper.pages.page import WIDTH, Sheet, make_pdf
from exports.paper.pages.typography import prose, space, words
from session_forms.form.definition import FormDefinition
from session_forms.words.texts import _


def hand_over_pdf(form: FormDefinition) -> bytes:
    """Return the blank form of a first contact with room for a name, a number and the helpline.

    What stands on its first lines is typed into the fields above the form, apart from every answer.
    """
    sheet = Sheet(
        title=_("Hand-over page from a helpline"),
        foot=(_("{form}, version {version}").format(form=form.id, version=form.version),),
        language=language_tag(form.language),
    )
    return make_pdf(sheet, lambda: list(_story(form)))


def _story(form: FormDefinition) -> Iterator[Flowable]:
    yield words(_("Hand-over page from a helpline"), "title")
    yield space(5)
    yield prose(
        _(
            "Fill it in together with the caller, and only with their yes. Read it out to them "
            "before it goes. Hand it over in person or in a closed envelope, never by an open "
            "e-mail. No details of what happened, and nothing that says who a child is."
        ),
        least=WIDTH,
    )
    yield space(8)
    for asked in (
        _("What may they be called? It need not be a real name."),
        _("A safe number or address, if they agree to be contacted:"),
        _("Which helpline, and who there may be asked:"),
    ):
        yield KeepTogether([words(asked, "strong"), Lines(1), space(6)])
    yield from blank_story(form)
