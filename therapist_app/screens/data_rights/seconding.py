"""The second person of an erasure, or of a legal hold that is lifted."""

from session_forms.words.texts import _
from therapist_app.key_widgets.second_view import SecondView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel


def second_view(viewmodel: DataRightsViewModel, alone: str) -> SecondView:
    """Return where a colleague confirms it; `alone` is offered where none was here lately."""
    lead = _("A second person of your service confirms it with their own passphrase")
    return SecondView(viewmodel.colleagues, lead, "" if viewmodel.can_somebody_come else alone)
