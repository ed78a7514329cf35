"""What may differ between a paper set here and one set by another version of the libraries, and what may not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont, reorderFontTables
from signed_papers import prepared

from yanpan.data import data_folder
from yanpan.verification.alike import revisions_alike
from yanpan.verification.drawn import contents_alike, drawn_alike, marks
from yanpan.verification.fonts import letters_alike
from yanpan.verification.ledger import Revision, read_revision
from yanpan.verification.syntax import Name, NotOurs, Ref, Stream

FONTS = {b"F": ("Fang", lambda _: 1000.0), b"G": ("Hei", lambda _: 500.0)}


def alike(one: bytes, other: bytes) -> bool:
    return drawn_alike(marks(one, FONTS), marks(other, FONTS))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"q 10 20.5 m 30 40 l S Q", b"q\n10.3 20 m\n30 40 l\nS\nQ", True),
        (b"q 10 20.5 m 30 40 l S Q", b"q 12 20.5 m 30 40 l S Q", False),
        (b"0 0 0 rg 1 2 3 4 re f", b"0.5 0 0 rg 1 2 3 4 re f", False),
        (b"1 2 3 4 re f", b"1 2 3 4 re f*", False),
        (b"1 2 3 4 re f", b"1 2 3 4 re f 0 0 9 9 re f", False),
        (b"2 w 1 2 m 3 4 l S", b"2.4 w 1 2 m 3 4 l S", False),
        (b"1 2 3 4 re W n", b"1 2 3 4 re n", False),
        (b"q 2 0 0 2 10 10 cm 1 1 m 2 2 l S Q", b"q 1 0 0 1 10 10 cm 2 2 m 4 4 l S Q", False),
        (b"q 1 0 0 1 10 10 cm 1 1 m 2 2 l S Q", b"q 1 0 0 1 10.3 10 cm 1 1 m 2 2 l S Q", True),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00010002>] TJ ET", b"BT /F 10 Tf 1 0 0 1 5.3 5 Tm [<00010002>] TJ ET", True),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00010002>] TJ ET", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>5<0002>] TJ ET", True),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00010002>] TJ ET", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001> -200 <0002>] TJ ET", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00010002>] TJ ET", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00020001>] TJ ET", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", b"BT /G 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", b"BT /F 11 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", b"BT /F 10 Tf 3 Tr 1 0 0 1 5 5 Tm [<0001>] TJ ET", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", b"1 1 1 rg BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET", False),
        (b"/P <</MCID 0>> BDC EMC", b"/P <</MCID 1>> BDC EMC", False),
        (b"/P <</MCID 0>> BDC EMC", b"/P<</MCID 0>>BDC\nEMC", True),
        (b"10 10 1.5 1.5 re 14 10 3 1.5 re f", b"10.1 10 1.5 1.5 re 14 10.1 3 1.5 re f", True),
        (b"10 10 1.5 1.5 re 14 10 3 1.5 re f", b"10.5 10 1.5 1.5 re 14 10 3 1.5 re f", False),
        (b"10 10 1.5 1.5 re 14 10 3 1.5 re f", b"10 10 1.5 1.5 re 14 10.5 2.5 1.5 re f", False),
        (b"10 10 m 11.5 10 l 11.5 11.5 l h 20 20 m 90 20 l 90 90 l h f",
         b"10.5 10 m 11.5 10 l 11.5 11.5 l h 20 20 m 90 20 l 90 90 l h f", False),
        (b"10 10 400 0.5 re f", b"10.6 10.6 400 0.5 re f", True),
        (b"10 10 400 300 re 10.7 10.7 398.6 298.6 re f*", b"10 10 400 300 re 10.2 10.2 399.6 299.6 re f*", False),
        (b"10 10 400 300 re 10.7 10.7 398.6 298.6 re f*", b"10.4 10.4 400 300 re 11.1 11.1 398.6 298.6 re f*", True),
        (b"10 10 400 0.7 re f", b"10 10 400 0.1 re f", False),
        (b"/P <</MCID 3>> BDC EMC", b"/P <</MCID 3.>> BDC EMC", False),
        (b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET /x Do", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ ET /x Do", True),
        (b"/x1 Do", b"/x2 Do", False),
        (b"/a1 gs", b"/a2 gs", False),
    ],
)  # fmt: skip
def test_two_streams_are_alike_when_they_draw_the_same(one: bytes, other: bytes, same: bool) -> None:
    assert alike(one, one)
    assert alike(one, other) is same


A_TEXT = b"BT 0 Tr 1 0 0 1 5 5 Tm /F 10 Tf [<00010002>] TJ ET"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"1 w 1 2 m 3 4 l S", b"66 w 1 w 1 2 m 3 4 l S"),
        (b"1 w 1 2 m 3 4 l S", b"1 w 1 w 1 2 m 3 4 l S"),
        (b"1 w 1 2 m 3 4 l S", b"1.004 w 1 2 m 3 4 l S"),
        (b"1 w 1 2 m 3 4 l S", b"1 w 1 2 m 3 4 l S 78 w"),
        (b"1 w 4 M 1 2 m 3 4 l S", b"4 M 1 w 1 2 m 3 4 l S"),
        (b"1 2 m 3 4 l S", b"4 M 1 2 m 3 4 l S"),
        (b"1 2 m 3 4 l S", b"1 2 m 3 4 l S [] 0 d"),
        (b"[] 0 d 1 2 m 3 4 l S", b"[600 601 602] 0 d 1 2 m 3 4 l S"),
        (b"[3 1] 0 d 1 2 m 3 4 l S", b"[3.001 1] 0 d 1 2 m 3 4 l S"),
        (b"0 0 0 rg 1 2 3 4 re f", b"0.6 0 0 rg 0 0 0 rg 1 2 3 4 re f"),
        (b"0 0 0 rg 1 2 3 4 re f", b"0.000065 0 0 rg 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"0 0 0 RG 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"0 J 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"BT ET 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"q Q 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"1 0 0 1 0 0 cm 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"1 0 0 1 6 5 cm 1 0 0 1 -6 -5 cm 1 2 3 4 re f"),
        (b"q 1 0 0 1 10 10 cm 1 1 m 2 2 l S Q", b"q 11 11 m 12 12 l S Q"),
        (b"1 2 3 4 re f", b"n 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"6 5 m n 1 2 3 4 re f"),
        (b"1 2 3 4 re f", b"1 2 3 4 re 6 5 m f"),
        (A_TEXT, A_TEXT.replace(b"0 Tr", b"0 Tr 0 Tr")),
        (A_TEXT, A_TEXT.replace(b"0 Tr", b"7 Tr 0 Tr")),
        (A_TEXT, A_TEXT.replace(b"0 Tr ", b"")),
        (A_TEXT, A_TEXT.replace(b"/F 10 Tf", b"/G 65 Tf /F 10 Tf")),
        (A_TEXT, A_TEXT.replace(b"ET", b"/F 66 Tf ET")),
        (A_TEXT, A_TEXT.replace(b"1 0 0 1 5 5 Tm", b"1 0 0 1 65 66 Tm 1 0 0 1 5 5 Tm")),
        (A_TEXT, A_TEXT.replace(b"ET", b"1 0 0 1 65 66 Tm ET")),
        (A_TEXT, A_TEXT.replace(b"[<00010002>] TJ", b"[<0001>] TJ [<0002>] TJ")),
        (A_TEXT, A_TEXT.replace(b"[<00010002>] TJ", b"[<0001>] TJ 1 0 0 1 15 5 Tm [<0002>] TJ")),
        (A_TEXT, A_TEXT.replace(b"0002>]", b"0002>66]")),
    ],
)  # fmt: skip
def test_what_draws_nothing_is_said_as_often_and_in_the_same_place(one: bytes, other: bytes) -> None:
    assert alike(one, one)
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"q\n1 2 m\n3 4 l\nS\nQ", b"q\n1.1 2. m\n3 4 l\nS\nQ", True),
        (b"q\n1 2 m\n3 4 l\nS\nQ", b"q 1 2 m\n3 4 l\nS\nQ", False),
        (b"q\n1 2 m\n3 4 l\nS\nQ", b"q\n1 2 m\n3 4 l\nS\nQ\n", False),
        (b"q\n1 2 m\n3 4 l\nS\nQ", b"q\n\n1 2 m\n3 4 l\nS\nQ", False),
        (b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[<00010002>] TJ\nET", b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[<0001>5<0002>] TJ\nET", True),
        (b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[<0001>5<0002>] TJ\nET", b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[<0001> 5<0002>] TJ\nET", False),
        (b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[<0001>] TJ\nET", b"BT\n/F 10 Tf\n1 0 0 1 5 5 Tm\n[ <0001>] TJ\nET", False),
    ],
)  # fmt: skip
def test_blanks_and_line_ends_stand_where_they_stand_here(one: bytes, other: bytes, same: bool) -> None:
    assert contents_alike(one, FONTS, one, FONTS)
    assert contents_alike(one, FONTS, other, FONTS) is same


def test_between_two_letters_of_a_line_settings_change_nothing() -> None:
    """However a line is set in pieces, its letters stand as far from each other as here."""
    far = b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001>] TJ 1 0 0 1 %s 5 Tm [<0002>] TJ ET"
    assert alike(far % b"15", far % b"15.05")
    assert not alike(far % b"15", far % b"15.5")


@pytest.mark.parametrize(
    "data",
    [
        b"BI /W 1 ID x EI", b"q % a comment\nQ", b"(a) Tj", b"BT (a) Tj ET", b"{ add }", b"q", b"Q", b"/Fm sh", b"1 0 0 k",
        b"BT /Nothing 1 Tf ET", b"1 2 m BT ET", b"q\tQ", b"q\x00Q", b"EMC", b"1 2 3", b"BT 1 0 0 1 0 0 Tm <0001> Tj ET",
        b"1000 0 0 1000 0 0 cm", b"0.001 0 0 0.001 0 0 cm", b"1 0 0 1 900000 0 cm", b"1 0 0 1 6000 0 cm",
        b"10 0 0 10 0 0 cm 10 0 0 10 0 0 cm", b"q " + b"1 0 0 1 0.0001 0 cm " * 41 + b"Q", b"2 1 2 1 0 0 cm",
        b"BT 1 0 0 1 9000 0 Tm ET", b"BT /F 0.0001 Tf ET", b"BT /F 100000 Tf ET", b"10000 20 m 1 1 l S",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001> -900000 <0002>] TJ ET", b"2 0 0 rg", b"0.000000001 0 0 rg", b".5 0 0 rg",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001> 1 1 1 <0002>] TJ ET", b"1.5.5 0 0 rg", b"0 0-1 rg",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [500] TJ ET", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001> 500 <> 500 <0002>] TJ ET",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [] TJ ET", b"BT 0.0 Tr ET", b"1.0 J", b"1.0 j", b"/%s Do" % (b"x" * 41), b"q   Q",
        b"BT /F 200 Tf 1 0 0 1 4900 5 Tm [<0001> -1000 <0002>] TJ ET",
        b"/P <</A 1/A 2>> BDC EMC", b"/P BMC BT EMC ET", b"BT /P BMC ET EMC",
        b"/P BMC BT /P BMC ET EMC EMC", b"TJ\x0b", b"10 20 m 30 40 l", b"BX foo EX", b"1 g", b"/Cs cs", b"0.1 i",
        b"1. J", b"1. j", b"/P <</MCID 3.0>> BDC EMC",
        b"0.50 0 0 rg", b"0.0 0 0 rg", b"-0 w", b"1.0 w", b"0.1234567 w", b"/F 10 Tf", b"[-] 0 d", b"[<0041>] 0 d",
        b"1 2 3 4 re W W n", b"1 2 3 4 re W W* n", b"1 2 3 4 re W 1 2 3 4 re n", b"1 2 3 4 re W h n",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [-66 <0001>] TJ ET", b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<0001> 0.000066 <0002>] TJ ET",
        b"BT /F 10 Tf 1 0 0 1 5 5 Tm [<00AB>] TJ ET",
    ],
)  # fmt: skip
def test_what_our_pages_never_have_is_refused(data: bytes) -> None:
    with pytest.raises(NotOurs):
        list(marks(data, FONTS))


@cache
def paper() -> Revision:
    return read_revision(prepared(), 0)


def changed(change: Callable[[Revision], None]) -> Revision:
    """The paper read anew, and changed."""
    found = read_revision(prepared(), 0)
    change(found)
    return found


def of_type(revision: Revision, kind: bytes) -> int:
    return next(
        n for n, o in revision.objects.items() if isinstance(o, dict) and o.get(b"Type") == Name(kind)
    )


def stream_of(revision: Revision, key: bytes, value: bytes) -> int:
    return next(
        n for n, o in revision.objects.items() if isinstance(o, Stream) and o.entries.get(key) == Name(value)
    )


def repacked(revision: Revision) -> None:
    for number, item in revision.objects.items():
        if isinstance(item, Stream) and item.entries.get(b"Filter") == Name(b"FlateDecode"):
            data = zlib.decompress(item.data)
            plain = {key: value for key, value in item.entries.items() if key != b"Filter"}
            revision.objects[number] = Stream(plain | {b"Length": len(data)}, data)


def _renumbered(value: object, new: dict[int, int]) -> object:
    if isinstance(value, Ref):
        return Ref(new[value.number])
    if isinstance(value, dict):
        return {key: _renumbered(item, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_renumbered(item, new) for item in value]
    if isinstance(value, Stream):
        return Stream({key: _renumbered(item, new) for key, item in value.entries.items()}, value.data)
    return value


def renumbered(revision: Revision) -> None:
    """Every object under another number, as another order of writing gives them."""
    numbers = sorted(revision.objects)
    new = dict(zip(numbers, reversed(numbers), strict=True))
    objects = {new[number]: _renumbered(item, new) for number, item in revision.objects.items()}
    revision.objects.clear()
    revision.objects.update(objects)
    for key in (b"Root", b"Info"):
        revision.trailer[key] = Ref(new[revision.trailer[key].number])


def nudged(revision: Revision) -> None:
    field = next(o for o in revision.objects.values() if isinstance(o, dict) and o.get(b"FT") == Name(b"Sig"))
    field[b"Rect"] = [round(number + 0.4, 6) for number in field[b"Rect"]]


SAME: dict[str, Callable[[Revision], None]] = {
    "as it is": lambda _: None,
    "streams packed otherwise": repacked,
    "objects numbered otherwise": renumbered,
    "a field moved by a hair": nudged,
}


@pytest.mark.parametrize("name", SAME)
def test_what_another_version_writes_otherwise_is_alike(name: str) -> None:
    assert revisions_alike(paper(), changed(SAME[name]))


def _set(kind: bytes, key: bytes, value: object) -> Callable[[Revision], None]:
    def change(revision: Revision) -> None:
        revision.objects[of_type(revision, kind)][key] = value

    return change


def _without(kind: bytes, key: bytes) -> Callable[[Revision], None]:
    def change(revision: Revision) -> None:
        del revision.objects[of_type(revision, kind)][key]

    return change


def _extra(revision: Revision) -> None:
    revision.objects[max(revision.objects) + 1] = {b"Type": Name(b"Annot")}
    revision.trailer[b"Size"] += 1


def _dangling(revision: Revision) -> None:
    revision.objects[of_type(revision, b"Page")][b"Thumb"] = Ref(max(revision.objects) + 5)


def _renamed(key: bytes) -> Callable[[Revision], None]:
    """Another tag for the subset of a font: a word, which readers show to who asks for the fonts."""

    def change(revision: Revision) -> None:
        there = next(o for o in revision.objects.values() if isinstance(o, dict) and key in o)
        there[key] = Name(re.sub(rb"\A[A-Z]{6}", b"REJECT", there[key].value))

    return change


def _renamed_everywhere(revision: Revision) -> None:
    """The same tag in every name of one font, and in what the pages call it by."""
    old = next(
        o[b"FontName"].value[:6]
        for o in revision.objects.values()
        if isinstance(o, dict) and b"FontName" in o
    )

    def said(value: object) -> object:
        if isinstance(value, Name):
            return Name(value.value.replace(old, b"REJECT"))
        if isinstance(value, dict):
            return {key.replace(old, b"REJECT"): said(item) for key, item in value.items()}
        if isinstance(value, list):
            return [said(item) for item in value]
        if isinstance(value, Stream) and value.entries.get(b"Filter") == Name(b"FlateDecode"):
            data = zlib.decompress(value.data)
            if b" Tf" in data:
                data = zlib.compress(data.replace(b"/" + old, b"/REJECT"), 9)
                return Stream(value.entries | {b"Length": len(data)}, data)
        return value

    for number, item in revision.objects.items():
        revision.objects[number] = said(item)


def _too_fine(revision: Revision) -> None:
    """A place in more decimals than are written."""
    field = next(o for o in revision.objects.values() if isinstance(o, dict) and o.get(b"FT") == Name(b"Sig"))
    field[b"Rect"] = [number + 0.000000065 for number in field[b"Rect"]]


def _exchanged(revision: Revision) -> None:
    """Two pages in the other order."""
    kids = revision.objects[of_type(revision, b"Pages")][b"Kids"]
    kids.reverse()


def _other_stream(key: bytes, value: bytes, data: bytes) -> Callable[[Revision], None]:
    def change(revision: Revision) -> None:
        number = stream_of(revision, key, value)
        entries = {k: v for k, v in revision.objects[number].entries.items() if k != b"Filter"}
        revision.objects[number] = Stream(entries | {b"Length": len(data)}, data)

    return change


def _hidden_tail(revision: Revision) -> None:
    """Bytes after the end of what is packed, which no reader unpacks."""
    number = stream_of(revision, b"Subtype", b"application/json")
    item = revision.objects[number]
    data = item.data + b"more"
    revision.objects[number] = Stream(item.entries | {b"Length": len(data)}, data)


OTHER: dict[str, Callable[[Revision], None]] = {
    "a key more": _set(b"Catalog", b"OpenAction", {}),
    "a key of a page more": _set(b"Page", b"Rotate", 90),
    "a key less": _without(b"Catalog", b"MarkInfo"),
    "another language": _set(b"Catalog", b"Lang", b"en"),
    "a page of another size": _set(b"Page", b"MediaBox", [0, 0, 595, 800]),
    "an object that nothing refers to": _extra,
    "a reference that leads nowhere": _dangling,
    "pages exchanged": _exchanged,
    "a word for the tag of a font": _renamed(b"BaseFont"),
    "a word for the tag of a font's file": _renamed(b"FontName"),
    "a word for a tag everywhere": _renamed_everywhere,
    "a place too finely said": _too_fine,
    "other data": _other_stream(b"Subtype", b"application/json", b"{}"),
    "other metadata": _other_stream(b"Type", b"Metadata", b"<x/>"),
    "something behind the data": _hidden_tail,
    "two parts of a page": lambda r: r.objects[of_type(r, b"Page")].update(
        {b"Contents": [r.objects[of_type(r, b"Page")][b"Contents"]]}
    ),
}


@pytest.mark.parametrize("name", OTHER)
def test_what_no_version_writes_is_not_alike(name: str) -> None:
    assert not revisions_alike(paper(), changed(OTHER[name]))


def test_a_file_written_anew_by_another_program_is_not_ours() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(prepared())) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(NotOurs):
        read_revision(out.getvalue(), 0)


def a_font(change: Callable[[TTFont], None] = lambda _: None) -> bytes:
    """The smallest shipped font with TrueType outlines, written anew."""
    font = TTFont(data_folder("report_templates") / "fonts" / "kai.ttf", recalcTimestamp=False)
    change(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _bent(font: TTFont) -> None:
    glyph = font["glyf"][font.getBestCmap()[ord("低")]]
    glyph.coordinates[0] = (glyph.coordinates[0][0] + 200, glyph.coordinates[0][1])


def _swapped(font: TTFont) -> None:
    names = font.getBestCmap()
    table = font["glyf"]
    table[names[ord("低")]], table[names[ord("高")]] = table[names[ord("高")]], table[names[ord("低")]]


def _instructed(font: TTFont) -> None:
    from fontTools.ttLib.tables.ttProgram import Program

    program = Program()
    program.fromBytecode([0x4D])
    font["glyf"][font.getBestCmap()[ord("低")]].program = program


def test_a_font_laid_out_otherwise_has_the_same_letters() -> None:
    other = BytesIO()
    reorderFontTables(BytesIO(a_font()), other, tableOrder=["post", "name", "glyf", "loca", "cmap"])
    assert other.getvalue() != a_font()
    assert letters_alike(a_font(), other.getvalue())


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("change", [_bent, _swapped, _instructed], ids=lambda change: change.__name__)
def test_a_font_with_other_outlines_or_instructions_has_other_letters(
    change: Callable[[TTFont], None],
) -> None:
    assert not letters_alike(a_font(), a_font(change))


def test_what_is_no_font_has_no_letters() -> None:
    assert not letters_alike(a_font(), b"")
    assert not letters_alike(a_font(), a_font()[:-100])
