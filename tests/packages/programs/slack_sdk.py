"""An asynchronous client and a webhook against a local server, blocks, signatures."""
import asyncio
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient


async def api(request):
    form = dict(await request.post()) or (await request.json() if request.can_read_body else {})
    if request.match_info["name"] == "chat.postMessage":
        return web.json_response({"ok": True, "text": form.get("text"), "token": request.headers["Authorization"]})
    return web.json_response({"ok": False, "error": "unknown_method"})


async def main():
    app = web.Application()
    app.add_routes([web.post("/api/{name}", api), web.get("/api/{name}", api)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = AsyncWebClient(token="xoxb", base_url="http://127.0.0.1:%d/api/" % runner.addresses[0][1])
    reply = await client.chat_postMessage(channel="C1", text="hi", blocks=[SectionBlock(text="a *b*")])
    print("posted:", reply["text"], reply["token"], reply.status_code)
    try:
        await client.users_list()
    except SlackApiError as error:
        print("error:", error.response["error"])
    await runner.cleanup()
    print("block:", SectionBlock(text="a *b*").to_dict())
    verifier = SignatureVerifier("secret")
    signature = verifier.generate_signature(timestamp="1", body="b")
    print("signature:", signature, verifier.is_valid("b", "1", signature))


asyncio.run(main())
