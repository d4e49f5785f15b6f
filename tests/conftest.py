"""What every test relies on: no settings of the machine's user, no AWS credentials, the same Hypothesis everywhere.

Hypothesis tries the same examples in every run, so that a run tells of the change that it was made for, and of no luck.
A2I_SIMULATOR_EXPLORE=1 lets it look for new ones.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "everywhere",
    deadline=None,
    derandomize="A2I_SIMULATOR_EXPLORE" not in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("everywhere")


@pytest.fixture(autouse=True, scope="session")
def _clean_environment():
    """Take away what a developer's shell may say to the simulator, to boto3 and to httpx."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(("A2I_SIMULATOR_", "AWS_")) and name != "A2I_SIMULATOR_CHROMIUM":
                patch.delenv(name)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield
