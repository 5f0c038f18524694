"""How often one address may ask."""

from __future__ import annotations

import ipaddress
import math
import time

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from sesaclinic.errors import RateLimitError


class RateLimit:
    """So many calls a minute for each client address, over a sliding window."""

    def __init__(self, name: str, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute, namespace=name)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def hit(self, request: Request) -> None:
        """Count a call; raises RateLimitError `rate_limited` with the seconds to wait."""
        client = client_key(request.client.host if request.client else "")
        if not await self._limiter.hit(self._item, client):
            stats = await self._limiter.get_window_stats(self._item, client)
            raise RateLimitError("rate_limited", retry_after=max(1, math.ceil(stats.reset_time - time.time())))


def client_key(address: str) -> str:
    """The address as one client: an IPv6 household owns a whole /64 and could change its address at every call."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))
