"""Local texts and services of an invented place, as files."""

from pathlib import Path

from session_forms.reference.directory import DirectoryEntry, load_directory
from session_forms.reference.jurisdictions import Jurisdiction, load_jurisdiction

ENTRY = """
[[entries]]
id = "xx-line"
country = "XX"
kind = "crisis_line"
name = "A line"
audience = ["anybody"]
phone = "1"
source = "invented here"
verified_on = 2026-01-01
status = "verified"
"""

TEXT = """
id = "here"
version = 3
name = "Here (invented)"
country = "XX"
status = "draft"
sources = ["invented"]
duty_professionals = "some"
applies_to_therapist = "depends"
threshold = "suspicion"
recipient = "an office"
deadline = "a day"
professional_secrecy_law = "none"
client_text = "Words."
take_home_text = "Words."
therapist_text = "Words."

[[facts]]
says = "There is a rule."
source = "invented"
mark = "found"

[triggers]
past_offence_identifiable_child = "may"
past_offence_no_identifiable_child = "no"
image_offence_past = "unclear"
image_offence_current = "unclear"
current_risk_identifiable_child = "duty"
imminent_offence_any_child = "duty"
client_is_parent_or_carer = "unclear"
suicide_or_self_harm_imminent = "may"
"""
SIGNED = 'approved_by = "A lead"\napproved_on = 2026-01-01\nexpires_on = 2027-01-01'
APPROVED = TEXT.replace('status = "draft"', f'status = "approved"\n{SIGNED}')
TEMPLATE = TEXT.replace("sources", 'open_questions = ["Who has a duty?"]\nsources')


def service(folder: Path, text: str = ENTRY) -> DirectoryEntry:
    """Return the first service of a list that holds `text`."""
    return services(folder, text)[0]


def services(folder: Path, text: str = ENTRY) -> tuple[DirectoryEntry, ...]:
    """Return the services of a list that holds `text`."""
    path = folder / "directory.toml"
    path.write_text(text, encoding="utf-8")
    return load_directory(path)


def local_text(folder: Path, text: str = TEXT, name: str = "here.v3.toml") -> Jurisdiction:
    """Return the local text of a file that holds `text`."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_jurisdiction(path)
