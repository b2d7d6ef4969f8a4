"""Small .xlsx files written by hand, sound and unsound."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook(sheets, **parts):
    """Return an .xlsx file with these sheets of inline texts; `parts` replace or add XML."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names)
    )
    targets = "".join(
        f'<Relationship Id="r{at}" Target="worksheets/s{at}.xml"/>' for at in range(len(names))
    )
    files = {
        "xl/workbook.xml": f"<workbook {MAIN} {RELATIONS}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
    }
    for at, name in enumerate(names):
        files[f"xl/worksheets/s{at}.xml"] = sheet(sheets[name])
    return packed(files | parts)


def sheet(rows):
    """Return a sheet whose cells are inline texts."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f"<worksheet {MAIN}><sheetData>{lines}</sheetData></worksheet>"


def packed(files):
    """Return a zip of these texts or bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return made.getvalue()


def _cell(text):
    return f'<c t="inlineStr"><is><t>{escape(str(text))}</t></is></c>'
