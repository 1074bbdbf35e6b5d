//! The destination of a command's result: a file, a standard stream, a browser.

use crate::text::os_text;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A form that a result is written in.
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether it is text to read in a terminal.
    pub is_text: bool,
    /// Whether it is a page for a browser.
    pub is_page: bool,
}

/// The destination of a result.
#[derive(Debug)]
pub struct Output {
    /// The file, `-` for standard output; none for the command's own stream.
    pub file: Option<PathBuf>,
    /// Whether to open the page in a browser.
    opens: bool,
}

/// Adds `--format`, `-o` and `--open`. `subject` is the name of the result.
pub fn with_output(command: Command, forms: &[Form], help: &'static str, subject: &str) -> Command {
    let names: Vec<&str> = forms.iter().map(|form| form.name).collect();
    let page = forms.iter().find(|form| form.is_page).map_or("", |form| form.name);
    command
        .arg(Arg::new("format").long("format").value_name("FORMAT").value_parser(names).help(help))
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help(format!("Write the {subject} to FILE (- for standard output)")),
        )
        .arg(
            Arg::new("open")
                .long("open")
                .action(ArgAction::SetTrue)
                .help(format!("Open the page in a browser (--format={page})")),
        )
}

impl Output {
    /// Reads the options: the position of the form among `forms` (the first by default), and the
    /// destination. `subject` is the name of the result.
    ///
    /// # Errors
    /// A message for the user.
    pub fn of(
        matches: &ArgMatches,
        forms: &[Form],
        subject: &str,
    ) -> Result<(usize, Output), String> {
        let name = matches.get_one::<String>("format");
        let at = forms.iter().position(|form| Some(form.name) == name.map(String::as_str));
        let at = at.unwrap_or(0);
        let form = &forms[at];
        let mut file = matches.get_one::<PathBuf>("output").cloned();
        let opens = matches.get_flag("open");
        if opens && !form.is_page {
            let page = forms.iter().find(|form| form.is_page).map_or("", |form| form.name);
            return Err(format!("--open needs --format={page}"));
        }
        if opens && file.is_none() {
            let name = format!("hob-{subject}-{}.html", std::process::id());
            file = Some(std::env::temp_dir().join(name));
        }
        if !form.is_text && file.is_none() {
            let name = form.name;
            return Err(format!("--format={name} needs -o FILE (-o - for standard output)"));
        }
        Ok((at, Output { file, opens }))
    }

    /// Writes a result. Without a file, it goes to standard error if the program uses standard
    /// output, otherwise to standard output.
    ///
    /// # Errors
    /// A message that names the file.
    pub fn write(&self, bytes: &[u8], to_error: bool) -> Result<(), String> {
        let path = self.file.as_deref().filter(|path| path.as_os_str() != "-");
        let (name, written) = match path {
            Some(path) => (path.display().to_string(), std::fs::write(path, bytes)),
            None if self.file.is_none() && to_error => {
                ("standard error".into(), io::stderr().lock().write_all(bytes))
            }
            None => {
                let mut stdout = io::stdout().lock();
                let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
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
