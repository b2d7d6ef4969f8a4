"""The changelog and its fragments are in order, and what is not in order is told."""

import pytest

from tests.support.changelog import changelog_faults, faults, fragment_faults

SOUND = """\
# Changelog

For the people who use the program.

## 0.2.0 - not released yet

### Added

#### Sessions

- **Split** parts a session.

### Fixed

- `check` tells the line.

## 0.1.0 - 2026-02-28

The first version.

### Added

- A record.
"""


def test_the_changelog_and_the_fragments_of_the_repository_are_in_order():
    assert faults() == []


def test_a_changelog_in_order_has_no_fault():
    assert list(changelog_faults(SOUND, "0.2.0")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# Changelog\n", "# Changes\n", "the first line"),
        ("0.2.0 - not released yet", "0.2 - soon", "headed"),
        ("0.2.0 - not released yet", "0.3.0 - 2026-03-01", "that of the program, 0.2.0"),
        ("0.1.0 - 2026-02-28", "0.2.0 - 2026-02-28", "each once"),
        ("0.1.0 - 2026-02-28", "0.10.0 - 2026-02-28", "newest version is to stand first"),
        ("0.1.0 - 2026-02-28", "0.1.0 - not released yet", "only the newest"),
        ("2026-02-28", "2026-02-30", "no day 2026-02-30"),
        ("not released yet", "2026-02-27", "a later day"),
        ("### Fixed", "### Mended", "'mended' is no kind"),
        ("### Fixed", "### Added", "each once"),
        ("### Fixed\n\n- `check` tells the line.\n", "### Fixed\n", "under 'Fixed'"),
        ("- **Split** parts a session.\n", "", "under 'Sessions'"),
        ("- A record.", "- a record.", "'- a record.'"),
        ("- A record.", "- A record", "'- A record'"),
        ("- **Split**", "- **split**", "'- **split** parts"),
        ("### Added\n\n- A record.\n", "", "at least one kind"),
        ("### Added\n\n- A record.", "### Fixed\n\n- A record.", "before the first version"),
    ],
)
def test_a_fault_of_the_changelog_is_told(old, new, told):
    assert old in SOUND

    found = list(changelog_faults(SOUND.replace(old, new), "0.2.0"))

    assert [fault for fault in found if told in fault] != []


@pytest.mark.parametrize("name", ["way-back.fixed.md", "a4.added.md", "keys.security.md"])
def test_a_fragment_of_one_sentence_and_a_known_kind_has_no_fault(name):
    assert list(fragment_faults(name, "Commands end with `.`, and 0.5 stays 0.5.\n")) == []


@pytest.mark.parametrize(
    "name", ["way-back.mended.md", "way-back.md", "Way.fixed.md", "-.fixed.md", "a.fixed.md.txt"]
)
def test_a_fragment_with_another_name_is_told(name):
    [fault] = fragment_faults(name, "It works.\n")

    assert "is to be called" in fault


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "one line"),
        ("it works.\n", "one line"),
        ("It works\n", "one line"),
        ("It works.", "one line"),
        ("It works.\nWell.\n", "one line"),
        ("It works. So does this.\n", "one sentence"),
        ("Does it? It does.\n", "one sentence"),
    ],
)
def test_a_fragment_that_is_not_one_sentence_is_told(text, told):
    [fault] = fragment_faults("way-back.fixed.md", text)

    assert told in fault
