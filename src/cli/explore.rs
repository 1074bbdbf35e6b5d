//! `hob explore`: runs a program in many possible orders, and shows one in which it fails.

use super::options::{self, Options};
use super::program::{self, Text};
use crate::embed::{Error, ErrorKind};
use crate::event_loop;
use crate::event_loop::choices::search::{Budget, Finding, Ran, Report, Search, Way, judge};
use crate::event_loop::choices::strategy::{Departure, Plan};
use crate::event_loop::choices::token::{Token, program_number};
use crate::event_loop::choices::{Settings, Strategy};
use crate::event_loop::recorder::Mode as Recording;
use crate::modules::hob::explore::summary;
use crate::trace::{Trace, compare};
use crate::vm::Vm;
use crate::vm::limits::Limits;
use clap::{Arg, ArgAction, ArgMatches, Command};
use signal_hook::consts::SIGINT;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Exit statuses: a finding, incorrect usage, Ctrl-C.
const FOUND: u8 = 1;
const FAILED: u8 = 2;
const INTERRUPTED: u8 = 130;

/// The number of runs of a search without `--runs` and `--for`.
const RUNS: u64 = 1000;
/// As [`RUNS`], for all orders.
const RUNS_OF_ALL: u64 = 100_000;

/// The limits of a run: work is the same on all machines, the others are for waits for the outside.
const WORK: u64 = 20_000_000;
const TIME: Duration = Duration::from_secs(10);
const OUTPUT: u64 = 16 << 20;

/// The maximum number of lines of a failing run's standard error to show.
const MOST_LINES: usize = 30;

/// The width of the report, in columns.
const WIDTH: usize = 120;

/// The search requested by a command line.
#[derive(Debug)]
pub struct Exploring {
    way: Way,
    runs: u64,
    time: Option<Duration>,
    settings: Settings,
    same_output: bool,
}

/// The options of `hob explore`, including those of `hob` itself.
pub fn command() -> Command {
    options::running_command("hob explore")
        .about("Runs a program in many possible orders, and shows one in which it fails")
        .after_help(
            "A failure is an uncaught exception, a failed assertion, a deadlock, a lost task or \
             exception, or an exit status other than that of the usual order. Time is virtual. Files \
             that a run writes are visible to the next one. TCP connections of the program with itself \
             stay in memory; others are not explored, but named.\n\n\
             Exit status: 0 if nothing is found, 1 if something is, 2 for incorrect usage.",
        )
        .arg(
            Arg::new("runs")
                .long("runs")
                .value_name("N")
                .value_parser(clap::value_parser!(u64).range(1..))
                .help("Stop after N runs [default: 1000]"),
        )
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("SECONDS")
                .value_parser(seconds)
                .help("Stop after this time"),
        )
        .arg(
            Arg::new("strategy")
                .long("strategy")
                .value_name("STRATEGY")
                .value_parser(["random", "pct", "exhaustive"])
                .help("Depart from the usual order at random (default), give tasks random priorities, \
                       or try all orders"),
        )
        .arg(
            Arg::new("switches")
                .long("switches")
                .value_name("N")
                .value_parser(clap::value_parser!(u64).range(1..=100))
                .help("With --strategy=exhaustive: all orders with at most N departures [default: 3]"),
        )
        .arg(
            Arg::new("any-order")
                .long("any-order")
                .action(ArgAction::SetTrue)
                .help("Run ready tasks in any order, which asyncio would not do"),
        )
        .arg(
            Arg::new("late")
                .long("late")
                .value_name("SHARE")
                .value_parser(share)
                .help("How late a timer may be, as a share of its delay [default: 1]"),
        )
        .arg(
            Arg::new("same-output")
                .long("same-output")
                .action(ArgAction::SetTrue)
                .help("Output that differs from the usual order is a failure, too"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("N")
                .value_parser(clap::value_parser!(u32))
                .help("The seed of orders, hashes and random numbers [default: 1]"),
        )
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().map_err(|_| "a number of seconds is expected")?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("a positive number of seconds is expected".to_string()),
    }
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share >= 0.0 => Ok((share * 100.0).round() / 100.0),
        _ => Err("a nonnegative number is expected".to_string()),
    }
}

impl Exploring {
    /// Reads the options. The error is an exit status.
    pub fn of(matches: &ArgMatches) -> Result<Exploring, u8> {
        let complain = |message: &str| {
            eprintln!("hob explore: {message}");
            Err(FAILED)
        };
        let switches = matches.get_one::<u64>("switches").copied();
        let name = matches.get_one::<String>("strategy").map_or("random", String::as_str);
        let way = match name {
            "exhaustive" => Way::Exhaustive(switches.unwrap_or(3) as usize),
            _ if switches.is_some() => {
                return complain("--switches needs --strategy=exhaustive");
            }
            "pct" => Way::Priorities,
            _ => Way::Random,
        };
        for (option, what) in [("clock", "is virtual"), ("dump", "runs the program")] {
            if matches.contains_id(option) {
                return complain(&format!("--{option} can't be used: hob explore {what}"));
            }
        }
        let time = matches.get_one::<Duration>("for").copied();
        let most = match (way, time) {
            (_, Some(_)) => u64::MAX,
            (Way::Exhaustive(_), _) => RUNS_OF_ALL,
            _ => RUNS,
        };
        let defaults = Settings::default();
        let settings = Settings {
            seed: matches.get_one::<u32>("seed").copied().unwrap_or(defaults.seed),
            any_order: matches.get_flag("any-order"),
            late: matches.get_one::<f64>("late").copied().unwrap_or(defaults.late),
        };
        Ok(Exploring {
            way,
            runs: matches.get_one::<u64>("runs").copied().unwrap_or(most),
            time,
            settings,
            same_output: matches.get_flag("same-output"),
        })
    }
}

/// A program to be run many times.
struct Explored<'a> {
    options: &'a Options,
    stack: usize,
    text: Text,
    settings: Settings,
    same_output: bool,
}

/// A stream of the program, kept in memory.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A run with everything that can be shown.
struct Whole {
    ran: Ran,
    error: Vec<u8>,
    trace: Option<Trace>,
}

impl Explored<'_> {
    /// Runs the program in a new interpreter.
    fn run(&self, strategy: Box<dyn Strategy>, recording: Recording) -> Whole {
        let (output, error) = (Kept::default(), Kept::default());
        let outside = Outside::of_process();
        let interpreter = program::builder(self.options, self.stack)
            .with_repetition(self.settings.seed)
            .stdin(io::empty())
            .stdout(output.clone())
            .stderr(error.clone())
            .limits(Limits::none().instructions(WORK).time(TIME).output_bytes(OUTPUT))
            .build();
        let vm = interpreter.machine();
        program::prepare(&interpreter, self.options);
        let running = event_loop::running(&vm);
        running.choices.start(self.settings, strategy);
        running.start_recorder(&vm, recording);
        let ended = program::begin(&interpreter, self.options, &self.text);
        let mut ran = Ran::default();
        if let Err(error) = &ended {
            ran.exception = exception(&vm, error);
            ran.status = program::end_with(&interpreter, error, self.options);
        }
        let traced = (recording == Recording::Full)
            .then(|| Trace::of(running, &self.options.program.name()));
        ran.cut = vm.meter.tripped().map(|limit| limit.to_string());
        // The sinks are in memory.
        let _ = interpreter.end(ended.err());
        ran.cut = ran.cut.or_else(|| vm.meter.tripped().map(|limit| limit.to_string()));
        ran.record = running.choices.finish();
        drop(vm);
        drop(interpreter);
        outside.restore();
        ran.output = output.0.take();
        Whole { ran, error: error.0.take(), trace: traced }
    }

    fn token(&self, ran: &Ran) -> String {
        let program = program_number(&self.text.bytes);
        Token::of(&ran.record, self.settings, self.same_output, program).text()
    }
}

/// The state of the process that a program can change.
struct Outside {
    process: u32,
    folder: Option<std::path::PathBuf>,
}

impl Outside {
    fn of_process() -> Outside {
        Outside { process: std::process::id(), folder: std::env::current_dir().ok() }
    }

    fn restore(self) {
        if std::process::id() != self.process {
            // A copy of the process that the program made and did not end.
            std::process::exit(0);
        }
        if let Some(folder) = self.folder {
            // A folder that is gone stays away.
            let _ = std::env::set_current_dir(folder);
        }
    }
}

/// The class of the exception that ended a run, and a line about it; none for an exit, or if the
/// search has interrupted the run.
fn exception(vm: &Vm, error: &Error) -> Option<(String, String)> {
    match error.kind() {
        ErrorKind::Interrupted if event_loop::running(vm).choices.interrupted.get() => None,
        ErrorKind::Limit(_) | ErrorKind::Exit(_) => None,
        _ => error.raised_exception().map(|exception| summary(vm, &exception)),
    }
}

/// Explores the program named by the options, and returns the exit status.
pub fn run(options: &Options, stack: usize) -> u8 {
    let Some(exploring) = &options.explore else { return FAILED };
    let text = match program::read_text(options) {
        Ok(text) => text,
        Err(status) => return status,
    };
    let mut explored = Explored {
        options,
        stack,
        text,
        settings: exploring.settings,
        same_output: exploring.same_output,
    };
    if let Some(token) = &options.replay {
        if let Err(message) = program::check_program(token, &explored.text) {
            eprintln!("hob explore: {message}");
            return FAILED;
        }
        explored.settings = token.settings;
        explored.same_output = token.same_output;
        return replay(&explored, token);
    }
    let stop: Arc<AtomicBool> = Arc::default();
    // The first Ctrl-C ends the search, the second one the process.
    let status = i32::from(INTERRUPTED);
    let _ = signal_hook::flag::register_conditional_shutdown(SIGINT, status, stop.clone());
    let _ = signal_hook::flag::register(SIGINT, stop.clone());
    let began = Instant::now();
    let mut run = |strategy: Box<dyn Strategy>| explored.run(strategy, Recording::Off).ran;
    let mut search = Search {
        run: &mut run,
        same_output: exploring.same_output,
        seed: exploring.settings.seed,
        is_interrupted: &|| stop.load(Relaxed),
    };
    let until = exploring.time.and_then(|time| began.checked_add(time));
    let report = search.search(exploring.way, Budget { runs: exploring.runs, until });
    let took = began.elapsed();
    let shown = match &report.finding {
        Some((finding, departures)) => {
            let counted = counted(report.runs, "run");
            let head = format!("found after {counted}: ");
            shown_finding(&explored, &head, finding, departures)
        }
        None => shown_nothing(&report, exploring, took),
    };
    let status = match report.finding {
        Some(_) => FOUND,
        None if stop.load(Relaxed) => INTERRUPTED,
        None => 0,
    };
    write(&shown, status)
}

/// Repeats the run of a token.
fn replay(explored: &Explored<'_>, token: &Token) -> u8 {
    let again = explored.run(Box::new(Plan::new(&token.departures)), Recording::Off);
    if again.ran.record.points_number() != token.points {
        eprintln!(
            "hob explore: the run cannot be repeated: the program, one of its modules or something \
             outside has changed since the token was made"
        );
        return FAILED;
    }
    let usual = explored.run(Box::new(Plan::new(&[])), Recording::Off);
    match judge(&again.ran, Some(&usual.ran), explored.same_output) {
        Some(finding) => {
            let text = shown_finding(explored, "found: ", &finding, &token.departures);
            write(&text, FOUND)
        }
        None => write("hob explore: no finding\n", 0),
    }
}

/// Writes the report, and returns the status.
fn write(text: &str, status: u8) -> u8 {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("hob explore: can't write the report: {error}");
            FAILED
        }
        _ => status,
    }
}

/// `3 runs`
fn counted(count: u64, what: &str) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|g| std::str::from_utf8(g).unwrap_or_default())
        .collect();
    format!("{} {what}{}", groups.join(","), if count == 1 { "" } else { "s" })
}

fn short(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// The report of a finding: the failure, the departures, both orders side by side, and the token.
fn shown_finding(
    explored: &Explored<'_>,
    head: &str,
    finding: &Finding,
    departures: &[Departure],
) -> String {
    let other = explored.run(Box::new(Plan::new(departures)), Recording::Full);
    let mut text = format!("{head}{}\n  {}\n", finding.kind.name(), finding.text);
    let error = String::from_utf8_lossy(&other.error);
    let lines: Vec<&str> = error.lines().collect();
    if !lines.is_empty() {
        text.push('\n');
    }
    for line in &lines[lines.len().saturating_sub(MOST_LINES)..] {
        text.push_str(&format!("    {line}\n"));
    }
    text.push('\n');
    if departures.is_empty() {
        text.push_str("It fails in the usual order, too, without any departure.\n");
    } else {
        let usual = explored.run(Box::new(Plan::new(&[])), Recording::Full);
        let count = counted(departures.len() as u64, "departure");
        text.push_str(&format!("It takes {count} from the usual order:\n\n"));
        if let (Some(usual), Some(other)) = (&usual.trace, &other.trace) {
            text.push_str(&compare::show(usual, other, WIDTH));
        }
    }
    if !other.ran.record.outside.is_empty() {
        text.push('\n');
    }
    text.push_str(&outside(&other.ran));
    text.push_str(&format!("\n--replay {}\n", explored.token(&other.ran)));
    text
}

/// A line about the connections of a run that were not explored, if there were any.
fn outside(ran: &Ran) -> String {
    match &ran.record.outside[..] {
        [] => String::new(),
        addresses => {
            format!("Connections to the outside are not explored: {}.\n", addresses.join(", "))
        }
    }
}

/// The report of a search that found nothing.
fn shown_nothing(report: &Report, exploring: &Exploring, took: Duration) -> String {
    let orders = counted(report.orders, "order");
    let runs = counted(report.runs, "run");
    let mut text = match (report.is_complete, exploring.way) {
        (true, Way::Exhaustive(most)) => format!(
            "all {orders} with at most {}: no finding ({runs}, {})\n",
            counted(most as u64, "departure"),
            short(took)
        ),
        (true, _) => format!("one order is possible: no finding ({runs})\n"),
        _ => format!("{runs} in {orders}: no finding ({})\n", short(took)),
    };
    let (cut, limit) = &report.cut;
    if let Some(limit) = limit {
        text.push_str(&format!(
            "{} had to be ended before the program did, by the limit on {limit}; they do not count \
             as findings.\n",
            counted(*cut, "run")
        ));
    }
    if report.usual.status != 0 {
        text.push_str(&format!(
            "The exit status is {}, also in the usual order.\n",
            report.usual.status
        ));
    }
    text.push_str(&outside(&report.usual));
    text
}
