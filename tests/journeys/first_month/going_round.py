"""What the window cannot do yet, done beside it; each of these goes when the window can."""

from datetime import date, timedelta
from pathlib import Path

from tests.support.programme.packs import head, pack_file, write_folder
from tests.support.session_forms.reference import TEXT

LONGEST = timedelta(days=364)


def pack_of_an_approved_local_text(folder: Path, today: date) -> Path:
    """Return a signed pack of a local text on confidentiality: approving one is a command."""
    signed = (
        'status = "approved"',
        'approved_by = "Lea Lead, clinical lead"',
        f"approved_on = {today}",
        f"expires_on = {today + LONGEST}",
    )
    text = TEXT.replace('status = "draft"', "\n".join(signed))
    texts = {"pack.toml": head("jurisdictions", "our-local-texts", "1.0.0"), "here.v3.toml": text}
    return pack_file(write_folder(folder, texts))
