"""Forms longer than any that ships, and bare buttons of the same count as their floor."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from session_forms.form.definition import FormDefinition
from tests.support.session_forms.forms import make_form

WORDS = ("Not at all", "A little", "Some", "Much", "Very much")
_POINTS = ", ".join(f'{{ value = {at}, label = "{each}" }}' for at, each in enumerate(WORDS))
_WAYS = ", ".join(f'{{ id = "way_{each}", label = "Way {each}" }}' for each in "abcde")
_RATING = f'kind = "rating"\noptions = [{_POINTS}]'
_TEXT = 'kind = "short_text"'
_ENDS = 'low = { value = 0, label = "none" }\nhigh = { value = 10, label = "full" }'
_MIXED = (
    _RATING,
    _RATING,
    f'kind = "scale"\n{_ENDS}',
    'kind = "yes_no"',
    f'kind = "choice"\noptions = [{_WAYS}]',
    f'kind = "multi"\noptions = [{_WAYS}]',
    _TEXT,
    'kind = "date"',
)
EVERY = 4
"""In the form with rules, each fourth question follows from the rating before it."""


def _question(number: int, body: str) -> str:
    prompt = f"How much has number {number} been on your mind since we met last?"
    return f'[[questions]]\nid = "q{number}"\nprompt = "{prompt}"\n{body}\n'


def _form(form_id: str, bodies: list[str]) -> FormDefinition:
    questions = (_question(number, body) for number, body in enumerate(bodies, start=1))
    return make_form("".join(questions), form_id=form_id)


def _ruled(number: int) -> str:
    if number % EVERY:
        return _RATING
    return f'{_TEXT}\nshown_when = {{ question = "q{number - 1}", at_least = 1 }}'


MIXED_40 = _form("mixed-40", [_MIXED[at % len(_MIXED)] for at in range(40)])
RATINGS_60 = _form("ratings-60", [_RATING] * 60)
RATINGS_200 = _form("ratings-200", [_RATING] * 200)
RULES_200 = _form("rules-200", [_ruled(number) for number in range(1, 201)])
LONG_FORMS = (MIXED_40, RATINGS_60, RATINGS_200, RULES_200)


class BareButtons(QMainWindow):
    """As many questions of bare radio buttons, under each other."""

    def __init__(self) -> None:
        super().__init__()
        self.area = QScrollArea(widgetResizable=True)
        self.setCentralWidget(self.area)

    def build(self, questions: int) -> None:
        """Put so many questions in the place of those before."""
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        for number in range(questions):
            column.addWidget(QLabel(f"Number {number}"))
            line, group = QHBoxLayout(), QButtonGroup(sheet)
            for words in WORDS:
                button = QRadioButton(words)
                group.addButton(button)
                line.addWidget(button)
            column.addLayout(line)
        self.area.setWidget(sheet)
