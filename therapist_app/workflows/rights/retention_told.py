"""Whether what clients are told of how long records are kept is what the service has approved."""

from dataclasses import dataclass

from programme.local_text_sections import years_told
from session_forms.words.list_words import listed
from session_forms.words.texts import _
from therapist_app.record.service import local_texts
from therapist_app.workflows.content.writing_local_texts import in_force
from therapist_app.workflows.policies.retaining import approved
from therapist_app.workflows.workspace import Workspace, draft_in


@dataclass(frozen=True, slots=True)
class OtherYears:
    """A text in force that tells clients other numbers than the approved one.

    Attributes:
        name: What it is called.
        told: The numbers in it, in order.
        approved: How many years the service keeps a record.

    """

    name: str
    told: tuple[int, ...]
    approved: int

    @property
    def words(self) -> str:
        """What differs, and what to do about it."""
        said = listed(str(each) for each in self.told)
        words = _(
            "The text “{name}” tells clients {told}; approved is {years}. Change the text or "
            "approve another number."
        )
        return words.format(name=self.name, told=said, years=self.approved)


def other_years(workspace: Workspace) -> tuple[OtherYears, ...]:
    """Return each text in force that names numbers for the notes, and not the approved one.

    Only texts that this service wrote are looked at: of others it is not known which words are
    about the notes.
    """
    rule = approved(workspace)
    if rule is None:
        return ()
    ours = {(each.id, each.version): each for each in local_texts.all_texts(workspace.service)}
    found: list[OtherYears] = []
    for text in in_force(workspace):
        kept = ours.get((text.id, text.version))
        draft = draft_in(kept.text) if kept is not None else None
        told = years_told(draft) if draft is not None else frozenset()
        if told and rule.years not in told:
            found.append(OtherYears(text.name, tuple(sorted(told)), rule.years))
    return tuple(found)
