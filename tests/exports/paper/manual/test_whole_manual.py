"""The whole programme as one printed manual: complete, in order, nothing astray.

Every run prints small programmes whole, and the guide to each session; this one, of nearly 500
pages, waits for `./dev test --all`.
"""

import re
from dataclasses import dataclass

import pytest

from exports.paper.manual.entries import handout_key, handout_title, key_of, step_key, whole_entries
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from exports.paper.pages.page import MARGIN, PAGE_HEIGHT, WIDTH
from exports.paper.pages.page_reading import DrawnPage, DrawnWords, drawn_pages
from programme.loading import library as programmes
from programme.loading.loading import load_programme
from session_forms.form.numbering import numbers
from session_forms.library import library
from tests.support.exports.book_reading import Line, Places, body_of, end_of, lines_of
from tests.support.programme.programmes import shelf, write_programme
from tests.support.sampling import beyond, sampled

PROGRAMME = programmes.installed()
FORMS = library.installed()
PLANS = list(PROGRAMME.session_plans.values())
of_all = beyond(
    "test_every_session_is_printed_with_all_that_its_plan_holds",
    "test_every_key_of_a_session_stands_in_the_manual",
    "test_in_the_whole_manual_a_session_without_measures_has_no_list_of_them",
)
PINNED = [FORMS.get(form_id, version) for form_id, version in PROGRAMME.forms.items()]


def squeezed(text: str) -> str:
    """Return a text without spaces, which a line break takes away."""
    return "".join(text.split())


@dataclass(frozen=True)
class Printed:
    """The whole manual, read back."""

    data: bytes
    pages: tuple[DrawnPage, ...]
    places: Places
    starts: dict[str, int]
    """The page of each heading by its name."""

    def body(self, number: int) -> list[Line]:
        return body_of(self.pages[number - 1])

    def text(self, first: int, last: int | None = None) -> str:
        """Return what stands on some pages, without spaces."""
        pages = self.pages[first - 1 : last or first]
        return words_on(*pages)

    def part(self, key: str, end: str) -> str:
        """Return what stands from one heading's page to the page before another's."""
        return self.text(self.starts[key], self.starts[end] - 1)


def words_on(*pages: DrawnPage) -> str:
    """Return the words of some pages in the order they were drawn, without spaces."""
    items = (item for page in pages for item in page.items)
    return squeezed("".join(item.text for item in items if isinstance(item, DrawnWords)))


@pytest.fixture(scope="module")
def manual() -> Printed:
    data = whole_manual_pdf(PROGRAMME, FORMS)
    places = Places(data)
    keys = [entry.key for entry in whole_entries(PROGRAMME, FORMS)]
    starts = {key: page for key, (_, _, page) in zip(keys, places.bookmarks(), strict=True)}
    return Printed(data, drawn_pages(data), places, starts)


def heading_at(manual: Printed, page: int, place: float) -> str:
    """Return what stands where a link leads: the lines from there on, without spaces."""
    lines = [line.text for line in manual.body(page) if place <= line.y <= place + 45]
    return squeezed("".join(lines))


def contents_of(manual: Printed) -> list[tuple[str, int, int, float]]:
    """Return the contents: words, the page that is printed, the page and place of the link."""
    found = []
    for number in range(manual.starts["contents"], manual.starts["reading"]):
        for link in manual.places.links_on(number):
            lines = [each for each in manual.body(number) if link.top < each.y < link.bottom]
            said = squeezed("".join(each.text for each in lines))
            page = lines[-1].words[-1].text
            found.append((said.removesuffix(page), int(page), link.page, link.place))
    return found


@of_all
def test_the_contents_give_the_page_of_every_heading_and_lead_there(manual: Printed):
    entries = [each for each in whole_entries(PROGRAMME, FORMS) if each.is_listed]

    contents = contents_of(manual)

    assert [said for said, *_ in contents] == [squeezed(e.chip + e.title) for e in entries]
    for entry, (_, page, target, place) in zip(entries, contents, strict=True):
        assert page == target == manual.starts[entry.key]
        assert squeezed(entry.title) in heading_at(manual, target, place)


@of_all
def test_every_page_that_is_named_is_the_one_that_its_link_leads_to(manual: Printed):
    named = 0
    for number, page in enumerate(manual.pages, start=1):
        links = manual.places.links_on(number)
        for line in body_of(page):
            said = line.words[-1].text
            if re.fullmatch(r"page \d+", said):
                named += 1
                [target] = {link.page for link in links if link.top < line.y < link.bottom}
                assert said == f"page {target}"

    assert named > len(PLANS)


@of_all
def test_bookmarks_lead_to_every_part_session_step_and_form(manual: Printed):
    bookmarks = list(manual.places.bookmarks())

    titles = [title for title, _, _ in bookmarks]
    assert {f"{plan.id}  {plan.title}" for plan in PLANS} <= set(titles)
    assert {form.title for form in PINNED} <= set(titles)
    assert {step.title for plan in PLANS for step in plan.steps if not step.code} <= set(titles)
    assert [page for _, _, page in bookmarks] == sorted(page for _, _, page in bookmarks)


@of_all
def test_no_glyph_stands_outside_the_frame(manual: Printed):
    astray = [
        (number, words.text)
        for number, page in enumerate(manual.pages, start=1)
        for line in lines_of(page)
        for words in line.words
        if words.x < MARGIN - 0.1
        or end_of(words) > MARGIN + WIDTH + 0.1
        or not MARGIN <= line.y <= PAGE_HEIGHT - MARGIN + 0.1
    ]

    assert astray == []


@of_all
def test_no_words_run_into_the_next_ones(manual: Printed):
    overlapping = [
        (number, left.text, right.text)
        for number, page in enumerate(manual.pages, start=1)
        for line in lines_of(page)
        for left, right in zip(line.words, line.words[1:], strict=False)
        if end_of(left) > right.x + 0.1
    ]

    assert overlapping == []


@of_all
def test_no_page_ends_with_a_heading_and_none_is_empty(manual: Printed):
    last = {number: body_of(page) for number, page in enumerate(manual.pages, start=1)}

    assert [number for number, lines in last.items() if not lines] == []
    assert [number for number, lines in last.items() if lines[-1].is_heading] == []


@of_all
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_session_is_in_it_with_all_that_its_plan_holds(manual: Printed, plan):
    own = [step for step in plan.steps if not step.from_frame]
    shared = {item.id for item in PROGRAMME.frame.fidelity}

    text = manual.part(key_of("session", plan.id), _after(plan))

    for words in (
        plan.title,
        plan.aim,
        plan.rationale,
        *(f"{each.claim}{each.source}; {each.grade}" for each in plan.evidence),
        "; ".join(plan.prepares),
        *(f"{each.session}•{each.text}" for each in plan.links),
        *plan.before,
        *plan.after,
        plan.split.repeat_in_both,
        *(f"{step.title}{step.minutes}" for step in plan.steps),
        *(f"{each.text} ({each.size})" for each in plan.practice),
        *(each.private for each in plan.practice),
        *(FORMS.get(each, PROGRAMME.forms[each]).title for each in plan.measures),
        *(item.done_when for item in plan.fidelity if item.id not in shared),
    ):
        assert squeezed(words) in text
    for step in own:
        assert all(squeezed(words) in text for words in guidance_texts(step.guidance))


def _after(plan) -> str:
    """Return the heading that comes after a session's part."""
    keys = [entry.key for entry in whole_entries(PROGRAMME, FORMS) if entry.is_listed]
    return keys[keys.index(key_of("session", plan.id)) + 1]


def guidance_texts(guidance):
    yield guidance.purpose
    yield from (line.text for line in guidance.say)
    yield from guidance.listen_for
    for each in guidance.if_stuck:
        yield f"{each.difficulty}{each.reply}"
    yield from guidance.never
    yield from guidance.adapt.values()


@of_all
def test_what_sessions_share_is_printed_once(manual: Printed):
    everything = manual.text(1, len(manual.pages))
    frame = PROGRAMME.frame
    own = [step for plan in PLANS for step in plan.steps if not step.from_frame]
    said_elsewhere = {words for step in own for words in guidance_texts(step.guidance)}
    shared = [words for step in frame.steps for words in guidance_texts(step.guidance)]

    counted = {words: everything.count(squeezed(words)) for words in shared}

    assert {words for words, count in counted.items() if count != 1} <= said_elsewhere
    assert squeezed(frame.handout.split("\n\n")[1]) in manual.text(manual.starts["frame.handout"])


@of_all
def test_a_shared_step_says_where_its_guidance_stands(manual: Printed):
    for step in PROGRAMME.frame.steps:
        page = manual.starts[step_key(key_of("session", "S02"), step.id)]
        lines = [line.text for line in manual.body(page)]

        where = manual.starts[step_key("frame", step.id)]
        assert f"As in what most sessions share. page {where}" in lines


def test_the_guide_to_one_session_holds_the_shared_guidance():
    step = PROGRAMME.frame.steps[0]
    text = words_on(*drawn_pages(session_manual_pdf(PROGRAMME, "S02", FORMS)))

    assert all(squeezed(line.text) in text for line in step.guidance.say)
    assert squeezed("As in what most sessions share") not in text


@of_all
@pytest.mark.parametrize("form", PINNED, ids=lambda form: form.id)
def test_every_pinned_form_is_in_it_blank(manual: Printed, form):
    first = manual.starts[key_of("form", form.id)]
    later = [page for page in manual.starts.values() if page > first]

    text = manual.text(first, min(later) - 1)

    assert squeezed(f"{form.id}, version {form.version}") in text
    for question in form.questions:
        prompt = f"{numbers(form)[question.id]}.  {question.prompt}"
        assert squeezed(prompt) in text or squeezed(question.prompt) in text


@of_all
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_the_fidelity_sheet_of_a_session_is_one_page_without_a_name(manual: Printed, plan):
    first = manual.starts[key_of("sheet", plan.id)]
    sheets = sorted(page for key, page in manual.starts.items() if key.startswith("sheet."))
    after = [page for page in (*sheets, manual.starts["index"]) if page > first]

    text = manual.text(first)

    assert min(after) == first + 1
    for item in plan.fidelity:
        assert squeezed(f"{item.id}  {item.text}{item.done_when}012na") in text
    assert "Rater" in text
    assert "Code" in text
    assert "Name" not in text
    assert squeezed("Codes or roles only, no names.") in text


@of_all
def test_the_index_names_every_form_that_a_session_uses(manual: Printed):
    index = manual.text(manual.starts["index"], len(manual.pages))

    for plan in PLANS:
        assert squeezed(f"{plan.id}  {plan.title}") in index
    for form in PINNED:
        assert squeezed(form.title) in index


@of_all
def test_no_placeholder_is_printed_raw(manual: Printed):
    everything = manual.text(1, len(manual.pages))

    assert "{" not in everything
    assert "_" * 20 in everything


@of_all
def test_the_title_page_says_what_it_is_and_what_it_is_not(manual: Printed):
    text = manual.text(1)

    for words in (
        PROGRAMME.title,
        PROGRAMME.version,
        "English",
        "Draft. It needs the sign-off of a qualified clinical lead",
        PROGRAMME.intended_purpose,
        PROGRAMME.source,
        "It does not replace training, supervision, emergency services",
        "CC BY 4.0. Instruments keep their own terms",
    ):
        assert squeezed(words) in text


@of_all
def test_modules_say_what_they_are_for_and_name_their_sessions(manual: Printed):
    for module in PROGRAMME.modules.values():
        text = manual.text(manual.starts[key_of("module", module.id)])

        assert squeezed(module.aim) in text
        assert squeezed(module.rationale) in text
        assert squeezed("every applicable fidelity item of its sessions is rated 1 or 2") in text
        for session_id in module.session_ids:
            assert squeezed(PROGRAMME.session_plan(session_id).aim) in text


@of_all
def test_the_head_of_a_page_for_the_client_tells_nothing_of_the_session(manual: Printed):
    for plan in PLANS:
        page = manual.pages[manual.starts[handout_key(key_of("session", plan.id))] - 1]

        assert lines_of(page)[0].text == handout_title(plan.handout)


@of_all
def test_the_course_is_told_in_tables(manual: Printed):
    text = manual.part("course", "frame")

    for words in (
        *(f"{phase.id}  {phase.title}" for phase in PROGRAMME.phases),
        *(f"{track.id}{track.title}" for track in PROGRAMME.tracks),
        *(gate.text for gate in PROGRAMME.gates),
        *(each.rule for each in PROGRAMME.exclusions),
        *PROGRAMME.adaptations.values(),
        *PROGRAMME.placeholders.values(),
        *(rule.title for rule in PROGRAMME.on_track.rules),
        "Working agreement, “Do we both agree to work together in this way?”: “Yes”",
        "M08 after S02",
    ):
        assert squeezed(words) in text


@pytest.mark.parametrize("which", sampled(["tiny", "shipped"], every=2))
def test_the_same_manual_gives_the_same_bytes(which: str, tmp_path, request):
    if which == "tiny":
        whole, forms = load_programme(write_programme(tmp_path), shelf()), shelf()
        before = whole_manual_pdf(whole, forms)
    else:
        whole, forms = PROGRAMME, FORMS
        before = request.getfixturevalue("manual").data

    assert whole_manual_pdf(whole, forms) == before
