"""Services from the dated directory: for whom, where, and whether to check before giving."""

from datetime import date

from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.service_words import (
    audience_words,
    check_words,
    languages_words,
    place_of,
)
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.choices.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle
from therapist_app.form_widgets.question.choosing import TickingWidget


class DirectoryListWidget(TickingWidget):
    """The services to tick; an old entry says that it is to be checked before it is given."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        ids = [option.id for option in state.options]
        if isinstance(state.answer, tuple):
            ids += [str(each) for each in state.answer if each not in ids]
        main = tuple(self._choice(each, state.services.get(each), next(keys)) for each in ids)
        return GridChoices(main, special_choices(state.question, keys)), GridStyle.TICK_LIST

    def _choice(self, entry_id: str, entry: DirectoryEntry | None, key: str) -> Choice:
        if entry is None:
            gone = _("A service that is no longer in the directory")
            return Choice(entry_id, gone, key, _("Take it away, or choose another."))
        name = _("{name}, {country}").format(name=entry.name, country=place_of(entry))
        return Choice(entry_id, name, key, entry_words(entry, self.context.today))


def entry_words(entry: DirectoryEntry, today: date | None) -> str:
    """Return number, for whom, languages and hours, what to tell first, and whether to check."""
    words = [entry.phone or entry.url, audience_words(entry), languages_words(entry), entry.hours]
    if entry.confidentiality_note:
        words.append(_("tell the client: {what}").format(what=entry.confidentiality_note))
    if today is not None:
        words.append(check_words(entry, today))
    return " · ".join(each for each in words if each)
