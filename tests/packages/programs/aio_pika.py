"""Messages, their properties and frames; a connection that is refused, and one to a server that speaks no AMQP."""
import asyncio
import datetime
import aio_pika
import aiormq
import pamqp.commands as commands
import pamqp.frame as frame
import pamqp.header as header
from pamqp import decode, encode


async def main():
    message = aio_pika.Message(b"body", headers={"n": 1, "t": "text"}, content_type="text/plain",
                               delivery_mode=aio_pika.DeliveryMode.PERSISTENT, priority=3, expiration=5,
                               timestamp=datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc), message_id="m1")
    print(message.info()["headers"], message.properties.priority, message.expiration, message.body_size)
    print(sorted(key for key, value in message.info().items() if value is not None))

    async def garbage(reader, writer):
        print("greeting", await reader.readexactly(8))
        writer.write(b"HTTP/1.1 400 Bad\r\n\r\n")
        writer.close()

    async def speak(reader, writer):
        await reader.readexactly(8)
        writer.write(frame.marshal(commands.Connection.Start(server_properties={"product": "x", "capabilities": {}}), 0))
        data = await reader.read(4096)
        size, channel, value = frame.unmarshal(data)
        print("client says", value.name, value.mechanism, value.locale, channel)
        writer.write(frame.marshal(commands.Connection.Close(403, "ACCESS_REFUSED - no", 0, 0), 0))
        await writer.drain()
        writer.close()

    for handler in (garbage, speak):
        server = await asyncio.start_server(handler, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            await asyncio.wait_for(aio_pika.connect(f"amqp://guest:guest@127.0.0.1:{port}/", timeout=5), 5)
        except Exception as error:
            print(handler.__name__, isinstance(error, (ConnectionError, aiormq.exceptions.AMQPError, asyncio.TimeoutError, OSError)))
        server.close()
    try:
        await aio_pika.connect(f"amqp://guest:guest@127.0.0.1:{port}/")
    except aiormq.exceptions.AMQPConnectionError as error:
        print("refused", type(error).__name__)


asyncio.run(main())
properties = commands.Basic.Properties(content_type="x", headers={"a": [1, True, None, 2.5, {"b": "c"}]})
data = frame.marshal(header.ContentHeader(0, 10, properties), 1)
print(data)
print(dict(frame.unmarshal(data)[2].properties))
for value in (1, -5, 2 ** 40, "text", bytearray(b"bytes"), 1.5, True, None, [1, "a"], {"k": datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)}):
    coded = encode.encode_table_value(value)
    print(repr(value), coded, decode.embedded_value(coded)[1])
try:
    commands.Queue.Declare(queue="x" * 300).validate()
except ValueError as error:
    print("invalid", str(error)[:60])
