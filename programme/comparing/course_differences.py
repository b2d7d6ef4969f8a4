"""What differs in the course as a whole: phases, modules, and which sessions it has. Pure."""

from collections.abc import Iterator

from programme.comparing.aligning import Pair, align_names
from programme.comparing.comparing import Comparer, ids_of, label_of, moves
from programme.comparing.difference import Difference, Spot
from programme.definition.definition import Programme
from programme.definition.parts import PlannedSession
from programme.words.form_words import has_guarded_steps
from programme.words.part_words import worded
from session_forms.words.texts import translate as _


def course_differences(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in phases and modules, and which sessions came, went or moved."""
    phases = Spot().at(_("Phases"))
    yield from comparer.named(old.phases, new.phases, phases, skip=("sessions",))
    yield from _modules(comparer, old, new)
    before, after = old.sessions, new.sessions
    for pair in align_names(ids_of(before), ids_of(after)):
        if pair.old is None and pair.new is not None:
            spot, words = _only(comparer, new, after[pair.new])
            yield spot.differs("added", after=words)
        elif pair.new is None and pair.old is not None:
            spot, words = _only(comparer, old, before[pair.old])
            yield spot.differs("removed", before=words)
        else:
            yield from _both(comparer, pair, before, after)


def _modules(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    spot = Spot().at(_("Modules"))
    before, after = tuple(old.modules.values()), tuple(new.modules.values())
    yield from comparer.named(before, after, spot, skip=("session_ids",))
    for module in after:
        ids = old.modules.get(module.id, module).session_ids, module.session_ids
        orders = [_told_nowhere_else(each, old, new) for each in ids]
        order = spot.at(label_of(module)).at(_("order of sessions"))
        yield from comparer.values(orders[0], orders[1], order)


def _told_nowhere_else(
    session_ids: tuple[str, ...], old: Programme, new: Programme
) -> tuple[str, ...]:
    """Return the sessions of a module without those whose plan one version alone holds."""
    return tuple(
        each for each in session_ids if (each in old.session_plans) == (each in new.session_plans)
    )


def _only(comparer: Comparer, programme: Programme, session: PlannedSession) -> tuple[Spot, str]:
    plan = programme.session_plans.get(session.id)
    guarded = plan is not None and has_guarded_steps(plan, comparer.forms)
    words = [_module_words(session), *([worded(plan, comparer.forms)] if plan else [])]
    return Spot().at(label_of(session), is_safety=guarded), ", ".join(words)


def _both(
    comparer: Comparer,
    pair: Pair,
    old: tuple[PlannedSession, ...],
    new: tuple[PlannedSession, ...],
) -> Iterator[Difference]:
    assert pair.old is not None
    assert pair.new is not None
    before, after = old[pair.old], new[pair.new]
    spot = Spot().at(label_of(after))
    yield from moves(pair, old, new, spot)
    if before.module != after.module:
        yield spot.differs("moved", _module_words(before), _module_words(after))
    yield from comparer.models(before, after, spot, skip=("id", "module"))


def _module_words(session: PlannedSession) -> str:
    return _("in {module}").format(module=session.module)
