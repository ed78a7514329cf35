"""What people write is printed and never obeyed; and were it obeyed, it would reach nothing."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import msgspec
import papers
import pikepdf
import pytest
from papers import pages_of, printed, with_answer

from yanpan.answers.model import Statement
from yanpan.assessment import encode
from yanpan.errors import ReportFailed
from yanpan.report import engine, pdf, render_pdf

# What would be code or markup to Jinja2, to HTML, to CSS, to PDF or to a terminal, were it not data.
HOSTILE = [
    "{{ 7*7 }} {% include 'x' %} {# l #}",
    "&amp; &#65; ]]> <!-- m --> </table></body></html>",
    '<img src="http://127.0.0.1:9/x.png"><style>@import "http://127.0.0.1:9/a.css"</style>',
    '<svg><image href="file:///etc/passwd"/></svg><object data="file:///etc/passwd"></object>',
    '<link rel=attachment href="file:///etc/passwd"><link rel=stylesheet href="http://127.0.0.1:9/a.css">',
    '<a href="javascript:alert(1)">甲</a><a rel=attachment href="file:///etc/passwd">乙</a>',
    '"><input type=checkbox name=officer><form action="http://127.0.0.1:9/">',
    "*{background:url(file:///etc/passwd)} @font-face{src:url(http://127.0.0.1:9/f)} content: attr(x)",
    '<meta name="generator" content="x"><base href="file:///etc/"><title>t</title>',
    ") Tj ET << /S /JavaScript /JS (app.alert\\(1\\)) >> endobj stream",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
]


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_printed_as_text(text: str, tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name=text, place=text)
    assessment = msgspec.structs.replace(assessment, attachments=(text,), case_number=text)
    made = render_pdf(assessment, encode(assessment))
    squeezed = re.sub(r"\s", "", printed(made.pdf, tmp_path))
    assert squeezed.count(re.sub(r"\s", "", text)) >= 4
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert list(document.attachments) == ["assessment.json"]
        assert text in str(document.docinfo.Title)


def test_lines_of_an_answer_stay_lines_and_nothing_turns_them_round(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name="甲\r\n乙\n丙\u202e丁\u2028戊😀\x00己")
    text = printed(render_pdf(assessment, encode(assessment)).pdf, tmp_path)
    assert "甲\n" in text
    assert "丙〓〔U+202E〕丁〓〔U+2028〕戊〓〔U+1F600〕〓〔U+0000〕己" in re.sub(r"\s", "", text)


@pytest.mark.long
def test_ten_thousand_characters_are_all_printed_over_several_pages(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name="甲乙丙丁戊" * 2000)
    made = render_pdf(assessment, encode(assessment))
    text = re.sub(r"\s", "", printed(made.pdf, tmp_path, "-layout"))
    assert sum(text.count(letter) for letter in "戊") >= 2000
    assert pages_of(made.pdf) > 12


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="file:///etc/passwd"/>',
        '<link rel="stylesheet" href="file:///etc/passwd"/>',
        '<link rel="attachment" href="file:///etc/passwd"/>',
        '<a rel="attachment" href="file:///etc/passwd">甲</a>',
        '<style>@import "http://127.0.0.1:9/a.css"; p { background: url(file:///etc/passwd) }</style>',
        "<style>@font-face { font-family: 'Yanpan Fang'; src: url(file:///etc/passwd) }</style>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://127.0.0.1:9/x.svg#a"/></svg>',
        '<object data="file:///etc/passwd"></object><embed src="file:///etc/passwd"/>',
        "<script>1</script>",
    ],
)
def test_even_markup_would_reach_nothing(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard behind the escaping: were markup to come through, the engine would still fetch nothing."""
    assessment = papers.stored("spot_fine")
    real = pdf.render_html(assessment)
    fetched: list[str] = []
    fetch = engine._NoFetcher.fetch

    def noted(self: engine._NoFetcher, url: str, headers: dict[str, str] | None = None) -> object:
        fetched.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(engine._NoFetcher, "fetch", noted)
    monkeypatch.setattr(pdf, "render_html", lambda *_, **__: real.replace("<h1>", markup + "<h1>"))
    with contextlib.suppress(ReportFailed):
        made = render_pdf(assessment, encode(assessment))
        assert b"root:" not in made.pdf
        with pikepdf.open(io.BytesIO(made.pdf)) as document:
            assert list(document.attachments) == ["assessment.json"]
    assert all(url.startswith(("http://127.0.0.1:9/", "file:///etc/passwd")) for url in fetched)


WATCHED = """
import mimetypes, os, sys, sysconfig, tempfile
from pathlib import Path
seen = []
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        seen.append(("open", os.fsdecode(args[0])))
    elif event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request", "subprocess.Popen",
                           "os.system", "os.exec", "os.posix_spawn", "os.fork")):
        seen.append((event, repr(args)))
import papers
from yanpan.assessment import encode
from yanpan.data import data_folder
assessment = papers.hostile()
data = encode(assessment)
sys.addaudithook(hook)
from yanpan.report import render_pdf
made = render_pdf(assessment, data)
allowed = [data_folder("report_templates").resolve(), Path(sys.prefix).resolve(), Path(sys.base_prefix, "lib").resolve(),
           Path(sysconfig.get_path("stdlib")).resolve(), Path(tempfile.gettempdir()).resolve(),
           Path(render_pdf.__code__.co_filename).resolve().parents[1]]
known = {os.devnull, *mimetypes.knownfiles}
for event, what in seen:
    if event != "open":
        print(event, what)
    elif what not in known and not any(Path(what).resolve().is_relative_to(folder) for folder in allowed):
        print(event, what)
print("pages", papers.pages_of(made.pdf))
"""


@pytest.mark.long
def test_a_hostile_paper_is_made_without_network_processes_or_files_of_others() -> None:
    """Under an audit hook, in a process of its own: our templates and fonts, Python's files, and nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=Path(__file__).parent, capture_output=True, text=True, check=True
    )
    *told, pages = done.stdout.splitlines()
    assert pages.startswith("pages ")
    assert told == []


def test_rare_characters_combining_marks_and_controls_are_whole_or_named(tmp_path: Path) -> None:
    text = "𬱖㛃䶮𠮷𰻝 e\u0301 ñ 张\u202e三\u2066丙\u2069 \x07\x1b[31m 😀\u200d👮"
    assessment = with_answer(papers.stored("medium"), party_name=text)
    made = render_pdf(assessment, encode(assessment))
    found = re.sub(r"\s", "", printed(made.pdf, tmp_path, "-raw"))
    assert "𬱖㛃䶮𠮷𰻝e\u0301ñ张〓〔U+202E〕三〓〔U+2066〕丙〓〔U+2069〕" in unicodedata.normalize(
        "NFKC", found
    ).replace("é", "e\u0301")
    assert "〓〔U+0007〕〓〔U+001B〕[31m〓〔U+1F600〕〓〔U+200D〕〓〔U+1F46E〕" in found
    assert {m.code for m in made.missing_glyphs} == {
        "U+202E",
        "U+2066",
        "U+2069",
        "U+0007",
        "U+001B",
        "U+1F600",
        "U+200D",
        "U+1F46E",
    }


@pytest.mark.parametrize("words", ["字" * 330_000, "\n" * 9_000], ids=["long", "many lines"])
def test_a_record_with_more_text_than_any_judgement_gives_is_refused_at_once(words: str) -> None:
    """To set it would take minutes and gigabytes, and whoever signs has no judge in another process."""
    assessment = papers.stored("medium")
    first, *others = assessment.answers
    noted = msgspec.structs.replace(first, note=words)
    forged = msgspec.structs.replace(assessment, answers=(noted, *others))
    with pytest.raises(ReportFailed, match="文字太多，不排印"):
        render_pdf(forged, encode(forged))
    titled = msgspec.structs.replace(assessment, attachments=("清单",) * 20 + (words,))
    with pytest.raises(ReportFailed, match="文字太多，不排印"):
        render_pdf(titled, encode(titled))


def test_a_record_of_more_short_texts_than_any_judgement_gives_is_refused_at_once() -> None:
    """Each takes a cell, and cells take the time."""
    assessment = papers.stored("medium")
    short = Statement(who="甲", said="乙", kind="dissent", adopted="no", why="")
    forged = msgspec.structs.replace(assessment, statements=(short,) * 4_000)
    with pytest.raises(ReportFailed, match="内容太多，不排印"):
        render_pdf(forged, encode(forged))
