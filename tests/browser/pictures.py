"""Take the README's pictures: the chat at three widths in both colour schemes, and an evaluation's page."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from driving import served
from playwright.sync_api import Browser, sync_playwright

from index import Index
from qa import bundled

FOLDER = Path(__file__).parent / "pictures"
SIZES = ((390, 844), (820, 1180), (1440, 900))
QUESTION = "How large is Microsoft's stake in OpenAI?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--to", type=Path, default=FOLDER, help="folder for the pictures (default: %(default)s)"
    )
    parser.add_argument(
        "--browser", default=None, help="path of Chromium or Chrome (default: found on the PATH)"
    )
    parser.add_argument(
        "--report", type=Path, default=None, help="also picture this page of `qa eval --report`"
    )
    options = parser.parse_args()
    program = options.browser or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        parser.error("no browser on the PATH; give one with --browser")
    options.to.mkdir(parents=True, exist_ok=True)
    with served(Index.build([bundled.article()])) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                picture = options.to / f"chat-{width}-{scheme}.png"
                take(browser, address, (width, height), scheme, picture)
                print(picture)
        if options.report:
            take_report(browser, options.report, options.to / "report.png")
        browser.close()


def take(browser: Browser, address: str, size: tuple[int, int], scheme: str, picture: Path) -> None:
    """Ask, follow the second citation where both sides are in view, and take the picture."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.set_default_timeout(120_000)
    page.goto(address)
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.locator(".turn.answered").wait_for()
    if page.locator("#source").is_visible():
        page.locator("a.cite").last.click()
    page.locator("#question textarea").evaluate("element => element.blur()")
    page.wait_for_timeout(300)
    page.screenshot(path=picture)
    page.close()


def take_report(browser: Browser, report: Path, picture: Path) -> None:
    """The top of an evaluation's page, with its tables and curves."""
    page = browser.new_page(viewport={"width": 1100, "height": 1500}, color_scheme="light")
    page.goto(report.resolve().as_uri())
    page.screenshot(path=picture)
    page.close()


if __name__ == "__main__":
    main()
