"""That the continuity sheet made somebody a keeper, told in the audit of the service file.

The chain of statements is what says so. Whoever did it may have been cut off, or have used another
program: so each session notes what the chain says and the audit does not.
"""

from therapist_app.record.database.audit import believed, note
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.header.header import CONTINUITY, Header, Statement

NOTED = "keeper_by_continuity"


def note_keepers_made(service: ServiceFile, header: Header) -> None:
    """Note each keeper whom the continuity sheet made, unless it is noted."""
    made = [each for each in header.trail if each.by == CONTINUITY]
    if not made:
        return
    noted = {each.fields[0] for each in believed(service, (NOTED,)) if each.fields}
    for each in made:
        if str(each.n) not in noted:
            note(service, NOTED, f"person:{_who_was_made(header, each)}", (str(each.n), each.at))


def _who_was_made(header: Header, statement: Statement) -> str:
    before = header.trail[statement.n - 2].keepers
    new = set(statement.keepers) - set(before)
    found = (each.uid for each in header.people for key in new if key in each.ever_verify)
    return next(found, "")
