//! A calculator: expressions of unknown users, in an interpreter that can do nothing else.
//!
//! `cargo run --example calculator -- '2 ** 10' 'rate(5)'`

use hob::{ErrorKind, Interpreter, Limits, Module};
use std::time::Duration;

/// The calculator's answers to some expressions.
pub fn answers(expressions: &[&str]) -> Vec<String> {
    let functions = Module::new("functions")
        .function("rate(percent)", |percent: f64| 1.0 + percent / 100.0)
        .function("mean(numbers)", |numbers: Vec<f64>| {
            numbers.iter().sum::<f64>() / numbers.len() as f64
        });
    let limits = Limits::untrusted().time(Duration::from_millis(500));
    let python = Interpreter::builder().untrusted().limits(limits).module(functions).build();
    python.exec("from functions import *\nfrom math import *").expect("both are there");
    let answer = |expression: &&str| match python.eval(expression).and_then(|o| o.repr()) {
        Ok(value) => format!("{expression} = {value}"),
        Err(error) if matches!(error.kind(), ErrorKind::Limit(_)) => {
            format!("{expression}: too much work")
        }
        Err(error) => format!("{expression}: {error}"),
    };
    expressions.iter().map(answer).collect()
}

#[allow(dead_code)]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut expressions: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if expressions.is_empty() {
        expressions = vec!["2 ** 10", "mean([1, 2, 6]) * rate(50)", "1 / 0"];
    }
    for answer in answers(&expressions) {
        println!("{answer}");
    }
}
