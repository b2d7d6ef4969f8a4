"""Measure slots: each administration of a measure belongs to exactly one. Pure.

A slot is named by measure, session and, where the session is held again, by the time:
`phq-9@S02`, `phq-9@EX#2`. An administration that fills no slot of its session is extra.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureSlot:
    """One place for one administration of a form that falls due in a session.

    Attributes:
        form_id: The measure.
        plan_id: The session in which it falls due.
        occurrence: Which time that session is held, from 1.

    """

    form_id: str
    plan_id: str
    occurrence: int = 1

    @property
    def name(self) -> str:
        """The slot's name in the record."""
        again = "" if self.occurrence == 1 else f"#{self.occurrence}"
        return f"{self.form_id}@{self.plan_id}{again}"

    @property
    def place(self) -> str:
        """The session and the time, without the measure, as `S02` or `EX#2`."""
        return self.name.partition("@")[2]


def read_slot(name: str) -> MeasureSlot:
    """Return the slot of a name in the record."""
    form_id, _at, place = name.partition("@")
    plan_id, _again, occurrence = place.partition("#")
    return MeasureSlot(form_id, plan_id, int(occurrence or 1))
