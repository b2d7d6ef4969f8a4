"""A release that waits is the same when it is read again."""

import json

import pytest

from exports.errors import PackageRefused
from exports.package.release import prepare_client_summary
from exports.package.waiting import release_from, waiting_bytes
from tests.exports.package.test_release import CONTEXT, case_file, service_report
from tests.support.exports.cases import occasion


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
