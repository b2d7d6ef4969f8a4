"""Erasing a client: what goes and stays, the code to confirm; then what was made sure of."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, _, pgettext
from therapist_app.key_widgets.second_view import SecondView, wait_for_second
from therapist_app.record.service_model import ErasureBasis
from therapist_app.screens.data_rights.seconding import second_view
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Option,
    Part,
    TextLine,
    TwoColumns,
    banner,
    button,
    card,
    choices,
    one_of,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.people.second_person import SecondPerson
from therapist_app.workflows.rights.data_rights import ErasureAccount
from therapist_app.workflows.rights.erasure_words import ErasureReport, goes, stays

BASES: tuple[tuple[ErasureBasis, str], ...] = (
    ("retention_over", N_("It was kept for the required time")),
    ("no_longer_needed", N_("It is no longer needed for what it was kept for")),
    ("consent_withdrawn", N_("The client takes the agreement back")),
    ("objection", N_("The client objects, and nothing outweighs it")),
    ("unlawful", N_("It should not have been kept")),
    ("legal_duty", N_("A law asks for it")),
)


class EraseView(TurnedPage):
    """A plain account, a reason, and the code typed in."""

    HELP = PageHelp(
        "Erasing takes everything about this client out of the record, and cannot be "
        "undone. Read what goes and what stays, write down the reason, and type the code "
        "to show that you mean this client.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        account, code = viewmodel.state.account, viewmodel.state.code
        self._code = code
        self.bases = [Option(_(words)) for _basis, words in BASES]
        self.group = one_of(self, self.bases)
        self.typed = TextLine()
        self.typed.kept_over_lock = False
        self.keep = MainButton(_("Erase for good"), is_final=True)
        self.missing = text("", "small", tone="muted", wrap=True)
        hint = _("Type the code of this client, {code}, to confirm. It cannot be undone.")
        self.second = self._second()
        parts: list[Part] = [
            text(pgettext("fact", "Why"), "strong"),
            choices(pgettext("fact", "Why"), *self.bases),
            LabelledField(_("The client's &code"), self.typed, hint=hint.format(code=code)),
            *([self.second] if self.second else []),
            self.missing,
            row(STRETCH, self.keep),
        ]
        left = card(pgettext("card", "What goes"), *_lines(goes(account), "close"), gap="s")
        right = card(
            pgettext("card", "What stays"),
            *_lines(stays(account.backups, viewmodel.today, account.kept, account.left), "info"),
            gap="s",
        )
        both = TwoColumns(left, right)
        warned = self._warnings(account)
        sheet = card(_("Erase this client"), *parts, gap="s")
        page = stack(*warned, both, sheet, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        self.setLayout(stack(scroll(page)))
        self.group.chosen.connect(self._on_edited)
        self.typed.edited.connect(self._on_edited)
        self.keep.clicked.connect(self._on_keep_clicked)
        viewmodel.confirming.connect(self._on_confirming)
        self._on_edited()

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return _("Erase this client")

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first reason, so that the account is read on the way."""
        self.bases[0].setFocus()

    def _warnings(self, account: ErasureAccount) -> list[QWidget]:
        found: list[QWidget] = []
        if account.open_alerts:
            title = _("An alert of this client is not answered")
            detail = _("It is erased with the record. Answer it first if anybody may be in danger.")
            found.append(banner("urgent", title, detail))
        if account.promised:
            title = _("What was promised is still open")
            detail = _("It is erased with the record, and nobody is reminded of it.")
            found.append(banner("attention", title, "\n".join((*account.promised, detail))))
        if account.under_way:
            title = _("A session was begun and is not over")
            detail = _("It is erased with the record, with all that was written in it.")
            found.append(banner("attention", title, detail))
        if account.unsigned_notes:
            title = _("A note is not signed")
            detail = _("It is erased with the record, also if it was written in part.")
            found.append(banner("attention", title, detail))
        if account.signed_notes:
            title = _("There are signed notes")
            detail = _("Signed notes are erased too. Check that no law says they must be kept.")
            found.append(banner("attention", title, detail))
        return found

    def _second(self) -> SecondView | None:
        if not self._viewmodel.colleagues:
            return None
        alone = _("Nobody else can come: erase it alone. Everybody in the service is told")
        second = second_view(self._viewmodel, alone)
        second.edited.connect(self._on_edited)
        return second

    def _on_edited(self) -> None:
        missing = [
            words
            for is_there, words in (
                (self.group.checkedId() >= 0, pgettext("message", "Choose why.")),
                (self._is_typed, _("Type the code of this client.")),
                (self.second is None or self.second.is_ready, _("A second person is missing.")),
            )
            if not is_there
        ]
        self.missing.setText(" ".join(missing))
        self.missing.setVisible(bool(missing))
        self.keep.wait_for(" ".join(missing))

    @property
    def _is_typed(self) -> bool:
        """Whether the code is typed; its hyphen may be left out."""
        return _bare(self.typed.text()) == _bare(self._code)

    def _on_confirming(self, is_under_way: bool) -> None:  # noqa: FBT001 as the signal has it
        wait_for_second(self, self.second, is_under_way=is_under_way)
        self._on_edited()

    def _on_keep_clicked(self) -> None:
        given = self.second.take() if self.second else None
        second = SecondPerson(*given) if given else None
        self._viewmodel.erase(self._code, BASES[self.group.checkedId()][0], second)


class ErasedView(TurnedPage):
    """What was made sure of, and what can still be thrown away."""

    HELP = PageHelp(
        "The client was erased, and the page says what was checked afterwards. Older "
        "backups may still contain the record: here you see until when, and can delete "
        "replaced files now.",
        read_on="docs/backups-and-moving.md",
    )

    def __init__(
        self, viewmodel: DataRightsViewModel, report: ErasureReport, account: ErasureAccount
    ) -> None:
        super().__init__()
        self._title = report.title
        tone = "good" if report.is_clean else "attention"
        detail = _("What was checked is shown below.")
        self.banner = banner(tone, report.title, detail)
        self.throw_away = button(_("Delete replaced files now"))
        if not account.kept:
            self.throw_away.hide()
        lines = _lines(report.lines, "info")
        sheet = card(
            _("Check that nothing is left"), *lines, row(self.throw_away, STRETCH), gap="s"
        )
        page = stack(self.banner, sheet, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        self.setLayout(stack(scroll(page)))
        self.throw_away.clicked.connect(viewmodel.throw_away_kept)

    @property
    @override
    def place(self) -> str:
        """That the client is erased, and what was found of them afterwards."""
        return self._title


def _bare(code: str) -> str:
    return "".join(each for each in code.upper() if each.isalnum())


def _lines(lines: tuple[str, ...], sign: str) -> list[Part]:
    return [sign_line(sign, words) for words in lines]
