//! Each `tests/diagnostics/KIND/NAME.py` is a mistake and a test: its report must be CPython's to
//! the letter (`NAME.plain`, written by `tests/bless`), and the one drawn for a terminal the
//! reviewed one (`NAME.pretty`). With `HOB_BLESS=1` the latter is written, and each change shown.

#[path = "support/normalise.rs"]
mod normalise;
#[path = "support/side_by_side.rs"]
mod side_by_side;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;

const LIMIT: Duration = Duration::from_secs(20);

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let kinds = entries(&root).into_iter().filter(|path| path.is_dir());
    let mut trials: Vec<Trial> = kinds.flat_map(|kind| trials(&kind)).collect();
    trials.push(Trial::test("diagnostics::readme", move || check_page(&root)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The page that shows chosen mistakes is made of the files as they are.
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
    let change = difference(path, "pretty", &pretty)?;
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

/// What the program leaves on standard error, with paths relative to its folder.
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

/// How a report differs from the file with the expected one; empty if it doesn't.
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
