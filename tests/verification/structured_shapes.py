"""Forgeries of objects as such, whatever they are: added, exchanged, pointed elsewhere, turned into another kind.

And whole annotations, pages and layers, which are several objects at once.
"""

from __future__ import annotations

import re
from random import Random

from structured_book import Book, entries
from structured_operators import COVER, LINK, SCRIPT, Unfit, another_file, operator

OBJECTS, NOTES, PAGES, TREE = "对象", "批注", "页面", "朗读标记"

_BODIES = (
    b"<</Type /Page/MediaBox [0 0 595 842]>>",
    b"[1 2 3]",
    b"null",
    b"(low risk)",
    b"/Low",
    b"1",
    b"true",
    b"<</Type /Annot/Subtype /Text/Rect [0 0 9 9]/Contents (low risk)>>",
    b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached>>",
    b"<</Type /Catalog>>",
    b"<</Type /ObjStm/N 0/First 0/Length 0>>\nstream\n\nendstream",
    b"<</Type /XRef/Size 1/W [1 2 1]/Length 0>>\nstream\n\nendstream",
    b"<</Length 12>>\nstream\n0 0 9 9 re f \nendstream",
)


def _some(book: Book, by: Random, *, streams: bool = False) -> int:
    """Any object that a reader comes to."""
    found = [number for number in book.bodies if streams or not book.is_stream(number)]
    return by.choice(found)


def _with_references(book: Book, by: Random) -> tuple[int, bytes]:
    for _ in range(50):
        number = _some(book, by, streams=True)
        if found := book.references(number):
            return number, by.choice(found)
    raise Unfit


def _exchange(book: Book, number: int, old: bytes, new: bytes) -> None:
    """One reference, and not the end of a longer number."""
    head = book.dictionary(number)
    changed = re.sub(rb"(?<!\d)" + re.escape(old), new.replace(b"\\", b"\\\\"), head, count=1)
    book.bodies[number] = changed + book.bodies[number][len(head) :]


@operator(OBJECTS)
def an_object_that_nobody_names(book: Book, by: Random) -> None:
    book.add(by.choice(_BODIES))


@operator(OBJECTS)
def several_objects_that_nobody_names(book: Book, by: Random) -> None:
    for body in by.sample(_BODIES, 3):
        book.add(body)


@operator(OBJECTS)
def a_new_object_in_a_new_key(book: Book, by: Random) -> None:
    number = _some(book, by)
    if not book.dictionary(number).startswith(b"<<"):
        raise Unfit
    key = by.choice([b"X", b"Y", b"PieceInfo", b"Private", b"ADBE_Note"])
    book.put(number, key, book.add(by.choice(_BODIES)))


@operator(OBJECTS)
def a_reference_that_leads_nowhere(book: Book, by: Random) -> None:
    number, old = _with_references(book, by)
    _exchange(book, number, old, b"%d 0 R" % (book.next + by.randint(0, 400)))


@operator(OBJECTS)
def a_new_key_that_leads_nowhere(book: Book, by: Random) -> None:
    number = _some(book, by)
    if not book.dictionary(number).startswith(b"<<"):
        raise Unfit
    key = by.choice([b"X", b"Metadata", b"AF", b"PieceInfo", b"OC", b"A", b"AA"])
    book.put(number, key, b"%d 0 R" % (book.next + by.randint(0, 400)))


@operator(OBJECTS)
def a_reference_of_another_generation(book: Book, by: Random) -> None:
    number, old = _with_references(book, by)
    _exchange(book, number, old, old.split()[0] + b" %d R" % by.choice([1, 7, 65535]))


@operator(OBJECTS)
def a_reference_to_another_object(book: Book, by: Random) -> None:
    number, old = _with_references(book, by)
    _exchange(book, number, old, b"%d 0 R" % by.choice([n for n in book.bodies if b"%d 0 R" % n != old]))


@operator(OBJECTS)
def a_reference_to_another_object_of_its_kind(book: Book, by: Random) -> None:
    for _ in range(50):
        number, old = _with_references(book, by)
        target = int(old.split()[0])
        kind = re.search(rb"/(?:Type|S|Subtype) ?/\w+", book.dictionary(target))
        alike = book.all(kind[0]) if kind else []
        if others := [other for other in alike if other != target]:
            _exchange(book, number, old, b"%d 0 R" % by.choice(others))
            return
    raise Unfit


@operator(OBJECTS)
def a_reference_turned_into_a_value(book: Book, by: Random) -> None:
    number, old = _with_references(book, by)
    _exchange(book, number, old, by.choice([b"null", b"0", b"<<>>", b"[]", b"(x)", b"/X", b"true"]))


@operator(OBJECTS)
def a_value_turned_into_a_reference(book: Book, by: Random) -> None:
    """The same value as an object of its own."""
    for _ in range(50):
        number = _some(book, by, streams=True)
        there = [
            (name, start, end)
            for name, start, end in entries(book.dictionary(number))
            if name not in (b"Length", b"Filter") and not book.value(number, name).endswith(b" R")
        ]
        if there:
            name, _, _ = by.choice(there)
            book.put(number, name, b" " + book.add(book.value(number, name)))
            return
    raise Unfit


@operator(OBJECTS)
def an_object_set_into_its_place(book: Book, by: Random) -> None:
    """An object that was referred to now stands where the reference was, and by itself no more."""
    for _ in range(80):
        number, old = _with_references(book, by)
        target = int(old.split()[0])
        if book.is_stream(target) or book.next - 1 == target:
            continue
        users = [n for n in book.bodies if re.search(rb"(?<!\d)" + re.escape(old), book.dictionary(n))]
        if len(users) == 1:
            _exchange(book, number, old, book.bodies[target])
            return
    raise Unfit


@operator(OBJECTS)
def a_dictionary_turned_into_a_stream(book: Book, by: Random) -> None:
    number = _some(book, by)
    if not book.bodies[number].startswith(b"<<"):
        raise Unfit
    book.put(number, b"Length", b"%d" % len(COVER))
    book.bodies[number] += b"\nstream\n%s\nendstream" % COVER


@operator(OBJECTS)
def a_stream_turned_into_a_dictionary(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if book.is_stream(n) and n != book.attachment])
    book.bodies[number] = book.dictionary(number)


@operator(OBJECTS)
def an_object_turned_into_another_kind(book: Book, by: Random) -> None:
    book.bodies[_some(book, by)] = by.choice(_BODIES)


@operator(OBJECTS)
def two_objects_exchanged(book: Book, by: Random) -> None:
    for _ in range(50):
        one = _some(book, by, streams=True)
        kind = re.search(rb"/(?:Type|S|Subtype) ?/\w+", book.dictionary(one))
        others = [n for n in (book.all(kind[0]) if kind else []) if book.bodies[n] != book.bodies[one]]
        if others:
            other = by.choice(others)
            book.bodies[one], book.bodies[other] = book.bodies[other], book.bodies[one]
            return
    raise Unfit


@operator(OBJECTS)
def a_copy_used_in_its_place(book: Book, by: Random) -> None:
    number, old = _with_references(book, by)
    _exchange(book, number, old, book.add(book.bodies[int(old.split()[0])]))


@operator(OBJECTS)
def a_string_with_other_letters(book: Book, by: Random) -> None:
    for _ in range(50):
        number = _some(book, by, streams=True)
        head = book.dictionary(number)
        if found := re.findall(rb"\([A-Za-z0-9 .:_-]{3,}\)|<[0-9a-f]{8,}>", head):
            old = by.choice(found)
            new = b"(low risk)" if old[:1] == b"(" else b"<feff4f4e98ce9669>"
            book.swap(number, old, new)
            return
    raise Unfit


@operator(OBJECTS)
def a_number_that_is_another(book: Book, by: Random) -> None:
    for _ in range(80):
        number = _some(book, by, streams=True)
        there = [
            (name, book.value(number, name))
            for name, _, _ in entries(book.dictionary(number))
            if name not in (b"Length", b"StructParents", b"StructParent")
        ]
        if plain := [(name, value) for name, value in there if re.fullmatch(rb"-?[\d.]+", value)]:
            name, value = by.choice(plain)
            book.put(number, name, b"%d" % (int(float(value)) + by.choice([-1, 1, 100])))
            return
    raise Unfit


@operator(OBJECTS)
def a_key_that_stands_twice(book: Book, by: Random) -> None:
    """Readers take the first or the last; ours may refuse the file."""
    number = _some(book, by)
    head = book.dictionary(number)
    names = [name for name, _, _ in entries(head)]
    if not names:
        raise Unfit
    name = by.choice(names)
    value = by.choice([b" null", b" 0", b"(low risk)", b"[]", b" " + book.value(number, name)])
    if by.random() < 0.5:
        book.bodies[number] = b"<</" + name + value + head[2:]
    else:
        close = head.rindex(b">>")
        book.bodies[number] = head[:close] + b"/" + name + value + head[close:]


@operator(OBJECTS)
def a_filter_more(book: Book, by: Random) -> None:
    """The same data, hexadecimal and compressed; or behind a filter that some readers do not know."""
    number = by.choice(
        [n for n in book.bodies if book.is_stream(n) and b"/FlateDecode" in book.dictionary(n)]
    )
    head, _, rest = book.bodies[number].partition(b"\nstream\n")
    data = rest[: -len(b"\nendstream")].hex().encode() + b">"
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(data), head)
    head = head.replace(b"/Filter /FlateDecode", b"/Filter [/ASCIIHexDecode/FlateDecode]")
    book.bodies[number] = head + b"\nstream\n" + data + b"\nendstream"


@operator(OBJECTS, spelling=True)
def a_stream_without_compression(book: Book, by: Random) -> None:
    number = by.choice(
        [n for n in book.bodies if book.is_stream(n) and b"/FlateDecode" in book.dictionary(n)]
    )
    data = book.data(number)
    book.drop(number, b"Filter")
    book.refill(number, data)


@operator(OBJECTS)
def more_data_behind_the_end(book: Book, by: Random) -> None:
    """Behind the end of the compressed data, inside the stream."""
    number = by.choice(
        [n for n in book.bodies if book.is_stream(n) and b"/FlateDecode" in book.dictionary(n)]
    )
    head, _, rest = book.bodies[number].partition(b"\nstream\n")
    data = rest[: -len(b"\nendstream")] + by.choice([b"\n", b"x", b"endstream endobj 1 0 obj<<>>endobj"])
    book.bodies[number] = (
        re.sub(rb"/Length \d+", b"/Length %d" % len(data), head) + b"\nstream\n" + data + b"\nendstream"
    )


# Annotations

_NOTES = {
    b"FreeText": b"/DA (/Helv 40 Tf 1 0 0 rg)/DS (font: 40pt)/RC (<body>low risk</body>)",
    b"Stamp": b"/Name /Approved",
    b"Link": b"/A " + LINK,
    b"Popup": b"/Open true",
    b"Redact": b"/OverlayText (low risk)/IC [1 1 1]/QuadPoints [60 600 500 600 60 700 500 700]",
    b"Square": b"/IC [1 1 1]/BS <</W 0>>",
    b"Ink": b"/InkList [[60 600 500 600]]/BS <</W 90>>/C [1 1 1]",
    b"Line": b"/L [60 600 500 600]/BS <</W 90>>/C [1 1 1]",
    b"Highlight": b"/QuadPoints [60 600 500 600 60 700 500 700]/C [1 1 1]",
    b"Text": b"/Name /Note",
    b"FileAttachment": b"/FS {file}",
    b"Watermark": b"/FixedPrint <</Type /FixedPrint>>",
    b"Screen": b"/MK <</BG [1 1 1]>>/A " + SCRIPT,
    b"Widget": b"/FT /Btn/T (press)/MK <</BG [1 1 1]/CA (x)>>/A " + SCRIPT,
    b"3D": b"/3DD {form}",
    b"RichMedia": b"/RichMediaContent <<>>",
    b"Caret": b"/Sy /P",
    b"PrinterMark": b"",
    b"TrapNet": b"",
    b"Sound": b"/Sound {form}",
    b"Movie": b"/Movie <</F (x.mov)>>",
    b"Projection": b"",
    b"Polygon": b"/Vertices [60 600 500 600 500 700]/IC [1 1 1]",
}
_FLAGS = (0, 2, 4, 32, 64, 132, 256, 512)


def _note(kind: bytes):  # type: ignore[no-untyped-def]
    def run(book: Book, by: Random) -> None:
        page = by.choice(book.pages)
        rect = by.choice([b"[60 600 500 700]", b"[0 0 0 0]", b"[0 0 595 842]", b"[-90 -90 -1 -1]"])
        more = _NOTES[kind]
        if b"{form}" in more:
            more = more.replace(b"{form}", book.add_form(COVER))
        if b"{file}" in more:
            more = more.replace(b"{file}", another_file(book))
        more += by.choice([b"", b"/AP <</N %s>>" % book.add_form(COVER)])
        more += by.choice(
            [b"", b"/Contents (low risk)", b"/FT /Sig", b"/OC %s" % book.add(b"<</Type /OCG/Name (x)>>")]
        )
        note = book.add(
            b"<</Type /Annot/Subtype /%s/Rect %s/F %d/P %d 0 R%s>>"
            % (kind, rect, by.choice(_FLAGS), page, more)
        )
        try:
            held = book.value(page, b"Annots")[:-1]
        except LookupError:
            held = b"["
        book.put(page, b"Annots", held + b" " + note + b"]")

    return run


for _kind in _NOTES:
    _run = _note(_kind)
    _run.__name__ = f"a_note_{_kind.decode()}"
    operator(NOTES)(_run)


@operator(NOTES)
def notes_in_another_order(book: Book, by: Random) -> None:
    page = next(page for page in book.pages if b"/Annots" in book.dictionary(page))
    there = re.findall(rb"\d+ \d+ R", book.value(page, b"Annots"))
    if len(there) < 2:
        raise Unfit
    book.put(page, b"Annots", b"[" + b" ".join(reversed(there)) + b"]")


@operator(NOTES)
def a_field_that_is_not_on_its_page(book: Book, by: Random) -> None:
    page = next(page for page in book.pages if b"/Annots" in book.dictionary(page))
    there = re.findall(rb"\d+ \d+ R", book.value(page, b"Annots"))
    book.put(page, b"Annots", b"[" + b" ".join(there[1:]) + b"]")


@operator(NOTES)
def a_field_more(book: Book, by: Random) -> None:
    """One more empty signature field, on no page or on one."""
    page = book.pages[0]
    title = by.choice([b"(head)", b"(nobody)"])
    field = book.add(
        b"<</Type /Annot/Subtype /Widget/FT /Sig/T %s/F 132/P %d 0 R/Rect [60 600 500 700]>>" % (title, page)
    )
    book.put(book.form, b"Fields", book.value(book.form, b"Fields")[:-1] + b" " + field + b"]")


@operator(NOTES)
def two_fields_in_each_other_s_place(book: Book, by: Random) -> None:
    one, two = by.sample(book.fields, 2)
    places = book.value(one, b"Rect"), book.value(two, b"Rect")
    book.put(one, b"Rect", places[1])
    book.put(two, b"Rect", places[0])


@operator(NOTES)
def a_text_field_beside(book: Book, by: Random) -> None:
    field = book.add(
        b"<</Type /Annot/Subtype /Widget/FT /Tx/T (grade)/V (low risk)/DA (/Helv 40 Tf 0 g)/F 4/Rect [60 600 500 700]>>"
    )
    book.put(book.form, b"Fields", book.value(book.form, b"Fields")[:-1] + b" " + field + b"]")
    page = book.pages[0]
    held = book.value(page, b"Annots")[:-1] if b"/Annots" in book.dictionary(page) else b"["
    book.put(page, b"Annots", held + b" " + field + b"]")


# Pages


def _count(book: Book, kids: list[int]) -> None:
    book.put(book.tree, b"Kids", b"[" + b" ".join(b"%d 0 R" % kid for kid in kids) + b"]")
    book.put(book.tree, b"Count", b"%d" % len(kids))


@operator(PAGES)
def a_page_more(book: Book, by: Random) -> None:
    pages = book.pages
    copied = by.random() < 0.5
    body = (
        re.sub(rb"/Annots \[[^]]*\]|/StructParents \d+", b"", book.bodies[by.choice(pages)])
        if copied
        else b"<</Type /Page/Parent %d 0 R/MediaBox [0 0 595 842]/Resources <<>>/Contents %s>>"
        % (book.tree, book.add_stream(COVER))
    )
    page = int(book.add(body).split()[0])
    pages.insert(by.randint(0, len(pages)), page)
    _count(book, pages)


@operator(PAGES)
def pages_in_another_order(book: Book, by: Random) -> None:
    pages = book.pages
    if len(pages) < 2:
        raise Unfit
    one, two = by.sample(range(len(pages)), 2)
    pages[one], pages[two] = pages[two], pages[one]
    _count(book, pages)


@operator(PAGES)
def a_page_less(book: Book, by: Random) -> None:
    pages = book.pages
    if len(pages) < 2:
        raise Unfit
    pages.pop(by.randint(1, len(pages) - 1))
    _count(book, pages)


@operator(PAGES)
def a_page_twice(book: Book, by: Random) -> None:
    pages = book.pages
    pages.insert(by.randint(0, len(pages)), by.choice(pages))
    _count(book, pages)


@operator(PAGES)
def a_level_more_in_the_tree(book: Book, by: Random) -> None:
    pages = book.pages
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    inner = book.add(
        b"<</Type /Pages/Parent %d 0 R/Kids [%s]/Count %d%s>>"
        % (book.tree, kids, len(pages), by.choice([b"", b"/Rotate 180", b"/CropBox [0 0 595 421]"]))
    )
    book.put(book.tree, b"Kids", b"[" + inner + b"]")


@operator(PAGES)
def a_page_that_inherits(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    key = by.choice([b"MediaBox", b"Resources"])
    book.put(book.tree, key, book.value(page, key))
    book.drop(page, key)


@operator(PAGES)
def the_content_of_another_page(book: Book, by: Random) -> None:
    pages = book.pages
    if len(pages) < 2:
        raise Unfit
    one, two = by.sample(pages, 2)
    book.put(one, b"Contents", book.value(two, b"Contents"))


@operator(PAGES)
def a_page_without_content(book: Book, by: Random) -> None:
    book.put(by.choice(book.pages), b"Contents", by.choice([b"[]", b"null"]))


# What is read aloud


@operator(TREE)
def elements_in_another_order(book: Book, by: Random) -> None:
    many = [n for n in book.elements if len(re.findall(rb"\d+ 0 R", book.value(n, b"K"))) > 1]
    number = by.choice(many)
    kids = re.findall(rb"\d+ 0 R", book.value(number, b"K"))
    book.put(number, b"K", b"[" + b" ".join(kids[1:] + kids[:1]) + b"]")


@operator(TREE)
def an_element_with_other_words(book: Book, by: Random) -> None:
    number = by.choice(book.all(b"/S /Span") or book.elements)
    book.put(number, b"ActualText", by.choice([b"<feff4f4e98ce9669>", b"(low risk)", b"()"]))


@operator(TREE)
def an_element_that_nobody_reads(book: Book, by: Random) -> None:
    many = [n for n in book.elements if len(re.findall(rb"\d+ 0 R", book.value(n, b"K"))) > 1]
    number = by.choice(many)
    kids = re.findall(rb"\d+ 0 R", book.value(number, b"K"))
    kids.pop(by.randrange(len(kids)))
    book.put(number, b"K", b"[" + b" ".join(kids) + b"]")


@operator(TREE)
def an_element_that_holds_another_s_words(book: Book, by: Random) -> None:
    spans = [n for n in book.elements if re.fullmatch(rb"\[\d+\]", book.value(n, b"K"))]
    one, two = by.sample(spans, 2)
    held = book.value(one, b"K"), book.value(two, b"K")
    if held[0] == held[1]:
        raise Unfit
    book.put(one, b"K", held[1])
    book.put(two, b"K", held[0])


@operator(TREE)
def a_figure_over_the_words(book: Book, by: Random) -> None:
    number = by.choice(book.elements)
    book.put(number, b"S", b"/Figure")
    book.put(number, b"Alt", b"<feff4f4e98ce9669>")
