//! `hob check` from outside.
//!
//! `tests/check/NAME.py` is checked, and the output compared with `NAME.txt` next to it; with
//! `HOB_BLESS=1` in the environment the files are rewritten, to be read before they are kept. A
//! program without findings has an empty one. Next to it there may also be the outputs in the other
//! formats, `NAME.json`, `NAME.github` and `NAME.pretty`.

mod support;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;
use support::{LIMIT, Outcome};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = programs().into_iter().map(trial).collect();
    let others: [(&str, fn() -> Result<(), Failed>); 12] = [
        ("other_files", other_files),
        ("samples_are_clean", samples_are_clean),
        ("exit_status", exit_status),
        ("standard_input", standard_input),
        ("folders", folders),
        ("tangles", tangles),
        ("stars", stars),
        ("selection", selection),
        ("lists_and_explains", lists_and_explains),
        ("readme_has_all_codes", readme_has_all_codes),
        ("every_code_has_a_program", every_code_has_a_program),
        ("deep_nesting", deep_nesting),
    ];
    trials.extend(others.map(|(name, test)| Trial::test(format!("check::{name}"), test)));
    libtest_mimic::run(&arguments, trials).exit();
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

fn programs() -> Vec<PathBuf> {
    let read = fs::read_dir(folder()).expect("the folder of tests can be read");
    let paths = read.map(|entry| entry.expect("an entry can be read").path());
    let mut programs: Vec<_> =
        paths.filter(|p| p.extension().is_some_and(|e| e == "py" || e == "ipynb")).collect();
    programs.sort();
    programs
}

fn trial(program: PathBuf) -> Trial {
    let name = program.file_stem().expect("a program has a name").to_string_lossy().into_owned();
    Trial::test(format!("check::{name}"), move || judge(&program))
}

/// Compares a program's findings with the file next to it.
fn judge(program: &Path) -> Result<(), Failed> {
    let name = program.file_name().expect("a program has a name").to_string_lossy();
    let formats = [
        ("txt", "--errors=plain"),
        ("pretty", "--errors=pretty"),
        ("json", "--format=json"),
        ("github", "--format=github"),
    ];
    for (suffix, option) in formats {
        let expectation = program.with_extension(suffix);
        if suffix != "txt" && !expectation.exists() {
            continue;
        }
        let found = check(&[option, &name])?;
        if std::env::var_os("HOB_BLESS").is_some() {
            fs::write(&expectation, &found.stdout)?;
        }
        let expected = fs::read_to_string(&expectation)?;
        if expected != found.stdout {
            let diff = TextDiff::from_lines(&expected, &found.stdout);
            let diff = diff.unified_diff().header("expected", "found").to_string();
            return Err(format!("{suffix} differs:\n{diff}").into());
        }
        let is_clean = fs::read_to_string(program.with_extension("txt"))?.is_empty();
        same(&found.status, &i32::from(!is_clean), "the exit status")?;
        same(&found.stderr.as_str(), &"", "standard error")?;
    }
    Ok(())
}

fn hob_check() -> Command {
    let mut command = support::hob();
    command.arg("check").current_dir(folder());
    command
}

/// Runs `hob check` in the folder of programs.
fn check(arguments: &[&str]) -> Result<Outcome, Failed> {
    Ok(support::run(hob_check().args(arguments), LIMIT)?)
}

/// Runs `hob check - ARGUMENTS` with a text on standard input.
fn check_text(text: &str, arguments: &[&str]) -> Result<Outcome, Failed> {
    let mut command = hob_check();
    command.arg("-").args(arguments);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let _guard = support::guard(&child);
    // The text fits into the pipe, or is read while it is being written.
    child.stdin.take().expect("it is piped").write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    Ok(Outcome {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code().unwrap_or(-1),
    })
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T, what: &str) -> Result<(), Failed> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, found {found:?}").into())
}

fn samples_are_clean() -> Result<(), Failed> {
    let found = check(&["../../samples"])?;
    same(&found.stdout.as_str(), &"", "findings")?;
    same(&found.status, &0, "the exit status")
}

fn exit_status() -> Result<(), Failed> {
    let one = check_text("await x\n", &[])?;
    same(&one.status, &1, "with a finding")?;
    let info = check_text("x = 1  # hob: ignore\n", &[])?;
    same(&info.status, &1, "with nothing but information")?;
    same(&check_text("x = 1\n", &[])?.status, &0, "with none")?;
    same(&check_text("", &[])?.status, &0, "of an empty text")?;
    let missing = check(&["no_such_file.py"])?;
    same(&missing.status, &2, "of a file that is not there")?;
    let expected = "hob check: can't read 'no_such_file.py': No such file or directory\n";
    same(&missing.stderr.as_str(), &expected, "the complaint")?;
    for arguments in [&[][..], &["--select=H999", "-"], &["--format=xml", "-"], &["--explain=x"]] {
        same(&check(arguments)?.status, &2, &format!("{arguments:?}"))?;
    }
    Ok(())
}

fn standard_input() -> Result<(), Failed> {
    let found = check_text("import time\nasync def main():\n    time.sleep(1)\n", &[])?;
    let place = found.stdout.split(' ').next().unwrap_or_default();
    same(&place, &"<stdin>:3:5:", "the place")
}

fn folders() -> Result<(), Failed> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check_folders");
    // It is not there before the first run.
    let _ = fs::remove_dir_all(&root);
    for (name, text) in [
        ("a.py", "x +\n"),
        ("b/inner.py", "y +\n"),
        ("b/notes.txt", "z +\n"),
        (".hidden/c.py", "z +\n"),
        ("c.py", "pass\n"),
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("it lies in a folder"))?;
        fs::write(path, text)?;
    }
    std::os::unix::fs::symlink(&root, root.join("b/loop"))?;
    let mut command = support::hob();
    let found = support::run(command.args(["check", "."]).current_dir(&root), LIMIT)?;
    let files: Vec<&str> = found.stdout.lines().filter_map(|l| l.split(':').next()).collect();
    same(&files, &vec!["./a.py", "./b/inner.py"], "the files")
}

/// Attributes, calls and imports that lead to each other by many paths are followed once, not once
/// per path.
fn tangles() -> Result<(), Failed> {
    const FILES: usize = 12;
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check_tangles");
    // It is not there before the first run.
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root)?;
    let mut calls = String::from("import asyncio\n");
    for file in 0..FILES {
        let others = || (0..FILES).filter(|other| *other != file);
        let mut text = String::new();
        for other in others() {
            text += &format!("from m{other} import *\nfrom m{other} import f{other}\n");
        }
        text += &format!("def f{file}():\n");
        text.extend(others().map(|other| format!("    f{other}()\n")));
        fs::write(root.join(format!("m{file}.py")), text)?;
        calls += &format!("from m{file} import f{file}, missing\n");
    }
    calls += "async def main():\n    f0()\n    missing()\n";
    fs::write(root.join("main.py"), calls)?;
    let mut class = String::from("class C:\n    async def main(self):\n");
    for (n, next) in (0..40).flat_map(|n| (1..6).map(move |next| (n, n + next))) {
        class += &format!("        self.a{n} = self.a{next}\n");
    }
    class += "        self.a0()\n";
    fs::write(root.join("members.py"), class)?;
    let mut command = support::hob();
    let found = support::run(command.args(["check", "."]).current_dir(&root), LIMIT)?;
    same(&found.stdout, &String::new(), "the findings")
}

/// A name is looked up once among all star imports of a module, not in each file of them. It is
/// found through several, and in a module of a package.
fn stars() -> Result<(), Failed> {
    const FILES: usize = 400;
    const NAMES: usize = 8000;
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check_stars");
    // It is not there before the first run.
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("package"))?;
    let mut all = String::new();
    for file in 0..FILES {
        fs::write(root.join(format!("package/m{file}.py")), "from . import *\n")?;
        all += &format!("from .m{file} import *\n");
    }
    fs::write(root.join("package/__init__.py"), all)?;
    fs::write(root.join("package/m399.py"), "import time\ndef last():\n    time.sleep(1)\n")?;
    let mut calls = String::from("import package\nasync def main():\n");
    calls.extend((0..NAMES).map(|name| format!("    package.missing{name}()\n")));
    calls += "    package.last()\n    package.m399.last()\n";
    fs::write(root.join("main.py"), calls)?;
    let mut command = support::hob();
    let found = support::run(command.args(["check", "."]).current_dir(&root), LIMIT)?;
    let lines: Vec<&str> = found.stdout.lines().filter_map(|l| l.split(' ').next()).collect();
    same(&lines, &vec!["./main.py:8003:5:", "./main.py:8004:5:"], "the findings")
}

/// Calls are followed into other files, whether the command line names them or not.
fn other_files() -> Result<(), Failed> {
    let expectation = folder().join("project.txt");
    let found = check(&["--errors=plain", "project"])?;
    if std::env::var_os("HOB_BLESS").is_some() {
        fs::write(&expectation, &found.stdout)?;
    }
    let expected = fs::read_to_string(&expectation)?;
    same(&found.stdout, &expected, "the findings in the folder")?;
    let alone = check(&["--errors=plain", "project/main.py"])?;
    let of_main = expected.lines().filter(|line| line.starts_with("project/main.py:"));
    let of_main: String = of_main.map(|line| format!("{line}\n")).collect();
    same(&alone.stdout, &of_main, "the findings in one file")
}

fn selection() -> Result<(), Failed> {
    let text = "import time\nasync def f():\n    time.sleep(1)\n    f()\n    undefined\n";
    let codes = |arguments: &[&str]| -> Result<Vec<String>, Failed> {
        let found = check_text(text, arguments)?;
        let codes = found.stdout.lines().filter_map(|l| l.split(' ').nth(1).map(String::from));
        Ok(codes.collect())
    };
    same(&codes(&[])?, &["H201", "H101", "H002"].map(String::from).to_vec(), "all")?;
    same(&codes(&["--select=H101"])?, &vec!["H101".to_string()], "selected")?;
    let ignored = codes(&["--ignore=blocking-call,H101"])?;
    same(&ignored, &vec!["H002".to_string()], "not ignored")
}

/// The entries of `--list`, whose further lines are indented.
fn entries_of(list: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in list.lines() {
        match entries.last_mut().filter(|_| line.starts_with(' ')) {
            Some(entry) => *entry += line,
            None => entries.push(line.to_string()),
        }
    }
    entries
}

fn lists_and_explains() -> Result<(), Failed> {
    let list = check(&["--list"])?;
    same(&list.status, &0, "the exit status")?;
    for entry in entries_of(&list.stdout) {
        let code = entry.split(' ').next().unwrap_or_default();
        let explained = check(&["--explain", code])?;
        same(&explained.status, &0, code)?;
        let start = explained.stdout.split(' ').next().unwrap_or_default();
        same(&start, &code, "the explanation's start")?;
    }
    Ok(())
}

/// The README's table is that of `--list`, which comes from the table of codes.
fn readme_has_all_codes() -> Result<(), Failed> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme)?;
    for entry in entries_of(&check(&["--list"])?.stdout) {
        let mut words = entry.split_whitespace();
        let (code, _, name) = (words.next(), words.next(), words.next());
        let summary = words.collect::<Vec<_>>().join(" ");
        let row = format!("| {} | {} | {summary} |", code.unwrap_or(""), name.unwrap_or(""));
        if !readme.contains(&row) {
            return Err(format!("README.md lacks the row\n{row}").into());
        }
    }
    Ok(())
}

/// Each code is found in some program.
fn every_code_has_a_program() -> Result<(), Failed> {
    let mut found = String::new();
    for program in programs() {
        found += &fs::read_to_string(program.with_extension("txt"))?;
    }
    let list = check(&["--list"])?.stdout;
    let codes = entries_of(&list).into_iter();
    let codes = codes.filter_map(|entry| entry.split(' ').next().map(str::to_string));
    let missing: Vec<String> = codes.filter(|code| !found.contains(&format!(" {code} "))).collect();
    same(&missing, &Vec::new(), "codes without a program")
}

/// Deeply nested texts give a finding or none, but never a fault.
fn deep_nesting() -> Result<(), Failed> {
    let n = 200_000;
    let texts = [
        format!("x = 1\ny = {}x\n", "not ".repeat(n)),
        format!("x = 1\ny = x{}\n", ".a".repeat(n)),
        format!("x = 1\ny = x{}\n", "()".repeat(n)),
        format!("x = 1\ny = {}\n", vec!["x"; n].join(" + ")),
        format!("x = 1\ny = {}\n", vec!["x"; n].join(" if x else ")),
        format!("x = 1\nif x: pass\n{}", "elif x: pass\n".repeat(n / 10)),
        format!("x = {}\n", "[".repeat(n)),
        format!("async def f():\n    x = f(){}\n    {}x\n", ".a".repeat(n), "await ".repeat(90)),
    ];
    for text in texts {
        let found = check_text(&text, &[])?;
        let start: String = text.chars().take(40).collect();
        if !matches!(found.status, 0 | 1) || !found.stderr.is_empty() {
            return Err(format!("{start}: {} {}", found.status, found.stderr).into());
        }
    }
    Ok(())
}
