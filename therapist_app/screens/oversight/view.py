"""Oversight: a card for each caseload, the sum, and what left the service."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QLayout
from typing_extensions import override

from exports.purposes import ONE_CLIENT, purpose_in_words
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, NP_, _, counted, ngettext, pgettext
from therapist_app.form_widgets.needs_card import NeedsCard
from therapist_app.form_widgets.told_card import told_again_card, told_card
from therapist_app.record.service_model import Release
from therapist_app.screens.oversight.figures_view import caseload_card, total_card
from therapist_app.screens.oversight.reading_view import ReadingView
from therapist_app.screens.oversight.viewmodel import OversightViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    TwoColumns,
    button,
    card,
    keep_aside,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.exporting.readers import OUTSIDE, WITHIN
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.supervision.oversight import OversightPageData
from therapist_app.workflows.supervision.what_left import is_report

SHARES = (5, 3)
LIMITS = (
    N_(
        "This page shows numbers only: no client, no answer, no note. "
        "To know more, ask the therapist. What you decide in supervision and a second rating are "
        "written at their window: under your own sign-in nothing can be written about a client."
    ),
    N_(
        "The numbers on each card were counted when that therapist last signed in or "
        "locked; nobody checked them. The ages are as of today: what was open then "
        "still counts as open."
    ),
    N_(
        "Somebody who knows the caseload may recognise a person in a small number. Keep "
        "it to yourself: nothing here can be printed or exported."
    ),
)
PROFILES = {
    ONE_CLIENT: NP_("for whom a release is", "one client"),
    WITHIN: NP_("for whom a release is", "internal review"),
    OUTSIDE: NP_("for whom a release is", "for outside"),
}
NOT_RELEASED = {
    "begun": N_("It was started; it is not known whether it was saved."),
    "interrupted": N_(
        "It was interrupted while it was being saved, and nothing of it was found in its folder."
    ),
}


NAMED = NN_(
    "Named as agreeing: {count} override of a gate in the last 90 days. Ask the therapist if you "
    "do not know of it.",
    "Named as agreeing: {count} overrides of a gate in the last 90 days. Ask the therapist if you "
    "do not know of them.",
)


class OversightView(PageView[OversightViewModel]):
    """What each caseload needs, in counts."""

    HELP = PageHelp(
        "What each caseload of your service needs, in numbers only: open alerts, overdue "
        "work, clients nobody has seen for a while. You see no client here; speak with "
        "the therapist whose caseload it is, and read each report that left the service as its "
        "readers have it. To rate a session as the second rater, sit with the "
        "therapist: they open the page for it under the session, at their window, and you "
        "confirm there with your own passphrase.",
        read_on="docs/guides/lead.md",
    )

    def __init__(self, viewmodel: OversightViewModel) -> None:
        super().__init__("oversight", viewmodel)
        state = viewmodel.state
        self.back = button(pgettext("button", "Back"))
        self.cards = [caseload_card(each, state) for each in state.lines]
        self.needs = NeedsCard(viewmodel.needs, _("Waiting for you"))
        self.needs.left.connect(self.leave_requested)
        self.reading = ReadingView(viewmodel.reading)
        self.readers: list[ChoosingButton] = []
        told = told_card(viewmodel.told, viewmodel.note_told)
        left = stack(
            *told, self.needs, *_named(state), total_card(state), *self.cards, STRETCH, gap="l"
        )
        before = told_again_card(viewmodel.told_before)
        right = stack(_limits(), self._ledger(state), *before, STRETCH, gap="l")
        columns = TwoColumns(left, right, shares=SHARES)
        whole = stack(self.reading, columns, STRETCH, gap="l", margins=("page", "l", "page", "l"))
        self.area = scroll(whole)
        actions = () if viewmodel.is_home else (self.back,)
        beneath = _("What each caseload needs, in numbers")
        head = page_head(pgettext("page", "Oversight"), beneath, actions=actions)
        self.setLayout(whole_page(head, self.area))
        if viewmodel.is_home:
            keep_aside(self, self.back)
        self.back.clicked.connect(viewmodel.go_back)

    def focus_first(self) -> None:
        """Put the keyboard on what waits, else on the way back, or where the page scrolls.

        What everybody is told stands above it: while there is some, the page begins there.
        """
        if self._viewmodel.told:
            self.area.setFocus()
        elif self.needs.lines:
            self.needs.lines[0].open.setFocus()
        else:
            (self.area if self._viewmodel.is_home else self.back).setFocus()

    @override
    def turn_back(self) -> bool:
        """Close the report that is read."""
        asked = self._viewmodel.reading.state.asked
        if not asked:
            return False
        self._viewmodel.reading.close()
        opens = (each for each in self.readers if each.choice == asked)
        next(opens, self.area).setFocus()
        return True

    def _ledger(self, page: OversightPageData) -> QFrame:
        title = _("Exports from the service")
        if not page.releases:
            return card(title, text(_("Nothing has been exported."), wrap=True))
        lines: list[Part] = [self._release(page, each) for each in page.releases]
        if earlier := page.released - len(page.releases):
            words = ngettext(
                "{count} earlier one is in the list of releases.",
                "{count} earlier ones are in the list of releases.",
                earlier,
            ).format(count=earlier)
            lines.append(text(words, "small", wrap=True))
        return card(title, *lines)

    def _release(self, page: OversightPageData, release: Release) -> QLayout:
        day = written_day(release.made_at.astimezone().date())
        words = _("For {recipient}: {purpose}. Approved by {name}.").format(
            recipient=recipient_in_words(release.recipient),
            purpose=purpose_in_words(release.purpose),
            name=page.approved[release.id],
        )
        title = facts_in_a_line(day, _(PROFILES.get(release.profile, release.profile)))
        parts: list[Part] = [text(title, "strong", wrap=True), text(words, "small", wrap=True)]
        parts += [text(each, "small", wrap=True) for each in _since(page, release)]
        if is_report(release):
            said = _("Show the report")
            opens = ChoosingButton(said, release.id, "quiet", name=f"{said}: {release.id}")
            opens.chosen.connect(self._viewmodel.reading.read)
            self.readers.append(opens)
            parts.append(row(opens, STRETCH))
        return stack(*parts, gap="hair")


def _named(page: OversightPageData) -> list[Part]:
    if not page.named:
        return []
    words = counted(NAMED, page.named)
    return [card(_("What you are said to have agreed to"), reading(words))]


def _limits() -> QFrame:
    return card(_("What these numbers cannot show"), *(reading(_(each)) for each in LIMITS))


def _since(page: OversightPageData, release: Release) -> Iterator[str]:
    """Yield what became of a release, and what was corrected after it."""
    if release.standing in NOT_RELEASED:
        yield _(NOT_RELEASED[release.standing])
    if release.reissue_of:
        yield _("It takes the place of {id}.").format(id=release.reissue_of)
    if release.id in page.replaced:
        yield _("{id} took its place.").format(id=page.replaced[release.id])
    elif count := page.corrections.get(release.id, 0):
        yield _corrected_words(release, count)
    if count := page.readable.get(release.id, 0):
        yield ngettext(
            "{count} copy was saved that anybody can read.",
            "{count} copies were saved that anybody can read.",
            count,
        ).format(count=count)


def _corrected_words(release: Release, count: int) -> str:
    """Return what a correction means for what left: a report keeps the figures of its quarter."""
    if release.profile == ONE_CLIENT:
        return ngettext(
            "{count} correction since then changes {id}: issue it again.",
            "{count} corrections since then change {id}: issue it again.",
            count,
        ).format(count=count, id=release.id)
    return ngettext(
        "{count} correction since then is not in {id}: a quarter that is closed later counts it.",
        "{count} corrections since then are not in {id}: a quarter that is closed later counts "
        "them.",
        count,
    ).format(count=count, id=release.id)
