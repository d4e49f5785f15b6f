"""What the configuration asks of workers is asked from the start, and after a reset."""

import httpx

from simulator.app import Simulator
from simulator.domain.admission import Comparator, Requirement
from simulator.settings import Settings

ASKED = (Requirement("flow-definition/reviews", "english", Comparator.GREATER_THAN, (50,)),)


async def test_requirements_of_the_configuration_outlive_a_reset():
    simulator = Simulator(Settings(seed=1, requirements=ASKED))
    await simulator.start()
    transport = httpx.ASGITransport(simulator)
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator.test/_simulator") as client:
        before = (await client.get("/requirements")).json()
        await client.post("/reset", json={})
        after = (await client.get("/requirements")).json()
    await simulator.stop()
    scope = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
    assert [each["scope"] for each in before["requirements"]] == [scope]
    assert after == before
