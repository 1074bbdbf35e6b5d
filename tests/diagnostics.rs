//! Each `tests/diagnostics/KIND/NAME.py` is a mistake and a test: its report must be exactly
//! CPython's (`NAME.plain`, written by `tests/bless`), and the one drawn for a terminal must be the
//! reviewed one (`NAME.pretty`). With `HOB_BLESS=1` the latter is written, and each change shown.

#[path = "support/normalise.rs"]
mod normalise;
#[path = "support/side_by_side.rs"]
mod side_by_side;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;
use support::LIMIT;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let kinds = entries(&root).into_iter().filter(|path| path.is_dir());
    let mut trials: Vec<Trial> = kinds.flat_map(|kind| trials(&kind)).collect();
    let program = root.join("runtime/circular_import.py");
    trials
        .push(Trial::test("diagnostics::in_a_deep_folder", move || check_in_deep_folder(&program)));
    trials.push(Trial::test("diagnostics::readme", move || check_page(&root)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The page that shows chosen mistakes is up to date with the files.
fn check_page(root: &Path) -> Result<(), Failed> {
    let (file, page) = (root.join("README.md"), side_by_side::page(root)?);
    if std::env::var_os("HOB_BLESS").is_some() {
        fs::write(&file, page)?;
    } else if fs::read_to_string(&file).unwrap_or_default() != page {
        return Err("README.md is out of date: run with HOB_BLESS=1".into());
    }
    Ok(())
}

fn trials(folder: &Path) -> Vec<Trial> {
    let programs = entries(folder).into_iter().filter(|path| {
        path.extension().is_some_and(|suffix| suffix == "py") && !name(path).starts_with('_')
    });
    let test = |path: &Path| format!("diagnostics::{}::{}", name(folder), name(path));
    programs.map(|path| Trial::test(test(&path), move || check(&path))).collect()
}

fn check(path: &Path) -> Result<(), Failed> {
    let plain = report(path, "plain")?;
    let mut complaint = difference(path, "plain", &plain)?;
    let pretty = report(path, "pretty")?;
    let change = difference(path, "pretty", &pretty)? + &wide_lines(&pretty);
    if std::env::var_os("HOB_BLESS").is_some() {
        if !change.is_empty() {
            println!("{}: {change}", path.display());
        }
        fs::write(path.with_extension("pretty"), pretty)?;
    } else {
        complaint += &change;
    }
    if complaint.is_empty() { Ok(()) } else { Err(complaint.into()) }
}

/// The lines of a drawn report with more than 80 columns, except source lines (` 7 │ …`), single words
/// and warnings, which are CPython's text.
fn wide_lines(report: &str) -> String {
    let is_source = |line: &str| {
        let number = line.split('│').next().map(str::trim).unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_word = |line: &str| !line.trim_start_matches([' ', '│', '·']).contains(' ');
    let is_exempt = |line: &str| is_source(line) || is_word(line) || line.contains("Warning: ");
    let wide = report.lines().filter(|line| line.chars().count() > 80 && !is_exempt(line));
    wide.map(|line| format!("more than 80 columns: {line}\n")).collect()
}

/// A report does not depend on the length of the path to the program.
fn check_in_deep_folder(program: &Path) -> Result<(), Failed> {
    let folder = std::env::temp_dir().join(format!("hob-{}", std::process::id()));
    let deep = folder.join("a rather long name of a folder/".repeat(4));
    fs::create_dir_all(&deep)?;
    let here = program.parent().expect("a program lies in a folder");
    for path in entries(here).iter().filter(|path| path.extension().is_some_and(|e| e == "py")) {
        fs::copy(path, deep.join(path.file_name().expect("a program has a name")))?;
    }
    let found = report(&deep.join(program.file_name().expect("a program has a name")), "pretty");
    fs::remove_dir_all(&folder)?;
    match difference(program, "pretty", &found?)? {
        complaint if complaint.is_empty() => Ok(()),
        complaint => Err(complaint.into()),
    }
}

/// The program's standard error, with paths relative to its folder.
fn report(path: &Path, style: &str) -> Result<String, Failed> {
    let folder = path.parent().expect("a program lies in a folder");
    let mut command = support::hob();
    command.arg("--clock=virtual").arg(format!("--errors={style}")).env("NO_COLOR", "1");
    command.arg(path.file_name().expect("a program has a name")).current_dir(folder);
    let outcome = support::run(&mut command, LIMIT)?;
    if outcome.stderr.contains("panicked at") {
        return Err(outcome.stderr.into());
    }
    Ok(normalise::normalise(&outcome.stderr, folder))
}

/// The difference between a report and the file with the expected one; empty if they are equal.
fn difference(path: &Path, style: &str, found: &str) -> Result<String, Failed> {
    let file = path.with_extension(style);
    let expected = if file.exists() { fs::read_to_string(file)? } else { String::new() };
    if expected == found {
        return Ok(String::new());
    }
    let diff = TextDiff::from_lines(expected.as_str(), found);
    let diff = diff.unified_diff().context_radius(2).header("expected", "found").to_string();
    Ok(format!("the {style} report differs:\n{diff}\n"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).expect("the folder of tests can be read");
    let mut paths: Vec<_> = read.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().expect("a path has a name").to_string_lossy().into_owned()
}
