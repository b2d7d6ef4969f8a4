"""The tests' own reading of pages gives what pypdf gives."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from exports.paper.manual.printing import session_manual_pdf
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports import quick_pages


def as_pypdf_reads(data: bytes):
    stream = ContentStream(None, None)
    quick_pages.AS_PYPDF_PARSES(stream, BytesIO(data))
    return stream._operations


def with_types(thing):
    if isinstance(thing, dict):
        inside = [(with_types(key), with_types(value)) for key, value in thing.items()]
    elif isinstance(thing, list | tuple):
        inside = [with_types(each) for each in thing]
    else:
        inside = thing
    return type(thing), inside


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"q 1 0 0 -1 .5 -2. cm\nQ",
        rb"BT /F1+0 12 Tf (a\(b\)\\ \001\377\n) Tj (pl\ain) ' [(x) -120.5 <00ff 0A> 3] TJ T* ET",
        b"/P <</MCID 12 /Lang (de) /K [1 2 [3]]>> BDC\r\n0 0 10 20 re f* EMC",
        b"/Artifact BMC\tEMC /Im1.a-b Do",
    ],
)
def test_every_token_is_read_with_its_type(data):
    assert with_types(quick_pages.operations(data)) == with_types(as_pypdf_reads(data))


@pytest.mark.parametrize(
    "data", [b"BI /W 1 ID x EI", b"% words\nq", b"[true] TJ", b"/a#20b gs", b"(open", b"] x", b"{"]
)
def test_what_is_rare_is_left_to_pypdf(data):
    with pytest.raises(quick_pages.Rare):
        quick_pages.operations(data)


def test_every_page_of_a_manual_is_read_alike():
    manual = session_manual_pdf(programmes.installed(), "S01", library.installed())
    pages = PdfReader(BytesIO(manual)).pages

    streams = [page.get_contents().get_data() for page in pages]

    assert len(streams) > 5
    for data in streams[:3] + streams[-2:]:
        assert with_types(quick_pages.operations(data)) == with_types(as_pypdf_reads(data))
