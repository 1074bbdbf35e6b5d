"""A client against a small broker in the same program: subscriptions, messages of all qualities, a will, the end."""
import asyncio
import aiomqtt
import paho.mqtt.client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties


async def packet(reader):
    kind = (await reader.readexactly(1))[0]
    length, shift = 0, 0
    while True:
        byte = (await reader.readexactly(1))[0]
        length |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return kind, await reader.readexactly(length)


async def broker(reader, writer):
    try:
        while True:
            kind, body = await packet(reader)
            name = {1: "CONNECT", 3: "PUBLISH", 4: "PUBACK", 8: "SUBSCRIBE", 10: "UNSUBSCRIBE", 12: "PING", 14: "DISCONNECT"}.get(kind >> 4, kind >> 4)
            print("broker:", name, len(body))
            if kind >> 4 == 1:
                writer.write(b"\x20\x02\x00\x00")
            elif kind >> 4 == 8:
                writer.write(b"\x90\x03" + body[:2] + b"\x01")
            elif kind >> 4 == 10:
                writer.write(b"\xb0\x02" + body[:2])
            elif kind >> 4 == 3:
                quality = kind >> 1 & 3
                size = int.from_bytes(body[:2], "big")
                topic, rest = body[2:2 + size], body[2 + size:]
                if quality:
                    writer.write(b"\x40\x02" + rest[:2])
                    rest = rest[2:]
                echo = len(topic).to_bytes(2, "big") + topic + rest.upper()
                writer.write(b"\x30" + bytes([len(echo)]) + echo)
            elif kind >> 4 == 14:
                break
            await writer.drain()
    except asyncio.IncompleteReadError:
        print("broker: lost")
    writer.close()


async def main():
    server = await asyncio.start_server(broker, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with aiomqtt.Client("127.0.0.1", port, identifier="me", will=aiomqtt.Will("gone", b"yes")) as client:
        print("subscribe", await client.subscribe("rooms/+/heat"))
        await client.publish("rooms/1/heat", b"warm")
        await client.publish("rooms/2/heat", "cold", qos=1)
        seen = 0
        async for message in client.messages:
            print("message", message.topic, message.payload, message.qos, message.topic.matches("rooms/+/heat"))
            seen += 1
            if seen == 2:
                break
        print("unsubscribe", await client.unsubscribe("rooms/+/heat"))
    server.close()
    try:
        async with aiomqtt.Client("127.0.0.1", port, timeout=2):
            pass
    except aiomqtt.MqttError as error:
        print("refused", type(error).__name__, error)


asyncio.run(main())
for topic, pattern in [("a/b/c", "a/#"), ("a/b", "+/b"), ("a/b", "a"), ("$SYS/x", "#")]:
    print(topic, pattern, paho.topic_matches_sub(pattern, topic))
properties = Properties(PacketTypes.PUBLISH)
properties.MessageExpiryInterval = 30
properties.UserProperty = ("a", "1")
print("properties", properties.json(), properties.pack())
print("wildcard", aiomqtt.Wildcard("a/+"), end=" ")
try:
    aiomqtt.Topic("a/#")
except ValueError as error:
    print("error", error)
