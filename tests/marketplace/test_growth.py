"""A loop costs the database as much after a thousand others as after none: counted in steps of SQLite's machine."""

from simulator.store.unit_of_work import driver_of

LOOPS = 25
BATCHES = 8
GRANULE = 10


async def steps_of_batches(world):
    """How many tens of steps each batch of loops took, from the first task on offer to the last answer."""
    count = 0

    def tick():
        nonlocal count
        count += 1
        return 0

    await world.store.write(lambda uow: driver_of(uow.connection).set_progress_handler(tick, GRANULE))
    found = []
    for batch in range(BATCHES):
        before = count
        for number in range(LOOPS):
            await world.start(f"loop-{batch}-{number}", task_count=3, limit=3600)
        await world.dispatcher.advance(None)
        found.append(count - before)
    return found


async def test_the_database_does_as_much_for_the_last_loop_as_for_the_first(world):
    for number in range(5):
        await world.worker(f"worker-{number}", simulated=True, reaction_seconds=[1, 9], work_seconds=[5, 60])
    steps = await steps_of_batches(world)
    assert steps[-1] < 1.1 * steps[1], steps
