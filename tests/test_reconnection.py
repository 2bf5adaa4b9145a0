"""No choice is lost when the server is restarted or the connection cut, and the reader is told in French."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.reader import taken
from tests.reconnecting import (
    ACTIONS,
    CHOICES,
    LATER,
    LONG,
    LOST,
    ROWS_OF_SPORT,
    Relay,
    Server,
    apart,
    counts,
    go,
    open_browser,
)  # fmt: skip
from tests.shown_words import ENGLISH, PIECES, told

# One of each way in which a choice reaches the server, on the pages that are the quickest to draw; each kind of choice,
# and each length of cut: make soak.
KINDS = ["liste « Population »", "interrupteur", "lien du menu", "retour"]


@pytest.fixture(scope="module")
def server(atlas_home: Path) -> Iterator[Server]:
    """Each test that kills it starts it again."""
    started = Server(atlas_home)
    yield started
    started.kill()


def test_the_first_choice_after_a_restart_counts(server: Server) -> None:
    chosen = [choice for choice in CHOICES if choice.kind in KINDS]
    assert len(chosen) == len(KINDS)

    async def readers() -> None:
        async with open_browser() as browser:
            context = await browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
            pages = [await context.new_page() for _ in chosen]
            for page, choice in zip(pages, chosen, strict=True):
                await go(page, f"http://127.0.0.1:{server.port}{choice.start}")
                if choice.before:
                    await choice.before(page)
            server.kill()
            for page in pages:
                await expect(page.locator("#connexion")).to_have_text(LOST)
            server.start()
            await asyncio.gather(*(choice.act(page) for page, choice in zip(pages, chosen, strict=True)))
            for page, choice in zip(pages, chosen, strict=True):
                await counts(page, choice)
                await expect(page.locator("#connexion")).to_be_empty(timeout=LONG)

    apart(readers)


def test_a_cut_is_told_in_french_and_what_was_clicked_meanwhile_is_kept_or_refused_aloud(server: Server) -> None:
    relay = Relay(server.port)
    choice = next(choice for choice in CHOICES if choice.kind == "bouton « Effacer la recherche »")

    async def reader() -> None:
        async with open_browser() as browser:
            page = await browser.new_page(locale="fr-FR")
            notice = page.locator("#connexion")
            await go(page, f"http://127.0.0.1:{relay.port}{choice.start}")
            relay.hold()
            await choice.act(page)  # nobody answers any more, and the browser does not know it
            relay.cut()
            await expect(notice).to_have_text(LOST)
            await expect(
                page.get_by_role("button", name="Effacer la recherche")
            ).to_be_disabled()  # nobody would hear it
            assert told(await page.evaluate(PIECES), ENGLISH) == []
            await page.get_by_role("link", name=re.compile(r"^Source\s:")).first.click()
            await expect(notice).to_have_text(LATER)
            assert "/territoires" in page.url
            async with page.expect_event("console", lambda told: "server is not responding" in told.text):
                pass  # where Streamlit would open its dialog
            assert await page.get_by_role("dialog").count() == 0
            relay.mend()
            await expect(page.locator("#source")).to_contain_text("Tout sur ce chiffre", timeout=LONG)
            await expect(notice).to_be_empty(timeout=LONG)
            await page.keyboard.press("Escape")
            await counts(page, choice)

    apart(reader)


def test_a_file_asked_for_while_the_server_is_gone_comes_whole_once_it_is_back(server: Server) -> None:
    """Its address is the server's, whichever process made the page."""

    async def reader() -> None:
        async with open_browser() as browser:
            page = await browser.new_page(locale="fr-FR")
            await go(page, f"http://127.0.0.1:{server.port}{ACTIONS}&recherche=sport")
            link, notice = page.get_by_role("link", name="Télécharger (CSV)"), page.locator("#connexion")
            await asyncio.to_thread(taken, f"http://127.0.0.1:{server.port}", await link.get_attribute("href") or "")
            async with page.expect_download() as first:  # it is made: a busy machine refuses none
                await link.click()
            one = await first.value
            content = Path(await one.path()).read_text(encoding="utf-8-sig")  # whole, before nobody sends it any more
            server.kill()
            await expect(notice).to_have_text(LOST)
            async with page.expect_download(timeout=LONG) as second:
                await link.click()
                await expect(notice).to_have_text(LATER)
                server.start()
            other = await second.value
            assert other.suggested_filename == one.suggested_filename
            assert Path(await other.path()).read_text(encoding="utf-8-sig") == content
            assert len(content.splitlines()) == ROWS_OF_SPORT + 1  # the actions, and the names of the columns

    apart(reader)
