"""JSON is read back in one spelling only."""

import pytest

from therapist_app.record.folder.strict_json import BadJson, canonical, parse


def test_what_is_written_is_read_back() -> None:
    value = {"b": [1, True, None, "é"], "a": {"c": ""}}

    assert parse(canonical(value)) == value
    assert canonical(value) == '{"a":{"c":""},"b":[1,true,null,"é"]}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1.5}',
        b'{"a":1e3}',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\ud800"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b'{"a":1}\n',
        b'{"a":' + b"[" * 60_000,
        b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a":' + b"9" * 6000 + b"}",
    ],
)
def test_any_other_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(BadJson):
        parse(data)
