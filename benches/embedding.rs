//! The cost of calls between Rust and Python: `cargo bench --bench embedding`.

use hob::{Interpreter, Module};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The duration of each measurement.
const TIME: Duration = Duration::from_millis(300);

fn main() {
    measure("make an interpreter, and run `1 + 1` in it", || {
        black_box(Interpreter::new().eval("1 + 1").expect("an int"));
    });
    let host = Module::new("host").function("add", |a: i64, b: i64| a + b);
    let python = Interpreter::builder().module(host).build();
    measure("run `1 + 1`", || drop(black_box(python.eval("1 + 1").expect("an int"))));
    python.exec("def add(a, b): return a + b").expect("a function");
    let add = python.get("add").expect("it is there");
    measure("call a Python function with ints from Rust", || {
        let sum = add.call((1, black_box(2))).and_then(|sum| sum.extract::<i64>());
        assert_eq!(sum.expect("an int"), 3);
    });
    // The loop's own cost is measured with an empty body.
    python
        .exec(
            "from host import add as host_add
def calls(n):
    for i in range(n): host_add(i, 1)
def passes(n):
    for i in range(n): pass",
        )
        .expect("functions");
    let time = |function: &str| {
        let start = Instant::now();
        python.call(function, (1_000_000,)).expect("it ends");
        start.elapsed()
    };
    let (calls, passes) = (time("calls"), time("passes"));
    let one = (calls.as_secs_f64() - passes.as_secs_f64()) * 1e3;
    println!("{one:>10.1} ns  call a Rust function with ints from Python");
}

fn measure(what: &str, mut body: impl FnMut()) {
    body();
    let (start, mut count) = (Instant::now(), 0u32);
    while start.elapsed() < TIME {
        body();
        count += 1;
    }
    let one = start.elapsed().as_secs_f64() * 1e9 / f64::from(count);
    println!("{one:>10.1} ns  {what}");
}
