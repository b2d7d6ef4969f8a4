"""The recipe for a Flatpak, which nobody has run: what it lets the program reach, and packs."""

import json
from pathlib import Path

from deb import __main__ as deb

from therapist_app.shell.bus import listening

RECIPE = deb.ROOT / "packaging" / "flatpak" / "org.sessions_app.Sessions.json"
TOLD = json.loads(RECIPE.read_text("utf-8"))


def test_it_gives_no_network_and_no_bus_but_who_says_when_to_lock():
    given = dict.fromkeys(each.removeprefix("--") for each in TOLD["finish-args"])

    assert "share=network" not in given
    assert not [each for each in given if each.startswith(("socket=session-bus", "socket=system"))]
    talks = {each.split("=")[1] for each in given if "talk-name=" in each}
    assert talks == {listening.LOGIN, *listening.SCREENS}


def test_it_packs_what_the_debian_package_holds_under_the_same_names():
    [module] = TOLD["modules"]
    [source] = module["sources"]

    assert (RECIPE.parent / source["path"]).resolve() == deb.ROOT / "dist" / "deb" / "usr"
    code = Path(deb.__file__).read_text("utf-8")
    for name in (TOLD["rename-desktop-file"], TOLD["rename-appdata-file"], "usr/lib/sessions"):
        assert name in code, name
    assert TOLD["rename-appdata-file"] == f"{TOLD['id']}.metainfo.xml"
