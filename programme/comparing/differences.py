"""What differs between two versions of a programme, in words a clinical lead can judge. Pure.

    for each in differences(old, new, session_forms.library.library.installed()):
        ...  # where, what happened, how it was, how it is, whether it touches safety

Whatever differs is said once: what the sessions of the shared frame have in common is said of
the frame. What touches safety stands first.
"""

from collections.abc import Iterator

from programme.checks.wording import HELP_LINES
from programme.comparing.comparing import Comparer
from programme.comparing.course_differences import course_differences
from programme.comparing.difference import Difference, Spot
from programme.comparing.session_differences import paragraphs, session_differences, shared_frame
from programme.definition.definition import Programme
from programme.definition.placeholders import names_in
from programme.words.form_words import FormWords
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
