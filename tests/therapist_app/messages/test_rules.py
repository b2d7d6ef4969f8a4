"""The numbers of rules in sentences come from the rules."""

import re

import pytest

from therapist_app.messages import rules
from therapist_app.messages.errors import explain
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES
from therapist_app.record.crypto import passphrases
from therapist_app.record.errors import PassphraseTooWeak


def test_a_sentence_names_the_length_that_the_rule_asks_for():
    told = explain(PassphraseTooWeak("too-short"))

    assert f"fewer than {passphrases.SHORTEST} characters" in told.sentence


@pytest.mark.parametrize("name", rules.rules())
def test_each_rule_is_said_in_place_of_its_name(monkeypatch, name):
    changed = {**rules.rules(), name: 4711}
    monkeypatch.setattr(rules, "rules", lambda: changed)

    assert rules.with_rules(f"At least {{{name}}} of them.") == "At least 4711 of them."


def test_no_message_types_a_length_in_characters_by_hand():
    rows = [*RECORD_MESSAGES.values(), *WORKFLOW_MESSAGES.values()]
    said = [words for row in rows for words in (row.what_happened, row.to_do)]

    assert [words for words in said if re.search(r"\d+ characters", words)] == []
