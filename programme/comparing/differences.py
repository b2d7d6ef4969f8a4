"""What differs between two versions of a programme, in words a clinical lead can judge. Pure.

    for each in differences(old, new, session_forms.library.library.installed()):
        ...  # where, what happened, how it was, how it is, whether it touches safety

Whatever differs is said once: what the sessions of the shared frame have in common is said of
the frame. What touches safety stands first.
"""

from collections.abc import Iterator

from programme.checks.wording import HELP_LINES
from programme.comparing.aligning import Pair, align_names
from programme.comparing.comparing import Comparer, Difference, Spot, ids_of, label_of, moves
from programme.comparing.session_differences import paragraphs, session_differences, shared_frame
from programme.definition.definition import Programme
from programme.definition.parts import PlannedSession
from programme.definition.placeholders import names_in
from programme.words.form_words import FormWords, has_guarded_steps
from programme.words.part_words import worded
from session_forms.library.library import FormLibrary
from session_forms.words.texts import translate as _


def differences(old: Programme, new: Programme, forms: FormLibrary) -> tuple[Difference, ...]:
    """Return all that differs, what touches safety first, each part in the order of the course."""
    comparer = Comparer(FormWords(forms, {**old.forms, **new.forms}))
    found = (
        *comparer.values(old.gates, new.gates, Spot().at(_("Gates"), is_safety=True)),
        *course_differences(comparer, old, new),
        *session_differences(comparer, old, new),
        *_frame_texts(comparer, old, new),
        *_pinned_forms(comparer, old, new),
        *_placeholders(comparer, old, new),
        *_training(comparer, old, new),
        *comparer.models(old, new, Spot().at(_("Programme")), skip=_SAID_APART),
    )
    return tuple(sorted(found, key=lambda each: not each.is_safety))


_SAID_APART = frozenset(
    {"gates", "phases", "modules", "session_plans", "forms", "placeholders", "frame", "training"}
)


def _frame_texts(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in the shared frame and was not told of it with the sessions."""
    spot = Spot().at(_("Shared frame"))
    if old.frame is None or new.frame is None:
        return
    before, after = shared_frame(old), shared_frame(new)
    parts = ("steps", "fidelity", "core_after")
    told = {each for each in parts if getattr(before, each) != getattr(after, each)}
    yield from comparer.models(old.frame, new.frame, spot, skip={*told, "handout"})
    pages = paragraphs(old.frame.handout), paragraphs(new.frame.handout)
    yield from comparer.texts(pages[0], pages[1], spot.at(_("handout")))


def _pinned_forms(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    for form_id in dict.fromkeys((*new.forms, *old.forms)):
        title = comparer.forms.title(form_id)
        is_safety = comparer.forms.raises_alerts(form_id)
        spot = Spot().at(_("Forms")).at(title, is_safety=is_safety)
        before, after = (_version(each.forms.get(form_id)) for each in (old, new))
        yield from comparer.values(before, after, spot)


def _version(number: int | None) -> str:
    return "" if number is None else _("version {number}").format(number=number)


def _placeholders(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    helping = names_in(HELP_LINES)
    for name in dict.fromkeys((*new.placeholders, *old.placeholders)):
        spot = Spot().at(_("Placeholders")).at(name, is_safety=name in helping)
        before, after = (each.placeholders.get(name, "") for each in (old, new))
        yield from comparer.values(before, after, spot)


def _training(comparer: Comparer, old: Programme, new: Programme) -> Iterator[Difference]:
    """Yield what differs in the files of training, question by question and hint by hint."""
    before, after = old.training, new.training
    spot = Spot().at(_("Training"))
    for title, was, now in (
        (_("knowledge checks"), before.knowledge_checks, after.knowledge_checks),
        (_("hints for a first session"), before.first_session, after.first_session),
    ):
        yield from comparer.texts(paragraphs(was), paragraphs(now), spot.at(title))


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
