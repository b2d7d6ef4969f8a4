"""What a service still needs, where each person begins: what is theirs with its way."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    LeavingButton,
    Part,
    card,
    hold,
    row,
    ruled,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.overviews.service_needs import Kind, Need, ServiceNeeds

WORDS = {  # title, what it means, button
    "sheet": (
        N_("Your new recovery sheet"),
        N_("It was shown but never typed back, so it does not work yet."),
        NP_("button", "Print"),
    ),
    "sheet_none": (
        N_("A continuity sheet for this service"),
        N_(
            "There is none. If a therapist and their recovery sheet are gone, nobody can open "
            "their clients."
        ),
        N_("Look at it"),
    ),
    "sheet_older": (
        N_("A new continuity sheet: an earlier version made the present one"),
        N_(
            "It opens clients only while an administrator is signed in. A new one also helps when "
            "none can sign in."
        ),
        N_("Look at it"),
    ),
    "sheet_used": (
        N_("A new continuity sheet: the present one was used"),
        N_("Its envelope is open. Whoever saw the sheet can use it again."),
        N_("Look at it"),
    ),
    "sheet_declined": (
        N_("The continuity sheet that you said no to"),
        N_("It does not open your clients in an emergency. You can still agree to it."),
        N_("Look at it"),
    ),
    "own_old_sheet": (
        N_("Keep your old recovery sheet: it alone opens the backups on {what}"),
        N_("Your new one opens those that are made from now on. Back up there."),
        NP_("button", "Back up …"),
    ),
    "old_sheet_place": (
        N_("Keep the old continuity sheet: it alone opens the backups on {what}"),
        N_("The new one opens those that are made from now on. Back up there."),
        NP_("button", "Back up …"),
    ),
    "old_sheet_people": (
        N_("Keep the old continuity sheet: the clients of {what}"),
        N_("It alone opens them, or their backups, until they agree to the new one at sign-in."),
        N_("Look at it"),
    ),
    "client": (
        N_("Clients whom a colleague wants to move to you: {of}"),
        N_("Until you take over, your colleague continues with them."),
        N_("Look at it"),
    ),
    "client_gone": (
        N_("Clients whom a colleague took over from you: {of}"),
        N_("Since you last signed in. You can no longer read their record."),
        N_("Look at it"),
    ),
    "text_begin": (
        N_("The text on confidentiality"),
        N_("No first session can begin until one is approved."),
        NP_("button", "Begin"),
    ),
    "text_begin_alone": (
        N_("The text on confidentiality"),
        N_(
            "No first session can begin until one is approved. You work alone: write it, and read "
            "it again and approve it on a later day, or add a colleague who reads it."
        ),
        NP_("button", "Begin"),
    ),
    "text_write": (
        N_("The text on confidentiality: sections {done} of {of}"),
        N_("It is being written."),
        NP_("button", "Write"),
    ),
    "text_objected": (
        N_("The text on confidentiality that you wrote"),
        N_("{by}"),
        NP_("button", "Open"),
    ),
    "text_read": (
        N_("The text on confidentiality"),
        N_("No first session can begin before it was read by a second person and approved."),
        NP_("button", "Read"),
    ),
    "text_read_alone": (
        N_("The text on confidentiality"),
        N_(
            "No first session can begin yet. You work alone: read it again and approve it on a "
            "later day, or add a colleague who reads it."
        ),
        NP_("button", "Open"),
    ),
    "text_read_again": (
        N_("The text on confidentiality"),
        N_(
            "No first session can begin before you have read it again and approved it. You work "
            "alone: today you can do both."
        ),
        NP_("button", "Read"),
    ),
    "text_approve": (
        N_("The text on confidentiality"),
        N_("It was read a second time and waits for a lead's approval."),
        NP_("button", "Approve …"),
    ),
    "text_expires": (
        N_("The text on confidentiality expires within 30 days"),
        N_("The next version begins with the whole present text."),
        NP_("button", "Renew"),
    ),
    "text_ended": (
        N_("The text on confidentiality ended on {what}"),
        N_(
            "No first session can begin until it is approved again. The next version begins with "
            "the whole text."
        ),
        NP_("button", "Renew"),
    ),
    "programme": (
        N_("The programme is not signed off"),
        N_("No session can start with it before that."),
        NP_("button", "Read"),
    ),
    "programme_newer": (
        N_("A newer version of the programme: {what}"),
        N_(
            "Clients who began with {by} stay on it until somebody moves them. Read what differs "
            "and sign the new version off: nobody else can begin before that."
        ),
        NP_("button", "Read"),
    ),
    "packs": (
        N_("Content packs that cannot be used: {of}"),
        N_("What came with the application is used instead."),
        N_("Look at it"),
    ),
    "backup": (
        N_("A backup on another disk"),
        N_("There is none. If this laptop is lost or its disk fails, the record is gone."),
        NP_("button", "Choose …"),
    ),
    "backup_chosen": (
        N_("A backup on another disk"),
        N_(
            "A second location is chosen, but no backup lies on another disk yet. Look whether it "
            "is connected, is another disk and has room, then back up to it now."
        ),
        NP_("button", "Back up …"),
    ),
    "backup_older": (
        N_("The backup on another disk is older than 14 days"),
        N_("If this laptop is lost, what was written since then is gone. Back up to it now."),
        NP_("button", "Back up …"),
    ),
    "drill": (
        N_("A drill of the backups"),
        N_("Twice a year the whole service is made anew from its second location, as a trial."),
        NP_("button", "Begin"),
    ),
    "pack_waits": (
        N_("A pack to install: {what}"),
        N_("Suggested by {by}. You see all of it before it is installed."),
        N_("Look at it"),
    ),
    "signer_waits": (
        N_("A pack from a signer who is not trusted here: {what}"),
        N_("Suggested by {by}. Compare the signer's number before it is installed."),
        N_("Look at it"),
    ),
    "release_waits": (
        N_("Exports that wait for a second person: {of}"),
        N_("A colleague approved what leaves the service. Look at every page, then decide."),
        N_("Look at it"),
    ),
    "questions": (
        N_("Questions of reports that are not answered: {of}"),
        N_("Each stays open until it says what is done, by whom and by when."),
        NP_("button", "Answer"),
    ),
    "answers_late": (
        N_("Answers to questions of reports that are past their day: {of}"),
        N_("Mark each as done, or give it another day."),
        N_("Look at it"),
    ),
    "recipients_anew": (
        N_("Keys of recipients to compare again: {what}"),
        N_("Compared by {by}, who left the service. No export leaves for them before that."),
        N_("Look at it"),
    ),
    "signature_told": (
        N_("A new signature to tell by telephone: {what}"),
        N_("Somebody left, and exports are signed with a new key. Read them the new number."),
        N_("Look at it"),
    ),
    "signature_told_keys": (
        N_("A new signature to tell by telephone: {what}"),
        N_(
            "Somebody made their keys new, because others may know them, and exports are signed "
            "with a new key. Read them the new number."
        ),
        N_("Look at it"),
    ),
    "signers_anew": (
        N_("Numbers of signers of packs to compare again: {what}"),
        N_("Compared by {by}, who left the service. Until then a pack of theirs is unknown here."),
        N_("Look at it"),
    ),
    "services_anew": (
        N_("Numbers of other services to compare again: {of}"),
        N_("Compared by {by}, who left the service. Their packages are not opened before that."),
        N_("Look at it"),
    ),
    "retention": (
        N_("How long records are kept"),
        N_("No number of years is approved."),
        NP_("button", "Decide"),
    ),
    "retention_told": (
        N_("Years that records are kept, as approved: {of}"),
        N_("The text that is read to clients has another number: {by}."),
        N_("Look at it"),
    ),
    "numbers": (
        N_("Numbers on the pages for clients: {done} of {of}"),
        N_("A missing number is printed as a line to write on."),
        NP_("button", "Enter"),
    ),
}
OTHERS = {
    "lead": N_("Waits for a lead: {what}"),
    "keeper": N_("Waits for an administrator: {what}"),
    "keeper_or_lead": N_("Waits for an administrator or a lead: {what}"),
    "therapist_or_lead": N_("Waits for a therapist or a lead: {what}"),
    "reader": N_("Waits for somebody who did not write it: {what}"),
}
BUTTON_WIDTH = 88


class NeedLine(QWidget):
    """One thing that the person may settle, and the way there."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self.need = need
        _title, detail, move = WORDS[need.kind]
        self.open = LeavingButton(_(move), _way(need))
        self.open.setObjectName(f"need_{need.kind}")
        words = title_of(need)
        self.open.setAccessibleName(f"{_(move)}: {words}")
        means = text(_(detail).format(by=need.by), "small", wrap=True)
        said = stack(text(words, "strong", wrap=True), means, gap="hair")
        margins = (0, "xs", 0, "xs")
        self.setLayout(
            row(symbol("circle"), hold(said), self.open, gap="m", margins=margins, grows=1)
        )

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Let the buttons of short words be as wide as each other; long ones need more."""
        super().showEvent(event)
        least = max(look().scaled(BUTTON_WIDTH), self.open.minimumSizeHint().width())
        self.open.setMinimumWidth(least)


class NeedsCard(QWidget):
    """The list; gone when nothing is needed.

    Signals:
        left: Where something is settled.

    """

    left = Signal(Destination)

    def __init__(self, found: ServiceNeeds, title: str) -> None:
        super().__init__()
        self.lines = [NeedLine(each) for each in found.mine]
        for line in self.lines:
            line.open.left.connect(self.left)
        parts: list[Part] = [*ruled(self.lines), *_others(found)]
        if any(each.whose == "lead" for each in found.others) and not found.has_lead:
            words = _(
                "Nobody in your service is a clinical lead yet. An administrator gives the role "
                "under Settings, People."
            )
            parts.append(sign_line("info", words, "small"))
        self.setLayout(stack(card(title, *parts, gap="xs")) if parts else stack())
        if not parts:
            self.hide()


def title_of(need: Need) -> str:
    """Return what is needed."""
    return _(WORDS[need.kind][0]).format(done=need.done, of=need.of, what=need.what)


def _others(found: ServiceNeeds) -> Iterator[Part]:
    for whose, words in OTHERS.items():
        waiting = [title_of(each) for each in found.others if each.whose == whose]
        if waiting:
            yield sign_line("clock", _(words).format(what="; ".join(waiting)), "small")


WAYS: Mapping[Kind, Destination] = {
    "sheet": commands.OwnKeys(),
    "sheet_none": commands.People(),
    "sheet_older": commands.People(),
    "sheet_used": commands.People(),
    "sheet_declined": commands.People(),
    "own_old_sheet": commands.Safekeeping(),
    "old_sheet_place": commands.Safekeeping(),
    "old_sheet_people": commands.People(),
    "client": commands.Caseloads(),
    "client_gone": commands.AuditTrail(),
    "programme": commands.Library("versions"),
    "programme_newer": commands.Library("versions"),
    "packs": commands.Library("versions"),
    "signers_anew": commands.Library("versions"),
    "recipients_anew": commands.Recipients(),
    "signature_told": commands.Recipients(),
    "signature_told_keys": commands.Recipients(),
    "services_anew": commands.Review(),
    "release_waits": commands.WaitingReleases(),
    "questions": commands.ReportQuestions(),
    "answers_late": commands.ReportQuestions(),
    "retention": commands.Retention(),
    "retention_told": commands.Retention(),
    "backup": commands.Safekeeping(),
    "backup_chosen": commands.Safekeeping(),
    "backup_older": commands.Safekeeping(),
    "drill": commands.Safekeeping(),
    "numbers": commands.Settings("numbers"),
}


def _way(need: Need) -> Destination:
    match need.kind:
        case "pack_waits" | "signer_waits":
            return commands.Library("versions", need.subject)
        case _ if need.kind.startswith("text_"):
            return commands.LocalTextPage(need.subject)
        case _:
            return WAYS[need.kind]
