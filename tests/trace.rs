//! `hob trace`: the forms of a trace, and bad input.
//!
//! `trace/NAME.py` is run on the virtual clock; `trace/NAME.FORM` is its trace in that form. With
//! `HOB_BLESS` set, the test rewrites these files: read what has changed.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::LIMIT;

/// The forms that are kept as text next to the programs.
const FORMS: &[&str] = &["lanes", "story"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trace")
}

fn programs() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let programs = entries.filter(|path| path.extension().is_some_and(|e| e == "py"));
    let mut names: Vec<String> =
        programs.map(|path| path.file_stem().unwrap().to_str().unwrap().to_string()).collect();
    names.sort();
    names
}

fn hob(arguments: &[&str]) -> Command {
    let mut command = support::hob();
    command.args(arguments).current_dir(folder());
    command
}

fn run(arguments: &[&str]) -> support::Outcome {
    support::run(&mut hob(arguments), LIMIT).unwrap()
}

/// The trace of a program in a form that is text.
fn trace(program: &str, form: &str) -> String {
    let file = format!("{program}.py");
    let format = format!("--format={form}");
    let found = run(&["trace", "--clock=virtual", &format, "-o", "-", &file]).stdout;
    found.replace(&format!("{}/", folder().display()), "")
}

/// A path for a file that a test writes.
fn temporary(name: &str) -> String {
    let name = format!("trace-{}-{name}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).display().to_string()
}

#[test]
fn traces_are_as_expected() {
    let mut complaints = String::new();
    for program in programs() {
        // The program's own output comes first, in both.
        for form in FORMS {
            let found = trace(&program, form);
            let path = folder().join(format!("{program}.{form}"));
            if std::env::var_os("HOB_BLESS").is_some() {
                fs::write(&path, &found).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if found != expected {
                let diff = similar::TextDiff::from_lines(&expected, &found);
                complaints +=
                    &diff.unified_diff().header(path.to_str().unwrap(), "Hob").to_string();
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn a_program_does_under_trace_what_it_does_without() {
    for program in programs() {
        let file = format!("{program}.py");
        let plain = run(&["--clock=virtual", &file]);
        let json = temporary(&format!("{program}.json"));
        let traced = run(&["trace", "--clock=virtual", "--format=json", "-o", &json, &file]);
        assert_eq!(
            (plain.stdout, plain.stderr, plain.status),
            (traced.stdout, traced.stderr, traced.status),
            "{program}"
        );
        let text = fs::read_to_string(&json).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["format"], "hob-trace", "{program}");
        assert_eq!(value["program"], file.as_str());
        fs::remove_file(&json).unwrap();
    }
}

#[test]
fn arguments_and_status_are_the_programs() {
    let code = "import sys; print(sys.argv); sys.exit(3)";
    let outcome = run(&["trace", "-c", code, "--format", "x"]);
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("['-c', '--format', 'x']\n", 3));
    assert!(outcome.stderr.starts_with("No tasks: "), "{}", outcome.stderr);
}

#[test]
fn wrong_usage_is_named() {
    let table: &[(&[&str], &str)] = &[
        (&["trace", "--format=json", "lunch.py"], "hob trace: --format=json needs -o FILE"),
        (&["trace", "--format=film", "lunch.py"], "invalid value 'film'"),
        (&["trace", "nothing.py"], "hob: can't open file '/"),
        (&["trace", "-o"], "a value is required for '-o <FILE>'"),
        (&["trace", "-o", "/no/such/folder/x", "no_loop.py"], "hob trace: can't write /no/such"),
        (&["trace", "--clock=virtual", "-o", "/dev/full", "no_loop.py"], "can't write /dev/full"),
    ];
    for (arguments, message) in table {
        let outcome = run(arguments);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
        assert_eq!(outcome.status, 2, "{arguments:?}");
    }
}

#[test]
fn help_names_the_options() {
    let outcome = run(&["trace", "--help"]);
    for option in ["--format", "-o <FILE>", "--clock"] {
        assert!(outcome.stdout.contains(option), "{option}: {}", outcome.stdout);
    }
    assert_eq!(outcome.status, 0);
}

/// The page of a program.
fn page(program: &str) -> String {
    let (file, html) = (format!("{program}.py"), temporary(&format!("{program}.html")));
    let outcome = run(&["trace", "--clock=virtual", "--format=html", "-o", &html, &file]);
    assert_eq!(outcome.status, i32::from(outcome.stderr.contains("Traceback")), "{program}");
    let page = fs::read_to_string(&html).unwrap();
    fs::remove_file(&html).unwrap();
    page
}

/// Whether there is a JavaScript engine.
fn has_node() -> bool {
    Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn pages_are_small_and_need_nothing_else() {
    for program in programs().iter().filter(|name| *name != "crowd") {
        let page = page(program);
        assert!(page.len() < 300_000, "{program}: {} bytes", page.len());
        for word in ["http://", "https://", "src=", "<link"] {
            assert!(!page.contains(word), "{program}: {word}");
        }
    }
}

/// Runs `page_test.js` on the pages: the state of the program after each event, steps forwards and
/// backwards, and search.
#[test]
fn pages_step_forwards_and_backwards() {
    if !has_node() {
        println!("skipped: there is no node to run the page's script");
        return;
    }
    for program in programs() {
        let html = temporary(&format!("{program}-page.html"));
        fs::write(&html, page(&program)).unwrap();
        let mut command = Command::new("node");
        command.arg(folder().join("page_test.js")).arg(&html);
        let outcome = support::run(&mut command, LIMIT).unwrap();
        fs::remove_file(&html).unwrap();
        assert_eq!(outcome.status, 0, "{program}: {}{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn a_kept_trace_is_viewed_in_every_form() {
    let json = temporary("view.json");
    run(&["trace", "--clock=virtual", "--format=json", "-o", &json, "lunch.py"]);
    for form in FORMS {
        let outcome = run(&["view", &format!("--format={form}"), &json]);
        let expected = fs::read_to_string(folder().join(format!("lunch.{form}"))).unwrap();
        assert!(expected.ends_with(&outcome.stdout), "{form}: {}", outcome.stdout);
        assert_eq!((outcome.stderr.as_str(), outcome.status), ("", 0));
    }
    let perfetto = run(&["view", "--format=perfetto", "-o", "-", &json]).stdout;
    let value: serde_json::Value = serde_json::from_str(&perfetto).unwrap();
    let phases: Vec<&str> = value["traceEvents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["ph"].as_str().unwrap())
        .collect();
    for phase in ["M", "X", "i", "s", "f", "C"] {
        assert!(phases.contains(&phase), "{phase}");
    }
    let events = value["traceEvents"].as_array().unwrap();
    let time = |event: &serde_json::Value, key: &str| event[key].as_f64().unwrap_or_default();
    for arrow in events.iter().filter(|event| event["ph"] == "s") {
        let starts_in_slice = events.iter().any(|slice| {
            let end = time(slice, "ts") + time(slice, "dur");
            slice["ph"] == "X"
                && slice["tid"] == arrow["tid"]
                && (time(slice, "ts")..=end + 1e-6).contains(&time(arrow, "ts"))
        });
        assert!(starts_in_slice, "{arrow}");
    }
    let whole = fs::read(&json).unwrap();
    fs::write(&json, &whole[..whole.len() / 2]).unwrap();
    let outcome = run(&["view", &json]);
    assert!(outcome.stderr.contains("the file is truncated at line"), "{}", outcome.stderr);
    assert_eq!(outcome.status, 2);
    fs::remove_file(&json).unwrap();
}

#[test]
fn files_that_are_no_traces_are_named() {
    let table: &[(&[&str], &str)] = &[
        (&["view"], "required arguments were not provided"),
        (&["view", "nothing.json"], "hob view: can't read 'nothing.json': No such file"),
        (&["view", "lunch.py"], "hob view: lunch.py: not a trace: expected value at line 1"),
        (&["view", "/dev/zero"], "hob view: /dev/zero: not a trace: expected value at line 1"),
        (&["view", "--open", "lunch.py"], "hob view: --open needs --format=html"),
    ];
    for (arguments, message) in table {
        let outcome = run(arguments);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
        assert_eq!(outcome.status, 2, "{arguments:?}");
    }
}

/// The latest events of a program that an exception has ended.
#[test]
fn the_ring_is_written_when_an_exception_ends_the_program() {
    let flight = temporary("flight.json");
    let code = "import asyncio\n\
                async def main():\n    \
                for _ in range(20_000):\n        await asyncio.sleep(0)\n    \
                raise ValueError\n\
                asyncio.run(main())";
    let mut command = hob(&["-c", code]);
    command.env("HOB_FLIGHT", &flight);
    assert_eq!(support::run(&mut command, LIMIT).unwrap().status, 1);
    let outcome = run(&["view", &flight]);
    fs::remove_file(&flight).unwrap();
    // The ring does not keep the names of ended tasks.
    let found = outcome.stdout + &outcome.stderr;
    assert!(found.contains("task 1  next pass, failed"), "{found}");
}

/// The latest events of a program that a signal has ended; signals that it handles are its own.
#[test]
fn the_ring_is_written_when_a_signal_ends_the_program() {
    let flight = temporary("signal.json");
    let code = "import asyncio, os, signal\n\
                signal.signal(signal.SIGHUP, lambda *_: print('handled'))\n\
                async def main():\n    \
                os.kill(os.getpid(), signal.SIGHUP)\n    \
                await asyncio.sleep(0)\n    \
                assert not os.path.exists(os.environ['HOB_FLIGHT'])\n    \
                os.kill(os.getpid(), signal.SIGTERM)\n    \
                await asyncio.sleep(60)\n\
                asyncio.run(main())";
    let mut command = hob(&["-u", "-c", code]);
    command.env("HOB_FLIGHT", &flight);
    let outcome = support::run(&mut command, LIMIT).unwrap();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("handled\n", ""));
    assert_ne!(outcome.status, 0);
    let outcome = run(&["view", &flight]);
    fs::remove_file(&flight).unwrap();
    assert!(outcome.stdout.contains("Task-1"), "{}", outcome.stdout);
}

/// Deadlock reports name the holder, the cycle, and the remaining work.
#[test]
fn deadlocks_name_owners() {
    let locks = "import asyncio\n\
                 async def take(first, second):\n    \
                 async with first:\n        \
                 await asyncio.sleep(0)\n        \
                 async with second:\n            pass\n\
                 async def main():\n    \
                 a, b = asyncio.Lock(), asyncio.Lock()\n    \
                 await asyncio.gather(take(a, b), take(b, a))\n\
                 asyncio.run(main())";
    let queue = "import asyncio\n\
                 async def work(queue):\n    \
                 while True:\n        \
                 1 / await queue.get()\n\
                 async def main():\n    \
                 queue = asyncio.Queue()\n    \
                 for n in (1, 0):\n        queue.put_nowait(n)\n    \
                 worker = asyncio.create_task(work(queue))\n    \
                 await queue.join()\n\
                 asyncio.run(main())";
    let others = "import asyncio\n\
                  async def main():\n    \
                  await asyncio.gather(asyncio.Barrier(2).wait(), asyncio.Event().wait(),\n        \
                  asyncio.Queue().get(), asyncio.Semaphore(0).acquire())\n\
                  asyncio.run(main())";
    let nested = "import asyncio\n\
                  async def inner():\n    \
                  async with places: pass\n\
                  async def main():\n    \
                  global places\n    \
                  places = asyncio.Semaphore(1)\n    \
                  async with places:\n        \
                  await inner()\n\
                  asyncio.run(main())";
    // A task that gives back more than it took counts something with the semaphore.
    let counting = "import asyncio\n\
                    async def produce(): items.release()\n\
                    async def main():\n    \
                    global items\n    \
                    items = asyncio.Semaphore(0)\n    \
                    task = asyncio.create_task(produce())\n    \
                    await items.acquire()\n    \
                    await items.acquire()\n\
                    asyncio.run(main())";
    let each_other = "import asyncio\n\
                      async def other(name):\n    \
                      await tasks[name]\n\
                      async def main():\n    \
                      global tasks\n    \
                      tasks = {n: asyncio.create_task(other(m), name=n) for n, m in ('ab', 'ba')}\n    \
                      await tasks['a']\n\
                      asyncio.run(main())";
    let futures = "import asyncio\n\
                   class Box:\n    \
                   def __await__(self):\n        \
                   return (yield from asyncio.get_running_loop().create_future())\n\
                   async def main():\n    \
                   for done in asyncio.as_completed([asyncio.sleep(0), wait()]):\n        \
                   await done\n\
                   async def wait():\n    \
                   await Box()\n\
                   asyncio.run(main())";
    let alone = "import asyncio\n\
                 loop = asyncio.new_event_loop()\n\
                 loop.run_until_complete(loop.create_future())";
    let table = [
        // The request to cancel goes around the cycle, and is not a separate error.
        (each_other, "in a cycle: a → b → a\n"),
        (futures, "in main() at <string>:7 for as_completed() of Task-3"),
        (futures, "at <string>:4 for a Future that no running task completes"),
        (alone, "deadlock: the loop waits for something that can never happen"),
        (
            locks,
            "Task-2 waits in take() at <string>:5 for Lock (held by Task-3, taken at <string>:3)",
        ),
        (locks, "in a cycle: Task-2 → Task-3 → Task-2"),
        (
            queue,
            "Task-1 waits in main() at <string>:10 for Queue.join() (2 unfinished; its worker \
             Task-2 died of ZeroDivisionError at <string>:4)",
        ),
        (others, "Task-2 waits for Barrier (1 of 2 here)"),
        (others, "Task-3 waits for Event that no running task sets"),
        (others, "Task-4 waits for an item of Queue (empty)"),
        (others, "Task-5 waits for Semaphore (0 left, 1 waiting)\n"),
        (nested, "for Semaphore (0 left, 1 waiting), taken by Task-1 at <string>:7\n"),
        (counting, "for Semaphore (0 left, 1 waiting)\n"),
    ];
    for (code, expected) in table {
        let outcome = run(&["-c", code]);
        assert!(outcome.stderr.contains(expected), "{expected}\n{}", outcome.stderr);
        assert!(!outcome.stderr.contains("RecursionError"), "{}", outcome.stderr);
    }
}

#[test]
fn a_recording_begins_in_the_middle() {
    let path = temporary("middle.json");
    let code = format!(
        "import asyncio, hob
async def tick():
    while True:
        await asyncio.sleep(1)
async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(1.5)
    with hob.trace() as t:
        await asyncio.sleep(1)
    t.save({path:?})
asyncio.run(main())"
    );
    assert_eq!(run(&["--clock=virtual", "-c", &code]).status, 0);
    let story = run(&["view", "--format=story", &path]).stdout;
    for part in [
        "The recording begins in the middle of the run: main() and tick() are there already.",
        "  - main() sleeps for 1 s",
        "  - tick() continues: its sleep has ended.",
    ] {
        assert!(story.contains(part), "{part}\n{story}");
    }
    assert!(!story.contains("starts"), "{story}");
    let lanes = run(&["view", &path]).stdout;
    assert!(!lanes.contains("starts"), "{lanes}");
    fs::remove_file(path).unwrap();
}

#[test]
fn tasks_of_connections_are_told_as_such() {
    let code = "import asyncio
async def handle(reader, writer):
    writer.write(await reader.readline())
    writer.close()
async def main():
    async with await asyncio.start_server(handle, '127.0.0.1', 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b'x\\n')
        await reader.read()
        writer.close()
asyncio.run(main())";
    let story = run(&["trace", "--clock=virtual", "--format=story", "-o", "-", "-c", code]).stdout;
    let told = "A connection has come in: the loop makes a task of handle().";
    assert!(story.contains(told), "{story}");
    assert!(!story.contains("another thread"), "{story}");
}
