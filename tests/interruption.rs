//! Native code that runs long ends soon after the limit of time:
//! `cargo test --release --test interruption`.

use hob::{ErrorKind, Interpreter, Limit, Limits};
use libtest_mimic::{Arguments, Failed, Trial};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The time that each program has.
const TIME: Duration = Duration::from_millis(100);
/// How much longer it may run.
const SLACK: Duration = Duration::from_millis(200);
/// The native stack of the thread that a program runs on.
const STACK: usize = 64 << 20;

fn main() {
    let mut arguments = Arguments::from_args();
    // Programs that run at the same time would take each other's time and memory.
    arguments.test_threads.get_or_insert(1);
    let cases = include_str!("interruption.txt").lines().enumerate();
    let cases = cases.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let trials = cases.map(|(index, line)| {
        let (setup, statement) = line.split_once(" ;; ").unwrap_or(("", line));
        let name = format!("interruption::{}: {line}", index + 1);
        // Without optimisation the data alone takes minutes to make.
        let trial = Trial::test(name, move || on_thread(setup, statement));
        trial.with_ignored_flag(cfg!(debug_assertions))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn on_thread(setup: &'static str, statement: &'static str) -> Result<(), Failed> {
    let thread = std::thread::Builder::new().stack_size(STACK + (8 << 20));
    let thread = thread.spawn(move || check(setup, statement)).map_err(|e| e.to_string())?;
    thread.join().map_err(|_| "the host panicked")?.map_err(Failed::from)
}

/// The time that this thread has run: tests share the processor.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn check(setup: &str, statement: &str) -> Result<(), String> {
    let python = Interpreter::builder().stdout(std::io::sink()).stderr(std::io::sink()).build();
    python.exec(setup).map_err(|error| error.traceback())?;
    python.set_limits(Limits::none().time(TIME));
    let began = processor_time();
    let result = python.exec(statement);
    let took = processor_time() - began;
    match result {
        Err(error) if error.kind() == ErrorKind::Limit(Limit::Time) => {}
        Err(error) => return Err(error.traceback()),
        Ok(()) => return Err(format!("ended after {took:?}")),
    }
    match took <= TIME + SLACK {
        true => Ok(()),
        false => Err(format!("took {took:?}")),
    }
}
