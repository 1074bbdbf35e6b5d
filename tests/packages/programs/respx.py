"""Requests of httpx answered by patterns: results, errors, functions, calls that were made or missed."""
import asyncio
import httpx
import respx


@respx.mock(assert_all_called=False)
async def main(respx_mock):
    exact = respx_mock.get("https://example.org/a", params={"q": "1"})
    exact.mock(return_value=httpx.Response(201, json={"x": 1}))
    respx_mock.post(url__regex=r".*/items/(?P<number>\d+)").mock(
        side_effect=lambda request, number: httpx.Response(200, text=f"{number} {request.content.decode()}"))
    respx_mock.get(host="unreachable.org").mock(side_effect=httpx.ConnectError)
    respx_mock.get("https://example.org/turns").side_effect = [httpx.Response(503), httpx.Response(200)]
    missed = respx_mock.delete("https://example.org/never")
    async with httpx.AsyncClient() as client:
        answer = await client.get("https://example.org/a?q=1")
        print("exact =", answer.status_code, answer.json(), exact.called, exact.call_count)
        print("pattern =", (await client.post("https://example.org/items/42", content="body")).text)
        print("turns =", [(await client.get("https://example.org/turns")).status_code for _ in range(2)])
        try:
            await client.get("https://unreachable.org")
        except httpx.ConnectError as error:
            print("error =", type(error).__name__, error.request.url)
        try:
            await client.get("https://other.org")
        except Exception as error:
            print("unknown =", type(error).__name__, error)
    print("calls =", [(call.request.method, str(call.request.url)) for call in respx_mock.calls], missed.called)


asyncio.run(main())
