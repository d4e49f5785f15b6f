"""What protects the pages: policies, the frame's sandbox, files for everyone, no traceback for anyone."""

import pytest

from simulator.marketplace import people

PAGES = ["/portal/sign-in", "/portal/nowhere", "/console", "/console/human-loops", "/console/nowhere"]


@pytest.mark.parametrize("path", PAGES)
async def test_our_pages_run_nothing_inline_and_are_never_framed(site, path):
    answer = await site.client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


async def test_the_frame_is_sandboxed_by_its_own_header_and_only_for_the_holder(site):
    await site.worker()
    await site.start()
    await site.sign_in()
    task_id = await site.take()
    frame = await site.client.get(f"/portal/tasks/{task_id}/frame")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy
    assert "allow-top-navigation" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "&lt;b&gt;lovely&lt;/b&gt;" in frame.text
    async with site.visitor() as nobody:
        assert (await nobody.get(f"/portal/tasks/{task_id}/frame")).status_code == 401
    await site.worker("bob")
    await site.sign_in("bob")
    other = await site.client.get(f"/portal/tasks/{task_id}/frame")
    assert (other.status_code, "lovely" in other.text) == (403, False)


async def test_a_template_that_fails_to_render_says_so_in_the_frame(site):
    await site.worker()
    await site.start(input_content='{"text":"x"}', template_sha256="missing")
    await site.sign_in()
    task_id = await site.take()
    frame = await site.client.get(f"/portal/tasks/{task_id}/frame")
    assert frame.status_code == 200
    assert frame.headers["content-security-policy"].startswith("sandbox")


async def test_the_crowd_elements_are_readable_from_every_origin(site):
    entry = await site.client.get("/crowd-html-elements.js")
    assert entry.headers["access-control-allow-origin"] == "*"
    assert entry.headers["content-type"].startswith("text/javascript")
    module = await site.client.get("/worker_ui/crowd/index.js")
    assert module.headers["access-control-allow-origin"] == "*"
    assert module.headers["content-type"].startswith("text/javascript")
    for path, tag in (("/crowd-html-elements.js", entry), ("/worker_ui/crowd/index.js", module)):
        again = await site.client.get(path, headers={"if-none-match": tag.headers["etag"]})
        assert again.status_code == 304


async def test_files_outside_the_folder_cannot_be_read(site):
    for path in ("/worker_ui/../pyproject.toml", "/worker_ui/%2e%2e/pyproject.toml", "/worker_ui/"):
        assert (await site.client.get(path)).status_code == 404


async def test_a_fault_is_a_page_without_a_traceback(site, monkeypatch, caplog):
    await site.worker()
    await site.sign_in()

    def broken(*_arguments):
        raise RuntimeError("inner secret")

    monkeypatch.setattr(people, "signed_in", broken)
    page = await site.client.get("/portal")
    assert (page.status_code, "inner secret" in page.text, "Traceback" in page.text) == (500, False, False)
    script = await site.client.get("/portal", headers={"accept": "application/json"})
    assert (script.status_code, "inner secret" in script.text) == (500, False)
    assert "inner secret" in caplog.text


async def test_a_trailing_slash_leads_to_the_page(site):
    answer = await site.client.get("/console/")
    assert (answer.status_code, answer.headers["location"]) == (308, "/console")


async def test_the_bare_address_leads_to_the_console(site):
    answer = await site.client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
