"""Whether the trail is whole: what the check found, in words."""

from PySide6.QtWidgets import QLabel, QWidget

from session_forms.words.day_words import written_day
from session_forms.words.texts import NN_, counted
from session_forms.words.texts import translate as _
from therapist_app.screens.audit_trail.viewmodel import TrailState
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import stack, text

CHECKED = NN_("{checked} of {count} entry is checked.", "{checked} of {count} entries are checked.")
ENTRIES = NN_("{count} entry.", "{count} entries.")
ENTRIES_SINCE = NN_("{count} entry since {day}.", "{count} entries since {day}.")

NAMED = 5
SIGNERS_NAMED = 6


class CheckedView(QWidget):
    """Says how far the trail is checked, and then whether it is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.verdict = MessagePlace()
        self.detail: QLabel = text("", "small", wrap=True)
        self.setLayout(stack(self.verdict, self.detail, gap="xs"))

    def show_state(self, state: TrailState) -> None:
        """Show what the check found so far; a fault as soon as it is known."""
        report = state.report
        self.detail.setText(detail_words(state))
        if not report.is_whole:
            self.verdict.show_message("urgent", *fault_words(state))
        elif state.is_checking:
            self.verdict.clear()
        else:
            title = _("The trail is whole: every entry follows from the one before it")
            self.verdict.show_message("good", title, "")


def detail_words(state: TrailState) -> str:
    """Return how many entries there are, since when, and who signed some of them."""
    page, report = state.page, state.report
    if state.is_checking:
        entries = max(page.entries, report.entries)
        return counted(CHECKED, entries, checked=report.entries)
    said = [counted(ENTRIES, report.entries)]
    if page.began is not None:
        day = written_day(page.began.astimezone().date())
        said = [counted(ENTRIES_SINCE, report.entries, day=day)]
    signers = [
        f"{state.people.get(uid) or _('somebody not in the list')} ({count})"
        for uid, count in report.signed_by
        if count
    ]
    if signers:
        more = " …" if len(signers) > SIGNERS_NAMED else ""
        names = ", ".join(signers[:SIGNERS_NAMED]) + more
        said.append(_("What reaches far is signed: {names}.").format(names=names))
    return " ".join(said)


def fault_words(state: TrailState) -> tuple[str, str]:
    """Return title and detail of what is wrong with the trail."""
    report = state.report
    said = []
    if report.broken_at is not None:
        words = _("From entry {n} on, an entry was changed, left out, put in or moved.")
        said.append(words.format(n=report.broken_at))
    if report.forged:
        named = ", ".join(str(each) for each in report.forged[:NAMED])
        more = " …" if len(report.forged) > NAMED else ""
        words = _("Without a valid signature where one belongs, or not readable: {entries}.")
        said.append(words.format(entries=named + more))
    said.append(
        _("Copy the service folder as it is, change nothing, and ask whoever looks after it.")
    )
    return _("Somebody changed this trail"), " ".join(said)
