"""Which libraries of the system a Linux bundle takes along."""

import shutil
import sys

import pytest
from asked_for import loaded, without_strays

LIBRARIES = "/venv/site-packages"
PLUGINS = "PySide6/Qt/plugins"


def entry(place: str, source: str) -> tuple[str, str, str]:
    return place, source, "BINARY"


def test_a_library_of_a_plug_in_that_was_left_out_is_left_out_as_well():
    window = entry(f"{PLUGINS}/platforms/libqxcb.so", f"{LIBRARIES}/libqxcb.so")
    wanted = entry("libxcb-cursor.so.0", "/usr/lib/libxcb-cursor.so.0")
    stray = entry("libgtk-3.so.0", "/usr/lib/libgtk-3.so.0")

    kept = without_strays(
        [window, wanted, stray], LIBRARIES, lambda files: {"libxcb-cursor.so.0", *files}
    )

    assert kept == [window, wanted]


def test_what_printing_loads_stays_with_the_desktop_and_its_plug_in_comes_along():
    name = f"{PLUGINS}/printsupport/libcupsprintersupport.so"
    printing = entry(name, f"{LIBRARIES}/{name}")
    cups = entry("libcups.so.2", "/usr/lib/libcups.so.2")
    asked: list[str] = []

    assert without_strays(
        [printing, cups], LIBRARIES, lambda files: set(asked.extend(files) or ())
    ) == [printing]
    assert asked == []


def test_python_itself_and_what_wheels_brought_always_come_along():
    entries = [
        entry("libpython3.13.so.1.0", "/usr/lib/libpython3.13.so.1.0"),
        entry("_cffi_backend.so", f"{LIBRARIES}/_cffi_backend.so"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        entry("python3.13/lib-dynload/_bz2.so", "/usr/lib/python3.13/lib-dynload/_bz2.so"),
    ]

    assert without_strays(entries, LIBRARIES, lambda _files: set()) == entries


def test_what_python_itself_loads_comes_along():
    python = entry("libpython3.13.so.1.0", "/usr/lib/libpython3.13.so.1.0")
    parser = entry("libexpat.so.1", "/usr/lib/libexpat.so.1")
    stray = entry("libgtk-3.so.0", "/usr/lib/libgtk-3.so.0")
    loads = {python[1]: {"libexpat.so.1"}}

    kept = without_strays(
        [python, parser, stray],
        LIBRARIES,
        lambda files: set().union(*(loads.get(file, ()) for file in files)),
    )

    assert kept == [python, parser]


@pytest.mark.skipif(shutil.which("ldd") is None, reason="asks ldd, of Linux")
def test_the_c_library_is_loaded_by_every_python():
    assert "libc.so.6" in loaded([sys.executable])
