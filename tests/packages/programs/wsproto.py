"""A WebSocket handshake, messages in fragments, ping and close through two connections in memory."""
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, Request, TextMessage

client, server = WSConnection(ConnectionType.CLIENT), WSConnection(ConnectionType.SERVER)
server.receive_data(client.send(Request(host="x", target="/chat", subprotocols=["a", "b"])))
for event in server.events():
    print("server:", type(event).__name__, event.target, event.subprotocols)
client.receive_data(server.send(AcceptConnection(subprotocol="b")))
print("client:", [(type(event).__name__, event.subprotocol) for event in client.events()])
sent = client.send(TextMessage(data="half ", message_finished=False))
sent += client.send(TextMessage(data="whole é"))
sent += client.send(BytesMessage(data=bytes(range(5)))) + client.send(Ping(payload=b"p"))
server.receive_data(sent)
for event in server.events():
    print("server:", type(event).__name__, getattr(event, "data", getattr(event, "payload", None)))
    if isinstance(event, Ping):
        client.receive_data(server.send(event.response()))
print("client:", [(type(event).__name__, bytes(event.payload)) for event in client.events()])
server.receive_data(client.send(CloseConnection(code=1001, reason="bye")))
for event in server.events():
    print("server:", type(event).__name__, event.code, event.reason)
print("states:", client.state, server.state)
