"""Services from the dated directory: number, hours, and whether to check before giving."""

from datetime import date

from typing_extensions import override

from session_forms.directory import DirectoryEntry, installed_directory, is_stale
from session_forms.filling import QuestionState
from session_forms.texts import translate as _
from therapist_app.form_widgets.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choosing import TickingWidget
from therapist_app.form_widgets.days import day_in_figures
from therapist_app.form_widgets.option_grid import GridChoices, GridStyle


class DirectoryListWidget(TickingWidget):
    """The services to tick; an old entry says that it is to be checked before it is given."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        known = {entry.id: entry for entry in installed_directory()}
        ids = [option.id for option in state.options]
        if isinstance(state.answer, tuple):
            ids += [str(each) for each in state.answer if each not in ids]
        today = self.surroundings.today
        main = tuple(
            Choice(each, known[each].name, next(keys), entry_words(known[each], today))
            for each in ids
            if each in known
        )
        return GridChoices(main, special_choices(state.question, keys)), GridStyle.TICK_LIST


def entry_words(entry: DirectoryEntry, today: date | None) -> str:
    """Return the number, the hours, and a warning when the entry was last checked long ago."""
    words = [each for each in (entry.phone, entry.hours) if each]
    if today is not None and is_stale(entry, today):
        words.append(_stale_words(entry))
    return " · ".join(words)


def _stale_words(entry: DirectoryEntry) -> str:
    if entry.verified_on is None:
        return _("check before giving: never checked")
    day = day_in_figures(entry.verified_on)
    return _("check before giving: last checked {day}").format(day=day)
