//! Hostile programs: each ends as stated in its first lines, and leaves its host alive.
//!
//! `tests/sandbox/NAME.py` begins with comments:
//!
//! ```text
//! # limits: instructions=1000000 heap=16M time=2s output=1M recursion=500 files=4 tasks=100
//! # capabilities: read=FOLDER write=FOLDER connect=HOST:PORT threads processes environment …
//! # ends: LIMIT, or "normally", or "CLASS: beginning of the message"
//! # links: NAME=TARGET …, symbolic links in the test's folder
//! # prints: what must be in its output (any number of these lines)
//! ```
//!
//! `HOB_SANDBOX=FOLDER` runs the programs of another folder.
//!
//! No program may print `ESCAPED`. `$TMP` is a separate folder for the test. Other limits are those
//! of [`Limits::untrusted`], with a time of one minute.

use hob::{Capabilities, ErrorKind, Interpreter, Limits};
use libtest_mimic::{Arguments, Failed, Trial};
use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The time within which every program ends.
const GUARD: Duration = Duration::from_secs(120);
/// The time that a program may take beyond its limit. Tests share the processor.
const SLACK: Duration = Duration::from_millis(if cfg!(debug_assertions) { 10_000 } else { 1000 });
/// The number of bytes that may be in use on a thread whose interpreters have ended.
const LEFT: usize = 1 << 20;
/// The native stack of the thread that a program runs on.
const STACK: usize = 64 << 20;

fn main() {
    let arguments = Arguments::from_args();
    let folder = std::env::var_os("HOB_SANDBOX")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox"), PathBuf::from);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of programs")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    let trials = files.into_iter().map(|path| {
        let name = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
        Trial::test(format!("sandbox::{name}"), move || run_guarded(path))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn run_guarded(path: PathBuf) -> Result<(), Failed> {
    let (report, result) = mpsc::channel();
    let thread = std::thread::Builder::new().stack_size(STACK + (8 << 20)).spawn(move || {
        let _ = report.send(check(&path));
    });
    thread.map_err(|error| error.to_string())?;
    match result.recv_timeout(GUARD) {
        Ok(result) => result.map_err(Failed::from),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("the program did not end".into()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("the host panicked".into()),
    }
}

struct Case {
    limits: Limits,
    capabilities: Capabilities,
    ends: String,
    prints: Vec<String>,
}

impl Case {
    fn read(text: &str, folder: &Path) -> Result<Case, String> {
        let mut case = Case {
            limits: Limits::untrusted().time(Duration::from_secs(60)),
            capabilities: Capabilities::none(),
            ends: "normally".into(),
            prints: Vec::new(),
        };
        for line in text.lines().take_while(|line| line.starts_with('#')) {
            let Some((what, rest)) = line[1..].trim().split_once(':') else { continue };
            let rest = rest.trim();
            match what {
                "limits" => {
                    for word in rest.split_whitespace() {
                        case.limits = limit(case.limits, word)?;
                    }
                }
                "capabilities" => {
                    for word in rest.split_whitespace() {
                        let word = word.replace("$TMP", &folder.to_string_lossy());
                        case.capabilities = capability(case.capabilities, &word)?;
                    }
                }
                "links" => {
                    for word in rest.split_whitespace() {
                        let (name, target) = word.split_once('=').ok_or("NAME=TARGET expected")?;
                        std::os::unix::fs::symlink(target, folder.join(name))
                            .map_err(|error| error.to_string())?;
                    }
                }
                "ends" => case.ends = rest.to_string(),
                "prints" => case.prints.push(rest.to_string()),
                _ => {}
            }
        }
        Ok(case)
    }
}

fn limit(limits: Limits, word: &str) -> Result<Limits, String> {
    let (name, value) = word.split_once('=').ok_or(format!("{word}: NAME=VALUE expected"))?;
    let number = |text: &str| -> Result<u64, String> {
        let scale = if text.ends_with('M') { 1 << 20 } else { 1 };
        let digits = text.trim_end_matches('M');
        digits.parse::<u64>().map(|n| n * scale).map_err(|_| format!("{word}: a number expected"))
    };
    Ok(match name {
        "instructions" => limits.instructions(number(value)?),
        "heap" => limits.heap_bytes(number(value)? as usize),
        "stack" => limits.native_stack(number(value)? as usize),
        "time" => limits.time(Duration::from_millis(number(value.trim_end_matches("ms"))?)),
        "output" => limits.output_bytes(number(value)?),
        "recursion" => limits.recursion(number(value)? as usize),
        "files" => limits.open_files(number(value)? as usize),
        "tasks" => limits.tasks(number(value)? as usize),
        _ => return Err(format!("{word}: no such limit")),
    })
}

fn capability(all: Capabilities, word: &str) -> Result<Capabilities, String> {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    Ok(match name {
        "read" => all.read_below(value),
        "write" => all.write_below(value),
        "connect" => {
            let (host, port) = value.rsplit_once(':').ok_or("HOST:PORT expected")?;
            all.connect_to(host, port.parse().map_err(|_| "a port expected")?)
        }
        "threads" => all.threads(true),
        "processes" => all.processes(true),
        "environment" => all.environment(true),
        "real-time" => all.real_time(true),
        "signals" => all.signals(true),
        "stdin" => all.stdin(true),
        "libraries" => all.libraries(true),
        "all" => Capabilities::all(),
        _ => return Err(format!("{word}: no such capability")),
    })
}

#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn interpreter(case: &Case, output: Sink) -> Interpreter {
    Interpreter::builder()
        .limits(case.limits)
        .capabilities(case.capabilities.clone())
        .stdout(output.clone())
        .stderr(output)
        .build()
}

fn check(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let folder = std::env::temp_dir().join(format!(
        "hob-sandbox-{}-{}",
        std::process::id(),
        path.file_stem().map_or("", |s| s.to_str().unwrap_or(""))
    ));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let case = Case::read(&text, &folder)?;
    let text = text.replace("$TMP", &folder.to_string_lossy());
    let output = Sink::default();
    let python = interpreter(&case, output.clone());
    let began = Instant::now();
    let result = python.exec_named("program.py", &text);
    let took = began.elapsed();
    let ended = match &result {
        Ok(()) => "normally".to_string(),
        Err(error) => match error.kind() {
            ErrorKind::Limit(limit) => limit.to_string(),
            _ => error.to_string(),
        },
    };
    drop(result);
    let printed = String::from_utf8_lossy(&output.0.take()).into_owned();
    let fits = match case.ends.contains(':') {
        true => ended.starts_with(&case.ends),
        false => ended == case.ends,
    };
    if !fits {
        return Err(format!("ended: {ended}\nexpected: {}\nprinted: {printed}", case.ends));
    }
    if printed.contains("ESCAPED") || case.prints.iter().any(|text| !printed.contains(text)) {
        return Err(format!("printed: {printed}"));
    }
    if let Some(time) = case.limits.time
        && took > time + SLACK
    {
        return Err(format!("took {took:?}"));
    }
    // The interpreter still works, and so does a new one after it.
    let other = interpreter(&case, output.clone());
    for (which, python) in [("same", python), ("next", other)] {
        let sum = python.eval("sum([n * n for n in range(100)])").and_then(|n| n.extract::<i64>());
        match sum {
            Ok(328350) => {}
            other => return Err(format!("the {which} interpreter: {other:?}")),
        }
    }
    let printed = output.0.take();
    if !printed.is_empty() {
        return Err(format!("printed later: {}", String::from_utf8_lossy(&printed)));
    }
    let left = hob::runtime::memory::used();
    if left > LEFT {
        return Err(format!("{left} bytes are still in use"));
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(())
}
