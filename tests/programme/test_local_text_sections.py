"""Nine short sections become a whole text, and nothing else does."""

from datetime import date, timedelta

import pytest

from programme.local_text_sections import (
    FIELDS,
    FIRST,
    HOME,
    SECTIONS,
    Draft,
    as_heard,
    begun,
    composed,
    final_text,
    hint,
    is_done,
    lacking,
    questions,
    written,
    years_told,
)
from session_forms.reference.jurisdictions import (
    TO_FILL_IN,
    installed_jurisdictions,
    jurisdiction_findings,
    spoken_words,
    standing,
)
from tests.support.programme.local_texts import written_whole

DAY = date(2027, 3, 1)
TEMPLATES = [each for each in installed_jurisdictions() if each.open_questions]
GERMANY = next(each for each in TEMPLATES if each.id == "de")
SAMPLE = next(each for each in installed_jurisdictions() if each.id == "sample")
BY = "Mara Lind, clinical lead"


@pytest.fixture
def draft() -> Draft:
    return written_whole(begun(GERMANY))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_every_template_becomes_a_whole_text_in_nine_sections(template) -> None:
    final = final_text(written_whole(begun(template)), BY, DAY, date(2028, 3, 1))

    assert standing(final, DAY) == "in_force"
    assert not list(jurisdiction_findings(final))
    assert final.version == template.version + 1
    for words in (final.client_text, final.take_home_text, final.therapist_text):
        assert not TO_FILL_IN.search(words)
        assert "read to nobody" not in words
        assert "template" not in words


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_a_template_as_it_ships_leaves_every_section_to_be_written(template) -> None:
    draft = begun(template)

    assert not any(is_done(draft, each) for each in SECTIONS)
    assert {each.section.id for each in lacking(draft)} == {each.id for each in SECTIONS}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_every_question_for_the_lawyer_stands_in_a_section(template) -> None:
    shown = {asked for each in SECTIONS for asked in questions(template, each)}

    assert shown == set(template.open_questions)


def test_what_the_template_suggests_counts_only_once_its_brackets_are_gone() -> None:
    draft = begun(GERMANY)
    assert "[" in draft.answers["team.hears"]

    draft = written(draft, "team.hears", "It stays with us.", BY)

    assert "team.hears" not in {each.field.key for each in lacking(draft)}


def test_what_the_template_wants_is_said_without_brackets() -> None:
    danger, home = SECTIONS[2], SECTIONS[-1]

    assert hint(GERMANY, danger).endswith("what we do, and who is told.")
    assert hint(GERMANY, home) == ""


@pytest.mark.parametrize("key", [each.key for each in FIELDS.values() if each.options])
def test_not_clear_yet_keeps_the_section_open(draft: Draft, key: str) -> None:
    unclear = written(draft, key, "unclear", BY)

    assert [each.field.key for each in lacking(unclear)] == [key]
    with pytest.raises(ValueError, match="still to be written"):
        composed(unclear)


def test_nobody_need_be_named_where_nobody_is_told(draft: Draft) -> None:
    draft = written(draft, "past.told", "", BY)
    assert [each.field.key for each in lacking(draft)] == ["past.told"]

    for each in ("past.named", "past.unnamed"):
        draft = written(draft, each, "no", BY)

    assert lacking(draft) == ()
    assert "Who is told: The youth office" in composed(draft).therapist_text


def test_a_page_to_take_home_that_tells_why_is_not_written(draft: Draft) -> None:
    telling = written(draft, HOME, "What you say about abuse is private.", BY)

    assert [each.field.key for each in lacking(telling)] == [HOME]


def test_answers_stand_with_their_questions_and_their_source(draft: Draft) -> None:
    final = composed(draft)

    fact = next(each for each in final.facts if each.says.startswith("A child in danger now"))
    assert "A child can be named: We must tell." in fact.says
    assert "Who is told: The youth office, 555 0100." in fact.says
    assert fact.source == "The law of the place, article 1"
    assert fact.says in final.therapist_text
    assert final.recipient == "The youth office, 555 0100"
    assert final.triggers["current_risk_identifiable_child"] == "duty"


def test_a_fact_from_memory_is_left_out(draft: Draft) -> None:
    assert any(each.mark == "from_memory" for each in GERMANY.facts)

    assert all(each.mark == "found" for each in composed(draft).facts)


def test_the_client_hears_the_sections_in_their_order(draft: Draft) -> None:
    heard = as_heard(draft).split("\n\n")

    assert heard[0] == draft.answers["team.hears"]
    assert heard[2].startswith("There are times when it cannot all stay with us.")
    assert heard[-2] == draft.answers[FIRST]
    assert heard[-1].startswith("You decide what you tell me.")


def test_the_next_version_begins_with_what_was_written(draft: Draft) -> None:
    final = final_text(draft, BY, DAY, date(2028, 3, 1))

    again = begun(final, draft.answers)

    assert again.text.version == final.version + 1
    assert again.text.status == "draft"
    assert lacking(again) == ()
    assert composed(again).client_text == final.client_text


def test_a_text_that_is_no_template_gives_what_it_settled() -> None:
    draft = begun(SAMPLE)

    assert draft.answers["danger.named"] == "duty"
    assert "pictures.past" not in draft.answers
    assert as_heard(written_whole(draft)).count("You decide what you tell me.") == 1


@pytest.mark.parametrize(
    ("key", "words"), [("nowhere", "x"), ("past.named", "perhaps"), ("team.hears", "x" * 4_001)]
)
def test_what_is_no_answer_is_not_kept(draft: Draft, key: str, words: str) -> None:
    with pytest.raises(ValueError, match="a field"):
        written(draft, key, words, BY)


def test_everybody_who_wrote_is_named_once(draft: Draft) -> None:
    more = written(written(draft, "notes.hears", "a", "Ben"), "notes.hears", "b", "Ben")

    assert more.writers == ("Ana", "Ben")


@pytest.mark.parametrize("days", [0, -1, 400])
def test_an_approval_that_is_too_long_or_over_is_refused(draft: Draft, days: int) -> None:
    with pytest.raises(ValueError, match="not to be approved"):
        final_text(draft, BY, DAY, DAY + timedelta(days=days))


def test_a_text_with_a_part_that_reads_in_another_order_is_not_approved(draft: Draft) -> None:
    """Whoever approves it on screen would read another number than a client does on paper."""
    turned = written(draft, "notes.hears", "Call \u202e321 45\u202c", "Ben")

    with pytest.raises(ValueError, match="not to be approved"):
        final_text(turned, BY, DAY, date(2028, 3, 1))


def test_a_text_that_is_none_is_refused(draft: Draft) -> None:
    broken = draft.model_copy(update={"text": draft.text.model_copy(update={"version": 0})})

    with pytest.raises(ValueError, match="not a text"):
        final_text(broken, BY, DAY, date(2028, 3, 1))


def test_the_years_that_a_client_hears_are_read_in_figures_and_in_words(draft: Draft) -> None:
    told = "We keep notes for ten years, 6 months more, [Clinic: 99] and then they go."
    assert years_told(
        draft.model_copy(update={"answers": {**draft.answers, "notes.hears": told}})
    ) == {10, 6}
    assert years_told(draft.model_copy(update={"answers": {}})) == frozenset()


def test_what_is_read_aloud_leaves_out_what_is_still_to_be_filled_in():
    assert spoken_words("Call us [Clinic: the number], by day.") == "Call us , by day."
