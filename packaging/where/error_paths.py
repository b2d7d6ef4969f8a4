"""Which way an error goes through the code: who raises it, who catches it, what becomes of it.

::

    for line in ways_of(root, "RecordTooNew", ("therapist_app",)): ...

Caught is an error also where a class above it is, or any error of a tuple that holds it, whose name
a search for its own does not find. There it may be replaced by another, kept as its code or passed
over, and its sentence is then never read.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ENDS = {"Exception", "BaseException", "OSError", "ValueError", "RuntimeError"}
"""Classes above an error of ours that are none of ours."""
KEPT = ("code", "detail")
CLASS = re.compile(r"^class (\w+)\(([^()]*)\):", re.MULTILINE)


def ways_of(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell the way of an error of this name; none where it is no error."""
    texts = dict(_texts(root, packages))
    bases = _bases(texts.values())
    above = _above(name, bases)
    if not above or ENDS.isdisjoint(chained := {each for one in above for each in bases[one]}):
        return []
    ours = [each for each in above if each not in ENDS]
    kinds = [name, *ours] if name not in ours else ours
    trees = {file: ast.parse(text) for file, text in texts.items() if _names(text, kinds)}
    groups = _groups(trees.values(), kinds)
    by_group = (file for file, text in texts.items() if _names(text, groups))
    trees |= {file: ast.parse(texts[file]) for file in by_group if file not in trees}
    raised, details = _raised(trees, name)
    code = _code(name)
    spelt = [name, *(f'"{each}"' for each in (code, *details))]
    tables = {file: ast.parse(text) for file, text in texts.items() if _names(text, spelt)}
    lines = [f"Error: {' < '.join(kinds)} < {min(chained & ENDS)}; its code is {code}"]
    lines += ["  Raised in:", *(f"    {each}" for each in raised or ["nowhere by this name"])]
    lines += ["  Caught, by its name or by one above, and what becomes of it there:"]
    lines += [f"    {each}" for each in _caught(trees, kinds, groups) or ["nowhere"]]
    lines += ["  Worded, by class or by code and details:"]
    return lines + [
        f"    {each}" for each in _worded(tables, name, {code, *details}) or ["nowhere"]
    ]


def _texts(root: Path, packages: Sequence[str]) -> Iterator[tuple[str, str]]:
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def _names(text: str, words: Iterable[str]) -> bool:
    return any(each in text for each in words)


def _bases(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of the classes right above each class; of two of one name those of both."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for name, above in CLASS.findall(text):
            found[name] += [each.strip().split("[")[0].split(".")[-1] for each in above.split(",")]
    return dict(found)


def _above(name: str, bases: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a class and all of ours above it, the nearest first."""
    above = [name] if name in bases else []
    for each in above:
        above += [one for one in bases[each] if one in bases and one not in above]
    return above


def _last(node: ast.AST) -> str:
    """Return the last name of `a`, `a.b`, `a[b]` or `a(...)`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _last(node.func)
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    return node.id if isinstance(node, ast.Name) else ""


def _code(name: str) -> str:
    return "".join(f"-{each.lower()}" if each.isupper() else each for each in name).lstrip("-")


def _raised(trees: Mapping[str, ast.Module], name: str) -> tuple[list[str], set[str]]:
    """Return where an error is made, and the words of detail that it is made with."""
    found: dict[str, list[str]] = defaultdict(list)
    details: set[str] = set()
    for file, tree in trees.items():
        for place, function in _functions(tree):
            for node in _own(function):
                is_made = isinstance(node, ast.Call) and _last(node.func) == name
                if is_made or (isinstance(node, ast.Raise) and _named(node.exc) == name):
                    found[file].append(place)
                if is_made:
                    details |= {
                        each.value
                        for each in node.args
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    }
    return [f"{file}  {_together(places)}" for file, places in found.items()], details


def _named(node: ast.AST | None) -> str:
    return "" if node is None or isinstance(node, ast.Call) else _last(node)


def _together(places: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(places))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield each function with its name, and what stands in none."""
    yield "(module)", tree
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function or a module, without what stands in functions in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own(child)


def _caught(
    trees: Mapping[str, ast.Module], kinds: Sequence[str], groups: Mapping[str, set[str]]
) -> list[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for file, tree in trees.items():
        for place, function in _functions(tree):
            for node in _own(function):
                for caught, becomes in _catching(node, groups):
                    by = next((each for each in kinds if each in caught), "")
                    if by:
                        found[by].append(f"{file}  {place}  {becomes}")
    return [f"as {kind}: {line}" for kind in kinds for line in dict.fromkeys(found[kind])]


def _groups(trees: Iterable[ast.Module], kinds: Sequence[str]) -> dict[str, set[str]]:
    """Return the classes in each tuple that has a name and holds one, as `DAMAGED = (A, B)`."""
    found = {
        _last(node.targets[0]): _classes(node.value, {})
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
    }
    return {name: classes for name, classes in found.items() if not classes.isdisjoint(kinds)}


def _catching(node: ast.AST, groups: Mapping[str, set[str]]) -> Iterator[tuple[set[str], str]]:
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield _classes(node.type, groups), _becomes(node)
    elif isinstance(node, ast.Call) and _last(node.func) == "suppress":
        yield {name for each in node.args for name in _classes(each, groups)}, "passed over"
    elif isinstance(node, ast.Call) and _last(node.func) == "isinstance":
        yield _classes(node.args[1], groups), "told apart"


def _classes(node: ast.AST, groups: Mapping[str, set[str]]) -> set[str]:
    if isinstance(node, ast.Tuple):
        return {name for each in node.elts for name in _classes(each, groups)}
    if isinstance(node, ast.BinOp):
        return _classes(node.left, groups) | _classes(node.right, groups)
    if isinstance(node, ast.Starred):
        return _classes(node.value, groups)
    return groups.get(_last(node), {_last(node)})


def _becomes(handler: ast.ExceptHandler) -> str:
    """Return what a handler does with the error that it caught, all that holds of it."""
    done = []
    compared = {
        part
        for statement in handler.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
    }
    for node in (each for statement in handler.body for each in ast.walk(statement)):
        if isinstance(node, ast.Raise):
            is_same = node.exc is None or (handler.name and _last(node.exc) == handler.name)
            done.append("raised on" if is_same else f"replaced by {_last(node.exc)}")
        elif isinstance(node, ast.Attribute) and _last(node.value) == handler.name:
            how = "told apart by" if node in compared else "turned into"
            done.append(f"{how} its {node.attr}" if node.attr in KEPT else "read")
        elif isinstance(node, ast.Name) and node.id == handler.name:
            done.append("kept")
    told = [each for each in dict.fromkeys(done) if each not in {"kept", "read"}]
    if told or done:
        return ", ".join(told) or "kept or told"
    empty = (ast.Pass, ast.Continue, ast.Break)
    return "passed over" if isinstance(handler.body[-1], empty) else "another answer in its place"


def _worded(trees: Mapping[str, ast.Module], name: str, codes: set[str]) -> list[str]:
    """Return the tables whose keys are a class, a class with a word, or one of some codes."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, tree in trees.items():
        for table, node in _tables(tree):
            keys = [each for each in node.keys if each is not None]
            for key in keys:
                if _last(key) == name:
                    found[f"{file}  {table}"].append("by its class")
                elif isinstance(key, ast.Tuple) and _last(key.elts[0]) == name:
                    found[f"{file}  {table}"].append(ast.unparse(key.elts[-1]).strip("'"))
                elif isinstance(key, ast.Constant) and key.value in codes:
                    found[f"{file}  {table}"].append(f'"{key.value}"')
    return [f"{where}  {_together(keys)}" for where, keys in found.items()]


def _tables(tree: ast.Module) -> Iterator[tuple[str, ast.Dict]]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        if targets and isinstance(node.value, ast.Dict):
            yield _last(targets[0]), node.value
