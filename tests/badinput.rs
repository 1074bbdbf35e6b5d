//! Texts that are not programs, and programs that never end or are interrupted: the result is
//! CPython's error or a clear one, and the exit status that a shell expects, but never a panic or
//! hang.

mod support;

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use support::{LIMIT, Outcome};

/// A separate folder for one test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("badinput-{test}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn file(&self, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join("program.py");
        fs::write(&path, content).expect("a file can be written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder left behind in `target` does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run_path(path: &Path) -> Outcome {
    dignified(support::run(support::hob().arg(path), LIMIT))
}

fn run_source(test: &str, source: impl AsRef<[u8]>) -> Outcome {
    run_path(&Folder::new(test).file(source))
}

fn dignified(outcome: Result<Outcome, String>) -> Outcome {
    let outcome = outcome.expect("the program ends");
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    outcome
}

/// Checks the exit status, and that the last line of stderr begins as given.
#[track_caller]
fn expect(outcome: &Outcome, status: i32, last_line: &str) {
    let found = outcome.stderr.lines().next_back().unwrap_or("");
    assert!(found.starts_with(last_line), "expected {last_line:?} last in: {}", outcome.stderr);
    assert_eq!(outcome.status, status, "{}", outcome.stderr);
}

/// Starts `source`, waits for its first line of output, interrupts it.
fn interrupt(test: &str, source: &str) -> Outcome {
    let folder = Folder::new(test);
    let ready = folder.0.join("ready");
    let source = source.replace("READY", &format!("open({ready:?}, 'w').close()"));
    let running = support::start(support::hob().arg(folder.file(source)));
    let started = Instant::now();
    while !ready.exists() && started.elapsed() < LIMIT / 2 {
        thread::sleep(Duration::from_millis(5));
    }
    // The call that made the file must still return.
    thread::sleep(Duration::from_millis(300));
    let pid = Pid::from_raw(running.id().cast_signed()).expect("a process has an id");
    // A program that has already ended is judged by its output.
    let _ = kill_process(pid, Signal::INT);
    dignified(running.finish(LIMIT))
}

#[test]
fn empty_file() {
    let outcome = run_source("empty", "");
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str(), outcome.status), ("", "", 0));
}

#[test]
fn only_a_comment_without_newline() {
    expect(&run_source("comment", "# nothing"), 0, "");
}

#[test]
fn byte_order_mark() {
    let outcome = run_source("bom", b"\xef\xbb\xbfprint('marked')\n");
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("marked\n", 0));
}

#[test]
fn carriage_returns() {
    let outcome = run_source("crlf", "if True:\r\n    print('a')\r\n    print('''b\r\nc''')\r\n");
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("a\nb\nc\n", 0));
}

#[test]
fn directory() {
    let outcome = run_path(&Folder::new("directory").0);
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(!outcome.stderr.is_empty());
}

#[test]
fn missing_file() {
    let outcome = run_path(&Folder::new("missing").0.join("absent.py"));
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("absent.py"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("No such file or directory"), "{}", outcome.stderr);
}

#[test]
fn bytecode() {
    let folder = Folder::new("bytecode");
    let compiled = folder.0.join("module.pyc");
    fs::write(&compiled, b"\xf3\x0d\x0d\x0a\0\0\0\0\0\0\0\0\0\0\0\0\xe3")
        .expect("a file can be written");
    let outcome = run_path(&compiled);
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("module.pyc' holds bytecode"), "{}", outcome.stderr);
    let outcome = run_path(&folder.file("import module\n"));
    expect(&outcome, 1, "ImportError: ");
    assert!(outcome.stderr.contains("and 'module.py' is missing"), "{}", outcome.stderr);
    let outcome = run_path(&folder.file("import modules_absent\n"));
    expect(&outcome, 1, "ModuleNotFoundError: No module named 'modules_absent'");
}

#[test]
fn unreadable_file() {
    let folder = Folder::new("unreadable");
    let path = folder.file("print('secret')\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("the mode can be set");
    if fs::read(&path).is_ok() {
        return; // root reads everything
    }
    let outcome = run_path(&path);
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("Permission denied"), "{}", outcome.stderr);
}

#[test]
fn unknown_option() {
    let outcome = dignified(support::run(support::hob().arg("--no-such-option"), LIMIT));
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("--no-such-option"), "{}", outcome.stderr);
}

#[test]
fn wrong_clock() {
    let outcome = dignified(support::run(support::hob().arg("--clock=broken"), LIMIT));
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
}

#[test]
fn not_utf8() {
    let outcome = run_source("utf8", b"print('caf\xe9')\n");
    expect(&outcome, 1, "SyntaxError: ");
    assert!(outcome.stderr.contains("utf-8") || outcome.stderr.contains("UTF-8"));
}

#[test]
fn nul_byte() {
    let outcome = run_source("nul", b"print('a')\n\0\n");
    expect(&outcome, 1, "SyntaxError: source code cannot contain null bytes");
}

#[test]
fn nested_brackets() {
    for bracket in ["(", "[", "{"] {
        let outcome = run_source("brackets", bracket.repeat(10_000));
        expect(&outcome, 1, "SyntaxError: too many nested parentheses");
    }
}

#[test]
fn balanced_brackets() {
    let source = format!("x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    expect(&run_source("balanced", source), 1, "SyntaxError: too many nested parentheses");
}

/// CPython has its own limits here; an orderly end is what matters.
#[test]
fn nesting_without_brackets() {
    let sources = [
        format!("x = {}1\n", "-".repeat(100_000)),
        format!("x = {}True\n", "not ".repeat(100_000)),
        format!("x = {}1\n", "lambda: ".repeat(20_000)),
        format!("x = {}0\n", "1 if 1 else ".repeat(20_000)),
        format!("x = {}1\n", "2 ** ".repeat(20_000)),
        format!("x = 1{}\n", ".a".repeat(100_000)),
        format!("x = 1{}\n", " + 1".repeat(100_000)),
        format!("if 1:\n pass\n{}", "elif 1:\n pass\n".repeat(5_000)),
    ];
    for source in sources {
        let outcome = run_source("nesting", &source);
        assert!((0..=1).contains(&outcome.status), "{:.40}: {}", source, outcome.stderr);
    }
}

#[test]
fn deep_indentation() {
    let lines = (0..150).map(|depth| format!("{}if 1:\n", " ".repeat(depth)));
    let source = lines.collect::<String>() + &" ".repeat(150) + "pass\n";
    expect(
        &run_source("indentation", source),
        1,
        "IndentationError: too many levels of indentation",
    );
}

#[test]
fn ten_megabyte_line() {
    let outcome = run_source("line", format!("x = '{}'\nprint(len(x))\n", "a".repeat(10_000_000)));
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("10000000\n", 0), "{}", outcome.stderr);
}

#[test]
fn ten_megabyte_mistake() {
    let outcome = run_source("mistake", format!("x = '{}' y\n", "a".repeat(10_000_000)));
    expect(&outcome, 1, "SyntaxError: invalid syntax");
}

#[test]
fn unterminated_string() {
    let outcome = run_source("string", "print('abc)\n");
    expect(&outcome, 1, "SyntaxError: unterminated string literal (detected at line 1)");
    let outcome = run_source("triple", "print('''abc)\n\n");
    expect(&outcome, 1, "SyntaxError: unterminated triple-quoted string literal");
}

#[test]
fn random_bytes() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20 {
        let bytes: Vec<u8> = (0..300)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                32 + (state % 95) as u8
            })
            .collect();
        let outcome = run_source("random", bytes);
        assert!((0..=1).contains(&outcome.status), "{}", outcome.stderr);
    }
}

#[test]
fn unbounded_recursion() {
    let sources = [
        "def f(): f()\nf()\n",
        "def f(n): return [f(x) for x in [n]]\nf(1)\n",
        "class A:\n    def __init__(self): A()\nA()\n",
        "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().a\n",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
        "class A:\n    def __eq__(self, other): return [self] == [other]\nA() == A()\n",
        "class A:\n    def __len__(self): return len(self)\nlen(A())\n",
        "class A:\n    def __add__(self, other): return self + other\nA() + A()\n",
        "def f(x, y): return sorted([1, 2], key=lambda k: f(x, y))\nf(1, 2)\n",
        "def f(): yield from f()\nlist(f())\n",
        "import asyncio\nasync def f(): await f()\nasyncio.run(f())\n",
        "a = []\nb = []\na.append(b)\nb.append(a)\na == b\nc = [[]]\nc[0].append(c)\nc == a\n",
    ];
    for source in sources {
        let outcome = run_source("recursion", source);
        assert!(outcome.stderr.contains("RecursionError"), "{source}\n{}", outcome.stderr);
        assert_eq!(outcome.status, 1, "{source}");
    }
}

#[test]
fn recursion_is_caught() {
    let source = "def f(n):\n    return f(n + 1)\nfor _ in range(3):\n    try:\n        f(0)\n    \
                  except RecursionError as error:\n        print(error)\n";
    let outcome = run_source("caught", source);
    let line = "maximum recursion depth exceeded\n";
    assert_eq!((outcome.stdout, outcome.status), (line.repeat(3), 0));
}

#[test]
fn deep_data_is_dropped() {
    let source = "x = None\nfor _ in range(1_000_000):\n    x = [x]\ndel x\nprint('done')\n";
    let outcome = run_source("deep", source);
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("done\n", 0), "{}", outcome.stderr);
}

#[test]
fn deep_data_is_printed() {
    let source = "x = None\nfor _ in range(100_000):\n    x = [x]\nprint(x)\n";
    expect(&run_source("print", source), 1, "RecursionError: maximum recursion depth exceeded");
}

#[test]
fn impossible_sizes() {
    for source in ["'a' * (1 << 62)", "[0] * (1 << 62)", "b'a' * (1 << 62)", "(0,) * (1 << 62)"] {
        expect(&run_source("size", source), 1, "MemoryError");
    }
    expect(&run_source("huge", "'a' * (1 << 70)"), 1, "OverflowError: ");
    expect(&run_source("shift", "1 << (1 << 70)"), 1, "OverflowError: too many digits in integer");
}

#[test]
fn uncaught_exception() {
    expect(&run_source("uncaught", "raise ValueError('no')\n"), 1, "ValueError: no");
}

#[test]
fn system_exit() {
    let cases = [
        ("raise SystemExit\n", 0, ""),
        ("raise SystemExit(None)\n", 0, ""),
        ("raise SystemExit(7)\n", 7, ""),
        ("raise SystemExit(256 + 3)\n", 3, ""),
        ("raise SystemExit(-1)\n", 255, ""),
        ("raise SystemExit('enough')\n", 1, "enough"),
        ("import sys\nsys.exit((1, 2))\n", 1, "(1, 2)"),
        ("import sys\ntry:\n    sys.exit(4)\nfinally:\n    pass\n", 4, ""),
        ("import asyncio\nasync def f():\n    raise SystemExit(5)\nasyncio.run(f())\n", 5, ""),
    ];
    for (source, status, last_line) in cases {
        expect(&run_source("exit", source), status, last_line);
    }
}

#[test]
fn interrupted_loop() {
    let outcome = interrupt("loop", "READY\nwhile True: pass\n");
    expect(&outcome, 130, "KeyboardInterrupt");
    assert!(outcome.stderr.starts_with("Traceback (most recent call last):"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("line 2, in <module>"), "{}", outcome.stderr);
}

#[test]
fn interrupted_iteration() {
    let source = "READY\nsum(x for x in iter(int, 1))\n";
    expect(&interrupt("iteration", source), 130, "KeyboardInterrupt");
}

#[test]
fn interrupted_recursion() {
    let source = "def f(n): return n if n < 2 else f(n - 1) + f(n - 2)\nREADY\nf(100)\n";
    expect(&interrupt("recursion", source), 130, "KeyboardInterrupt");
}

#[test]
fn interrupted_sleep() {
    let source = "import time\nREADY\ntime.sleep(60)\n";
    expect(&interrupt("sleep", source), 130, "KeyboardInterrupt");
}

#[test]
fn interrupted_event_loop() {
    let source = "import asyncio\nasync def main():\n    READY\n    try:\n        \
                  await asyncio.sleep(60)\n    finally:\n        print('tidied')\n\
                  asyncio.run(main())\n";
    let outcome = interrupt("event-loop", source);
    expect(&outcome, 130, "KeyboardInterrupt");
    assert_eq!(outcome.stdout, "tidied\n");
}

#[test]
fn interrupted_busy_tasks() {
    let source = "import asyncio\nasync def spin():\n    while True:\n        \
                  await asyncio.sleep(0)\nasync def main():\n    READY\n    \
                  await asyncio.gather(spin(), spin())\nasyncio.run(main())\n";
    expect(&interrupt("tasks", source), 130, "KeyboardInterrupt");
}

#[test]
fn interrupt_is_caught() {
    let source =
        "READY\ntry:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('stop')\n";
    let outcome = interrupt("catch", source);
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("stop\n", 0), "{}", outcome.stderr);
}

#[test]
fn closed_output_pipe() {
    let folder = Folder::new("pipe");
    let path = folder.file("for i in range(1_000_000):\n    print('line', i)\n");
    let mut child = support::hob()
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("hob starts");
    let guard = support::guard(&child);
    let mut first = [0; 5];
    let mut stdout = child.stdout.take().expect("stdout is piped");
    let _ = stdout.read_exact(&mut first);
    drop((stdout, guard));
    let started = Instant::now();
    while child.try_wait().expect("hob can be waited for").is_none() {
        if started.elapsed() > LIMIT {
            let _ = child.kill();
            panic!("still writing into a closed pipe");
        }
        thread::sleep(Duration::from_millis(5));
    }
    let mut stderr = String::new();
    let _ = child.stderr.take().expect("stderr is piped").read_to_string(&mut stderr);
    assert_eq!(&first, b"line ", "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(stderr.contains("BrokenPipeError"), "{stderr}");
}
