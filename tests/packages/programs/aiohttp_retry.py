"""A client that asks again while a server fails."""
import asyncio
from aiohttp import web
from aiohttp_retry import ExponentialRetry, RetryClient

seen = []


async def flaky(request):
    seen.append(request.path)
    return web.Response(status=503 if len(seen) < 3 else 200, text=f"try {len(seen)}")


async def main():
    app = web.Application()
    app.add_routes([web.get("/", flaky)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "http://127.0.0.1:%d/" % runner.addresses[0][1]
    retry = ExponentialRetry(attempts=5, start_timeout=0.01, statuses={503})
    async with RetryClient(retry_options=retry) as client:
        async with client.get(address) as reply:
            print("reply:", reply.status, await reply.text())
    print("requests:", len(seen))
    await runner.cleanup()


asyncio.run(main())
