"""Files sent to and read from a server in the same program, a wrong password, and mails read by aioimaplib."""
import asyncio
import pathlib
import aioftp
from aioimaplib import aioimaplib


async def files():
    root = pathlib.Path("root")
    root.mkdir()
    (root / "a.txt").write_text("file a")
    server = aioftp.Server([aioftp.User("me", "pw", base_path=root)])
    await server.start("127.0.0.1", 0)
    async with aioftp.Client.context("127.0.0.1", server.server_port, "me", "pw") as client:
        await client.make_directory("sub")
        await client.upload(root / "a.txt", "sub/b.txt", write_into=True)
        print(sorted([(str(path), info["type"]) async for path, info in client.list(recursive=True)]))
        async with client.download_stream("sub/b.txt") as stream:
            print([block async for block in stream.iter_by_block()])
        await client.rename("a.txt", "c.txt")
        print(await client.exists("a.txt"), await client.get_current_directory())
        try:
            await client.change_directory("none")
        except aioftp.StatusCodeError as error:
            print("status", error.received_codes, error.info)
    try:
        async with aioftp.Client.context("127.0.0.1", server.server_port, "me", "no"):
            pass
    except aioftp.StatusCodeError as error:
        print("status", error.received_codes)
    await server.close()


async def box():
    async def serve(reader, writer):
        writer.write(b"* OK IMAP4rev1 ready\r\n")
        while line := await reader.readline():
            tag, command, *rest = line.decode().split()
            if command == "CAPABILITY":
                writer.write(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
            elif command == "SELECT":
                writer.write(b"* 2 EXISTS\r\n* FLAGS (\\Seen)\r\n")
            elif command == "FETCH":
                writer.write(b"* 1 FETCH (RFC822 {11}\r\nSubject: hi)\r\n")
            elif command == "LOGOUT":
                writer.write(b"* BYE\r\n")
            ok = "NO no" if rest[:1] == ["bad"] else "OK done"
            writer.write(f"{tag} {ok}\r\n".encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    client = aioimaplib.IMAP4("127.0.0.1", server.sockets[0].getsockname()[1], timeout=20)
    await client.wait_hello_from_server()
    print((await client.login("bad", "x")).result, (await client.login("me", "x")).result)
    print((await client.select("INBOX")).lines)
    print((await client.fetch("1", "(RFC822)")).lines)
    print((await client.logout()).result)
    server.close()


asyncio.run(files())
asyncio.run(box())
