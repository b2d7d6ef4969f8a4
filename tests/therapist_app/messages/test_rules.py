"""The numbers of rules in sentences come from the rules."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from programme.local_texts import a_year_after
from therapist_app.forms.form_filling import AUTOSAVE_AFTER
from therapist_app.messages import rules
from therapist_app.messages.errors import explain
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES
from therapist_app.record.backups.backing_up import DUE_AFTER
from therapist_app.record.backups.backup_list import TOO_OLD
from therapist_app.record.backups.kept_copies import REPLACED_KEPT
from therapist_app.record.crypto import passphrases
from therapist_app.record.errors import NotAllowed, NotPossibleYet, PassphraseTooWeak
from therapist_app.record.header import notices
from therapist_app.record.keyring.second_approval import WAITS_AT_MOST
from therapist_app.record.service.caseload_figures import QUARTER
from therapist_app.screens.calendar.week_view import SLOT
from therapist_app.shell.locking.idle_lock import NOTICE
from therapist_app.workflows.content.writing_local_texts import REMIND
from therapist_app.workflows.people import second_person, standing_noes
from therapist_app.workflows.people.standing_noes import IS_AWAY
from therapist_app.workflows.safekeeping.loud_acts import READ_AGAIN

APPLICATION = Path(rules.__file__).parents[1]
DOCSTRING = re.compile(r'""".*?"""', re.DOTALL)
NUMBERS = {
    "half a": 0.5,
    "half an": 0.5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "thirty": 30,
}
TIME = re.compile(
    rf"\b(\d+|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
    r" (second|minute|hour|day|week|month)(s?)\b"
)


def test_a_sentence_names_the_length_that_the_rule_asks_for():
    told = explain(PassphraseTooWeak("too-short"))

    assert f"fewer than {passphrases.SHORTEST} characters" in told.sentence


@pytest.mark.parametrize("name", rules.RULES)
def test_each_rule_is_said_in_place_of_its_name(monkeypatch, name):
    monkeypatch.setattr(rules, "RULES", {**rules.RULES, name: lambda: 4711})

    assert rules.with_rules(f"At least {{{name}}} of them.") == "At least 4711 of them."


@pytest.mark.parametrize(
    ("error", "place", "rule"),
    [
        (NotPossibleYet("notice"), notices, "NOTICE"),
        (NotAllowed("second-can-come"), second_person, "CAN_COME"),
        (NotPossibleYet("said-no"), standing_noes, "IS_AWAY"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_sentence_tells_the_days_of_its_own_rule_and_of_no_other(monkeypatch, error, place, rule):
    monkeypatch.setattr(place, rule, timedelta(days=47))

    assert "47 days" in explain(error).sentence


def test_no_message_types_a_length_in_characters_by_hand():
    rows = [*RECORD_MESSAGES.values(), *WORKFLOW_MESSAGES.values()]
    said = [words for row in rows for words in (row.what_happened, row.to_do)]

    assert [words for words in said if re.search(r"\d+ characters", words)] == []


A_YEAR = a_year_after(date(2026, 3, 1)) - date(2026, 3, 1)
TIMES_TOLD = {
    "messages/errors.py, two seconds": timedelta(milliseconds=AUTOSAVE_AFTER),
    "messages/workflow_messages.py, twelve months": A_YEAR,
    "screens/safekeeping/view.py, four hours": DUE_AFTER,
    "shell/window/frame.py, half a minute": timedelta(seconds=NOTICE),
    "workflows/safekeeping/audit_words.py, two weeks": REPLACED_KEPT,
    "form_widgets/needs_card.py, 30 days": REMIND,
    "form_widgets/needs_card.py, 14 days": TOO_OLD,
    "form_widgets/told_card.py, 8 weeks": READ_AGAIN,
    "screens/calendar/view.py, 15 minutes": timedelta(minutes=SLOT),
    "screens/close/note_view.py, 0 minutes": timedelta(),
    "screens/local_text/approval_view.py, 12 months": A_YEAR,
    "screens/local_text/approval_view.py, 30 days": REMIND,
    "screens/outcomes/preview_view.py, 14 days": WAITS_AT_MOST,
    "screens/outcomes/view.py, 14 days": WAITS_AT_MOST,
    "screens/outcomes/waiting_view.py, 14 days": WAITS_AT_MOST,
    "screens/oversight/view.py, 90 days": QUARTER,
    "screens/people/people_words.py, 14 days": IS_AWAY,
    "screens/today/banners_view.py, 8 weeks": READ_AGAIN,
}
"""Every time that a sentence of the window has, and the rule that it tells."""
OF_NO_RULE = {
    "screens/calendar/paper_view.py, one day",
    "screens/client/next_session/appointment_view.py, one day",
    "screens/first_run/view.py, five minutes",
    "screens/form/view.py, one minute",
}
"""How long something takes, or one day among others."""
UNITS = {
    "second": 1 / 60,
    "minute": 1,
    "hour": 60,
    "day": 24 * 60,
    "week": 7 * 24 * 60,
    "month": 365 * 2 * 60,
}
"""In minutes; a month is a twelfth of a year."""


def test_every_time_in_a_sentence_is_that_of_its_rule():
    found = {
        f"{path.relative_to(APPLICATION).as_posix()}, {number} {unit}{several}"
        for path in sorted(APPLICATION.rglob("*.py"))
        for sentence in re.findall(r'"[^"\n]*"', DOCSTRING.sub("", path.read_text("utf-8")))
        for number, unit, several in TIME.findall(sentence)
    }

    assert found == TIMES_TOLD.keys() | OF_NO_RULE
    for said, rule in TIMES_TOLD.items():
        [(number, unit, _several)] = TIME.findall(said)
        counted = NUMBERS.get(number) or int(number)
        assert timedelta(minutes=counted * UNITS[unit]) == rule, said
