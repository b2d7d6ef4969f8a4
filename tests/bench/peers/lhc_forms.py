"""The same questions drawn by LHC-Forms, the National Library of Medicine's, in Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright
from typing_extensions import override

from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.form.definition import FormDefinition
from tests.bench.timing.rounds import Span

RADIO_BUTTONS = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
    "valueCodeableConcept": {
        "coding": [
            {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}
        ]
    },
}
"""Without it LHC-Forms draws a list that opens, which is less work than buttons."""
PAGE = """<!doctype html><meta charset="utf-8"><title>Peer</title>
<link rel="stylesheet" href="webcomponent/styles.css"><div id="form"></div>
<script src="webcomponent/assets/lib/zone.min.js"></script>
<script type="module" src="webcomponent/runtime.js"></script>
<script type="module" src="webcomponent/polyfills.js"></script>
<script type="module" src="webcomponent/main.js"></script>
<script defer src="fhir/R4/lformsFHIR.min.js"></script>"""
EMPTY = """async () => {
    LForms.Util.removeFormsFromPage('form');
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
}"""
DRAW = """async form => {
    const begun = performance.now();
    await LForms.Util.addFormToPage(form, 'form', {fhirVersion: 'R4'});
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begun;
}"""
BUTTONS = "document.querySelectorAll('#form input[type=radio]').length"


class Drawn:
    """A page of Chromium that draws a form as often as it is asked."""

    def __init__(self, page: Page, session: CDPSession, form: FormDefinition) -> None:
        self._page, self._session = page, session
        self._form = _with_buttons(questionnaire(form, CarryReport()))
        self._buttons = sum(len(each.options) for each in form.questions)

    def draw(self) -> Span:
        """Draw it from empty; return the time until it was painted, and that of the page's thread.

        Raises:
            AssertionError: Not every answer stands on the page.

        """
        self._page.evaluate(EMPTY)
        before = self._busy()
        wall = self._page.evaluate(DRAW, self._form)
        work = self._busy() - before
        assert self._page.evaluate(BUTTONS) == self._buttons, self._page.evaluate(BUTTONS)
        return Span(wall, work)

    def _busy(self) -> float:
        told = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in told if each["name"] == "TaskDuration")


@contextmanager
def drawn_by_lhc_forms(package: Path, chromium: str, form: FormDefinition) -> Iterator[Drawn]:
    """Serve the unpacked package on this machine alone, and open a page of it in Chromium."""
    with (
        _served(package / "dist" / "lforms") as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{address}/peer.html")
        page.wait_for_function("window.LForms && LForms.FHIR && LForms.Util")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        yield Drawn(page, session, form)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    @override
    def do_GET(self) -> None:
        if self.path != "/peer.html":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


def _with_buttons(tree: Any) -> Any:
    for item in tree["item"]:
        item["extension"] = [*item.get("extension", ()), RADIO_BUTTONS]
    return tree
