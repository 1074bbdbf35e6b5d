"""A request and a chunked response through two connections in memory, and a malformed request."""
import h11

client, server = h11.Connection(h11.CLIENT), h11.Connection(h11.SERVER)
data = client.send(h11.Request(method="GET", target="/a?b=1", headers=[("Host", "x"), ("X-A", "1")]))
data += client.send(h11.EndOfMessage())
server.receive_data(data)
request = server.next_event()
print("request:", request.method, request.target, list(request.headers))
print("end:", type(server.next_event()).__name__)
reply = server.send(h11.Response(status_code=200, headers=[("Transfer-Encoding", "chunked")]))
for part in (b"one ", b"two"):
    reply += server.send(h11.Data(data=part))
reply += server.send(h11.EndOfMessage())
print("bytes:", reply)
for byte in reply:
    client.receive_data(bytes([byte]))
events = []
while type(event := client.next_event()) is not h11.EndOfMessage:
    if event is not h11.NEED_DATA:
        events.append(event)
print("events:", [type(event).__name__ for event in events])
print("body:", b"".join(bytes(event.data) for event in events[1:]))
print("states:", client.our_state, client.their_state)
broken = h11.Connection(h11.SERVER)
broken.receive_data(b"GET / HTTP/1.1\r\nHost x\r\n\r\n")
try:
    broken.next_event()
except h11.RemoteProtocolError as error:
    print("malformed:", error, error.error_status_hint)
