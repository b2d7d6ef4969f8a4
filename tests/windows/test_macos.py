"""The recipe for macOS, which nobody has run: what it would make, sign and hand out."""

import json
import plistlib
import struct

import pytest
from icon.drawing import OF_MACOS, icns
from macos import __main__ as macos
from macos.application import add_papers, information

CODE = macos.STARTS_AS_CODE[0]


@pytest.fixture
def app(tmp_path):
    """An application as PyInstaller lays it out, of a handful of files."""
    contents = tmp_path / "Sessions.app" / "Contents"
    for name, data in {
        "MacOS/sessions": CODE,
        "Frameworks/libcrypto.dylib": CODE,
        "Frameworks/Qt/QtCore.framework/Versions/A/QtCore": CODE,
        "Frameworks/Qt/plugins/libqcocoa.dylib": macos.STARTS_AS_CODE[1],
        "Resources/therapist_app/words.toml": b"text",
    }.items():
        (contents / name).parent.mkdir(parents=True, exist_ok=True)
        (contents / name).write_bytes(data)
    (contents / "Frameworks/therapist_app").symlink_to("../Resources/therapist_app")
    return contents.parent


def test_it_says_little_to_a_stranger_and_keeps_nothing_of_a_window():
    told = information("1.2.3")

    assert plistlib.loads(plistlib.dumps(told)) == told
    assert told["CFBundleShortVersionString"] == "1.2.3"
    assert told["NSQuitAlwaysKeepsWindows"] is False
    assert "therap" not in str(told).casefold()
    assert "medical" not in str(told).casefold()


def test_it_asks_macos_for_nothing_but_what_ctypes_needs():
    asked = plistlib.loads(macos.PERMISSIONS.read_bytes())

    assert asked == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_everything_that_runs_is_signed_from_within_and_the_whole_last(app):
    *inner, whole, looked = macos.signing(app, "ID")

    signed = [each[-1].removeprefix(f"{app}/Contents/") for each in inner]
    assert set(signed) == {
        *("MacOS/sessions", "Frameworks/libcrypto.dylib"),
        *("Frameworks/Qt/QtCore.framework", "Frameworks/Qt/plugins/libqcocoa.dylib"),
    }
    assert signed.index("Frameworks/Qt/plugins/libqcocoa.dylib") < signed.index("MacOS/sessions")
    assert whole[-3:] == ["--entitlements", str(macos.PERMISSIONS), str(app)]
    assert all(each[each.index("--options") + 1] == "runtime" for each in (*inner, whole))
    assert looked[:2] == ["codesign", "--verify"]


def test_apple_looks_over_the_application_before_it_is_packed_and_over_the_image(app):
    image = app.with_name(macos.image_name("1.2.3", "arm64"))

    steps = [" ".join(each) for each in macos.notarising(app, image, "ID", "P")]

    assert image.name == "sessions-1.2.3-macos-arm64.dmg"
    order = ("submit", f"staple {app}", "hdiutil create", f"--sign ID {image}", "submit", "staple")
    places = []
    for words in order:
        after = places[-1] + 1 if places else 0
        places.append(next(at for at in range(after, len(steps)) if words in steps[at]))
    assert (app.parent / "macos" / "Applications").is_symlink()


def test_papers_come_along_and_the_list_of_parts_names_files_where_they_stand(app, tmp_path):
    bundle = tmp_path / "sessions"
    for name in ("guides/index.html", "licences/LICENCES.txt"):
        (bundle / name).parent.mkdir(parents=True)
        (bundle / name).write_text(name, "utf-8")
    (bundle / "_internal/therapist_app").mkdir(parents=True)
    for name in ("build.json", "LICENCES.txt"):
        (bundle / "_internal/therapist_app" / name).write_text("told", "utf-8")
    names = ["sessions", "_internal/libcrypto.dylib", "_internal/therapist_app/words.toml"]
    names.append("guides/index.html")
    found = [{"evidence": {"occurrences": [{"location": each} for each in names]}}]
    (bundle / "sbom.cdx.json").write_text(json.dumps({"components": found}), "utf-8")

    add_papers(bundle, app)

    resources = app / "Contents/Resources"
    assert (resources / "guides/index.html").is_file()
    assert (resources / "therapist_app/build.json").read_text("utf-8") == "told"
    [part] = json.loads((resources / "sbom.cdx.json").read_text("utf-8"))["components"]
    listed = [each["location"] for each in part["evidence"]["occurrences"]]
    assert listed == [
        *("Contents/MacOS/sessions", "Contents/Frameworks/libcrypto.dylib"),
        *("Contents/Resources/therapist_app/words.toml", "Contents/Resources/guides/index.html"),
    ]
    assert all((app / each).is_file() for each in listed)


def test_the_icon_has_a_picture_of_every_size():
    data = icns()
    kinds, at = [], 8

    while at < len(data):
        kind, length = struct.unpack_from(">4sI", data, at)
        assert data[at + 8 : at + 12] == b"\x89PNG"
        kinds.append((kind, struct.unpack_from(">I", data, at + 24)[0]))
        at += length
    assert data[:8] == b"icns" + struct.pack(">I", len(data))
    assert kinds == list(OF_MACOS.items())


def test_elsewhere_it_makes_nothing_and_says_so(monkeypatch, capsys):
    monkeypatch.setattr(macos.sys, "argv", ["macos"])

    assert macos.main() == 1
    assert "on macOS alone" in capsys.readouterr().err
