"""A release that waits is the same when it is read again."""

import json
from dataclasses import dataclass, replace

import pytest

from exports.document.document import PreviewPage
from exports.errors import PackageRefused
from exports.package.release import prepare_client_summary
from exports.package.waiting import release_from, waiting_bytes
from tests.support.exports.cases import case_file, occasion
from tests.support.exports.releases import CONTEXT, service_report


@pytest.fixture(scope="module")
def releases():
    summary = prepare_client_summary(case_file(3), occasion("single-case"), CONTEXT)
    return summary, service_report()


def test_every_page_check_and_file_of_a_release_is_the_same_when_it_is_read_again(releases):
    for release in releases:
        again = release_from(waiting_bytes(release))

        assert again.preview == release.preview
        assert dict(again.files) == dict(release.files)
        assert again == release


def test_what_is_not_whole_or_holds_something_strange_is_refused(releases):
    content = json.loads(waiting_bytes(releases[0]))
    strange = {**content, "preview": [{"Path": {"args": "/"}}]}
    two = {**content, "preview": [{"Prose": {"text": ""}, "Heading": {"text": ""}}]}
    more = {**content, "checks": [{"Check": {"what": "", "how": "", "who": ""}}]}
    for data in (
        b"",
        b"[]",
        b"{}",
        *(json.dumps(each).encode() for each in (strange, two, more)),
    ):
        with pytest.raises(PackageRefused):
            release_from(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preview", [{"Check": {"what": "", "how": ""}}]),
        ("preview", [{"Heading": {"text": ""}}]),
        ("preview", ["a page"]),
        ("preview", "pages"),
        ("checks", [{"PreviewPage": {"title": "", "blocks": []}}]),
        ("checks", None),
    ],
)
def test_what_stands_where_a_page_or_a_check_belongs_is_refused(releases, field, value):
    content = json.loads(waiting_bytes(releases[0]))

    with pytest.raises(PackageRefused):
        release_from(json.dumps({**content, field: value}).encode())


@dataclass(frozen=True)
class Heading:
    """Called as a block of a page, and none."""

    text: str


@pytest.mark.parametrize("block", [Heading("a name"), {"text": "a name"}, b"a name"])
def test_what_no_page_can_hold_is_not_made_to_wait_and_the_error_does_not_tell_it(releases, block):
    strange = replace(releases[0], preview=(PreviewPage("", (block,)),))

    with pytest.raises(TypeError) as caught:
        waiting_bytes(strange)

    assert str(caught.value) == type(block).__name__


def test_what_an_earlier_version_left_waiting_counts_as_decided(releases):
    content = json.loads(waiting_bytes(releases[0]))
    del content["is_decided"]

    assert release_from(json.dumps(content).encode()).is_decided
