"""An XLSForm as a definition file, and a list of what was left behind."""

import re
from collections.abc import Iterable, Mapping, Sequence

from session_forms.errors import DefinitionError
from session_forms.exchange.fhir_terms.elements import Source
from session_forms.exchange.fhir_terms.extensions import OURS, standard
from session_forms.exchange.from_fhir.importing import Imported, imported
from session_forms.exchange.from_fhir.questionnaire_in import form_keys
from session_forms.exchange.plain_data.naming import option_name
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import CarryReport, found_above
from session_forms.exchange.xlsform.sheets import Row, Sheets
from session_forms.exchange.xlsform.survey import (
    RowType,
    Survey,
    SurveyWords,
    check_columns,
    words_of,
)

_WHOLE = re.compile(r"-?[0-9]{1,5}")
_NO_ROWS = ("there is no sheet survey with rows", "save it as an XLSForm")
_SETTINGS = ("form_title", "form_id", "version", "default_language", "title", "id_string")


def import_xlsform(name: str, sheets: Sheets) -> Imported:
    """Return the form that the sheets of the file `name` hold.

    Raises:
        DefinitionError: They hold none, or one that cannot be carried at all.

    """
    source = Source(name, CarryReport())
    if not sheets.get("survey"):
        raise source.refusal("", *_NO_ROWS)
    check_columns(source, sheets)
    settings = _settings(source, sheets.get("settings", ()))
    words = words_of(source, sheets, settings.get("default_language", ""))
    survey = Survey(source, words, _lists(sheets.get("choices", ()), words))
    survey.read(sheets["survey"])
    if not any(kind.asks for kind in survey.kinds):
        raise _nothing_asked(source, survey.kinds)
    resource = {
        "resourceType": "Questionnaire",
        "title": settings.get("form_title", settings.get("title", "")),
        "id": settings.get("form_id", settings.get("id_string", "")),
        "version": settings.get("version", ""),
        "language": words.tag,
        "item": survey.items,
    }
    try:
        keys = form_keys(source, resource)
    except DefinitionError as error:
        place = found_above(error.key, survey.rows)
        problem = source.refusal(place or error.key, error.what, error.to_do)
    else:
        source.report.rename(survey.rows)
        links = ((each.get("source_id", each["id"]), each["id"]) for each in keys["questions"])
        source.report.place({survey.row_of[link_id]: name for link_id, name in links})
        return imported(source, keys)
    raise problem


def _nothing_asked(source: Source, kinds: Iterable[RowType]) -> DefinitionError:
    found = ", ".join(dict.fromkeys(kind.told for kind in kinds))
    if not found:
        return source.refusal("", *_NO_ROWS)
    what = f"nothing in it can be asked here; its rows are of the types {found}"
    to_do = "ask something that is answered by choosing or typing"
    return source.refusal("sheet survey", what, to_do)


def _settings(source: Source, rows: Sequence[Row]) -> Mapping[str, str]:
    cells = rows[0].cells if rows else {}
    for heading in cells.keys() - set(_SETTINGS):
        source.report.add(
            "sheet settings", f"the setting {heading}", "this program has no use for it"
        )
    return cells


def _lists(rows: Sequence[Row], words: SurveyWords) -> Mapping[str, Mapping[str, list[Tree]]]:
    """Return the options of each list, for one choice with the numbers that they are called."""
    plain: dict[str, list[Tree]] = {}
    for row in rows:
        code, name = row.cells.get("name", ""), row.cells.get("list_name", "")
        coding = {"code": code, "display": words.of(row, "label") or code}
        if option_name(code) == code or _WHOLE.fullmatch(code):
            coding["system"] = f"{OURS}/CodeSystem/{name}"
        plain.setdefault(name, []).append({"valueCoding": coding})
    return {
        "select_multiple": plain,
        "select_one": {name: _weighed(options) for name, options in plain.items()},
    }


def _weighed(options: list[Tree]) -> list[Tree]:
    codes = [option["valueCoding"]["code"] for option in options]
    if not all(_WHOLE.fullmatch(code) for code in codes):
        return options
    return [
        {**option, "extension": [standard("ordinalValue", "Decimal", int(code))]}
        for option, code in zip(options, codes, strict=True)
    ]
