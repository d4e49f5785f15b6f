"""aiobotocore, as the object store uses it.

Importing it takes longer than starting the rest of the simulator, so `object_store.py` imports this module where a
client is first needed, in a thread.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.credentials import Credentials

from simulator.outbox.asgi_transport import AsgiApp, transport_to

_MODELS = ("service-2", "endpoint-rule-set-1")
_NO_FILES: dict[str, tuple[Any, ...]] = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


class S3Clients:
    """Makes clients of one store: the one inside `app`, asked in process, else the one at `url`."""

    def __init__(self, url: str, options: Mapping[str, Any], app: AsgiApp | None) -> None:
        """`options` are aiobotocore's configuration. Reads S3's models, which the first client would wait for."""
        sender = {} if app is None else {"http_session_cls": transport_to(app)}
        self._url = url
        self._config = AioConfig(**options, **sender)
        self._session = AioSession() if app is None else AioSession(session_vars=_NO_FILES)
        for model in _MODELS:
            self._session.get_component("data_loader").load_service_model("s3", model)

    async def credentials(self) -> Any:  # noqa: ANN401
        """Those of the usual AWS environment and files, or None. Raises BotoCoreError if they are given by halves."""
        return await self._session.get_credentials()

    def client(self, region: str, signer: Credentials | None) -> AbstractAsyncContextManager[Any]:
        """A client that signs as `signer`, or else with the credentials of the environment."""
        pair: dict[str, str | None] = {}
        if signer is not None:
            pair = {"aws_access_key_id": signer.access_key, "aws_secret_access_key": signer.secret_key}
            pair |= {"aws_session_token": signer.token} if signer.token else {}
        made: AbstractAsyncContextManager[Any] = self._session.create_client(
            "s3", region_name=region, endpoint_url=self._url, config=self._config, **pair
        )
        return made
