//! Each program with an expected output is a test: `samples`, `tests/golden/AREA`,
//! `tests/differences` and `tests/stand_ins`. README.md next to this file describes the form of a
//! program and its expected output.

#[path = "support/normalise.rs"]
mod normalise;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;
use support::LIMIT;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders =
        ["samples", "tests/differences", "tests/stand_ins"].map(|name| root.join(name)).to_vec();
    folders.extend(entries(&root.join("tests/golden")).into_iter().filter(|path| path.is_dir()));
    let trials = folders.iter().flat_map(|folder| trials(folder)).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

/// Programs that need something that Hob does not have yet, one per line: `AREA/NAME: what is
/// missing`.
const MISSING: &str = include_str!("missing.txt");

fn trials(folder: &Path) -> Vec<Trial> {
    let area = name(folder);
    let programs = entries(folder).into_iter().filter(|path| is_program(path));
    programs
        .map(|path| {
            let test = format!("golden::{area}::{}", name(&path));
            let is_missing = MISSING.lines().any(|line| {
                line.split(':')
                    .next()
                    .is_some_and(|known| known == format!("{area}/{}", name(&path)))
            });
            Trial::test(test, move || check(&path)).with_ignored_flag(is_missing)
        })
        .collect()
}

/// Modules that programs import start with an underscore, or live in packages.
fn is_program(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix == "py") && !name(path).starts_with('_')
}

fn check(path: &Path) -> Result<(), Failed> {
    let folder = path.parent().expect("a program lies in a folder");
    let source = fs::read_to_string(path)?;
    let mut command = support::hob();
    if !source.lines().take_while(|line| line.starts_with('#')).any(|line| line == "# clock: real")
    {
        command.arg("--clock=virtual");
    }
    command.arg(path.file_name().expect("a program has a name")).current_dir(folder);
    let outcome = support::run(&mut command, LIMIT)?;

    let expected_status = expected(path, "status")?.trim().parse().unwrap_or(0);
    let mut complaint = String::new();
    complain(&mut complaint, "stdout", &expected(path, "out")?, &outcome.stdout);
    let stderr = normalise::normalise(&outcome.stderr, folder);
    complain(&mut complaint, "stderr", &expected(path, "err")?, &stderr);
    if outcome.status != expected_status {
        complaint +=
            &format!("exit status: expected {expected_status}, found {}\n", outcome.status);
    }
    if complaint.is_empty() { Ok(()) } else { Err(complaint.into()) }
}

fn expected(path: &Path, suffix: &str) -> Result<String, Failed> {
    let file = path.with_extension(suffix);
    if file.exists() {
        Ok(fs::read_to_string(file)?)
    } else if suffix == "out" {
        Err(format!("{} is missing: run tests/bless", file.display()).into())
    } else {
        Ok(String::new())
    }
}

fn complain(complaint: &mut String, stream: &str, expected: &str, found: &str) {
    if expected != found {
        let diff = TextDiff::from_lines(expected, found);
        let diff = diff.unified_diff().context_radius(2).header("CPython", "Hob").to_string();
        *complaint += &format!("{stream} differs:\n{diff}\n");
    }
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
