"""The shape of every model that is read from a file."""

from pydantic import BaseModel, ConfigDict


class Definition(BaseModel):
    """A model that never changes, takes no unknown key, and never prints what it was given."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        strict=True,
        allow_inf_nan=False,
    )
