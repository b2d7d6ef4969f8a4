"""A form or a session shown as a therapist will see it, for those who write them."""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from programme.errors import ProgrammeError
from programme.loading.loading import load_programme
from session_forms.clinic.site_folder import with_site_files
from session_forms.words.texts import pgettext
from therapist_app import commands
from therapist_app.bootstrap import load_content, make_application, open_workplace
from therapist_app.commands import Destination
from therapist_app.practice.setting_up import new_practice
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content.shipped_content import ContentInUse
from therapist_app.workflows.course import limits_before, planning
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions import holding_a_session, passing_gates

ENDING = ".toml"


def preview(kind: str, wanted: str, folder: Path | None = None) -> int:
    """Show a form or a session as a therapist will see it, over a record thrown away after.

    A form is named by its id, or by the file of a form or of words that is being written.
    `folder` holds a programme that is being written; without it the installed one is shown.
    """
    content = load_content()
    if folder is not None:
        try:
            content = replace(content, programme=load_programme(folder, content.forms))
        except ProgrammeError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    if kind == "form" and wanted.endswith(ENDING):
        path = Path(wanted)
        content = replace(content, forms=with_site_files(content.forms, path.parent))
        wrong = [each for each in content.forms.problems if each.startswith(path.name)]
        if wrong or not path.is_file():
            sys.stderr.write("\n".join(wrong or [f"There is no file {path.name}."]) + "\n")
            return 1
        wanted = path.name.split(".", maxsplit=1)[0]
    ids = content.forms.ids() if kind == "form" else tuple(content.programme.session_plans)
    if wanted not in ids:
        sys.stderr.write(f"There is no {kind} called {wanted}. There are: {', '.join(ids)}.\n")
        return 1
    app = make_application()

    def end(**_how: bool) -> None:  # locking ends a preview: there is nothing to unlock again
        app.quit()

    with TemporaryDirectory(prefix="sessions-") as place:
        vault = new_practice(
            Path(place) / "practice",
            pgettext("name of a person in a preview", "Preview"),
            system_sources(),
        )
        start = _prepared(vault, content, kind, wanted)
        window = open_workplace(vault, leave=end, content=content, start=start)
        window.show()
        code = app.exec()
        vault.close()
    return code


def _prepared(vault: Vault, content: ContentInUse, kind: str, wanted: str) -> Destination:
    workspace = content.workspace(vault)
    client = add_client(workspace, NewClient("code_only"), imported_at=workspace.now())
    if kind == "form":
        return commands.FormPage(client.id, wanted)
    told = pgettext("name of a person in a preview", "Preview")
    limits_before.say_told_before(workspace, client.id, workspace.today(), told)
    for gate in passing_gates.gates_before(workspace, client.id, wanted):
        passing_gates.override_gate(
            workspace,
            client.id,
            gate.id,
            wanted,
            reason=pgettext("name of a person in a preview", "Preview"),
            supervisor=pgettext("name of a person in a preview", "Preview"),
        )
    appointment = planning.plan_appointment(workspace, client.id, wanted, workspace.now())
    holding_a_session.start_session(
        workspace, appointment.id, pgettext("reason in a preview", "Preview")
    )
    return commands.SessionPage(appointment.id)
