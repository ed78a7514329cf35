"""Forgeries of how a file is written: between the objects, in the table, the trailer, names, numbers and strings.

`alone` ones belong to a file that nobody has signed yet, and is then signed as it stands.
"""

from __future__ import annotations

import re
import zlib
from random import Random

from structured_book import Book, entries
from structured_operators import COVER, Unfit, operator

WRITTEN, TABLE, WORDS = "对象之间", "交叉引用表和文件尾", "写法"

_GHOSTS = (
    b"% low risk\n",
    b"\n",
    b" ",
    b"\0",
    b"low risk\n",
    b"1 0 obj\n<</Type /Catalog>>\nendobj\n",
    b"xref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n",
    b"%%EOF\n",
    b"endobj\n",
    b"trailer\n<</Root 1 0 R>>\n",
)


@operator(WRITTEN, alone=True)
def bytes_between_two_objects(book: Book, by: Random) -> None:
    book.between[by.choice(list(book.bodies))] = by.choice(_GHOSTS)


@operator(WRITTEN, alone=True)
def bytes_before_the_table(book: Book, by: Random) -> None:
    book.before_table = by.choice(_GHOSTS)


@operator(WRITTEN, alone=True)
def bytes_behind_the_end(book: Book, by: Random) -> None:
    book.after = by.choice(_GHOSTS)


@operator(WRITTEN, alone=True)
def an_older_object_of_the_same_number(book: Book, by: Random) -> None:
    """A reader that rebuilds the table takes the first or the last of them."""
    number = by.choice([*book.pages, book.root, book.to(book.pages[0], b"Contents"), book.attachment])
    body = book.bodies[number]
    if book.is_stream(number):
        data = zlib.compress(COVER, 9)
        body = b"<</Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(data), data)
    else:
        body = body[:-2] + b"/Rotate 180>>"
    ghost = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    if by.random() < 0.5:
        book.between[by.choice(list(book.bodies))] = ghost
    else:
        book.start += ghost


@operator(WRITTEN, alone=True)
def a_head_of_another_kind(book: Book, by: Random) -> None:
    head, rest = book.start[:9], book.start[9:]
    book.start = by.choice(
        [
            b"%PDF-1.4\n" + rest,
            b"%PDF-2.0\n" + rest,
            head + rest + b"% low risk\n",
            head + b"%\xff\xff\xff\xff\n",
            head.replace(b"\n", b"\r\n") + rest,
            b"%PDF-1.7 low risk\n" + rest,
            head,
        ]
    )


@operator(WRITTEN, alone=True)
def bytes_before_the_head(book: Book, by: Random) -> None:
    book.start = by.choice([b"\n", b"\xef\xbb\xbf", b"#!/bin/sh\n", b"<html>low risk</html>\n"]) + book.start


@operator(WRITTEN, alone=True, spelling=True)
def objects_in_another_order(book: Book, by: Random) -> None:
    order = list(book.bodies)
    one, two = by.sample(range(len(order)), 2)
    order[one], order[two] = order[two], order[one]
    book.bodies = {number: book.bodies[number] for number in order}


@operator(WRITTEN, alone=True)
def a_head_of_an_object_written_otherwise(book: Book, by: Random) -> None:
    number = by.choice(list(book.bodies))
    book.heads[number] = (
        by.choice([b"%d 0 obj ", b"%d  0 obj\n", b"%d 0 obj\r\n", b"00%d 0 obj\n", b"%d 0 obj%%x\n"]) % number
    )


@operator(WRITTEN, alone=True)
def objects_inside_an_object_stream(book: Book, by: Random) -> None:
    """Two objects out of the file into a stream that no table names: only a rebuilding reader finds them."""
    held = b"%d 0 " % book.pages[0] + b"<</Type /Page/Rotate 180>>"
    book.add_stream(held, b"/Type /ObjStm/N 1/First %d" % held.index(b"<<"))


# Table and trailer


@operator(TABLE, alone=True)
def an_object_of_another_generation(book: Book, by: Random) -> None:
    book.generations[by.choice(list(book.bodies))] = by.choice([1, 3])


@operator(TABLE, alone=True)
def all_references_to_an_object_of_another_generation(book: Book, by: Random) -> None:
    """The object and what refers to it agree: nothing is lost to a reader."""
    number = by.choice([book.pages[0], book.attachment, book.metadata, book.to(book.pages[0], b"Contents")])
    book.generations[number] = 1
    for other in book.bodies:
        head = book.dictionary(other)
        changed = re.sub(rb"(?<!\d)%d 0 R" % number, b"%d 1 R" % number, head)
        book.bodies[other] = changed + book.bodies[other][len(head) :]


@operator(TABLE, alone=True)
def a_free_entry(book: Book, by: Random) -> None:
    """A number that is free, and may be taken later."""
    book.rows[book.next] = by.choice(
        [b"0000000000 00001 f \n", b"0000000000 65535 f \n", b"0000000000 00000 f \n"]
    )
    book.next += by.choice([1, 2])


@operator(TABLE, alone=True)
def a_free_list_of_another_kind(book: Book, by: Random) -> None:
    book.rows[0] = by.choice([b"0000000000 65535 f\r\n", b"0000000009 65535 f \n", b"0000000000 00000 f \n"])


@operator(TABLE, alone=True)
def an_entry_of_another_kind(book: Book, by: Random) -> None:
    """An object that stands in the file and is free by the table."""
    number = by.choice(
        [n for n in book.bodies if n not in (book.root, book.tree, *book.pages, *book.fields, book.form)]
    )
    book.rows[number] = by.choice(
        [b"0000000000 00000 f \n", b"0000000000 00001 f \n", b"0000000099 00000 n \n"]
    )


@operator(TABLE, alone=True)
def a_larger_size(book: Book, by: Random) -> None:
    book.size = book.next + by.choice([1, 5, 1000])


@operator(TABLE, alone=True)
def a_trailer_with_more(book: Book, by: Random) -> None:
    more = by.choice(
        [
            b"/XRefStm 15",
            b"/Prev 15",
            b"/Encrypt <</Filter /Standard/V 4/R 4/StmF /Identity/StrF /Identity/P -4/O <00>/U <00>>>",
            b"/Grade (low risk)",
            b"/AuthCode <</MACLocation /Standalone>>",
            b"/Root %d 0 R" % book.pages[0],
            b"/Size 5",
            b"/DocChecksum /0123456789ABCDEF",
            b"/Info 1 0 R",
            b"% low risk\n",
        ]
    )
    where = book.trailer.rindex(b">>") if by.random() < 0.5 else book.trailer.index(b"<<") + 2
    book.trailer = book.trailer[:where] + more + b"\n" + book.trailer[where:]


@operator(TABLE, alone=True)
def a_trailer_with_less(book: Book, by: Random) -> None:
    book.trailer = re.sub(by.choice([rb"/Info \d+ 0 R\n", rb"/ID \[[^]]*\]\n"]), b"", book.trailer)


@operator(TABLE, alone=True)
def an_id_that_is_another(book: Book, by: Random) -> None:
    marks = by.choice([b"[<00> <01>]", b"[(x) (x)]", b"[<%s> <%s>]" % (b"ab" * 16, b"ab" * 16), b"[() ()]"])
    book.trailer = re.sub(rb"/ID \[[^]]*\]", lambda _: b"/ID " + marks, book.trailer)


@operator(TABLE, alone=True)
def a_catalog_beside_the_true_one(book: Book, by: Random) -> None:
    """The trailer names a copy, which has something more."""
    copy = (
        book.bodies[book.root][:-2]
        + by.choice([b"/OpenAction [%d 0 R /Fit]" % book.pages[0], b"/X 1", b""])
        + b">>"
    )
    book.trailer = re.sub(rb"/Root \d+ 0 R", b"/Root " + book.add(copy), book.trailer)


# Names, numbers, strings


def _rewrite(book: Book, by: Random, pattern: bytes, make) -> None:  # type: ignore[no-untyped-def]
    for _ in range(60):
        number = by.choice(list(book.bodies))
        head = book.dictionary(number)
        found = list(re.finditer(pattern, head))
        if found:
            chosen = by.choice(found)
            changed = head[: chosen.start()] + make(chosen) + head[chosen.end() :]
            if changed != head:
                book.bodies[number] = changed + book.bodies[number][len(head) :]
                return
    raise Unfit


@operator(WORDS, spelling=True)
def a_name_with_a_number_sign(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"/([A-Z])([A-Za-z0-9]+)", lambda found: b"/#%02X%s" % (found[1][0], found[2]))


@operator(WORDS, spelling=True)
def a_string_in_octal(book: Book, by: Random) -> None:
    _rewrite(
        book,
        by,
        rb"\(([A-Za-z0-9 .]+)\)",
        lambda found: b"(" + b"".join(b"\\%03o" % c for c in found[1]) + b")",
    )


@operator(WORDS, spelling=True)
def a_string_in_hex(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"\(([A-Za-z0-9 .]+)\)", lambda found: b"<" + found[1].hex().encode() + b">")


@operator(WORDS)
def a_string_with_a_line_break(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"\(([A-Za-z0-9 .])([A-Za-z0-9 .]*)\)", lambda found: b"(%s\\\n%s)" % found.groups())


@operator(WORDS, spelling=True)
def a_hexadecimal_string_in_capitals(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"<([0-9a-f]{8,})>", lambda found: b"<" + found[1].upper() + b">")


@operator(WORDS)
def a_hexadecimal_string_written_otherwise(book: Book, by: Random) -> None:
    longer = by.random() < 0.5

    def other(found: re.Match[bytes]) -> bytes:
        return b"<" + (found[1] + b"00" if longer else found[1][:2] + b" " + found[1][2:]) + b">"

    _rewrite(book, by, rb"<([0-9a-f]{8,})>", other)


@operator(WORDS, spelling=True)
def a_number_written_otherwise(book: Book, by: Random) -> None:
    how = by.choice([b"+%s", b"00%s", b"%s.0", b"%s."])
    _rewrite(book, by, rb"(?<=[ \[])(\d+)(?=[/>\]])", lambda found: how % found[1])


@operator(WORDS)
def a_number_with_an_exponent(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"(?<=[ \[])(\d+\.\d+)(?=[ />\]])", lambda found: found[1] + b"e0")


@operator(WORDS)
def a_comment_in_an_object(book: Book, by: Random) -> None:
    _rewrite(book, by, rb"(?<=[ 0-9a-z\]])/(?=[A-Z])", lambda _: b"%low risk\n/")


@operator(WORDS, spelling=True)
def white_space_in_an_object(book: Book, by: Random) -> None:
    gap = by.choice([b" ", b"\n"])
    _rewrite(book, by, rb"(?<=[ 0-9a-z\]])/(?=[A-Z])", lambda _: gap + b"/")


@operator(WORDS)
def odd_white_space_in_an_object(book: Book, by: Random) -> None:
    gap = by.choice([b"\r", b"\t", b"\0", b"\x0c", b"\x0b", b"\xa0"])
    _rewrite(book, by, rb"(?<=[ 0-9a-z\]])/(?=[A-Z])", lambda _: gap + b"/")


@operator(WORDS)
def an_indirect_length(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if book.is_stream(n)])
    book.put(number, b"Length", b" " + book.add(book.value(number, b"Length")))


@operator(WORDS)
def a_length_that_is_wrong(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if book.is_stream(n)])
    length = int(book.value(number, b"Length"))
    book.put(number, b"Length", b" %d" % max(0, length + by.choice([-1, 1, 10, -length])))


@operator(WORDS)
def a_stream_begun_otherwise(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if book.is_stream(n)])
    begin = by.choice([b"\nstream\r\n", b" stream\n", b"\n\nstream\n", b"\nstream \n", b"stream\n"])
    book.bodies[number] = book.bodies[number].replace(b"\nstream\n", begin, 1)


@operator(WORDS)
def a_stream_ended_otherwise(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if book.is_stream(n)])
    body = book.bodies[number][: -len(b"\nendstream")]
    book.bodies[number] = body + by.choice(
        [b"\r\nendstream", b"endstream", b"\n\nendstream", b"\nendstream\n", b"\nendstream %x"]
    )


@operator(WORDS, spelling=True)
def a_key_in_another_place(book: Book, by: Random) -> None:
    """The same keys in another order."""
    for _ in range(60):
        number = by.choice(list(book.bodies))
        head = book.dictionary(number)
        names = [(name, start, end) for name, start, end in entries(head)]
        if len(names) > 1:
            name, start, end = by.choice(names[:-1])
            value = head[start:end]
            book.drop(number, name)
            shorter = book.dictionary(number)
            close = shorter.rindex(b">>")
            rest = book.bodies[number][len(shorter) :]
            book.bodies[number] = shorter[:close] + b"/" + name + value + shorter[close:] + rest
            return
    raise Unfit


@operator(WORDS, spelling=True)
def data_compressed_otherwise(book: Book, by: Random) -> None:
    """The same data with another effort, or stored."""
    number = by.choice([n for n in book.bodies if book.is_stream(n) and len(book.data(n)) > 200])
    head = book.dictionary(number)
    raw = zlib.compress(book.data(number), by.choice([0, 1]))
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(raw), head)
    book.bodies[number] = head + b"\nstream\n" + raw + b"\nendstream"
