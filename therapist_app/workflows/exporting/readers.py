"""For which readers a release is: of one client, within the service, or outside it.

Nobody chooses that. It follows from what is made, who gets it and what it is for.
"""

from typing import Literal, assert_never

from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import NotForExport
from exports.purposes import ONE_CLIENT, WITHIN_A_SERVICE
from session_forms.words.texts import _, ngettext
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD

Kind = Literal["client_summary", "service_report", "published_report"]
WITHIN = "internal-review"
OUTSIDE = "external"
"""The profile that two people approve."""


def reader_profile(kind: Kind, recipient: str, purpose: str) -> str:
    """Return the profile of a release.

    The figures of a service stay within it only for its own lead, and for a purpose that is the
    service's own.
    """
    match kind:
        case "client_summary":
            return ONE_CLIENT
        case "service_report":
            stays = recipient == OWN_LEAD and purpose in WITHIN_A_SERVICE
            return WITHIN if stays else OUTSIDE
        case "published_report":
            return OUTSIDE
        case _:
            assert_never(kind)


def is_of_one_client(kind: Kind) -> bool:
    """Return whether a release is about one client; any other is about the whole service."""
    match kind:
        case "client_summary":
            return True
        case "service_report" | "published_report":
            return False
        case _:
            assert_never(kind)


def readers_now(profile: str, recipient: str, purpose: str) -> str:
    """Return for which readers something that left would be made now.

    Reports for others once left as those for the lead of the service do.
    """
    return reader_profile("service_report", recipient, purpose) if profile == WITHIN else profile


def check_readers(profile: str, recipient: str, purpose: str) -> None:
    """Refuse figures that were made for readers within the service, and are for others.

    Raises:
        NotForExport: They would leave the service as nothing may.

    """
    if readers_now(profile, recipient, purpose) != profile:
        least = READER_PROFILES[OUTSIDE].least
        words = ngettext(
            "This leaves the service, where a figure needs {count} client. Have it prepared again.",
            "This leaves the service, where a figure needs {count} clients. Have it prepared "
            "again.",
            least,
        )
        raise NotForExport(words.format(count=least))


def require_second_approval(profile: str, second_by: str) -> None:
    """Refuse what leaves the service with the approval of one person alone.

    Raises:
        NotForExport: A second person is missing.

    """
    if profile == OUTSIDE and not second_by:
        raise NotForExport(_("A second person must approve this before it is saved."))
