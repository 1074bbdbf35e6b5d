//! The run times of the programs in `programs/`, start-up included, and those of CPython 3.13
//! for them: `cargo bench`, or `cargo bench -- await` for those with `await` in their name. `cargo
//! bench -- --table` prints the README's table, with the comment at the top of each program.
//!
//! The interpreters take turns, so that a machine that becomes slower affects both; the best of
//! several runs counts, since disturbances can only make a run longer. A program counts only if
//! both print the same. CPython is `$HOB_PYTHON`, or `python3.13` on the path.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Runs of each program.
const RUNS: usize = 5;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let programs = match programs(&wanted) {
        Ok(programs) => programs,
        Err(error) => {
            eprintln!("benches/programs: {error}");
            return ExitCode::FAILURE;
        }
    };
    let cpython = cpython();
    if cpython.is_none() {
        println!("CPython 3.13 is not here: no comparison");
    }
    let as_table = std::env::args().any(|argument| argument == "--table");
    if !as_table {
        println!("{:<14}{:>10}{:>12}{:>9}", "program", "hob", "CPython", "ratio");
    }
    let (mut ratios, mut rows, mut failed) = (Vec::new(), Vec::new(), false);
    for program in programs {
        let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match compare(&program, cpython.as_deref()) {
            Ok((hob, None)) => println!("{name:<14}{:>7.1} ms", milliseconds(hob)),
            Ok((hob, Some(cpython))) => {
                let ratio = cpython.as_secs_f64() / hob.as_secs_f64();
                ratios.push(ratio);
                let (hob, cpython) = (milliseconds(hob), milliseconds(cpython));
                if as_table {
                    let contents = contents(&program);
                    let row = format!(
                        "| `{name}` | {contents} | {hob:.1} ms | {cpython:.1} ms | {ratio:.1}x |"
                    );
                    rows.push((ratio, row));
                } else {
                    println!("{name:<14}{hob:>7.1} ms{cpython:>9.1} ms{ratio:>8.2}x");
                }
            }
            Err(problem) => {
                failed = true;
                println!("{name:<14}  {problem}");
            }
        }
    }
    if as_table {
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        println!("| program | contents | Hob | CPython 3.13 | |\n|---|---|---|---|---|");
        rows.iter().for_each(|(_, row)| println!("{row}"));
    }
    if !ratios.is_empty() {
        let mean = ratios.iter().map(|r| r.ln()).sum::<f64>() / ratios.len() as f64;
        match as_table {
            true => println!("\nThe geometric mean is {:.1}x.", mean.exp()),
            false => println!("{:<14}{:>31.2}x", "geometric mean", mean.exp()),
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn programs(wanted: &[String]) -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The comment at the top of a program, without its period.
fn contents(program: &Path) -> String {
    let text = std::fs::read_to_string(program).unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("# ").trim_end_matches('.').to_string()
}

fn cpython() -> Option<PathBuf> {
    let python = std::env::var_os("HOB_PYTHON").unwrap_or_else(|| "python3.13".into());
    let check = "import sys; sys.exit(sys.version_info[:2] != (3, 13))";
    let status = Command::new(&python).args(["-c", check]).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success()).then(|| PathBuf::from(python))
}

/// The best times of both.
fn compare(program: &Path, cpython: Option<&Path>) -> Result<(Duration, Option<Duration>), String> {
    let hob = Path::new(env!("CARGO_BIN_EXE_hob"));
    let (mut ours, mut theirs) = (Duration::MAX, None::<Duration>);
    for _ in 0..RUNS {
        let (time, output) = run(hob, program)?;
        ours = ours.min(time);
        if let Some(cpython) = cpython {
            let (time, expected) = run(cpython, program)?;
            if output != expected {
                return Err("the outputs differ".to_string());
            }
            theirs = Some(theirs.map_or(time, |best| best.min(time)));
        }
    }
    Ok((ours, theirs))
}

fn run(interpreter: &Path, program: &Path) -> Result<(Duration, Vec<u8>), String> {
    let start = Instant::now();
    let result = Command::new(interpreter).arg(program).stdin(Stdio::null()).output();
    let time = start.elapsed();
    let output = result.map_err(|error| format!("{}: {error}", interpreter.display()))?;
    if output.status.success() {
        Ok((time, output.stdout))
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        let last = errors.lines().last().unwrap_or_default();
        Err(format!("{}: {}: {last}", interpreter.display(), output.status))
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
