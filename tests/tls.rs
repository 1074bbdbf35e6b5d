//! TLS between Hob and others: CPython's client and server, and `curl`. Each is used if it is
//! available.

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use support::LIMIT;

/// Answers one line over TLS, and ends.
const SERVER: &str = r#"
import asyncio, ssl, sys

async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("server.pem", "server.key")
    context.set_alpn_protocols(["hob/1", "http/1.1"])
    done = asyncio.Event()

    async def serve(reader, writer):
        line = await reader.readline()
        facts = writer.get_extra_info("ssl_object")
        body = b"%s over %s %s" % (line.split()[0], facts.version().encode(), str(facts.selected_alpn_protocol()).encode())
        head = b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 3_000_000)
        writer.write(head + body + b"." * 3_000_000)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        done.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await done.wait()

asyncio.run(main())
"#;

/// Requests one line from the server at the port in its argument.
const CLIENT: &str = r#"
import asyncio, ssl, sys

async def main():
    context = ssl.create_default_context(cafile="ca.pem")
    context.set_alpn_protocols(["hob/1"])
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]), ssl=context, server_hostname="localhost")
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    print(body[:40].strip(b".").decode(), len(body))
    writer.close()
    await writer.wait_closed()

asyncio.run(main())
"#;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates")
}

/// CPython, if it is available.
fn cpython() -> Option<PathBuf> {
    let named = std::env::var_os("HOB_PYTHON").map(PathBuf::from);
    named.or_else(|| found("python3"))
}

fn found(command: &str) -> Option<PathBuf> {
    let there = Command::new(command).arg("--version").output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("skipped: there is no {command}");
    }
    there.then(|| command.into())
}

/// A server in a separate process, which ends when this is dropped.
struct Server {
    process: Child,
    port: String,
    guard: Option<support::Guard>,
}

impl Server {
    fn start(mut command: Command) -> Server {
        command.args(["-c", SERVER]).current_dir(folder()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the server starts");
        let guard = support::guard(&process);
        let mut port = String::new();
        let output = process.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut port).expect("the server says its port");
        Server { process, port: port.trim().to_string(), guard: Some(guard) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.take());
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn ask(mut command: Command, server: &Server) -> String {
    command.args(["-c", CLIENT, &server.port]).current_dir(folder());
    let outcome = support::run(&mut command, LIMIT).expect("the client ends");
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

const ANSWER: &str = "GET over TLSv1.3 hob/1 3000022\n";

#[test]
fn hob_and_hob() {
    assert_eq!(ask(support::hob(), &Server::start(support::hob())), ANSWER);
}

#[test]
fn cpython_asks_hob() {
    let Some(python) = cpython() else { return };
    assert_eq!(ask(Command::new(python), &Server::start(support::hob())), ANSWER);
}

#[test]
fn hob_asks_cpython() {
    let Some(python) = cpython() else { return };
    assert_eq!(ask(support::hob(), &Server::start(Command::new(python))), ANSWER);
}

#[test]
fn curl_asks_hob() {
    let Some(curl) = found("curl") else { return };
    for version in ["--tlsv1.3", "--tls-max=1.2"] {
        let server = Server::start(support::hob());
        let mut command = Command::new(&curl);
        let (name, value) = version.split_once('=').unwrap_or((version, ""));
        command.args(["--silent", "--show-error", "--cacert", "ca.pem", name]);
        command.args([value].iter().filter(|value| !value.is_empty()));
        command.arg(format!("https://localhost:{}/", server.port)).current_dir(folder());
        command.arg("--resolve").arg(format!("localhost:{}:127.0.0.1", server.port));
        let outcome = support::run(&mut command, LIMIT).expect("curl ends");
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let expected = if version == "--tlsv1.3" { "GET over TLSv1.3" } else { "GET over TLSv1.2" };
        assert!(outcome.stdout.starts_with(expected), "{}", &outcome.stdout[..60]);
        assert!(outcome.stdout.len() > 3_000_000);
    }
}
