"""A report as pages of blocks: the preview shows and the paper prints one and the same."""

from dataclasses import dataclass

from exports.document.tables import Table
from exports.paper.charts.chart import ChartData
from exports.paper.charts.pictures import Picture


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of plain text; `small` for a remark below a table."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts, each under its name; `leads` for the sentences that a page is there for."""

    rows: tuple[tuple[str, str], ...]
    leads: bool = False


Block = Prose | Heading | Facts | Table | ChartData | Picture


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One part of a report under its own title; a long one runs over several sheets of paper.

    Attributes:
        printed: Whether the part is in the PDF; the others are in the package's tables alone.
        on_new_sheet: Whether it begins on a sheet of its own, however much is left of the one
            before.
        behind: What its pictures are made of: ids of tables, or of one row as table/key.

    """

    title: str
    blocks: tuple[Block, ...]
    printed: bool = True
    on_new_sheet: bool = False
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a report asks.

    Attributes:
        figure: The id of the figure that it is about.
        value: The figure as printed, most often in per cent; 0 where it names none.

    """

    figure: str
    value: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is set and packed.

    Attributes:
        chip: What identifies the pages: a pseudonym or the release id.
        forms: (id, version) of every form that its figures come from.
        checks: What was made sure of, as (what, how).
        for_programs: Tables that are in the package alone: nobody reads them.
        questions: What it asks, the first of all on its first page.
        is_decided: Whether the attack on its figures came to an end; else two people release it.
        rule: How its figures are told, in a few sentences.

    """

    title: str
    chip: str
    pages: tuple[PreviewPage, ...]
    programme: tuple[str, str]
    forms: tuple[tuple[str, int], ...]
    checks: tuple[tuple[str, str], ...] = ()
    for_programs: tuple[Table, ...] = ()
    questions: tuple[Asked, ...] = ()
    is_decided: bool = True
    rule: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the report, in order, those for programs last."""
        on_pages = tuple(
            block for page in self.pages for block in page.blocks if isinstance(block, Table)
        )
        return (*on_pages, *self.for_programs)
