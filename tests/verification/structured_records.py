"""Forgeries of what is only read by programs: the record and how it is attached, XMP and Info."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from structured_book import Book
from structured_operators import Unfit, another_file, operator

RECORD, METADATA, ATTACHED = "记录", "元数据", "附件"


# The record


def _another_record(book: Book, change: Callable[[bytes], bytes], by: Random) -> None:
    before = book.data(book.attachment)
    after = change(before)
    if before == after:
        raise Unfit
    book.refill(book.attachment, after)
    if by.random() < 0.7:
        # What a careful forger does not forget.
        digest = hashlib.md5(after).hexdigest().encode()  # noqa: S324 - as PDF has it
        number = book.attachment
        value = book.value(number, b"Params")
        value = re.sub(rb"/CheckSum <\w+>", b"/CheckSum <" + digest + b">", value)
        book.put(number, b"Params", re.sub(rb"/Size \d+", b"/Size %d" % len(after), value))


_ANOTHER_GRADE = b'{"initial":"low","residual":"low","best":"low","decided_by":"","residual_decided_by":""}'

_RECORDS: dict[str, Callable[[bytes, Random], bytes]] = {
    "with_white_space": lambda data, by: by.choice(
        [data + b"\n", b" " + data, data.replace(b",", b" ,", 1), data.replace(b"\n", b"\r\n")]
    ),
    "with_a_key_twice": lambda data, by: data.replace(
        b'"grade":', b'"grade":' + by.choice([_ANOTHER_GRADE, b"null"]) + b',"grade":', 1
    ),
    "with_a_key_more": lambda data, by: by.choice(
        [
            data.replace(b"{", b'{"conclusion_for_the_press":"low risk",', 1),
            re.sub(rb'("grade":\s*\{)', rb'\1"x":1,', data, count=1),
        ]
    ),
    "with_another_grade": lambda data, _: _json(data, _another_grade),
    "with_another_digest": lambda data, _: _set(data, b"digest", b'"' + b"0" * 64 + b'"'),
    "with_another_case": lambda data, _: data.replace("12号".encode(), "13号".encode(), 1),
    "with_escapes": lambda data, _: data.replace("号".encode(), b"\\u53f7", 1),
    "with_another_version": lambda data, by: _set(
        data, b"tool_version", by.choice([b'"0.0.1"', b'"99.0"', b'""'])
    ),
    "with_another_moment": lambda data, by: re.sub(
        rb'("assessed_at":\s*)"2026', rb'\1"' + by.choice([b"2020", b"2030"]), data, count=1
    ),
    "with_another_calendar": lambda data, by: _set(data, b"calendar_until", by.choice([b"2000", b"2099"])),
    "with_another_schema": lambda data, by: _set(data, b"schema_version", by.choice([b"0", b"99", b"-1"])),
    "with_another_judgement": lambda data, by: _set(data, b"judgement", by.choice([b"0", b"99"])),
    "with_a_signer_less": lambda data, _: _json(data, lambda record: record["signers"].pop()),
    "with_signers_in_another_order": lambda data, _: _json(data, lambda record: record["signers"].reverse()),
    "with_a_right_to_lower": lambda data, _: _json(
        data, lambda record: record["signers"][0].update(may_lower=True)
    ),
    "with_a_longer_term": lambda data, _: _json(
        data, lambda record: record["validity"].update(expires_at="2099-01-01T00:00:00+08:00")
    ),
    "without_duties": lambda data, _: _json(data, lambda record: record.update(duties=[])),
    "with_a_byte_order_mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "with_another_answer": lambda data, by: _json(
        data, lambda record: by.choice(record["answers"]).update(note="另有说明")
    ),
    "with_another_warning": lambda data, _: _json(data, lambda record: record["warnings"].append("无风险")),
}


def _set(data: bytes, key: bytes, value: bytes) -> bytes:
    return re.sub(b'("' + key + rb'":\s*)("[^"]*"|[-\d]+)', lambda found: found[1] + value, data, count=1)


def _another_grade(record: Any) -> None:
    record["grade"]["residual"] = "medium" if record["grade"]["residual"] == "low" else "low"


def _json(data: bytes, change: Callable[[Any], Any]) -> bytes:
    """The record changed, written as this program writes it."""
    record = json.loads(data)
    change(record)
    indent = 2 if data.startswith(b"{\n") else None
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return text.encode() + (b"\n" if data.endswith(b"\n") else b"")


def _recording(change: Callable[[bytes, Random], bytes]) -> Callable[[Book, Random], None]:
    def run(book: Book, by: Random) -> None:
        _another_record(book, lambda data: change(data, by), by)

    return run


for _name, _change in _RECORDS.items():
    _made = _recording(_change)
    _made.__name__ = f"record_{_name}"
    operator(RECORD)(_made)


# Attachments


@operator(ATTACHED)
def a_second_record(book: Book, by: Random) -> None:
    """Of the same name or another one, before or after the true one, listed everywhere or not."""
    name = by.choice([b"assessment.json", b"Assessment.json", b"zz.json", b"assessment.json.exe", b"aa.html"])
    names = book.one(b"<</Names [(")
    there = book.value(names, b"Names")[1:-1]
    more = b"(%s) %s" % (name, another_file(book, name))
    book.put(names, b"Names", b"[" + b" ".join(by.choice([(there, more), (more, there)])) + b"]")
    if by.random() < 0.5:
        book.put(book.root, b"AF", book.value(book.root, b"AF")[:-1] + b" " + more.split(b") ")[1] + b"]")


@operator(ATTACHED)
def a_record_that_only_af_names(book: Book, by: Random) -> None:
    more = another_file(book, by.choice([b"assessment.json", b"x.json"]))
    book.put(
        book.root, b"AF", by.choice([b"[%s]" % more, book.value(book.root, b"AF")[:-1] + b" " + more + b"]"])
    )


@operator(ATTACHED)
def the_record_s_names_in_a_deeper_tree(book: Book, by: Random) -> None:
    names = book.one(b"<</Names [(")
    kid = book.add(b"<</Limits [(a) (z)]/Names " + book.value(names, b"Names") + b">>")
    book.bodies[names] = b"<</Kids [" + kid + b"]>>"


@operator(ATTACHED)
def the_record_under_another_key(book: Book, by: Random) -> None:
    names = book.one(b"<</Names [(")
    book.swap(
        names,
        b"(assessment.json)",
        by.choice([b"(a)", b"(assessment.json\\000)", b"<feff0061>", b"<617373657373>"]),
    )


@operator(ATTACHED)
def a_second_reading_of_the_record(book: Book, by: Random) -> None:
    """/EF with a further platform's file, which some readers prefer."""
    held = book.add_stream(b'{"grade":"low"}', b"/Type /EmbeddedFile")
    [true] = re.findall(rb"/F (\d+ 0 R)", book.value(book.specification, b"EF"))
    key = by.choice([b"UF", b"DOS", b"Mac", b"Unix"])
    book.put(book.specification, b"EF", b"<</F %s/%s %s>>" % (true, key, held))


# XMP


@operator(METADATA)
def metadata_with_other_words(book: Book, by: Random) -> None:
    def change(data: bytes) -> bytes:
        how = by.randrange(9)
        if how == 0:
            return data.replace(
                b"</rdf:RDF>", b'<rdf:Description xmlns:x="urn:x/" rdf:about="" x:grade="low" /></rdf:RDF>'
            )
        if how == 1:
            return data.replace(b"</rdf:RDF>", b"<!-- low risk --></rdf:RDF>")
        if how == 2:
            return re.sub(rb"(<rdf:li xml:lang=\"x-default\">)[^<]*", rb"\1low risk", data, count=1)
        if how == 3:
            return data.replace(b"yanpan:engine=", b'yanpan:other="x" yanpan:engine=', 1)
        if how == 4:
            return re.sub(rb'( yanpan:engine=)"(\w+)"', rb'\1"\2" yanpan:engine="\2"', data, count=1)
        if how == 5:
            named = by.choice([rb"", rb'yanpan:engine=""', rb"yanpan:engine='\1'", rb'yanpan:engine="\1x"'])
            return re.sub(rb'yanpan:engine="(\w+)"', named, data, count=1)
        if how == 6:
            return data + by.choice([b"\n", b" ", b"\0", b"<x/>"])
        if how == 7:
            return data.replace(b'pdfaid:part="3"', b'pdfaid:part="1"')
        return data.replace(b'<?xpacket begin=""', b'<!DOCTYPE x [<!ENTITY e "low risk">]><?xpacket begin=""')

    before = book.data(book.metadata)
    after = change(before)
    if before == after:
        raise Unfit
    book.refill(book.metadata, after)


@operator(METADATA, spelling=True)
def metadata_not_compressed(book: Book, by: Random) -> None:
    data = book.data(book.metadata)
    book.drop(book.metadata, b"Filter")
    book.refill(book.metadata, data)


@operator(METADATA)
def information_of_its_own_kind(book: Book, by: Random) -> None:
    book.put(
        book.info, by.choice([b"Grade", b"CaseNumber", b"yanpan"]), by.choice([b"(low risk)", b"<feff4f4e>"])
    )
