"""The key with which somebody signs content: their own, and no other one of theirs."""

from pathlib import Path

from tests.support.record.team import lay_out_team
from therapist_app.record.crypto.signing import is_signed, verify_key_of
from therapist_app.record.keyring.content_signing import content_key, sign_content


def test_the_key_is_the_same_at_each_sign_in_and_differs_from_person_to_person(
    tmp_path: Path,
) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        first = content_key(vault)
        signature = sign_content(vault, b"a pack")
        with vault.credentials.keys.signing.revealed() as seed:
            own = verify_key_of(seed)
    with team.open("Ana") as vault:
        again = content_key(vault)
    with team.open("Ben") as vault:
        other = content_key(vault)

    assert first == again
    assert len({first, other, own}) == 3
    assert is_signed(b"a pack", signature, first)
    assert not is_signed(b"a pack", signature, own)
    assert not is_signed(b"another pack", signature, first)
