"""A FHIR item in the making."""

from dataclasses import dataclass, field
from datetime import date

from session_forms.exchange.fhir_terms.extensions import HL7, our_keys, standard
from session_forms.exchange.plain_data.plain_form import Tree
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.questions.columns import ColumnBase
from session_forms.questions.kinds import Question

CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
NO_WORD = "FHIR has no word for it"
KEPT = "kept in an extension of ours, which other programs do not read"


@dataclass(slots=True)
class ItemDraft:
    """A question, or a column of a table, on its way into an item.

    Attributes:
        form_id: The form.
        path: The place in its file, as `questions[2].columns[0]`.
        name: The question's id, and that of the column behind a full stop.
        asked: The question or the column.
        keys: What is not carried yet.
        item: The item's own keys so far.
        report: What only we can read, so far.
        extensions: The item's extensions so far.
        below: The items that stand in it so far.

    """

    form_id: str
    path: str
    name: str
    asked: Question | ColumnBase
    keys: Tree
    item: Tree
    report: CarryReport
    extensions: list[Tree] = field(default_factory=list)
    below: list[Tree] = field(default_factory=list)

    @property
    def link_id(self) -> str:
        """The item's linkId."""
        return str(self.item["linkId"])

    def extend(self, name: str, kind: str, value: object) -> None:
        """Add the HL7 extension `name` with a value of a FHIR type."""
        spelled = value.isoformat() if isinstance(value, date) else value
        self.extensions.append(standard(name, kind, spelled))

    def control(self, code: str) -> None:
        """Say how the item is drawn, by a code of HL7's list of controls."""
        self.extensions.append(control(code))

    def words(self, role: str, text: str) -> None:
        """Put words below the item; `role` is their code in HL7's list of controls."""
        if text:
            self.below.append(display(f"{self.link_id}.{role}", text, role))

    def kept(self, key: str) -> None:
        """List a key that is carried where only we read it."""
        self.report.add(f"{self.path}.{key}", NO_WORD, KEPT, self.name)

    def finished(self, name: str) -> Tree:
        """Return the item; the keys that wait still go into our extension `name`."""
        extended = self.extensions + our_keys(name, self.keys)
        item = {"extension": extended, **self.item} if extended else self.item
        return item | ({"item": self.below} if self.below else {})


def display(link_id: str, text: str, role: str = "") -> Tree:
    """Return words without a question; `role` is their code in HL7's list of controls."""
    item: Tree = {"linkId": link_id, "text": text, "type": "display"}
    return {"extension": [control(role)], **item} if role else item


def control(code: str) -> Tree:
    """Return the extension that says how an item is drawn, by a code of HL7's list."""
    concept = {"coding": [{"system": CONTROLS, "code": code}]}
    return {"url": f"{HL7}/questionnaire-itemControl", "valueCodeableConcept": concept}
