"""JSON from elsewhere: read within limits, refused in one sentence without its content."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.exchange.plain_data import json_files
from session_forms.exchange.plain_data.json_files import MOST_LEVELS, parse_json, read_bytes


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"a": canary}', "x.json, line 1: this is no JSON that can be read"),
        (b'{\n"a": "canary",\n\n}', "x.json, line 2: this is no JSON that can be read"),
        (b'{"a": [\n"canary",\n]\n}', "x.json, line 2: this is no JSON that can be read"),
        (b'{\n"a": "canary",\n', "x.json, line 3: this is no JSON that can be read"),
        (b'{\n"a": "canary"\n"b": 1}', "x.json, line 3: this is no JSON that can be read"),
        (b'{\n"a": "canary",\n]', "x.json, line 2: this is no JSON that can be read"),
        (b'{"canary": "\xff"}', "x.json: this is no JSON that can be read"),
        (b'{"canary": NaN}', "x.json: this is no JSON that can be read"),
        (b'{"canary": 1, "canary": 2}', "x.json: a key stands twice in one object"),
        (b'["canary"]', "x.json: the file does not hold one JSON object"),
        (b"[" * 100_000, "x.json: this is no JSON that can be read"),
        (b'{"canary": ' + b"9" * 5_000 + b"}", "x.json: this is no JSON that can be read"),
    ],
    ids=range(12),
)
def test_what_is_no_resource_is_refused(data, sentence):
    with pytest.raises(DefinitionError) as caught:
        parse_json("x.json", data)

    assert str(caught.value) == f"{sentence}; save it as JSON once more."


def test_values_may_stand_so_deep_and_no_deeper():
    def nested(levels):
        return b'{"a": ' + b"[" * levels + b"]" * levels + b"}"

    assert parse_json("x.json", nested(MOST_LEVELS - 1))
    with pytest.raises(DefinitionError, match="too deep"):
        parse_json("x.json", nested(MOST_LEVELS))


def test_a_byte_order_mark_is_no_fault():
    assert parse_json("x.json", b'\xef\xbb\xbf{"a": {"b": 1}}') == {"a": {"b": 1}}


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DefinitionError, match=r"^x\.json: the file cannot be read"):
        read_bytes(tmp_path / "x.json")


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(json_files, "MOST_BYTES", 10)
    path = tmp_path / "x.json"
    path.write_bytes(b"x" * 10)

    assert read_bytes(path) == b"x" * 10
    path.write_bytes(b"x" * 11)
    with pytest.raises(DefinitionError, match="larger than 10 bytes"):
        read_bytes(path)
