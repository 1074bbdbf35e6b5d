//! `hob check`: options, files, and exit status.

use crate::check::output::{self, Format};
use crate::check::project::{Exports, Project};
use crate::check::{CODES, Checker, Code, File, Selection, may_have_coroutines};
use crate::diagnostics::ErrorStyle;
use crate::runtime::pool::use_on_this_thread;
use crate::text::os_text;
use crate::text::wrap::{COLUMNS, wrap};
use clap::{Arg, ArgAction, Command};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// Exit status without findings.
const CLEAN: u8 = 0;
/// Exit status with findings.
const FOUND: u8 = 1;
/// Exit status for incorrect usage or an unreadable file.
const FAILED: u8 = 2;

/// Runs `check` with its arguments, including the command's name, on threads with this much native
/// stack (in bytes). Returns the exit status: 0 without findings, 1 with findings, 2 for wrong
/// usage or an unreadable file.
pub fn main(arguments: impl Iterator<Item = OsString>, stack: usize) -> u8 {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // A failure to write the message is ignored.
            let _ = error.print();
            return if error.use_stderr() { FAILED } else { CLEAN };
        }
    };
    let all = |name: &str| -> Vec<String> {
        matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
    };
    if matches.get_flag("list") {
        return write(&list());
    }
    if let Some(text) = matches.get_one::<String>("explain") {
        return match Code::from_text(text) {
            Some(code) => write(&explain(code)),
            None => complain(&format!("there is no code '{text}'; try --list")),
        };
    }
    let selection = match selection(&all("select"), &all("ignore")) {
        Ok(selection) => selection,
        Err(message) => return complain(&message),
    };
    let files = all("files");
    if files.is_empty() {
        return complain("no file given; try --help");
    }
    let style = matches.get_one::<String>("errors").and_then(|name| ErrorStyle::from_name(name));
    let format = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("github") => Format::Github,
        _ => text_format(style.unwrap_or_default()),
    };
    check_all(&files, &selection, format, stack)
}

/// The text format: drawn reports on a terminal.
fn text_format(style: ErrorStyle) -> Format {
    let is_terminal = std::io::stdout().is_terminal();
    let is_pretty = match style {
        ErrorStyle::Plain => false,
        ErrorStyle::Pretty => true,
        ErrorStyle::Auto => is_terminal,
    };
    let wants_color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    match is_pretty {
        true => Format::Pretty { colored: is_terminal && wants_color },
        false => Format::Text,
    }
}

pub(super) fn command() -> Command {
    Command::new("hob check")
        .term_width(COLUMNS)
        .about("Reports mistakes in programs without running them")
        .override_usage(
            "hob check [OPTIONS] FILE...\n       hob check --explain CODE\n       hob check --list",
        )
        .after_help(
            "Exit status: 0 if nothing was found, 1 if anything was, 2 for incorrect usage or an \
             unreadable file.",
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "github"])
                .help("Show findings as text, as JSON, or as GitHub's workflow commands"),
        )
        .arg(
            Arg::new("errors")
                .long("errors")
                .value_name("STYLE")
                .value_parser(["plain", "pretty", "auto"])
                .help("Show one line per finding, or drawn reports, or drawn reports on a terminal only"),
        )
        .arg(
            Arg::new("select")
                .long("select")
                .value_name("CODES")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help("Report only these codes"),
        )
        .arg(
            Arg::new("ignore")
                .long("ignore")
                .value_name("CODES")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help("Report all codes except these"),
        )
        .arg(
            Arg::new("explain")
                .long("explain")
                .value_name("CODE")
                .help("Explain a code and its remedy"),
        )
        .arg(
            Arg::new("list").long("list").action(ArgAction::SetTrue).help("Show all codes"),
        )
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .num_args(0..)
                .help("Programs, folders with programs, or - for standard input"),
        )
}

fn selection(selected: &[String], ignored: &[String]) -> Result<Selection, String> {
    let codes = |texts: &[String]| -> Result<Vec<Code>, String> {
        let all = texts.iter().map(|text| {
            let text = text.trim();
            Code::from_text(text).ok_or_else(|| format!("there is no code '{text}'; try --list"))
        });
        all.collect()
    };
    let selected_codes = codes(selected)?;
    Ok(Selection {
        selected: (!selected.is_empty()).then_some(selected_codes),
        ignored: codes(ignored)?,
    })
}

fn list() -> String {
    const SUMMARY: usize = 15;
    let lines = CODES.iter().map(|about| {
        let summary = wrap(&format!("{:SUMMARY$}{}", "", about.summary), COLUMNS);
        format!("{}  {:<7}  {}\n{summary}\n", about.number, about.severity.name(), about.name)
    });
    lines.collect()
}

fn explain(code: Code) -> String {
    let about = code.description();
    format!(
        "{} {} ({})\n\n{}.\n\n{}\n",
        about.number,
        about.name,
        about.severity.name(),
        capitalized(about.summary),
        about.explanation
    )
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn write(text: &str) -> u8 {
    // A closed pipe means that the rest is not needed.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    CLEAN
}

fn complain(message: &str) -> u8 {
    eprintln!("hob check: {message}");
    FAILED
}

/// The output and number of findings for a file, or the reason why it could not be read.
type Outcome = Result<(String, usize), String>;

fn check_all(files: &[String], selection: &Selection, format: Format, stack: usize) -> u8 {
    let mut paths = Vec::new();
    let mut is_complete = true;
    for file in files {
        if let Err(message) = add_files(file, &mut paths) {
            complain(&message);
            is_complete = false;
        }
    }
    let folders = files.iter().map(PathBuf::from).filter(|path| path.is_dir()).collect();
    let outcomes = match outcomes(&paths, folders, selection, format, stack) {
        Ok(outcomes) => outcomes,
        Err(message) => return complain(&message),
    };
    let mut texts = Vec::new();
    let mut count = 0;
    for outcome in outcomes {
        match outcome {
            Ok((text, findings)) if findings > 0 => {
                texts.push(text);
                count += findings;
            }
            Ok(_) => {}
            Err(message) => {
                complain(&message);
                is_complete = false;
            }
        }
    }
    match format {
        Format::Json if texts.is_empty() => write("[]\n"),
        Format::Json => write(&format!("[\n{}\n]\n", texts.join(",\n"))),
        Format::Pretty { .. } => write(&format!("{}{}", texts.concat(), summary(count, &texts))),
        Format::Text | Format::Github => write(&texts.concat()),
    };
    match (is_complete, count) {
        (false, _) => FAILED,
        (true, 0) => CLEAN,
        (true, _) => FOUND,
    }
}

fn summary(count: usize, files: &[String]) -> String {
    let many = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    match count {
        0 => "Nothing found.\n".to_string(),
        _ => format!("{} in {}.\n", many(count, "finding"), many(files.len(), "file")),
    }
}

/// Adds the file, or the programs in the folder and its subfolders, by name. Hidden folders and
/// links to folders are skipped.
fn add_files(name: &str, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let path = PathBuf::from(name);
    if !path.is_dir() {
        paths.push(path);
        return Ok(());
    }
    let mut folders = vec![path];
    while let Some(folder) = folders.pop() {
        let read = std::fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = read.map_err(|error| unreadable(&folder, &error))?;
        entries.sort_by_key(|entry| entry.file_name());
        let mut inner = Vec::new();
        for entry in entries {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !entry.file_name().to_string_lossy().starts_with('.') {
                inner.push(path);
            } else if !path.is_dir()
                && path.extension().is_some_and(|suffix| suffix == "py" || suffix == "ipynb")
            {
                paths.push(path);
            }
        }
        folders.extend(inner.into_iter().rev());
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("can't read '{}': {}", path.display(), os_text::reason(error))
}

/// Checks all files, on as many threads as there are processors, and returns the outcomes in the
/// order of the files. Questions about other files are answered when all have been read.
fn outcomes(
    paths: &[PathBuf],
    folders: Vec<PathBuf>,
    selection: &Selection,
    format: Format,
    stack: usize,
) -> Result<Vec<Outcome>, String> {
    let next = AtomicUsize::new(0);
    let finished = Mutex::new(BTreeMap::new());
    // Calls matter once a file with coroutines has been seen. An earlier file is read again if one
    // of its functions is requested.
    let wants_calls = AtomicBool::new(false);
    let work = || {
        use_on_this_thread();
        let checker = Checker::new(stack);
        while let Some((index, path)) = take(&next, paths) {
            let file = read_file(&checker, path, &wants_calls);
            // Most files are done; the others wait for the exports of all.
            let file = file.map(|mut file| {
                let exports = std::mem::take(&mut file.exports);
                match file.questions.is_empty() {
                    true => (exports, State::Done(show(file, selection, format))),
                    false => (exports, State::Asks(file)),
                }
            });
            if let Ok(mut finished) = finished.lock() {
                finished.insert(index, file);
            }
        }
    };
    let thread = || std::thread::Builder::new().stack_size(stack);
    let failed = |error| format!("cannot start a thread: {error}");
    let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..processors.min(paths.len())).map(|_| thread().spawn_scoped(scope, work)).collect();
        for thread in threads {
            thread.map_err(failed)?.join().map_err(|_| "the checker itself failed".to_string())?;
        }
        Ok::<(), String>(())
    })?;
    let files = finished.into_inner().unwrap_or_default();
    std::thread::scope(|scope| {
        let answers = || answers(paths, files, folders, selection, format, stack);
        let answering = thread().spawn_scoped(scope, answers).map_err(failed)?;
        answering.join().map_err(|_| "the checker itself failed".to_string())
    })
}

/// A file that was read.
enum State {
    Done((String, usize)),
    Asks(File),
}

/// The outcomes of all files, whose questions are answered from each other's exports.
fn answers(
    paths: &[PathBuf],
    files: BTreeMap<usize, Result<(Exports, State), String>>,
    folders: Vec<PathBuf>,
    selection: &Selection,
    format: Format,
    stack: usize,
) -> Vec<Outcome> {
    use_on_this_thread();
    let checker = Checker::new(stack);
    let mut project = Project::new(folders);
    let mut outcomes = Vec::new();
    for (index, file) in files {
        outcomes.push((
            index,
            file.map(|(exports, read)| {
                project.add(&paths[index], exports);
                read
            }),
        ));
    }
    // A file that is read for a question has its functions requested.
    let wants_calls = AtomicBool::new(true);
    let read = |path: &Path| Some(read_file(&checker, path, &wants_calls).ok()?.exports);
    let finish = |(index, file): (usize, Result<State, String>)| match file? {
        State::Done(shown) => Ok(shown),
        State::Asks(mut file) => {
            for question in std::mem::take(&mut file.questions) {
                if let Some(finding) = project.answer(&paths[index], &question, &read) {
                    file.add(finding);
                }
            }
            Ok(show(file, selection, format))
        }
    };
    outcomes.into_iter().map(finish).collect()
}

fn take<'p>(next: &AtomicUsize, paths: &'p [PathBuf]) -> Option<(usize, &'p PathBuf)> {
    let index = next.fetch_add(1, Relaxed);
    paths.get(index).map(|path| (index, path))
}

/// Reads a file, and records whether it may have coroutines.
fn read_file(checker: &Checker, path: &Path, wants_calls: &AtomicBool) -> Result<File, String> {
    let (name, bytes) = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        ("<stdin>".to_string(), read.map(|_| bytes))
    } else {
        (path.display().to_string(), std::fs::read(path))
    };
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    if may_have_coroutines(&bytes) {
        wants_calls.store(true, Relaxed);
    }
    Ok(checker.read(&name, &bytes, wants_calls.load(Relaxed)))
}

fn show(file: File, selection: &Selection, format: Format) -> (String, usize) {
    let (source, findings) = file.finish(selection);
    (output::show(&source, &findings, format), findings.len())
}
