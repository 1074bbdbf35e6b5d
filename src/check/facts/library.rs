//! Facts about the modules that asyncio programs use: the results of calls, and whether they block.
//!
//! The results of asyncio's functions and methods are in their declarations, or in the source of a
//! class in Python. Blocking functions are in the tables here, from the library reference (the pages
//! of the modules that block).

use crate::modules::{asyncio, builtins, pylib, time};
use crate::objects::native::{ClassDef, NativeDef};
use hob_grammar::ast::{Name, StmtKind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A coroutine. Awaiting it gives an object of the named class, a tuple of objects if several
    /// are named, or anything.
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
    /// The full dotted name. Methods are prefixed with the class's name.
    pub name: &'static str,
    /// The result of a call.
    pub gives: Gives,
    /// For functions that block their thread: the replacement in a coroutine, with code in
    /// backticks.
    pub instead: Option<&'static str>,
    /// Whether it waits only for the disk or a new process, which normally takes little time.
    pub is_brief: bool,
}

impl Entry {
    const fn new(name: &'static str, gives: Gives) -> Entry {
        Entry { name, gives, instead: None, is_brief: false }
    }
}

const fn gives(name: &'static str, class: &'static str) -> Entry {
    Entry::new(name, Gives::Object(class))
}

const fn class(name: &'static str) -> Entry {
    Entry::new(name, Gives::Itself)
}

const fn plain(name: &'static str) -> Entry {
    Entry::new(name, Gives::Plain)
}

const fn known(name: &'static str) -> Entry {
    Entry::new(name, Gives::Unknown)
}

const fn blocks(name: &'static str, instead: &'static str) -> Entry {
    Entry { instead: Some(instead), ..Entry::new(name, Gives::Plain) }
}

const SUBPROCESS: &str = "`await asyncio.create_subprocess_exec(...)`";
const SHELL: &str = "`await asyncio.create_subprocess_shell(...)`";
const HTTP: &str = "an asynchronous HTTP client, or `await asyncio.to_thread(...)`";
const THREAD: &str = "`await asyncio.to_thread(...)`";
const STREAMS: &str = "asyncio's streams, or `await loop.sock_...(...)` with a non-blocking socket";
const LOCK: &str = "`asyncio.Lock` and `async with`";
const EVENT: &str = "`asyncio.Event` and `await event.wait()`; another thread sets it with `loop.call_soon_threadsafe(event.set)`";
const QUEUE: &str = "`asyncio.Queue` and `await`; another thread puts items with `loop.call_soon_threadsafe(queue.put_nowait, item)`";
const RESULT: &str = "`await asyncio.wrap_future(...)`";
const JOIN: &str = "`await asyncio.to_thread(thread.join)`";

/// Functions and methods that block their thread, by their replacement in a coroutine: from the
/// library reference (the pages of the modules that block), and the most common packages. `a.{b,
/// c}` means `a.b` and `a.c`. The owner of a method is a class.
const BLOCKING: &[(&str, &[&str])] = &[
    ("`await asyncio.to_thread(input, ...)`", &["builtins.input"]),
    ("`await asyncio.sleep(...)`", &["time.sleep"]),
    (SHELL, &["os.{system, popen}", "subprocess.{getoutput, getstatusoutput}"]),
    (
        SUBPROCESS,
        &[
            "os.{wait, waitpid, spawnl, spawnv}",
            "subprocess.{run, call, check_call, check_output}",
            "subprocess.Popen.{wait, communicate}",
        ],
    ),
    ("`await asyncio.to_thread(getpass.getpass, ...)`", &["getpass.getpass"]),
    ("`loop.add_reader(...)`, or asyncio's streams", &["select.select", "select.poll.poll"]),
    ("`loop.add_signal_handler(...)` and an `asyncio.Event`", &["signal.{pause, sigwait}"]),
    ("`await asyncio.to_thread(sys.stdin.read)`", &["sys.stdin.read"]),
    ("`await asyncio.to_thread(sys.stdin.readline)`", &["sys.stdin.readline"]),
    ("`await asyncio.to_thread(sys.stdin.readlines)`", &["sys.stdin.readlines"]),
    (
        HTTP,
        &[
            "requests.{get, post, put, patch, delete, head, options, request}",
            "requests.Session.{get, post, put, patch, delete, head, options, request}",
            "urllib.request.{urlopen, urlretrieve}",
            "urllib3.request",
            "urllib3.PoolManager.request",
            "http.client.HTTPConnection.{request, getresponse}",
            "http.client.HTTPSConnection.{request, getresponse}",
        ],
    ),
    (
        "`httpx.AsyncClient`",
        &[
            "httpx.{get, post, put, patch, delete, head, request}",
            "httpx.Client.{get, post, put, delete, request}",
        ],
    ),
    (THREAD, &["ftplib.FTP", "smtplib.{SMTP, SMTP_SSL}", "poplib.POP3", "imaplib.IMAP4"]),
    ("`await asyncio.open_connection(...)`", &["socket.create_connection"]),
    ("`await loop.getaddrinfo(...)`", &["socket.{getaddrinfo, gethostbyname}"]),
    ("`await loop.getnameinfo(...)`", &["socket.gethostbyaddr"]),
    (STREAMS, &["socket.socket.{accept, connect, recv, recv_into, recvfrom, send, sendall}"]),
    (JOIN, &["threading.Thread.join"]),
    (LOCK, &["threading.Lock.acquire", "threading.RLock.acquire"]),
    (
        "`asyncio.Semaphore` and `async with`",
        &["threading.Semaphore.acquire", "threading.BoundedSemaphore.acquire"],
    ),
    (EVENT, &["threading.Event.wait"]),
    ("`asyncio.Condition` and `await`", &["threading.Condition.{wait, wait_for}"]),
    ("`asyncio.Barrier` and `await`", &["threading.Barrier.wait"]),
    (
        QUEUE,
        &[
            "queue.Queue.{get, put, join}",
            "queue.LifoQueue.{get, put}",
            "queue.PriorityQueue.{get, put}",
            "queue.SimpleQueue.get",
        ],
    ),
    (RESULT, &["concurrent.futures.Future.{result, exception}"]),
    ("`await asyncio.wait(...)` with `asyncio.wrap_future(...)`", &["concurrent.futures.wait"]),
    ("`await asyncio.to_thread(process.join)`", &["multiprocessing.Process.join"]),
    ("`await asyncio.to_thread(queue.get)`", &["multiprocessing.Queue.get"]),
];

/// Functions and methods that wait for the disk or for a new process, as in [`BLOCKING`].
const BRIEF: &[(&str, &[&str])] = &[
    ("`await asyncio.to_thread(...)` for the work with the file", &["builtins.open", "io.open"]),
    (
        "`await asyncio.to_thread(path.read_text)`, and likewise for the others",
        &["pathlib.Path.{open, read_text, read_bytes, write_text, write_bytes}"],
    ),
    (
        "`await asyncio.to_thread(shutil.copy, ...)`, and likewise for the others",
        &["shutil.{copy, copy2, copyfile, copytree, move, rmtree, make_archive, unpack_archive}"],
    ),
    (
        "`await asyncio.to_thread(...)`, or the package `aiosqlite`",
        &[
            "sqlite3.connect",
            "sqlite3.Connection.{execute, executemany, executescript, commit}",
            "sqlite3.Cursor.{execute, executemany, executescript}",
        ],
    ),
    (SUBPROCESS, &["subprocess.Popen"]),
];

/// The class of paths.
pub const PATH: &str = "pathlib.Path";

/// Further facts about modules that are not in Rust.
const OTHERS: &[Entry] = &[
    class("concurrent.futures.ThreadPoolExecutor"),
    gives("concurrent.futures.ThreadPoolExecutor.submit", "concurrent.futures.Future"),
    class("concurrent.futures.ProcessPoolExecutor"),
    gives("concurrent.futures.ProcessPoolExecutor.submit", "concurrent.futures.Future"),
    known("concurrent.futures.as_completed"),
    gives("pathlib.Path.cwd", PATH),
    gives("pathlib.Path.home", PATH),
    gives("pathlib.Path.resolve", PATH),
    gives("requests.session", "requests.Session"),
    gives("sqlite3.Connection.cursor", "sqlite3.Cursor"),
    plain("random.random"),
    plain("random.randint"),
    plain("random.uniform"),
    plain("socket.socket.setblocking"),
    plain("socket.socket.settimeout"),
    plain("threading.Event.set"),
    plain("threading.Event.is_set"),
];

/// The names of a row of [`BLOCKING`].
fn unfolded(row: &'static str) -> impl Iterator<Item = &'static str> {
    let (owner, names) = match row.strip_suffix('}').and_then(|row| row.split_once(".{")) {
        Some((owner, names)) => (Some(owner), names),
        None => (None, row),
    };
    names.split(", ").map(move |name| owner.map_or(name, |owner| kept(format!("{owner}.{name}"))))
}

/// The class that a method belongs to, by the convention for names; `socket.socket` and `select.poll`
/// are in lower case.
fn owner(name: &str) -> Option<&str> {
    let (owner, _) = name.rsplit_once('.')?;
    let class = owner.rsplit_once('.')?.1;
    let is_class = class.starts_with(|c: char| c.is_ascii_uppercase());
    (is_class || ["socket.socket", "select.poll"].contains(&owner)).then_some(owner)
}

/// The entries of this file.
fn written() -> Vec<Entry> {
    let mut entries = OTHERS.to_vec();
    let rows = BLOCKING.iter().map(|row| (row, false));
    for ((instead, rows), is_brief) in rows.chain(BRIEF.iter().map(|row| (row, true))) {
        for name in rows.iter().copied().flat_map(unfolded) {
            let class = owner(name).map(class);
            if let Some(class) = class.filter(|class| !entries.iter().any(|e| e.name == class.name))
            {
                entries.push(class);
            }
            // A class that blocks when it is called, and a function that returns an object.
            let gives = match name {
                "sqlite3.connect" => Gives::Object("sqlite3.Connection"),
                _ if entries.iter().any(|e| e.name == name) => Gives::Itself,
                _ => Gives::Plain,
            };
            entries.retain(|entry| entry.name != name);
            entries.push(Entry { gives, is_brief, ..blocks(name, instead) });
        }
    }
    entries
}

/// The text, with a static lifetime: the table is made only once.
fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The class of event loops.
const LOOP: &str = "asyncio.AbstractEventLoop";

/// The entry of a function or method with this full name, from its declaration.
fn declared(name: String, def: &NativeDef) -> Entry {
    let classes = || {
        let result = def.result().unwrap_or_default();
        let result =
            result.strip_prefix("tuple[").and_then(|r| r.strip_suffix(']')).unwrap_or(result);
        // The rules refer to loops by the name of their interface.
        let of_rules = |class| if class == "asyncio.EventLoop" { LOOP } else { class };
        result.split(", ").filter(|class| class.contains('.')).map(of_rules)
    };
    let gives = match (def.is_coroutine_function(), def.result()) {
        (true, _) => Gives::Coroutine(Vec::leak(classes().collect())),
        (false, Some(_)) => classes().next().map_or(Gives::Plain, Gives::Object),
        (false, None) => Gives::Unknown,
    };
    Entry::new(kept(name), gives)
}

/// The entries of a class of asyncio and its methods, inherited ones first.
fn class_entries(name: &str, def: &'static ClassDef, into: &mut Vec<Entry>) {
    into.push(class(kept(format!("asyncio.{name}"))));
    let bases = std::iter::successors(Some(def), |def| def.base);
    let lines: Vec<&ClassDef> = bases.collect();
    for method in lines.iter().rev().flat_map(|def| def.methods) {
        into.push(declared(format!("asyncio.{name}.{}", method.name()), method));
    }
}

/// The entries of an asyncio class written in Python and of its methods, from the class's source.
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
        into.push(Entry::new(name, gives));
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
    for name in ["AbstractEventLoop", "BaseEventLoop", "SelectorEventLoop", "EventLoop"] {
        class_entries(name, &asyncio::event_loop_methods::EVENT_LOOP, &mut entries);
    }
    if let Some(packed) = pylib::find("asyncio.subprocess") {
        let source = packed.source();
        python_class_entries("asyncio.subprocess", "Process", &source.text, &mut entries);
    }
    for def in time::MODULE.functions {
        entries.push(declared(format!("time.{}", def.name()), def));
    }
    // No function or class of `builtins` returns anything awaitable.
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

/// The class with this dotted name, if it is in the table.
pub fn object(name: &str) -> Option<&'static str> {
    find(name).filter(|entry| entry.gives == Gives::Itself).map(|entry| entry.name)
}

/// Whether `with object as name` binds the object itself.
pub fn enters_itself(class: &str) -> bool {
    let plain = [
        "Lock",
        "RLock",
        "Semaphore",
        "BoundedSemaphore",
        "Condition",
        "Barrier",
        // For functions that yield the object bound on entry.
        "AbstractContextManager",
        "AbstractAsyncContextManager",
    ];
    !plain.iter().any(|name| class.ends_with(&format!(".{name}")))
}

/// Submodules of asyncio whose contents are also in its own namespace.
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

/// The name of a part of the library in the table.
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
        let names: FxHashSet<&str> = written().iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), written().len(), "a name is there twice");
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
