//! Programs that call everything with arbitrary arguments (`tests/hostile/README.md`): whatever
//! they raise, the interpreter neither panics nor crashes nor hangs.

mod support;

use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(300);

/// Runs the caller of everything, with memory limited, and expects it to run to its end.
fn run(arguments: &[&str]) {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile/anything.py");
    let folder = std::env::temp_dir().join(format!("hob-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the program");
    let mut command = support::limited(4_000_000);
    let outcome = support::run(command.arg(program).args(arguments).current_dir(&folder), LIMIT);
    let outcome = outcome.unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
    let ended = outcome.stdout.trim_end().lines().next_back().is_some_and(|l| l.ends_with("calls"));
    assert!(ended, "{arguments:?} ended with {}: {}", outcome.status, outcome.stderr);
}

#[test]
fn methods_take_any_receiver() {
    run(&["sweep"]);
}

#[test]
fn functions_take_any_arguments() {
    run(&["random", "1", "1000"]);
}
