"""Its current version: requests and streamed events through a transport in memory, and errors.

Needs stand-ins.
"""
import asyncio
import json
import httpx2 as httpx
import openai


def answer(request):
    if request.headers["authorization"] != "Bearer key":
        return httpx.Response(401, json={"error": {"message": "no key"}})
    body = json.loads(request.content)
    if body.get("stream"):
        parts = [{"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [{"index": 0, "delta": {"content": text}}]} for text in ("Hel", "lo")]
        text = "".join(f"data: {json.dumps(part)}\n\n" for part in parts) + "data: [DONE]\n\n"
        return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})
    message = {"role": "assistant", "content": body["messages"][-1]["content"].upper()}
    return httpx.Response(200, json={"id": "1", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [{"index": 0, "finish_reason": "stop", "message": message}]})


async def main():
    messages = [{"role": "user", "content": "hi"}]
    async with openai.AsyncOpenAI(api_key="key", http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer))) as client:
        reply = await client.chat.completions.create(model="m", messages=messages)
        print("reply:", reply.choices[0].message.content, type(reply).__name__)
        stream = await client.chat.completions.create(model="m", messages=messages, stream=True)
        print("stream:", [part.choices[0].delta.content async for part in stream])
        try:
            await client.with_options(api_key="wrong", max_retries=0).chat.completions.create(model="m", messages=messages)
        except openai.AuthenticationError as error:
            print("error:", error.status_code, error.body)


asyncio.run(main())
