//! `hob profile`: runs a program, and shows where it spends its time.

use super::options;
use super::output::{self, Form, Output};
use crate::event_loop::profiler::Settings;
use crate::event_loop::running;
use crate::profile::{Measure, Profile, flame, pstats, speedscope, table};
use crate::vm::Vm;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::time::Duration;

/// The forms of a profile.
const FORMS: &[Form] = &[
    Form { name: "table", is_text: true, is_page: false },
    Form { name: "flame", is_text: false, is_page: true },
    Form { name: "speedscope", is_text: false, is_page: false },
    Form { name: "pstats", is_text: false, is_page: false },
];

/// The writers of the forms, in the order of [`FORMS`].
const WRITERS: &[fn(&Profile, Measure) -> Vec<u8>] = &[
    |profile, by| table::show(profile, by).into_bytes(),
    |profile, measure| flame::show(profile, measure).into_bytes(),
    |profile, _| speedscope::show(profile).into_bytes(),
    pstats::show,
];

/// The time between two samples without `--interval`, in milliseconds.
const INTERVAL: f64 = 5.0;

/// Exit status for incorrect usage, and for a profile that cannot be written.
const FAILED: u8 = 2;

/// The profile requested by a command line.
#[derive(Debug)]
pub struct Profiling {
    form: usize,
    output: Output,
    measure: Measure,
    settings: Settings,
    program: String,
}

/// The options of `hob profile`, including those of `hob` itself.
pub fn command() -> Command {
    let help = "Functions with their times (default), a flame graph as a page, or the files of \
                speedscope.app and Python's pstats";
    output::with_output(options::running_command("hob profile"), FORMS, help, "profile")
        .about("Runs a program, and shows where its time went")
        .after_help(
            "The program is sampled 200 times a second. A stack begins with the task or thread \
             that ran, and continues with the functions that it called and awaited. Times:\n  \
             running    it ran, or blocked the event loop\n  \
             processor  the part of that on the processor\n  \
             waiting    its task was in an await, summed over tasks\n  \
             held-up    its task could have run, but something else did, summed over tasks\n\n\
             The table is written to standard error unless -o names a file. The exit status is the \
             program's; 2 if the profile cannot be written.",
        )
        .arg(
            Arg::new("time")
                .long("time")
                .value_name("TIME")
                .value_parser(Measure::ALL.map(Measure::name))
                .help(
                    "The time to sort a table by, to show first in a flame graph, and to write \
                       for pstats [default: running]",
                ),
        )
        .arg(
            Arg::new("interval")
                .long("interval")
                .value_name("MILLISECONDS")
                .value_parser(interval)
                .help("The time between two samples [default: 5]"),
        )
        .arg(
            Arg::new("through-tasks")
                .long("through-tasks")
                .action(ArgAction::SetTrue)
                .help("Count a task's time for the coroutine that awaits the task, too"),
        )
        .arg(
            Arg::new("by-task")
                .long("by-task")
                .action(ArgAction::SetTrue)
                .help("Show each task by its name; otherwise, tasks of one coroutine are combined"),
        )
}

fn interval(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.1..=10_000.0).contains(&number) => {
            Ok(Duration::from_secs_f64(number / 1e3))
        }
        _ => Err("a number of milliseconds from 0.1 to 10000 is expected".to_string()),
    }
}

impl Profiling {
    /// Reads the options. The error is an exit status.
    pub fn of(matches: &ArgMatches) -> Result<Profiling, u8> {
        let (form, output) = Output::of(matches, FORMS, "profile").map_err(|message| {
            eprintln!("hob profile: {message}");
            FAILED
        })?;
        let time = matches.get_one::<String>("time").map_or("", String::as_str);
        let measure = Measure::ALL.into_iter().find(|measure| measure.name() == time);
        let interval = matches.get_one::<Duration>("interval").copied();
        Ok(Profiling {
            form,
            output,
            measure: measure.unwrap_or_default(),
            settings: Settings {
                interval: interval.unwrap_or(Duration::from_secs_f64(INTERVAL / 1e3)),
                by_task: matches.get_flag("by-task"),
                through_tasks: matches.get_flag("through-tasks"),
            },
            program: String::new(),
        })
    }

    /// Names the program for the profile.
    pub fn set_program(&mut self, program: String) {
        self.program = program;
    }

    /// Starts the profiler.
    pub fn start(&self, vm: &Vm) {
        running(vm).profiler.start(vm, self.settings);
    }

    /// Stops the profiler, after the run.
    pub fn stop(&self, vm: &Vm) -> Option<Profile> {
        let samples = running(vm).profiler.stop(vm)?;
        Some(Profile { program: self.program.clone(), samples })
    }

    /// Writes the profile.
    ///
    /// # Errors
    /// A message that names the file that cannot be written.
    pub fn write(&self, profile: &Profile) -> Result<(), String> {
        self.output.write(&WRITERS[self.form](profile, self.measure), true)
    }
}
