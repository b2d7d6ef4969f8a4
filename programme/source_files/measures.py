"""Which measures fall due: working names become form ids, and each form is due once."""

from collections.abc import Iterator

from programme.source_files.files import MeasureRules, SessionFile

WELLBEING_BRIEF = "m_wellbeing_brief"


def resolve(name: str, rules: MeasureRules, clinic_choice: str) -> tuple[str, ...]:
    """Return the form ids that a name of a measure stands for; a form id stands for itself."""
    if name == WELLBEING_BRIEF:
        return rules.wellbeing_brief.get(clinic_choice, ())
    return rules.aliases.get(name, (name,))


def due_in(session: SessionFile, rules: MeasureRules, clinic_choice: str) -> tuple[str, ...]:
    """Return the form ids due in a session: those of every session first, each once."""
    left_out = rules.not_due.get(session.id, ())
    every = (name for name in rules.every_session if name not in left_out)
    return tuple(dict.fromkeys(_resolved((*every, *session.measures.due), rules, clinic_choice)))


def _resolved(names: tuple[str, ...], rules: MeasureRules, clinic_choice: str) -> Iterator[str]:
    for name in names:
        yield from resolve(name, rules, clinic_choice)
