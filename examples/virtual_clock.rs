//! A test of a program that waits for hours, on the virtual clock: it takes no time, and the order
//! of events is always the same.
//!
//! `cargo run --example virtual_clock`

use hob::{Clock, Interpreter, Module};
use std::cell::RefCell;
use std::rc::Rc;

/// The program under test: retries with longer and longer pauses, and gives up after a day.
const PROGRAM: &str = "
import asyncio, service

async def upload(data):
    pause = 60
    async with asyncio.timeout(24 * 3600):
        while not await service.send(data):
            await asyncio.sleep(pause)
            pause *= 2
";

/// The times of the requests, in minutes, if the service fails this often at first; and the
/// outcome.
pub fn attempts(failures: usize) -> hob::Result<(Vec<f64>, String)> {
    let times = Rc::new(RefCell::new(Vec::new()));
    let (asked, clock) = (times.clone(), Rc::new(RefCell::new(None::<hob::Object>)));
    let now = clock.clone();
    let service = Module::new("service").async_function("send(data)", move |_: String| {
        let (asked, now) = (asked.clone(), now.borrow().clone());
        async move {
            let time = now.map_or(Ok(0.0), |now| now.call(())?.extract::<f64>())?;
            asked.borrow_mut().push(time);
            Ok::<bool, hob::Error>(asked.borrow().len() > failures)
        }
    });
    let python = Interpreter::builder().clock(Clock::Virtual).module(service).build();
    python.exec(PROGRAM)?;
    *clock.borrow_mut() = Some(python.import("time")?.get("monotonic")?);
    let upload = python.call("upload", ("photo",))?;
    let end = match python.run(&upload) {
        Ok(_) => "sent".to_string(),
        Err(error) => error.class_name(),
    };
    // A handle kept by the host's function would keep the interpreter alive.
    clock.borrow_mut().take();
    let times = times.take();
    let start = times.first().copied().unwrap_or_default();
    Ok((times.iter().map(|time| ((time - start) / 60.0).round()).collect(), end))
}

#[allow(dead_code)]
fn main() {
    for failures in [0, 3, 100] {
        match attempts(failures) {
            Ok((minutes, end)) => println!("{failures} failures: at {minutes:?} minutes, {end}"),
            Err(error) => eprint!("{}", error.report()),
        }
    }
}
