"""The figures of a release as FHIR R4: what is measured, and the reports of it, in one Bundle.

Counts of people are one Measure (`cohort`), means and rates another (`continuous-variable`), each
with its MeasureReport of the type `summary`. They are made of the table for programs alone, which
holds what `finish` shows: a figure that may not be told is there as `masked`, and no report is
about one person (https://hl7.org/fhir/R4/measurereport.html).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from exports.disclosure.cells import CELLS, figure_in_words
from exports.document.document import Report
from exports.document.tables import Cell, Table
from exports.occasion import Occasion
from session_forms.exchange.fhir_terms.extensions import OURS, our_keys, standard
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.words.texts import N_, _

Kind = Literal["people", "values"]
TITLES: Mapping[Kind, str] = {"people": N_("How many clients"), "values": N_("Means and rates")}
SCORING: Mapping[Kind, str] = {"people": "cohort", "values": "continuous-variable"}
POPULATION: Mapping[Kind, str] = {"people": "initial-population", "values": "measure-population"}
HL7_CODES = "http://terminology.hl7.org/CodeSystem"
KEYS = f"{OURS}/CodeSystem/figures"
"""Whose codes the keys of figures are."""
IN_WORDS = "text/plain"
"""The language of a criterion that nothing evaluates."""


@dataclass(slots=True)
class _Group:
    """One figure, over all clients and by group of clients.

    Attributes:
        words: What it is, in words.
        version: Of its form, else of the programme.
        rule: How its column is described; empty of a table in which no page tells anything.
        lines: The lines of the table for programs, each by its stratum; "" is all clients.

    """

    words: str
    version: str
    rule: str
    lines: dict[str, Mapping[str, Cell]] = field(default_factory=dict)


def measure_report(report: Report, occasion: Occasion) -> Tree | None:
    """Return the Bundle of a report whose figures may be added up, and of any other None."""
    cells = next((each for each in report.for_programs if each.id == CELLS and each.rows), None)
    if cells is None:
        return None
    entries = [
        entry
        for kind, groups in _groups(cells, report).items()
        for entry in _entries(kind, groups, report, occasion)
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "identifier": _identifier(occasion),
        "entry": entries,
    }


def _groups(cells: Table, report: Report) -> Mapping[Kind, Mapping[str, _Group]]:
    """Return what is measured of each kind, by key; what stands in two tables stands here once."""
    shown = {table.id: table for table in report.tables}
    ids = [column.id for column in cells.columns]
    found: defaultdict[Kind, dict[str, _Group]] = defaultdict(dict)
    for row in cells.rows:
        line = dict(zip(ids, row, strict=True))
        kind: Kind = "values" if line["value"].text else "people"
        group = found[kind].setdefault(
            line["measure"].text,
            _Group(figure_in_words(line, shown), line["version"].text, _rule(line, shown)),
        )
        group.lines.setdefault(line["stratum"].text, line)
    return found


def _rule(line: Mapping[str, Cell], shown: Mapping[str, Table]) -> str:
    """Return how the column of a line is described.

    Over several caseloads a table may tell programs of figures that no page tells, and then it
    stands on none.
    """
    table = shown.get(line["table"].text)
    columns = table.columns if table else ()
    return next((each.description for each in columns if each.id == line["column"].text), "")


def _entries(
    kind: Kind, groups: Mapping[str, _Group], report: Report, occasion: Occasion
) -> Iterator[Tree]:
    """Yield what is measured, and the report of it, each under its own address."""
    programme, version = report.programme
    address = f"{OURS}/Measure/{programme}-{kind}"
    tags = [_code(f"{HL7_CODES}/v3-ActReason", "HTEST")] if occasion.practice else []
    common: Tree = {"meta": {"tag": tags}} if tags else {}
    yield {
        "fullUrl": address,
        "resource": {
            "resourceType": "Measure",
            "id": f"{programme}-{kind}",
            **common,
            "url": address,
            "version": version,
            "name": f"Figures{kind.title()}",
            "title": _(TITLES[kind]),
            "status": "active",
            "description": report.rule,
            "scoring": _concept(_code(f"{HL7_CODES}/measure-scoring", SCORING[kind])),
            "group": [_measured(key, each, kind) for key, each in groups.items()],
        },
    }
    name = f"{occasion.release_id}-{kind}"
    yield {
        "fullUrl": f"{OURS}/MeasureReport/{name}",
        "resource": {
            "resourceType": "MeasureReport",
            "id": name,
            **common,
            "identifier": [_identifier(occasion)],
            "status": "complete",
            "type": "summary",
            "measure": f"{address}|{version}",
            "date": occasion.month,
            "period": {"end": occasion.last_month},
            "group": [_reported(key, each, kind) for key, each in groups.items()],
        },
    }


def _identifier(occasion: Occasion) -> Tree:
    return {"system": f"{OURS}/NamingSystem/release", "value": occasion.release_id}


def _measured(key: str, group: _Group, kind: Kind) -> Tree:
    described: Tree = {"description": group.rule} if group.rule else {}
    criterion: Tree = {**described, "language": IN_WORDS, "expression": group.words}
    counted = {"code": _population(kind), "criteria": criterion}
    divided = [{"code": _key(each), "criteria": criterion} for each in _dimensions(group)]
    return {
        "code": _figure_key(key, group),
        "population": [counted],
        **({"stratifier": divided} if divided else {}),
    }


def _reported(key: str, group: _Group, kind: Kind) -> Tree:
    whole = group.lines.get("")
    divided = [
        {
            "code": [_key(dimension)],
            "stratum": [
                {"value": {"text": stratum.partition("=")[2]}, **_figure(line, kind)}
                for stratum, line in group.lines.items()
                if stratum.partition("=")[0] == dimension
            ],
        }
        for dimension in _dimensions(group)
    ]
    return {
        "code": _figure_key(key, group),
        **(_figure(whole, kind) if whole else {}),
        **({"stratifier": divided} if divided else {}),
    }


def _dimensions(group: _Group) -> list[str]:
    """Return by what a figure is divided, as age_band."""
    return list(dict.fromkeys(each.partition("=")[0] for each in group.lines if each))


def _figure(line: Mapping[str, Cell], kind: Kind) -> Tree:
    """Return how many people there are, and the score of them where one is measured."""
    many, value, error = line["n"], line["value"], line["error"]
    counted: Tree = {"code": _population(kind)}
    if many.value is None:
        counted["_count"] = _masked()
    else:
        counted["count"] = many.value
    if kind == "people":
        return {"population": [counted]}
    if value.value is None:
        return {"population": [counted], "measureScore": _masked()}
    ours = our_keys("figure", {"standard_error": error.value} if error.value is not None else {})
    score: Tree = {"value": value.value, **({"extension": ours} if ours else {})}
    return {"population": [counted], "measureScore": score}


def _masked() -> Tree:
    """Return that there is a figure which may not be told."""
    return {"extension": [standard("data-absent-reason", "Code", "masked")]}


def _population(kind: Kind) -> Tree:
    return _concept(_code(f"{HL7_CODES}/measure-population", POPULATION[kind]))


def _figure_key(key: str, group: _Group) -> Tree:
    return {**_concept({**_code(KEYS, key), "version": group.version}), "text": group.words}


def _key(key: str) -> Tree:
    return _concept(_code(KEYS, key))


def _concept(code: Tree) -> Tree:
    return {"coding": [code]}


def _code(system: str, code: str) -> Tree:
    return {"system": system, "code": code}
