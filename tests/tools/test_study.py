"""The population study: page and plots say what its numbers say, and the numbers are those of this simulator."""

import json
import xml.etree.ElementTree as ET

import pytest

from tools import study
from tools.plots import Chart, svg


@pytest.fixture(scope="module")
def results():
    return json.loads(study.RESULTS.read_text())


def test_the_page_and_the_plots_are_made_from_the_numbers(results):
    assert (study.STUDY / "population.md").read_text() == study.page(results), "run `make study`"
    for name, text in study.charts(results).items():
        assert (study.STUDY / name).read_text() == text, "run `make study`"
        assert name in study.page(results)


async def test_a_point_that_is_measured_again_has_the_same_numbers(results):
    assert await study.point(f"{study.TEAM} careful", 1) == results["answers"]["careful 1"], "run `make study`"


@pytest.mark.parametrize("high", [0.7, 1, 3, 42, 2959, 123456])
def test_a_chart_is_well_formed_and_holds_every_point(high):
    lines = {"a < b": [(0, 0), (10, high)], "c": [(5, high / 2)]}
    root = ET.fromstring(svg(Chart("Title & more", "x", "y", lines)))
    marks = [each for each in root.iter() if each.get("class") == "p"]
    assert len(marks) == 3 + len(lines)
    assert root.get("viewBox") == "0 0 680 400"
