"""Every page and every file of ours is reached through the one door that AWS calls come in by."""

import re

import pytest

from simulator import app

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_no_route_of_ours_is_taken_for_a_bucket(whole):
    web = whole.simulator._web
    paths = [route.path for route in web.routes]
    assert len(paths) > 20
    scopes = [{"path": re.sub(r"\{.*?\}", "x", path), "query_string": b"", "headers": []} for path in paths]
    assert [scope["path"] for scope in scopes if scope["path"] != "/" and not app._is_page(scope)] == []


async def test_the_live_page_of_the_elements_is_where_the_readme_says(whole):
    answer = await whole.browser().get("/docs/elements", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.url.path.startswith("/worker_ui/elements/")
