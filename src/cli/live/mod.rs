//! `hob ps`, `hob dump` and `hob top`: inspecting running programs.
//!
//! A program listens at a socket in a private folder of the user (see [`service`]). A request is a
//! line: `tree`, `tasks` or `trace`. The program answers at once with a line that acknowledges it,
//! then with a line with format, version and length, and that many bytes of JSON.

pub mod service;
mod top;

use crate::text::os_text;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Exit status for a program that cannot be inspected, and for incorrect usage.
const FAILED: u8 = 2;

/// The name and version of answers.
const FORMAT: &str = "hob-inspect";
const VERSION: u32 = 1;

/// The longest time until a program reaches a point where it answers.
const PATIENCE: Duration = Duration::from_secs(3);

/// The longest time that an answer may take, once a program has begun it.
const WORKING: Duration = Duration::from_secs(120);

/// The line that says so.
const AT_WORK: &str = "hob-inspect at work\n";

/// The largest answer that is read, in bytes.
const LARGEST: usize = 1 << 30;

/// The first line of an answer with this many bytes.
fn header(length: usize) -> String {
    format!("{FORMAT} {VERSION} {length}\n")
}

/// The folder of the sockets of this user's programs; created if `makes` is set.
///
/// # Errors
/// An error if it cannot be created, or others may write to it.
fn folder(makes: bool) -> io::Result<PathBuf> {
    let user = rustix::process::geteuid();
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let path = match runtime.filter(|path| path.is_absolute() && path.is_dir()) {
        Some(runtime) => runtime.join("hob"),
        None => PathBuf::from(format!("/tmp/hob-{}", user.as_raw())),
    };
    if makes {
        match std::fs::DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    // In /tmp, someone else may have created it.
    let found = std::fs::symlink_metadata(&path)?;
    let is_private = found.is_dir()
        && found.uid() == user.as_raw()
        && found.permissions().mode().trailing_zeros() >= 6;
    if is_private { Ok(path) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

fn socket_path(folder: &Path, process: u32) -> PathBuf {
    folder.join(format!("{process}.sock"))
}

/// Asks a program; the answer's text.
///
/// # Errors
/// A message that names the program.
fn ask(process: u32, question: &str) -> Result<String, String> {
    let path = folder(false).map(|folder| socket_path(&folder, process));
    let stream = path.and_then(UnixStream::connect);
    let mut stream = stream.map_err(|error| absent(process, &error))?;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => format!(
            "process {process} does not answer: it is in a call that cannot be interrupted, or stopped"
        ),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::BrokenPipe => {
            format!("process {process} ended before its answer was complete")
        }
        _ => format!("process {process}: {}", os_text::reason(&error)),
    };
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.write_all(format!("{question}\n").as_bytes()).map_err(failed)?;
    let mut first = read_line(&mut stream).map_err(failed)?;
    if first == AT_WORK.as_bytes() {
        stream.set_read_timeout(Some(WORKING)).map_err(failed)?;
        first = read_line(&mut stream).map_err(failed)?;
    }
    let length = read_header(&first).map_err(|why| format!("process {process}: {why}"))?;
    let mut body = Vec::new();
    let read = stream.take(length as u64).read_to_end(&mut body).map_err(failed)?;
    if read < length {
        return Err(failed(io::ErrorKind::UnexpectedEof.into()));
    }
    String::from_utf8(body).map_err(|_| format!("process {process}: the answer is not text"))
}

/// A line, or the start of one that is too long.
fn read_line(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while line.len() < 100 && byte != *b"\n" {
        stream.read_exact(&mut byte)?;
        line.push(byte[0]);
    }
    Ok(line)
}

/// The length of an answer.
fn read_header(line: &[u8]) -> Result<usize, String> {
    let text = std::str::from_utf8(line).unwrap_or_default().trim_end();
    let words: Vec<&str> = text.split(' ').collect();
    let numbers = match words[..] {
        [FORMAT, version, length] => version.parse::<u32>().ok().zip(length.parse::<usize>().ok()),
        _ => None,
    };
    match numbers {
        Some((version, _)) if version > VERSION => {
            Err(format!("an answer of version {version}; this Hob reads versions up to {VERSION}"))
        }
        Some((_, length)) if length <= LARGEST => Ok(length),
        _ => Err("the answer does not come from a Hob program".to_string()),
    }
}

/// The reason why a program cannot be asked.
fn absent(process: u32, error: &io::Error) -> String {
    let proc = std::fs::metadata(format!("/proc/{process}"));
    let exists = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    let exists = exists.map(rustix::process::test_kill_process);
    match exists {
        Some(Err(rustix::io::Errno::PERM)) => format!("process {process} belongs to another user"),
        Some(Ok(())) => match proc {
            Ok(found) if found.uid() != rustix::process::geteuid().as_raw() => {
                format!("process {process} belongs to another user")
            }
            _ if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
            {
                format!(
                    "process {process} has no Hob event loop (or was started with HOB_INSPECT=0)"
                )
            }
            _ => format!("process {process}: {}", os_text::reason(error)),
        },
        _ => format!("there is no process {process}"),
    }
}

/// The answer to `tree`: the tasks in readable form, and their number.
fn tree(process: u32) -> Result<Value, String> {
    let value = parsed(process, "tree")?;
    if value["count"].is_u64() && value["tree"].is_string() {
        return Ok(value);
    }
    Err(format!("process {process}: the answer is damaged: the tasks are missing"))
}

/// The answer to `tasks`: each of them, and queues and locks.
fn tasks(process: u32) -> Result<Value, String> {
    let value = parsed(process, "tasks")?;
    if value["tasks"].is_array() && value["tree"].is_string() {
        return Ok(value);
    }
    Err(format!("process {process}: the answer is damaged: the tasks are missing"))
}

fn parsed(process: u32, question: &str) -> Result<Value, String> {
    let text = ask(process, question)?;
    serde_json::from_str(&text)
        .map_err(|error| format!("process {process}: the answer is damaged: {error}"))
}

fn process_argument() -> Arg {
    Arg::new("process")
        .value_name("PID")
        .value_parser(clap::value_parser!(u32).range(1..))
        .help("The number of the process")
}

const STATUS: &str = "Exit status: 0; 2 for incorrect usage or a program that cannot be inspected.";

pub(super) fn ps_command() -> Command {
    Command::new("hob ps")
        .bin_name("hob ps")
        .about("Lists this user's programs that run an event loop, or shows the tasks of one")
        .arg(process_argument())
        .after_help(format!("HOB_INSPECT=0 hides a program. {STATUS}"))
}

pub(super) fn dump_command() -> Command {
    Command::new("hob dump")
        .bin_name("hob dump")
        .about("Writes the latest events of a running program, for `hob view`")
        .arg(process_argument().required(true))
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("The file to write (- for standard output)"),
        )
        .after_help(STATUS)
}

pub(super) fn top_command() -> Command {
    let number = |name: &'static str, short: char, value: &'static str, help: &'static str| {
        Arg::new(name).short(short).value_name(value).help(help)
    };
    Command::new("hob top")
        .bin_name("hob top")
        .about("Shows the tasks of a program while it runs")
        .arg(process_argument().required(true))
        .arg(
            number("delay", 'd', "SECONDS", "The time between two refreshes")
                .default_value("1")
                .value_parser(clap::value_parser!(f64)),
        )
        .arg(
            number("count", 'n', "COUNT", "Refresh this many times, then end")
                .value_parser(clap::value_parser!(u64).range(1..)),
        )
        .arg(
            Arg::new("sort")
                .long("sort")
                .value_name("COLUMN")
                .value_parser(top::SORTS.map(|sort| sort.0))
                .help("The column to sort by"),
        )
        .arg(
            Arg::new("filter")
                .long("filter")
                .value_name("TEXT")
                .help("Show only tasks with TEXT in their name, place or wait"),
        )
        .arg(
            Arg::new("view")
                .long("view")
                .value_name("VIEW")
                .value_parser(top::VIEWS.map(|view| view.0))
                .help("Show tasks (default), their waits with queues and locks, or the last 10 seconds as lanes"),
        )
        .arg(
            Arg::new("batch")
                .short('b')
                .long("batch")
                .action(ArgAction::SetTrue)
                .help("Print one refresh after another, as without a terminal"),
        )
        .after_help(format!(
            "Keys: q ends, s sorts by the next column, / filters, ↑ and ↓ choose a task, Enter shows it, w shows what tasks wait for and the queues and locks in use, l the last seconds as lanes.\n\n{STATUS}"
        ))
}

/// Runs a command with its arguments, including the command's name; returns the exit status.
fn run(
    name: &str,
    command: Command,
    arguments: impl IntoIterator<Item = OsString>,
    body: impl FnOnce(&ArgMatches) -> Result<(), String>,
) -> u8 {
    match command.no_binary_name(true).try_get_matches_from(arguments.into_iter().skip(1)) {
        Ok(matches) => match body(&matches) {
            Ok(()) => 0,
            Err(message) => {
                eprintln!("{name}: {message}");
                FAILED
            }
        },
        Err(error) => {
            // A failure to write the message is ignored.
            let _ = error.print();
            if error.use_stderr() { FAILED } else { 0 }
        }
    }
}

/// Writes to standard output; a closed pipe means that the rest is not needed.
fn say(text: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("can't write standard output: {}", os_text::reason(&error)))
        }
        _ => Ok(()),
    }
}

/// Runs `hob ps` with its arguments, the first of which is its own name; returns the exit status.
pub(super) fn ps(arguments: Vec<OsString>) -> u8 {
    run("hob ps", ps_command(), arguments, |matches| match process(matches) {
        Some(process) => say(tree(process)?["tree"].as_str().unwrap_or_default()),
        None => list(),
    })
}

/// Runs `hob dump`, as [`ps`].
pub(super) fn dump(arguments: Vec<OsString>) -> u8 {
    run("hob dump", dump_command(), arguments, |matches| {
        let text = ask(process(matches).unwrap_or(0), "trace")?;
        match matches.get_one::<PathBuf>("output") {
            Some(path) if path.as_os_str() != "-" => std::fs::write(path, text)
                .map_err(|e| format!("can't write {}: {}", path.display(), os_text::reason(&e))),
            _ => say(&text),
        }
    })
}

/// Runs `hob top`, as [`ps`].
pub(super) fn top(arguments: Vec<OsString>) -> u8 {
    run("hob top", top_command(), arguments, |matches| {
        top::run(process(matches).unwrap_or(0), matches)
    })
}

fn process(matches: &ArgMatches) -> Option<u32> {
    matches.get_one::<u32>("process").copied()
}

/// Lists the programs.
fn list() -> Result<(), String> {
    let mut rows = Vec::new();
    let entries = folder(false).and_then(std::fs::read_dir);
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_suffix(".sock")?.parse().ok());
        let Some(process) = process else { continue };
        if let Err(error) = UnixStream::connect(entry.path()) {
            // Left behind by a process that crashed.
            if error.kind() == io::ErrorKind::ConnectionRefused {
                let _ = std::fs::remove_file(entry.path());
            }
            continue;
        }
        rows.push((process, tree(process)));
    }
    rows.sort_by_key(|row: &(u32, _)| row.0);
    if rows.is_empty() {
        return say("No Hob program is running an event loop.\n");
    }
    let mut text = String::from("    PID   TASKS  PROGRAM\n");
    for (process, tree) in rows {
        text.push_str(&match tree {
            Ok(value) => {
                let count = &value["count"];
                let circles = value["circles"].as_u64();
                let mark = if circles > Some(0) { "  (tasks wait in a cycle)" } else { "" };
                let program = value["program"].as_str().unwrap_or("?");
                format!("{process:>7} {:>7}  {program}{mark}\n", count.to_string())
            }
            Err(_) => format!("{process:>7}       ?  (does not answer)\n"),
        });
    }
    say(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_answers_are_refused() {
        assert_eq!(read_header(header(12).as_bytes()), Ok(12));
        for line in ["HTTP/1.1 400 Bad\n", "", "hob-inspect 1\n", "hob-inspect 1 x\n"] {
            let why = read_header(line.as_bytes()).unwrap_err();
            assert_eq!(why, "the answer does not come from a Hob program", "{line}");
        }
        let newer = read_header(b"hob-inspect 9 3\n").unwrap_err();
        assert_eq!(newer, "an answer of version 9; this Hob reads versions up to 1");
        assert!(read_header(format!("hob-inspect 1 {}\n", usize::MAX).as_bytes()).is_err());
    }
}
