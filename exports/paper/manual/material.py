"""What every part of a manual is set from."""

from dataclasses import dataclass

from reportlab.platypus import Flowable

from exports.paper.pages.book import Book
from programme.definition.definition import Programme
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary


@dataclass(frozen=True, slots=True)
class Material:
    """A programme, its forms, and the book that they are printed in."""

    programme: Programme
    forms: FormLibrary
    book: Book

    def form(self, form_id: str) -> FormDefinition:
        """Return a form in the version that the programme uses, else the newest.

        Raises:
            UnknownForm: There is no such form.

        """
        version = self.programme.forms.get(form_id)
        return self.forms.latest(form_id) if version is None else self.forms.get(form_id, version)

    def headed(self, key: str, shown: Flowable) -> Flowable:
        """Return `shown` as the heading of an entry; as it is where the book has no such entry."""
        return self.book.heading(key, shown) if self.book.has(key) else shown


def pinned_forms(programme: Programme, forms: FormLibrary) -> tuple[FormDefinition, ...]:
    """Return the forms that a programme uses, in its versions, by title.

    Raises:
        UnknownForm: One of them is not installed.

    """
    pinned = (forms.get(form_id, version) for form_id, version in programme.forms.items())
    return tuple(sorted(pinned, key=lambda form: (form.title.casefold(), form.id)))
