"""Streams, headers, flow control and a reset through two connections in memory."""
import h2.config
import h2.connection
import h2.events

client = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
server = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
client.initiate_connection()
server.initiate_connection()


def carry(source, target):
    for event in target.receive_data(source.data_to_send()):
        print(" ", type(event).__name__, getattr(event, "stream_id", ""))
        if isinstance(event, h2.events.DataReceived):
            target.acknowledge_received_data(event.flow_controlled_length, event.stream_id)


headers = [(":method", "POST"), (":path", "/"), (":scheme", "https"), (":authority", "x")]
client.send_headers(1, headers + [("x-long", "v" * 50)])
client.send_data(1, b"body" * 100, end_stream=True)
client.send_headers(3, headers)
print("to the server:")
carry(client, server)
server.send_headers(1, [(":status", "200")])
server.send_data(1, b"answer", end_stream=True)
server.reset_stream(3, error_code=8)
print("to the client:")
carry(server, client)
print("window:", client.outbound_flow_control_window)
try:
    client.send_data(1, b"late")
except h2.exceptions.ProtocolError as error:
    print("late:", type(error).__name__, error)
