"""The page as a document: order, headings, tables, pictures, escaping, and nothing from outside."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from joinedup_experiments.display.document import Figure, Figures, Section, Table
from joinedup_experiments.report.page import by_year_section, page

TOPICS = ["light", "waiting", "admissions", "planned", "staff", "money", "gains"]
ANNEX = ["journeys", "key-drivers", "arms", "ledger", "scorecard", "method"]
ORDER = ["answer", "proposed", "when", "worth", *TOPICS, *ANNEX]
NASTY = '<script>alert("x")</script> & $co$'
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Reader(HTMLParser):
    """Every element with its attributes, its ancestors and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict] = []
        self.found: list[dict] = []

    def handle_starttag(self, tag, attrs) -> None:
        one = {"tag": tag, "attrs": dict(attrs), "text": "", "in": [o["tag"] for o in self.open]}
        one["inside"] = list(self.open)
        self.found.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag, attrs) -> None:
        self.found.append({"tag": tag, "attrs": dict(attrs), "text": "", "in": [], "inside": []})

    def handle_endtag(self, tag) -> None:
        assert self.open[-1]["tag"] == tag, f"{tag} closes {self.open[-1]['tag']}"
        self.open.pop()

    def handle_data(self, data) -> None:
        for one in self.open:
            one["text"] += data

    def all(self, tag: str) -> list[dict]:
        return [one for one in self.found if one["tag"] == tag]


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def html(results) -> str:
    return page(results())


@pytest.fixture(scope="module")
def doc(html) -> Reader:
    return read(html)


def test_sections_come_in_the_order_in_which_a_board_asks(doc) -> None:
    assert [one["attrs"]["id"] for one in doc.all("section")] == [*ORDER, "years"]


def test_nothing_is_asked_of_a_network(html, doc) -> None:
    assert not {"script", "link", "iframe", "img", "object"} & {one["tag"] for one in doc.found}
    outside = set(re.findall(r'(?:https?:)?//[^\s"\'<>]+', html))
    assert outside <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in html and not re.search(r"url\((?!#)", html)
    (policy,) = [m for m in doc.all("meta") if "http-equiv" in m["attrs"]]
    assert policy["attrs"]["content"].startswith("default-src 'none'")


def test_it_is_small(html) -> None:
    assert len(html.encode()) < 2_000_000


def test_a_name_is_never_markup(results) -> None:
    text = page(results(("Siloed", NASTY)))
    assert "<script" not in text
    assert "&lt;script&gt;alert" in text
    assert not read(text).all("script")


def test_language_title_and_landmarks(doc) -> None:
    assert doc.all("html")[0]["attrs"]["lang"] == "en-GB"
    assert doc.all("title")[0]["text"] == "Would Joined do better than Siloed?"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(doc.all(landmark)) == 1
    first = doc.all("a")[0]["attrs"]
    assert first["class"] == "skip" and first["href"] == "#answer"


def test_headings_leave_no_level_out(doc) -> None:
    levels = [int(one["tag"][1]) for one in doc.found if re.fullmatch(r"h[1-6]", one["tag"])]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_reference_has_its_target(html, doc) -> None:
    ids = [one["attrs"]["id"] for one in doc.found if "id" in one["attrs"]]
    assert len(ids) == len(set(ids))
    asked = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    for one in doc.found:
        asked |= set(one["attrs"].get("aria-labelledby", "").split())
    assert asked <= set(ids)


def test_every_picture_is_named_described_and_has_its_table(doc) -> None:
    assert len(doc.all("svg")) == len(doc.all("figure")) > 10
    for picture in doc.all("svg"):
        assert picture["attrs"]["role"] == "img"
        assert "The table below has every number." in picture["text"]
    for figure in doc.all("figure"):
        inside = [one["tag"] for one in doc.found if any(o is figure for o in one["inside"])]
        assert inside.count("details") == inside.count("table") == inside.count("summary") == 1


def test_details_are_behind_folds_and_said_to_be_there(doc) -> None:
    folds = [one for one in doc.all("details") if one["attrs"].get("class") == "fold"]
    assert len(folds) > 10
    annexed = {"ledger", "scorecard", "method"}
    for section in doc.all("section"):
        inside = [one for one in folds if any(o is section for o in one["inside"])]
        assert inside or section["attrs"]["id"] not in annexed
    summaries = [one["text"] for one in doc.all("summary")]
    assert all(summaries) and summaries.count("The figures") == len(doc.all("figure"))


@pytest.mark.parametrize("worlds", [0, 1])
def test_words_of_comparison_that_mislead_are_nowhere(results, undrawn, worlds) -> None:
    names = ("Siloed", "Joined", "Other")
    text = page(results(names, replications=12, months=24, seeds_per_world=worlds))
    assert not re.search(r"\b(sure|surely|instead of)\b", text.partition("<body>")[2])


def test_every_table_has_a_caption_and_headings_with_a_scope(doc) -> None:
    assert len(doc.all("caption")) == len(doc.all("table"))
    assert all(one["attrs"]["scope"] in ("col", "row", "rowgroup") for one in doc.all("th"))
    cells = [one for one in doc.found if one["tag"] in ("td", "th")]
    within = Counter(id(o) for cell in cells for o in cell["inside"] if o["tag"] == "tr")
    widths = [within[id(row)] for row in doc.all("tr")]
    headings = [one for one in doc.all("th") if one["attrs"]["scope"] == "rowgroup"]
    assert min(widths) >= 1 and widths.count(1) == len(headings)
    assert all(int(one["attrs"]["colspan"]) > 1 for one in headings)


@pytest.mark.parametrize(("worlds", "tables", "columns"), [(2, 1, 4), (3, 1, 6), (5, 4, 4)])
def test_paper_gets_the_figures_behind_every_picture_by_year(worlds, tables, columns) -> None:
    names = [f"Arm {number}" for number in range(worlds)]
    head = ["Year", *names, *(f"Difference: {name}" for name in names[1:])]
    behind = Table("Admissions, by year", head, [[f"{y}/{c}" for c in head] for y in (1, 2)])
    shown = Figure("year-a", "Admissions", "", "", behind, yearly=True)
    other = Figure("b", "Not by year", "", "", behind)
    section = by_year_section([Section("s", "S", [Figures([shown, other])])])
    assert section is not None and section.on_paper_only
    made = [part for part in section.parts if isinstance(part, Table)]
    assert [len(one.head) for one in made] == [columns] * tables
    assert [len(one.rows) for one in made] == [3] * tables
    assert {cell for one in made for cell in one.head} == set(head)
    for one in made:
        assert one.rows[0] == ("Admissions",)
        assert [cell.split("/")[1] for cell in one.rows[2]] == list(one.head)
    assert by_year_section([Section("s", "S", [Figures([other])])]) is None


def test_figures_that_would_be_wider_than_paper_may_break_before_their_interval() -> None:
    cell = "1,234 (1,200 to 1,270)"
    assert not Table("t", ("a", "b", "c", "d"), [("heading",), ("row", cell, cell, cell)]).wide
    assert Table("t", tuple("abcdef"), [("row", *([cell] * 5))]).wide
    long = "£1,234.56 million (1,200.12 to 1,270.33)"
    assert Table("t", ("a", "b", "c", "d"), [("row", long, cell, cell), ("r", "", long, "")]).wide
    assert not Table("t", ("a", "b"), [], numbers=False).wide


def test_what_is_for_paper_only_is_not_on_the_screen(html, doc) -> None:
    (years,) = [one for one in doc.all("section") if one["attrs"]["id"] == "years"]
    (entry,) = [one for one in doc.all("li") if one["attrs"].get("class") == "paper"]
    assert years["attrs"]["class"] == "paper" and "by year" in entry["text"]
    on_screen, _, on_paper = html.partition("@media print")
    assert ".paper { display: none; }" in on_screen and ".paper { display: block; }" in on_paper


def test_a_title_cannot_break_out_of_the_style_sheet(results, undrawn) -> None:
    text = page(results(("Siloed", 'x"; } body { display: none } </style><b>'), months=6))
    head = text.partition("</head>")[0]
    assert head.count("</style>") == 1 and "body { display: none }" not in head.split("<style>")[1]


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(doc) -> None:
    for table in doc.all("table"):
        around = table["inside"][-1]["attrs"]
        assert around["tabindex"] == "0" and around["role"] == "region" and around["aria-label"]


def test_notes_limits_command_and_doubts_are_told(html) -> None:
    assert "a note of what a reader has to know" in html
    assert "joinedup compare a b" in html
    assert "uncertain parameters are assumed" in html
    assert "An interval that spans zero is not a change." in html
    assert "A journey is a story, not an effect." in html


@pytest.mark.parametrize(
    ("names", "replications", "months"),
    [(("Alone",), 1, 12), (("Alone",), 3, 6), (("A", "B", "C"), 2, 6)],
)
def test_one_world_or_three_and_few_months_or_replicates_are_told_of(
    results, names, replications, months
) -> None:
    text = page(results(names, replications, months))
    doc = read(text)
    proposed = {1: [], 3: ["proposed", "against", "worth"]}[len(names)]
    order = ["answer", *proposed, *TOPICS, *ANNEX]
    captions = [one["text"] for one in doc.all("caption")]
    assert sorted(set(captions)) == sorted(captions)  # each names a region of its own
    assert [one["attrs"]["id"] for one in doc.all("section")] == order
    if len(names) == 1:
        assert "nothing beside it" in text and not doc.all("ol")[1:]
    if replications == 1:
        answer = next(one for one in doc.all("section") if one["attrs"]["id"] == "answer")
        assert "(95% interval" not in answer["text"]
        assert len(names) == 1 or "one run" in answer["text"].lower()


def test_one_replicate_is_never_called_a_change(results) -> None:
    main = read(page(results(replications=1))).all("main")[0]["text"]
    assert not re.search(r"went (up|down)|\((better|worse)\)", main)


def test_contrast_of_the_colours_of_text() -> None:
    from joinedup_experiments.report.page import HERE, STYLES

    css = (HERE / STYLES).read_text(encoding="utf-8")
    colour = dict(re.findall(r"--(\w[\w-]*): (#\w{6});", css))
    for ink in ("ink", "quiet", "mark"):
        for ground in ("paper", "wash", "warn"):
            assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    assert contrast("#ffffff", colour["mark"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance: the ratio of two colours."""

    def light(hexed: str) -> float:
        parts = [int(hexed[n : n + 2], 16) / 255.0 for n in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_over_plausible_worlds_the_page_speaks_of_them(results) -> None:
    text = page(results(replications=24, months=24, seeds_per_world=1))
    doc = read(text)
    assert [one["attrs"]["id"] for one in doc.all("section")] == [*ORDER, "years"]
    main = " ".join(doc.all("main")[0]["text"].split())
    assert "Simulated: 30,000 residents, 2 years" in text
    assert "24 plausible worlds" in text
    assert "(nine worlds in ten)" in main and "Year 1: nine worlds in ten" in main
    assert "up in nearly all worlds (24 of 24)" in main and "higher in 24 of 24" in main
    assert "Each world was run once, so its change has chance in it too" in main
    assert "Plausible worlds that are good value" in main and "chance only" not in main
    for words in ("over chance, and not over these", "over replications", "Chance or assumption"):
        assert words not in text
    assert not re.search(r"\b(sure|surely|proves?)\b", main)


def test_several_seeds_a_world_tell_chance_from_assumption(results, undrawn) -> None:
    main = " ".join(
        read(page(results(replications=12, months=12, seeds_per_world=2)))
        .all("main")[0]["text"]
        .split()
    )
    assert "Chance or assumption" in main and "6 plausible worlds, in 12 replications" in main
    assert re.search(r"assumption is \d[\d.]*% for .*; the rest is chance", main)
    assert "(nine worlds in ten)" not in main  # of six
    assert "Each world was run with 2 seeds" in main
