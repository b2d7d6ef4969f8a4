"""Which fields of the product's classes are read, by the type of what they are read from.

A name alone does not tell: `title` of one class is read wherever that of another one is. Here the
library that checks the types says of what each expression is. It looks at the whole product anew,
which takes more than a minute.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mypy.build import build
from mypy.main import process_options
from mypy.nodes import MemberExpr, TypeInfo, Var
from mypy.types import (
    Instance,
    TupleType,
    Type,
    TypeType,
    TypeVarType,
    UnionType,
    get_proper_type,
)

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")


class ReadFacts:
    """The classes of the product with their fields, and which of these are read somewhere."""

    def __init__(self) -> None:
        """Look at every expression of the product."""
        wanted = [word for package in PACKAGES for word in ("-p", package)]
        sources, options = process_options(["--config-file", str(ROOT / "pyproject.toml"), *wanted])
        options.export_types = options.preserve_asts = True
        options.incremental = False
        made = build(sources, options)
        assert made.errors == []
        self.fields: dict[str, list[str]] = {}
        self._order: dict[str, list[str]] = {}
        for name, state in made.graph.items():
            if name.split(".")[0] in PACKAGES and state.tree is not None:
                for symbol in state.tree.names.values():
                    if isinstance(symbol.node, TypeInfo) and symbol.node.module_name == name:
                        self._take(symbol.node)
        self._read = {
            (info.fullname, read.name)
            for read in made.types
            if isinstance(read, MemberExpr) and read.expr in made.types
            for info in _classes(made.types[read.expr])
        }
        self._read |= set(self._matched())

    def _take(self, info: TypeInfo) -> None:
        self._order[info.fullname] = [base.fullname for base in info.mro]
        self.fields[info.fullname] = [
            name
            for name, symbol in info.names.items()
            if isinstance(symbol.node, Var)
            and not (symbol.node.is_classvar or symbol.node.is_final or symbol.plugin_generated)
            and name.isidentifier()
            and not name.startswith("_")
        ]

    def _matched(self) -> Iterator[tuple[str, str]]:
        """Yield what a pattern takes out of an object: by the place of a field, or by its name."""
        by_name = defaultdict(list)
        for kind in self.fields:
            by_name[kind.rpartition(".")[2]].append(kind)
        for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.MatchClass):
                    for kind in by_name[ast.unparse(node.cls).rpartition(".")[2]]:
                        placed = self.fields[kind][: len(node.patterns)]
                        yield from ((kind, name) for name in (*placed, *node.kwd_attrs))

    def unread(self, kind: str) -> list[str]:
        """Return the fields of a class that nobody reads from it, from what it is, or is made."""
        kin = {*self._order[kind]}
        kin |= {other for other, order in self._order.items() if kind in order}
        read = {name for reader, name in self._read if reader in kin}
        return [name for name in self.fields[kind] if name not in read]


def _classes(kind: Type) -> Iterator[TypeInfo]:
    found = get_proper_type(kind)
    match found:
        case Instance():
            yield found.type
        case UnionType():
            for part in found.items:
                yield from _classes(part)
        case TypeVarType():
            for bound in (found.upper_bound, *found.values):
                yield from _classes(bound)
        case TupleType():
            yield found.partial_fallback.type
        case TypeType():
            yield from _classes(found.item)
