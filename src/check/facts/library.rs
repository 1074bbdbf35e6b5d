//! Facts about the modules that asyncio programs use: the results of calls, and whether they block.
//!
//! The results of asyncio's functions and methods are in their declarations, or in the source of a
//! class in Python. Blocking functions are in the tables here, from the library reference (the pages
//! of the modules that block).

use crate::modules::{asyncio, builtins, time};
use crate::objects::native::{ClassDef, NativeDef};
use hob_grammar::ast::{Name, StmtKind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The result of a call.
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
    /// The result of a call.
    pub gives: Gives,
    /// For what makes its thread wait: what to use in a coroutine instead, code in backticks.
    pub instead: Option<&'static str>,
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

const SYSTEM: &[Entry] = &[
    blocks("builtins.input", "`await asyncio.to_thread(input, ...)`"),
    blocks("time.sleep", "`await asyncio.sleep(...)`"),
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

/// The entries of this file.
fn written() -> impl Iterator<Item = Entry> {
    [SYSTEM, NETWORK, THREADS].into_iter().flatten().copied()
}

/// The text for as long as the program runs: the table is made once.
fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The class of event loops.
const LOOP: &str = "asyncio.AbstractEventLoop";

/// The entry of a function or method with this full name, by its declaration.
fn declared(name: String, def: &NativeDef) -> Entry {
    let classes = || {
        let result = def.result().unwrap_or_default();
        let result =
            result.strip_prefix("tuple[").and_then(|r| r.strip_suffix(']')).unwrap_or(result);
        // The rules know loops by the name of their interface.
        let of_rules = |class| if class == "asyncio.EventLoop" { LOOP } else { class };
        result.split(", ").filter(|class| class.contains('.')).map(of_rules)
    };
    let gives = match (def.is_coroutine_function(), def.result()) {
        (true, _) => Gives::Coroutine(Vec::leak(classes().collect())),
        (false, Some(_)) => classes().next().map_or(Gives::Plain, Gives::Object),
        (false, None) => Gives::Unknown,
    };
    Entry { name: kept(name), gives, instead: None }
}

/// The entries of a class of asyncio and its methods, those that it inherits first.
fn class_entries(name: &str, def: &'static ClassDef, into: &mut Vec<Entry>) {
    into.push(class(kept(format!("asyncio.{name}"))));
    let bases = std::iter::successors(Some(def), |def| def.base);
    let lines: Vec<&ClassDef> = bases.collect();
    for method in lines.iter().rev().flat_map(|def| def.methods) {
        into.push(declared(format!("asyncio.{name}.{}", method.name()), method));
    }
}

/// The entries of a class that asyncio has in Python and of its methods, by the class' source.
fn python_class_entries(module: &str, name: &str, source: &str, into: &mut Vec<Entry>) {
    let Ok(parsed) = hob_grammar::parse_module(source) else { return };
    let mut classes = parsed.module.body.iter().filter_map(|stmt| match &stmt.kind {
        StmtKind::ClassDef(def) if def.name.name.as_str() == name => Some(def),
        _ => None,
    });
    let Some(def) = classes.next() else { return };
    into.push(class(kept(format!("{module}.{name}"))));
    for stmt in &def.body {
        let StmtKind::FunctionDef(method) = &stmt.kind else { continue };
        if !method.decorators.is_empty() || method.name.name.as_str().starts_with('_') {
            continue;
        }
        // Expressions alone return None.
        let is_plain = method.body.iter().all(|stmt| matches!(stmt.kind, StmtKind::Expr(_)));
        let gives = match (method.is_async, is_plain) {
            (true, _) => Gives::Coroutine(&[]),
            (false, true) => Gives::Plain,
            (false, false) => Gives::Unknown,
        };
        let name = kept(format!("{module}.{name}.{}", method.name.name));
        into.push(Entry { name, gives, instead: None });
    }
}

static TABLE: LazyLock<FxHashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for def in asyncio::functions() {
        entries.push(declared(format!("asyncio.{}", def.name()), def));
    }
    for def in asyncio::MODULE.classes {
        class_entries(def.name, def, &mut entries);
    }
    class_entries("AbstractEventLoop", &asyncio::event_loop_methods::EVENT_LOOP, &mut entries);
    let pipes = asyncio::subprocess::PIPES.source;
    python_class_entries("asyncio.subprocess", "Process", pipes, &mut entries);
    for def in time::MODULE.functions {
        entries.push(declared(format!("time.{}", def.name()), def));
    }
    // Neither a function of `builtins` nor a class there gives anything that can be awaited.
    let of_builtins = builtins::functions().filter(|def| def.result().is_some());
    let of_builtins = of_builtins.map(NativeDef::name);
    let classes = builtins::BUILTINS.classes.iter().map(|def| def.name);
    for name in
        of_builtins.chain(classes.filter(|name| !["object", "type", "super"].contains(name)))
    {
        entries.push(plain(kept(format!("builtins.{name}"))));
    }
    // The entries here are more precise, and replace the declarations.
    entries.into_iter().chain(written()).map(|entry| (entry.name, entry)).collect()
});

/// The facts about a dotted name.
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
    use rustc_hash::FxHashSet;

    #[test]
    fn names_are_unique_and_classes_of_results_known() {
        let names: FxHashSet<&str> = written().map(|entry| entry.name).collect();
        assert_eq!(names.len(), written().count(), "a name is there twice");
        for entry in TABLE.values() {
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

    #[test]
    fn classes_in_python_are_known_by_their_source() {
        let gives = |method| find(&format!("asyncio.subprocess.Process.{method}")).map(|e| e.gives);
        assert_eq!(gives("communicate"), Some(Gives::Coroutine(&[])));
        assert_eq!(gives("kill"), Some(Gives::Plain));
        assert_eq!(gives("returncode"), None);
    }
}
