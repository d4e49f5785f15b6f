"""What the samples load from elsewhere, answered here: they are tried without a network.

Scripts that a template needs to work come from their npm packages; the rest are stand-ins of the right kind.
"""

import functools
import io
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from e2e.samples import media

_PACKAGES = {
    "cdnjs.cloudflare.com/ajax/libs/draggable/1.0.0-beta.8/draggable.bundle.js": (
        "@shopify/draggable@1.0.0-beta.8",
        "package/lib/draggable.bundle.js",
    ),
    "cdnjs.cloudflare.com/ajax/libs/node-uuid/1.4.8/uuid.min.js": ("node-uuid@1.4.8", "package/uuid.js"),
}


async def route_outside(context):
    """Answer every request of a browser context that leaves this machine."""
    await context.route(lambda url: "://127.0.0.1" not in url, _answer)


async def _answer(route):
    address = route.request.url.partition("://")[2].partition("?")[0]
    if address in _PACKAGES:
        await route.fulfill(body=_from_npm(*_PACKAGES[address]), content_type="text/javascript")
    elif route.request.resource_type == "image":
        cors = {"Access-Control-Allow-Origin": "*"}
        await route.fulfill(body=media.picture(), content_type="image/png", headers=cors)
    elif route.request.resource_type == "script":
        await route.fulfill(body="", content_type="text/javascript")
    else:
        await route.fulfill(body="<!doctype html><title>elsewhere</title><p>Elsewhere", content_type="text/html")


@functools.cache
def _from_npm(package, member):
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--json", package]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        archive = (Path(folder) / json.loads(done.stdout)[0]["filename"]).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return files.extractfile(member).read()
