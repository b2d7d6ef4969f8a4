"""The genders that a client may say, in words; none is asked for."""

from collections.abc import Mapping

from session_forms.words.texts import NP_

GENDERS: Mapping[str, str] = {
    "man": NP_("gender", "man"),
    "woman": NP_("gender", "woman"),
    "non-binary": NP_("gender", "non-binary"),
    "other": NP_("gender", "other"),
}
