"""What this application is, what it never does, whose work it uses."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.build import Build, licence_texts
from therapist_app.destination import HELP_KEY, SHORTCUTS_KEY
from therapist_app.messages.this_copy import words_of_copy
from therapist_app.screens.about.viewmodel import AboutState, AboutViewModel
from therapist_app.widgets.fields.fields import TextArea
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    TwoColumns,
    box,
    button,
    card,
    hold,
    page_head,
    reading,
    scroll,
    stack,
    text,
)

NEVER = (
    N_("It makes no diagnosis. Scores are the instruments' own, with their own limits."),
    N_("It predicts nothing, and gives nobody a grade of risk. People decide."),
    N_("It uses no network. Nothing leaves this laptop but what you export yourself."),
    N_("It is no substitute for supervision, emergency services or the law of your country."),
)
ALWAYS_SHOWN = 2
"""How many licences stand there before all of them are asked for: those of our own work."""
WORKS = (
    (
        NP_("what is under a licence", "This application"),
        NP_("what is under a licence", "Apache License 2.0."),
    ),
    (NP_("what is under a licence", "Programme text"), N_("Creative Commons Attribution 4.0.")),
    (N_("Qt and PySide6"), N_("GNU Lesser General Public License 3, linked dynamically.")),
    (
        NP_("what is under a licence", "SQLCipher"),
        N_("BSD licence, Zetetic LLC. SQLite is in the public domain."),
    ),
    (NP_("what is under a licence", "Open Sans"), N_("Apache License 2.0, Steve Matteson.")),
    (
        N_("Words of suggested passphrases"),
        N_(
            "From the EFF's Short Wordlist, Electronic Frontier Foundation, "
            "Creative Commons Attribution 3.0 US; some words were left out."
        ),
    ),
    (
        NP_("what is under a licence", "Others"),
        N_(
            "argon2-cffi-bindings, cryptography, pydantic, platformdirs, pyrage, reportlab, segno, "
            "zxcvbn, each under its own free licence, included with the installation."
        ),
    ),
)


class AboutView(PageView[AboutViewModel]):
    """One page to read."""

    HELP = PageHelp(
        "What this application is for, what it never does, and whose work it uses. The "
        "version at the top is what support will ask you for.",
        read_on="docs/guides/README.md",
    )

    def __init__(self, viewmodel: AboutViewModel) -> None:
        super().__init__("about", viewmodel)
        state = viewmodel.state
        self.back = button(pgettext("button", "Back"))
        never = [reading(_(each)) for each in NEVER]
        left = stack(
            card(_("What it is for"), reading(state.purpose), gap="s"),
            card(_("What it never does"), *never, gap="s"),
            _a_folder_of_code() if state.build is None else _this_copy(state.build),
            STRETCH,
            gap="l",
        )
        self.more = button("", "quiet")
        self._rest: QWidget | None = None
        self._licences = stack(self._own_licences(), gap="l")
        right = stack(_where_help_is(), self._licences, STRETCH, gap="l")
        columns = TwoColumns(left, right)
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        beneath = _("Version {version} · {programme} · Service {service}").format(
            version=state.version, programme=state.programme, service=state.service
        )
        head = page_head(pgettext("page", "About"), beneath, actions=(self.back,))
        self.setLayout(whole_page(head, scroll(body)))
        self.back.clicked.connect(viewmodel.go_back)
        self.more.clicked.connect(self._on_more_clicked)
        self._name_more()

    def focus_first(self) -> None:
        """Put the keyboard on the way back."""
        self.back.setFocus()

    def _own_licences(self) -> QFrame:
        return card(pgettext("card", "Licences"), *_notices(WORKS[:ALWAYS_SHOWN]), self.more)

    @Slot()
    def _on_more_clicked(self) -> None:
        """Show all licences, which are laid out when somebody first asks; or hide them again."""
        if self._rest is None:
            others = card(_("Work of others"), *_notices(WORKS[ALWAYS_SHOWN:]), *_texts())
            self._rest = hold(stack(others, _instruments(self._viewmodel.state), gap="l"))
            self._licences.addWidget(self._rest)
            self._rest.show()
        else:
            self._rest.setVisible(self._rest.isHidden())
        self._name_more()
        is_shown = not self._rest.isHidden()
        self.say(_("All licences are shown.") if is_shown else _("The other licences are hidden."))

    def _name_more(self) -> None:
        is_shown = self._rest is not None and not self._rest.isHidden()
        words = _("Hide the other licences") if is_shown else _("Show all licences")
        self.more.setText(words)
        self.more.setAccessibleName(words)


def _a_folder_of_code() -> QFrame:
    words = _("It runs from a folder of code and has no fingerprint to compare.")
    return card(pgettext("card", "This copy"), reading(words), gap="s")


def _this_copy(build: Build) -> QFrame:
    lines = [reading(each) for each in words_of_copy(build)]
    return card(pgettext("card", "This copy"), *lines, gap="s")


def _texts() -> list[QWidget]:
    """Return a field with the text of every licence, where they came with the program."""
    words = licence_texts()
    if not words:
        return []
    field = TextArea(_("Text of every licence"), lines=12)
    field.setReadOnly(True)
    field.show_words(words)
    return [text(_("Text of every licence"), "strong", wrap=True), field]


def _where_help_is() -> QFrame:
    words = _("{help} explains the page you are on. {keys} shows every key.")
    return card(
        _("Where help is"), reading(words.format(help=HELP_KEY, keys=SHORTCUTS_KEY)), gap="s"
    )


def _notices(works: Sequence[tuple[str, str]]) -> list[QWidget]:
    return [_notice(_(title), _(words)) for title, words in works]


def _instruments(state: AboutState) -> QFrame:
    lines = [_notice(each.title, each.notice) for each in state.instruments]
    return card(pgettext("card", "Instruments"), *lines)


def _notice(title: str, words: str) -> QWidget:
    return box(
        "plain",
        stack(text(title, "strong", wrap=True), text(words, "small", wrap=True), gap="hair"),
    )
