"""The paper as a page: complete, the same every time, readable at every width, and dead to whatever people write."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import papers
import pytest
from browser import shown
from papers import with_answer

from yanpan.assessment import Assessment, digest_of
from yanpan.report import render_html_page
from yanpan.report.glyphs import printable
from yanpan.report.words import asked_words

NAMES = ("spot_fine", "medium", "high", "prohibited", "unknown", "early")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


class Outline(HTMLParser):
    """The tags of a page, in order, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.style = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            self.style += data

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def said_by(assessment: Assessment) -> list[str]:
    """Every text of an assessment that the long form must show."""
    said = [assessment.conclusion.title, assessment.conclusion.words, digest_of(assessment)]
    said += [assessment.questionnaire.digest, assessment.questionnaire.version, assessment.tool_version]
    said += [text for line in assessment.red_lines for text in (line.title, line.words, line.cure)]
    said += [text for hazard in assessment.hazards for text in (hazard.title, hazard.why)]
    said += [text for a in assessment.answers for text in (asked_words(a.ask), a.shown, a.note, *a.evidence)]
    said += [text for s in assessment.statements for text in (s.who, s.said, s.why)]
    said += [duty.title for duty in assessment.duties] + [m.how for m in assessment.measures]
    return [*said, *(signer.title for signer in assessment.signers), *assessment.attachments]


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("name", ["medium", "prohibited", "unknown"])
def test_everything_of_the_assessment_can_be_read_in_a_browser(name: str, tmp_path: Path) -> None:
    assessment = papers.stored(name)
    (found,) = shown(render_html_page(assessment), tmp_path, 1280)
    text = squeezed(found["text"])
    assert [part for part in said_by(assessment) if squeezed(printable(part)) not in text] == []
    assert assessment.case_number in found["title"]


def test_the_short_form_is_a_page_too(tmp_path: Path) -> None:
    assessment = papers.stored("spot_fine")
    (found,) = shown(render_html_page(assessment), tmp_path, 1280)
    text = squeezed(found["text"])
    said = [assessment.conclusion.title, digest_of(assessment), *(duty.title for duty in assessment.duties)]
    assert [part for part in said if squeezed(part) not in text] == []


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_assessment_gives_the_same_page(name: str) -> None:
    assessment = papers.stored(name)
    assert render_html_page(assessment) == render_html_page(
        msgspec.convert(msgspec.to_builtins(assessment), Assessment)
    )


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_on_it_points_outside(name: str) -> None:
    page = Outline(render_html_page(papers.stored(name)))
    assert (
        page.all("script", "link", "img", "iframe", "object", "input", "form", "base", "image", "use") == []
    )
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for attributes in page.all(*{tag for tag, _ in page.tags}):
        assert not {n for n in attributes if n.startswith("on") or n in ("src", "action", "data", "srcset")}
        assert attributes.get("href", "#main").removeprefix("#") in targets
    assert not re.search(r"url\(|@import|expression|https?:", page.style)
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_found_through_by_ear(name: str) -> None:
    page = Outline(render_html_page(papers.stored(name)))
    assert page.open == []
    assert page.tags[0] == ("html", {"lang": "zh-Hans"})
    assert [len(page.all(tag)) for tag in ("main", "header", "nav", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))
    assert len(page.all("nav")) and len([a for a in page.all("a") if a["href"] != "#main"]) == levels.count(2)
    tables = [attributes for attributes in page.all("table") if attributes.get("role") != "presentation"]
    assert len(page.all("caption")) == len(tables)
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for picture in page.all("svg"):
        assert picture["role"] == "img"
        assert ("title", {"id": picture["aria-labelledby"]}) in page.tags
    for box in [a for a in page.all("span") if a.get("class", "").startswith("box")]:
        assert box["aria-label"]


def test_its_signature_boxes_cannot_be_ticked_and_it_says_where_to_sign() -> None:
    text = render_html_page(papers.stored("high"))
    place = text.index('class="signing"')
    assert "本页供阅读，签署在 PDF 上进行" in text[place - 200 : place]
    assert "<input" not in text


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("name", NAMES)
def test_it_is_readable_at_every_width(name: str, tmp_path: Path) -> None:
    for found in shown(render_html_page(papers.stored(name)), tmp_path, 360, 800, 1280):
        assert found["width"] <= found["window"], found["window"]
        assert found["smallest"] >= 16


def test_very_long_words_do_not_widen_it(tmp_path: Path) -> None:
    word = "W" * 2000
    assessment = with_answer(
        papers.stored("medium"), party_name=word, place=word, action_summary=word, unit_name=word
    )
    assessment = msgspec.structs.replace(assessment, attachments=(word,), case_number=word)
    for found in shown(render_html_page(assessment), tmp_path, 360, 1280):
        assert found["width"] <= found["window"]
        assert word in squeezed(found["text"])


def colours() -> list[tuple[str, str, float]]:
    """Text on its ground, with the contrast that WCAG 2.2 wants of text (AA: 4.5)."""
    grounds = ("#ffffff", "#f0f0f0", "#f3f6fa", "#eef0f2", "#e3f1dc", "#fdf0bf", "#f8c9a8", "#f0a8a0")
    return [("#1a1a1a", ground, 4.5) for ground in grounds] + [
        ("#b00000", "#ffffff", 4.5),
        ("#0645ad", "#ffffff", 4.5),
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(("text", "ground", "least"), colours())
def test_text_stands_out_from_its_ground(text: str, ground: str, least: float) -> None:
    page = Outline(render_html_page(papers.stored("high"))).style
    short = "#fff" if ground == "#ffffff" else ground
    assert text in page and short in page
    dark, light = sorted((luminance(text), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= least


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that must not be asked for anything, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 — named by the library
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_what_people_write_is_text_and_reaches_nothing(
    listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = listener
    hostile = (
        f'<script>fetch("{address}/js")</script><img src="{address}/img" onerror="alert(1)">'
        f'<link rel=stylesheet href="{address}/css"><style>@import "{address}/import"</style>'
        f'</title></td></table></main></body><iframe src="{address}/frame"></iframe>'
        f'<a href="javascript:alert(1)">x</a><svg onload="alert(1)"><image href="{address}/svg"/></svg>'
        "<!-- --><![CDATA[ ]]>&lt;b&gt;{{ 7*7 }}</style><meta http-equiv=refresh content=0>"
    )
    turned = "甲\u202e乙\u2066丙\u200f丁\x00戊\x1b[31m"
    assessment = with_answer(
        papers.stored("medium"), party_name=hostile, place=hostile, action_summary=turned, unit_name=hostile
    )
    assessment = msgspec.structs.replace(
        assessment, attachments=(hostile,), case_number=hostile, warnings=(hostile,), tool_version=hostile
    )
    (found,) = shown(render_html_page(assessment), tmp_path, 800)
    assert asked == []
    assert (found["inert"], found["handlers"]) == (0, 0)
    assert all(address.startswith("#") for address in found["addresses"])
    assert squeezed(found["text"]).count(squeezed(hostile)) >= 4
    assert "甲〓〔U+202E〕乙〓〔U+2066〕丙〓〔U+200F〕丁〓〔U+0000〕戊〓〔U+001B〕[31m" in squeezed(
        found["text"]
    )
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00\x1b]", render_html_page(assessment))
