"""A programme that is being written, seen as a therapist will see it."""

from PySide6.QtWidgets import QLabel, QWidget

from tests.support.programme.packs import change, programme_folder
from therapist_app import preview

GUIDE = "m01-starting-together/s01-welcome-limits-agreement/therapist.md"


def test_a_changed_step_of_an_own_folder_is_seen_in_the_session(qtbot, qapp, tmp_path, monkeypatch):
    folder = programme_folder(tmp_path / "ours", "0.9.0")
    change(folder, GUIDE, "Thank you for coming.", "Good that you came.")
    seen = []
    real = preview.open_workplace

    def watched(*given, **named):
        window = real(*given, **named)
        qtbot.addWidget(window)
        labels = window.findChildren(QLabel)
        seen.append("\n".join(f"{each.text()} {each.accessibleName()}" for each in labels))
        return window

    monkeypatch.setattr(preview, "open_workplace", watched)
    monkeypatch.setattr(type(qapp), "exec", lambda *_given: 0)
    monkeypatch.setattr(QWidget, "show", lambda _widget: None)

    assert preview.preview("session", "S01", folder) == 0

    assert "Good that you came." in seen[0]


def test_a_folder_with_a_mistake_is_said_with_its_place(tmp_path, capsys):
    folder = programme_folder(tmp_path / "ours", "0.9.0")
    change(folder, "programme.toml", 'language = "en"', "language = 4")

    assert preview.preview("session", "S01", folder) == 1

    said = capsys.readouterr().err
    assert said.startswith("programme.toml, line ")
    assert said.count("\n") == 1
