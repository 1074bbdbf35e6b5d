//! `hob debug`, and the task commands that CPython's `pdb` does not have.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use support::LIMIT;

fn run(arguments: &[&str]) -> support::Outcome {
    support::run(support::hob().args(arguments), LIMIT).unwrap()
}

/// A path for a file that a test writes.
fn temporary(name: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("debugger-{}-{number}-{name}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The output of a program at whose breakpoint these commands are entered, without the folder.
fn session(program: &str, commands: &str) -> String {
    let (file, input) = (temporary("session.py"), temporary("session.in"));
    fs::write(&file, program).unwrap();
    fs::write(&input, commands).unwrap();
    let mut command = support::hob();
    command.arg("--clock=virtual").arg(&file).stdin(fs::File::open(&input).unwrap());
    let outcome = support::run(&mut command, LIMIT).unwrap();
    fs::remove_file(&input).unwrap();
    fs::remove_file(&file).unwrap();
    assert_eq!((outcome.stderr.as_str(), outcome.status), ("", 0), "{}", outcome.stdout);
    outcome.stdout.replace(file.to_str().unwrap(), "kitchen.py").replace("(Pdb) ", "")
}

const KITCHEN: &str = "\
import asyncio
async def fetch(orders, dish):
    breakpoint()
    await asyncio.sleep(1)
    return dish
async def cook(orders):
    salt = 'some'
    return await fetch(orders, 'soup')
async def wait():
    await asyncio.sleep(60)
async def main():
    orders = asyncio.Queue()
    helper = asyncio.create_task(wait(), name='helper')
    await asyncio.sleep(0)
    print(await asyncio.create_task(cook(orders), name='cook'), orders.qsize())
    helper.cancel()
asyncio.run(main())
";

#[test]
fn up_leads_to_what_awaits() {
    let commands = "up\np salt\nup\np orders.qsize()\nup\ndown\ndown\np dish\ncontinue\n";
    let expected = "\
> kitchen.py(3)fetch()
-> breakpoint()
> kitchen.py(8)cook()
-> return await fetch(orders, 'soup')
'some'
> kitchen.py(15)main()
-> print(await asyncio.create_task(cook(orders), name='cook'), orders.qsize())
0
*** Oldest frame
> kitchen.py(8)cook()
-> return await fetch(orders, 'soup')
> kitchen.py(3)fetch()
-> breakpoint()
'soup'
soup 0
";
    assert_eq!(session(KITCHEN, commands), expected);
}

#[test]
fn other_tasks_are_visited() {
    let commands = "tasks\ntask helper\nwhere\ntask cook\np dish\ntask nobody\ntasks now\n\
                    task Task-1\np helper.get_name()\ntask\nnext\ncontinue\n";
    let expected = "\
Task-1: main() at kitchen.py:15: waiting for cook
> cook: fetch() at kitchen.py:3: running
  helper: wait() at kitchen.py:10: sleeping, 60.0 s left
> kitchen.py(10)wait()
-> await asyncio.sleep(60)
> kitchen.py(10)wait()
-> await asyncio.sleep(60)
> kitchen.py(3)fetch()
-> breakpoint()
'soup'
*** No task 'nobody': 'tasks' lists them
*** Invalid argument: now
      Usage: tasks
> kitchen.py(15)main()
-> print(await asyncio.create_task(cook(orders), name='cook'), orders.qsize())
'helper'
> kitchen.py(3)fetch()
-> breakpoint()
> kitchen.py(4)fetch()
-> await asyncio.sleep(1)
soup 0
";
    let found = session(KITCHEN, commands);
    let (_, found) = found.split_once("-> breakpoint()\n").unwrap();
    assert_eq!(found.trim_start(), expected);
}

#[test]
fn expressions_await() {
    let commands = "p await asyncio.sleep(2, 'slept')\nawait asyncio.sleep(0, 41) + 1\n\
                    dish = await asyncio.sleep(0, 'stew')\np dish\nawait orders.put(1)\n\
                    p await nothing()\nawait asyncio.wait_for(asyncio.Event().wait(), 1)\n\
                    p await helper()\n\
                    p [n async for n in numbers()]\n!x = [await asyncio.sleep(0, n) for n in range(2)]\n\
                    p x\ncontinue\n";
    let program = KITCHEN.replace(
        "async def wait",
        "async def numbers():\n    yield 1\n    yield 2\nasync def wait",
    );
    let found = session(&program, commands);
    let (_, found) = found.split_once("-> breakpoint()\n").unwrap();
    let expected = "\
'slept'
42
'stew'
*** NameError: name 'nothing' is not defined
*** TimeoutError
*** NameError: name 'helper' is not defined
[1, 2]
[0, 1]
stew 1
";
    assert_eq!(found, expected);
}

#[test]
fn help_has_the_commands() {
    let commands = "help tasks\nhelp task\nhelp up\ncontinue\n";
    let found = session(KITCHEN, commands);
    for text in ["List the tasks", "Go to the stack", "u(p) [count]", "that awaits the task"] {
        assert!(found.contains(text), "{text}:\n{found}");
    }
}

#[test]
fn awaiting_without_a_loop_runs_one() {
    let program = "import asyncio\nbreakpoint()\nprint('end')\n";
    let found = session(program, "p await asyncio.sleep(0, 5)\ntasks\ncontinue\n");
    assert!(found.contains("\n5\nNo tasks\n"), "{found}");
    // Waiting for something that can never happen is not a hang.
    let commands = "await asyncio.Event().wait()\ncontinue\n";
    let found = session(
        KITCHEN.replace("asyncio.create_task(wait(), name='helper')", "asyncio.Future()").as_str(),
        commands,
    );
    assert!(found.contains("*** RuntimeError: deadlock: "), "{found}");
}

#[test]
fn a_post_mortem_shows_the_stack() {
    let (file, input) = (temporary("failing.py"), temporary("failing.in"));
    fs::write(&file, "async def f(x):\n    return 1 / x\nimport asyncio\nasyncio.run(f(0))\n")
        .unwrap();
    fs::write(&input, "continue\np x\nquit\n").unwrap();
    for verb in [&["-m", "pdb"] as &[&str], &["debug"]] {
        let mut command = support::hob();
        command.args(verb).arg(&file).stdin(fs::File::open(&input).unwrap());
        let outcome = support::run(&mut command, LIMIT).unwrap();
        assert!(outcome.stdout.contains("Entering post mortem debugging"), "{}", outcome.stdout);
        assert!(
            outcome.stdout.contains("(2)f()\n-> return 1 / x\n(Pdb) 0\n"),
            "{}",
            outcome.stdout
        );
    }
    fs::remove_file(&input).unwrap();
    fs::remove_file(&file).unwrap();
}

#[test]
fn the_debugger_starts_at_the_program() {
    let path = temporary("debugged.py");
    let file = path.display().to_string();
    fs::write(&path, "import sys\nx = 6\nprint(x * 7, sys.argv[1:])\n").unwrap();
    let outcome = run(&["debug", "-c", "next", "-c", "continue", &file, "two"]);
    assert!(outcome.stdout.contains("42 ['two']\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("(1)<module>()\n-> import sys\n"), "{}", outcome.stdout);
    let outcome = run(&["debug", "-c", "continue", "-m", "calendar", "2026", "2"]);
    assert!(outcome.stdout.contains("   February 2026"), "{}", outcome.stdout);
    fs::remove_file(&path).unwrap();
    let outcome = run(&["debug", "--help"]);
    assert!(outcome.stdout.contains("-c <COMMAND>"), "{}", outcome.stdout);
    let outcome = run(&["debug", "no_such.py"]);
    assert!(outcome.stdout.contains("Error: no_such.py does not exist"), "{}", outcome.stdout);
    assert_eq!(outcome.status, 1);
}

/// A token of `hob explore` belongs to the program, not to the debugger.
#[test]
fn a_found_order_is_repeated() {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explore/first_completed.py");
    let report = run(&["explore", program]).stdout;
    let token = report.trim_end().rsplit(' ').next().unwrap();
    let input = temporary("replay.in");
    fs::write(&input, "continue\nquit\n").unwrap();
    let mut command = support::hob();
    command.args(["debug", "--replay", token, program]).stdin(fs::File::open(&input).unwrap());
    let outcome = support::run(&mut command, LIMIT).unwrap();
    fs::remove_file(&input).unwrap();
    let found = outcome.stdout + &outcome.stderr;
    assert!(found.contains("Uncaught exception. Entering post mortem"), "{found}");
    assert!(found.contains("-> assert {task.result() for task in done}"), "{found}");
}
