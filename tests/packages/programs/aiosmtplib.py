"""A message sent to a server in the same program: greeting, recipients, refusals, the text."""
import asyncio
from email.message import EmailMessage
import aiosmtplib

heard = []


async def serve(reader, writer):
    writer.write(b"220 test\r\n")
    while line := await reader.readline():
        heard.append(line.decode().strip())
        verb = line[:4].upper()
        if verb == b"EHLO":
            writer.write(b"250-test\r\n250-SIZE 1000\r\n250 8BITMIME\r\n")
        elif b"nobody" in line:
            writer.write(b"550 no such user\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            while (line := await reader.readline()) != b".\r\n":
                heard.append(line.decode().strip())
            writer.write(b"250 taken\r\n")
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            writer.write(b"250 ok\r\n")
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.org", "b@x.org, nobody@x.org", "Tést"
    message.set_content("first\n.dot\n")
    errors, reply = await aiosmtplib.send(message, hostname="127.0.0.1", port=port, local_hostname="here")
    print("sent:", reply, errors)
    for line in heard:
        print(" ", line)
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="here") as client:
        print("extensions:", client.supports_extension("size"), (await client.noop()).code)
        try:
            await client.sendmail("a@x.org", ["nobody@x.org"], "text")
        except aiosmtplib.SMTPRecipientsRefused as error:
            print("refused:", [r.code for r in error.recipients])
    server.close()


asyncio.run(main())
