"""What a run can be told. One frozen value; the command line and the environment fill it in."""

from dataclasses import dataclass, field
from pathlib import Path

from simulator.domain.api_rules import ApiRules
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.subscriptions import Subscription

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"
BODY_LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one simulator.

    `data_dir` None keeps nothing on disk. `database_url` None puts the database into `data_dir`. `s3_endpoint_url`
    None means the embedded store. `seed` None takes the seed kept in the database, or a fresh one. `crew` is how many
    simulated workers there are at the first start. `output_attempts` 0 retries the writing of an output document for
    ever; N fails the loop with InternalError after N attempts. Everything in `rules` and `api_rules` is behaviour that
    AWS does not publish. `subscriptions` are the vendors' work teams that accounts are subscribed to. `start_ms` is
    where the clock starts when the database is new, in epoch milliseconds; None is the wall's time. `log_level` is
    logging's name of it, in lower case.
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
    crew: int = 0
    strict_names: bool = False
    output_attempts: int = 0
    body_limit_bytes: int = BODY_LIMIT_BYTES
    rules: Rules = field(default_factory=Rules)
    api_rules: ApiRules = field(default_factory=ApiRules)
    subscriptions: tuple[Subscription, ...] = ()
    start_ms: int | None = None
    log_level: str = "warning"

    def where_the_database_is(self) -> str:
        """The SQLAlchemy URL of the database; in memory where nothing is kept."""
        if self.database_url:
            return self.database_url
        if self.data_dir is None:
            return "sqlite://"
        return f"sqlite:///{self.data_dir / 'simulator.sqlite3'}"
