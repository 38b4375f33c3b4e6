"""PDF pages as people print them: columns, tables, raised marks, running heads, boxes, Hebrew and Arabic."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

import pytest
from parsed_text import blocks
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from index.documents import Document
from index.limits import Limits
from index.loaders import LOADERS

read = partial(LOADERS[".pdf"], limits=Limits())

WIDTH, HEIGHT = A4
MARGIN = 40
STORIES = [
    "The harbour board met on Tuesday to settle the mooring fees for the coming year. Visiting yachts will "
    "pay eighteen euros a night from the first of May, and fishing boats from the town keep their rate.",
    "The school orchestra returned from its tour of Norway with a silver medal. Forty pupils played in "
    "Bergen, Oslo and Trondheim, and lodged with families who came to hear them every night.",
    "A storm on Sunday night tore the roof from the old windmill at Oosterend. Nobody was hurt, but the "
    "sails fell across the lane and stopped the milk lorry for five hours in the rain.",
    "The library opens a reading room for children in the former post office. It holds nine hundred books, "
    "and volunteers read aloud from them on Wednesday afternoons until the end of June.",
    "Two seals that were found on the sandbank in winter have been set free again. They swam off at once, "
    "while a hundred people from the village stood on the dyke and watched them go.",
]
BERTHS = [
    ["Berth", "Boat", "Owner", "Paid until"],
    *(
        [f"B{at:02}", f"Boat {chr(64 + at % 26)}{at}", f"Owner {at}", f"{1 + at % 12:02}/2025"]
        for at in range(1, 31)
    ),
]


def printed(*pages: Callable[[Canvas], None]) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def draw(
    canvas: Canvas, lines: Sequence[tuple[float, float, str]], size: float = 11, font: str = "Helvetica"
) -> None:
    canvas.setFont(font, size)
    for x, y, words in lines:
        canvas.drawString(x, HEIGHT - y, words)


def wrapped(words: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, "Helvetica", size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@pytest.mark.parametrize("by_row", [False, True])
@pytest.mark.parametrize("gutter", [10, 24])
@pytest.mark.parametrize(("size", "leading"), [(8, 9.5), (9, 11), (11, 16)])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_columns_are_read_one_after_another(
    count: int, size: float, leading: float, gutter: float, by_row: bool
):
    width = (WIDTH - 2 * MARGIN - (count - 1) * gutter) / count
    lines = [
        (MARGIN + at * (width + gutter), 100 + leading * down, line)
        for at, story in enumerate(STORIES[:count])
        for down, line in enumerate(wrapped(story, width, size))
    ]
    if by_row:
        lines.sort(key=lambda line: (line[1], line[0]))

    def page(canvas: Canvas) -> None:
        draw(canvas, [(MARGIN, 60, "The Island Weekly")], 20, "Times-Bold")
        draw(canvas, lines, size)

    assert " ".join(blocks(read(printed(page)))) == " ".join(["The Island Weekly", *STORIES[:count]])


def table(
    rows: Sequence[Sequence[str]], size: float, leading: float, top: float = 100
) -> Callable[[Canvas], None]:
    cells = [
        (50 + [0, 60, 170, 280][across], top + leading * down, words)
        for down, row in enumerate(rows)
        for across, words in enumerate(row)
    ]
    return lambda canvas: draw(canvas, cells, size)


@pytest.mark.parametrize(("size", "leading"), [(7, 10), (9, 10), (10, 10), (8, 12), (11, 16), (10, 24)])
def test_a_row_of_a_table_is_one_line_however_tight_the_rows_are(size: float, leading: float):
    found = blocks(read(printed(table(BERTHS, size, leading))))
    assert len(found) == len(BERTHS)
    assert found[12] == "Berth: B12 · Boat: Boat L12 · Owner: Owner 12 · Paid until: 01/2025"


def test_a_table_over_three_pages_is_one_and_its_rows_are_on_their_pages():
    parts = [BERTHS[1:11], BERTHS[11:21], BERTHS[21:]]
    parsed = read(printed(*(table([BERTHS[0], *part], 9, 12) for part in parts)))
    assert blocks(parsed)[0] == "Berth · Boat · Owner · Paid until"
    assert len(parsed.blocks) == len(BERTHS)
    assert len(parsed.tables) == 1
    at = parsed.text.index("Berth: B23 · Boat: Boat W23 · Owner: Owner 23 · Paid until: 12/2025")
    assert parsed.pages[2] <= at
    assert parsed.text[parsed.pages[1] :].startswith("Berth: B11 ")


def test_lines_within_a_cell_are_one_value():
    rows = [(50, 100, "Item"), (150, 100, "What it covers"), (400, 100, "Price")]
    rows += [(50, 124, "Basic"), (150, 124, "The mooring, with water and"), (400, 124, "18 euros")]
    rows += [(150, 136, "light for one night")]
    rows += [(50, 160, "Full"), (150, 160, "The same and the use of the"), (400, 160, "27 euros")]
    rows += [(150, 172, "laundry and the showers")]

    def page(canvas: Canvas) -> None:
        draw(canvas, rows[:3], 10, "Helvetica-Bold")
        draw(canvas, rows[3:], 10)

    found = blocks(read(printed(page)))
    assert found == [
        "Item · What it covers · Price",
        "Item: Basic · What it covers: The mooring, with water and light for one night · Price: 18 euros",
        "Item: Full · What it covers: The same and the use of the laundry and the showers · Price: 27 euros",
    ]


def test_values_at_the_middle_of_a_cell_of_several_lines_are_in_its_row():
    rows = [(50, 100, "Item"), (150, 100, "What it covers"), (400, 100, "Price")]
    rows += [(150, 120, "The mooring, with water"), (50, 126, "Basic"), (400, 126, "18")]
    rows += [(150, 132, "and light for one night")]
    rows += [(150, 152, "The same and the use"), (50, 164, "Full"), (150, 164, "of the laundry and of")]
    rows += [(400, 164, "27"), (150, 176, "showers")]

    def page(canvas: Canvas) -> None:
        draw(canvas, rows[:3], 10, "Helvetica-Bold")
        draw(canvas, rows[3:], 10)

    found = blocks(read(printed(page)))
    assert found == [
        "Item · What it covers · Price",
        "Item: Basic · What it covers: The mooring, with water and light for one night · Price: 18",
        "Item: Full · What it covers: The same and the use of the laundry and of showers · Price: 27",
    ]


@pytest.mark.parametrize(("rise", "smaller"), [(0.33, 0.6), (0.5, 0.8), (0.3, 1.0), (0.6, 0.6)])
@pytest.mark.parametrize(("size", "leading"), [(8, 9), (10, 12), (12, 19)])
def test_raised_and_lowered_marks_stay_in_their_line_apart_from_its_figures(
    size: float, leading: float, rise: float, smaller: float
):
    lines = [
        "The basin holds 4 × 10{^6} litres, and each sample held 10{^5} cells of CO{_2} a litre.",
        "The monthly charge is €45{^2} and the joining fee is €120{^3}. The dam was built in 1961{^4}.",
        "The lake covers 12 km{^2} of land on the 1{^st} of May, says the board{^12} in its report.",
    ]

    def page(canvas: Canvas) -> None:
        for at, parts in enumerate(lines):
            text = canvas.beginText(60, HEIGHT - 100 - leading * at)
            for words in re.split(r"[{}]", parts):
                up = {"^": 1, "_": -0.6}.get(words[:1], 0)
                text.setFont("Helvetica", size * smaller if up else size)
                text.setRise(size * rise * up)
                text.textOut(words.lstrip("^_"))
            canvas.drawText(text)

    assert " ".join(blocks(read(printed(page)))) == (
        "The basin holds 4 × 10^6 litres, and each sample held 10^5 cells of CO2 a litre. "
        "The monthly charge is €45 ^2 and the joining fee is €120 ^3. The dam was built in 1961 ^4. "
        "The lake covers 12 km^2 of land on the 1st of May, says the board ^12 in its report."
    )


def invoice(number: int, gap: float, wide: Sequence[int] = ()) -> Callable[[Canvas], None]:
    lines, y = [], 70.0
    for at, words in enumerate(
        [
            "Northgate Water Company, 12 Mill Lane, Ostby",
            "Customer service: 0800 555 010, Monday to Friday",
            f"Invoice R-{number}",
            f"Customer: {['Marta Lind', 'Tom Okoye', 'Ana Petrov'][number % 3]}",
            f"Amount due: {number * 3}.50 euros",
            "Payment is due within 21 days of the invoice date.",
            "Late payments bear interest of 1.5 percent a month.",
        ]
    ):
        lines.append((60, y, words))
        y += gap * (2 if at in wide else 1)
    return lambda canvas: draw(canvas, lines)


@pytest.mark.parametrize("wide", [(), (1,), (2, 4), (0, 1, 2, 3, 4)])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_invoices_keep_their_numbers_and_their_terms(count: int, wide: Sequence[int]):
    text = read(printed(*(invoice(101 + at, 16, wide) for at in range(count)))).text
    assert "Payment is due within 21 days of the invoice date." in text
    assert "Late payments bear interest of 1.5 percent a month." in text
    assert "Customer service: 0800 555 010" in text
    assert all(f"Invoice R-{101 + at}" in text for at in range(count))


def test_a_number_beside_its_label_is_no_page_number():
    def page(number: int) -> Callable[[Canvas], None]:
        lines = [(60, 40, "Invoice no."), (200, 40, str(500 + number)), (400, 40, f"Page {number}")]
        return lambda canvas: draw(canvas, [*lines, (60, 100, f"Total: {number * 90} euros")])

    text = read(printed(*map(page, (1, 2, 3)))).text
    assert [number in text for number in ("501", "502", "503", "Page")] == [True, True, True, False]


def test_a_running_foot_stands_once_at_the_end_of_its_last_page():
    def page(number: int) -> Callable[[Canvas], None]:
        body = [(60, 80 + 14 * at, line) for at, line in enumerate(wrapped(STORIES[number], 400, 11))]
        return lambda canvas: draw(canvas, [*body, (60, 810, "Mooring terms - in confidence")])

    parsed = read(printed(*map(page, range(4))))
    assert parsed.text.count("in confidence") == 1
    assert blocks(parsed)[-1] == "Mooring terms - in confidence"
    assert parsed.pages[3] < parsed.text.index("in confidence")


FEET = {
    "Page {} Initials: ____ / ____": [],
    "Harbour board, page {} of 4": [],
    "Mooring terms MT/7, page {}": ["Mooring terms MT/7, page 4"],
    "Signature: ________________": [],
}


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_whose_page_number_alone_changes_is_kept_once_at_most(foot: str):
    def page(number: int) -> Callable[[Canvas], None]:
        story = f"The harbour board says: {STORIES[number]}"
        body = [(60, 80 + 14 * at, line) for at, line in enumerate(wrapped(story, 400, 11))]
        return lambda canvas: draw(canvas, [*body, (60, 810, foot.format(number + 1))])

    assert blocks(read(printed(*map(page, range(4)))))[4:] == FEET[foot]


def test_a_foot_of_two_parts_stands_once_and_under_no_heading():
    def page(number: int) -> Callable[[Canvas], None]:
        body = [(60, 80 + 14 * at, line) for at, line in enumerate(wrapped(STORIES[number], 400, 11))]
        foot = [(60, 810, "Terms sheet MT/7 rev. 3"), (400, 810, f"Board no. 40-7 page {number + 1}")]

        def drawn(canvas: Canvas) -> None:
            draw(canvas, [(60, 40, f"Part {'ABC'[number]}")], 16, "Helvetica-Bold")
            draw(canvas, [*body, *foot])

        return drawn

    document = Document.from_parsed("terms.pdf", read(printed(*map(page, range(3)))))
    assert [one.heading for one in document.sections] == ["Part A", "Part B", "Part C", ""]
    (foot,) = (document.text[one.start : one.end] for one in document.sections[3:])
    assert foot == "Terms sheet MT/7 rev. 3 Board no. 40-7 page 3"


def test_feet_that_number_something_else_are_all_kept():
    def page(number: int) -> Callable[[Canvas], None]:
        body = [(60, 80 + 14 * at, line) for at, line in enumerate(wrapped(STORIES[number], 400, 11))]
        return lambda canvas: draw(canvas, [*body, (60, 810, f"Permit no. {number + 1}")])

    text = read(printed(*map(page, range(4)))).text
    assert [f"Permit no. {number}" in text for number in (1, 2, 3, 4)] == [True] * 4


def test_two_pages_that_are_alike_both_have_text():
    def page(canvas: Canvas) -> None:
        draw(canvas, [(60, 80, "Parking permit"), (60, 400, "Valid for plate KX 22 until 3 June.")])

    parsed = read(printed(page, page))
    assert parsed.text.count("Valid for plate KX 22 until 3 June.") == 2
    assert parsed.text[parsed.pages[1] :].startswith("Parking permit")


def test_what_only_the_running_heads_say_is_kept_once_and_cuts_no_paragraph():
    story = " ".join(STORIES * 6).replace(".", ",").lower()
    lines = wrapped(story, WIDTH - 120, 11)

    def page(number: int) -> Callable[[Canvas], None]:
        def drawn(canvas: Canvas) -> None:
            head = (380, 36, "Contract no. HX-2291") if number % 2 else (60, 36, "Description of the works")
            draw(canvas, [head, (500, 810, str(number))], 9)
            part = lines[6 * number - 6 : 6 * number]
            draw(canvas, [(60, 80 + 13 * at + 9 * (at > 2), words) for at, words in enumerate(part)])

        return drawn

    count = len(lines) // 6
    parsed = read(printed(*(page(number) for number in range(1, count + 1))))
    cuts = [0, *range(3, 6 * count, 6), 6 * count]
    assert sorted(blocks(parsed)) == sorted(
        ["Contract no. HX-2291", "Description of the works"]
        + [" ".join(lines[start:end]) for start, end in pairwise(cuts)]
    )


def test_pages_start_in_order_where_a_paragraph_goes_on_over_several():
    lines = wrapped(" ".join(STORIES[:3]).replace(".", ","), WIDTH - 120, 11)

    def page(number: int) -> Callable[[Canvas], None]:
        head = "The harbour" if number == 2 else "The works" if number == 4 else f"Part {number}"
        part = [(60, 100 + 13 * at, words) for at, words in enumerate(lines[2 * number - 2 : 2 * number])]
        return lambda canvas: draw(canvas, [(60, 36, head), *part])

    parsed = read(printed(*map(page, (1, 2, 3, 4))))
    assert list(parsed.pages) == sorted(parsed.pages)


def test_a_text_box_written_over_a_page_is_read():
    data = printed(lambda canvas: draw(canvas, [(60, 100, STORIES[0][:59])]))
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.add_annotation(0, FreeText(text="The parcel code is K-77.", rect=(100, 400, 300, 440)))
    hidden = FreeText(text="Nobody sees this.", rect=(100, 300, 300, 340))
    hidden.flags = 2
    writer.add_annotation(0, hidden)
    written = io.BytesIO()
    writer.write(written)
    assert blocks(read(written.getvalue())) == [STORIES[0][:59], "The parcel code is K-77."]


def shown(words: str) -> str:
    """How words that run to the left are printed, from left to right."""
    return re.sub(r"\d[\d,]*|[A-Za-z]+", lambda found: found[0][::-1], words[::-1])


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ('שכר הדירה הוא 4,800 שקלים לחודש )כולל מע"מ(.', 'שכר הדירה הוא 4,800 שקלים לחודש (כולל מע"מ).'),
        ('שכר הדירה הוא 4,800 שקלים לחודש (כולל מע"מ).', 'שכר הדירה הוא 4,800 שקלים לחודש (כולל מע"מ).'),
        ("החוזה נחתם ב-3 במרץ 2021 בחיפה", "החוזה נחתם ב-3 במרץ 2021 בחיפה"),
        ("\ufefb يجوز إ\ufefb بإذن\u060c والإيجار ٤٨٠ دينارا.", "لا يجوز إلا بإذن، والإيجار ٤٨٠ دينارا."),
        ("הטיסה של Boeing בשנת 2019", "הטיסה של Boeing בשנת 2019"),
    ],
)
def test_what_runs_to_the_left_is_read_in_order(printed: str, words: str, spelled: Callable[[str], bytes]):
    """Some programs name a bracket by its printed shape, some by the character that was written."""
    assert read(spelled(shown(printed))).text == words


def test_a_word_that_runs_to_the_left_is_read_in_order_within_others(spelled: Callable[[str], bytes]):
    assert read(spelled("The word \u05dd\u05d5\u05dc\u05e9 means peace.")).text == (
        "The word \u05e9\u05dc\u05d5\u05dd means peace."
    )


def test_a_word_of_more_letters_than_a_book_is_read_in_bounded_time():
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        for _ in range(100):
            text.textOut("abcdefghij" * 100)
        canvas.drawText(text)

    assert read(printed(page)).text == "abcdefghij" * 10_000
