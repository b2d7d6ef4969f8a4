"""A look at every other place: review, programme, settings, about, forms, large text."""

from pathlib import Path

from therapist_app import commands
from therapist_app.demo.person import NotThere, Person
from therapist_app.demo.pictures import Pictures
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.settings import LookSettings
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.main_window import MainWindow

LARGE = 2.0


def show_places(window: MainWindow, pictures: Pictures, exports: Path, client_id: str) -> None:
    """Take a picture of each place that the story of a session does not pass."""
    person = Person(window)
    window.go_to(commands.Review())
    viewmodel = window.page.findChild(ReviewViewModel)
    if viewmodel is None:
        raise NotThere("the review screen has nothing behind it")
    for package in sorted(exports.glob("*/*.outcomes")):
        viewmodel.add(package)
    for package in sorted(path for path in exports.iterdir() if path.is_dir()):
        viewmodel.add(package)
    person.settle()
    pictures.take(window, "review")
    for name, destination in (
        ("programme", commands.Library()),
        ("training", commands.Training()),
        ("settings", commands.Settings()),
        ("people", commands.People()),
        ("own-keys", commands.OwnKeys()),
        ("backups", commands.Safekeeping()),
        ("audit-trail", commands.AuditTrail()),
        ("retention", commands.Retention()),
        ("data-rights", commands.DataRights(client_id)),
        ("about", commands.About()),
        ("supervision", commands.SupervisionPack()),
        ("client-after", commands.ClientPage(client_id)),
        ("safety-plan", commands.FormPage(client_id, "safety-plan")),
        ("boundaries", commands.FormPage(client_id, "boundaries")),
    ):
        window.go_to(destination)
        person.settle()
        pictures.take(window, name)


def show_large(
    window: MainWindow,
    appearance: AppearanceController,
    pictures: Pictures,
    look: LookSettings,
    client_id: str,
) -> None:
    """Take the daily screens once more at twice the text size."""
    appearance.apply(look)
    for name, destination in (
        ("today-200", commands.Today()),
        ("clients-200", commands.Clients()),
        ("client-200", commands.ClientPage(client_id)),
        ("safety-plan-200", commands.FormPage(client_id, "safety-plan")),
    ):
        window.go_to(destination)
        Person(window).settle()
        pictures.take(window, name)
