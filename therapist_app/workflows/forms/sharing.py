"""Which forms two people may look at together."""

from session_forms.form.definition import FormDefinition


def is_shared(form: FormDefinition) -> bool:
    """Return whether the client is meant to read a form: theirs to fill in, or to have a copy of.

    A safety check and what a therapist notes are asked aloud.
    """
    return form.filled_by == "client" or form.client_copy is not None
