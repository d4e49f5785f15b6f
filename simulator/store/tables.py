"""The one definition of every table. Instants are epoch milliseconds; JSON is kept as text.

A deadline is a column: `document.due_ms`, `human_loop.expires_ms`, `assignment.deadline_ms`,
`assignment.review_due_ms`, `worker.wake_ms`. Each is NULL once nothing can fall due, and has a partial index, so that
"what is due next" reads one row of each. Money is in tenths of a cent, as whole numbers.
"""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 3
_NEVER_REUSED = {"sqlite_autoincrement": True}
_ZERO = {"server_default": text("0")}
_ONE = {"server_default": text("1")}


class Meta(SQLModel, table=True):
    """What belongs to the database as a whole: schema version, seed, the clock's last state."""

    key: str = Field(primary_key=True)
    value: str


class Document(SQLModel, table=True):
    """A flow definition, human task UI, work team or workforce: a named thing whose body is what was sent.

    `due_ms` is when a passing status (Initializing, Updating, Deleting) ends; NULL for a status that lasts.
    """

    __table_args__: ClassVar = (
        UniqueConstraint("kind", "account", "region", "name"),
        Index("document_due", "due_ms", sqlite_where=text("due_ms IS NOT NULL")),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    account: str
    region: str
    name: str
    arn: str = Field(unique=True)
    status: str
    created_ms: int = Field(sa_type=BigInteger)
    updated_ms: int = Field(sa_type=BigInteger)
    due_ms: int | None = Field(default=None, sa_type=BigInteger)
    body: str


class Tag(SQLModel, table=True):
    """One tag of a document; `id` keeps the order in which keys were added."""

    __table_args__: ClassVar = (UniqueConstraint("document_id", "key"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    key: str
    value: str


class HumanLoop(SQLModel, table=True):
    """A human loop with everything of its flow definition that it needs to run on by itself.

    `status` is AWS's. `ending` holds the decided ending as JSON while the output document is being written.
    `expires_ms` is NULL once the availability lifetime can no longer matter. `reward_tenths` is what one answer earns;
    `for_adults` says that only workers who accept adult content may take its tasks.
    """

    __tablename__ = "human_loop"
    __table_args__: ClassVar = (
        UniqueConstraint("account", "region", "name"),
        Index("human_loop_of_flow", "flow_arn", "created_ms", "id"),
        Index("human_loop_expiry", "expires_ms", sqlite_where=text("expires_ms IS NOT NULL")),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str
    region: str
    name: str
    arn: str = Field(unique=True)
    flow_arn: str
    workteam_arn: str
    template_sha256: str
    title: str
    description: str
    status: str
    ending: str | None = None
    failure_code: str | None = None
    failure_reason: str | None = None
    task_count: int
    time_limit_seconds: int
    input_content: str
    content_classifiers: str | None = None
    reward_tenths: int = Field(default=0, sa_column_kwargs=_ZERO)
    for_adults: bool = Field(default=False, sa_column_kwargs=_ZERO)
    output_uri: str
    created_ms: int = Field(sa_type=BigInteger)
    available_until_ms: int = Field(sa_type=BigInteger)
    expires_ms: int | None = Field(default=None, sa_type=BigInteger)
    ended_ms: int | None = Field(default=None, sa_type=BigInteger)


class Template(SQLModel, table=True):
    """The content of a worker task template, kept under its hash so that a loop outlives its human task UI."""

    sha256: str = Field(primary_key=True)
    content: str


class Task(SQLModel, table=True):
    """One wanted answer of a loop. `assignment_id` is the lease that holds it or the answer that settled it."""

    __table_args__: ClassVar = (
        UniqueConstraint("loop_id", "ordinal"),
        Index(
            "task_available", "workteam_arn", "available_until_ms", "loop_id", sqlite_where=text("status = 'available'")
        ),
        Index("task_open", "available_until_ms", "loop_id", sqlite_where=text("status = 'available'")),
    )

    id: str = Field(primary_key=True)
    loop_id: int = Field(foreign_key="human_loop.id")
    ordinal: int
    workteam_arn: str
    status: str
    assignment_id: str | None = None
    created_ms: int = Field(sa_type=BigInteger)
    available_until_ms: int = Field(sa_type=BigInteger)


class Assignment(SQLModel, table=True):
    """One worker's hold of a task: a lease while `deadline_ms` is set, a record afterwards.

    The id is the lease's token, and afterwards the answer's id. `active_ms` is the time worked before
    `active_since_ms`; pauses count for neither. `review` is how the requester judged a submitted answer; it is approved
    by itself at `review_due_ms`. `gold` is the gold question that this answers, `gold_right` whether rightly. `visit`
    counts how often the worker has had a task of the loop, this time included.
    """

    __table_args__: ClassVar = (
        Index("assignment_of_loop", "loop_id", "worker_id"),
        Index("assignment_of_worker", "worker_id", "accepted_ms"),
        Index("assignment_held", "worker_id", "accepted_ms", "id", sqlite_where=text("deadline_ms IS NOT NULL")),
        Index("assignment_deadline", "deadline_ms", sqlite_where=text("deadline_ms IS NOT NULL")),
        Index("assignment_review", "review_due_ms", sqlite_where=text("review_due_ms IS NOT NULL")),
        Index("assignment_gold", "gold", sqlite_where=text("gold IS NOT NULL")),
    )

    id: str = Field(primary_key=True)
    task_id: str = Field(foreign_key="task.id")
    loop_id: int = Field(foreign_key="human_loop.id")
    worker_id: int = Field(foreign_key="worker.id")
    visit: int
    status: str
    accepted_ms: int = Field(sa_type=BigInteger)
    deadline_ms: int | None = Field(default=None, sa_type=BigInteger)
    ended_ms: int | None = Field(default=None, sa_type=BigInteger)
    active_ms: int = Field(default=0, sa_type=BigInteger)
    active_since_ms: int | None = Field(default=None, sa_type=BigInteger)
    answer: str | None = None
    review: str | None = None
    review_reason: str | None = None
    review_due_ms: int | None = Field(default=None, sa_type=BigInteger)
    reviewed_ms: int | None = Field(default=None, sa_type=BigInteger)
    gold: str | None = None
    gold_right: bool | None = None


class Draft(SQLModel, table=True):
    """What a worker has entered so far, as the task's page keeps it; gone when the assignment ends."""

    assignment_id: str = Field(primary_key=True, foreign_key="assignment.id")
    saved_ms: int = Field(sa_type=BigInteger)
    body: str


class Worker(SQLModel, table=True):
    """A person or a simulated worker; `in_every_team`, or in those of `Membership`.

    `wake_ms` is when a simulated worker acts next; NULL while it waits for a task to appear. `called_loop_id` is the
    loop for whose tasks it gets up then; `gone_ms` is when it left for good.
    """

    __table_args__: ClassVar = (
        Index("worker_wake", "wake_ms", sqlite_where=text("wake_ms IS NOT NULL")),
        Index("worker_called", "called_loop_id", sqlite_where=text("called_loop_id IS NOT NULL")),
        _NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str
    in_every_team: bool
    takes_adult_content: bool = Field(default=True, sa_column_kwargs=_ONE)
    profile: str
    password_hash: str | None = None
    sub: str
    created_ms: int = Field(sa_type=BigInteger)
    wake_ms: int | None = Field(default=None, sa_type=BigInteger)
    called_loop_id: int | None = None
    gone_ms: int | None = Field(default=None, sa_type=BigInteger)


class Membership(SQLModel, table=True):
    """A worker's place in a work team, by the team's ARN; the team need not exist yet."""

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    workteam_arn: str = Field(primary_key=True, index=True)


class Qualification(SQLModel, table=True):
    """A named score of a worker."""

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    name: str = Field(primary_key=True)
    score: int
    at_ms: int = Field(sa_type=BigInteger)


class Requirement(SQLModel, table=True):
    """What a worker must have for the tasks of `scope`, the ARN of a flow definition or work team.

    `numbers` is what the score is compared with, as a JSON array.
    """

    scope: str = Field(primary_key=True)
    qualification: str = Field(primary_key=True)
    comparator: str
    numbers: str


class Block(SQLModel, table=True):
    """A worker kept from `scope`: the ARN of a flow definition or work team, or `*` for everything."""

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    scope: str = Field(primary_key=True)
    reason: str
    cause: str
    at_ms: int = Field(sa_type=BigInteger)


class LedgerEntry(SQLModel, table=True):
    """Money that a worker earned or lost. Rows are added, never changed; they outlive the human loop."""

    __tablename__ = "ledger_entry"
    __table_args__: ClassVar = (Index("ledger_of_worker", "worker_id", "id"), _NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    at_ms: int = Field(sa_type=BigInteger)
    kind: str
    amount_tenths: int = Field(sa_type=BigInteger)
    reason: str | None = None
    answer_id: str | None = None
    human_loop_name: str | None = None


class Gold(SQLModel, table=True):
    """A question with a known answer: a loop by its name, or the loops of a flow definition, all or of one input."""

    __table_args__: ClassVar = (Index("gold_of_flow", "flow_arn", "input_sha256"),)

    name: str = Field(primary_key=True)
    human_loop_name: str | None = Field(default=None, index=True)
    flow_arn: str | None = None
    input_sha256: str | None = None
    input: str | None = None
    answer: str
    at_ms: int = Field(sa_type=BigInteger)


class Truth(SQLModel, table=True):
    """The right answer to a human loop, by its name: what a skilled simulated worker finds."""

    loop_name: str = Field(primary_key=True)
    answer: str


class AnswerRule(SQLModel, table=True):
    """What simulated workers are told to do with some tasks, in the order of `id`: `domain.answer_rules` as JSON."""

    __tablename__ = "answer_rule"
    __table_args__: ClassVar = (_NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    rule: str


class AskedAnswer(SQLModel, table=True):
    """What was answered by the one who was asked, until the worker hands it in; neither part: nothing to say."""

    __tablename__ = "asked_answer"

    assignment_id: str = Field(primary_key=True)
    loop_id: int = Field(index=True)
    answer: str | None = None
    error: str | None = None


class Session(SQLModel, table=True):
    """A sign-in link that was not used yet, or a browser that is signed in; only the token's hash is kept."""

    token_sha256: str = Field(primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    kind: str
    created_ms: int = Field(sa_type=BigInteger)


class Effect(SQLModel, table=True):
    """Something to do in the world after the commit: at least once, in order of `id`. The row goes when it is done.

    `detail` is what the kind of effect needs beyond its loop, as JSON.
    """

    __table_args__: ClassVar = (_NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    loop_id: int
    at_ms: int = Field(sa_type=BigInteger)
    attempts: int = 0
    last_error: str | None = None
    detail: str | None = None


class Fact(SQLModel, table=True):
    """The event log."""

    __table_args__: ClassVar = (_NEVER_REUSED,)

    seq: int | None = Field(default=None, primary_key=True)
    at_ms: int = Field(sa_type=BigInteger)
    kind: str
    data: str


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


meta = _table(Meta)
documents = _table(Document)
tags = _table(Tag)
human_loops = _table(HumanLoop)
templates = _table(Template)
tasks = _table(Task)
assignments = _table(Assignment)
drafts = _table(Draft)
workers = _table(Worker)
memberships = _table(Membership)
qualifications = _table(Qualification)
requirements = _table(Requirement)
blocks = _table(Block)
ledger = _table(LedgerEntry)
golds = _table(Gold)
truths = _table(Truth)
answer_rules = _table(AnswerRule)
asked_answers = _table(AskedAnswer)
sessions = _table(Session)
effects = _table(Effect)
facts = _table(Fact)
