"""The options of `serve`: from the command line, the environment, or a TOML file, in that order.

The file's keys are the options' names; its table `rules` is read by `rules.py`, its tables `subscribed_workteams` by
`subscriptions.py`, `requirements` by `requirements.py`, its table `keys` by `access_keys.py`, `presets` and `answers`
by `crew.py`. A key that is no option, or a value that is none, is refused with the file and the key.
"""

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator.cli.access_keys import access_keys, keys_in, refuse_keyless
from simulator.cli.crew import (
    ANSWERS_KEY,
    PRESETS_KEY,
    CrewType,
    SourceType,
    read_answer_rules,
    read_presets,
    with_known_presets,
)
from simulator.cli.requirements import REQUIREMENTS_KEY, read_requirements
from simulator.cli.rules import read_rules
from simulator.cli.subscriptions import SUBSCRIPTIONS_KEY, read_subscriptions
from simulator.cli.words import known
from simulator.domain import instants, presets
from simulator.domain.api_rules import ApiRules
from simulator.domain.errors import Invalid
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.settings import DEFAULT_ACCOUNT, DEFAULT_REGION, Auth, Settings

ENVIRONMENT_PREFIX = "A2I_SIMULATOR_"
_RULES = "a2i-simulator rules"
_KEYS = "a2i-simulator keys"
_SUBSCRIPTIONS = "a2i-simulator subscribed work teams"
_REQUIREMENTS = "a2i-simulator requirements"
_PRESETS = "a2i-simulator presets"
_ANSWERS = "a2i-simulator answers"
_CONFIG = "config"
_HIGHEST_PORT = 65_535
_LARGEST_SEED = 2**63 - 1
_LOG_LEVELS = ("critical", "error", "warning", "info", "debug")

F = TypeVar("F", bound=Callable[..., Any])


class PaceType(click.ParamType[Pace]):
    """`real`, `manual` or `SPEEDx`."""

    name = "real|manual|SPEEDx"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pace:  # noqa: ANN401
        """The pace that the text names."""
        return value if isinstance(value, Pace) else _or_fail(self, Pace.parse, value, param, ctx)


class SecondsType(click.ParamType[float]):
    """A number of seconds, 0 or more."""

    name = "SECONDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """The number that the text names."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds < math.inf:
            self.fail(f"{value!r} is not a number of seconds, 0 or more: time never runs backwards.", param, ctx)
        return seconds


class InstantType(click.ParamType[int]):
    """An ISO 8601 instant, as epoch milliseconds."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The instant that the text names."""
        return value if isinstance(value, int) else _or_fail(self, instants.parse_iso, value, param, ctx)


class PatternType(click.ParamType[str]):
    """A text that a pattern matches as a whole; `wanted` ends the sentence that refuses any other."""

    def __init__(self, name: str, pattern: str, wanted: str) -> None:
        self.name = name
        self._pattern = re.compile(pattern)
        self._wanted = wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """The text."""
        text = str(value)
        if not self._pattern.fullmatch(text):
            self.fail(f"{text!r} is not {self._wanted}", param, ctx)
        return text


_URL = PatternType("URL", r"https?://[^\s/?#]+(/\S*)?", "a URL such as http://127.0.0.1:9000.")
_REGION = PatternType("REGION", r"[a-z0-9]+(-[a-z0-9]+)*", f"an AWS region such as {DEFAULT_REGION}.")
_ACCOUNT = PatternType("12 digits", r"[0-9]{12}", "an AWS account: it has 12 digits.")


def option(name: str, **attributes: Any) -> Callable[[F], F]:  # noqa: ANN401
    """An option that is an environment variable as well."""
    variable = ENVIRONMENT_PREFIX + name.removeprefix("--").replace("-", "_").upper()
    return click.option(name, envvar=variable, show_envvar=True, **attributes)


def serve_options(command: F) -> F:
    """Every option of `serve`, first to last as they are shown."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def settings_from(context: click.Context, options: Mapping[str, Any]) -> Settings:
    """The settings that the options of `serve` make."""
    in_memory = options["in_memory"]
    given = [name for name in ("data_dir", "database_url") if in_memory and _was_given(context, name)]
    if given:
        raise click.UsageError(f"--in-memory keeps nothing, so it does not go with --{given[0].replace('_', '-')}.")
    rules, api_rules = context.meta.get(_RULES, (Rules(), ApiRules()))
    auth = Auth(options["auth"])
    keys = access_keys(
        context.meta.get(_KEYS, {}), options["access_key"], options["secret_key"], account=options["account"]
    )
    refuse_keyless(auth, keys)
    kinds, source = context.meta.get(_PRESETS, presets.built_in()), options["answers_from"]
    return Settings(
        host=options["host"],
        port=options["port"],
        data_dir=None if in_memory else options["data_dir"],
        database_url=options["database_url"],
        s3_endpoint_url=options["s3_endpoint_url"],
        pace=options["clock"],
        seed=options["seed"],
        account=options["account"],
        region=options["region"],
        crew=with_known_presets(options["crew"], kinds),
        presets=kinds,
        answer_rules=context.meta.get(_ANSWERS, ()) + ((source,) if source else ()),
        answer_seconds=options["answer_seconds"],
        strict_names=options["strict_names"],
        output_attempts=options["output_attempts"],
        rules=rules,
        api_rules=api_rules,
        subscriptions=context.meta.get(_SUBSCRIPTIONS, ()),
        requirements=context.meta.get(_REQUIREMENTS, ()),
        start_ms=options["start_time"],
        log_level=options["log_level"],
        auth=auth,
        keys=keys,
    )


def _or_fail(
    kind: click.ParamType[Any],
    read: Callable[[str], Any],
    value: object,
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> Any:  # noqa: ANN401
    try:
        return read(str(value))
    except Invalid as error:
        kind.fail(error.message, param, ctx)


def _was_given(context: click.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source not in {None, click.core.ParameterSource.DEFAULT}


def _read_config(context: click.Context, _parameter: click.Parameter, path: Path | None) -> None:
    if path is None:
        return
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise click.UsageError(f"The configuration file {path} cannot be read: {reason}.", context) from None
    rules = document.pop("rules", {})
    context.meta[_RULES] = read_rules(path, rules)
    context.meta[_KEYS] = keys_in(path, document.pop("keys", {}))
    context.meta[_SUBSCRIPTIONS] = read_subscriptions(path, document.pop(SUBSCRIPTIONS_KEY, []))
    context.meta[_REQUIREMENTS] = read_requirements(path, document.pop(REQUIREMENTS_KEY, []))
    context.meta[_PRESETS] = read_presets(path, document.pop(PRESETS_KEY, {}))
    context.meta[_ANSWERS] = read_answer_rules(path, document.pop(ANSWERS_KEY, []))
    context.default_map = _defaults(context, path, document)


def _defaults(context: click.Context, path: Path, document: Mapping[str, object]) -> dict[str, Any]:
    options = {
        parameter.opts[0].removeprefix("--"): parameter
        for parameter in context.command.params
        if isinstance(parameter, click.Option) and parameter.name != _CONFIG
    }
    defaults = {}
    for key, value in document.items():
        name = key.replace("_", "-")
        if name not in options:
            tables = ("rules", "keys", SUBSCRIPTIONS_KEY, REQUIREMENTS_KEY, PRESETS_KEY, ANSWERS_KEY)
            raise click.UsageError(f"{path}: there is no option {key!r}.{known(name, [*options, *tables])}", context)
        defaults[options[name].name or name] = _value(context, path, options[name], value)
    return defaults


def _value(context: click.Context, path: Path, parameter: click.Option, value: object) -> Any:  # noqa: ANN401
    key = parameter.opts[0].removeprefix("--")
    if isinstance(value, (list, dict)):
        raise click.UsageError(f"{path}: {key} must be a single value.", context)
    if parameter.is_flag:
        if isinstance(value, bool):
            return value
        raise click.UsageError(f"{path}: {key} must be true or false.", context)
    try:
        return parameter.type_cast_value(context, str(value))
    except click.BadParameter as error:
        raise click.UsageError(f"{path}: {key}: {error.message}", context) from None


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        is_eager=True,
        expose_value=False,
        callback=_read_config,
        help="A TOML file whose keys are these options' names; its table [rules] sets what AWS does not publish.",
    ),
    option("--host", default="127.0.0.1", show_default=True, help="Where to listen."),
    option(
        "--port",
        type=click.IntRange(0, _HIGHEST_PORT),
        default=4280,
        show_default=True,
        help="Where to listen; 0 picks a free one.",
    ),
    option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(".a2i-simulator"),
        show_default=True,
        help="The directory in which everything is kept.",
    ),
    option("--in-memory", is_flag=True, help="Keep nothing on disk."),
    option("--database-url", help="Keep the database there instead: sqlite:///PATH."),
    option(
        "--s3-endpoint-url",
        type=_URL,
        help="Read and write S3 objects there instead of in the embedded store.",
    ),
    option(
        "--clock", type=PaceType(), default="real", show_default=True, help="How time runs, as in real, manual, 60x."
    ),
    option("--start-time", type=InstantType(), help="Where the clock starts when the database is new."),
    option("--seed", type=click.IntRange(0, _LARGEST_SEED), help="Repeat the ids and the chance of an earlier run."),
    option(
        "--crew",
        type=CrewType(),
        default=0,
        show_default=True,
        help="The simulated workers at the first start: a number, or as in '50 careful, 10 hasty, 2 spammers @team'.",
    ),
    option(
        "--answers-from",
        type=SourceType(),
        help="A URL or a Python function that gives simulated workers' answers.",
    ),
    option(
        "--answer-seconds",
        type=click.FloatRange(0.1, 3600),
        default=10.0,
        show_default=True,
        help="How long a URL may take to answer for a worker, in real seconds.",
    ),
    option(
        "--account",
        metavar="DIGITS",
        default=DEFAULT_ACCOUNT,
        show_default=True,
        type=_ACCOUNT,
        help="The AWS account of calls whose access key names none.",
    ),
    option(
        "--region",
        type=_REGION,
        default=DEFAULT_REGION,
        show_default=True,
        help="The AWS region of calls that name none.",
    ),
    option(
        "--strict-names", is_flag=True, help="Refuse human loop names with upper case, as the model's pattern does."
    ),
    option(
        "--output-attempts",
        type=click.IntRange(0),
        default=0,
        show_default=True,
        help="Fail a loop after so many failed attempts to write its output; 0 tries for ever.",
    ),
    option(
        "--auth",
        type=click.Choice([str(way) for way in Auth]),
        default=str(Auth.OFF),
        show_default=True,
        help="Whether every AWS call must be signed by a known access key.",
    ),
    option("--access-key", metavar="ID", help="An access key id that counts; [keys] in the file has room for more."),
    option("--secret-key", metavar="SECRET", help="Its secret."),
    option(
        "--log-level",
        type=click.Choice(_LOG_LEVELS, case_sensitive=False),
        default="warning",
        show_default=True,
        help="What to tell on stderr.",
    ),
)
