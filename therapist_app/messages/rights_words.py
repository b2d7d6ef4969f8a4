"""What a person is told about a record that is protected, and about rights that were refused.

Each row is the title, what happened, what to do, and whether anything is lost where that is not
plain; `errors` puts them among its own.
"""

from session_forms.words.texts import N_

RIGHTS_WORDS = {
    "ClientProtected": (
        N_("This client's record is restricted"),
        N_("It is kept as it is, and nothing in it can be changed."),
        N_("Lift the restriction first, with a reason: on the client's page, Record, Data rights."),
    ),
    "ClientProtected:legal-hold": (
        N_("This client's record is on hold"),
        N_("A legal reason says that it must be kept, and nothing was erased."),
        N_("Read the reason on the client's page, Record, Data rights. Lift the hold first."),
    ),
    "CannotRestrict": (
        N_("This record is restricted already"),
        N_("It is hidden and cannot be changed."),
        N_("Lift the restriction first if its ground is another one now."),
    ),
    "CannotRestrict:alert": (
        N_("An alert of this client is not answered"),
        N_("Restricting the record would hide it."),
        N_("Answer the alert, then restrict the record."),
    ),
    "CannotRestrict:session": (
        N_("A session with this client has begun"),
        N_("Restricting the record would hide it."),
        N_("End the session, then restrict the record."),
    ),
    "RetentionRefused": (
        N_("How long records are kept was not approved"),
        N_("Only a lead or the keeper of the service may do that."),
        N_("Ask one of them."),
    ),
    "RetentionRefused:years": (
        N_("This number of years cannot be approved"),
        N_("It is not between 1 and 100."),
        N_("Write the number of years in figures, such as 10."),
    ),
    "RetentionRefused:basis": (
        N_("It is not said what the number rests on"),
        N_("Whoever reads it later must know which rule it follows."),
        N_("Name the law or the rule in one line."),
    ),
    "ErasureRefused": (
        N_("This is not the client's code"),
        N_("What you typed does not fit, and nothing was erased."),
        N_("Type the code as it stands at the head of the page."),
    ),
}
