"""Requests and errors through a transport in memory, with a retry."""
import asyncio
import json
import anthropic
import httpx

seen = []


def answer(request):
    seen.append(request.url.path)
    if len(seen) == 1:
        return httpx.Response(529, json={"error": {"type": "overloaded_error"}}, headers={"retry-after-ms": "1"})
    body = json.loads(request.content)
    if body["max_tokens"] < 1:
        return httpx.Response(400, json={"type": "error", "error": {"type": "invalid_request_error", "message": "max_tokens"}})
    content = [{"type": "text", "text": body["messages"][0]["content"][::-1]}]
    return httpx.Response(200, json={"id": "1", "type": "message", "role": "assistant", "model": body["model"], "content": content, "stop_reason": "end_turn", "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 2}})


async def main():
    messages = [{"role": "user", "content": "abc"}]
    async with anthropic.AsyncAnthropic(api_key="key", http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer))) as client:
        reply = await client.messages.create(model="m", max_tokens=5, messages=messages)
        print("reply:", reply.content[0].text, reply.usage.output_tokens, seen)
        try:
            await client.messages.create(model="m", max_tokens=0, messages=messages)
        except anthropic.BadRequestError as error:
            print("error:", error.status_code, error.message.partition(" - ")[0])


asyncio.run(main())
