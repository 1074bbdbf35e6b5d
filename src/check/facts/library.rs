//! What the modules that asyncio programs use offer: what a call gives, and whether it blocks.
//!
//! One table, from the library reference ("Coroutines and tasks", "Streams", "Synchronization
//! primitives", "Subprocesses", "Queues", and the pages of the modules that block).

use hob_grammar::ast::Name;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a call gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A coroutine. Awaiting it gives an object of the one class named, a tuple of objects of
    /// several, or anything.
    Coroutine(&'static [&'static str]),
    /// An object of another class.
    Object(&'static str),
    /// It is a class: an object of it.
    Itself,
    /// Something that cannot be awaited.
    Plain,
    /// Anything.
    Unknown,
}

/// A function, method or class of the library.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The full dotted name. Methods have the class' name before theirs.
    pub name: &'static str,
    /// What a call gives.
    pub gives: Gives,
    /// For what makes its thread wait: what to use in a coroutine instead, code in backticks.
    pub instead: Option<&'static str>,
}

const fn coroutine(name: &'static str) -> Entry {
    Entry { name, gives: Gives::Coroutine(&[]), instead: None }
}

const fn coroutine_of(name: &'static str, results: &'static [&'static str]) -> Entry {
    Entry { name, gives: Gives::Coroutine(results), instead: None }
}

const fn gives(name: &'static str, class: &'static str) -> Entry {
    Entry { name, gives: Gives::Object(class), instead: None }
}

const fn class(name: &'static str) -> Entry {
    Entry { name, gives: Gives::Itself, instead: None }
}

const fn plain(name: &'static str) -> Entry {
    Entry { name, gives: Gives::Plain, instead: None }
}

const fn known(name: &'static str) -> Entry {
    Entry { name, gives: Gives::Unknown, instead: None }
}

const fn blocks(name: &'static str, instead: &'static str) -> Entry {
    Entry { name, gives: Gives::Plain, instead: Some(instead) }
}

const SUBPROCESS: &str = "`await asyncio.create_subprocess_exec(...)`";
const SHELL: &str = "`await asyncio.create_subprocess_shell(...)`";
const HTTP: &str = "an asynchronous HTTP client, or `await asyncio.to_thread(...)`";
const THREAD: &str = "`await asyncio.to_thread(...)`";
const STREAMS: &str = "asyncio's streams, or `await loop.sock_...(...)` with a non-blocking socket";
const LOCK: &str = "`asyncio.Lock` and `async with`";
const EVENT: &str = "`asyncio.Event` and `await event.wait()`";
const QUEUE: &str = "`asyncio.Queue` and `await`";
const RESULT: &str = "`await asyncio.wrap_future(...)`";
const JOIN: &str = "`await asyncio.to_thread(thread.join)`";

const ASYNCIO: &[Entry] = &[
    coroutine("asyncio.sleep"),
    coroutine("asyncio.wait_for"),
    coroutine("asyncio.wait"),
    coroutine("asyncio.to_thread"),
    coroutine_of("asyncio.open_connection", &["asyncio.StreamReader", "asyncio.StreamWriter"]),
    coroutine_of("asyncio.open_unix_connection", &["asyncio.StreamReader", "asyncio.StreamWriter"]),
    coroutine_of("asyncio.start_server", &["asyncio.Server"]),
    coroutine_of("asyncio.start_unix_server", &["asyncio.Server"]),
    coroutine_of("asyncio.create_subprocess_exec", &["asyncio.subprocess.Process"]),
    coroutine_of("asyncio.create_subprocess_shell", &["asyncio.subprocess.Process"]),
    gives("asyncio.create_task", "asyncio.Task"),
    gives("asyncio.ensure_future", "asyncio.Task"),
    gives("asyncio.current_task", "asyncio.Task"),
    gives("asyncio.gather", "asyncio.Future"),
    gives("asyncio.shield", "asyncio.Future"),
    gives("asyncio.wrap_future", "asyncio.Future"),
    gives("asyncio.run_coroutine_threadsafe", "concurrent.futures.Future"),
    gives("asyncio.get_running_loop", "asyncio.AbstractEventLoop"),
    gives("asyncio.get_event_loop", "asyncio.AbstractEventLoop"),
    gives("asyncio.new_event_loop", "asyncio.AbstractEventLoop"),
    gives("asyncio.timeout", "asyncio.Timeout"),
    gives("asyncio.timeout_at", "asyncio.Timeout"),
    known("asyncio.run"),
    known("asyncio.as_completed"),
    plain("asyncio.all_tasks"),
    plain("asyncio.iscoroutine"),
    plain("asyncio.iscoroutinefunction"),
    plain("asyncio.isfuture"),
    plain("asyncio.set_event_loop"),
    class("asyncio.AbstractEventLoop"),
    class("asyncio.Runner"),
    class("asyncio.Timeout"),
    class("asyncio.Future"),
    class("asyncio.Task"),
    class("asyncio.TaskGroup"),
    class("asyncio.Lock"),
    class("asyncio.Event"),
    class("asyncio.Condition"),
    class("asyncio.Semaphore"),
    class("asyncio.BoundedSemaphore"),
    class("asyncio.Barrier"),
    class("asyncio.Queue"),
    class("asyncio.LifoQueue"),
    class("asyncio.PriorityQueue"),
    class("asyncio.StreamReader"),
    class("asyncio.StreamWriter"),
    class("asyncio.Server"),
    class("asyncio.subprocess.Process"),
    known("asyncio.Runner.run"),
    gives("asyncio.Runner.get_loop", "asyncio.AbstractEventLoop"),
    plain("asyncio.Runner.close"),
    gives("asyncio.TaskGroup.create_task", "asyncio.Task"),
    plain("asyncio.Timeout.reschedule"),
    plain("asyncio.Timeout.when"),
    plain("asyncio.Timeout.expired"),
];

const TASKS: &[Entry] = &[
    plain("asyncio.Task.cancel"),
    plain("asyncio.Task.cancelled"),
    plain("asyncio.Task.cancelling"),
    plain("asyncio.Task.uncancel"),
    plain("asyncio.Task.done"),
    plain("asyncio.Task.exception"),
    plain("asyncio.Task.add_done_callback"),
    plain("asyncio.Task.remove_done_callback"),
    plain("asyncio.Task.get_name"),
    plain("asyncio.Task.set_name"),
    known("asyncio.Task.result"),
    plain("asyncio.Future.cancel"),
    plain("asyncio.Future.cancelled"),
    plain("asyncio.Future.done"),
    plain("asyncio.Future.exception"),
    plain("asyncio.Future.set_result"),
    plain("asyncio.Future.set_exception"),
    plain("asyncio.Future.add_done_callback"),
    plain("asyncio.Future.remove_done_callback"),
    known("asyncio.Future.result"),
];

const LOOP: &[Entry] = &[
    gives("asyncio.AbstractEventLoop.create_task", "asyncio.Task"),
    gives("asyncio.AbstractEventLoop.create_future", "asyncio.Future"),
    gives("asyncio.AbstractEventLoop.run_in_executor", "asyncio.Future"),
    known("asyncio.AbstractEventLoop.run_until_complete"),
    plain("asyncio.AbstractEventLoop.run_forever"),
    plain("asyncio.AbstractEventLoop.call_soon"),
    plain("asyncio.AbstractEventLoop.call_soon_threadsafe"),
    plain("asyncio.AbstractEventLoop.call_later"),
    plain("asyncio.AbstractEventLoop.call_at"),
    plain("asyncio.AbstractEventLoop.time"),
    plain("asyncio.AbstractEventLoop.stop"),
    plain("asyncio.AbstractEventLoop.close"),
    plain("asyncio.AbstractEventLoop.is_running"),
    plain("asyncio.AbstractEventLoop.is_closed"),
    plain("asyncio.AbstractEventLoop.add_reader"),
    plain("asyncio.AbstractEventLoop.add_writer"),
    plain("asyncio.AbstractEventLoop.remove_reader"),
    plain("asyncio.AbstractEventLoop.remove_writer"),
    plain("asyncio.AbstractEventLoop.add_signal_handler"),
    plain("asyncio.AbstractEventLoop.set_debug"),
    plain("asyncio.AbstractEventLoop.set_exception_handler"),
    coroutine("asyncio.AbstractEventLoop.create_connection"),
    coroutine("asyncio.AbstractEventLoop.create_datagram_endpoint"),
    coroutine_of("asyncio.AbstractEventLoop.create_server", &["asyncio.Server"]),
    coroutine_of("asyncio.AbstractEventLoop.create_unix_server", &["asyncio.Server"]),
    coroutine("asyncio.AbstractEventLoop.shutdown_asyncgens"),
    coroutine("asyncio.AbstractEventLoop.shutdown_default_executor"),
    coroutine("asyncio.AbstractEventLoop.getaddrinfo"),
    coroutine("asyncio.AbstractEventLoop.sock_recv"),
    coroutine("asyncio.AbstractEventLoop.sock_sendall"),
    coroutine("asyncio.AbstractEventLoop.sock_connect"),
    coroutine("asyncio.AbstractEventLoop.sock_accept"),
    coroutine("asyncio.AbstractEventLoop.subprocess_exec"),
    coroutine("asyncio.AbstractEventLoop.subprocess_shell"),
];

const SYNCHRONIZATION: &[Entry] = &[
    coroutine("asyncio.Lock.acquire"),
    plain("asyncio.Lock.release"),
    plain("asyncio.Lock.locked"),
    coroutine("asyncio.Event.wait"),
    plain("asyncio.Event.set"),
    plain("asyncio.Event.clear"),
    plain("asyncio.Event.is_set"),
    coroutine("asyncio.Condition.acquire"),
    coroutine("asyncio.Condition.wait"),
    coroutine("asyncio.Condition.wait_for"),
    plain("asyncio.Condition.release"),
    plain("asyncio.Condition.locked"),
    plain("asyncio.Condition.notify"),
    plain("asyncio.Condition.notify_all"),
    coroutine("asyncio.Semaphore.acquire"),
    plain("asyncio.Semaphore.release"),
    plain("asyncio.Semaphore.locked"),
    coroutine("asyncio.BoundedSemaphore.acquire"),
    plain("asyncio.BoundedSemaphore.release"),
    plain("asyncio.BoundedSemaphore.locked"),
    coroutine("asyncio.Barrier.wait"),
    coroutine("asyncio.Barrier.reset"),
    coroutine("asyncio.Barrier.abort"),
    coroutine("asyncio.Queue.get"),
    coroutine("asyncio.Queue.put"),
    coroutine("asyncio.Queue.join"),
    known("asyncio.Queue.get_nowait"),
    plain("asyncio.Queue.put_nowait"),
    plain("asyncio.Queue.task_done"),
    plain("asyncio.Queue.empty"),
    plain("asyncio.Queue.full"),
    plain("asyncio.Queue.qsize"),
    plain("asyncio.Queue.shutdown"),
    coroutine("asyncio.LifoQueue.get"),
    coroutine("asyncio.LifoQueue.put"),
    coroutine("asyncio.LifoQueue.join"),
    known("asyncio.LifoQueue.get_nowait"),
    plain("asyncio.LifoQueue.put_nowait"),
    plain("asyncio.LifoQueue.task_done"),
    plain("asyncio.LifoQueue.empty"),
    plain("asyncio.LifoQueue.full"),
    coroutine("asyncio.PriorityQueue.get"),
    coroutine("asyncio.PriorityQueue.put"),
    coroutine("asyncio.PriorityQueue.join"),
    known("asyncio.PriorityQueue.get_nowait"),
    plain("asyncio.PriorityQueue.put_nowait"),
    plain("asyncio.PriorityQueue.task_done"),
    plain("asyncio.PriorityQueue.empty"),
    plain("asyncio.PriorityQueue.full"),
];

const STREAM_CLASSES: &[Entry] = &[
    coroutine("asyncio.StreamReader.read"),
    coroutine("asyncio.StreamReader.readline"),
    coroutine("asyncio.StreamReader.readexactly"),
    coroutine("asyncio.StreamReader.readuntil"),
    plain("asyncio.StreamReader.at_eof"),
    plain("asyncio.StreamReader.feed_data"),
    plain("asyncio.StreamReader.feed_eof"),
    coroutine("asyncio.StreamWriter.drain"),
    coroutine("asyncio.StreamWriter.wait_closed"),
    coroutine("asyncio.StreamWriter.start_tls"),
    plain("asyncio.StreamWriter.write"),
    plain("asyncio.StreamWriter.writelines"),
    plain("asyncio.StreamWriter.write_eof"),
    plain("asyncio.StreamWriter.close"),
    plain("asyncio.StreamWriter.is_closing"),
    plain("asyncio.StreamWriter.get_extra_info"),
    coroutine("asyncio.Server.serve_forever"),
    coroutine("asyncio.Server.start_serving"),
    coroutine("asyncio.Server.wait_closed"),
    plain("asyncio.Server.close"),
    plain("asyncio.Server.is_serving"),
    coroutine("asyncio.subprocess.Process.wait"),
    coroutine("asyncio.subprocess.Process.communicate"),
    plain("asyncio.subprocess.Process.kill"),
    plain("asyncio.subprocess.Process.terminate"),
    plain("asyncio.subprocess.Process.send_signal"),
];

const BUILTINS: &[Entry] = &[
    blocks("builtins.input", "`await asyncio.to_thread(input, ...)`"),
    plain("builtins.print"),
    plain("builtins.len"),
    plain("builtins.range"),
    plain("builtins.list"),
    plain("builtins.dict"),
    plain("builtins.set"),
    plain("builtins.tuple"),
    plain("builtins.str"),
    plain("builtins.int"),
    plain("builtins.float"),
    plain("builtins.bool"),
    plain("builtins.sorted"),
    plain("builtins.enumerate"),
    plain("builtins.zip"),
    plain("builtins.map"),
    plain("builtins.filter"),
    plain("builtins.any"),
    plain("builtins.all"),
    plain("builtins.repr"),
    plain("builtins.isinstance"),
    plain("builtins.open"),
];

const TIME_AND_SYSTEM: &[Entry] = &[
    blocks("time.sleep", "`await asyncio.sleep(...)`"),
    plain("time.time"),
    plain("time.monotonic"),
    plain("time.perf_counter"),
    plain("random.random"),
    plain("random.randint"),
    plain("random.uniform"),
    blocks("os.system", SHELL),
    blocks("os.popen", SHELL),
    blocks("os.wait", SUBPROCESS),
    blocks("os.waitpid", SUBPROCESS),
    blocks("os.spawnl", SUBPROCESS),
    blocks("os.spawnv", SUBPROCESS),
    blocks("getpass.getpass", "`await asyncio.to_thread(getpass.getpass, ...)`"),
    blocks("select.select", "`loop.add_reader(...)`, or asyncio's streams"),
    blocks("select.poll.poll", "`loop.add_reader(...)`, or asyncio's streams"),
    blocks("signal.pause", "`loop.add_signal_handler(...)` and an `asyncio.Event`"),
    blocks("signal.sigwait", "`loop.add_signal_handler(...)` and an `asyncio.Event`"),
    blocks("sys.stdin.read", "`await asyncio.to_thread(sys.stdin.read)`"),
    blocks("sys.stdin.readline", "`await asyncio.to_thread(sys.stdin.readline)`"),
    blocks("sys.stdin.readlines", "`await asyncio.to_thread(sys.stdin.readlines)`"),
    blocks("subprocess.run", SUBPROCESS),
    blocks("subprocess.call", SUBPROCESS),
    blocks("subprocess.check_call", SUBPROCESS),
    blocks("subprocess.check_output", SUBPROCESS),
    blocks("subprocess.getoutput", SHELL),
    blocks("subprocess.getstatusoutput", SHELL),
    class("subprocess.Popen"),
    blocks("subprocess.Popen.wait", SUBPROCESS),
    blocks("subprocess.Popen.communicate", SUBPROCESS),
];

const NETWORK: &[Entry] = &[
    blocks("requests.get", HTTP),
    blocks("requests.post", HTTP),
    blocks("requests.put", HTTP),
    blocks("requests.patch", HTTP),
    blocks("requests.delete", HTTP),
    blocks("requests.head", HTTP),
    blocks("requests.options", HTTP),
    blocks("requests.request", HTTP),
    class("requests.Session"),
    gives("requests.session", "requests.Session"),
    blocks("requests.Session.get", HTTP),
    blocks("requests.Session.post", HTTP),
    blocks("requests.Session.put", HTTP),
    blocks("requests.Session.patch", HTTP),
    blocks("requests.Session.delete", HTTP),
    blocks("requests.Session.head", HTTP),
    blocks("requests.Session.options", HTTP),
    blocks("requests.Session.request", HTTP),
    blocks("httpx.get", "`httpx.AsyncClient`"),
    blocks("httpx.post", "`httpx.AsyncClient`"),
    blocks("httpx.put", "`httpx.AsyncClient`"),
    blocks("httpx.patch", "`httpx.AsyncClient`"),
    blocks("httpx.delete", "`httpx.AsyncClient`"),
    blocks("httpx.head", "`httpx.AsyncClient`"),
    blocks("httpx.request", "`httpx.AsyncClient`"),
    class("httpx.Client"),
    blocks("httpx.Client.get", "`httpx.AsyncClient`"),
    blocks("httpx.Client.post", "`httpx.AsyncClient`"),
    blocks("httpx.Client.put", "`httpx.AsyncClient`"),
    blocks("httpx.Client.delete", "`httpx.AsyncClient`"),
    blocks("httpx.Client.request", "`httpx.AsyncClient`"),
    blocks("urllib.request.urlopen", HTTP),
    blocks("urllib.request.urlretrieve", HTTP),
    blocks("urllib3.request", HTTP),
    class("urllib3.PoolManager"),
    blocks("urllib3.PoolManager.request", HTTP),
    class("http.client.HTTPConnection"),
    blocks("http.client.HTTPConnection.request", HTTP),
    blocks("http.client.HTTPConnection.getresponse", HTTP),
    class("http.client.HTTPSConnection"),
    blocks("http.client.HTTPSConnection.request", HTTP),
    blocks("http.client.HTTPSConnection.getresponse", HTTP),
    blocks("ftplib.FTP", THREAD),
    blocks("smtplib.SMTP", THREAD),
    blocks("smtplib.SMTP_SSL", THREAD),
    blocks("poplib.POP3", THREAD),
    blocks("imaplib.IMAP4", THREAD),
    blocks("socket.create_connection", "`await asyncio.open_connection(...)`"),
    blocks("socket.getaddrinfo", "`await loop.getaddrinfo(...)`"),
    blocks("socket.gethostbyname", "`await loop.getaddrinfo(...)`"),
    blocks("socket.gethostbyaddr", "`await loop.getnameinfo(...)`"),
    class("socket.socket"),
    blocks("socket.socket.accept", STREAMS),
    blocks("socket.socket.connect", STREAMS),
    blocks("socket.socket.recv", STREAMS),
    blocks("socket.socket.recv_into", STREAMS),
    blocks("socket.socket.recvfrom", STREAMS),
    blocks("socket.socket.send", STREAMS),
    blocks("socket.socket.sendall", STREAMS),
    plain("socket.socket.setblocking"),
    plain("socket.socket.settimeout"),
];

const THREADS: &[Entry] = &[
    class("threading.Thread"),
    blocks("threading.Thread.join", JOIN),
    class("threading.Lock"),
    blocks("threading.Lock.acquire", LOCK),
    class("threading.RLock"),
    blocks("threading.RLock.acquire", LOCK),
    class("threading.Semaphore"),
    blocks("threading.Semaphore.acquire", "`asyncio.Semaphore` and `async with`"),
    class("threading.BoundedSemaphore"),
    blocks("threading.BoundedSemaphore.acquire", "`asyncio.Semaphore` and `async with`"),
    class("threading.Event"),
    blocks("threading.Event.wait", EVENT),
    plain("threading.Event.set"),
    plain("threading.Event.is_set"),
    class("threading.Condition"),
    blocks("threading.Condition.wait", "`asyncio.Condition` and `await`"),
    blocks("threading.Condition.wait_for", "`asyncio.Condition` and `await`"),
    class("threading.Barrier"),
    blocks("threading.Barrier.wait", "`asyncio.Barrier` and `await`"),
    class("queue.Queue"),
    blocks("queue.Queue.get", QUEUE),
    blocks("queue.Queue.put", QUEUE),
    blocks("queue.Queue.join", QUEUE),
    class("queue.LifoQueue"),
    blocks("queue.LifoQueue.get", QUEUE),
    blocks("queue.LifoQueue.put", QUEUE),
    class("queue.PriorityQueue"),
    blocks("queue.PriorityQueue.get", QUEUE),
    blocks("queue.PriorityQueue.put", QUEUE),
    class("queue.SimpleQueue"),
    blocks("queue.SimpleQueue.get", QUEUE),
    class("concurrent.futures.ThreadPoolExecutor"),
    gives("concurrent.futures.ThreadPoolExecutor.submit", "concurrent.futures.Future"),
    class("concurrent.futures.ProcessPoolExecutor"),
    gives("concurrent.futures.ProcessPoolExecutor.submit", "concurrent.futures.Future"),
    class("concurrent.futures.Future"),
    blocks("concurrent.futures.Future.result", RESULT),
    blocks("concurrent.futures.Future.exception", RESULT),
    blocks("concurrent.futures.wait", "`await asyncio.wait(...)` with `asyncio.wrap_future(...)`"),
    known("concurrent.futures.as_completed"),
    class("multiprocessing.Process"),
    blocks("multiprocessing.Process.join", "`await asyncio.to_thread(process.join)`"),
    class("multiprocessing.Queue"),
    blocks("multiprocessing.Queue.get", "`await asyncio.to_thread(queue.get)`"),
];

static TABLE: LazyLock<FxHashMap<&'static str, Entry>> = LazyLock::new(|| {
    let groups = [
        ASYNCIO,
        TASKS,
        LOOP,
        SYNCHRONIZATION,
        STREAM_CLASSES,
        BUILTINS,
        TIME_AND_SYSTEM,
        NETWORK,
        THREADS,
    ];
    groups.into_iter().flatten().map(|entry| (entry.name, *entry)).collect()
});

/// What is known about a dotted name.
pub fn find(name: &str) -> Option<&'static Entry> {
    TABLE.get(name)
}

/// The class of this dotted name, if it is one of the table.
pub fn object(name: &str) -> Option<&'static str> {
    find(name).filter(|entry| entry.gives == Gives::Itself).map(|entry| entry.name)
}

/// Whether `with object as name` binds the object itself.
pub fn enters_itself(class: &str) -> bool {
    let plain = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Barrier"];
    !plain.iter().any(|name| class.ends_with(&format!(".{name}")))
}

/// Modules of asyncio's that its own namespace offers the contents of.
const PARTS_OF_ASYNCIO: [&str; 9] = [
    "tasks",
    "locks",
    "queues",
    "futures",
    "events",
    "runners",
    "taskgroups",
    "timeouts",
    "streams",
];

/// The name under which the table knows a part of the library.
pub fn canonical(path: &str) -> Name {
    if let Some(rest) = path.strip_prefix("asyncio.")
        && let Some((module, name)) = rest.split_once('.')
        && PARTS_OF_ASYNCIO.contains(&module)
    {
        return Name::from_iter(["asyncio.", name]);
    }
    match path {
        "multiprocessing.context.Process" => Name::new("multiprocessing.Process"),
        "concurrent.futures.thread.ThreadPoolExecutor" => {
            Name::new("concurrent.futures.ThreadPoolExecutor")
        }
        _ => Name::new(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_classes_of_methods_known() {
        let groups =
            [ASYNCIO, TASKS, LOOP, SYNCHRONIZATION, STREAM_CLASSES, BUILTINS, NETWORK, THREADS];
        let all: Vec<&Entry> = groups.into_iter().flatten().chain(TIME_AND_SYSTEM).collect();
        assert_eq!(all.len(), TABLE.len(), "a name is there twice");
        for entry in all {
            match entry.gives {
                Gives::Object(class) => assert!(object(class).is_some(), "{class}"),
                Gives::Coroutine(results) => {
                    assert!(results.iter().all(|r| object(r).is_some()), "{}", entry.name);
                }
                _ => {}
            }
            assert_eq!(canonical(entry.name), entry.name);
        }
    }
}
