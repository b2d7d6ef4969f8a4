"""A local text on confidentiality on paper while it is a draft, for a second reading by hand."""

from exports.paper.forms.draft_text import draft_text_pdf
from exports.paper.forms.order import PaperOrder
from session_forms.words.day_words import written_day
from session_forms.words.texts import _
from therapist_app.workflows.content.writing_local_texts import NewestText
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.workspace import Workspace


def draft_copies(workspace: Workspace, writing: NewestText) -> PaperCopies:
    """Return where the sheets of a draft come from; nothing of a client is on them."""
    written = _("{names}, since {day}").format(
        names=", ".join(writing.writers), day=written_day(writing.kept.written_on)
    )

    def make(order: PaperOrder) -> bytes:
        is_large = order.size == "a4_large_print"
        name = writing.draft.text.name
        return draft_text_pdf(
            writing.draft, name, written, large=is_large, practice=workspace.practice
        )

    return PaperCopies(workspace, make, lambda _order: writing.draft.text.name)
