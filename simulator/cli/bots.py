"""Bots: workers who are headless browsers and work in the real portal, by what they can see and press.

A bot is a browser worker like any person: it signs in by a link, takes the task that the portal offers, reads the page,
fills in the visible form, submits, and goes on. What it answers is drawn as a simulated worker's answer is, with the
skill and the habits of a preset; its pace is the browser's own, so simulator time passes only as the clock says.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.client import Remote, client_options
from simulator.domain.errors import DomainError
from simulator.domain.presets import built_in
from simulator.domain.profiles import Profile

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

_LAUNCH_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_PATIENCE_MS = 30_000
_NO_BROWSER = "bots need a browser: pip install 'a2i-simulator[browser]', then playwright install chromium."


@dataclass(frozen=True, slots=True)
class Manner:
    """How bots behave: whose skill and habits, when they stop (None: never), and which browser they use."""

    preset: str
    profile: Profile
    tasks: int | None
    stops_when_idle: bool
    chromium: str | None


@click.command()
@click.argument("number", type=click.IntRange(1, 64), default=1)
@click.option("--workteam", help="A work team's name or ARN; else members of every team.")
@click.option("--preset", type=click.Choice(sorted(built_in())), default="quick", show_default=True)
@click.option("--tasks", type=click.IntRange(1), help="Each bot stops after so many tasks.")
@click.option("--stop-when-idle", is_flag=True, help="Stop when there is nothing to do.")
@click.option("--chromium", envvar="A2I_SIMULATOR_CHROMIUM", show_envvar=True, help="The browser's program.")
@client_options
def bots(remote: Remote, /, number: int, workteam: str | None, preset: str, **options: Any) -> None:  # noqa: ANN401
    """Let NUMBER headless browsers work in the portal, as bot-1, bot-2 and so on."""
    try:
        import playwright.async_api  # noqa: F401, PLC0415
    except ImportError:
        raise click.ClickException(_NO_BROWSER) from None
    names = [f"bot-{each}" for each in range(1, number + 1)]
    _hire(remote, names, workteam)
    manner = Manner(preset, built_in()[preset], options["tasks"], options["stop_when_idle"], options["chromium"])
    done = asyncio.run(_work(remote, names, manner))
    counts = dict(zip(names, done, strict=True))
    remote.show(counts, lambda found: ", ".join(f"{name}: {count} tasks" for name, count in found.items()))


def _hire(remote: Remote, names: Sequence[str], workteam: str | None) -> None:
    known = {worker["name"] for worker in remote.get("workers", limit=1000)["workers"]}
    for name in names:
        if name not in known:
            remote.post("workers", body={"name": name} | ({"workteam": workteam} if workteam else {}))


async def _work(remote: Remote, names: Sequence[str], manner: Manner) -> list[int]:
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415

    seed = int(remote.get("health")["seed"])
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=manner.chromium, args=list(_LAUNCH_ARGUMENTS))
        except Error as error:
            raise click.ClickException(f"{_NO_BROWSER} {error.message.splitlines()[0]}") from None
        try:
            return await asyncio.gather(*(Bot(remote, browser, name, manner, seed).work() for name in names))
        finally:
            await browser.close()


@dataclass(slots=True)
class Bot:
    """One browser at work."""

    remote: Remote
    browser: "Browser"
    name: str
    manner: Manner
    seed: int

    async def work(self) -> int:
        """Do tasks until it is time to stop; how many were submitted."""
        context = await self.browser.new_context(reduced_motion="reduce")
        await context.add_init_script("try { localStorage.setItem('a2i-continue', 'off') } catch {}")
        page = await context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        link = await asyncio.to_thread(self.remote.post, "workers", self.name, "sign-in", body={})
        await page.goto(link["url"])
        done = 0
        while self.manner.tasks is None or done < self.manner.tasks:
            if not await self._take(page):
                break
            done += await self._do(page)
            await page.goto(f"{self.remote.url}/portal")
        await context.close()
        return done

    async def _take(self, page: "Page") -> bool:
        from playwright.async_api import TimeoutError as NothingCame  # noqa: PLC0415

        await page.locator("[data-connection=live]").wait_for()
        start = page.get_by_role("button", name="Start working")
        nothing = page.get_by_text("Nothing for you to take right now")
        while True:
            await start.or_(nothing).first.wait_for(timeout=0)
            if not await start.count() and self.manner.stops_when_idle:
                return False
            try:
                await start.click(timeout=0 if not self.manner.stops_when_idle else _PATIENCE_MS)
                await page.locator("iframe").wait_for()
            except NothingCame:
                await page.goto(f"{self.remote.url}/portal")
                continue
            return True

    async def _do(self, page: "Page") -> int:
        from playwright.async_api import Error  # noqa: PLC0415

        from simulator.hands.entering import come, enter, submit  # noqa: PLC0415
        from simulator.rendering.form import read_form  # noqa: PLC0415

        await page.locator("[data-loading]").wait_for(state="detached")
        response = await page.request.get(f"{page.url.partition('?')[0]}/frame")
        form = read_form(await response.text())
        view = page.frame_locator("iframe")
        try:
            await come(view)
            await enter(view, form, await self._answer(page, form))
            await submit(view)
            await page.get_by_role("heading", name="Submitted").wait_for()
        except (Error, DomainError) as error:
            click.echo(f"{self.name} gives up {page.url}: {str(error).splitlines()[0]}", err=True)
            await self._decline(page)
            return 0
        return 1

    async def _answer(self, page: "Page", form: Any) -> Mapping[str, object]:  # noqa: ANN401
        from simulator.entropy import Entropy  # noqa: PLC0415
        from simulator.rendering.answering import answer_for  # noqa: PLC0415
        from simulator.rendering.habits import Habits  # noqa: PLC0415

        task_id, profile = page.url.partition("?")[0].rpartition("/")[2], self.manner.profile
        task = (await asyncio.to_thread(self.remote.get, "tasks", worker=self.name, status="accepted"))["tasks"]
        loop = next((each["human_loop_name"] for each in task if each["id"] == task_id), None)
        truth = (await asyncio.to_thread(self.remote.get, "human-loops", loop))["truth"] if loop else None
        stream = Entropy(self.seed).stream("bot", self.name, task_id)
        return answer_for(form, stream, truth, profile.skill, Habits(profile.guesses, profile.confusion, profile.bias))

    async def _decline(self, page: "Page") -> None:
        from playwright.async_api import Error  # noqa: PLC0415

        try:
            await page.get_by_role("button", name="Decline task").click()
            await page.get_by_role("dialog").get_by_role("button", name="Decline task").click()
            await page.wait_for_url("**/portal?notice=decline")
        except Error as error:
            click.echo(f"{self.name} cannot decline {page.url}: {str(error).splitlines()[0]}", err=True)
