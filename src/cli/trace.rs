//! `hob trace` and `hob view`: the form in which a trace is shown.

use super::options;
use super::output::{self, Output};
use crate::event_loop::Running;
use crate::text::os_text;
use crate::trace::lanes::Look;
use crate::trace::{self, Trace};
use clap::{Arg, ArgMatches, Command};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

/// The forms of a trace.
const FORMS: &[output::Form] = &[
    output::Form { name: "lanes", is_text: true, is_page: false },
    output::Form { name: "story", is_text: true, is_page: false },
    output::Form { name: "html", is_text: false, is_page: true },
    output::Form { name: "perfetto", is_text: false, is_page: false },
    output::Form { name: "json", is_text: false, is_page: false },
];

/// The writers of the forms, in the order of [`FORMS`].
const WRITERS: &[fn(&Trace, Look) -> String] = &[
    trace::lanes::show,
    |trace, _| trace::story::show(trace),
    |trace, _| trace::page::show(trace),
    |trace, _| trace::perfetto::show(trace),
    |trace, _| trace::format::write(trace),
];

/// The width of lanes that are not written to a terminal, in columns.
const WIDTH: usize = 100;

/// The bytes of a file by which it is known whether it may be a trace.
const BEGINNING: u64 = 4096;

/// Exit status for incorrect usage, and for a trace that cannot be read or written.
const FAILED: u8 = 2;

/// The destination and form of a trace.
#[derive(Debug)]
struct Form {
    /// The position in [`FORMS`].
    form: usize,
    output: Output,
}

/// The trace requested by a command line.
#[derive(Debug)]
pub struct Tracing {
    form: Form,
    program: String,
}

/// Adds the options of a form.
fn with_form(command: Command) -> Command {
    let help = "A lane for each task (default), the run in sentences, a page to step through, a \
                trace for ui.perfetto.dev, or the events as JSON";
    output::with_output(command, FORMS, help, "trace")
}

/// The options of `hob trace`, including those of `hob` itself.
pub fn command() -> Command {
    with_form(options::running_command("hob trace"))
        .about("Runs a program, and shows what its tasks did")
        .after_help(
            "Lanes and stories are written to standard error unless -o names a file. The exit \
             status is the program's; 2 if the trace cannot be written.",
        )
}

pub(super) fn view_command() -> Command {
    with_form(Command::new("hob view").bin_name("hob view"))
        .about("Shows a trace that `hob trace --format=json` or HOB_FLIGHT has written")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("The trace"),
        )
        .after_help(
            "Exit status: 0; 2 for incorrect usage or a file that cannot be read or written.",
        )
}

/// Runs `hob view` with its arguments, including the command's name; returns the exit status.
pub fn view(arguments: Vec<OsString>) -> u8 {
    let complain = |message: String| {
        eprintln!("hob view: {message}");
        FAILED
    };
    let matches = match view_command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // A failure to write the message is ignored.
            let _ = error.print();
            return if error.use_stderr() { FAILED } else { 0 };
        }
    };
    let Some(file) = matches.get_one::<PathBuf>("file") else { return FAILED };
    let form = match Form::of(&matches) {
        Ok(form) => form,
        Err(message) => return complain(message),
    };
    let bytes = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return complain(format!(
                "can't read '{}': {}",
                file.display(),
                os_text::reason(&error)
            ));
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| "not a trace: not UTF-8".to_string());
    let trace = match text.and_then(|text| trace::format::read(&text)) {
        Ok(trace) => trace,
        Err(message) => return complain(format!("{}: {message}", file.display())),
    };
    match form.write(&trace, false) {
        Ok(()) => 0,
        Err(message) => complain(message),
    }
}

/// The bytes of a file. One that does not begin as a trace, such as a device without an end, is not
/// read further.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(file)?;
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(BEGINNING).read_to_end(&mut bytes)?;
    if bytes.trim_ascii_start().starts_with(b"{") {
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Writes the events in the ring to the file named by `HOB_FLIGHT`, if any, for a program that an
/// exception has ended.
pub fn write_flight(running: &Running, program: &str) {
    let Some(path) = std::env::var_os("HOB_FLIGHT").filter(|path| !path.is_empty()) else {
        return;
    };
    let text = trace::format::write(&Trace::of(running, program));
    if let Err(error) = std::fs::write(&path, text) {
        let path = Path::new(&path).display();
        let _ = writeln!(
            io::stderr(),
            "hob: can't write {path} (HOB_FLIGHT): {}",
            os_text::reason(&error)
        );
    }
}

impl Tracing {
    /// Reads the options. The error is an exit status.
    pub fn of(matches: &ArgMatches) -> Result<Tracing, u8> {
        match Form::of(matches) {
            Ok(form) => Ok(Tracing { form, program: String::new() }),
            Err(message) => {
                eprintln!("hob trace: {message}");
                Err(FAILED)
            }
        }
    }

    /// Names the program for the trace.
    pub fn set_program(&mut self, program: String) {
        self.program = program;
    }

    /// Writes the trace of a run that has ended.
    ///
    /// # Errors
    /// A message that names the file that cannot be written.
    pub fn write(&self, running: &Running) -> Result<(), String> {
        self.form.write(&Trace::of(running, &self.program), true)
    }
}

impl Form {
    fn of(matches: &ArgMatches) -> Result<Form, String> {
        let (form, output) = Output::of(matches, FORMS, "trace")?;
        Ok(Form { form, output })
    }

    fn write(&self, trace: &Trace, to_error: bool) -> Result<(), String> {
        let text = WRITERS[self.form](trace, self.look(to_error));
        self.output.write(text.as_bytes(), to_error)
    }

    fn look(&self, to_error: bool) -> Look {
        let is_terminal = self.output.file.is_none()
            && if to_error { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
        let wants_color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let size = match to_error {
            true => rustix::termios::tcgetwinsize(io::stderr()),
            false => rustix::termios::tcgetwinsize(io::stdout()),
        };
        let width = size.ok().map(|size| usize::from(size.ws_col)).filter(|width| *width > 0);
        Look {
            width: if is_terminal { width.unwrap_or(WIDTH) } else { WIDTH },
            is_colored: is_terminal && wants_color,
        }
    }
}
