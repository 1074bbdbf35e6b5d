"""Templates, sessions, cross-origin rules and events of aiohttp's companions, over a socket."""
import asyncio
import aiohttp
import aiohttp_cors
import aiohttp_jinja2
import aiohttp_session
import jinja2
from aiohttp import web
from aiohttp_session import SimpleCookieStorage, get_session
from aiohttp_sse import sse_response


@aiohttp_jinja2.template("page.html")
async def page(request):
    session = await get_session(request)
    session["visits"] = session.get("visits", 0) + 1
    return {"name": request.query.get("name", "<you>"), "visits": session["visits"]}


async def events(request):
    async with sse_response(request) as response:
        for i in range(3):
            await response.send(f"event {i}", id=str(i), event="tick")
    return response


async def api(request):
    return web.json_response({"ok": True})


async def main():
    app = web.Application()
    aiohttp_session.setup(app, SimpleCookieStorage())
    aiohttp_jinja2.setup(app, loader=jinja2.DictLoader({"page.html": "Hi {{ name }}, visit {{ visits }} at {{ url('page') }}"}),
                         context_processors=[aiohttp_jinja2.request_processor])
    app.router.add_get("/", page, name="page")
    app.router.add_get("/events", events)
    cors = aiohttp_cors.setup(app, defaults={"http://good": aiohttp_cors.ResourceOptions(expose_headers="*", allow_headers=("X-A",))})
    cors.add(app.router.add_get("/api", api))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        for name in ("a", "b"):
            async with client.get(base, params={"name": name}) as answer:
                print(answer.status, answer.content_type, await answer.text())
        async with client.get(base + "/events") as answer:
            print(answer.content_type, (await answer.text()).split("\r\n"))
        for origin in ("http://good", "http://bad"):
            async with client.get(base + "/api", headers={"Origin": origin}) as answer:
                print(origin, await answer.json(), answer.headers.get("Access-Control-Allow-Origin"))
            headers = {"Origin": origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "X-A"}
            async with client.options(base + "/api", headers=headers) as answer:
                print(answer.status, (await answer.text())[:70])
    await runner.cleanup()


asyncio.run(main())
