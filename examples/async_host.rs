//! An asynchronous function of the host, under tokio: two programs wait for the host at the same
//! time, on one thread.
//!
//! `cargo run --example async_host`

use hob::{Interpreter, Module};
use std::time::Duration;

const PROGRAM: &str = "
import asyncio, host

async def main(name):
    pages = await asyncio.gather(*(host.fetch(f'{name}/{n}') for n in range(3)))
    await asyncio.sleep(0.01)
    return f'{name}: {len(pages)} pages, {sum(map(len, pages))} characters'
";

/// A program with a host that fetches pages slowly.
fn interpreter() -> Interpreter {
    let host = Module::new("host").async_function("fetch(path)", |path: String| async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        format!("<h1>{path}</h1>")
    });
    Interpreter::builder().module(host).build()
}

/// The results of the two programs.
pub fn found() -> hob::Result<[String; 2]> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(async {
        let (first, second) = (interpreter(), interpreter());
        for python in [&first, &second] {
            python.exec(PROGRAM)?;
        }
        let (one, two) = (first.call("main", ("one",))?, second.call("main", ("two",))?);
        let (one, two) = tokio::join!(first.run_async(&one), second.run_async(&two));
        Ok([one?.extract()?, two?.extract()?])
    })
}

#[allow(dead_code)]
fn main() {
    match found() {
        Ok(lines) => lines.iter().for_each(|line| println!("{line}")),
        Err(error) => eprint!("{}", error.report()),
    }
}
