//! Long-running native code ends soon after the time limit, and soon after Ctrl-C: `cargo test
//! --release --test interruption`. `HOB_INTERRUPTION=FILE` tries the lines of another file.

use hob::{ErrorKind, Interpreter, Interrupter, Limit, Limits};
use libtest_mimic::{Arguments, Failed, Trial};
use rustix::time::{ClockId, clock_gettime};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The time that each program has.
const TIME: Duration = Duration::from_millis(100);
/// The maximum delay until it ends.
const SLACK: Duration = Duration::from_millis(50);
/// The native stack of the thread that a program runs on.
const STACK: usize = 64 << 20;

fn main() {
    let mut arguments = Arguments::from_args();
    // Programs that run at the same time would take each other's time and memory.
    arguments.test_threads.get_or_insert(1);
    let lines = match std::env::var("HOB_INTERRUPTION") {
        Ok(path) => std::fs::read_to_string(path).expect("a file of lines").leak(),
        Err(_) => include_str!("interruption.txt"),
    };
    let cases = lines.lines().enumerate();
    let cases = cases.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let trials = cases.flat_map(|(index, line)| {
        let (setup, statement) = line.split_once(" ;; ").unwrap_or(("", line));
        [End::Limit, End::Interrupt].into_iter().map(move |end| {
            let name = format!("{end:?}::{}: {line}", index + 1);
            // Without optimisation the data alone takes minutes to make.
            let trial = Trial::test(name, move || on_thread(setup, statement, end));
            trial.with_ignored_flag(cfg!(debug_assertions))
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// The cause of a program's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Limit,
    Interrupt,
}

fn on_thread(setup: &'static str, statement: &'static str, end: End) -> Result<(), Failed> {
    let thread = std::thread::Builder::new().stack_size(STACK + (8 << 20));
    let thread = thread.spawn(move || check(setup, statement, end)).map_err(|e| e.to_string())?;
    thread.join().map_err(|_| "the host panicked")?.map_err(Failed::from)
}

/// The time that this thread has run: tests share the processor.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Interrupts the program after the time, and sends the time when it did. Must be dropped when the
/// program has ended.
fn interrupt_later(interrupter: Interrupter) -> (mpsc::Sender<()>, mpsc::Receiver<Instant>) {
    let (ended, has_ended) = mpsc::channel::<()>();
    let (sender, interrupted) = mpsc::channel();
    std::thread::spawn(move || {
        if has_ended.recv_timeout(TIME) == Err(RecvTimeoutError::Timeout) {
            let now = Instant::now();
            interrupter.interrupt();
            let _ = sender.send(now);
        }
    });
    (ended, interrupted)
}

fn check(setup: &str, statement: &str, end: End) -> Result<(), String> {
    let python = Interpreter::builder().stdout(std::io::sink()).stderr(std::io::sink()).build();
    python.exec(setup).map_err(|error| error.traceback())?;
    if end == End::Limit {
        python.set_limits(Limits::none().time(TIME));
    }
    let interrupts = (end == End::Interrupt).then(|| interrupt_later(python.interrupter()));
    let began = processor_time();
    let result = python.exec(statement);
    let took = processor_time() - began;
    let at_end = Instant::now();
    match (result, end) {
        (Err(error), End::Limit) if error.kind() == ErrorKind::Limit(Limit::Time) => {}
        (Err(error), End::Interrupt) if error.class_name() == "KeyboardInterrupt" => {}
        (Err(error), _) => return Err(error.traceback()),
        (Ok(()), _) => return Err(format!("ended after {took:?}")),
    }
    // On a busy machine, the interrupting thread may be late itself.
    let waited = interrupts.and_then(|(_, interrupted)| interrupted.recv().ok());
    let is_prompt = waited.is_some_and(|at| at_end - at <= SLACK);
    match is_prompt || took <= TIME + SLACK {
        true => Ok(()),
        false => Err(format!("took {took:?}")),
    }
}
