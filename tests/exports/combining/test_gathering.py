"""Finding packages in folders, and verifying many of them: what is whole, and what is refused."""

from dataclasses import replace
from threading import Event

import pytest
from pyrage import x25519

from exports.combining import gathering
from exports.combining.combined import combine
from exports.combining.finding import packages_in
from exports.combining.gathering import CLOSED, Opener, gather
from exports.errors import ExportError, NotAsSigned, PackageRefused, SealRefused, UnknownSigner
from exports.package.sealing import fingerprint, seal
from tests.support.exports.key_changes import DAY, changed
from tests.support.exports.many_packages import (
    TABLE,
    changed_lines,
    key_of,
    package,
    release_id,
    whole_package,
)


def site(service):
    return fingerprint(key_of(service).public_key().public_bytes_raw())


@pytest.fixture
def folder(tmp_path):
    for service in range(3):
        (tmp_path / f"{service}.outcomes").write_bytes(package(service))
    return tmp_path


def gathered(*places, opener=None, **how):
    return gather(packages_in(places), opener or Opener(), **how)


def test_packages_are_found_as_files_as_folders_and_below_folders(folder):
    release = folder / "deeper" / release_id(7) / "package"
    release.mkdir(parents=True)
    (release / "manifest.json").write_text("{}")
    (release.parent / "R.outcomes.age").write_text("sealed")
    (folder / "deeper" / "8.outcomes.age").write_text("sealed")
    (folder / "letter.pdf").write_text("no package")
    (folder / ".hidden.outcomes").write_text("unfinished")
    (folder / "way-back").symlink_to(folder, target_is_directory=True)

    found = packages_in([folder, folder / "0.outcomes"])

    names = [each.relative_to(folder).as_posix() for each in found]
    assert names == [
        "0.outcomes",
        "1.outcomes",
        "2.outcomes",
        "deeper/8.outcomes.age",
        f"deeper/{release_id(7)}",
    ]


def test_folders_are_looked_into_only_so_deep(tmp_path):
    deep = tmp_path.joinpath(*"abcdefghij")
    deep.mkdir(parents=True)
    (deep / "0.outcomes").write_bytes(b"")

    assert packages_in([tmp_path]) == ()


def test_a_place_that_cannot_be_read_or_holds_too_much_is_said(folder, monkeypatch):
    with pytest.raises(ExportError, match="nowhere cannot be read"):
        packages_in([folder / "nowhere"])
    monkeypatch.setattr("exports.combining.finding.MOST_PACKAGES", 2)
    with pytest.raises(ExportError, match="more than 2 packages"):
        packages_in([folder])


def test_every_whole_package_gives_its_cells_and_where_they_are_from(folder):
    found = gathered(folder)

    assert found.refused == ()
    assert [each.site for each in found.contributions] == [site(each) for each in range(3)]
    first = found.contributions[0]
    assert (first.release_id, first.quarter.name, first.caseloads) == (
        release_id(0),
        "2026-Q4",
        1,
    )
    assert first.programme == "pps-core 0.3.0"
    assert len(first.cells) > 300


def test_a_changed_package_is_refused_with_its_reason_and_the_others_count(folder):
    spoiled = (folder / "1.outcomes").read_bytes().replace(b"attendance.came", b"attendance.cane")
    (folder / "1.outcomes").write_bytes(spoiled)

    found = gathered(folder)

    [refused] = found.refused
    assert (refused.path.name, refused.signer, refused.closed) == ("1.outcomes", "", "")
    assert TABLE in refused.why
    assert len(found.contributions) == 2


def test_an_unknown_signer_is_told_apart_from_what_is_changed(folder):
    found = gathered(folder, opener=Opener(known_signers={site(0), site(2)}))

    [refused] = found.refused
    assert refused.signer == site(1)
    assert site(1) in refused.why


def sealed_summary(folder, key):
    """Put a summary of one client, sealed with a key, in the place of every package."""
    found = package(0, profile="single-case")
    for each in folder.iterdir():
        each.unlink()
    (folder / "0.outcomes.age").write_bytes(seal(found, str(key.to_public())))


def test_a_shared_key_opens_a_clients_summary_for_those_it_is_for_alone(folder):
    shared, own = x25519.Identity.generate(), x25519.Identity.generate()
    sealed_summary(folder, shared)

    def seen(**how):
        found = gathered(folder, opener=Opener(shared=str(shared), **how))
        return [each.release_id for each in found.whole], [each.closed for each in found.refused]

    assert seen() == ([release_id(0)], [])
    assert seen(only={release_id(0)}) == ([release_id(0)], [])
    assert seen(only=()) == ([], ["for_others"])
    assert seen(only=(), identity=str(own)) == ([], ["for_others"])
    assert seen(only=(), identity=str(shared)) == ([release_id(0)], [])


def test_of_a_summary_from_an_unknown_service_nothing_but_its_number_is_told(folder):
    shared = x25519.Identity.generate()
    sealed_summary(folder, shared)

    found = gathered(folder, opener=Opener(shared=str(shared), only=(), known_signers=()))

    [refused] = found.refused
    assert (refused.signer, found.whole) == (site(0), ())


def test_a_shared_key_opens_figures_of_a_service_for_everybody(folder):
    shared = x25519.Identity.generate()
    for each in tuple(folder.iterdir()):
        each.with_suffix(".outcomes.age").write_bytes(
            seal(each.read_bytes(), str(shared.to_public()))
        )
        each.unlink()

    found = gathered(folder, opener=Opener(shared=str(shared), only=()))

    assert len(found.contributions) == 3


def test_sealed_packages_are_opened_by_any_of_the_identities(folder):
    ours, other = x25519.Identity.generate(), x25519.Identity.generate()
    sealed = seal((folder / "0.outcomes").read_bytes(), str(ours.to_public()))
    (folder / "0.outcomes").unlink()
    (folder / "0.outcomes.age").write_bytes(sealed)

    opened = gathered(folder, opener=Opener(f"{other}\n{ours}"))

    assert len(opened.contributions) == 3
    assert str(ours) not in repr(Opener(str(ours)))


def test_no_key_another_key_and_damage_on_the_way_are_told_apart_and_nothing_is_opened(folder):
    ours, other = x25519.Identity.generate(), x25519.Identity.generate()
    sealed = seal((folder / "0.outcomes").read_bytes(), str(ours.to_public()))
    middle = len(sealed) // 2
    changed_inside = sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]
    for each in folder.iterdir():
        each.unlink()
    for name, data in {
        "a": sealed,
        "b": changed_inside,
        "c": sealed[:-5],
        "d": sealed[:60],
        "e": b"x" + sealed,
    }.items():
        (folder / f"{name}.outcomes.age").write_bytes(data)

    def told(identity):
        found = gathered(folder, opener=Opener(identity))
        assert found.whole == () or identity == str(ours)
        return {each.path.name[0]: (each.closed, each.waits_for_key) for each in found.refused}

    damaged, changed_in_head = ("damaged", False), ("", False)
    assert told(str(ours)) == {"b": damaged, "c": damaged, "d": damaged, "e": changed_in_head}
    other_key, no_key = ("other_key", True), ("no_key", True)
    assert told(str(other)) == {
        "a": other_key,
        "b": other_key,
        "c": other_key,
        "d": damaged,
        "e": changed_in_head,
    }
    assert told("") == {**dict.fromkeys("abcd", no_key), "e": changed_in_head}


def test_of_every_refusal_of_a_package_it_is_decided_whether_it_is_told_as_a_seal_or_by_itself():
    kinds = {PackageRefused, SealRefused}
    for each in tuple(kinds):
        kinds |= {kind for kind in each.__subclasses__() if kind.__module__ == each.__module__}

    assert kinds - CLOSED.keys() == {PackageRefused, NotAsSigned, UnknownSigner}


def test_a_refusal_that_nobody_decided_about_is_told_by_its_sentence_and_not_as_the_one_above(
    folder, monkeypatch
):
    class SealTooNew(SealRefused):
        """One of a later program."""

    def refuse(*_given, **_named):
        raise SealTooNew("It was sealed by a later program: update this one.")

    monkeypatch.setattr(gathering, "verify_package", refuse)

    told = {(each.closed, each.why) for each in gathered(folder).refused}
    assert told == {("", "It was sealed by a later program: update this one.")}


def test_what_one_service_signed_for_several_is_one_site(folder):
    opener = Opener(same_site=(site(1), site(2)))

    found = gathered(folder, opener=opener)

    assert [each.site for each in found.contributions] == [site(0), site(1), site(1)]


def test_a_new_number_is_told_with_the_one_that_is_known_here_and_makes_nobody_known(folder):
    old, new = key_of(1), key_of(9)
    (folder / "1.outcomes").write_bytes(package(1, key=new, changes=[changed(old, new)]))
    (folder / "2.outcomes").write_bytes(package(2, key=new, changes=[changed(key_of(8), new)]))

    found = gathered(folder, opener=Opener(known_signers={site(0), site(1)}))

    assert [(each.signer, each.before) for each in found.refused] == [
        (site(9), (site(1), DAY)),
        (site(9), None),
    ]


def test_one_service_under_numbers_that_came_after_each_other_is_one_site(folder):
    opener = Opener(later={site(0): site(1), site(1): site(9)})

    found = gathered(folder, opener=opener)

    assert [each.site for each in found.contributions] == [site(9), site(9), site(2)]


def test_what_is_signed_with_a_number_that_had_ended_is_not_opened_and_the_earlier_is(folder):
    opener = Opener(ended={site(1): "2026-10", site(2): "2026-11"})
    month = gathered(folder).whole[0].month
    assert month == "2026-11"

    found = gathered(folder, opener=opener)

    [refused] = found.refused
    assert (refused.path.name, refused.signer, refused.closed) == ("1.outcomes", "", "")
    assert "its signature ended before" in refused.why


def test_progress_is_told_for_each_and_it_can_be_stopped(folder):
    told, stop = [], Event()

    def tell(done, of):
        told.append((done, of))

    assert not gathered(folder, tell=tell).stopped
    assert told == [(1, 3), (2, 3), (3, 3)]
    stop.set()
    found = gathered(folder, stop=stop)
    assert (found.stopped, found.contributions, found.refused) == (True, (), ())


def test_what_is_gathered_later_is_added_up_with_what_was_there(folder, tmp_path_factory):
    later = tmp_path_factory.mktemp("later")
    (later / "9.outcomes").write_bytes(package(9))
    first = gathered(folder)

    second = gathered(later, keys=first.keys)

    both = replace(first, whole=(*first.whole, *second.whole))
    [clients] = [each for each in combine(both).totals("2026-Q4") if each.key.row == "clients"]
    assert clients.services == 4


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"profile": "single-case", "left_out": ()}, "no figures to add up"),
        ({"caseloads_open": 0}, "description of the package"),
        ({"caseloads_all": 100_000}, "description of the package"),
    ],
)
def test_a_package_without_figures_or_with_an_impossible_description_is_refused(
    tmp_path, changed, says
):
    (tmp_path / "0.outcomes").write_bytes(package(0, **changed))

    found = gathered(tmp_path)

    [whole] = found.whole
    assert says in whole.why
    assert whole.contribution is None
    assert [each.why for each in combine(found).refused] == [whole.why]


def test_a_package_without_its_table_or_its_description_is_refused(tmp_path, monkeypatch):
    from tests.support.exports import many_packages

    for name, says in ((TABLE, "no figures to add up"), ("datapackage.json", "description")):
        signed = many_packages.signed

        def without(files, when, key, _changes, name=name, signed=signed):
            return signed({at: data for at, data in files.items() if at != name}, when, key)

        with monkeypatch.context() as patch:
            patch.setattr(many_packages, "signed", without)
            (tmp_path / "0.outcomes").write_bytes(package(0))

        [whole] = gathered(tmp_path).whole
        assert says in whole.why


def test_a_report_for_outside_tells_nothing_below_eight(tmp_path):
    lines = changed_lines(0)
    lines[0]["n"] = "7"
    (tmp_path / "0.outcomes").write_bytes(package(0, lines=lines, profile="external"))

    assert "too few people" in gathered(tmp_path).whole[0].why


def test_nothing_of_a_package_but_its_cells_and_its_description_is_read(tmp_path):
    """Whatever else was signed into it, such as a file with a row for each client, is let go."""
    from tests.support.exports import many_packages

    plain, more = package(0), package(0, whole=True)
    (tmp_path / "0.outcomes").write_bytes(plain)
    (tmp_path / "1.outcomes").write_bytes(more)
    assert len(many_packages.whole_package()) > 20
    assert set(whole_package()) > {TABLE}

    one, other = gathered(tmp_path).contributions

    assert repr(one) == repr(other)
