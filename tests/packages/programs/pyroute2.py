"""The kernel's network interfaces, addresses and routes, asked over netlink."""

import asyncio

from pyroute2 import AsyncIPRoute, IPRoute

with IPRoute() as ip:
    print(
        [l.get("ifname") for l in ip.get_links()][:1],
        sorted({a.get("address") for a in ip.get_addr() if a.get("address")})[:1],
        ip.link_lookup(ifname="lo"),
    )
    try:
        ip.link("add", ifname="x" * 40, kind="dummy")
    except Exception as e:
        print(type(e).__name__)


async def main():
    async with AsyncIPRoute() as ip:
        print([l.get("ifname") async for l in await ip.get_links()][:1])
        print(len([r async for r in await ip.get_routes()]) >= 0)


asyncio.run(main())
