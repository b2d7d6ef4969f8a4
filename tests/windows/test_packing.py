"""What every package has: its licences, its fingerprint and its icon."""

import json
import py_compile
import re
import struct
import subprocess
import sys
import sysconfig
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace

import build
import fingerprint
import licences
import pytest
import sbom
from deb import __main__ as deb
from icon.drawing import SIZES, ico
from PIL import features
from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2
from wanted import HERE, wanted_distributions
from wheels import Unknown, Wheel, unpacked
from windows.__main__ import LARGEST_TREE, compile_code, put_list
from windows.installer import setup_name

from therapist_app import __version__
from therapist_app.build import Build

TYPED = re.compile(r"(?:Get-FileHash Downloads\\|sha256sum |apt install \./)(\S+)`")
"""How the checklist names the file in a command."""
FACTS = "Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{more}\n"


def wheel(folder, name: str, more: str = "", text: str = "", files: str = "") -> None:
    place = folder / f"{name}-1.0.dist-info"
    (place / "licenses").mkdir(parents=True)
    (place / "METADATA").write_text(FACTS.format(name=name, more=more), "utf-8")
    (place / "RECORD").write_text(
        "".join(f"{each},sha256=x,1\n" for each in files.split()), "utf-8"
    )
    if text:
        (place / "licenses" / "LICENSE").write_text(text, "utf-8")


def tells(folder, name: str, *parts: dict) -> None:
    place = folder / f"{name}-1.0.dist-info" / "sboms"
    place.mkdir(exist_ok=True)
    (place / "parts.json").write_text(json.dumps({"components": parts}), "utf-8")


def named(licence: str) -> dict:
    return {"licenses": [{"license": {"name": licence}}]}


def test_the_text_of_every_licence_is_in_one_file(tmp_path):
    wheel(tmp_path / "lib", "small", "License-Expression: MIT\n", "Permission is granted")

    licences.collect(
        unpacked(tmp_path / "lib"), tmp_path / "out", extra=[("Python 3", "PSF-2.0", "PSF words")]
    )

    words = (tmp_path / "out" / licences.TEXT).read_text("utf-8")
    assert "  small 1.0: MIT\n" in words
    for each in ("Permission is granted", "PSF words", "GNU LESSER GENERAL PUBLIC", "ZETETIC"):
        assert each in words
    for each in ("OpenSSL", "ICU", "FreeType", "Open Sans"):
        assert each in words


def test_a_library_without_a_licence_is_not_packed(tmp_path):
    wheel(tmp_path, "unclear", text="Ask me")

    with pytest.raises(Unknown, match=r"unclear 1\.0"):
        list(unpacked(tmp_path))


@pytest.mark.parametrize("said", [{}, named(""), named("Unknown"), named("UNKNOWN")])
def test_what_was_compiled_into_a_library_needs_a_licence_as_well(tmp_path, said):
    wheel(tmp_path, "rusty", "License-Expression: MIT\n")
    tells(tmp_path, "rusty", {"name": "crate", "version": "2", **named("MIT")})
    [library] = unpacked(tmp_path)
    assert licences.of_wheel(library).note == "Compiled into it: crate 2 (MIT)\n"

    tells(tmp_path, "rusty", {"name": "crate", **said})
    with pytest.raises(Unknown, match="crate"):
        list(unpacked(tmp_path))


def test_a_name_in_our_list_stands_where_makers_found_a_text_and_no_name(tmp_path):
    wheel(tmp_path, "rusty", "License-Expression: MIT\n")
    tells(tmp_path, "rusty", {"name": "tinystr", "version": "0.7.5", **named("Unknown")})

    [library] = unpacked(tmp_path)

    assert [part.licence for part in library.parts] == ["Unicode-3.0"]


def test_what_served_the_making_or_is_in_no_package_is_not_listed(tmp_path):
    wheel(tmp_path, "pillow", "License-Expression: MIT-CMU\n")
    parts = [
        {"name": "pybind11", "scope": "excluded"},
        {"name": "libimagequant", "scope": "optional", **named("GPL-3.0-or-later")},
        {"name": "libtiff", "scope": "optional", "version": "4", **named("libtiff")},
    ]
    tells(tmp_path, "pillow", *parts)

    [library] = unpacked(tmp_path)

    assert [part.name for part in library.parts] == ["libtiff"]


def test_no_wheel_of_pillow_holds_what_the_list_leaves_out_as_in_none():
    assert features.check("libimagequant") is False


def test_versions_of_what_has_no_list_are_those_that_the_libraries_tell():
    told = {part.name: part.version for library in installed() for part in library.parts}

    probe = dbapi2.connect(":memory:")
    [[cipher]] = probe.execute("PRAGMA cipher_version").fetchall()
    probe.close()
    assert told["SQLCipher"] == cipher.split()[0]
    assert told["SQLite"] == dbapi2.sqlite_version
    assert told["Qt"] == qVersion()


def installed() -> list[Wheel]:
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = wanted_distributions(project["dependencies"], HERE)
    return list(unpacked(Path(sysconfig.get_path("purelib")), names))


def test_no_licence_of_what_is_packed_is_unknown():
    libraries = installed()

    assert {"pyrage", "sqlcipher3", "segno", "pillow"} <= {library.name for library in libraries}
    for library in libraries:
        for each in (library, *library.parts):
            assert each.licence.strip()
            assert "unknown" not in each.licence.casefold(), each


def test_one_byte_changes_the_fingerprint_and_its_own_telling_does_not(tmp_path):
    app = tmp_path / "app"
    (app / "therapist_app").mkdir(parents=True)
    (app / "code.py").write_text("1", "utf-8")

    def stamped() -> str:
        return fingerprint.stamp(tmp_path, app, system="windows", is_for_proofs=True)

    first = stamped()
    assert stamped() == first
    (app / "code.py").write_text("2", "utf-8")
    assert stamped() != first


def test_a_fingerprint_is_spelt_alike_by_who_packs_and_in_the_window():
    whole = "0123456789abcdef" * 4

    assert fingerprint.spelt(whole) == Build(whole, is_for_proofs=False).spelt


def test_the_icon_of_windows_has_a_picture_of_every_size():
    data = ico()

    kind, count = struct.unpack_from("<HH", data, 2)
    pictures = [struct.unpack_from("<BBBBHHII", data, 6 + 16 * at) for at in range(count)]
    assert (kind, [each[0] or 256 for each in pictures]) == (1, list(SIZES))
    assert all(data[place : place + 4] == b"\x89PNG" for *_, place in pictures)


@pytest.fixture
def package(tmp_path):
    """Return a package of one library, one file of ours, and a Python beside them."""
    lib = tmp_path / "lib"
    files = "rusty.py __pycache__/other.pyc Rusty_Name-1.0.dist-info/METADATA"
    files += " Rusty_Name-1.0.dist-info/sboms/parts.json Rusty_Name-1.0.dist-info/RECORD"
    wheel(lib, "Rusty_Name", "License-Expression: MIT\n", files=files)
    crate = {"name": "crate", "version": "2", "purl": "pkg:cargo/crate@2", "bom-ref": "somewhere"}
    tells(lib, "Rusty_Name", {**crate, **named("MIT")})
    for name in ("lib/rusty.py", "lib/__pycache__/rusty.cpython-313.pyc", "app/ours.py", "python"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def list_of(package, **places: str) -> dict:
    sbom.write(
        package,
        unpacked(package / "lib"),
        "1.2",
        below="lib",
        extra=[("Python 3.13", "PSF-2.0"), ("Something else", "as Debian lists it")],
        places={"app": sbom.OURS, **places},
    )
    return json.loads((package / sbom.NAME).read_text("utf-8"))


def test_the_list_names_libraries_what_is_in_them_and_what_stands_beside(package):
    said = list_of(package, python="Python 3.13")

    library, python, other = said["components"]
    assert (said["specVersion"], said["metadata"]["component"]["version"]) == ("1.6", "1.2")
    assert library["purl"] == "pkg:pypi/rusty-name@1.0"
    assert library["licenses"] == [{"expression": "MIT"}]
    crate = {"type": "library", "name": "crate", "version": "2", "purl": "pkg:cargo/crate@2"}
    assert library["components"] == [{**crate, "licenses": [{"expression": "MIT"}]}]
    assert (python["name"], python["version"]) == ("Python", "3.13")
    assert (other["name"], "version" in other) == ("Something else", False)
    assert other["licenses"] == [{"license": {"name": "as Debian lists it"}}]


def test_the_list_names_every_file_under_what_it_is_from(package):
    said = list_of(package, python="Python 3.13")

    def files(component: dict) -> list[str]:
        return [each["location"] for each in component["evidence"]["occurrences"]]

    library, python, _other = said["components"]
    assert files(said["metadata"]["component"]) == ["app/ours.py"]
    assert files(python) == ["python"]
    assert {"lib/rusty.py", "lib/__pycache__/rusty.cpython-313.pyc"} <= set(files(library))
    everything = {
        path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()
    }
    assert {*files(library), "app/ours.py", "python", sbom.NAME} == everything


def test_a_file_of_which_nothing_tells_where_it_is_from_is_not_packed(package):
    with pytest.raises(Unknown, match="python"):
        list_of(package)


def test_the_list_of_the_windows_program_names_the_files_that_are_left_in_it(package):
    (package / "python").unlink()
    for name in ("python/python.exe", "python/libcrypto-3.dll", "record.cmd"):
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).touch()

    put_list(
        package, "1.2", [("Python 3.13.12", "PSF-2.0", ""), ("OpenSSL 3.0.18", "Apache-2.0", "")]
    )

    said = json.loads((package / sbom.NAME).read_text("utf-8"))
    listed = {
        each["name"]: [file["location"] for file in each.get("evidence", {}).get("occurrences", [])]
        for each in (said["metadata"]["component"], *said["components"])
    }
    named = {file for files in listed.values() for file in files}
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert named == there - {sbom.NAME}
    assert not list(package.rglob("RECORD"))
    assert (listed["Python"], listed["OpenSSL"]) == (
        ["python/python.exe"],
        ["python/libcrypto-3.dll"],
    )


def test_what_a_recipe_makes_is_packed_in_the_same_order_in_each_run(monkeypatch):
    script = "print(list({f'module {n}' for n in range(9)}))"
    said = []

    def run(_command, *, env, check):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=check, env=env
        )
        said.append(done.stdout)
        return done

    monkeypatch.setattr(build, "subprocess", SimpleNamespace(run=run))

    assert build.packed(Path("some.spec"))
    assert build.packed(Path("some.spec"))
    assert said[0] == said[1]


def test_the_checklist_names_the_files_as_they_are_packed():
    guide = (licences.ROOT / "docs" / "guides" / "setting-up.md").read_text("utf-8")

    for name in (setup_name(__version__, is_for_proofs=False), deb.package_name(__version__)):
        assert name in guide
        meant = [each for each in TYPED.findall(guide) if fnmatchcase(name, each)]
        assert len(meant) == (1 if name.endswith(".exe") else 2), name


def test_the_checklist_tells_how_much_room_the_program_may_take():
    guide = (licences.ROOT / "docs" / "guides" / "setting-up.md").read_text("utf-8")

    assert f"takes at most {max(LARGEST_TREE, deb.LARGEST_TREE) / 1e6:.0f} MB" in guide


class Here:
    """Runs what is asked of a Windows Python by the one of this machine."""

    def run(self, command):
        words = [str(word).removeprefix("Z:").replace("\\", "/") for word in command[1:]]
        return subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True)


def test_what_was_compiled_before_a_tree_was_packed_is_compiled_anew(tmp_path):
    code = tmp_path / "lib" / "code.py"
    code.parent.mkdir()
    code.write_text("ANSWER = 1\n", "ascii")
    py_compile.compile(str(code), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    [compiled] = (tmp_path / "lib").rglob("*.pyc")

    compile_code(Here(), tmp_path / "python", tmp_path, "lib")

    assert compiled.read_bytes()[4:8] == b"\x01\0\0\0", "Python looks at times, and writes it anew"
    assert str(tmp_path).encode() not in compiled.read_bytes()
