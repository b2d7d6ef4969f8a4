"""What each system is asked for, with a library that only remembers its calls."""

import ctypes
import os
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from therapist_app.hygiene import linux, macos, windows
from therapist_app.hygiene.linux import Linux
from therapist_app.hygiene.macos import PT_DENY_ATTACH, MacOS
from therapist_app.hygiene.system import system_named
from therapist_app.hygiene.windows import Windows


class Function:
    """A function of a library that says what it was given."""

    def __init__(self, name: str, library: "Library") -> None:
        self.name, self.library = name, library

    def __call__(self, *arguments: object) -> object:
        plain = [getattr(each, "value", each) for each in arguments]
        self.library.calls.append((self.name, *plain))
        answer = self.library.answers.get(self.name, 1)
        return answer(*arguments) if callable(answer) else answer


class Library:
    """Any library: each of its functions remembers its call."""

    def __init__(self, **answers: object) -> None:
        self.answers = answers
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Function:
        return self.__dict__.setdefault(name, Function(name, self))

    def load(self, _name: str | None = None) -> "Library":
        return self

    def arguments_of(self, name: str) -> tuple[object, ...]:
        [found] = [call[1:] for call in self.calls if call[0] == name]
        return found


def test_windows_lets_its_owner_only_wait_ask_and_end():
    library = Library()

    assert Windows(library.load).close_memory()

    rules = library.arguments_of("ConvertStringSecurityDescriptorToSecurityDescriptorW")
    assert rules[0] == "D:P(A;;0x101001;;;OW)"
    assert library.arguments_of("SetKernelObjectSecurity")[:2] == (
        ctypes.c_void_p(-1).value,
        windows.ACCESS_LIST,
    )
    assert library.calls[-1][0] == "LocalFree"


def test_a_crash_on_windows_is_reported_without_memory():
    library = Library()

    Windows(library.load).close_memory()

    assert library.arguments_of("WerSetFlags") == (windows.REPORT_WITHOUT_HEAP,)
    assert library.arguments_of("SetErrorMode") == (windows.NO_ERROR_BOXES,)


def test_windows_ends_the_program_itself_and_no_library_is_taken_apart_first(monkeypatch):
    library = Library()
    monkeypatch.setattr(os, "_exit", lambda _code: pytest.fail("it left by itself"))

    Windows(library.load).end_at_once()

    assert library.calls == [("TerminateProcess", ctypes.c_void_p(-1).value, 0)]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_the_program_leaves_by_itself(monkeypatch, platform):
    left = []
    monkeypatch.setattr(os, "_exit", left.append)

    system_named(platform).end_at_once()

    assert left == [0]


def test_a_folder_on_windows_is_its_owners_and_the_systems():
    library = Library()

    assert Windows(library.load).keep_folder_private(Path("service"))

    put = library.arguments_of("SetFileSecurityW")
    assert put[:2] == ("service", windows.ACCESS_LIST | windows.PROTECTED)
    rules = library.arguments_of("ConvertStringSecurityDescriptorToSecurityDescriptorW")
    assert rules[0] == "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)"


def test_a_file_on_windows_inherits_the_list_of_its_folder():
    library = Library()

    assert Windows(library.load).keep_file_private(Path("list.tvb"))

    assert library.calls == []
    assert "OICI" in windows.FOLDER_RULES


# Acceptance C57
def test_windows_counts_what_a_laptop_slept():
    def puts(seconds: float):
        return lambda place: setattr(place._obj, "value", round(seconds * windows.TICKS))

    library = Library(QueryInterruptTime=puts(5000), QueryUnbiasedInterruptTime=puts(1400.5))

    assert Windows(library.load).seconds() == 5000
    assert Windows(library.load).seconds_asleep() == 3599.5


# Acceptance C57
@pytest.mark.parametrize(
    ("system", "clocks", "awake", "slept"),
    [
        ("linux", {"CLOCK_BOOTTIME": 50.0, "CLOCK_MONOTONIC": 20.0}, 50.0, 30.0),
        ("linux", {}, 7.0, 0.0),
        ("darwin", {"CLOCK_UPTIME_RAW": 20.0, "CLOCK_MONOTONIC": 50.0}, 50.0, 30.0),
        ("darwin", {"CLOCK_MONOTONIC": 50.0}, 50.0, 0.0),
    ],
)
def test_each_system_has_clocks_that_go_on_in_sleep(monkeypatch, system, clocks, awake, slept):
    class Time:
        def monotonic(self) -> float:
            return 7.0

        def clock_gettime(self, clock: float) -> float:
            return clock

    of_a_system = Time()
    vars(of_a_system).update(clocks)
    for module in (linux, macos):
        monkeypatch.setattr(module, "time", of_a_system)

    asked = system_named(system)
    assert (asked.seconds(), asked.seconds_asleep()) == (awake, slept)


def test_windows_shows_words_in_a_box_where_no_window_can_come():
    library = Library()

    Windows(library.load).show_box("It did not start.")
    system_named("linux").show_box("It did not start.")

    assert library.calls == [("MessageBoxW", None, "It did not start.", "Sessions", windows.STOP)]


# Acceptance C56
def test_windows_is_asked_to_tell_a_window_of_its_session():
    library = Library()

    assert Windows(library.load).tell_of_session(7)

    assert library.calls == [("WTSRegisterSessionNotification", 7, windows.THIS_SESSION)]
    assert not system_named("linux").tell_of_session(7)
    assert not system_named("darwin").tell_of_session(7)


@pytest.mark.parametrize(
    "refusing", ["ConvertStringSecurityDescriptorToSecurityDescriptorW", "SetKernelObjectSecurity"]
)
def test_what_windows_refuses_is_not_claimed(refusing):
    assert not Windows(Library(**{refusing: 0}).load).close_memory()


# Acceptance D67
def test_a_window_on_windows_is_taken_out_of_pictures_or_shown_black():
    modern, older = Library(), Library(SetWindowDisplayAffinity=lambda _window, way: way.value == 1)

    assert Windows(modern.load).hide_from_capture(7)
    assert Windows(older.load).hide_from_capture(7)

    assert [call[1:] for call in modern.calls] == [(7, windows.EXCLUDE_FROM_CAPTURE)]
    assert [call[1:] for call in older.calls] == [
        (7, windows.EXCLUDE_FROM_CAPTURE),
        (7, windows.BLACK_IN_CAPTURE),
    ]


# Acceptance D64
def test_a_copy_on_windows_stays_out_of_history_and_cloud():
    hints = system_named("win32").copy_hints

    assert hints == {
        "ExcludeClipboardContentFromMonitorProcessing": b"\1",
        "CanIncludeInClipboardHistory": bytes(4),
        "CanUploadToCloudClipboard": bytes(4),
    }
    assert system_named("win32").conceal_copy()


def test_macos_lets_no_debugger_in():
    library = Library(ptrace=0)

    assert MacOS(library.load).close_memory()

    assert library.arguments_of("ptrace") == (PT_DENY_ATTACH, 0, None, 0)


# Acceptance D67
def test_a_window_on_macos_is_shared_with_nobody():
    library = Library(sel_registerName=lambda name: name, objc_msgSend=99)

    assert MacOS(library.load).hide_from_capture(7)

    assert [call[1:] for call in library.calls if call[0] == "objc_msgSend"] == [
        (7, b"window"),
        (99, b"setSharingType:", 0),
    ]


def test_a_view_on_macos_without_a_window_is_not_claimed():
    library = Library(sel_registerName=lambda name: name, objc_msgSend=None)

    assert not MacOS(library.load).hide_from_capture(7)


# Acceptance D64
def test_a_copy_on_macos_is_concealed():
    library = Library(sel_registerName=lambda name: name, objc_getClass=lambda name: name)

    assert MacOS(library.load).conceal_copy()

    told = [call[2] for call in library.calls if call[0] == "objc_msgSend"]
    assert told[-2:] == [b"addTypes:owner:", b"setString:forType:"]


def test_without_a_pasteboard_nothing_is_concealed():
    library = Library(objc_getClass=lambda _name: None)

    assert not MacOS(library.load).conceal_copy()


def test_a_folder_on_linux_and_macos_is_its_owners(tmp_path):
    for system in (Linux(), MacOS()):
        tmp_path.chmod(0o755)

        assert system.keep_folder_private(tmp_path)

        assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_file_on_linux_and_macos_is_its_owners(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for system in (Linux(), MacOS()):
        file.chmod(0o644)

        assert system.keep_file_private(file)

        assert file.stat().st_mode & 0o777 == 0o600


# Acceptance D64
def test_a_copy_on_linux_tells_managers_of_copies_to_keep_none():
    assert system_named("linux").copy_hints == {"x-kde-passwordManagerHint": b"secret"}
    assert system_named("linux").conceal_copy()


# Acceptance D67
def test_linux_promises_nothing_about_pictures_of_the_screen():
    assert not Linux().hide_from_capture(7)


def test_a_snap_and_other_systems_keep_their_memory_as_it_is(monkeypatch):
    library = Library(prctl=0)
    assert Linux(lambda: library, is_linux=True).close_memory()
    assert not Linux(lambda: library, is_linux=False).close_memory()

    monkeypatch.setenv("SNAP", "there")

    assert not Linux(lambda: library, is_linux=True).close_memory()
    assert len(library.calls) == 1


def test_the_libraries_of_this_machine_can_be_loaded():
    system = SimpleNamespace(linux=Linux().library(), macos=MacOS().load(None))

    assert system.linux.getpid() == system.macos.getpid()


@pytest.fixture
def become(monkeypatch):
    """What this process was to become; it stays what it is."""
    become = []
    monkeypatch.setattr(linux.os, "execve", lambda *given: become.append(given))
    return become


@pytest.fixture
def files(tmp_path):
    """Three open files."""
    with ExitStack() as opened:
        yield [
            opened.enter_context((tmp_path / name).open("wb")).fileno() for name in ("a", "b", "c")
        ]


def connected(names: dict[int, bytes]) -> Library:
    """Return a library by which these open files are connections, to what is called so."""

    def peer_of(number, name, _length):
        if number not in names:
            return -1
        name.raw = b"\1\0" + names[number] + bytes(len(name) - len(names[number]) - 2)
        return 0

    return Library(getpeername=peer_of)


@pytest.mark.parametrize("called", [b"\0/tmp/.X11-unix/X0", b"/run/user/1000/wayland-0"])
def test_linux_leaves_a_window_to_a_shell_that_has_the_display_and_nothing_else(
    become, files, tmp_path, called
):
    mark = tmp_path / "handing-on"
    library = connected({files[0]: b"/run/user/1000/bus", files[1]: called})

    Linux(lambda: library).leave_windows(mark)

    assert become == [
        (linux.SHELL, [linux.SHELL, "-c", linux.STANDING], {"MARK": str(mark), "PATH": os.defpath})
    ]
    assert [os.get_inheritable(each) for each in files] == [False, True, False]


def test_without_a_display_or_another_way_a_window_goes_with_its_program(become, tmp_path):
    no_display = connected({})
    for system in (Linux(lambda: no_display), MacOS(), Windows(Library().load)):
        system.leave_windows(tmp_path / "handing-on")

    assert become == []


def test_where_the_shell_cannot_be_had_leaving_goes_on(monkeypatch, files, tmp_path):
    def refuse(*_given):
        raise OSError

    monkeypatch.setattr(linux.os, "execve", refuse)
    library = connected({files[0]: b"\0/tmp/.X11-unix/X0"})

    Linux(lambda: library).leave_windows(tmp_path / "handing-on")
