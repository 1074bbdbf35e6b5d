//! `hob profile`: its forms, and bad input.
//!
//! On the virtual clock all times but those on the processor are the same in each run.

mod support;

use std::fs;
use std::path::Path;
use support::LIMIT;

/// Three dishes, one of which blocks the loop for 2 s.
const LUNCH: &str = "\
import asyncio, time
async def boil():
    await asyncio.sleep(10)
async def pasta():
    await boil()
async def avocado():
    await asyncio.sleep(0)
    time.sleep(2)
async def salad():
    await asyncio.sleep(0)
    await asyncio.sleep(0)
async def lunch():
    await asyncio.gather(pasta(), avocado(), salad())
asyncio.run(lunch())
";

fn run(arguments: &[&str]) -> support::Outcome {
    support::run(support::hob().args(arguments), LIMIT).unwrap()
}

/// A path for a file that a test writes.
fn temporary(name: &str) -> String {
    let name = format!("profile-{}-{name}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).display().to_string()
}

/// Own, running, waiting and held-up seconds of a function or task, by its name in a table.
fn row(table: &str, name: &str) -> [f64; 4] {
    for line in table.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let numbers: Vec<f64> = words.iter().map_while(|word| word.parse().ok()).collect();
        let label = words[numbers.len()..].join(" ");
        if label != name && label.split(' ').next() != Some(name) {
            continue;
        }
        match numbers[..] {
            [own, running, _, waiting, held_up] => return [own, running, waiting, held_up],
            [running, _, waiting, held_up] => return [0.0, running, waiting, held_up],
            _ => {}
        }
    }
    panic!("no row of {name} in:\n{table}");
}

#[test]
fn waits_blocking_and_being_held_up_are_told_apart() {
    let outcome = run(&["profile", "--clock=virtual", "-c", LUNCH]);
    let table = outcome.stderr;
    assert!(table.starts_with("10.000 s: 2.000 s running ("), "{table}");
    assert!(table.contains("8.000 s idle"), "{table}");
    assert_eq!(row(&table, "avocado"), [2.0, 2.0, 0.0, 0.0], "{table}");
    assert_eq!(row(&table, "salad"), [0.0, 0.0, 0.0, 2.0], "{table}");
    // A coroutine's time includes what it awaits.
    assert_eq!(row(&table, "boil"), [0.0, 0.0, 10.0, 0.0], "{table}");
    assert_eq!(row(&table, "pasta"), [0.0, 0.0, 10.0, 0.0], "{table}");
    assert_eq!(row(&table, "lunch"), [0.0, 0.0, 10.0, 0.0], "{table}");
    assert_eq!(row(&table, "task pasta()"), [0.0, 0.0, 10.0, 0.0], "{table}");
    // The line is the one at which the time was spent.
    assert!(table.contains("avocado  <string>:8"), "{table}");
    assert!(table.contains("boil  <string>:3"), "{table}");
    assert_eq!(outcome.status, 0);
}

#[test]
fn a_coroutine_may_count_for_the_tasks_that_it_awaits() {
    let arguments = ["profile", "--clock=virtual", "--through-tasks", "-c", LUNCH];
    let table = run(&arguments).stderr;
    assert_eq!(row(&table, "lunch")[1], 2.0, "{table}");
    assert_eq!(row(&table, "avocado")[1], 2.0, "{table}");
}

#[test]
fn tasks_are_shown_by_kind_or_by_name() {
    let code = "\
import asyncio
async def work(n):
    await asyncio.sleep(n)
async def main():
    async with asyncio.TaskGroup() as group:
        for n in (1, 2):
            group.create_task(work(n), name=f'w{n}')
asyncio.run(main())
";
    let table = run(&["profile", "--clock=virtual", "-c", code]).stderr;
    assert_eq!(row(&table, "task work()")[2], 3.0, "{table}");
    let table = run(&["profile", "--clock=virtual", "--by-task", "-c", code]).stderr;
    assert_eq!((row(&table, "w1")[2], row(&table, "w2")[2]), (1.0, 2.0), "{table}");
}

#[test]
fn work_and_blocking_calls_are_found_where_they_are() {
    let code = "\
import asyncio, time
def burn(n):
    x = 0
    for i in range(n):
        x += i * i
    return x
def block():
    time.sleep(0.4)
def sort():
    return sorted(range(200000), key=lambda n: -n)
async def whole():
    end = time.process_time() + 0.4
    while time.process_time() < end:
        burn(20000)
    block()
asyncio.run(whole())
";
    let outcome = run(&["profile", "-c", code]);
    let table = outcome.stderr;
    assert!(row(&table, "burn")[0] > 0.2, "{table}");
    let block = row(&table, "block");
    assert!(block[0] > 0.35 && block[0] < 2.0, "{table}");
    assert!(row(&table, "whole")[1] >= 0.75, "{table}");
    assert!(table.contains("block  <string>:8"), "{table}");
}

#[test]
fn a_program_of_threads_is_profiled() {
    let code = "\
import threading
def work():
    for i in range(1_500_000):
        pass
threads = [threading.Thread(target=work) for i in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
";
    let table = run(&["profile", "--interval=0.5", "-c", code]).stderr;
    assert!(row(&table, "other threads")[1] > 0.0, "{table}");
    assert!(row(&table, "work")[0] > 0.0, "{table}");
}

#[test]
fn the_flame_graph_is_a_page_of_its_own() {
    let file = temporary("flame.html");
    let code = LUNCH.replace("def boil", "def boil_größer");
    let code = code.replace("await boil()", "await boil_größer()");
    let format = "--format=flame";
    let outcome = run(&["profile", "--clock=virtual", format, "-o", &file, "-c", &code]);
    assert_eq!((outcome.stderr.as_str(), outcome.status), ("", 0));
    let page = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert!(page.len() < 40_000, "{}", page.len());
    for text in ["boil_größer", "avocado", "prefers-color-scheme: dark", "ArrowDown"] {
        assert!(page.contains(text), "{text}");
    }
    // Nothing is loaded from elsewhere.
    for text in ["http:", "https:", "src="] {
        assert!(!page.contains(text), "{text}");
    }
    let (_, rest) = page.split_once("id=\"profile\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["idle"], 8_000_000);
    assert_eq!(data["measures"].as_array().unwrap().len(), 4);
}

#[test]
fn speedscope_reads_its_file() {
    let arguments = ["profile", "--clock=virtual", "--format=speedscope", "-o", "-", "-c", LUNCH];
    let outcome = run(&arguments);
    let file: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let frames = file["shared"]["frames"].as_array().unwrap();
    let parts = file["profiles"].as_array().unwrap();
    assert_eq!(parts.len(), 4);
    for part in parts {
        let weights = part["weights"].as_array().unwrap();
        let samples = part["samples"].as_array().unwrap();
        assert_eq!(samples.len(), weights.len());
        let sum: i64 = weights.iter().map(|weight| weight.as_i64().unwrap()).sum();
        assert_eq!(part["endValue"], sum);
        for index in samples.iter().flat_map(|stack| stack.as_array().unwrap()) {
            assert!((index.as_u64().unwrap() as usize) < frames.len());
        }
    }
    let last = |part: &serde_json::Value| {
        let stack = part["samples"][0].as_array().unwrap().last().unwrap().as_u64().unwrap();
        frames[stack as usize]["name"].as_str().unwrap().to_string()
    };
    assert_eq!(last(&parts[0]), "avocado");
}

#[test]
fn pstats_reads_its_file() {
    let file = temporary("stats");
    let arguments =
        ["profile", "--clock=virtual", "--format=pstats", "--time=waiting", "-o", &file];
    assert_eq!(run(&[&arguments[..], &["-c", LUNCH]].concat()).status, 0);
    let code = "\
import pstats, sys
stats = pstats.Stats(sys.argv[1])
for (file, line, name), row in sorted(stats.stats.items()):
    callers = sorted(caller[2] for caller in row[4])
    print(name, line, f'{row[2]:.1f} {row[3]:.1f}', callers)
stats.sort_stats('cumulative').print_stats(3)
";
    let outcome = run(&["-c", code, &file]);
    fs::remove_file(&file).unwrap();
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    for line in [
        "boil 2 0.0 10.0 ['pasta']",
        "pasta 4 0.0 10.0 ['task pasta()']",
        "asyncio.sleep() 0 10.0 10.0 ['boil']",
        "lunch 12 0.0 10.0 ['task lunch()']",
    ] {
        assert!(outcome.stdout.lines().any(|found| found == line), "{line}:\n{}", outcome.stdout);
    }
}

#[test]
fn arguments_output_and_status_are_the_programs() {
    let code = "import sys; print(sys.argv); sys.exit(3)";
    let outcome = run(&["profile", "-c", code, "--format", "x"]);
    assert_eq!((outcome.stdout.as_str(), outcome.status), ("['-c', '--format', 'x']\n", 3));
    let outcome = run(&["profile", "-c", "raise ValueError(1)"]);
    assert!(outcome.stderr.contains("ValueError: 1\n"), "{}", outcome.stderr);
    assert_eq!(outcome.status, 1);
}

#[test]
fn wrong_usage_is_named() {
    let table: &[(&[&str], &str)] = &[
        (&["profile", "--format=flame", "-c", "1"], "hob profile: --format=flame needs -o FILE"),
        (&["profile", "--format=film", "-c", "1"], "invalid value 'film'"),
        (&["profile", "--interval=0", "-c", "1"], "a number of milliseconds from 0.1 to 10000"),
        (&["profile", "--time=lost", "-c", "1"], "invalid value 'lost'"),
        (&["profile", "--open", "-c", "1"], "hob profile: --open needs --format=flame"),
        (&["profile", "nothing.py"], "hob: can't open file '/"),
        (&["profile", "-o", "/no/such/folder/x", "-c", "1"], "hob profile: can't write /no/such"),
        (&["profile", "-o", "/dev/full", "-c", "1"], "can't write /dev/full: No space left"),
    ];
    for (arguments, message) in table {
        let outcome = run(arguments);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
        assert_eq!(outcome.status, 2, "{arguments:?}");
    }
    let outcome = run(&["profile", "--help"]);
    for option in ["--format", "-o <FILE>", "--interval", "--through-tasks", "--by-task", "--time"]
    {
        assert!(outcome.stdout.contains(option), "{option}: {}", outcome.stdout);
    }
    assert_eq!(outcome.status, 0);
}

#[test]
fn a_copy_of_the_process_writes_no_profile() {
    let code = "\
import os
child = os.fork()
if child:
    os.waitpid(child, 0)
";
    let outcome = run(&["profile", "-c", code]);
    assert_eq!(outcome.stderr.matches(" s running (").count(), 1, "{}", outcome.stderr);
}
