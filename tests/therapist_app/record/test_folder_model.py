"""No act on the files of a folder passes unseen, and each planted fault of the model is found."""

from pathlib import Path

import pytest

from tests.campaigns.protocol import folder_model
from tests.campaigns.protocol.folder_model import ACTS, FAULTS, Act, finds, problem_after
from tests.support.sampling import beyond


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the folder is made once."""
    return tmp_path_factory.mktemp("first") / "service"


@pytest.mark.parametrize("act", folder_model.WITHOUT_A_KEY)
def test_no_act_without_a_key_passes_unseen(act: Act, tmp_path: Path, first: Path) -> None:
    assert problem_after((act,), tmp_path / "service", first) == ""


@beyond(test_no_act_without_a_key_passes_unseen)
@pytest.mark.parametrize("act", ACTS)
def test_no_act_passes_unseen_after_or_before_another(
    act: Act, tmp_path: Path, first: Path
) -> None:
    found = {
        (one.__name__, other.__name__): problem_after((one, other), tmp_path / str(number), first)
        for number, (one, other) in enumerate((act, each) for each in ACTS)
    }
    assert not {acts: problem for acts, problem in found.items() if problem}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_is_planted_in_the_program_shows(
    name: str, tmp_path: Path, first: Path
) -> None:
    assert finds(name, tmp_path, first)
