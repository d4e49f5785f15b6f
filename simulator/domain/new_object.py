"""An object of this program's own on its way to S3: what `outbox` hands over and the embedded AWS takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewObject:
    """An object to be written, and for which account in which region.

    One that is not `durable` need not be on the disk before anybody is told that it is written.
    """

    bucket: str
    key: str
    body: bytes
    content_type: str
    account: str
    region: str
    durable: bool = True
