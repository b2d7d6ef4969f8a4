"""Which local legal text applies."""

from typing_extensions import override

from session_forms.filling import QuestionState
from session_forms.jurisdictions import installed_jurisdictions
from session_forms.texts import translate as _
from therapist_app.form_widgets.choices import Choice, letters, special_choices
from therapist_app.form_widgets.choosing import ChoosingWidget
from therapist_app.form_widgets.option_grid import GridChoices, GridStyle


class JurisdictionWidget(ChoosingWidget):
    """The local texts that may be used, by name; one that was used before stays to be read."""

    @override
    def _choices(self, state: QuestionState) -> tuple[GridChoices, GridStyle]:
        keys = letters()
        known = {each.ref: each for each in installed_jurisdictions()}
        refs = [option.id for option in state.options]
        if isinstance(state.answer, str) and state.answer not in refs:
            refs.append(state.answer)
        main = tuple(
            Choice(ref, known[ref].name if ref in known else ref, next(keys), _version(ref))
            for ref in refs
        )
        return GridChoices(main, special_choices(state.question, keys)), GridStyle.OPTION_LIST


def _version(ref: str) -> str:
    return _("Version {version}").format(version=ref.partition("@")[2])
