"""What stands beside the product as a screen reader does; run by the system's own Python.

``/usr/bin/python3 program.py``: takes one JSON list a line, ``[verb, {named}]``, and answers each
with one line, ``["ok", answer]`` or ``["wrong", words]``. It knows the product only through AT-SPI,
and imports nothing of this project, as a stranger's program would not.
"""

import json
import os
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - only after its version was named

PATIENCE = 5000
"""Milliseconds that an answer may take."""
DEEPEST = 60
ALL = (
    "object:text-changed",
    "object:text-caret-moved",
    "object:text-selection-changed",
    "object:announcement",
    "object:state-changed",
    "object:property-change",
    "object:children-changed",
    "object:selection-changed",
    "object:active-descendant-changed",
    "object:value-changed",
    "object:visible-data-changed",
    "object:model-changed",
    "window",
    "focus",
)
GONE = (GLib.Error, AttributeError)
RENAMED = {"push button": "button"}
"""Names of roles of older versions of AT-SPI, by what they are today."""


class Program:
    """One program on the accessibility bus."""

    def __init__(self):
        self._things = {}
        self._heard = []
        self._listener = None
        self._known = 0

    def listen(self):
        """Hear every event from now on."""
        self._listener = Atspi.EventListener.new(self._hear)
        for kind in ALL:
            self._listener.register(kind)

    def heard(self):
        """Return what was heard since this was asked for last."""
        heard, self._heard = self._heard, []
        return heard

    def tree(self, *, hidden=False):
        """Return everything that shows, in reading order: the answer of a whole walk."""
        return [self._told(thing, depth) for thing, depth in self._walk(hidden=hidden)]

    def find(self, *, role="", name=None, starts="", states=(), within=None, hidden=False):
        """Return the first thing of a role, name and states; None if there is none."""
        root = self._things[within] if within is not None else None
        for thing, depth in self._walk(root, hidden=hidden):
            if role and _role(thing) != role:
                continue
            said = thing.get_name() or ""
            if (name is not None and said != name) or not said.startswith(starts):
                continue
            if set(states) <= set(_states(thing)):
                return self._told(thing, depth)
        return None

    def after(self, *, names, roles, most):
        """Return the first few things of some roles from the first of these names on."""
        told, is_met = [], False
        for thing, depth in self._walk():
            is_met = is_met or (thing.get_name() or "") in names
            if is_met and _role(thing) in roles:
                told.append(self._told(thing, depth))
                if len(told) == most:
                    break
        return told

    def look(self, thing):
        """Return what a thing says of itself now."""
        found = self._things[thing]
        _ask_anew(found)
        return self._told(found, 0)

    def act(self, thing, action=""):
        """Do an action of a thing, by its name or the first; return whether it was taken."""
        actions = self._things[thing].get_action_iface()
        names = _actions(self._things[thing])
        if actions is None or not names:
            raise LookupError("it has no action")
        at = names.index(action) if action else 0
        return bool(Atspi.Action.do_action(actions, at))

    def write(self, thing, words):
        """Put words into a field in place of what stands there."""
        field = self._things[thing].get_editable_text_iface()
        if field is None:
            raise LookupError("nothing can be written into it")
        return bool(Atspi.EditableText.set_text_contents(field, words))

    def put(self, thing, value):
        """Set a thing that has a value to one."""
        found = self._things[thing].get_value_iface()
        if found is None:
            raise LookupError("it has no value")
        return bool(Atspi.Value.set_current_value(found, value))

    def select(self, thing, at):
        """Select a child of a list or a combo box."""
        found = self._things[thing].get_selection_iface()
        if found is None:
            raise LookupError("nothing can be selected in it")
        return bool(Atspi.Selection.select_child(found, at))

    def focus(self, thing):
        """Give a thing the keyboard."""
        return bool(self._things[thing].get_component_iface().grab_focus())

    def _hear(self, event):
        """Keep an event as words: what any program of the same desktop session learns."""
        thing, data = event.source, event.any_data
        self._heard.append(
            {
                "kind": event.type,
                "role": _role(thing),
                "name": _safe(thing.get_name, ""),
                "words": data if isinstance(data, str) else "",
                "detail": [event.detail1, event.detail2],
            }
        )

    def _walk(self, root=None, *, depth=0, hidden=False):
        for thing in [root] if root is not None else _products():
            yield from self._below(thing, depth, hidden)

    def _below(self, thing, depth, hidden):
        shows = hidden or depth == 0 or "showing" in _states(thing)
        if depth > DEEPEST or not shows:
            return
        yield thing, depth
        for at in range(_safe(thing.get_child_count, 0)):
            child = _safe(lambda at=at: thing.get_child_at_index(at), None)
            if child is not None:
                yield from self._below(child, depth + 1, hidden)

    def _told(self, thing, depth):
        self._known += 1
        self._things[self._known] = thing
        kinds = _safe(thing.get_interfaces, [])
        box = _safe(lambda: thing.get_component_iface().get_extents(Atspi.CoordType.SCREEN), None)
        return {
            "thing": self._known,
            "depth": depth,
            "role": _role(thing),
            "name": thing.get_name() or "",
            "description": _safe(thing.get_description, "") or "",
            "states": _states(thing),
            "actions": _actions(thing),
            "box": [box.x, box.y, box.width, box.height] if box else None,
            "value": _value(thing) if "Value" in kinds else None,
            "text": _text(thing) if "Text" in kinds else None,
        }


def _products():
    """Return the applications on the bus that Qt drew."""
    desktop = Atspi.get_desktop(0)
    found = []
    for at in range(desktop.get_child_count()):
        application = _safe(lambda at=at: desktop.get_child_at_index(at), None)
        if application is not None and _safe(application.get_toolkit_name, "") == "Qt":
            application.clear_cache()
            found.append(application)
    return found


def _ask_anew(thing):
    """Forget what a thing said of itself; the library of Debian 12 forgets all beneath it too."""
    getattr(thing, "clear_cache_single", thing.clear_cache)()


def _role(thing):
    told = _safe(thing.get_role_name, "") or ""
    return RENAMED.get(told, told)


def _states(thing):
    told = _safe(thing.get_state_set, None)
    return sorted(each.value_nick for each in told.get_states()) if told else []


def _actions(thing):
    actions = _safe(thing.get_action_iface, None)
    if actions is None:
        return []
    count = _safe(lambda: Atspi.Action.get_n_actions(actions), 0)
    return [
        _safe(lambda at=at: Atspi.Action.get_action_name(actions, at), "") for at in range(count)
    ]


def _value(thing):
    return _safe(lambda: Atspi.Value.get_current_value(thing.get_value_iface()), None)


def _text(thing):
    field = thing.get_text_iface()
    count = _safe(lambda: Atspi.Text.get_character_count(field), 0)
    return _safe(lambda: Atspi.Text.get_text(field, 0, count), "")


def _safe(ask, otherwise):
    """Return an answer; what was taken down while it was asked has none."""
    try:
        return ask()
    except GONE:
        return otherwise


def main():
    """Answer until nobody asks any more."""
    Atspi.init()
    Atspi.set_timeout(PATIENCE, PATIENCE)
    program, loop, pending = Program(), GLib.MainLoop(), bytearray()

    def answer(source, _condition):
        came = os.read(source, 1 << 16)
        if not came:
            loop.quit()
            return False
        pending.extend(came)
        while b"\n" in pending:
            line, _, rest = bytes(pending).partition(b"\n")
            pending[:] = rest
            verb, named = json.loads(line)
            try:
                told = ["ok", getattr(program, verb)(**named)]
            except (LookupError, ValueError, *GONE) as error:
                told = ["wrong", f"{type(error).__name__}: {error}"]
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
        return True

    GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, answer)
    sys.stdout.write('["ok", "here"]\n')
    sys.stdout.flush()
    loop.run()


if __name__ == "__main__":
    main()
