//! A fixed number of mutated inputs for every fuzz target (`fuzz/README.md`): nothing panics, and
//! no check fails.
//!
//! With `FUZZ_RUNS=N` in the environment each target reads this many inputs; with `FUZZ_SEED=N`,
//! different ones.

#[path = "../fuzz/src/lib.rs"]
mod hob_fuzz;

use hob_fuzz::seeds::{Random, change};
use hob_fuzz::{TARGETS, Target};
use libtest_mimic::{Arguments, Failed, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Inputs for each target.
const RUNS: u64 = 300;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn hold(target: &'static Target) -> Result<(), Failed> {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty(), "inputs to begin with");
    let first = number("FUZZ_SEED").unwrap_or(1);
    for seed in first..first + number("FUZZ_RUNS").unwrap_or(RUNS) {
        let data = change(&mut Random::new(seed), &seeds);
        if catch_unwind(AssertUnwindSafe(|| hob_fuzz::run(target.name, &data))).is_err() {
            let shown = data.escape_ascii();
            return Err(format!("the input of seed {seed} is a fault: b\"{shown}\"").into());
        }
    }
    Ok(())
}

fn main() {
    let trials = TARGETS.iter().map(|target| Trial::test(target.name, || hold(target))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
