"""Files are written through to the disk, past its cache where the system has a way of its own."""

import os
from types import SimpleNamespace

import pytest

from session_forms import flushing
from session_forms.flushing import flush_file, fully

ASKED = 51


@pytest.fixture
def flushed(monkeypatch):
    """The descriptors that were flushed in the usual way."""
    done = []
    monkeypatch.setattr(os, "fsync", done.append)
    return done


def having(monkeypatch, call):
    control = SimpleNamespace(F_FULLFSYNC=ASKED, fcntl=call)
    monkeypatch.setattr(flushing, "_FULLY", fully(control))


def test_a_disk_is_asked_to_empty_its_cache_where_that_can_be_asked(monkeypatch, flushed):
    asked = []
    having(monkeypatch, lambda *words: asked.append(words))

    flush_file(7)

    assert asked == [(7, ASKED)]
    assert flushed == []


def test_a_share_that_refuses_it_is_flushed_as_elsewhere(monkeypatch, flushed):
    def refuse(*_words):
        raise OSError(45, "Operation not supported")

    having(monkeypatch, refuse)

    flush_file(7)

    assert flushed == [7]


@pytest.mark.parametrize("control", [None, SimpleNamespace(fcntl=print)])
def test_elsewhere_flushing_is_enough(monkeypatch, flushed, control):
    monkeypatch.setattr(flushing, "_FULLY", fully(control))

    flush_file(7)

    assert flushed == [7]
    assert flushing._found("no_such_module") is None
