"""What a start may cost: hardly anything is imported before the simulator listens."""

import subprocess
import sys

from simulator.wire.fallback.embedded import EmbeddedAws

HEAVY = ("moto", "flask", "aiobotocore", "aiohttp", "httpx", "boto3", "rich", "playwright")


def test_what_only_s3_and_the_other_aws_services_need_is_not_imported_before_the_server_listens():
    code = f"import sys, simulator.cli.serving; print(*[name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "\n"


async def test_a_stop_breaks_off_the_loading_of_moto_and_a_second_start_loads_it_after_all(caplog, monkeypatch):
    aws = EmbeddedAws(None, "123456789012")
    await aws.start()
    monkeypatch.setattr("simulator.wire.fallback.embedded._ON_THE_WAY", ("json",) * 1_000_000)
    loading = aws.load()
    await aws.stop()
    assert loading.exception() is not None
    assert not caplog.records
    monkeypatch.undo()
    await aws.start()
    await aws.ready()
    await aws.stop()
