"""What is not in order with the programme or with content packs, and the way to put it right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Part, banner, button, stack
from therapist_app.workflows.content.pack_words import trouble_words
from therapist_app.workflows.content.signing_off import Standing, standing_words
from therapist_app.workflows.packs_in_use import PacksInUse

UNTIL_THEN = N_("No session can start with it before a lead signs it off.")


class ContentBanner(QWidget):
    """Stands over the day while a lead's signature is missing or a pack cannot be used.

    Signals:
        versions_chosen: To where packs are installed and the programme is signed off.

    """

    versions_chosen = Signal()

    def __init__(self, standing: Standing | None, packs: PacksInUse) -> None:
        super().__init__()
        self.sign = button(_("Open versions"))
        self.mend = button(_("Look at the packs"))
        parts: list[Part] = []
        trouble = trouble_words(packs)
        if trouble:
            parts.append(banner("attention", _("Content packs"), trouble, self.mend))
        if standing is not None and standing.state != "signed":
            changed = standing_words(standing) if standing.state == "changed" else ""
            words = f"{changed} {_(UNTIL_THEN)}".strip()
            title = _("The programme is not signed off")
            parts.append(banner("attention", title, words, self.sign))
        self.setLayout(stack(*parts))
        if not parts:
            self.hide()
        for each in (self.sign, self.mend):
            each.clicked.connect(self.versions_chosen)
            if each.parent() is None:
                each.setParent(self)
                each.hide()
