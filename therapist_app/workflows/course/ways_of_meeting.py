"""How people meet or are in contact, in words: within a line, and as what is chosen."""

from collections.abc import Mapping

from session_forms.words.texts import NP_
from therapist_app.record.model import ContactHow

HOW_WORDS: Mapping[ContactHow, str] = {
    "telephone": NP_("way of meeting", "by telephone"),
    "in_person": NP_("way of meeting", "in person"),
    "video": NP_("way of meeting", "by video"),
    "message": NP_("way of meeting", "by message"),
}
HOW_CHOICES: Mapping[ContactHow, str] = {
    "telephone": NP_("way of meeting", "By telephone"),
    "in_person": NP_("way of meeting", "In person"),
    "video": NP_("way of meeting", "By video"),
    "message": NP_("way of meeting", "By message"),
}
