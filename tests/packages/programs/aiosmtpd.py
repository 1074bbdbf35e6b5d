"""A mail server in the same program: authentication, recipients, sizes, errors, and its protocol by hand."""

import asyncio
import smtplib
import socket
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self):
        self.got = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if not address.endswith("@example.com"):
            return "550 not relaying to that domain"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        return "250 Message accepted for delivery"

    async def handle_exception(self, error):
        return "542 Internal server error"


def auth(server, session, envelope, mechanism, data):
    ok = isinstance(data, LoginPassword) and data.login == b"ann" and data.password == b"pw"
    return AuthResult(success=ok, handled=ok)


with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = free.getsockname()[1]
handler = Handler()
c = Controller(
    handler,
    hostname="127.0.0.1",
    port=PORT,
    authenticator=auth,
    auth_require_tls=False,
    data_size_limit=2000,
)
c.start()
port = c.server.sockets[0].getsockname()[1]
with smtplib.SMTP("127.0.0.1", port, local_hostname="me") as s:
    print(s.ehlo()[0], sorted(s.esmtp_features))
    try:
        s.login("ann", "bad")
    except smtplib.SMTPAuthenticationError as e:
        print(e)
    print(s.login("ann", "pw"))
    m = EmailMessage()
    m["Subject"] = "hé"
    m["From"] = "a@x"
    m["To"] = "b@example.com"
    m.set_content("Hello\n.dot\n")
    print(s.send_message(m))
    try:
        s.sendmail("a@x", ["b@elsewhere.org"], "x")
    except smtplib.SMTPRecipientsRefused as e:
        print(e.recipients)
    try:
        s.sendmail("a@x", ["b@example.com"], "x" * 3000)
    except smtplib.SMTPException as e:
        print(type(e).__name__, e)
    print(s.docmd("VRFY", "b@example.com"), s.docmd("NOOP"), s.docmd("HELP")[0], s.docmd("FOO"))
c.stop()
e = handler.got[0]
print(e.mail_from, e.rcpt_tos, e.smtp_utf8, e.content.decode())


async def direct():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), enable_SMTPUTF8=True, ident="x"), "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())

    async def cmd(x):
        w.write(x)
        await w.drain()
        return await r.readline()

    print(await r.readline())
    for x in [
        b"HELO a\r\n",
        b"MAIL FROM:<a@b>\r\n",
        b"MAIL FROM:<a@b>\r\n",
        b"RCPT\r\n",
        b"RCPT TO:<c@d>\r\n",
        b"DATA\r\n",
        b"a\r\n.\r\n",
        b"RSET\r\n",
        b"QUIT\r\n",
    ]:
        print(x, await cmd(x))
    w.close()
    server.close()
    await server.wait_closed()


asyncio.run(direct())
