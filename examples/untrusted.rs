//! Malicious programs, in an interpreter with limits and without capabilities.
//!
//! `cargo run --example untrusted`

use hob::{ErrorKind, Interpreter, Limits};
use std::time::Duration;

const PROGRAMS: &[&str] = &[
    "print('hello')",
    "while True: pass",
    "import asyncio; asyncio.run(asyncio.sleep(10**9)); print('slept on a virtual clock')",
    "while True: print('spam' * 250)",
    "
def f(): f()
f()",
    "
try:
    while True: pass
except BaseException:
    print('caught')",
    "print(open('/etc/passwd').read())",
    "
spam = []
while True: spam.append('spam' * 250)",
];

/// The outcome of each program.
pub fn outcomes() -> Vec<String> {
    let limits = Limits::untrusted()
        .instructions(20_000_000)
        .heap_bytes(8 << 20)
        .output_bytes(1 << 20)
        .recursion(500)
        .time(Duration::from_secs(60));
    let outcome = |program: &&str| {
        let python =
            Interpreter::builder().untrusted().limits(limits).stdout(std::io::sink()).build();
        match python.exec(program) {
            Ok(()) => "ended".to_string(),
            Err(error) => match error.kind() {
                ErrorKind::Limit(limit) => format!("stopped: {limit}"),
                _ => error.class_name(),
            },
        }
    };
    PROGRAMS.iter().map(outcome).collect()
}

#[allow(dead_code)]
fn main() {
    for (program, outcome) in PROGRAMS.iter().zip(outcomes()) {
        println!("{}\n    {outcome}", program.trim());
    }
}
