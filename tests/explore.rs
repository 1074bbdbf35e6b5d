//! `hob explore`: programs with known races, and the same programs fixed.
//!
//! `explore/NAME.py` fails in some order, `explore/NAME_fixed.py` in none. The first line of a program
//! has the options of the search after `# explore:`, and the second, after `# finds:`, the kind of the
//! finding and the least number of departures that it takes.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use support::LIMIT;

/// The most departures that a finding takes, after shrinking.
const MOST_DEPARTURES: usize = 3;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore")
}

/// The programs that fail, without those that do not.
fn programs() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let programs = entries.filter(|path| path.extension().is_some_and(|e| e == "py"));
    let names = programs.map(|path| path.file_stem().unwrap().to_str().unwrap().to_string());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with("_fixed")).collect();
    names.sort();
    names
}

fn run(arguments: &[&str]) -> support::Outcome {
    let mut command = support::hob();
    // Each run imports the library anew: compiling it would take most of the time.
    command.env("HOB_CACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("explore-cache"));
    command.args(arguments).current_dir(folder());
    support::run(&mut command, LIMIT).unwrap()
}

/// The failures of all programs, running as many at a time as there are processors.
fn complaints(check: impl Fn(&str) -> String + Sync) -> String {
    let (programs, next) = (programs(), AtomicUsize::new(0));
    let work = || {
        let mut complaints = String::new();
        while let Some(name) = programs.get(next.fetch_add(1, Relaxed)) {
            complaints += &check(name);
        }
        complaints
    };
    let count = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    })
}

/// The text after a mark in a program's first lines.
fn header(program: &str, mark: &str) -> String {
    let text = fs::read_to_string(folder().join(program)).unwrap();
    let line = text.lines().take(2).find_map(|line| line.strip_prefix(mark));
    line.unwrap_or_else(|| panic!("{program} has no line '{mark}'")).trim().to_string()
}

fn explore(program: &str, more: &[&str]) -> support::Outcome {
    let options = header(program, "# explore:");
    let mut arguments: Vec<&str> = vec!["explore"];
    arguments.extend(more);
    arguments.extend(options.split_whitespace());
    arguments.push(program);
    run(&arguments)
}

/// The number in `It takes N departures from the usual order:`; 0 if it is in the usual order.
fn departures(report: &str) -> Option<usize> {
    if report.contains("\nIt fails in the usual order, too") {
        return Some(0);
    }
    let (_, rest) = report.split_once("\nIt takes ")?;
    rest.split(' ').next()?.parse().ok()
}

/// The last line's token, as arguments.
fn token(report: &str) -> Option<Vec<&str>> {
    let line = report.lines().last()?;
    line.starts_with("--replay ").then(|| line.split(' ').collect())
}

/// The report from the finding on, without the number of runs that it took.
fn finding(report: &str) -> &str {
    report.split_once(": ").map_or(report, |(_, rest)| rest)
}

#[test]
fn races_are_found_shrunk_and_repeated() {
    let complaints = complaints(|name| {
        let mut complaints = String::new();
        let program = format!("{name}.py");
        let wanted = header(&program, "# finds:");
        let found = explore(&program, &[]);
        let mut complain = |what: &str| {
            complaints += &format!("{name}: {what}\n{}{}\n", found.stdout, found.stderr);
        };
        let takes = departures(&found.stdout);
        let described = format!(
            "{}, {}",
            finding(&found.stdout).lines().next().unwrap_or_default(),
            takes.map_or("?".to_string(), |n| n.to_string())
        );
        if found.status != 1 || described != wanted {
            complain(&format!("found {described}, and not {wanted}"));
            return complaints;
        }
        if takes.is_none_or(|n| n > MOST_DEPARTURES) {
            complain("takes too many departures");
        }
        let Some(token) = token(&found.stdout) else {
            complain("no token");
            return complaints;
        };
        let again = run(&[&["explore"], &token[..], &[&program]].concat());
        if again.status != 1 || finding(&again.stdout) != finding(&found.stdout) {
            complain(&format!("not repeated:\n{}{}", again.stdout, again.stderr));
        }
        // What the failing run writes to standard error is in the report, indented.
        let alone = run(&[&token[..], &[&program]].concat());
        let first = alone.stderr.lines().last().unwrap_or_default();
        if !found.stdout.contains(&format!("    {first}")) {
            complain(&format!("run alone, it ends otherwise:\n{}", alone.stderr));
        }
        complaints
    });
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn mended_programs_have_no_finding() {
    let complaints = complaints(|name| {
        let mut complaints = String::new();
        let program = format!("{name}_fixed.py");
        for more in [&[] as &[&str], &["--strategy=pct"]] {
            let found = explore(&program, &[&["--runs=60"], more].concat());
            if found.status != 0 || !found.stdout.contains("no finding") {
                complaints += &format!("{program} {more:?}:\n{}{}\n", found.stdout, found.stderr);
            }
        }
        complaints
    });
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn bad_input_has_a_message() {
    let long = ["explore", "--strategy=pct", "--switches=2", "lost_update.py"];
    let table: &[(&[&str], &str)] = &[
        (&["explore", "missing.py"], "hob: can't open file '/"),
        (&["explore", "--runs=0", "lost_update.py"], "invalid value '0'"),
        (&["explore", "--for=-1", "lost_update.py"], "a positive number of seconds is expected"),
        (&["explore", "--for=soon", "lost_update.py"], "a number of seconds is expected"),
        (&["explore", "--late=-1", "lost_update.py"], "a nonnegative number is expected"),
        (&["explore", "--strategy=clever", "lost_update.py"], "invalid value 'clever'"),
        (&["explore", "--clock=real", "lost_update.py"], "--clock can't be used"),
        (&long, "--switches needs --strategy=exhaustive"),
        (&["explore", "--replay=hello", "lost_update.py"], "'hello' is not a token of hob explore"),
        (&["--replay=hello", "lost_update.py"], "'hello' is not a token of hob explore"),
    ];
    for (arguments, message) in table {
        let found = run(arguments);
        assert_eq!(found.status, 2, "{arguments:?}: {}", found.stderr);
        assert!(found.stderr.contains(message), "{arguments:?}: {}", found.stderr);
    }
    let found = explore("lost_update.py", &[]);
    let token = token(&found.stdout).unwrap();
    for verb in [&["explore"] as &[&str], &["trace"], &[]] {
        let other = run(&[verb, &token[..], &["lost_update_fixed.py"]].concat());
        assert_eq!(other.status, 2, "{}", other.stderr);
        assert!(other.stderr.contains("the token belongs to another program"), "{}", other.stderr);
    }
}

#[test]
fn all_orders_are_tried() {
    let found = explore("lost_update_fixed.py", &["--strategy=exhaustive"]);
    assert_eq!(found.status, 0);
    assert!(found.stdout.starts_with("all "), "{}", found.stdout);
    assert!(found.stdout.contains(" orders with at most 3 departures: no finding"));
    let one = run(&["explore", "-c", "print('hello')"]);
    assert_eq!(
        (one.stdout.as_str(), one.status),
        ("one order is possible: no finding (1 run)\n", 0)
    );
}

/// A program that explores one of its own coroutine functions.
const FROM_A_TEST: &str = "
import asyncio, hob

async def main():
    total = 0
    async def add(delay):
        nonlocal total
        await asyncio.sleep(delay)
        seen = total
        await asyncio.sleep(0.1)
        total = seen + 1
    await asyncio.gather(add(0.1), add(0.25))
    print('unseen')
    assert total == 2, total

async def good():
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1.5))

print('good', hob.explore(good, runs=20), hob.explore(good, strategy='exhaustive'))
for options in [{}, {'strategy': 'pct'}, {'strategy': 'exhaustive'}]:
    try:
        hob.explore(main, **options)
    except hob.OrderError as error:
        found = error
        print(options, error.departures, repr(error.__cause__), str(error).split('\\n')[0])
try:
    hob.explore(main, replay=found.token)
except hob.OrderError as error:
    print('again', error.token == found.token)
wrong = [{'runs': 0}, {'strategy': 'x'}, {'replay': 'x'}, {'late': -1}, {'seconds': 'x'}, {'seed': -1}]
for options in wrong:
    try:
        hob.explore(main, **options)
    except Exception as error:
        print(options, type(error).__name__, error)
async def inside():
    hob.explore(main)
try:
    asyncio.run(inside())
except RuntimeError as error:
    print(error)
";

#[test]
fn programs_explore_their_own_functions() {
    let found = run(&["-c", FROM_A_TEST]);
    let expected = "\
good 20 9
{} 1 AssertionError(1) failed assertion: AssertionError: 1 at <string>:14
{'strategy': 'pct'} 1 AssertionError(1) failed assertion: AssertionError: 1 at <string>:14
{'strategy': 'exhaustive'} 1 AssertionError(1) failed assertion: AssertionError: 1 at <string>:14
again True
{'runs': 0} ValueError runs must be at least 1
{'strategy': 'x'} ValueError there is no strategy 'x'
{'replay': 'x'} ValueError 'x' is not a token of hob explore
{'late': -1} ValueError late must not be negative
{'seconds': 'x'} TypeError must be real number, not str
{'seed': -1} ValueError seed must be at least 0
explore() cannot be called from a running event loop
";
    assert_eq!((found.stdout.as_str(), found.stderr.as_str()), (expected, ""));
}
