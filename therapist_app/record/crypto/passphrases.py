"""What a passphrase must be.

NIST SP 800-63B-4 (2025): at least 15 characters, none demanded of a kind, long ones allowed,
known and guessable ones refused. zxcvbn's estimate is asked for besides; it reads the first 72
characters, since it becomes slow on long input.
"""

import contextlib
import importlib
import unicodedata
from collections.abc import Sequence

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import PassphraseTooWeak

SHORTEST = 15
LONGEST = 1024
LEAST_GUESSES_LOG10 = 12.0
_ESTIMATED = 72
_CONTEXT = ("therapist", "therapy", "prevention", "programme", "client", "record", "caseload")


def normalised(passphrase: bytearray) -> bytearray:
    """Return the passphrase in the one spelling of its characters (NFKC), and wipe the one given.

    Plain ASCII has one spelling already and never becomes a string, which nobody could wipe.
    Bytes that are no text are taken as they are: they open nothing, like any wrong passphrase.
    """
    spelt = bytearray(passphrase)
    if not passphrase.isascii():
        with contextlib.suppress(UnicodeDecodeError):
            spelt = bytearray(unicodedata.normalize("NFKC", passphrase.decode()).encode())
    wipe(passphrase)
    return spelt


def check_passphrase(passphrase: bytearray, context: Sequence[str] = ()) -> None:
    """Check a new passphrase; `context` are words near at hand, such as the person's name.

    Raises:
        PassphraseTooWeak: `detail` says which rule it breaks.

    """
    text = unicodedata.normalize("NFKC", _text(passphrase))
    if len(text) < SHORTEST:
        raise PassphraseTooWeak("too-short")
    if len(text) > LONGEST:
        raise PassphraseTooWeak("too-long")
    if _guesses(text, ()) < LEAST_GUESSES_LOG10:
        raise PassphraseTooWeak("guessable")
    words = (*_CONTEXT, *context, *(part for phrase in context for part in phrase.split()))
    if _guesses(text, words) < LEAST_GUESSES_LOG10:
        raise PassphraseTooWeak("context-word")


def _text(passphrase: bytearray) -> str:
    try:
        return passphrase.decode()
    except UnicodeDecodeError:
        raise PassphraseTooWeak("not-text") from None


def _guesses(text: str, words: Sequence[str]) -> float:
    # Imported when asked: its word lists cost more than the rest of the record together.
    zxcvbn = importlib.import_module("zxcvbn")
    strength = zxcvbn.zxcvbn(text[:_ESTIMATED], user_inputs=[word.lower() for word in words])
    return float(strength["guesses_log10"])
