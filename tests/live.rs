//! Inspecting a running program: the tree of tasks on signals, and the module `hob`.

mod support;

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::LIMIT;

/// A program that runs until the test has seen it.
struct Program {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
    guard: Option<support::Guard>,
}

impl Program {
    /// Starts a program, which prints a line when it is ready.
    fn start(code: &str) -> Program {
        let mut child = support::hob()
            .args(["-c", code])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let guard = Some(support::guard(&child));
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut String::new()).unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::sleep(Duration::from_millis(50));
        Program { child, stderr, guard }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// The lines on standard error up to one that has `end`.
    fn read_to(&mut self, end: &str) -> String {
        let mut text = String::new();
        while !text.lines().last().is_some_and(|line| line.contains(end)) {
            let read = self.stderr.read_line(&mut text).unwrap();
            assert!(read > 0, "no {end:?} in:\n{text}");
        }
        text
    }

    /// Ends the program with a signal; returns its status and the rest of its standard error.
    fn end(mut self, name: &str) -> (Option<i32>, String) {
        self.signal(name);
        drop(self.guard.take());
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if start.elapsed() > LIMIT {
                self.child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        let status = self.child.wait().unwrap();
        (status.code().or_else(|| Some(128 + status.signal()?)), rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.guard.take());
        // It is not an error if it has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A heartbeat, a worker that waits forever, and two tasks that wait for each other.
const STUCK: &str = "import asyncio
async def heartbeat():
    while True:
        await asyncio.sleep(3)
async def cook(orders):
    await orders.get()
async def take(first, second):
    async with first:
        await asyncio.sleep(0)
        async with second:
            pass
async def main():
    beat = asyncio.create_task(heartbeat(), name='heartbeat')
    a, b = asyncio.Lock(), asyncio.Lock()
    one = asyncio.create_task(take(a, b), name='one')
    two = asyncio.create_task(take(b, a), name='two')
    def tell():
        if a._waiters and b._waiters:
            print('ready', flush=True)
        else:
            loop.call_later(0.01, tell)
    loop = asyncio.get_running_loop()
    loop.call_soon(tell)
    await cook(asyncio.Queue())
asyncio.run(main())";

#[test]
fn quit_shows_the_tree_and_the_program_goes_on() {
    let mut program = Program::start(STUCK);
    for signal in ["QUIT", "USR1"] {
        program.signal(signal);
        let text = program.read_to("╰──╯");
        for part in [
            "4 unfinished tasks in process ",
            "Task-1: cook() at <string>:6\n   waiting for an item of Queue (empty) (",
            "heartbeat: heartbeat() at <string>:4\n   sleeping, 2.",
            "   made by Task-1 at <string>:13\n",
            "one: take() at <string>:10\n   waiting for Lock (held by two, taken at <string>:8) (",
            "╭→ one waits for Lock (held by two, taken at <string>:8)\n│  two waits for Lock",
        ] {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
    let (status, rest) = program.end("INT");
    assert!(rest.starts_with("4 unfinished tasks"), "{rest}");
    assert!(rest.ends_with("KeyboardInterrupt\n"), "{rest}");
    assert_eq!(status, Some(130));
}

#[test]
fn every_signal_gets_an_answer() {
    let mut program = Program::start(STUCK);
    // The end of a tree is visible before the handling of its signal has ended.
    for signal in ["QUIT", "USR1"].repeat(20) {
        program.signal(signal);
        program.read_to("╰──╯");
    }
    assert_eq!(program.end("INT").0, Some(130));
}

#[test]
fn a_long_step_is_seen_from_inside() {
    let table = [
        ("n = 0\n    while True: n += 1", "<string>:6"),
        ("import time; time.sleep(60)", "<string>:5"),
        ("sum(i for i in range(10**12))", "<string>:5"),
    ];
    for (step, line) in table {
        let code = format!(
            "import asyncio\nasync def slow():\n    await asyncio.sleep(0.01)\n    \
             print('ready', flush=True)\n    {step}\nasyncio.run(slow())"
        );
        let mut program = Program::start(&code);
        std::thread::sleep(Duration::from_millis(150));
        program.signal("QUIT");
        let text = program.read_to("made at");
        let expected =
            format!("Task-1: slow() at {line}\n   running, and has held up the loop for");
        assert!(text.replace("slow.<locals>.<genexpr>", "slow").contains(&expected), "{text}");
    }
}

#[test]
fn a_server_that_ends_shows_the_connections_it_waits_for() {
    let code = "import asyncio, hob
async def handle(reader, writer):
    await reader.read()
async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    address = server.sockets[0].getsockname()
    connections = [await asyncio.open_connection(*address) for _ in range(2)]
    serving = asyncio.create_task(server.serve_forever())
    ending = asyncio.create_task(server.wait_closed())
    for close in [None, serving.cancel, connections[0][1].close]:
        if close is not None:
            close()
        await asyncio.sleep(0.05)
        print(hob.waits_for(ending))
    connections[1][1].close()
    await ending
asyncio.run(main())";
    let outcome = run(&["-c", code]);
    let expected = "the end of Server (listening, 2 connections open)
the end of Server (closed, 2 connections open)
the end of Server (closed, 1 connection open)
";
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), (expected, ""));
}

#[test]
fn programs_without_a_loop_show_their_threads() {
    let code = "import threading, time
def work():
    lock.acquire()
lock = threading.Lock()
lock.acquire()
threading.Thread(target=work, name='digger', daemon=True).start()
print('ready', flush=True)
time.sleep(60)";
    let mut program = Program::start(code);
    program.signal("QUIT");
    let text = program.read_to("digger");
    assert!(text.starts_with("No unfinished tasks in process "), "{text}");
    assert!(text.contains("The main thread is in <module>() at <string>:8.\n"), "{text}");
    assert!(text.contains("Thread digger is in work() at <string>:3.\n"), "{text}");
}

#[test]
fn signals_that_the_program_handles_are_its_own() {
    let code = "import asyncio, signal, sys
def handler(*_):
    print('mine', file=sys.stderr)
async def main():
    signal.signal(signal.SIGQUIT, handler)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, handler)
    print('ready', flush=True)
    await asyncio.sleep(60)
asyncio.run(main())";
    let mut program = Program::start(code);
    for signal in ["QUIT", "USR1"] {
        program.signal(signal);
        assert_eq!(program.read_to("mine"), "mine\n");
    }
    let default = "import signal, time
signal.signal(signal.SIGUSR1, signal.SIG_DFL)
print('ready', flush=True)
time.sleep(60)";
    assert_eq!(Program::start(default).end("USR1"), (Some(138), String::new()));
}

/// Runs a program to its end; returns its outputs.
fn run(arguments: &[&str]) -> support::Outcome {
    support::run(support::hob().args(arguments), LIMIT).unwrap()
}

#[test]
fn programs_ask_for_their_tasks() {
    let code = "import asyncio, hob
async def hold(lock):
    async with lock:
        await asyncio.sleep(5)
async def want(lock):
    async with lock:
        pass
async def main():
    lock = asyncio.Lock()
    one = asyncio.create_task(hold(lock), name='one')
    two = asyncio.create_task(want(lock), name='two')
    await asyncio.sleep(1)
    infos = {info.name: info for info in hob.tasks()}
    for name in sorted(infos):
        info = infos[name]
        print(name, info.function, info.line, info.state, info.left and round(info.left), info.made_by, info.made_at)
    print('holder', infos['two'].holder is one, infos['two'].task is two)
    print('two waits for', hob.waits_for(two))
    print('one waits for', hob.waits_for(one))
    print('waiting for Lock' in hob.tree())
    await asyncio.gather(one, two)
with hob.virtual_clock():
    asyncio.run(main())
try:
    hob.waits_for(3)
except TypeError as error:
    print(error)
print('nothing runs:', hob.tasks())";
    let expected = "Task-1 main 13 running None None <string>:23
one hold 4 sleeping 4 Task-1 <string>:10
two want 6 waiting None Task-1 <string>:11
holder True True
two waits for Lock (held by one, taken at <string>:3)
one waits for None
True
a task was expected, not int
nothing runs: []
";
    let outcome = run(&["-c", code]);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), (expected, ""));
}

#[test]
fn virtual_time_passes_when_it_is_told_to() {
    let code = "import asyncio, hob, time
async def tick(seen):
    while True:
        await asyncio.sleep(10)
        seen.append(1)
async def main():
    seen = []
    task = asyncio.create_task(tick(seen))
    await hob.advance(25)
    print('after 25 s:', len(seen))
    await hob.advance(5)
    print('after 30 s:', len(seen))
    for wrong in (-1, ):
        try:
            await hob.advance(wrong)
        except ValueError as error:
            print(error)
start = time.monotonic()
with hob.virtual_clock():
    asyncio.run(main())
try:
    asyncio.run(hob.advance(1))
except RuntimeError as error:
    print(error)
print('real time:', time.time() > 0)";
    let expected = "after 25 s: 2
after 30 s: 3
time does not go back
only a virtual clock can be advanced: see virtual_clock()
real time: True
";
    let outcome = run(&["-c", code]);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), (expected, ""));
}

#[test]
fn blocked_loops_are_noticed() {
    let code = "import asyncio, hob, time, warnings
def noticed(task, seconds):
    print(task and task.get_name(), round(seconds))
async def slow(seconds):
    time.sleep(seconds)
async def main():
    hob.on_blocked(2, noticed)
    await asyncio.create_task(slow(3), name='slow')
    asyncio.get_running_loop().call_soon(time.sleep, 4)
    await asyncio.create_task(slow(1), name='quick')
    hob.on_blocked(2)
    await asyncio.create_task(slow(5), name='slow')
    hob.on_blocked(None)
    await slow(9)
with hob.virtual_clock():
    asyncio.run(main())
try:
    hob.on_blocked(0)
except ValueError as error:
    print(error)";
    let outcome = run(&["-c", code]);
    assert_eq!(outcome.stdout, "slow 3\nNone 4\nseconds must be greater than 0\n");
    let warning = "<string>:4: BlockedLoopWarning: slow held up the event loop for 5.000 s\n";
    assert!(outcome.stderr.starts_with(warning), "{}", outcome.stderr);
}

#[test]
fn programs_record_themselves() {
    let folder = std::env::temp_dir().join(format!("hob-live-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let code = "import asyncio, hob, sys
async def main():
    before = asyncio.create_task(asyncio.sleep(9), name='before')
    await asyncio.sleep(0)
    with hob.trace() as t:
        await asyncio.create_task(asyncio.sleep(1), name='inside')
    before.cancel()
    await asyncio.create_task(asyncio.sleep(2), name='after')
    print(t.text('story'))
    for ending in ('html', 'json', 'perfetto', 'story', 'txt'):
        t.save(f'{sys.argv[1]}/run.{ending}')
    try:
        t.text('film')
    except ValueError as error:
        print(error)
    with hob.trace() as t:
        try:
            t.text()
        except RuntimeError as error:
            print(error)
with hob.virtual_clock():
    asyncio.run(main())";
    let outcome = run(&["-c", code, folder.to_str().unwrap()]);
    assert_eq!(outcome.stderr, "");
    for part in [
        "main() waits until sleep() in task inside is done",
        "unknown format \"film\"; there are lanes",
        "the trace is complete when",
    ] {
        assert!(outcome.stdout.contains(part), "{part}: {}", outcome.stdout);
    }
    assert!(!outcome.stdout.contains("for 2 s"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains(" () "), "{}", outcome.stdout);
    let read =
        |ending: &str| std::fs::read_to_string(folder.join(format!("run.{ending}"))).unwrap();
    assert!(read("html").to_lowercase().starts_with("<!doctype html>"));
    assert!(read("json").contains("\"format\": \"hob-trace\""));
    assert!(read("perfetto").contains("traceEvents"));
    assert!(read("txt").contains("inside"));
    let json = folder.join("run.json");
    assert!(run(&["view", json.to_str().unwrap()]).stdout.contains("inside"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_module_is_documented() {
    let outcome = run(&["-c", "import hob; help(hob)"]);
    for name in ["tasks()", "waits_for(task", "on_blocked(", "virtual_clock(", "advance(", "trace"]
    {
        assert!(outcome.stdout.contains(name), "{name}: {}", outcome.stdout);
    }
    let undocumented = "import hob; print([n for n in hob.__all__ if not getattr(hob, n).__doc__])";
    assert_eq!(run(&["-c", undocumented]).stdout, "[]\n");
}

impl Program {
    fn id(&self) -> String {
        self.child.id().to_string()
    }
}

/// Runs `hob` with these arguments, followed by the number of the process.
fn look(words: &[&str], program: &Program) -> support::Outcome {
    let id = program.id();
    let words: Vec<&str> =
        words.iter().map(|word| if *word == "PID" { id.as_str() } else { word }).collect();
    run(&words)
}

#[test]
fn ps_lists_programs_and_shows_one() {
    let program = Program::start(STUCK);
    let id = program.id();
    let list = run(&["ps"]);
    let line = list.stdout.lines().find(|line| line.trim_start().starts_with(&id));
    let line = line.unwrap_or_else(|| panic!("{id} is not in\n{}{}", list.stdout, list.stderr));
    assert!(line.ends_with("4  -c  (tasks wait in a cycle)"), "{line}");
    let one = look(&["ps", "PID"], &program);
    assert_eq!((one.status, one.stderr.as_str()), (0, ""));
    assert!(one.stdout.starts_with(&format!("4 unfinished tasks in process {id}:\n")));
    assert!(one.stdout.contains("╭→ one waits for Lock (held by two"), "{}", one.stdout);
    // The file of a program that was killed is not listed.
    drop(program);
    assert!(!run(&["ps"]).stdout.lines().any(|line| line.trim_start().starts_with(&id)));
    let gone = run(&["ps", &id]);
    assert_eq!((gone.status, gone.stderr), (2, format!("hob ps: there is no process {id}\n")));
}

/// A program with very many tasks takes longer to answer, and shows similar ones once.
#[test]
fn ps_shows_a_hundred_thousand_tasks() {
    let code = "import asyncio
async def worker(gate):
    await gate.wait()
async def main():
    gate = asyncio.Event()
    tasks = [asyncio.create_task(worker(gate)) for _ in range(100_000)]
    await asyncio.sleep(0)
    print('ready', flush=True)
    await asyncio.sleep(3600)
asyncio.run(main())";
    let program = Program::start(code);
    let one = look(&["ps", "PID"], &program);
    assert_eq!((one.status, one.stderr.as_str()), (0, ""));
    let first = format!("100001 unfinished tasks in process {}:\n", program.id());
    assert!(one.stdout.starts_with(&first), "{}", one.stdout);
    assert!(one.stdout.lines().count() < 30, "{}", one.stdout);
}

#[test]
fn a_long_step_is_looked_into() {
    let code = "import asyncio
async def slow():
    print('ready', flush=True)
    n = 0
    while True: n += 1
asyncio.run(slow())";
    let program = Program::start(code);
    std::thread::sleep(Duration::from_millis(150));
    let shown = look(&["ps", "PID"], &program).stdout;
    assert!(shown.contains("Task-1: slow() at <string>:5\n   running, and has held"), "{shown}");
    let top = look(&["top", "-n", "1", "-d", "0.7", "PID"], &program).stdout;
    assert!(top.contains("! Task-1 has held up the loop for"), "{top}");
    assert!(top.contains("busy 100 %"), "{top}");
    assert!(top.contains("      0.0      0.0 "), "{top}");
}

#[test]
fn dump_writes_a_trace_that_view_reads() {
    let program = Program::start(STUCK);
    let file = std::env::temp_dir().join(format!("hob-dump-{}.json", std::process::id()));
    let path = file.to_str().unwrap();
    let dumped = look(&["dump", "PID", "-o", path], &program);
    assert_eq!((dumped.status, dumped.stderr.as_str()), (0, ""));
    let shown = run(&["view", path]).stdout;
    assert!(shown.contains("heartbeat") && shown.contains("one"), "{shown}");
    std::fs::remove_file(file).unwrap();
    let full = look(&["dump", "PID", "-o", "/dev/full"], &program);
    assert_eq!(full.status, 2);
    assert!(full.stderr.starts_with("hob dump: can't write /dev/full: "), "{}", full.stderr);
}

#[test]
fn top_counts_and_warns() {
    let code = "import asyncio
async def restless():
    while True:
        await asyncio.sleep(0)
async def calm():
    await asyncio.sleep(60)
async def main():
    tasks = [asyncio.create_task(restless(), name='restless'), asyncio.create_task(calm(), name='calm')]
    print('ready', flush=True)
    await asyncio.gather(*tasks)
asyncio.run(main())";
    let program = Program::start(code);
    let top = look(&["top", "-n", "2", "-d", "0.3", "PID"], &program);
    assert_eq!((top.status, top.stderr.as_str()), (0, ""));
    assert!(top.stdout.contains("! restless wakes itself "), "{}", top.stdout);
    assert!(top.stdout.contains("calm: sleeping, 5"), "{}", top.stdout);
    assert!(top.stdout.contains("passes of the loop: < 1 ms"), "{}", top.stdout);
    let waits = look(&["top", "--view=waits", "PID"], &program).stdout;
    assert!(waits.contains("  TASKS    LONGEST  WAIT FOR"), "{waits}");
    assert!(waits.contains("  gather() of restless, calm (Task-1)"), "{waits}");
    let lanes = look(&["top", "--view=lanes", "PID"], &program).stdout;
    assert!(lanes.contains("\nthe last 10 seconds\n"), "{lanes}");
    assert!(lanes.contains("█ runs"), "{lanes}");
    let some = look(&["top", "--filter", "calm", "--sort", "task", "PID"], &program).stdout;
    assert!(some.contains("filter: calm (2 tasks)") && !some.contains("restless()"), "{some}");
}

#[test]
fn top_shows_queues_and_locks() {
    let code = "import asyncio
async def fill(queue):
    while True:
        for n in range(100):
            queue.put_nowait(n)
        await asyncio.sleep(0.01)
async def take(lock):
    async with lock:
        await asyncio.sleep(60)
async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(take(lock)) for _ in range(3)]
    tasks.append(asyncio.create_task(fill(asyncio.Queue())))
    full = asyncio.Queue(1)
    tasks += [asyncio.create_task(full.put(n)) for n in range(3)]
    barrier = asyncio.Barrier(3)
    tasks += [asyncio.create_task(barrier.wait()), asyncio.create_task(asyncio.Event().wait())]
    tasks.append(asyncio.create_task(asyncio.Semaphore(0).acquire()))
    await asyncio.sleep(0)
    print('ready', flush=True)
    await asyncio.gather(*tasks)
asyncio.run(main())";
    let program = Program::start(code);
    let top = look(&["top", "--view=waits", "-n", "4", "-d", "0.5", "PID"], &program);
    assert_eq!((top.status, top.stderr.as_str()), (0, ""));
    assert!(
        top.stdout.contains("SIZE CHANGE/S  WAITING  QUEUES AND LOCKS IN USE"),
        "{}",
        top.stdout
    );
    for row in [
        "      1     +0.0        2  Lock (held)",
        "      1     +0.0        2  Queue (1 of 1 items)",
        "      1     +0.0        1  Barrier (1 of 3 here)",
        "      0     +0.0        1  Event (not set)",
        "      0     +0.0        1  Semaphore (0 left)",
    ] {
        assert!(top.stdout.contains(row), "{row}\n{}", top.stdout);
    }
    assert!(top.stdout.contains(" items) only grows: "), "{}", top.stdout);
}

/// `hob top` at a terminal, which shows all that it has drawn so far.
struct Screen {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    output: std::sync::mpsc::Receiver<Vec<u8>>,
    parser: vt100::Parser,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    fn start(process: &str) -> Screen {
        let size = portable_pty::PtySize { rows: 12, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_hob"));
        command.args(["top", "-d", "0.2", process]);
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The terminal closes when the program ends.
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(size.rows, size.cols, 0);
        Screen { child, keys, output, parser, _master: pair.master }
    }

    /// Types keys, and waits until the screen shows all parts.
    fn type_to(&mut self, keys: &str, parts: &[&str]) -> String {
        self.keys.write_all(keys.as_bytes()).unwrap();
        let start = Instant::now();
        loop {
            let text = self.parser.screen().contents();
            if parts.iter().all(|part| text.contains(part)) {
                return text;
            }
            assert!(start.elapsed() < LIMIT, "{parts:?} after {keys:?}:\n{text}");
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                self.parser.process(&bytes);
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // One that has ended already is no mistake.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn top_is_used_at_a_terminal() {
    let code = "import asyncio
async def nap(n):
    await asyncio.sleep(600 + n)
async def main():
    tasks = [asyncio.create_task(nap(n), name=f'nap-{n:02}') for n in range(30)]
    print('ready', flush=True)
    await asyncio.gather(*tasks)
asyncio.run(main())";
    let program = Program::start(code);
    let mut screen = Screen::start(&program.id());
    screen.type_to(
        "",
        &["31 tasks, busy 0 %", "BUSY%▾", "Task-1: waiting for gather()", "of 31 tasks"],
    );
    let sorted = screen.type_to("ssss", &["TASK▾, STATE"]);
    assert_eq!(sorted.lines().count(), 12, "{sorted}");
    screen.type_to("/nap-2\r", &["filter: nap-2 (10 tasks)", "nap-20: sleeping"]);
    screen.type_to("\x1b[B\x1b[B\r", &["nap-22", "\n  nap() at <string>:3", "(Enter goes back)"]);
    screen.type_to("\rw", &["TASKS    LONGEST  WAIT FOR", "QUEUES AND LOCKS IN USE"]);
    screen.type_to("l", &["the last 10 seconds"]);
    screen.type_to("l/\r", &["… 8 of 31 tasks"]);
    screen.keys.write_all(b"q").unwrap();
    assert!(screen.child.wait().unwrap().success());
}

#[test]
fn programs_that_cannot_be_looked_at_are_named() {
    let plain = "import time\nprint('ready', flush=True)\ntime.sleep(60)";
    let program = Program::start(plain);
    let id = program.id();
    let no_loop = format!("process {id} has no Hob event loop (or was started with HOB_INSPECT=0)");
    let table: &[(&[&str], &str)] = &[
        (&["ps", &id], &no_loop),
        (&["top", &id], &no_loop),
        (&["dump", &id, "-o", "-"], &no_loop),
        (&["ps", "999999999"], "hob ps: there is no process 999999999"),
        (&["ps", "x"], "invalid value 'x'"),
        (&["ps", "0"], "0 is not in 1..=4294967295"),
        (&["top"], "<PID>"),
        (&["dump", "1"], "-o <FILE>"),
        (&["top", "1", "-d", "0"], "the delay must be between"),
        (&["top", "1", "--sort", "color"], "invalid value 'color'"),
    ];
    for (arguments, message) in table {
        let outcome = run(arguments);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
    }
    for name in ["ps", "top", "dump"] {
        let help = run(&[name, "--help"]);
        assert_eq!(help.status, 0);
        assert!(help.stdout.contains(&format!("Usage: hob {name}")), "{}", help.stdout);
    }
}

#[test]
fn programs_can_hide() {
    let code = "import asyncio\nasync def main():\n    print('ready', flush=True)\n    \
                await asyncio.sleep(60)\nasyncio.run(main())";
    let mut command = support::hob();
    let mut child =
        command.env("HOB_INSPECT", "0").args(["-c", code]).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    let seen = run(&["ps", &child.id().to_string()]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(seen.stderr.contains("has no Hob event loop"), "{}", seen.stderr);
}

#[test]
fn damaged_and_foreign_answers_are_errors() {
    use std::io::Write;
    use std::os::unix::net::UnixListener;
    let folder = std::env::temp_dir().join(format!("hob-answers-{}", std::process::id()));
    let sockets = folder.join("hob");
    std::fs::create_dir_all(&sockets).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&sockets, private).unwrap();
    let id = std::process::id().to_string();
    let listener = UnixListener::bind(sockets.join(format!("{id}.sock"))).unwrap();
    let table = [
        ("", "ended before its answer was complete"),
        ("HTTP/1.1 400 Bad Request\r\n", "the answer does not come from a Hob program"),
        ("hob-inspect 7 2\n{}", "an answer of version 7; this Hob reads versions up to 1"),
        ("hob-inspect 1 20\n{}", "ended before its answer was complete"),
        ("hob-inspect at work\n", "ended before its answer was complete"),
        ("hob-inspect at work\nHTTP/1.1\n", "the answer does not come from a Hob program"),
        ("hob-inspect at work\nhob-inspect 1 2\n{]", "the answer is damaged: "),
        ("hob-inspect 1 2\n{}", "the answer is damaged: the tasks are missing"),
    ];
    for (answer, message) in table {
        let mut command = support::hob();
        command.env("XDG_RUNTIME_DIR", &folder).args(["ps", &id]);
        let asking = support::start(&mut command);
        let (mut stream, _) = listener.accept().unwrap();
        let mut question = [0; 5];
        stream.read_exact(&mut question).unwrap();
        assert_eq!(&question, b"tree\n");
        stream.write_all(answer.as_bytes()).unwrap();
        drop(stream);
        let outcome = asking.finish(LIMIT).unwrap();
        assert!(outcome.stderr.contains(message), "{answer:?}: {}", outcome.stderr);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// A program with two tasks that wait for each other, along with a heartbeat and these lines of
/// `main`.
fn circle(lines: &str) -> String {
    format!(
        "import asyncio, hob, threading, signal
async def heartbeat():
    for _ in range(5):
        await asyncio.sleep(1)
async def take(first, second):
    async with first:
        await asyncio.sleep(0)
        async with second:
            pass
async def give(lock):
    await asyncio.sleep(2)
    lock.release()
async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    pair = [take(a, b), take(b, a)]
    {lines}
with hob.virtual_clock():
    try:
        asyncio.run(main())
    except BaseException as error:
        print(type(error).__name__)
"
    )
}

#[test]
fn a_circle_is_a_warning_when_it_closes() {
    let lines = "await asyncio.gather(*pair, heartbeat())";
    let outcome = run(&["-c", &circle(lines)]);
    let warning = "<string>:8: DeadlockWarning: tasks wait for each other in a cycle: Task-2 → \
                   Task-3 → Task-2\n  Task-2 waits in take() at <string>:8 for Lock (held by \
                   Task-3, taken at <string>:6)\n  Task-3 waits";
    assert!(outcome.stderr.starts_with(warning), "{}", outcome.stderr);
    assert_eq!(outcome.stderr.matches("DeadlockWarning").count(), 1);
    // When the heartbeat has ended, all are deadlocked.
    assert_eq!(outcome.stdout, "RuntimeError\n");
    let filtered = run(&["-W", "error::hob.DeadlockWarning", "-c", &circle(lines)]);
    assert_eq!((filtered.stdout.as_str(), filtered.stderr.as_str()), ("DeadlockWarning\n", ""));
    let ignored = run(&["-W", "ignore::hob.DeadlockWarning", "-c", &circle(lines)]);
    assert_eq!((ignored.stdout.as_str(), ignored.stderr.as_str()), ("RuntimeError\n", ""));
}

#[test]
fn a_circle_that_something_may_break_is_no_warning() {
    let table = [
        "await asyncio.wait_for(asyncio.gather(*pair), 3)",
        "async with asyncio.timeout(3): await asyncio.gather(*pair)",
        "tasks = [asyncio.create_task(one) for one in pair]; await heartbeat(); tasks[0].cancel()",
        "one, two = map(asyncio.create_task, pair); asyncio.get_running_loop().call_later(2, one.cancel); await asyncio.gather(two)",
        "asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print); await asyncio.wait([*map(asyncio.create_task, pair)], timeout=2)",
        "await asyncio.wait([*map(asyncio.create_task, pair)], timeout=2)",
        "await asyncio.gather(take(a, b), take(a, b), heartbeat())",
        "await a.acquire(); one = asyncio.create_task(take(a, b)); two = asyncio.create_task(give(a)); await one",
        "await a.acquire(); asyncio.get_running_loop().call_later(1, a.release); await take(a, b)",
        "threading.Thread(target=threading.Event().wait, args=[2]).start(); await asyncio.wait_for(asyncio.gather(*pair), 3)",
    ];
    for lines in table {
        let outcome = run(&["-c", &circle(lines)]);
        assert!(!outcome.stderr.contains("DeadlockWarning"), "{lines}: {}", outcome.stderr);
    }
}

/// `asyncio.print_call_graph` and the like, as in Python 3.14.
#[test]
fn programs_print_their_call_graph() {
    let code = "import asyncio, os
async def leaf():
    await asyncio.sleep(0)
    asyncio.print_call_graph()
async def branch():
    await leaf()
async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(branch(), name='branch')
async def main():
    task = asyncio.create_task(group(), name='group')
    await asyncio.sleep(0)
    await asyncio.gather(task)
    print(asyncio.format_call_graph(asyncio.Future()).split('(')[0])
    tasks = []
    async def first():
        await tasks[1]
    async def second():
        await tasks[0]
    tasks += [asyncio.create_task(first(), name='a'), asyncio.create_task(second(), name='b')]
    await asyncio.sleep(0)
    graph = asyncio.capture_call_graph(tasks[0])
    print(graph.future.get_name(), [by.future.get_name() for by in graph.awaited_by],
          [e.frame.f_code.co_name for e in graph.call_stack])
    print([len(asyncio.capture_call_graph(limit=n).call_stack) for n in (None, 1, 0, -1)], flush=True)
    # Tasks in a circle cannot be cancelled.
    os._exit(0)
for wrong in [lambda: asyncio.capture_call_graph(5), asyncio.capture_call_graph]:
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
asyncio.run(main())
";
    let found = run(&["-W", "ignore", "-c", code]);
    let lines: Vec<&str> =
        found.stdout.lines().map(|line| line.split(", id=").next().unwrap_or_default()).collect();
    let expected = "\
TypeError 5 object does not appear to be compatible with asyncio.Future
RuntimeError no event loop is running, and no future was given
* Task(name='branch'
  + Call stack:
  |   File '<string>', line 4, in async leaf()
  |   File '<string>', line 6, in async branch()
  + Awaited by:
    * Task(name='group'
      + Call stack:
      |   File '<frozen asyncio>', line 2, in async TaskGroup.__aexit__()
      |   File '<string>', line 8, in async group()
      + Awaited by:
        * Task(name='Task-1'
          + Call stack:
          |   File '<string>', line 13, in async main()
* Future
a ['b'] ['first']
[1, 1, 0, 1]";
    assert_eq!(lines.join("\n"), expected, "{}", found.stderr);
}
