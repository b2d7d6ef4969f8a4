"""Every Questionnaire of a folder in, out and in again, with answers; then broken at random.

    python -m tests.campaigns.content.exchange FOLDER [--out OUT] [--seed N] [--answers N]
        [--mutations N]

Prints one line for each file and a summary; leaves with 0 only when every file was imported or
refused with a reason, came back equal, and no broken one did anything but that. With --out, all
that was sent is kept there, for a validator of somebody else.
"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from session_forms.errors import FormError
from session_forms.exchange.from_fhir.importing import import_questionnaire
from session_forms.exchange.plain_data.json_files import json_text, parse_json
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import read_response
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed, read_form
from tests.support.broken.mutating import CANARY, mutated_json
from tests.support.session_forms.random_answers import random_answers

LONGEST_SECONDS = 5.0


@dataclass
class Tally:
    """What a run has found so far."""

    imported: int = 0
    refused: int = 0
    answered: int = 0
    broken: int = 0
    refused_broken: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Run:
    """One run over a folder."""

    chosen: argparse.Namespace
    tally: Tally = field(default_factory=Tally)

    def file(self, path: Path) -> None:
        data = path.read_bytes()
        try:
            found = import_questionnaire(path.name, data)
        except FormError as error:
            self.tally.refused += 1
            print(f"refused  {error}")
        else:
            self.tally.imported += 1
            assert read_form(found.file_name, found.text) == found.form, "the definition differs"
            self.form(found.form, path.stem)
            count = len(found.form.questions)
            print(f"imported {path.name}: {count} questions, {len(found.entries)} listed")
        self.break_it(path.name, data, partial(told_of_form, path.name))

    def form(self, form: FormDefinition, name: str) -> None:
        report = CarryReport()
        sent = json_text(questionnaire(form, report), report)
        self.keep(f"{name}.questionnaire", sent)
        again = import_questionnaire(name, sent.encode()).form
        assert again == form.model_copy(update={"status": "draft"}), "the form came back different"
        for seed in range(self.chosen.answers):
            answers = random_answers(form, Random(self.chosen.seed + seed))
            report = CarryReport()
            sent = json_text(response(form, answers), report)
            if seed == 0:
                self.keep(f"{name}.response", sent)
            back = read_response(form, parse_json(name, sent.encode()), report)
            assert (back, report.lines()) == (answers, ()), "answers came back different"
            self.tally.answered += 1
            if seed == 0:
                self.break_it(f"{name} answers", sent.encode(), partial(told_of_answers, form))

    def break_it(self, name: str, data: bytes, read: Callable[[bytes], Iterable[str]]) -> None:
        """Read `data` broken in many ways; `read` returns what it told beside an error."""
        for number in range(self.chosen.mutations):
            seed = f"{self.chosen.seed} {name} {number}"
            changed = mutated_json(data, Random(seed))
            begun = time.process_time()
            try:
                told = list(read(changed))
            except FormError as error:
                self.tally.refused_broken += 1
                told = [str(error)]
            except Exception:
                told = []
                self.tally.wrong.append(f"{seed}: {traceback.format_exc(limit=-3)}")
            if any(CANARY in each for each in told):
                self.tally.wrong.append(f"{seed}: what was told quotes the file")
            self.tally.broken += 1
            self.tally.slowest = max(self.tally.slowest, time.process_time() - begun)

    def keep(self, name: str, text: str) -> None:
        if self.chosen.out is not None:
            self.chosen.out.mkdir(parents=True, exist_ok=True)
            (self.chosen.out / f"{name}.json").write_text(text, encoding="utf-8")


def told_of_form(name: str, data: bytes) -> Iterable[str]:
    """Import a form; what its report says is meant for its author and may quote it."""
    import_questionnaire(name, data)
    return ()


def told_of_answers(form: FormDefinition, data: bytes) -> Iterable[str]:
    """Read answers; return what the report says, which quotes nothing either."""
    report = CarryReport()
    read_response(form, parse_json("x.json", data), report)
    return report.lines()


def questionnaires(folder: Path) -> list[Path]:
    """Return the files below `folder` that hold a Questionnaire."""
    found = []
    for path in sorted(folder.rglob("*.json")):
        try:
            resource = json.loads(path.read_bytes())
        except ValueError:
            continue
        if isinstance(resource, dict) and resource.get("resourceType") == "Questionnaire":
            found.append(path)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the campaign; return 0 only when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.content.exchange")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answers", type=int, default=20)
    parser.add_argument("--mutations", type=int, default=100)
    run = Run(parser.parse_args(arguments))
    tally = run.tally
    for path in questionnaires(run.chosen.folder):
        try:
            run.file(path)
        except Exception:
            tally.wrong.append(f"{path.name}: {traceback.format_exc(limit=-3)}")
            print(f"WRONG    {path.name}")
    for form in installed().all():
        try:
            name = f"{form.id}.v{form.version}"
            run.form(form, name)
            sent = json_text(questionnaire(form, CarryReport()), CarryReport()).encode()
            run.break_it(name, sent, partial(told_of_form, name))
        except Exception:
            tally.wrong.append(f"{form.id}: {traceback.format_exc(limit=-3)}")
    if tally.slowest > LONGEST_SECONDS:
        tally.wrong.append(f"one broken file took {tally.slowest:.1f} s")
    for each in tally.wrong:
        print(each, file=sys.stderr)
    print(
        f"{tally.imported} imported, {tally.refused} refused, {len(installed().all())} of our own; "
        f"{tally.answered} sets of answers; {tally.broken} broken files, {tally.refused_broken} of "
        f"them refused, the slowest in {tally.slowest:.2f} s; {len(tally.wrong)} wrong"
    )
    return 1 if tally.wrong or not tally.imported else 0


if __name__ == "__main__":
    sys.exit(main())
