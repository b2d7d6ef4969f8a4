"""Ours beside well-kept peers, at the same work in the same run: ``./dev bench --peers``.

What stands under "floor" is the peer. The time of Chromium's processor is that of its page's
thread; drawing to the screen is not in it, while it is in ours.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from exports.paper.forms.worksheet import worksheet_pdf
from session_forms.answers import QuestionId, answers_to_json
from session_forms.filling.filling import answer
from tests.bench.peers.keepass import KeePassFile
from tests.bench.peers.lhc_forms import drawn_by_lhc_forms
from tests.bench.peers.typst_sheet import TypstSheet
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.long_forms import RATINGS_60
from tests.bench.workplace.place import Place
from therapist_app.commands import FormPage
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form

ROUNDS = 9
SAVES = 60
NO_SLOWER = Budget(1, "times the floor")
PURE_PYTHON = Budget(12, "times the floor")
"""A page made by a library in Python, beside one made by a compiled program."""
LHC_FORMS, CHROMIUM = "LHC_FORMS", "CHROMIUM"
"""The variables that name the unpacked package, and the program."""
_ANSWERS = "SELECT client_id, group_concat(answers) FROM filled_forms GROUP BY client_id"


def peer_lines(place: Place) -> Iterator[Line]:
    """Draw a form beside LHC-Forms, keep an answer beside KeePass, print a form beside Typst."""
    yield _drawn(place)
    yield _kept(place)
    yield _printed(place)


def _drawn(place: Place) -> Line:
    at = place.workplace
    settled: list[Span] = []

    def ours(number: int) -> Span:
        painted, whole = at.open(FormPage(at.crowd.copies[number], RATINGS_60.id))
        settled.append(whole)
        return painted

    package, chromium = Path(os.environ[LHC_FORMS]), os.environ[CHROMIUM]
    with drawn_by_lhc_forms(package, chromium, RATINGS_60) as peer:
        peer.draw()
        floor, taken = alternate(lambda _: peer.draw(), ours, ROUNDS)
    at.clear()
    return Line("form of 60 drawn / LHC-Forms", NO_SLOWER, floor, taken, settled)


def _kept(place: Place) -> Line:
    workspace, clock = place.workplace.workspace, place.workplace.clock
    opened = open_form(workspace, place.workplace.crowd.dozen[0], RATINGS_60.id)
    states = [answer(opened.state, QuestionId("q1"), value) for value in range(5)]
    notes = [row[1] for row in workspace.caseload.rows(_ANSWERS)]
    peer = KeePassFile(place.folder / "peer.kdbx", notes)

    def ours(number: int) -> Span:
        clock.advance(1)
        return timed(lambda: keep_draft(workspace, opened, states[number % len(states)]))

    def theirs(number: int) -> Span:
        return peer.keep(answers_to_json(states[number % len(states)].answers))

    return Line("one answer kept / KeePass", NO_SLOWER, *alternate(theirs, ours, SAVES))


def _printed(place: Place) -> Line:
    peer = TypstSheet(place.folder / "peer.typ", RATINGS_60)
    return Line(
        "worksheet of 60 / Typst",
        PURE_PYTHON,
        *alternate(
            lambda _: peer.compile(), lambda _: timed(lambda: worksheet_pdf(RATINGS_60)), ROUNDS
        ),
    )
