"""The check of signatures for whatever the fallback answers: it reads the body itself, so the check goes along.

The fallback gathers the whole body before it acts on it. What is handed to it here gives out the body piece by piece,
hashes it on the way, and raises with the last piece where something is wrong. Only an unsigned form has to be read
first, since it carries its signature inside.
"""

import hashlib
from collections.abc import AsyncGenerator
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Message, Receive, Scope

from simulator.spec import Spec
from simulator.wire.bodies import read_whole
from simulator.wire.fallback.bridge import CHUNK_SIGNATURES, read_body
from simulator.wire.parts import Request
from simulator.wire.refusals import Refusal
from simulator.wire.signatures.forms import Form
from simulator.wire.signatures.guard import Admission, Guard
from simulator.wire.signatures.open_calls import (
    LONGEST_ACTION_BODY_BYTES,
    is_open,
    is_open_action,
    may_be_open_action,
)
from simulator.wire.signatures.rejections import Reason, Rejected

_PIECE_BYTES = 256 * 1024


class Door:
    """Lets a request through to the fallback, or not."""

    def __init__(self, guard: Guard, spec: Spec) -> None:
        self._guard = guard
        self._spec = spec

    async def opened(self, request: Request, scope: Scope, receive: Receive) -> Receive:
        """From where the fallback shall read the body. Raises Rejected, here or at the body's end, or ClientGone."""
        try:
            admission = await self._guard.admit(request)
        except Rejected as rejected:
            if rejected.reason is not Reason.MISSING:
                raise
            return await self._unsigned(request, receive, rejected)
        if admission.chunks is not None:
            scope[CHUNK_SIGNATURES] = admission.chunks
        return _Hashing(receive, admission).receive

    async def _unsigned(self, request: Request, receive: Receive, rejected: Rejected) -> Receive:
        if is_open(self._spec, request):
            return receive
        if may_be_open_action(request):
            try:
                body = await read_whole(receive, LONGEST_ACTION_BODY_BYTES)
            except Refusal:
                raise rejected from None
            if is_open_action(body):
                return _Replaying(SpooledTemporaryFile(), body).receive
        elif request.method == "POST" and request.headers.get("content-type", "").startswith("multipart/form-data"):
            file = await read_body(receive)
            await self._guard.admit_form(await _form(request, file))
            file.seek(0)
            return _Replaying(file).receive
        raise rejected


class _Hashing:
    def __init__(self, receive: Receive, admission: Admission) -> None:
        self._receive = receive
        self._admission = admission
        self._sha256 = hashlib.sha256()

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._sha256.update(message.get("body", b""))
            if not message.get("more_body", False):
                self._admission.finish(self._sha256.hexdigest())
        return message


class _Replaying:
    def __init__(self, file: IO[bytes], start: bytes = b"") -> None:
        self._file = file
        self._start = start

    async def receive(self) -> Message:
        piece, self._start = self._start or self._file.read(_PIECE_BYTES), b""
        if not piece:
            self._file.close()
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}


async def _form(request: Request, file: IO[bytes]) -> Form:
    async def pieces() -> AsyncGenerator[bytes, None]:
        while piece := file.read(_PIECE_BYTES):
            yield piece

    try:
        parsed = await MultiPartParser(Headers(dict(request.headers)), pieces()).parse()
    except MultiPartException as error:
        sentence = f"The body of your POST request is not well-formed multipart/form-data. {error.message}"
        raise Rejected(Reason.POLICY, sentence) from None
    fields = {name.lower(): value for name, value in parsed.items() if isinstance(value, str)}
    sizes = [value.size or 0 for value in parsed.values() if isinstance(value, UploadFile)]
    await parsed.close()
    bucket = request.raw_path.strip("/") or request.headers.get("host", "").split(".")[0]
    return Form(fields, bucket, sum(sizes))
