"""The words of a copy of the record for what the record keeps as a word of a closed list."""

from session_forms.words.texts import N_, NP_

ANONYMITY = {
    "named": N_("With a name"),
    "pseudonym": N_("With a name that the client chose"),
    "code_only": N_("With a code only"),
}
STATUS = {
    "active": N_("Sessions go on"),
    "paused": NP_("course", "Paused"),
    "follow_up": N_("In follow-up"),
    "ended": NP_("course", "Ended"),
}
STATES = {
    "planned": NP_("session", "Planned"),
    "in_progress": NP_("session", "Begun"),
    "on_hold": N_("Begun, and interrupted"),
    "held": N_("Held; its note is not signed yet"),
    "signed": N_("Held; its note is signed"),
    "missed": N_("It did not take place"),
}
ENDINGS = {
    "finished": "",
    "to_be_continued": N_("To be continued: the rest was for another meeting"),
    "broken_off": NP_("how a session ended", "Broken off"),
}
PROMISES = {
    "next_contact": N_("To be in contact with you again"),
    "reach_client": N_("To reach you after a session that was broken off or missed"),
    "tell_somebody": N_("To tell somebody"),
}
CLOSED = {
    "contact": N_("Done: there was contact"),
    "session": N_("Done: a session was held"),
    "told": N_("Done: the person was told"),
    "let_go": NP_("promise", "Cancelled"),
}
OUTCOMES = {
    "spoke": N_("somebody was reached"),
    "no_answer": N_("nobody was reached"),
}
ATTENDANCE = {
    "attended": N_("The client came"),
    "late": N_("The client came late"),
    "cancelled_client": N_("Cancelled by the client"),
    "cancelled_service": N_("Cancelled by the service"),
    "did_not_attend": N_("The client did not come"),
}
DECISIONS = {
    "given": NP_("decision", "Agreed"),
    "refused": NP_("decision", "Refused"),
    "withdrawn": N_("Agreement taken back"),
}
HOW = {
    "signed_paper": N_("signed on paper"),
    "spoken": N_("by word of mouth"),
    "form": N_("in a form"),
}
REASONS = {
    "accuracy": N_("It is being checked whether it is correct"),
    "unlawful": N_("It should not have been kept, and the client does not want it erased"),
    "needed_for_claim": N_("The client needs it for a legal claim"),
    "objection": N_("The client objected, and that is being looked at"),
    "retention": N_("It is only kept because a law requires it"),
}
ACTIONS = {
    "access_bundle_made": N_("made a copy for the client"),
    "client_opened": N_("opened the record"),
    "clients_taken_out": N_("saved everything about you for another program"),
    "form_printed": N_("had a form made for printing or saving"),
    "form_saved": N_("saved a form as a file"),
    "form_sent_to_printer": N_("sent a form to the printer"),
    "identity_read": N_("looked up who you are"),
}
