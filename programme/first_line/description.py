"""The default programme on one page, as inventories of prevention initiatives ask for it."""

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from programme.definition.parts import Words
from session_forms.files.frozen import Definition
from session_forms.files.toml_file import parse_toml

DESCRIPTION = "description.toml"


class DescriptionRow(Definition):
    """One field of an inventory, with its tags and what there is to say."""

    field: Words
    tags: Words
    says: Words


class Description(Definition):
    """description.toml: a page about the programme, and what its fields were taken from."""

    title: Words
    basis: Words
    rows: Annotated[tuple[DescriptionRow, ...], Field(min_length=1)]


@cache
def installed_description() -> Description:
    """Return the page that ships; it is read once."""
    file = files("programme").joinpath("first_line", "shipped", DESCRIPTION)
    return parse_toml(DESCRIPTION, file.read_bytes()).model(Description)
