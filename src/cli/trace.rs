//! `hob trace` and `hob view`: the form that a trace is shown in.

use super::options;
use crate::event_loop::Running;
use crate::text::os_text;
use crate::trace::lanes::Look;
use crate::trace::{self, Trace};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The forms of a trace: name, and whether it is a text to read in a terminal.
const FORMATS: &[(&str, Format, bool)] = &[
    ("lanes", Format::Lanes, true),
    ("story", Format::Story, true),
    ("html", Format::Html, false),
    ("perfetto", Format::Perfetto, false),
    ("json", Format::Json, false),
];

/// The width of lanes that are not written to a terminal, in columns.
const WIDTH: usize = 100;

/// Exit status for wrong usage, and for a trace that cannot be read or written.
const FAILED: u8 = 2;

/// The form of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Lanes,
    Story,
    Html,
    Perfetto,
    Json,
}

/// Where and in which form a trace is shown.
#[derive(Debug)]
struct Form {
    format: Format,
    /// The file to write, `-` for standard output; none for the command's own stream.
    output: Option<PathBuf>,
    /// Whether to open the page in a browser.
    opens: bool,
}

/// The trace that a command line asks for.
#[derive(Debug)]
pub struct Tracing {
    form: Form,
    program: String,
}

/// Adds the options of a form.
fn with_form(command: Command) -> Command {
    let names: Vec<&str> = FORMATS.iter().map(|row| row.0).collect();
    command
        .arg(Arg::new("format").long("format").value_name("FORMAT").value_parser(names).help(
            "A lane for each task (default), the run in sentences, a page to step through, \
                     a trace for ui.perfetto.dev, or the events as JSON",
        ))
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Write the trace to FILE (- for standard output)"),
        )
        .arg(
            Arg::new("open")
                .long("open")
                .action(ArgAction::SetTrue)
                .help("Open the page in a browser (--format=html)"),
        )
}

/// The options of `hob trace`, with those of `hob` itself.
pub fn command() -> Command {
    with_form(options::command())
        .name("hob trace")
        .about("Runs a program, and shows what its tasks did")
        .override_usage(
            "hob trace [OPTIONS] FILE [ARG]...\n       \
             hob trace [OPTIONS] -c CODE [ARG]...\n       \
             hob trace [OPTIONS] -m MODULE [ARG]...",
        )
        .after_help(
            "Lanes and stories are written to standard error unless -o names a file. The exit \
             status is the program's; 2 if the trace cannot be written.",
        )
}

pub(super) fn view_command() -> Command {
    with_form(Command::new("hob view"))
        .about("Shows a trace that `hob trace --format=json` or HOB_FLIGHT has written")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("The trace"),
        )
        .after_help("Exit status: 0; 2 for wrong usage or a file that cannot be read or written.")
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
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return complain(format!(
                "can't read '{}': {}",
                file.display(),
                os_text::reason(&error)
            ));
        }
    };
    let read = String::from_utf8(bytes).map_err(|_| "not a trace: not UTF-8".to_string());
    let trace = match read.and_then(|text| trace::format::read(&text)) {
        Ok(trace) => trace,
        Err(message) => return complain(format!("{}: {message}", file.display())),
    };
    match form.write(&trace, false) {
        Ok(()) => 0,
        Err(message) => complain(message),
    }
}

/// Writes the events in the ring to the file that `HOB_FLIGHT` names, if it does: for a program
/// that an exception has ended.
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
        let name = matches.get_one::<String>("format").map_or("lanes", String::as_str);
        let row = FORMATS.iter().find(|row| row.0 == name).unwrap_or(&FORMATS[0]);
        let mut output = matches.get_one::<PathBuf>("output").cloned();
        let opens = matches.get_flag("open");
        if opens && row.1 != Format::Html {
            return Err("--open needs --format=html".to_string());
        }
        if opens && output.is_none() {
            let name = format!("hob-trace-{}.html", std::process::id());
            output = Some(std::env::temp_dir().join(name));
        }
        if !row.2 && output.is_none() {
            return Err(format!("--format={name} needs -o FILE (-o - for standard output)"));
        }
        Ok(Form { format: row.1, output, opens })
    }

    /// Writes a trace. Without a file, it goes to standard error, if the program has standard
    /// output, or else to standard output.
    fn write(&self, trace: &Trace, to_error: bool) -> Result<(), String> {
        let text = match self.format {
            Format::Lanes => trace::lanes::show(trace, self.look(to_error)),
            Format::Story => trace::story::show(trace),
            Format::Html => trace::page::show(trace),
            Format::Perfetto => trace::perfetto::show(trace),
            Format::Json => trace::format::write(trace),
        };
        let path = self.output.as_deref().filter(|path| path.as_os_str() != "-");
        let (name, written) = match path {
            Some(path) => (path.display().to_string(), std::fs::write(path, text)),
            None if self.output.is_none() && to_error => {
                ("standard error".into(), io::stderr().lock().write_all(text.as_bytes()))
            }
            None => {
                let mut stdout = io::stdout().lock();
                let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
                // A closed pipe means that the rest is not wanted.
                let is_closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
                let written = written.or_else(|e| if is_closed(&e) { Ok(()) } else { Err(e) });
                ("standard output".into(), written)
            }
        };
        written.map_err(|error| format!("can't write {name}: {}", os_text::reason(&error)))?;
        match path.filter(|_| self.opens) {
            Some(path) => open(path),
            None => Ok(()),
        }
    }

    fn look(&self, to_error: bool) -> Look {
        let is_terminal = self.output.is_none()
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

/// Opens a page in the user's browser.
fn open(path: &Path) -> Result<(), String> {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = std::process::Command::new(opener).arg(path).status();
    match started {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{opener} could not open {}", path.display())),
        Err(error) => {
            Err(format!("can't start {opener} for {}: {}", path.display(), os_text::reason(&error)))
        }
    }
}
