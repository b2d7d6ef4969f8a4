"""What a packed copy says of its own making, to be compared before it is trusted."""

from session_forms.words.texts import _
from therapist_app.build import Build


def words_of_copy(build: Build) -> tuple[str, ...]:
    """Return its fingerprint, what that is good for, and what is not as it should be."""
    words = _("Fingerprint of this copy: {fingerprint}").format(fingerprint=build.spelt)
    compare = _("It is as it was made if this is the fingerprint that your clinic was given.")
    if build.is_for_proofs:
        return (
            words,
            compare,
            _(
                "PROOF-ONLY: this copy was made to try the set-up. Do not use it with clients; "
                "ask whoever gave it to you for one that is meant for use."
            ),
        )
    if not build.is_python_compared:
        return (
            words,
            compare,
            _(
                "The Python inside was not compared with what its publisher says of it: "
                "whoever gave this copy to you can do that."
            ),
        )
    return (words, compare)
