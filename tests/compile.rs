//! The compiler: its errors, its scopes, its bytecode, and the rules that all bytecode follows.
//!
//! `tests/compile/errors.txt` has programs and the message that CPython 3.13 gives for each.
//! `tests/compile/bytecode/NAME.py` is compiled to `NAME.txt`, and `NAME.txt` has the scopes of
//! `tests/compile/scopes/NAME.py`; with `HOB_BLESS=1` in the environment the files are rewritten.

use hob::compile::scope::dump;
use hob::compile::{
    Bounds, CompileWarning, Mode, Optimization, check_module, code_object, compile_module,
    disassemble, verify,
};
use hob::objects::code::{Code, Source};
use hob::runtime::Ref;
use std::fs;
use std::path::{Path, PathBuf};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile")
}

/// Compiles a text. The heap must know the object kinds of the constants.
fn compile(text: &str, mode: Mode) -> Result<(Ref<Code>, Vec<CompileWarning>), String> {
    let parsed = hob_grammar::parse_module(text).map_err(|error| error.message)?;
    let source = Source::new("test.py", text);
    let bounds = Bounds::of_stack(800 * 1024);
    let compiled = compile_module(&parsed.module, &source, mode, Optimization::None, bounds);
    let made = compiled.and_then(|c| Ok((code_object(&c, &source, bounds)?, c.warnings)));
    made.map_err(|error| error.message)
}

fn outcome(text: &str) -> String {
    match compile(text, Mode::File) {
        Err(message) => message,
        Ok((_, warnings)) => {
            let warnings = warnings.iter().map(|w| format!("; {}", w.message));
            format!("ok{}", warnings.collect::<String>())
        }
    }
}

#[test]
fn errors_have_cpythons_words() {
    hob::objects::register_kinds();
    let all = fs::read_to_string(directory().join("errors.txt")).unwrap();
    let mut wrong = Vec::new();
    for case in all.split("\n\n--\n") {
        let (text, expected) = case.rsplit_once("\n=> ").expect("a case ends with `=> message`");
        let (expected, found) = (expected.trim_end(), outcome(text));
        if found != expected {
            wrong.push(format!("{text}\n  expected: {expected}\n  found:    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A check, which generates code only for doubtful forms, finds everything that compiling finds.
#[test]
fn checks_overlook_nothing() {
    let errors = fs::read_to_string(directory().join("errors.txt")).unwrap();
    let cases = errors.split("\n\n--\n");
    let texts = cases.map(|case| case.rsplit_once("\n=> ").expect("a case has a message").0);
    let mut programs: Vec<String> = texts.map(str::to_string).collect();
    let mut paths = vec![directory().join(".."), directory().join("../../samples")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "py") {
            programs.extend(fs::read_to_string(&path));
        }
    }
    let displays = "list = [f(a, x), f(b, x), g(a, *x)]\n";
    programs.push(displays.repeat(4_000));
    programs.push(format!("x = {}1", "-".repeat(3_900)));
    let mut overlooked = Vec::new();
    let bounds = Bounds::of_stack(800 * 1024);
    for text in &programs {
        let Ok(parsed) = hob_grammar::parse_module(text) else { continue };
        let (source, mode) = (Source::new("test.py", text), Mode::File);
        let compiled = compile_module(&parsed.module, &source, mode, Optimization::None, bounds);
        let checked = check_module(&parsed.module, &source, mode, bounds);
        // The location at which a tree is too deep depends on the stack.
        let compiled = compiled.map(|c| c.warnings).map_err(|error| error.message);
        let checked = checked.map(|(warnings, _)| warnings).map_err(|error| error.message);
        if compiled != checked {
            overlooked.push(text.as_str());
        }
    }
    assert!(programs.len() > 1_000);
    assert!(overlooked.is_empty(), "{}", overlooked.join("\n--\n"));
}

#[test]
fn bytecode_is_as_recorded() {
    hob::objects::register_kinds();
    hold("bytecode", |text| {
        let (code, _) = compile(text, Mode::File).unwrap();
        verify::verify(&code).unwrap();
        disassemble::disassemble(&code)
    });
}

#[test]
fn scopes_are_as_recorded() {
    hold("scopes", |text| {
        let parsed = hob_grammar::parse_module(text).unwrap();
        dump::scopes(&parsed.module, text, Mode::File).unwrap()
    });
}

/// Compares the result of `show` for each program in a folder with the text next to it.
fn hold(folder: &str, show: impl Fn(&str) -> String) {
    let bless = std::env::var_os("HOB_BLESS").is_some();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(directory().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "py") {
            continue;
        }
        let found = show(&fs::read_to_string(&path).unwrap());
        let recorded = path.with_extension("txt");
        if bless {
            fs::write(&recorded, &found).unwrap();
        } else if fs::read_to_string(&recorded).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All golden programs keep the rules about temporaries.
#[test]
fn golden_programs_verify() {
    hob::objects::register_kinds();
    let mut folders = vec![directory().join("../golden"), directory().join("../../samples")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py")
                && let Ok(text) = fs::read_to_string(&path)
                && let Ok((code, _)) = compile(&text, Mode::File)
            {
                count += 1;
                if let Err(error) = verify::verify(&code) {
                    panic!("{}: {error}", path.display());
                }
            }
        }
    }
    assert!(count > 100);
}

/// A loop of more instructions than a short jump can pass.
#[test]
fn long_jumps_are_laid_out() {
    hob::objects::register_kinds();
    let body = "    x = f(x) if x < 1 else g(x)\n".repeat(12_000);
    let text = format!("def long(n, x):\n  for i in n:\n{body}  while x < n:\n{body}");
    let (code, _) = compile(&text, Mode::File).unwrap();
    verify::verify(&code).unwrap();
    assert!(disassemble::disassemble(&code).contains("ForIterElse"));
}

#[test]
fn nesting_has_a_limit() {
    hob::objects::register_kinds();
    for text in [
        format!("x = {}1{}", "(-".repeat(150), ")".repeat(150)),
        format!("x = {}1", "-".repeat(3_000)),
        format!("x = {}1", "1 + ".repeat(3_000)),
        format!("x = a{}", ".b()".repeat(3_000)),
        format!("if a:\n  b\n{}", "elif c:\n  d\n".repeat(3_000)),
    ] {
        // Either outcome is fine; running out of stack is not.
        let _ = compile(&text, Mode::File);
    }
}
