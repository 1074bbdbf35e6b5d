# prints: nothing opened
import asyncio, socket, os
async def main():
    loop = asyncio.get_running_loop()
    async def attempt(name, make):
        try:
            made = make()
            if asyncio.iscoroutine(made) or asyncio.isfuture(made):
                made = await asyncio.wait_for(made, 5)
        except (PermissionError, OSError, NotImplementedError, AttributeError, ValueError, RuntimeError) as e:
            return
        print("ESCAPED", name, made)
    P = asyncio.SubprocessProtocol
    await attempt("exec", lambda: asyncio.create_subprocess_exec("/bin/true"))
    await attempt("shell", lambda: asyncio.create_subprocess_shell("true"))
    await attempt("loop exec", lambda: loop.subprocess_exec(P, "/bin/true"))
    await attempt("loop shell", lambda: loop.subprocess_shell(P, "true"))
    await attempt("server", lambda: asyncio.start_server(print, "127.0.0.1", 0))
    await attempt("unix server", lambda: asyncio.start_unix_server(print, "/tmp/hob-escape"))
    await attempt("connection", lambda: asyncio.open_connection("127.0.0.1", 9))
    await attempt("unix connection", lambda: asyncio.open_unix_connection("/var/run/docker.sock"))
    await attempt("datagram", lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0)))
    await attempt("broadcast", lambda: loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("255.255.255.255", 9), allow_broadcast=True))
    await attempt("getaddrinfo", lambda: loop.getaddrinfo("example.com", 80))
    await attempt("getnameinfo", lambda: loop.getnameinfo(("8.8.8.8", 53)))
    await attempt("reader", lambda: loop.add_reader(0, print))
    await attempt("writer", lambda: loop.add_writer(1, print))
    await attempt("signal", lambda: loop.add_signal_handler(10, print))
    await attempt("executor", lambda: loop.run_in_executor(None, open, "/etc/passwd"))
    await attempt("to_thread", lambda: asyncio.to_thread(open, "/etc/passwd"))
    await attempt("read pipe", lambda: loop.connect_read_pipe(asyncio.Protocol, open(0, "rb", closefd=False)))
    await attempt("resolve", lambda: socket.gethostbyname("example.com"))
    await attempt("fromfd", lambda: socket.fromfd(0, socket.AF_INET, socket.SOCK_STREAM))
    await attempt("socket", lambda: socket.socket(fileno=0))
    await attempt("names", lambda: socket.if_nameindex())
    print("nothing opened")
asyncio.run(main())
