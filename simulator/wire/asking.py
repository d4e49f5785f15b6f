"""Asking another ASGI application with a request whose body has been read already."""

from starlette.types import ASGIApp, Message, Scope

from simulator.wire.parts import Response

_OF_THE_BODY = {b"content-length", b"content-encoding", b"transfer-encoding"}
_OURS = {"content-length", "x-amzn-requestid"}


async def ask_again(app: ASGIApp, scope: Scope, body: bytes) -> Response:
    """What `app` answers to the request with this body, which is as it was before any compression."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _OF_THE_BODY]
    headers.append((b"content-length", str(len(body)).encode("ascii")))
    sent: list[Message] = []
    asked = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({**scope, "headers": headers}, receive, send)
    start = sent[0]
    pairs = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"])
    kept = {name: value for name, value in pairs if name not in _OURS}
    return Response(start["status"], b"".join(message.get("body", b"") for message in sent[1:]), kept)
