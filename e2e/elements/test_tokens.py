"""The shared design tokens: both schemes readable (WCAG AA), both switches working, customers' styles stronger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Task

TEXT_ON_GROUND = [
    *[
        (text, ground)
        for text in ("text", "text-muted", "text-link")
        for ground in ("surface-page", "surface", "surface-raised", "surface-sunken", "surface-hover")
    ],
    ("text", "surface-selected"),
    ("text-inverse", "surface-inverse"),
    ("accent-on", "accent"),
    ("accent-on", "accent-hover"),
    ("accent-on", "accent-active"),
    ("accent-text", "surface"),
    ("accent-text", "accent-soft"),
    ("danger-on", "danger-hover"),
    *[(f"{kind}-on", kind) for kind in ("info", "success", "warning", "danger")],
    *[(f"{kind}-text", f"{kind}-soft") for kind in ("info", "success", "warning", "danger")],
    *[(f"{kind}-text", "surface") for kind in ("info", "success", "warning", "danger")],
    ("danger-text", "surface-page"),
]
LINES_ON_GROUND = [
    ("line-strong", "surface"),
    ("line-strong", "surface-page"),
    ("focus", "surface"),
    ("focus", "surface-page"),
    ("accent", "surface"),
    ("danger", "surface"),
]
CONTRAST = """([scheme, pairs]) => {
    document.documentElement.dataset.scheme = scheme;
    const probe = document.body.appendChild(document.createElement('i'));
    const luminance = (token) => {
      probe.style.color = `var(--a2i-${token})`;
      const [red, green, blue] = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3)
        .map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    return pairs.map(([one, other]) => {
      const [least, most] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return [one, other, Math.round((most + 0.05) / (least + 0.05) * 100) / 100];
    });
  }"""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(244, 246, 245)", "rgb(14, 21, 19)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pairs, least", [(TEXT_ON_GROUND, 4.5), (LINES_ON_GROUND, 3.0)], ids=["text", "lines"])
def test_every_pair_of_colours_has_enough_contrast(
    task: Task, scheme: str, pairs: list[tuple[str, str]], least: float
) -> None:
    page = task.form("")
    measured = page.evaluate(CONTRAST, [scheme, pairs])
    assert [pair for pair in measured if pair[2] < least] == []
    assert len({pair[2] for pair in measured}) > 1


def test_the_scheme_follows_the_system_and_the_attribute_is_stronger(task: Task) -> None:
    page = task.form("")
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == DARK
    page.evaluate("document.documentElement.dataset.scheme = 'light'")
    assert page.evaluate(GROUND) == LIGHT


def test_a_templates_own_styles_are_stronger_than_ours(task: Task) -> None:
    page = task.open("<style>h2 { font-size: 50px } body { margin: 7px }</style><crowd-form><h2>Big</h2></crowd-form>")
    assert page.locator("h2").evaluate("(node) => getComputedStyle(node).fontSize") == "50px"
    assert page.evaluate("getComputedStyle(document.body).margin") == "7px"


@pytest.mark.parametrize(
    "styled",
    ["<style>p { color: #333 }</style>", "<p style='background: white'>x</p>", "<table bgcolor='white'></table>"],
)
def test_a_page_with_colours_of_its_own_is_kept_light_in_a_dark_system(task: Task, styled: str) -> None:
    task.page.emulate_media(color_scheme="dark")
    page = task.open(f"{styled}<crowd-form></crowd-form>")
    assert page.evaluate(GROUND) == LIGHT


def test_a_page_without_colours_of_its_own_is_dark_in_a_dark_system(task: Task) -> None:
    task.page.emulate_media(color_scheme="dark")
    page = task.open(
        "<style>.border-color-less { margin: 0 }</style><p style='max-width: 40vw'>x</p><crowd-form></crowd-form>"
    )
    assert page.evaluate(GROUND) == DARK
