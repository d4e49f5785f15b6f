"""What a run can be told. One frozen value; the command line and the environment fill it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from simulator.domain import presets
from simulator.domain.admission import Requirement
from simulator.domain.answer_rules import Rule
from simulator.domain.api_rules import ApiRules
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.populations import Group, Population
from simulator.domain.profiles import Profile
from simulator.domain.subscriptions import Subscription

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"
BODY_LIMIT_BYTES = 16 * 1024 * 1024


class Auth(StrEnum):
    """Whether signatures count."""

    OFF = "off"
    SIGV4 = "sigv4"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """The secret of an access key and the account for which it speaks; a session's key has a token as well."""

    secret: str = field(repr=False)
    account: str
    session_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one simulator.

    `data_dir` None keeps nothing on disk. `database_url` None puts the database into `data_dir`. `s3_endpoint_url`
    None means the embedded store. `seed` None takes the seed kept in the database, or a fresh one. `crew` is who of the
    simulated workers is there at the first start: a number, or a population. `presets` are the kinds of simulated
    workers by name, `answer_rules` what these are told to answer, `answer_seconds` how long a URL may take to answer
    for one, in wall time. `output_attempts` 0 retries the writing of an output document for ever; N fails the loop with
    InternalError after N attempts. Everything in `rules` and `api_rules` is behaviour that AWS does not publish.
    `subscriptions` are the vendors' work teams that accounts are subscribed to, `requirements` what flow definitions
    and work teams ask of workers; a scope that is no ARN is a resource of `account` and `region`. `start_ms` is where
    the clock starts when the database is new, in epoch milliseconds; None is the wall's time. `log_level` is logging's
    name of it, in lower case. `keys` are the access keys by their id; they name accounts even where `auth` is off.
    """

    host: str = "127.0.0.1"
    port: int = 4280
    data_dir: Path | None = None
    database_url: str | None = None
    s3_endpoint_url: str | None = None
    pace: Pace = field(default_factory=lambda: Pace(1.0))
    seed: int | None = None
    account: str = DEFAULT_ACCOUNT
    region: str = DEFAULT_REGION
    crew: int | Population = 0
    presets: Mapping[str, Profile] = field(default_factory=presets.built_in)
    answer_rules: tuple[Rule, ...] = ()
    answer_seconds: float = 10.0
    strict_names: bool = False
    output_attempts: int = 0
    body_limit_bytes: int = BODY_LIMIT_BYTES
    rules: Rules = field(default_factory=Rules)
    api_rules: ApiRules = field(default_factory=ApiRules)
    subscriptions: tuple[Subscription, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    start_ms: int | None = None
    log_level: str = "warning"
    auth: Auth = Auth.OFF
    keys: Mapping[str, AccessKey] = field(default_factory=dict)

    def where_the_database_is(self) -> str:
        """The SQLAlchemy URL of the database; in memory where nothing is kept."""
        if self.database_url:
            return self.database_url
        if self.data_dir is None:
            return "sqlite://"
        return f"sqlite:///{self.data_dir / 'simulator.sqlite3'}"

    def population(self) -> Population:
        """The crew as groups of workers."""
        return (Group(self.crew),) if isinstance(self.crew, int) else self.crew
