"""Who has which access key, which secret belongs to it, and for which account it speaks.

There are three kinds of keys. Configured ones stand in the settings. Issued ones were made by a call to the embedded
IAM or STS, which is asked where a key is not known otherwise; that it does not know one either is remembered until
there is a reason to ask again. Our own sign the addresses that we give to workers' browsers; their secret is fresh at
every start and leaves the process nowhere. Without configuration an access key of twelve digits is an account.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

ISSUING_SERVICES = frozenset({"iam", "sts", "cloudformation"})
"""Signing names of the services whose calls may make or end an access key."""

_ACCOUNT = re.compile(r"[0-9]{12}")
_OWN = re.compile(r"SIMULATOR([0-9]{12})")
_ISSUED = re.compile(r"A(?:KI|SI)A[A-Z0-9]{12,124}")
_MOST_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Key:
    """An access key; a session's has a token, and may end, in epoch milliseconds."""

    secret: str = field(repr=False)
    account: str
    session_token: str | None = field(default=None, repr=False)
    ends_ms: int | None = None


Issuer = Callable[[str], Awaitable[Key | None]]


class KeyRing:
    """All access keys that count here."""

    def __init__(self, configured: Mapping[str, Key], default_account: str, own_secret: str, issued: Issuer) -> None:
        self._configured = configured
        self._default_account = default_account
        self._own_secret = own_secret
        self._issued = issued
        self._found: dict[str, Key] = {}
        self._unknown: set[str] = set()
        self._accounts: dict[str, str] = {}

    def own(self, account: str) -> tuple[str, str]:
        """Our own access key for an account, and its secret."""
        return f"SIMULATOR{account}", self._own_secret

    def at_hand(self, access_key: str) -> Key | None:
        """The key, if it can be told without asking anybody."""
        known = self._configured.get(access_key) or self._found.get(access_key)
        if known is None and (own := _OWN.fullmatch(access_key)):
            return Key(self._own_secret, own[1])
        return known

    async def find(self, access_key: str) -> Key | None:
        """The key, whoever made it; None if there is none."""
        known = self.at_hand(access_key)
        if known is not None or access_key in self._unknown or not _ISSUED.fullmatch(access_key):
            return known
        issued = await self._issued(access_key)
        if issued is not None:
            self._found[access_key] = issued
        elif len(self._unknown) < _MOST_REMEMBERED:
            self._unknown.add(access_key)
        return issued

    async def account(self, access_key: str) -> str:
        """The account for which a key speaks, whether or not its signature is ever checked."""
        key = await self.find(access_key)
        account = key.account if key else access_key if _ACCOUNT.fullmatch(access_key) else self._default_account
        if len(self._accounts) < _MOST_REMEMBERED:
            self._accounts[access_key] = account
        return account

    def remembered_account(self, access_key: str) -> str | None:
        """What `account` said about the key, if it did lately."""
        return self._accounts.get(access_key)

    def ask_again(self) -> None:
        """Forget what was issued: the issuer has been asked to change something."""
        self._found.clear()
        self._unknown.clear()
        self._accounts.clear()
