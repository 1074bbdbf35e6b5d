//! The costs of making an interpreter, and of calls between Rust and Python:
//! `cargo run --release --example costs`.

use hob::{Interpreter, Module, Result};
use std::time::{Duration, Instant};

/// The mean time of one of `count` rounds of work.
fn mean(count: u32, mut work: impl FnMut() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    for _ in 0..count {
        work()?;
    }
    Ok(start.elapsed() / count)
}

/// The costs, each with its name. `rounds` is how often calls are repeated.
///
/// # Errors
/// Any exception raised by the programs.
pub fn costs(rounds: u32) -> Result<Vec<(&'static str, Duration)>> {
    let evaluate =
        || Interpreter::new().eval("1 + 1")?.extract::<i64>().map(|two| assert_eq!(two, 2));
    let first = mean(1, evaluate)?;
    let next = mean(rounds.div_ceil(1000), evaluate)?;

    let host = Module::new("host").function("add(a, b)", |a: i64, b: i64| a + b);
    let python = Interpreter::builder().module(host).build();
    python.exec("import host\ndef add(a, b): return a + b")?;
    let add = python.get("add")?;
    let mut sum = 0;
    let into_python = mean(rounds, || {
        sum = add.call((sum, 1))?.extract::<i64>()?;
        Ok(())
    })?;
    assert_eq!(sum, i64::from(rounds));

    python.exec(
        "def empty(n):\n    s = 0\n    for _ in range(n): s\n\
         def call(n):\n    s = 0\n    for _ in range(n): s = host.add(s, 1)\n    return s",
    )?;
    let loops = mean(1, || python.call("empty", (rounds,)).map(drop))?;
    let calls = mean(1, || {
        let sum = python.call("call", (rounds,))?.extract::<u32>()?;
        assert_eq!(sum, rounds);
        Ok(())
    })?;
    Ok(vec![
        ("the first interpreter, and 1 + 1 in it", first),
        ("a further one", next),
        ("a call of a Python function by Rust", into_python),
        ("a call of a Rust function by Python", calls.saturating_sub(loops) / rounds),
    ])
}

#[allow(dead_code, reason = "the tests call `costs`")]
fn main() {
    match costs(1_000_000) {
        Ok(costs) => costs.iter().for_each(|(name, time)| println!("{time:>12.1?}  {name}")),
        Err(error) => eprint!("{}", error.traceback()),
    }
}
