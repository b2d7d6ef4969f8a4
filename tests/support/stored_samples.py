"""One sample of every file format that the product writes, to be kept with the tests of a version.

python -m tests.support.stored_samples FOLDER

Made by the product itself, with invented words. A later version must read each of them
(`docs/deprecation.md`).
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from exports.access.access_bundle import sealed_bundle
from programme.packs.archive import write_tar
from tests.support.exports.cases import occasion
from tests.support.exports.packages import files_of, signed
from tests.support.exports.papers import a_record
from tests.support.programme import packs
from tests.support.record.safekeeping import back_up_quietly, newest_path
from tests.support.record.whole_clients import a_whole_client
from tests.support.workflows.clinics_ready import service_in

WORDS = "seven lanterns over mud"
COPY_WORDS = "told by telephone only"
CLIENT, NOTE = "A-100", "Zo\u00eb"
SERVICE, BACKUP = "service", "caseload.tvb"
PACKAGE, PACK, COPY = "single.outcomes", "forms.pack", "copy.pdf"


def write(folder: Path) -> None:
    """Write the samples into a new folder."""
    folder.mkdir(parents=True)
    with service_in(folder / SERVICE, WORDS) as work:
        vault = work.workspace.vault
        a_whole_client(vault.caseload, CLIENT, NOTE)
        back_up_quietly(vault)
        shutil.copyfile(newest_path(vault, vault.caseload_id), folder / BACKUP)
    for each in (folder / SERVICE / "backups").glob("*.tvb"):
        each.unlink()
    (folder / PACKAGE).write_bytes(write_tar(signed(files_of("single"), occasion("single-case"))))
    with TemporaryDirectory() as aside:
        forms = packs.forms_folder(Path(aside) / "forms", "1.0", packs.SLEEP)
        (folder / PACK).write_bytes(packs.signed(forms).data)
    (folder / COPY).write_bytes(sealed_bundle(a_record(), COPY_WORDS, practice=False))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
