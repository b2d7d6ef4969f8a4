"""The command that writes a programme in the words of FHIR."""

import argparse
import json
import sys
from pathlib import Path

from programme.authoring.new_files import write_new
from programme.fhir import plan_definition
from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.exchange.plain_data.json_files import json_text
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.library import library


def set_up_export(export: argparse.ArgumentParser) -> None:
    """Say what the command `export` takes and does."""
    export.add_argument(
        "folder", nargs="?", type=Path, help="the installed programme when left out"
    )
    export.add_argument("--fhir", metavar="OUT", type=Path, help="write to this file instead")
    export.set_defaults(command=_export)


def _export(chosen: argparse.Namespace) -> int:
    forms, report = library.installed(), CarryReport()
    programme = load_programme(chosen.folder, forms) if chosen.folder else installed()
    text = json_text(plan_definition(programme, forms, report), report)
    if chosen.fhir is None:
        print(json.dumps(json.loads(text), indent=2))
    else:
        write_new(chosen.fhir.parent, {chosen.fhir.name: text})
    for line in report.lines():
        print(line, file=sys.stderr)
    return 0
