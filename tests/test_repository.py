"""What the repository as a whole promises: pins, no makers' places, one way to run things."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SCRIPT = (ROOT / "dev").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINS = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE))
QT_THAT_ABORTS = "6.12.0"
"""Each call that returns nothing costs a reference to None on Python 3.11, until it aborts."""

NOT_POSIX = r"\[\[|\blocal \w|^function |\bsource |<<<|\$'|&>|\+=|\bdeclare |\bpushd\b"
OF_A_MACHINE = "|".join(  # in parts, so that this file does not find itself
    (
        r"(?<![\w.])/(?:work|tmp|root)" + r"/\w",
        "pypi" + r"\.org",
        "python" + "hosted",
        "deb" + r"\.debian\.org",
        "npm" + r"js\.org",
        "--index" + "-url",
    )
)


def tracked() -> list[Path]:
    """Return the files of the repository; whoever cloned it may not be who runs the tests."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            found.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8")))
    return found


def wanted(text: str) -> dict[str, Requirement]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)
    }


def at_run_time() -> dict[str, Requirement]:
    return wanted((ROOT / "requirements.in").read_text("utf-8").split("# set-up and checks")[0])


def test_a_qt_that_aborts_on_python_3_11_is_refused_everywhere():
    asked = at_run_time()["pyside6-essentials"].specifier

    assert not asked.contains(QT_THAT_ABORTS)
    assert asked.contains(PINS["pyside6-essentials"])


def test_the_project_asks_for_what_the_pins_were_made_from():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert wanted("\n".join(declared["dependencies"])) == at_run_time()


def test_every_requirement_is_pinned_at_a_version_it_allows():
    asked = wanted((ROOT / "requirements.in").read_text("utf-8"))

    assert asked.keys() <= PINS.keys()
    assert [name for name in asked if not asked[name].specifier.contains(PINS[name])] == []


def test_every_pin_has_hashes_and_no_address():
    blocks = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]

    assert len(blocks) > 30
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in LOCK


def test_no_file_names_a_place_of_the_machine_it_was_written_on():
    found = [
        f"{name}: {match[0]}" for name, text in texts() for match in re.finditer(OF_A_MACHINE, text)
    ]

    assert found == []


STORED = (
    "tests/therapist_app/record/stored/",
    "tests/papers/stored/",
    "tests/papers/lived_in/",
)
"""Files as earlier versions wrote them, byte for byte."""


def test_every_text_ends_its_lines_as_the_editor_settings_say():
    untidy = [
        name
        for name, text in texts()
        if text and ("\r" in text or text[-1] != "\n") and not name.startswith(STORED)
    ]

    assert untidy == []


def test_the_script_needs_no_more_than_a_posix_shell():
    assert SCRIPT.startswith("#!/bin/sh\n")
    assert re.findall(NOT_POSIX, SCRIPT, re.MULTILINE) == []
    assert (ROOT / "dev").stat().st_mode & 0o111


def test_what_a_change_must_pass_is_the_two_commands_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    called = [line for line in lines if "./dev" in line]

    assert called == ['./dev check >"$checked" 2>&1 &', "./dev test || failed=$?"]


@pytest.mark.parametrize("broken", ["", "test", "check"])
def test_a_change_passes_only_where_both_commands_do_and_both_are_seen(tmp_path, broken):
    (tmp_path / ".ci").mkdir()
    run = shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    dev = tmp_path / "dev"
    dev.write_text(f'#!/bin/sh\necho "seen $1"\n[ "$1" != "{broken}" ]\n', "utf-8")
    dev.chmod(0o755)

    ran = subprocess.run([run], capture_output=True, text=True, check=False)

    assert (ran.returncode != 0) is bool(broken)
    assert ran.stdout.splitlines() == ["seen test", "seen check"]


def test_a_push_and_a_pull_request_run_that_on_a_bare_system_with_no_action_but_the_checkout():
    workflow = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    installing, run = re.findall(r"- run: (.+)", workflow)

    assert "\non: [push, pull_request]\n" in workflow
    assert re.findall(r"container: (\S+)", workflow) == ["debian:13"]
    assert re.findall(r"uses: (\S+?)@", workflow) == ["actions/checkout"]
    assert installing.split("recommends ")[1].split() == ["ca-certificates", "git", "python3"]
    assert run == ".ci/run"


def test_the_core_is_held_to_full_branch_coverage():
    coverage = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]

    assert coverage["run"]["branch"]
    assert coverage["report"]["fail_under"] == 100
    assert set(coverage["run"]["source"]) == {
        "session_forms",
        "programme",
        "exports",
        "therapist_app/record",
    }


@pytest.mark.parametrize(
    "made", ["dist/x", "build/x", ".venv/x", "demo-output/x", "look-output/x", ".coverage.1"]
)
def test_what_the_commands_make_is_not_kept(made):
    asked = ["git", "-c", "safe.directory=*", "check-ignore", "-q", made]

    assert subprocess.run(asked, cwd=ROOT, check=False).returncode == 0
