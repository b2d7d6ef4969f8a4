"""What the settings show: the look, which changes at once, and what the service has settled."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from typing_extensions import override

from session_forms.form.licences import CONTEXTS, Context
from session_forms.reference.jurisdictions import is_usable, standing
from session_forms.words.texts import N_, _
from therapist_app.jobs import run_job
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.header.header_file import people
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.settings import DEFAULTS, ChosenLook, LookSettings
from therapist_app.view_model import ViewModel
from therapist_app.workflows.content.writing_local_texts import writings
from therapist_app.workflows.course.chosen_measures import (
    OptionalMeasure,
    choose_measure,
    optional_measures,
)
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.people.seeing_people import is_envelope_open
from therapist_app.workflows.permissions import may
from therapist_app.workflows.policies.form_use import settle_use, use_of_forms
from therapist_app.workflows.policies.idle_limits import IdleLimits, idle_limits, settle_idle_limits
from therapist_app.workflows.policies.page_numbers import PageNumbers, page_numbers, settle_numbers
from therapist_app.workflows.policies.settling_policies import (
    RuleLine,
    course_rules,
    switch_rule,
)
from therapist_app.workflows.policies.staff_numbers import (
    StaffNumbers,
    settle_staff_numbers,
    staff_numbers,
)
from therapist_app.workflows.safekeeping.protections import (
    clock_of,
    library_of,
    protections_in_force,
)
from therapist_app.workflows.workspace import Workspace

SETTLED = N_("Saved for the whole service.")
OF_THE_LOOK = ("scheme", "text_scale", "reduced_motion", "one_by_one")


@dataclass(frozen=True, slots=True)
class JurisdictionLine:
    """One jurisdiction text.

    Attributes:
        is_usable: Whether it may be used today.

    """

    name: str
    status: str
    expires_on: date | None
    is_usable: bool


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the settings show.

    Attributes:
        look: The look in force.
        is_kept: False when the disk did not take it for next time.
        people: Who works here.
        you: The uid of the person signed in.
        limits: After how long it locks.
        jurisdictions: The texts on the limits of confidentiality, without templates.
        templates: How many templates wait for a clinic to work them through.
        is_text_begun: Whether the service writes one, which is not approved yet.
        use: What the service uses forms for.
        rules: The rules about how a course goes.
        measures: What the programme leaves to the clinic to measure.
        may_settle: Whether the person signed in may change limits, use and rules.
        file_problems: What is wrong with the forms and words that the clinic added.
        numbers: What stands on the pages that clients take home.
        staff_numbers: What stands on the day sheet besides.
        laptop: What was found out about the laptop; nothing until it was looked at.
        keeps_people: Whether the person signed in keeps the list of people.
        has_continuity: Whether a continuity sheet can open the clients of the person signed in;
            None where they have none.
        is_envelope_open: Whether it was used, and no new one was made since.

    """

    look: LookSettings
    is_kept: bool
    people: tuple[PersonEntry, ...]
    you: str
    limits: IdleLimits
    jurisdictions: tuple[JurisdictionLine, ...]
    templates: int
    is_text_begun: bool
    use: Context
    rules: tuple[RuleLine, ...]
    measures: tuple[OptionalMeasure, ...]
    may_settle: bool
    file_problems: tuple[str, ...]
    numbers: PageNumbers
    staff_numbers: StaffNumbers
    laptop: tuple[EnvironmentCheck, ...] = ()
    keeps_people: bool = False
    has_continuity: bool | None = None
    is_envelope_open: bool = False


class SettingsViewModel(ViewModel[SettingsState]):
    """Changes the look, and shows the rest.

    Attributes:
        subject: What the settings are opened at; empty for the first.

    """

    def __init__(self, workspace: Workspace, chosen_look: ChosenLook, subject: str = "") -> None:
        super().__init__()
        self._chosen = chosen_look
        self.subject = subject
        self._workspace = workspace
        vault = workspace.vault
        today = vault.service.now().astimezone().date()
        texts = [each for each in workspace.local_texts if standing(each, today) != "template"]
        self._state = SettingsState(
            look=chosen_look.settings,
            is_kept=chosen_look.is_kept,
            people=people(vault.place.path),
            you=vault.person.uid,
            limits=idle_limits(vault.service),
            jurisdictions=tuple(
                JurisdictionLine(
                    each.name,
                    each.status,
                    each.expires_on,
                    is_usable(each, today, practice=vault.practice),
                )
                for each in texts
            ),
            templates=len(workspace.local_texts) - len(texts),
            is_text_begun=any(not each.is_approved for each in writings(workspace)),
            use=use_of_forms(vault.service),
            rules=course_rules(workspace),
            measures=optional_measures(workspace),
            may_settle=may(vault, "settle_policies"),
            file_problems=workspace.forms.problems,
            numbers=page_numbers(workspace),
            staff_numbers=staff_numbers(workspace),
            keeps_people=may(vault, "add_person"),
            is_envelope_open=is_envelope_open(vault),
            has_continuity=vault.header.continuity is not None
            if owned_by(vault.header, vault.person.uid)
            else None,
        )

    @override
    def begin(self) -> None:
        """Announce the first state, and look at the laptop; call once the view is listening."""
        self._emit_state()
        vault = self._workspace.vault
        look = partial(protections_in_force, vault.place.path, clock_of(vault), library_of(vault))
        run_job(self, look, done=self._on_looked)

    @Slot(LookSettings)
    def choose(self, look: LookSettings) -> None:
        """Put another look in force."""
        self._chosen.choose(look)
        self._change(replace(self._state, look=look, is_kept=self._chosen.is_kept))

    @Slot()
    def choose_defaults(self) -> None:
        """Put the look in force that the program comes with; the window stays as it stands."""
        chosen = {name: getattr(DEFAULTS, name) for name in OF_THE_LOOK}
        self.act_done.emit(_("The display settings are reset."))  # the page is built anew by that
        self.choose(replace(self._state.look, **chosen))

    @Slot(str)
    def settle_use(self, name: str) -> None:
        """Settle what the service uses forms for."""
        use = next(each for each in CONTEXTS if each == name)
        settle_use(self._workspace, use)
        self._change(replace(self._state, use=use))
        self.act_done.emit(_(SETTLED))

    def settle_numbers(self, numbers: PageNumbers) -> None:
        """Settle what stands on the pages that clients take home."""
        settle_numbers(self._workspace, numbers)
        self._change(replace(self._state, numbers=page_numbers(self._workspace)))

    def settle_staff_numbers(self, numbers: StaffNumbers) -> None:
        """Settle what stands on the day sheet besides."""
        settle_staff_numbers(self._workspace, numbers)
        found = staff_numbers(self._workspace)
        self._change(replace(self._state, staff_numbers=found))

    def settle_limits(self, limits: IdleLimits) -> None:
        """Settle after how long it locks."""
        settle_idle_limits(self._workspace, limits)
        self._change(replace(self._state, limits=limits))
        self.act_done.emit(_(SETTLED))

    @Slot(RuleLine)
    def switch_rule(self, rule: RuleLine) -> None:
        """Follow a rule about the course, or leave it."""
        switch_rule(self._workspace, rule.id, on=rule.is_on)
        self._change(replace(self._state, rules=course_rules(self._workspace)))
        self.act_done.emit(_(SETTLED))

    @Slot(OptionalMeasure)
    def choose_measure(self, measure: OptionalMeasure) -> None:
        """Let a measure fall due besides those of the programme, or no longer."""
        choose_measure(self._workspace, measure.form_id, on=measure.is_chosen)
        self._change(replace(self._state, measures=optional_measures(self._workspace)))
        self.act_done.emit(_(SETTLED))

    def _on_looked(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        self._change(replace(self._state, laptop=checks))
