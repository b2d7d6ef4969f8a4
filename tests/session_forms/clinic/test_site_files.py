"""What a clinic adds: words of its own over a skeleton, and forms of its own."""

import pytest

from session_forms.clinic.site_folder import with_site_files
from session_forms.clinic.site_merge import form_with_words, words_problems
from session_forms.commands.checks import check_files
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import parse_toml
from session_forms.filling.filling import answer, start
from session_forms.library.library import installed
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS, context

INVENTED = ("Not once", "Once or so", "Now and then", "Often", "Very often")


def words_for(form_id, *, head="", options=INVENTED, items=None, more=""):
    """A file of invented words for the items of a shipped skeleton."""
    form = installed().latest(form_id)
    scored = {item for score in form.scores for item in score.items}
    ids = [each.id for each in form.questions if each.id in scored] if items is None else items
    listed = ", ".join(f'"{label}"' for label in options)
    return "\n".join(
        [
            f'form = "{form_id}"',
            f"version = {form.version}",
            'permission = "Letter of the holder, March 2026."',
            'introduction = "Invented: think of the last week."',
            f"options = [{listed}]" if options else "",
            head,
            *(f'[[items]]\nid = "{each}"\nprompt = "Invented words {each}."' for each in ids),
            more,
        ]
    )


def name_for(form_id):
    return f"{form_id}.v{installed().latest(form_id).version}.words.toml"


def merged(form_id, text):
    return form_with_words(parse_toml(name_for(form_id), text.encode()), installed())


def test_words_are_laid_over_the_skeleton_and_numbers_stay():
    bare, form = installed().latest("core-10"), merged("core-10", words_for("core-10"))

    first = form.question("q1")
    assert first.prompt == "Invented words q1."
    assert [(point.value, point.label) for point in first.points] == list(enumerate(INVENTED))
    assert (form.filled_by, form.is_typed_from_paper) == ("client", False)
    assert form.introduction == "Invented: think of the last week."
    assert form.licence.permission == "Letter of the holder, March 2026."
    assert form.licence.allows("clinical") == "free"
    assert (form.id, form.version, form.scores) == (bare.id, bare.version, bare.scores)


def test_answers_are_kept_and_scored_alike_with_the_words_and_without_them():
    bare, form = installed().latest("core-10"), merged("core-10", words_for("core-10"))
    state = start(form, context())
    for number in range(1, 11):
        state = answer(state, f"q{number}", 1)

    kept = state.answers_to_keep

    assert state.blocking == ()
    assert [alert.question_id for alert in state.alerts] == ["q6"]
    assert score_form(form, kept) == score_form(bare, kept)


def test_what_only_paper_needs_goes_last_and_may_stay_open():
    form = merged("core-10", words_for("core-10"))

    assert form.questions[-1].id == "numbers"
    assert not form.questions[-1].required
    assert installed().latest("core-10").question("numbers").required


def test_words_in_one_item_order_say_which_and_an_answer_still_counts():
    four = ("No", "Rather no", "Rather yes", "Yes")
    form = merged("rses", words_for("rses", head='edition = "b"', options=four))
    answers = {f"q{number}": 3 for number in range(1, 11)}

    assert score_form(form, answers)["total"].edition == "b"
    assert score_form(form, answers | {"edition": "a"})["total"].edition == "a"


def test_rows_of_a_table_get_their_words():
    rows = "".join(
        f'[[rows]]\ntable = "reports"\nid = "r{number}"\nlabel = "Invented {number}"\n'
        for number in range(1, 33)
    )
    form = merged("neq", words_for("neq", options=(), items=[], more=rows))

    assert form.question("reports").rows[31].label == "Invented 32"


def test_a_line_with_two_ends_keeps_its_ends():
    form = merged("gbo", words_for("gbo", options=()))

    assert form.question("q1").prompt == "Invented words q1."
    assert form.question("q1").low.label == "Not at all met"
    assert form.question("goal_1").prompt.startswith("Goal 1")


def test_an_item_may_have_answers_of_its_own():
    text = words_for("ucla-3", options=("A", "B", "C")).replace(
        'id = "q2"', 'id = "q2"\noptions = ["D", "E", "F"]'
    )
    form = merged("ucla-3", text)

    assert [point.label for point in form.question("q1").points] == ["A", "B", "C"]
    assert [point.label for point in form.question("q2").points] == ["D", "E", "F"]


def test_without_words_for_the_answers_their_numbers_stand():
    form = merged("ucla-3", words_for("ucla-3", options=()))

    assert [(point.value, point.label) for point in form.question("q1").points] == [
        (1, ""),
        (2, ""),
        (3, ""),
    ]


WHO = words_for("who-5", options=("a", "b", "c", "d", "e", "f"))
WRONG = [
    (WHO.replace('"who-5"', '"who-9"'), "no such form in this version"),
    (WHO.replace("version = 2", "version = 7"), "no such form in this version"),
    (WHO.replace("version = 2", "version = 1"), "does not wait for words"),
    (WHO.replace('id = "q5"', 'id = "q6"'), "no such item in this form"),
    (WHO.replace('id = "q5"', 'id = "q4"'), "has the item q4 twice"),
    (WHO.replace(', "f"]', "]"), "q1 has 6 numbers and not as many words"),
    (WHO.replace('[[items]]\nid = "q5"\nprompt = "Invented words q5."', ""), "q5 has no words"),
    (WHO.replace("permission", "permissoin"), "write permission instead"),
    (WHO.replace('permission = "Letter of the holder, March 2026."', ""), "the key is missing"),
    (WHO.replace("options", 'edition = "a"\noptions'), "one item order only"),
    (WHO + '\n[[rows]]\ntable = "no"\nid = "r1"\nlabel = "x"', "no such row"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_words_that_do_not_fit_are_refused_in_one_sentence(text, said):
    with pytest.raises(DefinitionError) as caught:
        merged("who-5", text)

    assert said in str(caught.value)
    assert str(caught.value).startswith(name_for("who-5"))


def test_the_item_order_has_to_be_stated_where_there_are_several():
    with pytest.raises(DefinitionError, match="the item order is not stated; write a or b"):
        merged("rses", words_for("rses", options=("1", "2", "3", "4")))


def test_a_table_needs_words_for_each_row():
    with pytest.raises(DefinitionError, match="reports, r1 has no words"):
        merged("neq", words_for("neq", options=(), items=[]))


def test_the_name_of_the_file_says_form_and_version():
    with pytest.raises(DefinitionError, match=r"name the file who-5\.v2\.words\.toml"):
        form_with_words(parse_toml("words.toml", WHO.encode()), installed())


def test_everything_that_is_wrong_is_named_at_once():
    text = WHO.replace('id = "q5"', 'id = "q6"').replace("options", 'edition = "a"\noptions')

    problems = [str(each) for each in words_problems(parse_toml("x", text.encode()), installed())]
    keys = list(words_problems(parse_toml("x", b"form = 1"), installed()))

    assert len(problems) == 4
    assert len(keys) > 1


@pytest.mark.parametrize("version", [1, 7])
def test_words_for_no_skeleton_are_told_only_that(version):
    text = WHO.replace("version = 2", f"version = {version}")

    [problem] = words_problems(parse_toml("x", text.encode()), installed())

    assert problem.key == "form"


OWN = HEAD + SLEEP_QUESTIONS


def put(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


def test_a_clinics_folder_adds_its_forms_and_its_words(tmp_path):
    put(tmp_path, "sleep-check.v1.toml", OWN)
    put(tmp_path, name_for("who-5"), WHO)

    library = with_site_files(installed(), tmp_path)

    assert library.problems == ()
    assert library.latest("sleep-check").title == "Sleep check"
    assert library.latest("who-5").question("q1").prompt == "Invented words q1."
    assert library.get("who-5", 1) == installed().get("who-5", 1)
    assert installed().latest("who-5").question("q1").prompt == "Item 1"


def test_a_file_that_is_wrong_is_named_and_left_out(tmp_path):
    put(tmp_path, "sleep-check.v1.toml", OWN)
    put(tmp_path, "phq-9.v9.toml", OWN.replace("sleep-check", "phq-9").replace("= 1", "= 9", 1))
    put(tmp_path, "broken.v1.toml", "id = ")
    put(tmp_path, "opens.v1.toml", OPENS)
    put(tmp_path, name_for("who-5"), WHO.replace('id = "q5"', 'id = "q6"'))

    library = with_site_files(installed(), tmp_path)

    assert library.latest("sleep-check").title == "Sleep check"
    assert library.latest("phq-9").version == 1
    assert library.latest("who-5").question("q1").prompt == "Item 1"
    assert [each.split(":")[0].split(",")[0] for each in library.problems] == [
        "broken.v1.toml",
        "opens.v1.toml",
        "phq-9.v9.toml",
        name_for("who-5"),
    ]


OPENS = (
    HEAD.replace("sleep-check", "opens")
    + """
[[questions]]
id = "asked"
kind = "yes_no"
prompt = "Asked?"

[[questions.alerts]]
stream = "suicide"
level = "watch"
when = { equals = true }
states = "Said yes."
opens = ["nowhere"]
"""
)


def test_without_a_folder_nothing_changes(tmp_path):
    assert with_site_files(installed(), tmp_path / "none") is installed()


def test_words_are_checked_like_a_form(tmp_path):
    put(tmp_path, name_for("who-5"), WHO.replace('id = "q5"', 'id = "q6"'))
    put(tmp_path, name_for("ucla-3"), words_for("ucla-3", options=("A", "B", "C")))

    wrong = check_files([tmp_path / name_for("who-5")])
    right = check_files([tmp_path / name_for("ucla-3")])
    gone = check_files([tmp_path / "gone.v1.words.toml"])

    assert [str(each).split(": ")[1].split(";")[0] for each in wrong.problems] == [
        "there is no such item in this form",
        "q5 has no words",
    ]
    assert (right.checked, right.problems) == ((name_for("ucla-3"),), ())
    assert "cannot be read" in str(gone.problems[0])


def test_a_link_is_left_out_and_named(tmp_path):
    """What it leads to could change with nothing changed in the folder, and no record keeps it."""
    (tmp_path / "apart").mkdir()
    text = tmp_path / "apart" / name_for("core-10")
    text.write_text(words_for("core-10"), "utf-8")
    (tmp_path / name_for("core-10")).symlink_to(text)

    library = with_site_files(installed(), tmp_path)

    assert library.latest("core-10") == installed().latest("core-10")
    [problem] = library.problems
    assert "link" in problem
