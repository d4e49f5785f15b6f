"""The command line: options of `serve` from four places, and what goes wrong before anything is called."""

import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from simulator import __version__
from simulator.cli.main import main
from simulator.domain.api_rules import ApiRules
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.domain.subscriptions import Subscription
from simulator.settings import AccessKey, Settings


@pytest.fixture
def served(monkeypatch):
    """Run `serve` without serving; the settings it would have served with."""
    seen: list[Settings] = []
    serving = ModuleType("simulator.cli.serving")
    serving.serve = lambda settings: seen.append(settings) or 0
    monkeypatch.setitem(sys.modules, "simulator.cli.serving", serving)
    monkeypatch.setattr("simulator.cli.serving", serving, raising=False)

    def run(*arguments: str, **env: str) -> Settings:
        result = CliRunner().invoke(main, ["serve", *arguments], env=env)
        assert result.exit_code == 0, result.output
        return seen[-1]

    return run


def fails(*arguments: str, exit_code: int = 2, **env: str) -> str:
    """What a command that must fail says on stderr."""
    result = CliRunner().invoke(main, arguments, env=env)
    assert result.exit_code == exit_code, result.output
    assert result.stdout == ""
    return result.stderr


def config(tmp_path: Path, text: str) -> str:
    """A configuration file with that text."""
    path = tmp_path / "simulator.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_options_the_defaults_hold(served):
    settings = served()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 4280, Path(".a2i-simulator"))
    assert (settings.pace, settings.seed, settings.crew, settings.rules) == (Pace(1.0), None, 0, Rules())


def test_every_option_reaches_the_settings(served, tmp_path):
    options = (
        f"--host 0.0.0.0 --port 0 --data-dir {tmp_path} --database-url sqlite:// --s3-endpoint-url http://s3.test "
        "--clock 60x --seed 7 --crew 4 --account 000000000001 --region eu-west-1 --strict-names --output-attempts 3 "
        "--start-time 1970-01-01T00:00:05Z --log-level DEBUG"
    )
    assert served(*options.split()) == Settings(
        host="0.0.0.0",
        port=0,
        data_dir=tmp_path,
        database_url="sqlite://",
        s3_endpoint_url="http://s3.test",
        pace=Pace(60.0),
        seed=7,
        crew=4,
        account="000000000001",
        region="eu-west-1",
        strict_names=True,
        output_attempts=3,
        start_ms=5000,
        log_level="debug",
    )


@pytest.mark.parametrize(
    "name,text,field,value",
    [
        ("PORT", "5000", "port", 5000),
        ("CLOCK", "manual", "pace", Pace(0.0)),
        ("STRICT_NAMES", "1", "strict_names", True),
        ("S3_ENDPOINT_URL", "http://s3.test", "s3_endpoint_url", "http://s3.test"),
        ("START_TIME", "1970-01-01T00:00:01Z", "start_ms", 1000),
        ("IN_MEMORY", "true", "data_dir", None),
    ],
)
def test_every_option_is_an_environment_variable(served, name, text, field, value):
    assert getattr(served(**{f"A2I_SIMULATOR_{name}": text}), field) == value


def test_the_command_line_counts_before_the_environment_and_that_before_the_file(served, tmp_path):
    path = config(tmp_path, "port = 1000\nseed = 1\ncrew = 1")
    settings = served("--config", path, "--port", "3000", A2I_SIMULATOR_PORT="2000", A2I_SIMULATOR_SEED="2")
    assert (settings.port, settings.seed, settings.crew) == (3000, 2, 1)


def test_a_file_may_hold_every_kind_of_value(served, tmp_path):
    text = """
    clock = "manual"
    strict-names = true
    start-time = 1970-01-01T00:00:02Z
    data_dir = "kept"
    [rules]
    partial_answers_at_expiry = "failed"
    empty-output = false
    initializing_seconds = 3
    """
    settings = served(A2I_SIMULATOR_CONFIG=config(tmp_path, text))
    assert (settings.pace, settings.strict_names, settings.start_ms) == (Pace(0.0), True, 2000)
    assert settings.data_dir == Path("kept")
    assert settings.rules == Rules(partial_answers_at_expiry="failed", empty_output=False)
    assert settings.api_rules == ApiRules(initializing_seconds=3.0)


def test_a_file_names_the_vendors_work_teams(served, tmp_path):
    text = """
    [[subscribed_workteams]]
    name = "acme"
    title = "Acme labels"
    listing-id = "prod-1"
    accounts = ["111122223333"]
    [[subscribed_workteams]]
    name = "best"
    """
    settings = served("--config", config(tmp_path, text))
    first = Subscription("acme", "Acme labels", listing_id="prod-1", accounts=("111122223333",))
    assert settings.subscriptions == (first, Subscription("best"))


def test_a_file_says_what_is_asked_of_workers(served, tmp_path):
    text = """
    [[requirements]]
    flow_definition = "reviews"
    qualification = "english"
    comparator = "GreaterThanOrEqualTo"
    values = [80]
    [[requirements]]
    workteam = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"
    qualification = "robot"
    comparator = "DoesNotExist"
    """
    english, human = served("--config", config(tmp_path, text)).requirements
    assert (english.scope, english.numbers) == ("flow-definition/reviews", (80,))
    assert (human.scope.rsplit("/", 1)[-1], human.comparator.value) == ("default", "DoesNotExist")


@pytest.mark.parametrize(
    "text,said",
    [
        ("[rules]\ntasks_per_worker = 0", "rules.tasks_per_worker must be at least 1"),
        ("[rules]\ngold_minimum_accuracy = 2", "rules.gold_minimum_accuracy must be a number from 0 to 1"),
        ("requirements = 1", "requirements must be tables"),
        ("[[requirements]]\ncomparator = 'Equal'", "comparator 'Equal' is none. Did you mean 'EqualTo'?"),
        ("[[requirements]]\ncomparator = 'In'", "requirements[1]: qualification must be given"),
        ("[[requirements]]\ncomparator = 'In'\nqualification = 'q'\nvalues = ['1']", "must be a list of whole"),
        ("[[requirements]]\ncomparator = 'Exists'\nqualification = 'q'", "give either flow_definition or workteam"),
        ("[[requirements]]\ncomparator = 'In'\nqualification = 'q'\nworkteam = 't'", "In compares with numbers"),
        ("[[requirements]]\nvalue = 1", "requirements[1]: there is no key 'value'. Did you mean 'values'?"),
        ("prot = 1", "there is no option 'prot'. Did you mean 'port'?"),
        ("config = 'other.toml'", "there is no option 'config'"),
        ("port = 'high'", "port: 'high' is not a valid integer"),
        ("port = true", "port: 'True' is not a valid integer"),
        ("port = 1.5", "port: '1.5' is not a valid integer"),
        ("port = [1]", "port must be a single value"),
        ("port = 70000", "port: 70000 is not in the range"),
        ("strict-names = 'yes'", "strict-names must be true or false"),
        ("clock = 'fast'", "clock: The clock cannot be 'fast'"),
        ("start-time = 'soon'", "start-time: 'soon' is not an instant"),
        ("account = '12'", "account: '12' is not an AWS account"),
        ("rules = 1", "rules must be a table"),
        ("[rules]\nempty_out = true", "there is no rule 'empty_out'. Did you mean 'empty_output'?"),
        ("[rules]\nempty_output = 'no'", "rules.empty_output must be true or false"),
        ("[rules]\npartial_answers_at_expiry = 'lost'", "must be 'completed' or 'failed'"),
        ("[rules]\ninitializing_seconds = -1", "rules.initializing_seconds must be a number, 0 or more"),
        ("[rules]\ndeleting_seconds = true", "rules.deleting_seconds must be a number, 0 or more"),
        ("subscribed_workteams = 1", "subscribed_workteams must be tables"),
        ("[[subscribed_workteams]]\ntitle = 't'", "subscribed_workteams[1]: name must be given"),
        ("[[subscribed_workteams]]\nname = 'a b'", "subscribed_workteams[1]: name must be given: up to 63 letters"),
        ("[[subscribed_workteams]]\nname = 'a'\nsell = 's'", "there is no key 'sell'. Did you mean 'seller'?"),
        ("[[subscribed_workteams]]\nname = 'a'\naccounts = ['1']", "'1' is not an AWS account"),
        ("[[subscribed_workteams]]\nname = 'a'\nregions = 'x'", "regions must be a list of texts"),
        ("[[subscribed_workteams]]\nname = 'a'\ntitle = ''", "title must be a text of 1 to 200 characters"),
        ("[[subscribed_workteams]]\nname = 'a'\n" * 2, "[2]: the name 'a' is taken already"),
        ("port 1", "cannot be read"),
        ("[port]\nx = 1", "port must be a single value"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(tmp_path, text, said):
    path = config(tmp_path, text)
    stderr = fails("serve", "--config", path)
    assert path in stderr
    assert said in stderr


def test_a_file_that_is_not_there_is_refused(tmp_path):
    path = str(tmp_path / "none.toml")
    assert f"{path} cannot be read: No such file or directory." in fails("serve", "--config", path)


@pytest.mark.parametrize(
    "arguments,said",
    [
        ("serve --clock fast", "Use 'real', 'manual', or a speed such as '60x'."),
        ("serve --start-time soon", "Write it as 2026-01-31T09:30:00Z."),
        ("serve --account 12", "it has 12 digits"),
        ("serve --region eu_west", "'eu_west' is not an AWS region such as us-east-1."),
        ("serve --s3-endpoint-url minio:9000", "'minio:9000' is not a URL such as http://127.0.0.1:9000."),
        ("serve --in-memory --data-dir x", "--in-memory keeps nothing"),
        ("serve --prot 1", "--port"),
        ("clock advance", "Give either SECONDS or --until."),
        ("clock advance 5 --until idle", "Give either SECONDS or --until."),
        ("clock set fast", "Use 'real', 'manual'"),
        ("answer loop {", "That is not JSON"),
        ("answer loop []", "must be an object"),
        ("nonsense", "No such command 'nonsense'"),
    ],
)
def test_bad_usage_ends_with_status_2(arguments, said):
    assert said in fails(*arguments.split())


@pytest.mark.parametrize("command", ["health", "clock", "reset", "workers", "loops", "tasks", "events", "requests"])
def test_a_simulator_that_does_not_answer_is_told_how_to_start(command):
    with socket.create_server(("127.0.0.1", 0)) as sock:
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    stderr = fails(command, "--url", url, exit_code=1)
    assert stderr.startswith(f"Error: No simulator answers at {url} (")
    assert stderr.endswith("Start one with 'a2i-simulator serve', or name another with --url.\n")


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://host", "http://[", "http://host:port"])
def test_a_url_that_is_none_is_one_sentence(url):
    assert fails("clock", "--url", url, exit_code=1).count("\n") == 1


def test_the_url_comes_from_the_environment_our_own_name_first():
    both = {"A2I_SIMULATOR_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://127.0.0.1:2"}
    assert "127.0.0.1:1 " in fails("clock", exit_code=1, **both)
    assert "127.0.0.1:2 " in fails("clock", exit_code=1, AWS_ENDPOINT_URL="http://127.0.0.1:2")


@pytest.mark.parametrize("once", [True, False])
def test_demo_ends_with_the_status_that_it_returns(monkeypatch, once):
    demo: Any = ModuleType("simulator.cli.demo")
    demo.run = lambda *, once: 3 if once else 4
    monkeypatch.setitem(sys.modules, "simulator.cli.demo", demo)
    monkeypatch.setattr("simulator.cli.demo", demo, raising=False)
    result = CliRunner().invoke(main, ["demo", "--once"] if once else ["demo"])
    assert result.exit_code == (3 if once else 4)


def test_python_m_simulator_is_the_same_command():
    for arguments, said in ((["--version"], __version__), (["--help"], "Usage: a2i-simulator [OPTIONS] COMMAND")):
        done = subprocess.run(
            [sys.executable, "-m", "simulator", *arguments], capture_output=True, text=True, check=True
        )
        assert said in done.stdout


def test_client_commands_import_nothing_that_serves():
    call = "main(['clock', '--url', 'http://127.0.0.1:1'], standalone_mode=False)"
    code = f"import sys\nfrom simulator.cli.main import main\ntry: {call}\nexcept Exception: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"simulator.cli", "httpx"} <= loaded
    assert not loaded & {
        "simulator.app",
        "simulator.cli.serving",
        "sqlalchemy",
        "starlette",
        "botocore",
        "moto",
        "pydantic",
    }


KEYS = '[keys.AKIAANA]\nsecret = "s"\naccount = "111111111111"\n[keys.AKIABEN]\nsecret = "t"\nsession-token = "u"\n'


def test_access_keys_come_from_the_file_and_one_more_from_the_command_line_or_the_environment(served, tmp_path):
    settings = served("--config", config(tmp_path, f'auth = "sigv4"\n{KEYS}'), "--account", "333333333333")
    assert settings.auth == "sigv4"
    assert settings.keys["AKIAANA"] == AccessKey("s", "111111111111")
    assert settings.keys["AKIABEN"] == AccessKey("t", "333333333333", "u")
    assert "'t'" not in repr(settings)
    pair = {"A2I_SIMULATOR_ACCESS_KEY": "AKIACY", "A2I_SIMULATOR_SECRET_KEY": "v", "A2I_SIMULATOR_AUTH": "sigv4"}
    assert served(**pair).keys == {"AKIACY": AccessKey("v", "123456789012")}


@pytest.mark.parametrize(
    "text, words",
    [
        ("keys = 1", "keys must be a table"),
        ("[keys]\nAKIA = 1", "keys.AKIA must be a table with a secret"),
        ('[keys.AKIA]\naccount = "111111111111"', "keys.AKIA needs a secret"),
        ('[keys.AKIA]\nsecret = ""', "keys.AKIA: secret must be a text"),
        ('[keys.AKIA]\nsecret = "s"\naccount = "1"', "'1' is not an AWS account"),
        ('[keys.AKIA]\nsecrets = "s"', "keys.AKIA: there is no 'secrets'"),
        ('[keys."a/b"]\nsecret = "s"', "'a/b' is not an access key id"),
        ('auth = "sigv4"', "--auth sigv4 needs at least one key"),
        ('access-key = "AKIA"', "--access-key and --secret-key belong together"),
        ('auth = "v4"', "auth: 'v4' is not one of"),
    ],
)
def test_bad_keys_are_refused_with_the_place_and_the_mend(tmp_path, text, words):
    assert words in fails("serve", "--config", config(tmp_path, text))
