"""Requests and objects encoded and decoded, markup, encryption, sessions, and a server that refuses."""

import asyncio

from telethon import TelegramClient, errors, events, utils
from telethon.crypto import AES, AuthKey, Factorization
from telethon.extensions import BinaryReader, html, markdown
from telethon.sessions import MemorySession, StringSession
from telethon.tl import functions, types

m = functions.messages.SendMessageRequest(
    peer=types.InputPeerUser(1, 2), message="héllo", random_id=5, entities=[types.MessageEntityBold(0, 3)]
)
b = bytes(m)
print(len(b), b.hex()[:80])
print(m.stringify()[:200])
r = BinaryReader(bytes(types.Message(id=1, peer_id=types.PeerUser(3), message="x", date=None, out=True)))
o = r.tgread_object()
print(o.to_dict())
print(html.parse("<b>a</b> <a href='http://x'>l</a>"))
print(markdown.unparse(*markdown.parse("**a** `c` [x](http://y)")))
print(Factorization.factorize(1470626929934143021))
k = bytes(range(32))
iv = bytes(range(32))
e = AES.encrypt_ige(b"abcdefgh" * 4, k, iv)
print(e.hex()[:40], AES.decrypt_ige(e, k, iv))
s = MemorySession()
s.set_dc(2, "1.2.3.4", 443)
s.auth_key = AuthKey(bytes(256))
ss = StringSession()
ss.set_dc(2, "1.2.3.4", 443)
ss.auth_key = AuthKey(bytes(256))
print(StringSession(ss.save()).server_address)
print(
    utils.parse_phone("+1 (23)"),
    utils.parse_username("https://t.me/joinchat/abc"),
    utils.get_peer_id(types.PeerChannel(5)),
)
try:
    raise errors.FloodWaitError(request=None, capture=7)
except errors.FloodError as e:
    print(e, e.seconds)


async def main():
    c = TelegramClient(MemorySession(), 1, "h", connection_retries=0, timeout=1)
    c.session.set_dc(2, "127.0.0.1", 9)

    @c.on(events.NewMessage(pattern="(?i)hi"))
    async def h(e):
        pass

    try:
        await c.connect()
    except ConnectionError as e:
        print(type(e).__name__, e)
    print(c.is_connected(), len(c.list_event_handlers()))


asyncio.run(main())
