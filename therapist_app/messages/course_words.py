"""What a person is told when the course of a client stands against what they want."""

from session_forms.words.texts import N_

COURSE_WORDS = {
    "GateClosed": (
        N_("Something must come before this session"),
        N_("The programme asks for it for safety."),
        N_("Do what is listed, or record an override with a reason and your supervisor's name."),
    ),
    "ReasonNeeded": (
        N_("This session needs a reason"),
        N_("Something about it is out of the ordinary, and nothing was started."),
        N_("Write one line why, and start it again."),
    ),
    "VersionLacksSessions": (
        N_("This client stays with the version they follow"),
        N_("The newer version lacks a session that they have had or that is planned."),
        N_("Nothing was changed. Take it up with whoever made the newer version."),
    ),
    "SessionUnderWay": (
        N_("A session of this client is begun"),
        N_("The version they follow does not change beneath it. Nothing was changed."),
        N_("End the session first, then move the client."),
    ),
    "StepRefused": (
        N_("This step stays"),
        N_("It cannot be skipped now, or a reason is missing."),
        N_("Give a reason, or do the step."),
    ),
    "NotReadyToSign": (
        N_("The note cannot be signed yet"),
        N_("Something that keeps people safe is still open."),
        N_("Do what is listed under the note, then sign."),
    ),
}
