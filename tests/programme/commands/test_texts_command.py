"""`python -m programme texts`: a folder in which every text can be translated."""

import re

from programme.__main__ import main
from programme.commands.texts_command import files_to_translate
from programme.loading.library import installed
from programme.loading.translated_texts import translated_texts
from programme.loading.translating import asked_of, programme_texts
from session_forms.files.toml_file import parse_toml
from session_forms.library.library import installed as forms
from tests.support.programme.packs import programme_folder


def test_every_text_stands_in_it_once_and_nothing_is_translated_yet(tmp_path, capsys):
    assert main(["texts", "pt-BR", str(tmp_path / "ours")]) == 0

    asked = asked_of(programme_texts(installed()))
    texts = "".join(each.read_text("utf-8") for each in (tmp_path / "ours").iterdir())
    assert [place for place in asked if texts.count(f'"{place}" = ') != 1] == []
    assert f"with {len(asked)} texts to translate into pt-BR." in capsys.readouterr().out
    assert main(["pack", str(tmp_path / "ours"), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "translations-pps-core-pt-br-1.0.pack").is_file()


def test_whoever_takes_the_marks_away_and_writes_has_translated_it_whole():
    written = programme_texts(installed())

    def said(line: re.Match[str]) -> str:
        names = " ".join(re.findall(r"{[^}]+}", written[line[1]]))
        return f'"{line[1]}" = {line[2]}Eo {names}{line[2]}'

    files = files_to_translate(installed(), "eo")
    mark = re.compile(r"""^# "([^"]+)" = ("|\"{3})\2$""", re.MULTILINE)
    toml = [
        parse_toml(name, mark.sub(said, text).encode())
        for name, text in files.items()
        if name != "pack.toml"
    ]
    [found] = translated_texts(toml, forms(), [installed()])

    assert found.lacking == 0


def test_a_programme_of_ones_own_is_translated_under_its_version(tmp_path):
    folder = programme_folder(tmp_path / "course", "0.9.0")
    out = str(tmp_path / "ours")

    assert main(["texts", "eo", out, "--programme", str(folder)]) == 0

    assert (tmp_path / "ours" / "pps-core.v0.9.0.eo.S01.texts.toml").is_file()
    pack = ["pack", out, "--out", str(tmp_path)]
    assert main(pack) == 1
    assert main([*pack, "--programme", str(folder)]) == 0


def test_a_language_that_nobody_knows_and_a_file_that_is_there_are_refused(tmp_path, capsys):
    assert main(["texts", "qx", str(tmp_path)]) == 1
    assert "no such language: write its short code, as de or pt-BR." in capsys.readouterr().err
    assert main(["texts", "eo", str(tmp_path)]) == 0
    assert main(["texts", "eo", str(tmp_path)]) == 1
    assert "there is such a file already" in capsys.readouterr().err


def test_a_folder_whose_name_windows_does_not_take_is_refused_and_not_made(tmp_path, capsys):
    assert main(["texts", "eo", str(tmp_path / "aux")]) == 1
    assert "Windows takes this name for a device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
