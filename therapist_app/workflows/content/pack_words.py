"""What is wrong with content packs, in sentences."""

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.workflows.packs_in_use import PackProblem, PacksInUse

WHY = {
    "missing": N_("{pack}: its file is gone."),
    "changed": N_("{pack}: its file is not the one that was installed."),
    "unusable": N_("{pack}: its content no longer fits this version of the application."),
}
PUT_BACK = N_(
    "Put back from the record, since the file was gone or another: {packs}. After a rebuild that is"
    " as it should be; else ask who changed it."
)


def trouble_words(packs: PacksInUse) -> str:
    """Return what is wrong with the packs, or nothing."""
    lines = [_problem(each) for each in packs.problems]
    if lines:
        lines.append(_("What comes with the program stands in for it. Install the pack again."))
    if packs.differed:
        lines.append(
            _(
                "The list beside the packs was not what the record says. The record counts, and "
                "the list was written anew. An install that was cut off does this; else ask who "
                "changed it."
            )
        )
    if packs.put_back:
        lines.append(_(PUT_BACK).format(packs=", ".join(packs.put_back)))
    return " ".join(lines)


def _problem(problem: PackProblem) -> str:
    return _(WHY[problem.why]).format(pack=problem.ref)
