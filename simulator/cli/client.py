"""The control API from a shell: one call, its answer, or one clear sentence why there is none."""

import json
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote, urlsplit

import click

DEFAULT_URL = "http://127.0.0.1:4280"
_KEPT = "a2i-simulator client"
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 60.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

P = ParamSpec("P")


class Remote:
    """A running simulator at a URL. Everything that goes wrong is a ClickException with one sentence."""

    def __init__(self, url: str, *, as_json: bool) -> None:
        self.url = url.rstrip("/")
        self.as_json = as_json

    def get(self, *path: str, **query: object) -> Any:  # noqa: ANN401
        """The answer to a GET of the path's parts below `/_simulator`; a parameter that is None is left out."""
        return self._call("GET", path, query, None)

    def post(self, *path: str, body: Mapping[str, object], **query: object) -> Any:  # noqa: ANN401
        """The answer to a POST."""
        return self._call("POST", path, query, body)

    def put(self, *path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401
        """The answer to a PUT."""
        return self._call("PUT", path, {}, body)

    def delete(self, *path: str, **query: object) -> Any:  # noqa: ANN401
        """The answer to a DELETE."""
        return self._call("DELETE", path, query, None)

    def show(self, answer: Any, readable: Callable[[Any], str]) -> None:  # noqa: ANN401
        """Print an answer: as JSON where that was asked for, else as `readable` writes it."""
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False) if self.as_json else readable(answer))

    def say_more(self, found: Mapping[str, object]) -> None:
        """Tell of the pages behind this one, where people read."""
        if found.get("next") and not self.as_json:
            click.echo("There are more: --limit shows up to 1000, --json names where to go on.", err=True)

    def _call(
        self, method: str, path: tuple[str, ...], query: Mapping[str, object], body: Mapping[str, object] | None
    ) -> Any:  # noqa: ANN401
        import httpx  # noqa: PLC0415

        address = "/".join([self.url, "_simulator", *(quote(part, safe="") for part in path)])
        parameters = {key: str(value) for key, value in query.items() if value is not None}
        timeout = httpx.Timeout(_READ_SECONDS if body is None else None, connect=_CONNECT_SECONDS)
        try:
            with httpx.Client(timeout=timeout, **_manner(self.url)) as client:
                response = client.request(method, address, params=parameters, json=body)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise click.ClickException(f"{self.url!r} is not a URL such as {DEFAULT_URL}.") from None
        except httpx.HTTPError as error:
            raise click.ClickException(self._unreachable(error)) from None
        return self._answer(response.status_code, response.text)

    def _unreachable(self, error: Exception) -> str:
        return (
            f"No simulator answers at {self.url} ({str(error) or type(error).__name__}). "
            "Start one with 'a2i-simulator serve', or name another with --url."
        )

    def _answer(self, status: int, text: str) -> Any:  # noqa: ANN401
        try:
            document = json.loads(text)
            problem = document.get("error")
        except (ValueError, AttributeError):
            raise click.ClickException(self._stranger(status)) from None
        if isinstance(problem, dict) and "message" in problem:
            raise click.ClickException(str(problem["message"]))
        if problem is not None or not 200 <= status < 300:  # noqa: PLR2004
            raise click.ClickException(self._stranger(status))
        return document

    def _stranger(self, status: int) -> str:
        return f"What answers at {self.url} is no A2I simulator (status {status}). Name one with --url."


def _manner(url: str) -> dict[str, Any]:
    """How to reach a URL: this machine without the proxy that the environment names; certificates for https only.

    Reading the machine's certificates takes longer than most calls.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return {}
    return {"trust_env": parts.hostname not in _LOOPBACK, "verify": parts.scheme != "http"}


def client_options(command: Callable[Concatenate[Remote, P], None]) -> Callable[P, None]:
    """Give a command `--url` and `--json`, and a `Remote` as first argument; a group's are its subcommands' too."""

    def run(*arguments: P.args, **options: P.kwargs) -> None:
        kept = click.get_current_context().meta[_KEPT]
        command(Remote(kept["url"], as_json=kept["json"]), *arguments, **options)

    return _url(_json(update_wrapper(run, command)))


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    kept: dict[str, object] = context.meta.setdefault(_KEPT, {})
    name = parameter.name or ""
    source = context.get_parameter_source(name)
    if name not in kept or source is click.core.ParameterSource.COMMANDLINE:
        kept[name] = value


_url = click.option(
    "--url",
    envvar=["A2I_SIMULATOR_URL", "AWS_ENDPOINT_URL"],
    default=DEFAULT_URL,
    show_default=True,
    show_envvar=True,
    expose_value=False,
    callback=_keep,
    help="Where the simulator listens.",
)
_json = click.option("--json", is_flag=True, expose_value=False, callback=_keep, help="Print JSON.")
