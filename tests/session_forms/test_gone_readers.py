"""Nobody reads any more, as each system says it."""

import errno

import pytest

from session_forms.gone_readers import reader_may_be_gone


@pytest.mark.parametrize("said", [errno.EPIPE, errno.EINVAL])
def test_what_nobody_reads_ends_quietly_however_the_system_says_it(said):
    done = []

    with reader_may_be_gone():
        done.append("written")
        raise OSError(said, "nobody")

    assert done == ["written"]


def test_a_full_disk_is_no_reader_that_left():
    with pytest.raises(OSError, match="full"), reader_may_be_gone():
        raise OSError(errno.ENOSPC, "full")
