"""The set-up of the script on machines that lack this or that, with fakes for their tools."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = (
    *("awk", "cat", "chmod", "cksum", "cp", "dirname", "env", "find", "flock", "grep", "ln"),
    *("mkdir", "rm", "sort", "tr", "wc"),
)
PYTHON = """
case "$*" in *realpath*) ;; *) echo "python $*" >>"$LOG" ;; esac
case "$*" in
*realpath*)
    case "$*" in
    *"== (3, MINOR)"* | *">="*) ;;
    *) exit 1 ;;
    esac
    case "$*" in *ensurepip*) [ -f "$MACHINE/python3.MINOR-venv" ] || exit 1 ;; esac
    echo "$0" ;;
*version_info?[:2]*) echo 3.MINOR ;;
*'version_info[1]'*) echo MINOR ;;
*ensurepip*) [ -f "$MACHINE/python3.MINOR-venv" ] ;;
*--version) [ "$0" != "${0%.venv/bin/python}" ] ;;
*'-m venv'*)
    mkdir -p .venv/bin .venv/lib/python3.13/site-packages/PySide6/Qt/plugins/platforms
    cp "$0" .venv/bin/python
    echo "made by $0" >>"$LOG" ;;
*uv.txt)
    [ -f "$MACHINE/uv-is-there" ] || exit 1
    cp "$MACHINE/uv" .venv/bin/uv ;;
*) exit 0 ;;
esac
"""
APT = """
echo "apt-get $*" >>"$LOG"
case "$*" in
*update) : >"$MACHINE/has-lists" ;;
*)
    [ -f "$MACHINE/has-lists" ] || exit 100
    for package; do
        case $package in
        dbus-daemon | openbox | orca | xdotool) cp "$MACHINE/bin/id" "$MACHINE/bin/$package" ;;
        xvfb) cp "$MACHINE/bin/id" "$MACHINE/bin/Xvfb" ;;
        esac
        case $package in [a-z]*) : >"$MACHINE/$package" ;; esac
    done ;;
esac
"""
LDD = """
echo "ldd $*" >>"$LOG"
[ -f "$MACHINE/libgl1" ] || echo "  libGL.so.1 => not found"
case "$*" in
*libqxcb.so*) [ -f "$MACHINE/libxcb-cursor0" ] || echo "  libxcb-cursor.so.0 => not found" ;;
esac
"""
DISPLAY = ("xvfb", "openbox", "xdotool")
ASSISTIVE = ("at-spi2-core", "gir1.2-atspi-2.0", "python3-gi")
SYSTEM_PYTHON = '[ -f "$MACHINE/at-spi2-core" ] && [ -f "$MACHINE/gir1.2-atspi-2.0" ]'
UV = """
echo "uv $*" >>"$LOG"
[ ! -f "$MACHINE/uv-breaks" ] || exit 1
[ "$1" = venv ] || exit 0
mkdir -p "$5/bin" && cp -R .venv/lib "$5" && cp "$4" "$5/bin/python"
"""
GCC = '[ -f "$MACHINE/gcc" ] && [ -f "$MACHINE/libc6-dev" ]'


@dataclass(frozen=True)
class Machine:
    """A machine with nothing but what a test gives it, and the script in a folder of its own."""

    tree: Path
    place: Path

    def has(self, *things: str) -> None:
        for thing in things:
            (self.place / thing).touch()

    def tool(self, name: str, body: str) -> None:
        file = self.place / "bin" / name
        file.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        file.chmod(0o755)

    def python(self, name: str, minor: int) -> None:
        self.tool(name, PYTHON.replace("MINOR", str(minor)))

    def begin(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        settings = {"PATH": str(self.place / "bin"), "MACHINE": str(self.place)}
        settings |= {"LOG": str(self.log), "SYSTEM_PYTHON": str(self.place / "bin/system-python")}
        settings |= environment
        return subprocess.Popen(
            [str(self.tree / "dev"), *arguments],
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def dev(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.log.write_text("")
        begun = self.begin(*arguments, **environment)
        out, err = begun.communicate()
        return subprocess.CompletedProcess(begun.args, begun.returncode, out, err)

    @property
    def log(self) -> Path:
        return self.place / "log"

    def did(self, *words: str) -> bool:
        lines = self.log.read_text("utf-8").splitlines()
        return any(all(each in line for each in words) for line in lines)

    def installed(self, package: str) -> bool:
        return (self.place / package).exists()


@pytest.fixture
def machine(tmp_path) -> Machine:
    """A new Debian: root, Python without venv, no list of packages, none of Qt's libraries."""
    tree, place = tmp_path / "a tree", tmp_path / "machine"
    (place / "bin").mkdir(parents=True)
    tree.mkdir()
    shutil.copy(ROOT / "dev", tree)
    (tree / "requirements.lock").write_text("one==1\nuv==2 \\\n    --hash=sha256:0\ntwo==2\n")
    (tree / "requirements-readers.lock").write_text("three==3\n")
    (tree / "requirements-matcher.lock").write_text("four==4\n")
    for tool in TOOLS:
        (place / "bin" / tool).symlink_to(str(shutil.which(tool)))
    made = Machine(tree, place)
    made.python("python3", 13)
    made.tool("apt-get", APT)
    made.tool("ldd", LDD)
    made.tool("gcc", GCC)
    made.tool("system-python", SYSTEM_PYTHON)
    made.tool("id", "echo ${USER_ID:-0}")
    made.tool("uname", "echo Linux")
    (place / "uv").write_text(f"#!/bin/sh\n{UV}")
    (place / "uv").chmod(0o755)
    made.has("uv-is-there")
    return made


def test_a_bare_debian_gets_all_that_a_demo_needs_and_no_more(machine):
    done = machine.dev("demo", "--clients", "6")

    assert done.returncode == 0, done.stderr
    assert machine.installed("python3.13-venv")
    assert machine.installed("libgl1")
    assert not machine.installed("libxcb-cursor0")
    assert machine.did("uv pip install -q --python .venv/bin/python --require-hashes")
    assert machine.did("python -m therapist_app demo --out demo-output --clients 6")


def test_only_the_installer_itself_comes_by_pip_and_with_its_hashes(machine):
    machine.dev("demo")

    assert (machine.tree / ".venv/uv.txt").read_text() == "uv==2 \\\n    --hash=sha256:0\n"
    assert machine.did("--require-hashes -r .venv/uv.txt")


@pytest.mark.parametrize("trouble", ["none", "breaks"])
def test_without_uv_pip_installs_the_same_pins(machine, trouble):
    if trouble == "breaks":
        machine.has("uv-breaks")
    else:
        (machine.place / "uv-is-there").unlink()

    done = machine.dev("demo")

    assert done.returncode == 0
    assert machine.did("--require-hashes -r requirements.lock")
    assert machine.did("python -m therapist_app demo")


def test_a_second_call_goes_straight_to_its_work(machine):
    machine.dev("demo")

    machine.dev("demo")

    assert machine.log.read_text() == "python -m therapist_app demo --out demo-output\n"


@pytest.mark.parametrize("change", ["pins", "place", "python"])
def test_the_environment_is_made_anew_when_it_no_longer_fits(machine, change, tmp_path):
    machine.dev("check")
    if change == "pins":
        (machine.tree / "requirements.lock").write_text("uv==3\n")
    elif change == "python":
        (machine.tree / ".venv/bin/python").unlink()
    else:
        machine = Machine(machine.tree.rename(tmp_path / "moved"), machine.place)

    machine.dev("check")

    assert machine.did("-m venv")


def test_a_display_adds_what_windows_need_and_keeps_the_window_open(machine):
    machine.dev("demo")
    machine.dev("demo", DISPLAY=":0")

    assert machine.installed("libxcb-cursor0")
    assert machine.did("demo --out demo-output --show")


def test_an_offscreen_display_is_none(machine):
    machine.dev("demo", DISPLAY=":0", QT_QPA_PLATFORM="offscreen")

    assert not machine.installed("libxcb-cursor0")
    assert not machine.did("--show")


def for_root(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the packages in the one line that root is asked to run."""
    assert done.returncode == 1
    *_, line = done.stderr.splitlines()
    before, _, packages = line.partition(" install -y --no-install-recommends ")
    assert before == "apt-get update && apt-get"
    assert done.stderr.count("apt-get update") == 1
    return packages.split()


def test_someone_who_may_not_install_is_stopped_once_with_one_line_for_root(machine):
    stopped = machine.dev("demo", USER_ID="1000")
    assert "venv module is missing" in stopped.stderr
    assert "Installing" not in stopped.stderr
    assert not machine.did("apt-get")

    line = stopped.stderr.splitlines()[-1]
    settings = {"PATH": str(machine.place / "bin"), "MACHINE": str(machine.place)}
    subprocess.run(["/bin/sh", "-c", line], env=settings | {"LOG": str(machine.log)}, check=True)
    done = [machine.dev(each, USER_ID="1000") for each in ("demo", "test", "campaign")]

    assert [each.returncode for each in done] == [0, 0, 0], done


def test_whoever_lacks_a_library_alone_gets_the_same_line_without_the_rest_of_python(machine):
    whole = for_root(machine.dev("demo", USER_ID="1000"))
    machine.has("python3.13-venv")
    stopped = machine.dev("demo", USER_ID="1000")

    assert "Qt lacks these system libraries: libGL.so.1" in stopped.stderr
    assert sorted(for_root(stopped)) == sorted(set(whole) - {"python3.13-venv"})


def test_no_package_stands_twice_in_the_line_for_root(machine):
    packages = for_root(machine.dev("demo", USER_ID="1000"))

    assert sorted(packages) == sorted(set(packages))
    assert {"libgl1", "libxcb-cursor0", "gcc", "dbus-daemon", *DISPLAY, *ASSISTIVE} < {*packages}


def test_a_read_only_folder_is_told_in_one_sentence(machine):
    words = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system makes no folder read-only for a test")
    tree = str(machine.tree)

    done = subprocess.run(
        [*words, 'mount --bind -o ro "$0" "$0" && "$0/dev" demo', tree],
        env={"PATH": f"{machine.place / 'bin'}:/usr/bin:/bin", "MACHINE": str(machine.place)}
        | {"LOG": str(machine.log)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == (
        f"This folder is read-only: {tree}. "
        "Copy it to where you may write, then run this again there.\n"
    )


def test_packages_of_which_files_are_gone_are_installed_anew(machine):
    machine.dev("demo")
    library = machine.tree / ".venv/lib/python3.13/site-packages/PySide6/Qt"
    shutil.rmtree(library)
    compiled = library.parent / "__pycache__"  # what Python writes for itself makes up for nothing
    compiled.mkdir()
    for number in range(9):
        (compiled / f"{number}.pyc").touch()

    done = machine.dev("demo")

    assert done.returncode == 0
    assert done.stderr.count("Files of the installed packages are missing") == 1
    assert library.is_dir()
    assert machine.dev("demo").stderr == ""


def test_a_second_set_up_waits_for_the_first_and_then_has_nothing_to_do(machine):
    waiting = f'cat "{machine.place}/go"'  # a pipe: until somebody writes, it waits
    os.mkfifo(machine.place / "go")
    machine.has("python3.13-venv")
    slow = (machine.place / "bin/python3").read_text("utf-8")
    (machine.place / "bin/python3").write_text(
        slow.replace("*'-m venv'*)", f"*'-m venv'*) {waiting};")
    )
    first = machine.begin("demo")
    go = (machine.place / "go").open("w")
    second = machine.begin("demo")
    assert second.stderr is not None
    told = second.stderr.readline()
    go.close()

    assert told == "Another set-up of this folder is under way; waiting for it.\n"
    for each in (first, second):
        each.communicate()
    assert first.returncode == second.returncode == 0
    assert machine.log.read_text().count("made by") == 1


@pytest.mark.parametrize("command", ["test", "campaign"])
def test_tests_and_campaigns_get_the_compiler_that_they_need_once(machine, command):
    machine.dev(command)
    machine.dev(command)

    assert machine.installed("gcc")
    assert machine.installed("libc6-dev")
    assert not machine.did("apt-get")


def test_tests_get_a_message_bus_once_and_nobody_else_needs_one(machine):
    machine.dev("campaign")
    assert not machine.installed("dbus-daemon")

    machine.dev("test")
    assert machine.installed("dbus-daemon")
    machine.dev("test")

    assert not machine.did("apt-get")


def test_a_message_bus_that_is_there_is_not_installed(machine):
    machine.tool("dbus-daemon", "exit 0")

    machine.dev("test")

    assert not machine.installed("dbus-daemon")


def test_without_a_message_bus_no_test_begins(machine):
    machine.has("python3.13-venv", "libgl1", "gcc", "libc6-dev")

    done = machine.dev("test", USER_ID="1000")

    assert "need a message bus of their own" in done.stderr
    assert for_root(done)[0] == "dbus-daemon"
    assert not machine.did("-m pytest")


def test_tests_get_a_display_of_their_own_once_and_nobody_else_needs_one(machine):
    machine.dev("campaign")
    assert not machine.installed("xvfb")

    machine.dev("test")
    assert all(machine.installed(each) for each in DISPLAY)
    assert machine.installed("libxcb-cursor0")
    machine.dev("test")

    assert not machine.did("apt-get")


def test_a_display_that_can_be_made_is_not_installed(machine):
    for tool in ("Xvfb", "openbox", "xdotool"):
        machine.tool(tool, "exit 0")

    machine.dev("test")

    assert not any(machine.installed(each) for each in DISPLAY)


def test_without_a_display_of_their_own_no_test_begins(machine):
    machine.has("python3.13-venv", "libgl1", "libxcb-cursor0", "gcc", "libc6-dev")
    machine.tool("dbus-daemon", "exit 0")

    done = machine.dev("test", USER_ID="1000")

    assert "need a display of their own" in done.stderr
    assert for_root(done)[:3] == [*DISPLAY]
    assert not machine.did("-m pytest")


def test_assistive_technology_is_installed_once_and_only_for_tests(machine):
    machine.dev("campaign")
    assert not machine.installed("at-spi2-core")

    machine.dev("test")
    assert all(machine.installed(each) for each in ASSISTIVE)
    machine.dev("test")

    assert not machine.did("apt-get")


def test_without_assistive_technology_no_test_begins(machine):
    machine.has("python3.13-venv", "libgl1", "libxcb-cursor0", "gcc", "libc6-dev")
    for tool in ("dbus-daemon", "Xvfb", "openbox", "xdotool"):
        machine.tool(tool, "exit 0")

    done = machine.dev("test", USER_ID="1000")

    assert "need assistive technology" in done.stderr
    assert for_root(done)[:3] == [*ASSISTIVE]
    assert not machine.did("-m pytest")


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ("tests/plain.py", set()),
        ("tests/plain.py::test_a", set()),
        ("tests/proofs.py", {"gcc", "libc6-dev"}),
        ("tests/heard.py::test_b[x]", {"dbus-daemon"}),
        ("tests/seen.py", {"dbus-daemon", *DISPLAY}),
        ("tests/told.py", {"dbus-daemon", *DISPLAY, *ASSISTIVE}),
        ("tests", {"gcc", "libc6-dev", "dbus-daemon", *DISPLAY, *ASSISTIVE}),
        ("tests/spoken.py", {"dbus-daemon", *DISPLAY, *ASSISTIVE}),
        ("tests/spoken.py::test_c", {"dbus-daemon", *DISPLAY, *ASSISTIVE, "orca"}),
        ("--all", {"gcc", "libc6-dev", "dbus-daemon", *DISPLAY, *ASSISTIVE, "orca"}),
        ("-x", {"gcc", "libc6-dev", "dbus-daemon", *DISPLAY, *ASSISTIVE}),
    ],
)
def test_a_test_that_is_named_gets_only_what_it_needs(machine, named, wanted):
    tests = machine.tree / "tests"
    tests.mkdir()
    (tests / "plain.py").write_text("def test_a(): pass\n")
    (tests / "proofs.py").write_text("from tests.campaigns.registry import CAMPAIGNS\n")
    (tests / "heard.py").write_text("from tests.support.processes.buses import private_bus\n")
    (tests / "seen.py").write_text("from tests.support.display.person import Person\n")
    (tests / "told.py").write_text("from tests.support.assistive.assistant import Assistant\n")
    (tests / "spoken.py").write_text("from tests.support.assistive.orca import Orca\n")

    done = machine.dev("test", "-q", named)

    assert done.returncode == 0
    assert machine.did(f"python -m pytest -q {named}")
    tools = {"gcc", "libc6-dev", "dbus-daemon", *DISPLAY, *ASSISTIVE, "orca"}
    assert {tool for tool in tools if machine.installed(tool)} == wanted


def test_without_a_compiler_no_campaign_begins(machine):
    machine.has("python3.13-venv", "libgl1")

    done = machine.dev("campaign", "kill", USER_ID="1000")

    assert "need a C compiler" in done.stderr
    assert for_root(done)[:2] == ["gcc", "libc6-dev"]
    assert not machine.did("tests.campaigns")


def test_checks_need_none_of_the_libraries_for_windows(machine):
    machine.has("python3.13-venv")

    machine.dev("check", USER_ID="1000")

    assert machine.did("python -m session_forms check")


def test_the_lists_of_the_programme_are_written_after_those_of_its_forms(machine):
    machine.has("python3.13-venv")

    machine.dev("content")

    log = machine.log.read_text()
    assert 0 < log.index("python -m session_forms cache") < log.index("python -m programme cache")


def test_the_newest_python_that_is_tried_out_makes_the_environment(machine):
    for minor in (11, 12, 13, 14):
        machine.python(f"python3.{minor}", minor)
        machine.has(f"python3.{minor}-venv")
    machine.python("python3", 14)

    machine.dev("check")

    assert machine.did("made by", "/bin/python3.13")


def test_a_python_that_is_there_and_does_not_work_is_passed_over(machine):
    machine.tool("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    machine.python("python3.12", 12)
    machine.python("python3", 11)
    machine.has("python3.12-venv", "python3.11-venv")

    done = machine.dev("check")

    assert machine.did("made by", "/bin/python3.12")
    assert "pyenv" not in done.stderr


def test_a_python_that_can_make_an_environment_comes_before_a_newer_one_that_cannot(machine):
    machine.python("python3.12", 12)
    machine.has("python3.12-venv")

    machine.dev("check")

    assert machine.did("made by", "/bin/python3.12")
    assert not machine.installed("python3.13-venv")


def test_where_none_can_make_an_environment_the_newest_gets_what_it_lacks(machine):
    machine.python("python3", 11)
    machine.python("python3.12", 12)

    machine.dev("check")

    assert machine.installed("python3.12-venv")
    assert machine.did("made by", "/bin/python3.12")


def test_a_python_given_by_hand_is_taken_even_a_newer_one(machine):
    machine.python("of-my-own", 14)
    machine.has("python3.14-venv", "python3.13-venv")

    machine.dev("check", PYTHON="of-my-own")

    assert machine.did("made by", "/bin/of-my-own")


def test_a_python_given_by_hand_that_does_not_work_is_not_replaced_by_another(machine):
    machine.tool("of-my-own", "exit 1")

    done = machine.dev("check", PYTHON="of-my-own")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PYTHON=of-my-own does not work" in done.stderr
    assert not (machine.tree / ".venv").exists()


def test_another_python_makes_the_environment_anew(machine):
    machine.has("python3.13-venv", "python3.12-venv")
    machine.python("python3", 12)
    machine.dev("check")
    machine.python("python3.13", 13)

    machine.dev("check")
    assert machine.did("made by", "/bin/python3.13")
    machine.dev("check", PYTHON="python3")
    assert machine.did("made by", "/bin/python3")
    machine.dev("check", PYTHON="python3")
    assert not machine.did("made by")


@pytest.mark.parametrize("newer", [False, True], ids=["an old Python", "only a newer Python"])
def test_no_fitting_python_is_told_in_one_sentence(machine, newer):
    if newer:
        machine.python("python3", 14)
    else:
        machine.tool("python3", "exit 1")

    done = machine.dev("demo")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "No Python 3.11 to 3.13" in done.stderr


def test_without_a_display_the_application_says_so(machine):
    done = machine.dev("run")

    assert done.returncode == 1
    assert done.stderr.endswith(
        "There is no display to open a window on; ./dev demo works without one.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("tset",)])
def test_a_wrong_command_shows_the_right_ones_and_sets_nothing_up(machine, arguments):
    done = machine.dev(*arguments)

    assert done.returncode == 2
    assert "./dev demo" in done.stderr
    assert not (machine.tree / ".venv").exists()


def test_help_sets_nothing_up(machine):
    done = machine.dev("help")

    assert done.returncode == 0
    assert "./dev demo" in done.stdout
    assert machine.log.read_text() == ""


def test_a_failed_check_is_named_with_what_its_tool_said(machine):
    machine.dev("check")
    ruff = machine.tree / ".venv/bin/ruff"
    ruff.write_text('#!/bin/sh\n[ "$1" = format ] || { echo "a.py:1 wrong"; exit 1; }\n')
    ruff.chmod(0o755)

    done = machine.dev("check")
    lines = done.stdout.splitlines()

    assert done.returncode == 1
    assert lines[0].split() == ["format", "ok"]
    assert [line.split() for line in lines[1:3]] == [["lint", "FAILED"], ["a.py:1", "wrong"]]
    assert "Failed: lint" in done.stderr


def test_exhaustive_runs_are_asked_for_in_every_part(machine):
    machine.dev("test", "--all")

    ran = [line for line in machine.log.read_text().splitlines() if "-m pytest" in line]
    [application, core, journeys, pages, readers] = sorted(ran)
    plainly = "python -m pytest -q --assert=plain -o cache_dir=.venv/failed-of-"
    assert application.startswith(f"{plainly}application --all --ignore=tests/")
    assert core.startswith(f"{plainly}core -p tests.support.branch_monitoring --cov ")
    assert "--cov-report=term:skip-covered --all tests/" in core
    assert journeys.startswith(f"{plainly}journeys --all tests/journeys ")
    assert pages == f"{plainly}pages --all tests/therapist_app/screens/client"
    assert readers == "python -m pytest -q tests/readers"
    assert ran[-1] == readers


def test_each_part_is_ended_that_hangs_where_no_python_runs(machine):
    machine.dev("test")

    ran = [line for line in machine.log.read_text().splitlines() if "-m pytest" in line]
    assert len(ran) >= 4
    assert [
        each for each in ran if "failed-of-" in each and "faulthandler_timeout=" not in each
    ] == []


def test_all_tests_fail_when_any_part_does(machine):
    machine.dev("check")
    python = machine.tree / ".venv/bin/python"
    answers = []
    for broken in ("--cov", "--ignore", "'journeys tests/'", "'pages tests/'", "none"):
        python.write_text(
            f'#!/bin/sh\ncase "$*" in *{broken}*) echo broken && exit 1 ;; esac\necho "ran $*"\n'
        )
        answers.append(machine.dev("test"))

    assert [done.returncode for done in answers] == [1, 1, 1, 1, 0]
    assert [done.stderr.splitlines()[-1] for done in answers[:4]] == [
        "Failed: the core",
        "Failed: the application",
        "Failed: the journeys",
        "Failed: the pages of a client",
    ]
    assert all("broken" in done.stdout for done in answers[:4])
    assert answers[4].stdout.count("ran -m pytest") == 4
    assert "Once more" not in answers[4].stdout


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("application", "the application"),
        ("core", "the core"),
        ("journeys", "the journeys"),
        ("pages", "the pages of a client"),
    ],
)
def test_a_part_that_was_killed_and_says_nothing_is_told_as_killed(machine, part, name):
    machine.dev("check")
    python = machine.tree / ".venv/bin/python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *--last-failed*) ;; *failed-of-{part}*) kill -9 $$ ;; esac\n'
    )

    done = machine.dev("test")

    assert done.returncode == 1
    assert done.stderr.endswith(f"Failed: {name} (ended by signal 9)\n")


@pytest.mark.parametrize("part", ["application", "core", "journeys", "pages"])
def test_what_failed_is_run_once_more_for_the_values_and_fails_all_the_same(machine, part):
    machine.dev("check")
    python = machine.tree / ".venv/bin/python"
    python.write_text(
        '#!/bin/sh\ncase "$*" in *--last-failed*) echo "again $*" ;; '
        f'*failed-of-{part}*) exit 1 ;; *) echo "ran $*" ;; esac\n'
    )

    done = machine.dev("test")

    assert done.returncode == 1
    again = [line for line in done.stdout.splitlines() if line.startswith("again ")]
    assert len(again) == 1
    assert f"-o cache_dir=.venv/failed-of-{part} --last-failed" in again[0]
    assert "--assert" not in again[0]


@pytest.mark.parametrize("whole", [False, True])
def test_the_core_is_tested_on_the_oldest_python_too_whole_or_as_a_sample(machine, whole):
    machine.has("python3.13-venv")
    for minor in (10, 11, 12):
        machine.python(f"python3.{minor}", minor)

    done = machine.dev("test", *(["--all"] if whole else []))

    assert done.returncode == 0, done.stderr
    assert machine.did("uv venv -q --python", "/bin/python3.11 .venv-oldest")
    assert machine.did("uv pip install", ".venv-oldest", "--require-hashes -r requirements.lock")
    options = (
        "--all tests/session_forms" if whole else "--one-in 20 --assert=plain --randomly-seed="
    )
    folders = "tests/session_forms tests/programme tests/exports tests/therapist_app/record"
    assert machine.did(f"python -m pytest -q {options}", folders)
    assert whole or "drawn by --one-in 20 --assert=plain --randomly-seed=" in done.stdout
    assert "no older one" not in done.stdout

    machine.dev("test")

    assert not machine.did("uv venv")


def test_a_failure_on_the_oldest_python_fails_all_tests(machine):
    machine.has("python3.13-venv")
    machine.python("python3.11", 11)
    machine.dev("test")
    older = machine.tree / ".venv-oldest/bin/python"
    older.write_text("#!/bin/sh\necho slipped\n[ $1 = --version ]\n")

    done = machine.dev("test")

    assert done.returncode == 1
    assert done.stderr.endswith("Failed: the core on the oldest Python\n")
    assert "slipped" in done.stdout


def test_a_machine_with_one_python_says_that_the_core_met_no_older_one(machine):
    done = machine.dev("test")

    assert done.returncode == 0
    assert done.stdout.count("the core was tested on no older one") == 1
    assert not machine.did("uv venv")


def test_every_test_belongs_to_one_part_of_all_tests(machine):
    machine.dev("test")

    ran = [line.split() for line in machine.log.read_text().splitlines() if "-m pytest" in line]
    folders = [{each for each in words if each.startswith("tests/")} for words in ran]
    left_out = [
        each.removeprefix("--ignore=") for words in ran for each in words if "=tests/" in each
    ]
    assert sorted(left_out) == sorted(set.union(*folders))
    assert all((ROOT / each).is_dir() for each in left_out)


def test_whole_systems_are_made_by_root_alone_with_what_makes_them(machine):
    told = machine.dev("bare", USER_ID="1000")
    assert told.returncode == 1
    assert told.stderr == (
        "Only root can make whole systems to try this on: run ./dev bare as root.\n"
    )

    for tool in ("git", "unshare"):
        machine.tool(tool, "exit 0")
    lacking = machine.dev("bare")
    assert for_root(lacking)[0] == "debootstrap"

    machine.tool("debootstrap", "exit 0")
    assert machine.dev("bare", "--release", "13").returncode == 0
    assert machine.did("python packaging/bare.py --release 13")
    assert not (machine.tree / ".venv").exists()


def test_what_reads_packages_has_an_environment_of_its_own_made_once(machine):
    machine.has("libgl1")

    done = machine.dev("readers")

    assert done.returncode == 0, done.stderr
    assert machine.did("uv venv -q", ".venv-readers")
    assert machine.did("uv pip install", "--require-hashes -r requirements-readers.lock")
    [beside] = (machine.tree / ".venv-readers/lib").glob("python3*/site-packages/product.pth")
    ours = (
        machine.tree / ".venv/lib" / beside.parent.relative_to(machine.tree / ".venv-readers/lib")
    )
    assert beside.read_text() == f"{ours}\n"
    assert machine.did("-m pytest -q tests/readers")

    machine.dev("readers", "-x")

    assert not machine.did("uv venv")
    assert machine.did("-m pytest -q tests/readers -x")


def test_without_the_readers_of_packages_none_is_run(machine):
    machine.has("libgl1")
    machine.dev("check")
    machine.has("uv-breaks")

    done = machine.dev("readers")

    assert done.returncode == 1
    assert "The readers could not be installed" in done.stderr
    assert not machine.did("-m pytest")


def test_every_pinned_package_is_fetched_into_one_folder_by_its_hashes(machine):
    done = machine.dev("fetch", "all of it")

    assert done.returncode == 0, done.stderr
    for lock in ("requirements.lock", "requirements-readers.lock"):
        assert machine.did("pip download -q", f"--require-hashes -r {lock} -d all of it")
    assert machine.dev("fetch").returncode == 1


@pytest.mark.parametrize("has_uv", [True, False])
def test_a_set_up_from_a_folder_asks_nothing_of_a_network(machine, has_uv):
    alone = 'echo "$UV_NO_INDEX $UV_FIND_LINKS, $PIP_NO_INDEX $PIP_FIND_LINKS" >>"$LOG"'
    machine.tool("python3", alone + PYTHON.replace("MINOR", "13"))
    (machine.place / "uv").write_text(f"#!/bin/sh\n{alone}{UV}")
    if not has_uv:
        (machine.place / "uv-is-there").unlink()
    folder = machine.place / "100 % of it żó"
    folder.mkdir()

    done = machine.dev("demo", PACKAGES="../machine/100 % of it żó")

    assert done.returncode == 0, done.stderr
    place = f"file://{machine.place}/100%20%25%20of%20it%20żó"
    asked = set(machine.log.read_text("utf-8").splitlines())
    assert {each for each in asked if "file:" in each} == {f"1 {place}, 1 {place}"}
    assert " , " not in asked


def test_a_folder_of_packages_that_is_not_there_is_told_before_anything_is_set_up(machine):
    done = machine.dev("demo", PACKAGES="nowhere")

    assert done.returncode == 1
    assert "PACKAGES=nowhere is no folder" in done.stderr
    assert not machine.did("python")


def test_the_campaign_with_the_matcher_of_others_runs_where_it_is_installed(machine):
    machine.has("libgl1")

    done = machine.dev("campaign", "--size", "full", "matcher")

    assert done.returncode == 0, done.stderr
    assert machine.did("uv venv -q", ".venv-matcher")
    assert machine.did("uv pip install", "--require-hashes -r requirements-matcher.lock")
    assert machine.did("-m tests.campaigns --size full matcher")

    machine.dev("campaign", "kill")

    assert not machine.did("uv venv")
    assert machine.did("-m tests.campaigns kill")
