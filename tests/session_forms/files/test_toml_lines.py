"""Every key of a TOML text has its line."""

import tomllib

import pytest

from session_forms.files.toml_lines import lines_of_keys
from session_forms.library.library import definition_files, definitions

TEXT = """# a comment
id = "x"   # [not] = a { header
long = \"\"\"
[not.a.header]
key = "no"\"\"\"
raw = '''
x = 1
''''
"quoted key" = 'it''s'
a.b . c = 1
list = [
    1, # one
    { x = 1, y = [2,
        3] },
    "]",
]

[table.sub]
k = 2026-03-01 10:00:00

[[rows]]
one = 1
[[rows.deep]]
two = 2
[[rows.deep]]
two = 3
[rows.deep.table]
three = 3
[[rows]]
one = { }
empty = []
"""


def test_each_key_has_its_line():
    text = TEXT.replace("'it''s'", "'its'").replace("''''\n", "'''\n")
    tomllib.loads(text)

    lines = lines_of_keys(text)

    assert lines[("id",)] == 2
    assert lines[("long",)] == 3
    assert lines[("raw",)] == 6
    assert lines[("quoted key",)] == 9
    assert lines[("a", "b", "c")] == 10
    assert lines[("list", 0)] == 12
    assert lines[("list", 1)] == lines[("list", 1, "x")] == lines[("list", 1, "y", 0)] == 13
    assert lines[("list", 1, "y", 1)] == 14
    assert lines[("list", 2)] == 15
    assert lines[("table", "sub")] == 18
    assert lines[("table", "sub", "k")] == 19
    assert lines[("rows",)] == lines[("rows", 0)] == 21
    assert lines[("rows", 0, "deep", 1)] == 25
    assert lines[("rows", 0, "deep", 1, "two")] == 26
    assert lines[("rows", 0, "deep", 1, "table", "three")] == 28
    assert lines[("rows", 1, "one")] == 30
    assert lines[("rows", 1, "empty")] == 31
    assert ("not",) not in lines
    assert ("x",) not in lines


@pytest.mark.parametrize("path", definition_files(definitions()), ids=lambda path: path.name)
def test_every_key_of_a_shipped_form_is_found(path):
    text = path.read_text(encoding="utf-8")

    lines = lines_of_keys(text)

    assert set(paths_of(tomllib.loads(text), ())) <= set(lines)


def paths_of(value, path):
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    else:
        children = ()
    for key, child in children:
        yield (*path, key)
        yield from paths_of(child, (*path, key))
