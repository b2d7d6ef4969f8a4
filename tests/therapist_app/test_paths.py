"""Where files live."""

from pathlib import Path

from therapist_app.paths import places


def test_everything_stands_under_a_home_that_was_named():
    where = places(Path("/somewhere"))

    assert where.service == Path("/somewhere/service")
    assert where.practice == Path("/somewhere/practice")
    assert where.look == Path("/somewhere/look.toml")
    assert where.laptop == Path("/somewhere/laptop")


def test_the_folders_of_the_system_say_nothing_about_the_work():
    where = places()

    assert where.service != where.practice
    assert "Sessions" in where.service.parts
    assert not {"therapist", "prevention", "client"} & set(str(where.service).lower().split("/"))
