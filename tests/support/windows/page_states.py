"""Every state that a page of the window knows, so that each can be opened: a table by its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from programme.first_line.courses import installed_courses
from tests.support.record.others_rows import close_as_colleague
from tests.support.windows.settling import settle
from tests.support.workflows.clinics_ready import ready_clinic
from tests.support.workflows.two_courses import go_on
from tests.support.workflows.workspaces import CALM, Workplace, answered
from therapist_app import bootstrap, commands
from therapist_app.commands import Destination
from therapist_app.jobs import _under_way
from therapist_app.record.clients import clients
from therapist_app.record.header.person_keys import continuity_key
from therapist_app.record.model import Acknowledgement, Client
from therapist_app.record.service import quarters
from therapist_app.shell.locking.idle_lock import IdleLock
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.content import writing_local_texts as texts
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.first_contacts import Caller, open_first_contact, take_in
from therapist_app.workflows.rights.data_rights import hold, restrict
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge,
    alert_page_data,
    asked_actions,
    contact_by,
    open_alerts,
)
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.second_rating import rate_second, second_rating_page_data

PIN = "482913"
OTHER = "pps-other"
SOON = 5  # milliseconds for which work has the processor to itself
RAISES: dict[str, tuple[str, dict[str, object]]] = {
    "watch": ("phq-9", {"q9": 1}),
    "act": ("phq-9", {"q9": 2}),
    "urgent": ("risk-check", CALM | {"concern_for_identifiable_child": True}),
}
"""Answers that open an alert of each level."""
Page = Any


@dataclass(frozen=True)
class State:
    """One state of a page.

    Attributes:
        name: What it is called in the list of tests.
        leads: Makes what it needs in the record, afresh each time, and says where it stands.
        acts: What somebody does there, one after the other.

    """

    name: str
    leads: Callable[[Workplace], Destination]
    acts: tuple[Callable[[Page], object], ...] = ()


def push(*paths: str) -> tuple[Callable[[Page], object], ...]:
    """Return what presses parts of a page, by where they stand in it; a dialog is turned down."""
    return tuple(partial(_push, path) for path in paths)


def _push(path: str, page: Page) -> None:
    button = attrgetter(path)(page)
    assert button.isVisibleTo(page), path
    assert button.isEnabled(), path
    QTimer.singleShot(0, _turn_down)
    button.click()
    wait_for_work()


def _turn_down() -> None:
    dialog: QWidget | None = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        QTimer.singleShot(0, _turn_down)
        dialog.reject()


@contextmanager
def ready_window(folder: Path) -> Iterator[tuple[Workplace, MainWindow]]:
    """Yield a real service that may work, made in a folder, and its window, which never locks.

    Beside the course in use another one is here, with which nobody new begins.
    """
    with ready_clinic(folder) as clinic:
        content = bootstrap.load_content()
        other = content.programme.model_copy(update={"id": OTHER, "title": "Another course"})
        courses = (*content.earlier_programmes, other)
        work = replace(clinic, workspace=replace(clinic.workspace, earlier_programmes=courses))
        window = bootstrap.open_workplace(
            work.workspace.vault,
            leave=lambda *_how, **_more: None,
            content=replace(content, earlier_programmes=courses),
        )
        window.show()
        idle = window.findChild(IdleLock)
        idle.stop()
        idle.lock_due.disconnect()
        yield work, window
        window.close()  # it asks, where a session was left running
        window.close()
        window.hide()  # it stays open in a client's hands, and in sight of other tests


def lead_to(window: MainWindow, destination: Destination) -> None:
    """Go to a page; what was filled in on the one before and not signed is said once, and left."""
    window.go_to(destination)
    if window.here != destination:
        window.go_to(destination)


def wait_for_work() -> None:
    """Wait for every job that is under way, or begins as soon as a page is on the screen."""
    settle()
    while _under_way:
        QThreadPool.globalInstance().waitForDone(SOON)
        QApplication.processEvents()
    QThreadPool.globalInstance().waitForDone()
    settle()


def write(path: str, words: str, *, over: bool = False) -> Callable[[Page], object]:
    """Return what writes into a field of a page, `over` what stands in it."""

    def do(page: Page) -> None:
        field = attrgetter(path)(page)
        field.setFocus()
        if over:
            field.selectAll()
        (field.insert if hasattr(field, "insert") else field.insertPlainText)(words)

    return do


def says(words: str) -> Callable[[Page], object]:
    """Return what presses the first button with these words that is in sight."""

    def do(page: Page) -> None:
        found = [
            each
            for each in page.findChildren(QPushButton)
            if each.isVisibleTo(page)
            and each.isEnabled()
            and " ".join(each.text().split()) == words
        ]
        assert found, (words, [each.text() for each in page.findChildren(QPushButton)])
        QTimer.singleShot(0, _turn_down)
        found[0].click()
        wait_for_work()

    return do


def emit(path: str, *given: object) -> Callable[[Page], object]:
    """Return what has a part of a page say something, as an entry of a menu does."""
    return lambda page: attrgetter(path)(page).emit(*given)


def calls(path: str, *given: object) -> Callable[[Page], object]:
    """Return what calls something of a page, as a choice in it does; a dialog is turned down."""

    def do(page: Page) -> None:
        QTimer.singleShot(0, _turn_down)
        attrgetter(path)(page)(*given)
        wait_for_work()

    return do


def of_window(name: str) -> Callable[[Page], object]:
    """Return what calls something of the window around a page, as a key does."""
    return lambda page: calls(name)(page.window())


def _for_the_first(page: Page) -> None:
    """Fill in for whom an export is, and what for."""
    for box in (page.choices.recipient, page.choices.purpose):
        box.setFocus()
        box.setCurrentIndex(0)
        box.picked.emit(0)


def _open_first(page: Page, kind: str, where: str, key: str) -> None:
    first = getattr(page._viewmodel._workspace, where)[0]
    calls(f"_viewmodel.open_{kind}", getattr(first, key))(page)


def _me(page: Page) -> str:
    return str(page._viewmodel._workspace.vault.person.uid)


def _signed(work: Workplace) -> str:
    return work.hold(work.add_client(), "S01")


def _rated_twice(work: Workplace) -> str:
    session = _signed(work)
    for each in second_rating_page_data(work.workspace, session).items:
        rate_second(work.workspace, session, each.item.id, "2", "Somebody Else")
    return session


def _running(work: Workplace) -> str:
    return work.start(work.add_client(), "S01")


def _ended(ending: str) -> Callable[[Workplace], Destination]:
    def leads(work: Workplace) -> Destination:
        session = _running(work)
        if ending == "finished":
            work.do_every_step(session)
        end_session(work.workspace, session, ending)
        return commands.ClosePage(session)

    return leads


def _restricted(work: Workplace) -> Client:
    client = work.add_client()
    restrict(work.workspace, client.id, "accuracy")
    return client


def _a_measure(client_id: str) -> Destination:
    return commands.FormPage(client_id, "gad-7")


def _by_mistake(work: Workplace) -> Client:
    """Return somebody of whom a first contact holds no more than a name."""
    opened = open_first_contact(work.workspace)
    with work.workspace.caseload.together():
        take_in(work.workspace, opened, Caller("Tom"), is_added=False)
        keep_draft(work.workspace, opened, opened.state)
    return work.workspace.client(opened.filled.client_id)


def _reworded(work: Workplace) -> Client:
    """Return a client who agreed to the use of figures on a paper that others have anew."""
    client, *others = (work.add_client() for _each in range(3))
    for each, version in ((client, "2026"), *((each, "2027") for each in others)):
        paper = PaperConsent(
            FIGURES_USED, "Our leaflet", version, "given", "signed_paper", work.clock()
        )
        write_down(work.workspace, each.id, paper)
        work.clock.advance(60)
    return client


def _held_back(work: Workplace) -> Client:
    client = work.add_client()
    hold(work.workspace, client.id, "A court asked")
    return client


def _rich(work: Workplace) -> Client:
    """Return a client with a signed session, measures, and an alert of each level."""
    client = work.add_client()
    work.hold(client, "S01")
    for level in RAISES:
        _alert_of(work, client, level)
    work.fill(client, "gad-7", {"q1": 1}, None)
    return client


def _of_other_course(work: Workplace) -> Client:
    """Return a client who follows the other course, and held a session of it."""
    client = work.add_client()
    work.hold(client, "S01")
    client = replace(work.workspace.client(client.id), programme_id=OTHER)
    clients.save(work.workspace.caseload, client)
    return client


def _gone_on(work: Workplace) -> Client:
    """Return a client who went on with the course in use, in which one session counts as held."""
    client = _of_other_course(work)
    go_on(work, client, "S01")
    return client


def _of_ended_course(work: Workplace) -> Client:
    """Return a client who stopped after the first session; how it ended is not written yet."""
    client = work.add_client()
    work.hold(client, "S01")
    change_status(work.workspace, client.id, "ended", "Moved away")
    return client


def _alert_of(work: Workplace, client: Client, level: str) -> str:
    before = {each.id for each in open_alerts(work.workspace, client.id)}
    form, answers = RAISES[level]
    work.fill(client, form, answers, None)
    fresh = [each for each in open_alerts(work.workspace, client.id) if each.id not in before]
    return next(each.id for each in fresh if each.level == level)


def _alert(level: str, *, is_answered: bool = False) -> Callable[[Workplace], Destination]:
    def leads(work: Workplace) -> Destination:
        client = work.add_client()
        alert_id = _alert_of(work, client, level)
        if is_answered:
            given = Acknowledgement(
                actions=tuple(each.id for each in asked_actions(level)),
                by="Ana Example",
                told="The lead",
                told_when="at once",
                facts="Asked directly.",
                next_contact=contact_by(level, work.workspace.today()).isoformat(),
                reason_for_open_actions="As the test needs it",
            )
            acknowledge(work.workspace, alert_id, given)
        return commands.AlertPage(alert_id)

    return leads


def _slip(work: Workplace) -> Destination:
    """Return an alert whose answer was changed before its form was finished."""
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": 3}))
    finish_form(work.workspace, opened, answered(opened.state, {"q9": 0}))
    [alert] = open_alerts(work.workspace, client.id)
    return commands.AlertPage(alert.id)


def _after_another(work: Workplace) -> Destination:
    """Return an alert of a client of whom another one was answered on this day."""
    page = _alert("act", is_answered=True)(work)
    assert isinstance(page, commands.AlertPage)
    client = alert_page_data(work.workspace, page.alert_id).alert.client_id
    return commands.AlertPage(_alert_of(work, work.workspace.client(client), "urgent"))


def _promise(work: Workplace) -> Destination:
    session = _running(work)
    end_session(work.workspace, session, "broken_off")
    return commands.PromisePage(open_promises(work.workspace)[-1].id)


def _of_client(
    make: Callable[[Workplace], Client], to: Callable[[str], Destination]
) -> Callable[[Workplace], Destination]:
    return lambda work: to(make(work).id)


def _kept_form(work: Workplace) -> str:
    client = work.add_client()
    work.fill(client, "gad-7", {"q1": 1}, None)
    rows = work.workspace.caseload.rows(
        "SELECT id FROM filled_forms WHERE client_id = ?", (client.id,)
    )
    return str(rows[0][0])


def _scored_form(work: Workplace) -> str:
    client = work.add_client()
    work.fill(client, "gad-7", {f"q{at}": 1 for at in range(1, 8)}, None)
    rows = work.workspace.caseload.rows(
        "SELECT id FROM filled_forms WHERE client_id = ?", (client.id,)
    )
    return str(rows[0][0])


def _signed_form(work: Workplace) -> Destination:
    session = _signed(work)
    rows = work.workspace.caseload.rows(
        "SELECT id FROM filled_forms WHERE appointment_id = ?", (session,)
    )
    return commands.FilledFormPage(str(rows[0][0]))


def _hand_over(work: Workplace) -> Destination:
    client = work.add_client()
    session = work.plan(client, "S01")
    work.tell_limits(client, session)
    return commands.HandOver(client.id, ("phq-9", "gad-7"), session)


def _stopped_form(work: Workplace) -> Destination:
    client = work.add_client()
    session = work.plan(client, "S01")
    opened = open_form(
        work.workspace, client.id, "gad-7", appointment_id=session, filled_by="client"
    )
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 2}))
    return commands.FormPage(client.id, "gad-7", session)


def _untold(work: Workplace) -> Destination:
    client = work.add_client()
    return commands.HandOver(client.id, ("phq-9",), work.plan(client, "S01"))


def _begun_text(work: Workplace) -> Destination:
    place = texts.places(work.workspace)[-1].id
    if texts.writing_of(work.workspace, place) is None:
        texts.begin(work.workspace, place)
    return commands.LocalTextPage(place)


TO_THE_CLIENT = (
    write("prepare.pin", PIN),
    write("prepare.again", PIN),
    *push("prepare.start"),
)


def _simply(
    destination: Destination, *acts: tuple[str, tuple[Callable[[Page], object], ...]]
) -> tuple[State, ...]:
    plain = State("as it is", lambda _work: destination)
    return (plain, *(State(name, lambda _work: destination, done) for name, done in acts))


def _under_another_sheet(work: Workplace) -> Destination:
    vault, other = work.workspace.vault, continuity_key(bytearray(range(20)))
    header = replace(vault.header, continuity=other.public, continuity_verify=other.verify)
    vault.write_statement(header)
    return commands.People()


def _planned(work: Workplace) -> Client:
    client = work.add_client()
    work.plan(client, "S01")
    return client


def _planned_before(work: Workplace) -> Client:
    client = work.add_client()
    work.plan(client, "S01", work.clock() - timedelta(days=20))
    return client


def _waiting(work: Workplace) -> Client:
    client = work.add_client()
    said = {"life_in_danger": "not_asked", "child_in_danger": "no", "may_contact": False}
    work.fill(client, "first-contact", said, None)
    return client


def _before_a_gate(work: Workplace) -> Client:
    client = work.add_client()
    work.plan(client, "S03")
    return client


def _busy(work: Workplace) -> Destination:
    for level in RAISES:
        _alert_of(work, work.add_client(), level)
    _promise(work)
    _running(work)
    _closed_by_a_colleague(work)
    work.plan(work.add_client(), "S01")
    return commands.Today()


def _closed_by_a_colleague(work: Workplace) -> None:
    """Let a colleague have closed the quarter that is over, so that figures wait."""
    service = work.workspace.service
    if not quarters.closed(service):  # a page is come to more than once
        closed = quarters.ClosedQuarter("2025-Q4", "a" * 32, work.workspace.now())
        close_as_colleague(service, closed)


def _figures_wait(work: Workplace) -> Destination:
    _running(work)
    _closed_by_a_colleague(work)
    return commands.Outcomes()


def _in_calendar(work: Workplace) -> Destination:
    appointment = work.plan(work.add_client(), "S01")
    return commands.Calendar(appointment_id=appointment)


SETTINGS_SUBJECTS = ("keys", "people", "texts", "numbers", "locking", "forms", "laptop")

STATES: dict[type[Destination], tuple[State, ...]] = {
    commands.Today: (
        *_simply(commands.Today()),
        State("with all that can wait", _busy),
        State("searched", lambda _work: commands.Today(), (of_window("search"),)),
        State("explained", lambda _work: commands.Today(), (of_window("_help.show_help"),)),
    ),
    commands.Calendar: (
        *_simply(commands.Calendar(), ("a new one", push("add"))),
        *(
            State(
                asking or "planned",
                _in_calendar,
                (emit("week.acts.asked", letter),) if letter else (),
            )
            for asking, letter in (("", ""), ("move", "m"), ("missed", "d"))
        ),
    ),
    commands.CalendarPaper: _simply(
        commands.CalendarPaper(),
        ("too short", (write("passphrase", "short", over=True), *push("lock_button"))),
    ),
    commands.SupervisionPack: _simply(
        commands.SupervisionPack(),
        ("printed", push("print_button")),
        ("saved", push("save_button")),
    ),
    commands.Clients: _simply(commands.Clients(), ("somebody new", (says("New client"),))),
    commands.ImportList: _simply(commands.ImportList(), ("no file", push("choose"))),
    commands.Library: tuple(
        State(shelf, lambda _work, shelf=shelf: commands.Library(shelf))
        for shelf in ("sessions", "forms", "texts", "services", "versions")
    )
    + tuple(
        State(name, lambda _work: commands.Library(), (act,))
        for name, act in (
            ("a session", calls("_viewmodel.open_session", "S01")),
            ("a form", calls("_viewmodel.open_form", "phq-9")),
            ("a text", lambda page: _open_first(page, "text", "local_texts", "ref")),
            ("a service", lambda page: _open_first(page, "service", "directory", "id")),
        )
    ),
    commands.Training: _simply(
        commands.Training(),
        ("a question", (says("Ask"),)),
        ("a course", (lambda page: page._viewmodel.open_course(next(iter(installed_courses()))),)),
        ("a vignette", (calls("_viewmodel.open_rating"),)),
    ),
    commands.Outcomes: (
        *_simply(commands.Outcomes()),
        State("of figures that wait", _figures_wait, push("choices.giving.act")),
        State(
            "of a client who was not asked",
            _of_client(_rich, commands.Outcomes),
            (_for_the_first, *push("choices.prepare")),
        ),
    ),
    commands.Recipients: _simply(
        commands.Recipients(),
        ("somebody new", push("add")),
        ("no key", (*push("add"), *push("opened.form.save"))),
        ("our own key", push("own")),
        ("the lead", (lambda page: page.buttons[0].click(),)),
    ),
    commands.ReportQuestions: _simply(commands.ReportQuestions()),
    commands.WaitingReleases: _simply(commands.WaitingReleases()),
    commands.Review: _simply(
        commands.Review(),
        ("no file", push("packages.add_file")),
        ("no folder", push("packages.add_folder")),
    ),
    commands.Oversight: _simply(commands.Oversight()),
    commands.Settings: _simply(
        commands.Settings(),
        *((subject, (calls("enter", subject),)) for subject in SETTINGS_SUBJECTS),
    ),
    commands.Safekeeping: _simply(
        commands.Safekeeping(),
        ("backed up", push("back_up")),
        ("read back", push("read_all")),
        ("no second place", push("second")),
    ),
    commands.AuditTrail: _simply(commands.AuditTrail()),
    commands.People: (
        *_simply(
            commands.People(),
            ("somebody new", (says("Add a person"),)),
            ("somebody", (lambda page: page._viewmodel.turn_to("person", _me(page)),)),
            ("a new sheet", (says("Make a new continuity sheet"),)),
            ("harder", (says("Make protection stronger"),)),
        ),
        State("not agreed to a sheet", _under_another_sheet),
        State("agreeing to a sheet", _under_another_sheet, (says("Read and answer"),)),
    ),
    commands.OwnKeys: _simply(commands.OwnKeys(), ("no key file", (says("Make a key file …"),))),
    commands.Caseloads: _simply(commands.Caseloads()),
    commands.About: _simply(commands.About(), ("all licences", push("more"))),
    commands.ClientPage: (
        State("new", _of_client(Workplace.add_client, commands.ClientPage)),
        State("planned", _of_client(_planned, commands.ClientPage)),
        State("course ended", _of_client(_of_ended_course, commands.ClientPage)),
        State(
            "of a day before",
            _of_client(_planned_before, commands.ClientPage),
            (says("Start session"),),
        ),
        State("waiting", _of_client(_waiting, commands.ClientPage)),
        State(
            "not decided on",
            _of_client(_waiting, commands.ClientPage),
            (says("Start session"),),
        ),
        *(
            State(
                name,
                _of_client(_before_a_gate, commands.ClientPage),
                (says("Start session"), *acts),
            )
            for name, acts in (
                ("a closed gate", ()),
                ("going past a gate", (says("Override and continue"),)),
            )
        ),
        State("agreed to an earlier wording", _of_client(_reworded, commands.ClientPage)),
        State("with much", _of_client(_rich, commands.ClientPage)),
        State("restricted", _of_client(_restricted, commands.ClientPage)),
        *(
            State(
                page,
                _of_client(_rich, commands.ClientPage),
                (emit(f"head.{page}_chosen"),),
            )
            for page in ("calendar", "forms", "identity", "course", "move")
        ),
        State(
            "identity put right",
            _of_client(_rich, commands.ClientPage),
            (emit("head.identity_chosen"), emit("page.correction_chosen")),
        ),
        State(
            "opened by mistake",
            _of_client(_by_mistake, commands.ClientPage),
            (emit("head.discard_chosen"),),
        ),
        State(
            "forms of a restricted client",
            _of_client(_restricted, commands.ClientPage),
            (emit("head.forms_chosen"),),
        ),
        State(
            "hand on", _of_client(_rich, commands.ClientPage), (emit("overview.hand_on_chosen"),)
        ),
        State(
            "a contact",
            _of_client(Workplace.add_client, commands.ClientPage),
            push("overview.log_contact"),
        ),
        State("case", _of_client(_rich, commands.ClientPage), (emit("overview.case_chosen"),)),
        *(
            State(
                name,
                _of_client(make, commands.ClientPage),
                (emit("head.course_chosen"), *push("page.another"), *acts),
            )
            for name, make, acts in (
                ("another course", _of_other_course, ()),
                ("another course, not decided", _of_other_course, push("page.go")),
                ("another course, to be undone", _gone_on, ()),
                ("another course, undone without a reason", _gone_on, push("page.undo")),
            )
        ),
        State(
            "from paper",
            _of_client(_rich, commands.ClientPage),
            (emit("head.forms_chosen"), emit("page.paper_chosen", "")),
        ),
    ),
    commands.DataRights: (
        *(
            State(name, _of_client(make, commands.DataRights))
            for name, make in (
                ("nothing yet", Workplace.add_client),
                ("restricted", _restricted),
                ("held", _held_back),
            )
        ),
        *(
            State(
                what,
                _of_client(Workplace.add_client, commands.DataRights),
                (calls("overview.chosen.emit", what),),
            )
            for what in ("consent", "copy", "restrict", "hold", "erase")
        ),
        State(
            "asking again",
            _of_client(_reworded, lambda client: commands.DataRights(client, "figures_used")),
        ),
        State(
            "lift",
            _of_client(_restricted, commands.DataRights),
            (emit("overview.chosen", "lift"),),
        ),
        State(
            "release",
            _of_client(_held_back, commands.DataRights),
            (emit("overview.chosen", "release"),),
        ),
    ),
    commands.LocalTextPage: (
        State("approved", lambda work: commands.LocalTextPage(texts.places(work.workspace)[0].id)),
        State(
            "not begun", lambda work: commands.LocalTextPage(texts.places(work.workspace)[-2].id)
        ),
        State("being written", _begun_text),
        State("as the client sees it", _begun_text, (says("Show it as the client sees it"),)),
    ),
    commands.Retention: _simply(commands.Retention()),
    commands.FirstContact: (
        State("empty", lambda _work: commands.FirstContact()),
        State("to look at again", lambda _work: commands.FirstContact(), push("save")),
    ),
    commands.BesideClient: (
        State("nothing shared", lambda work: commands.BesideClient(_running(work))),
    ),
    commands.BesideForm: (
        State("a measure", lambda work: commands.BesideForm(work.add_client().id, "phq-9")),
    ),
    commands.SessionPage: (
        State("running", lambda work: commands.SessionPage(_running(work))),
        State("step done", lambda work: commands.SessionPage(_running(work)), push("foot.done")),
        State("signed", lambda work: commands.SessionPage(_signed(work))),
    ),
    commands.ClosePage: (
        State("running", lambda work: commands.ClosePage(_running(work))),
        *(
            State(ending, _ended(ending))
            for ending in ("finished", "to_be_continued", "broken_off")
        ),
        State("signing", _ended("finished"), push("sign")),
        State("kept", _ended("finished"), push("draft")),
        State("signed", lambda work: commands.ClosePage(_signed(work))),
    ),
    commands.SecondRatingPage: (
        State("open", lambda work: commands.SecondRatingPage(_signed(work))),
        State("compared", lambda work: commands.SecondRatingPage(_rated_twice(work))),
    ),
    commands.FormPage: (
        *(
            State(
                form,
                lambda work, form=form: commands.FormPage(work.add_client().id, form),
            )
            for form in ("safety-plan", "phq-9", "chain", "boundaries", "risk-check", "limits")
        ),
        State("of a restricted client", _of_client(_restricted, _a_measure)),
        State(
            "finished with what is open",
            lambda work: commands.FormPage(work.add_client().id, "gad-7"),
            push("finish"),
        ),
        State(
            "printing",
            lambda work: commands.FormPage(work.add_client().id, "gad-7"),
            push("print"),
        ),
        State("stopped by the client", _stopped_form),
    ),
    commands.FilledFormPage: (
        State("finished", lambda work: commands.FilledFormPage(_kept_form(work))),
        State(
            "to be corrected",
            lambda work: commands.FilledFormPage(_kept_form(work)),
            push("correct"),
        ),
        State("scored", lambda work: commands.FilledFormPage(_scored_form(work))),
        State("signed", _signed_form),
    ),
    commands.ShownScore: (
        State("without a score", lambda work: commands.ShownScore(_kept_form(work))),
        State("with a score", lambda work: commands.ShownScore(_scored_form(work))),
    ),
    commands.HandOver: (
        State("prepared", _hand_over),
        State("before the limits were told", _untold),
        State("another PIN", _hand_over, push("prepare.start")),
        State("the client's turn", _hand_over, TO_THE_CLIENT),
        State("skipped once", _hand_over, (*TO_THE_CLIENT, *push("turn.go_on"))),
        State("all on one page", _hand_over, (*TO_THE_CLIENT, *push("turn.whole"))),
        State("given back", _hand_over, (*TO_THE_CLIENT, *push("turn.give_back"))),
        State(
            "a wrong PIN",
            _hand_over,
            (
                *TO_THE_CLIENT,
                *push("turn.give_back"),
                write("give_back.typed", "999"),
                *push("give_back.take_back"),
            ),
        ),
        State(
            "taken back",
            _hand_over,
            (
                *TO_THE_CLIENT,
                *push("turn.give_back"),
                write("give_back.typed", PIN),
                *push("give_back.take_back"),
            ),
        ),
    ),
    commands.AlertPage: (
        *(State(level, _alert(level)) for level in RAISES),
        *(State(f"{level}, answered", _alert(level, is_answered=True)) for level in RAISES),
        *(
            State(f"{level}, a reason", _alert(level), push("answer.give_reason"))
            for level in RAISES
        ),
        State("of an answer that was changed", _slip),
        State("of an answer that was changed, in full", _slip, push("changed.in_full")),
        State("after another answer", _after_another),
        State("taken over", _after_another, (says("Take over this answer"),)),
    ),
    commands.PromisePage: (
        State("open", _promise),
        State("let go", _promise, (write("reason", "Moved away"), *push("let_go"))),
    ),
}
