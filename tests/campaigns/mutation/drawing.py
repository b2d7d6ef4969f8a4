"""Mutants of a package: one small change each, at a place that chance picks from a seed.

The changes are those of Cosmic Ray's operators (another comparison, another number, "and" for "or",
no loop, no decorator). A place is drawn first and then one of the changes that are possible there,
since Cosmic Ray has eleven for each plus and one for each number. Left out is what no test could
tell apart, or what fails as the module is read: annotations, the star before parameters that
are named at each call, the decorators that only declare, and changes after which it is no Python.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from random import Random
from warnings import catch_warnings, simplefilter

import cosmic_ray.mutating
import cosmic_ray.plugins
import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.operators.operator import Operator
from parso.tree import NodeOrLeaf

DECLARING = (
    "dataclass",
    "override",
    "cache",
    "lru_cache",
    "overload",
    "final",
    "runtime_checkable",
)
PARAMETERS = ("parameters", "lambdef", "param")
ANNOTATING = ("annassign", "tfpdef", "type_stmt")

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one module.

    Attributes:
        path: Of the module, from the root, with slashes.
        operator: Cosmic Ray's name of the change.
        occurrence: Which of the places in the module where the operator applies, from 0.
        line: Where it begins, from 1.
        is_inside: Whether that stands inside a function, and not only as the module is read.

    """

    path: str
    operator: str
    occurrence: int
    line: int
    is_inside: bool

    @property
    def name(self) -> str:
        """What tells it from the others of one source."""
        return f"{self.path}:{self.line} {self.operator} {self.occurrence}"


def draw(root: Path, package: str, count: int, dice: Random) -> tuple[Mutant, ...]:
    """Return so many different mutants of a package, fewer where it has no more places.

    Args:
        root: The folder that holds the package.
        package: Its folder below, with slashes.
        count: How many.
        dice: Chance.

    """
    by_place: dict[tuple[str, Position], list[Mutant]] = defaultdict(list)
    for path in sorted((root / package).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for start, mutant in mutants_of(path.read_text(encoding="utf-8"), name):
            by_place[name, start].append(mutant)
    places = dice.sample(sorted(by_place), len(by_place))
    tried = (dice.sample(by_place[each], len(by_place[each])) for each in places)
    found = (next(filter(partial(_is_python, root), each), None) for each in tried)
    return tuple(islice(filter(None, found), count))


def mutants_of(source: str, path: str) -> Iterator[tuple[Position, Mutant]]:
    """Yield every mutant of a module that is worth a run, with the place where it begins."""
    tree = parso.parse(source)
    nodes = list(ast_nodes(tree))
    for name, operator in operators().items():
        found = ((node, start) for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, (node, start) in enumerate(found):
            if not _is_idle(node):
                is_inside = node.search_ancestor("funcdef", "lambdef") is not None
                yield start, Mutant(path, name, occurrence, start[0], is_inside)


def mutated(source: str, mutant: Mutant) -> str:
    """Return the source of the module with the change in it.

    Raises:
        LookupError: The source is another than the one in which the mutant was found.

    """
    operator = operators()[mutant.operator]
    changed = cosmic_ray.mutating.mutate_code(source, operator, mutant.occurrence)
    if changed is None or changed == source:
        raise LookupError(f"{mutant.name} is not in this source")
    return changed


def _is_python(root: Path, mutant: Mutant) -> bool:
    source = (root / mutant.path).read_text(encoding="utf-8")
    with catch_warnings():
        simplefilter("error", SyntaxWarning)
        try:
            compile(mutated(source, mutant), mutant.path, "exec", dont_inherit=True)
        except (SyntaxError, AttributeError):  # what warns as well; "except a.b", where it stumbles
            return False
    return True


@cache
def operators() -> Mapping[str, Operator]:
    """Return Cosmic Ray's operators that need no settings, by name."""
    classes = {each: cosmic_ray.plugins.get_operator(each) for each in _names()}
    return {name: each() for name, each in classes.items() if not each.arguments()}


def _names() -> Iterable[str]:
    return sorted(cosmic_ray.plugins.operator_names())


def _is_idle(node: NodeOrLeaf) -> bool:
    """Tell whether a place only declares: an annotation, a star, or a decorator of that kind."""
    if node.type == "operator" and node.parent is not None and node.parent.type in PARAMETERS:
        return True
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in ANNOTATING and not _is_value(parent.children, child):
            return True
        if parent.type == "funcdef" and _follows_arrow(parent.children, child):
            return True
        child, parent = parent, parent.parent
    decorator = node if node.type == "decorator" else node.search_ancestor("decorator")
    return decorator is not None and any(each in decorator.get_code() for each in DECLARING)


def _is_value(children: Sequence[NodeOrLeaf], child: NodeOrLeaf) -> bool:
    """Tell whether a part of an annotated assignment stands behind the sign of equality."""
    before = children[: children.index(child)]
    return any(each.type == "operator" and each.value == "=" for each in before)


def _follows_arrow(children: Sequence[NodeOrLeaf], child: NodeOrLeaf) -> bool:
    at = children.index(child)
    return at > 0 and children[at - 1].type == "operator" and children[at - 1].value == "->"
