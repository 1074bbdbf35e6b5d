//! `hob trace`: a run, and the form its trace is shown in.

use super::options;
use crate::event_loop::Running;
use crate::trace::lanes::Look;
use crate::trace::{self, Trace};
use clap::{Arg, ArgMatches, Command};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// The forms of a trace: name, and whether it is a text to read in a terminal.
const FORMATS: &[(&str, Format, bool)] = &[
    ("lanes", Format::Lanes, true),
    ("story", Format::Story, true),
    ("html", Format::Html, false),
    ("json", Format::Json, false),
];

/// The width of lanes that are not written to a terminal, in columns.
const WIDTH: usize = 100;

/// The form of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Lanes,
    Story,
    Html,
    Json,
}

/// The trace that a command line asks for.
#[derive(Debug)]
pub struct Tracing {
    format: Format,
    /// The file to write; none for standard error, `-` for standard output.
    output: Option<PathBuf>,
    program: String,
}

/// The command's options, with those of `hob` itself.
pub fn command() -> Command {
    let names: Vec<&str> = FORMATS.iter().map(|row| row.0).collect();
    options::command()
        .name("hob trace")
        .about("Runs a program, and shows what its tasks did")
        .override_usage("hob trace [OPTIONS] FILE [ARG]...\n       hob trace [OPTIONS] -c CODE [ARG]...\n       hob trace [OPTIONS] -m MODULE [ARG]...")
        .after_help("Lanes and stories are written to standard error unless -o names a file. The exit status is the program's; 2 if the trace cannot be written.")
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(names)
                .default_value("lanes")
                .help("A lane for each task, the run in sentences, a page to step through, or the events as JSON"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .help("Write the trace to FILE (- for standard output)"),
        )
}

impl Tracing {
    /// Reads the options. The error is an exit status.
    pub fn of(matches: &ArgMatches) -> Result<Tracing, u8> {
        let name = matches.get_one::<String>("format").map_or("lanes", String::as_str);
        let row = FORMATS.iter().find(|row| row.0 == name).unwrap_or(&FORMATS[0]);
        let output = matches.get_one::<String>("output").map(PathBuf::from);
        if !row.2 && output.is_none() {
            eprintln!("hob trace: --format={name} needs -o FILE (-o - for standard output)");
            return Err(2);
        }
        Ok(Tracing { format: row.1, output, program: String::new() })
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
        let trace = Trace::of(running, &self.program);
        let text = match self.format {
            Format::Lanes => trace::lanes::show(&trace, self.look()),
            Format::Story => trace::story::show(&trace),
            Format::Html => trace::page::show(&trace),
            Format::Json => trace::format::write(&trace),
        };
        let (name, written) = match &self.output {
            None => ("standard error".into(), std::io::stderr().lock().write_all(text.as_bytes())),
            Some(path) if path.as_os_str() == "-" => {
                ("standard output".into(), std::io::stdout().lock().write_all(text.as_bytes()))
            }
            Some(path) => (path.display().to_string(), std::fs::write(path, text)),
        };
        written.map_err(|error| {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or(&words);
            format!("can't write {name}: {words}")
        })
    }

    fn look(&self) -> Look {
        let is_terminal = self.output.is_none() && std::io::stderr().is_terminal();
        let wants_color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok();
        let width = size.map(|size| usize::from(size.ws_col)).filter(|width| *width > 0);
        Look {
            width: if is_terminal { width.unwrap_or(WIDTH) } else { WIDTH },
            is_colored: is_terminal && wants_color,
        }
    }
}
