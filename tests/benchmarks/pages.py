"""How soon a long PDF shows its first page after the click, and how long one that is scrolled to is blank."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import random
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index import Index

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from driving import served

WORDS = (
    "the harbour of Norwood was built in spring its lighthouse stands high and is seen from islands".split()
)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
# Milliseconds from the click until the first page's picture stands in the pane, painted.
FIRST = """(click) => new Promise((done) => {
    const begun = performance.now();
    click.click();
    const look = () => {
        const picture = document.querySelector(".sheet[data-page='1'] img");
        picture && picture.getBoundingClientRect().height > 0
            ? requestAnimationFrame(() => done(performance.now() - begun)) : requestAnimationFrame(look);
    };
    look();
})"""
# Scrolls at a pace; of every frame, how long what is seen has been without its picture.
SCROLL = """([screensASecond, seconds]) => new Promise((done) => {
    const pane = document.querySelector("#pane"), begun = performance.now(), from = pane.scrollTop;
    let blankSince = 0, longest = 0, blank = 0, frames = 0;
    const look = (now) => {
        const passed = (now - begun) / 1000;
        pane.scrollTop = from + passed * screensASecond * pane.clientHeight;
        const box = pane.getBoundingClientRect();
        const bare = [...document.querySelectorAll(".sheet")].some((sheet) => {
            const { top, bottom } = sheet.getBoundingClientRect();
            const isSeen = bottom > box.top + 8 && top < box.bottom - 8;
            return isSeen && !sheet.style.backgroundImage && !sheet.querySelector("img");
        });
        frames += 1;
        blank += bare;
        blankSince = bare ? blankSince || now : 0;
        longest = Math.max(longest, bare ? now - blankSince : 0);
        passed < seconds ? requestAnimationFrame(look)
            : done({ frames, blank, longest, page: document.querySelector("#page-number").value });
    };
    requestAnimationFrame(look);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="pages of the PDF (default: %(default)s)")
    parser.add_argument("--lines", type=int, default=30, help="lines a page (default: %(default)s)")
    parser.add_argument(
        "--density", type=float, default=2.0, help="device pixels a CSS pixel (default: %(default)s)"
    )
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        parser.error("no browser on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a note.txt").write_text("The lamp burned for 77 nights.", "utf-8")
        (Path(folder) / "long.pdf").write_bytes(made(options.pages, options.lines))
        index = Index.build([folder])
        logging.disable(logging.INFO)
        with served(index) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            measure(browser, address, options.density)
            browser.close()
        index.close()


def made(pages: int, lines: int) -> bytes:
    data, chance = io.BytesIO(), random.Random(1)
    canvas = Canvas(data, pagesize=A4, invariant=1)
    for page in range(1, pages + 1):
        canvas.setFont("Times-Roman", 11)
        for line in range(lines):
            words = " ".join(chance.choice(WORDS) for _ in range(12))
            canvas.drawString(72, A4[1] - 72 - 14 * line, f"{words} {page}.{line}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def measure(browser: Browser, address: str, density: float) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=density)
    page = context.new_page()
    page.goto(address)
    page.locator("#transcript .welcome").wait_for()
    page.locator("#scope .scope").click()
    row = page.locator("#library [data-choose='long.pdf']")
    row.wait_for()
    page.wait_for_timeout(1_000)
    print(f"first page after the click: {row.evaluate(FIRST):,.0f} ms")
    page.wait_for_timeout(1_000)
    for pace in (1.0, 3.0, 10.0):
        told = page.evaluate(SCROLL, [pace, 5.0])
        print(
            f"scrolled {pace:g} screens a second to page {told['page']}: {told['blank']} of {told['frames']} "
            f"frames with a page not drawn yet, at most {told['longest']:,.0f} ms long"
        )
    page.evaluate("document.querySelector('#pane').scrollTop = 1e9")
    blank = page.evaluate(SCROLL, [0.0, 2.0])
    print(f"dragged to the end: blank for {blank['longest']:,.0f} ms")
    with contextlib.suppress(OSError):
        print(f"machine's load: {Path('/proc/loadavg').read_text(encoding='utf-8').split()[0]}")
    context.close()


if __name__ == "__main__":
    main()
