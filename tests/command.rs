//! The command line: where programs come from, and what they see of their arguments.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::LIMIT;

/// Runs the command in a folder with a module `tool` and a package `kit`; returns output and
/// status.
#[track_caller]
fn run(test: &str, arguments: &[&str]) -> (String, i32) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("command-{test}-{}", std::process::id()));
    fs::create_dir_all(folder.join("kit")).unwrap();
    let show = "import sys\nprint(__name__, repr(__package__), sys.argv[1:])\n";
    fs::write(folder.join("tool.py"), show).unwrap();
    fs::write(folder.join("kit/__init__.py"), "").unwrap();
    fs::write(folder.join("kit/__main__.py"), show).unwrap();
    fs::write(folder.join("kit/part.py"), show).unwrap();
    let outcome = support::run(support::hob().args(arguments).current_dir(&folder), LIMIT);
    fs::remove_dir_all(&folder).unwrap();
    let outcome = outcome.unwrap();
    (outcome.stdout + &outcome.stderr, outcome.status)
}

#[test]
fn modules_run_as_programs() {
    let cases = [
        (&["-m", "tool", "a", "-x"][..], "__main__ '' ['a', '-x']\n"),
        (&["-m", "kit"], "__main__ 'kit' []\n"),
        (&["-m", "kit.part", "--clock=virtual"], "__main__ 'kit' ['--clock=virtual']\n"),
        (&["--clock", "virtual", "-mtool", "-c"], "__main__ '' ['-c']\n"),
        (&["kit", "a"], "__main__ '' ['a']\n"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(run("modules", arguments), (expected.to_string(), 0));
    }
}

#[test]
fn native_modules_run_as_programs() {
    let cases: [(&[&str], &str); 5] = [
        (&["-c", "word"], "word\n"),
        (&["-i", "1"], "1\n"),
        (&["1"], "1\n"),
        (&["-f", "0"], "0.0\n"),
        (&["same same"], "same\n"),
    ];
    for (words, expected) in cases {
        let words: Vec<&str> = ["-m", "random"].iter().chain(words).copied().collect();
        assert_eq!(run("native", &words), (expected.to_string(), 0), "{words:?}");
    }
    let (help, status) = run("native", &["-m", "random"]);
    assert!(help.contains("a random integer between 1 and N inclusive") && status == 0, "{help}");
    let message = "hob: No code object available for math\n".to_string();
    assert_eq!(run("native", &["-m", "math"]), (message, 1));
}

#[test]
fn modules_that_are_not_there_are_named() {
    for name in ["nothing", "kit.nothing"] {
        assert_eq!(run("missing", &["-m", name]), (format!("hob: No module named {name}\n"), 1));
    }
}

#[test]
fn what_follows_code_is_the_programs() {
    let code = "import sys; print(sys.argv)";
    let (output, status) = run("code", &["-c", code, "--errors", "-i", "-c", "x"]);
    assert_eq!((output.as_str(), status), ("['-c', '--errors', '-i', '-c', 'x']\n", 0));
}

/// Without a terminal, the prompts of a session are not among its output.
#[test]
fn prompts_of_pipes_are_apart_from_the_output() {
    let mut hob = support::hob();
    let outcome = support::run(hob.args(["-i", "-c", "print(5)"]), LIMIT).unwrap();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("5\n", ">>> \n"));
}

#[test]
fn options_end_at_the_program() {
    let (output, status) = run("file", &["--clock=virtual", "tool.py", "--clock=real", "-W"]);
    assert_eq!((output.as_str(), status), ("__main__ None ['--clock=real', '-W']\n", 0));
}

#[test]
fn a_thread_that_never_ends_is_a_deadlock_of_the_loop_that_waits_for_it() {
    let code = "import asyncio, threading\nasyncio.run(asyncio.to_thread(threading.Event().wait))";
    let (output, status) = run("deadlock", &["-c", code]);
    assert!(output.contains("RuntimeError: deadlock: 1 task waits for"), "{output}");
    assert_eq!(status, 1);
}

#[test]
fn compiled_code_is_kept_and_read_again() {
    // The library is precompiled without optimizations.
    let folder =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cache-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let import = || {
        let code = "import textwrap; print(textwrap.fill('one two', 4))";
        let outcome =
            support::run(support::hob().env("HOB_CACHE", &folder).args(["-O", "-c", code]), LIMIT);
        let outcome = outcome.expect("it ends");
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("one\ntwo\n", ""));
    };
    let kept = || {
        let build = folder.read_dir().expect("there is a cache").next().expect("of a build");
        build.expect("it can be read").path().join("textwrap.opt-1")
    };
    import();
    let bytes = fs::read(kept()).expect("the code was kept");
    import();
    assert_eq!(fs::read(kept()).expect("it is still there"), bytes);
    fs::write(kept(), &bytes[..bytes.len() / 2]).expect("it can be damaged");
    import();
    assert_eq!(fs::read(kept()).expect("it was written anew"), bytes);
    fs::remove_dir_all(&folder).expect("the cache can be removed");
}

#[test]
fn help_stays_within_eighty_columns() {
    for arguments in [&["--help"][..], &["check", "--help"], &["check", "--list"]] {
        let (text, status) = run("help", arguments);
        assert_eq!(status, 0);
        let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty() && !text.is_empty(), "{arguments:?}: {wide:?}");
    }
}

/// Runs a program of these lines with options of CPython's command, on both streams.
#[track_caller]
fn run_with(test: &str, options: &[&str], program: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("command-{test}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.py"), program).unwrap();
    let outcome =
        support::run(support::hob().args(options).arg("a.py").current_dir(&folder), LIMIT);
    fs::remove_dir_all(&folder).unwrap();
    let outcome = outcome.unwrap();
    outcome.stdout + &outcome.stderr
}

#[test]
fn optimized_programs_have_no_asserts_and_docstrings() {
    let program = "\
import builtins
def f():
    'doc'
    assert False, 'asserted'
    return __debug__
try:
    print(f(), builtins.__debug__, f.__doc__)
except AssertionError as error:
    print(error)
print(eval('__debug__'))
exec(compile('assert 0', 'x', 'exec', optimize=1))
";
    for (options, expected) in [
        (&[][..], "asserted\nTrue\n"),
        (&["-O"], "False False doc\nFalse\n"),
        (&["-OO"], "False False None\nFalse\n"),
        (&["-uO", "-O"], "False False None\nFalse\n"),
    ] {
        assert_eq!(run_with("optimized", options, program), expected, "{options:?}");
    }
}

#[test]
fn bytes_taken_for_text_are_warned_about() {
    let program = "\
print(str(b'a'))
print(b'a' == 'a', b'a' == 97, 'a' != bytearray(b'a'))
";
    assert_eq!(run_with("bytes", &[], program), "b'a'\nFalse False True\n");
    let warned = run_with("bytes", &["-b"], program);
    for part in [
        "a.py:1: BytesWarning: str() on a bytes instance\n",
        "a.py:2: BytesWarning: Comparison between bytes and string\n",
        "a.py:2: BytesWarning: Comparison between bytes and int\n",
        "a.py:2: BytesWarning: Comparison between bytearray and string\n",
    ] {
        assert!(warned.contains(part), "{part}: {warned}");
    }
    let refused = run_with("bytes", &["-bb"], program);
    assert!(refused.ends_with("BytesWarning: str() on a bytes instance\n"), "{refused}");
}

#[test]
fn options_reach_the_program() {
    let program = "\
import sys
print(sys.flags.optimize, sys.flags.isolated, sys.flags.verbose, sys.flags.dev_mode)
print(sys.warnoptions, sys._xoptions)
";
    assert_eq!(run_with("flags", &[], program), "0 0 0 False\n[] {}\n");
    assert_eq!(
        run_with("flags", &["-OsBI", "-Xdev", "-Wignore", "-X", "a=b"], program),
        "1 1 0 True\n['default', 'ignore'] {'dev': True, 'a': 'b'}\n"
    );
}

#[test]
fn the_first_line_may_be_for_somebody_else() {
    let program = "@echo off\nimport sys\nprint(sys._getframe().f_lineno)\n";
    assert_eq!(run_with("first-line", &["-x"], program), "3\n");
}

#[test]
fn imports_are_reported() {
    let output = run_with("verbose", &["-v"], "import textwrap\n");
    assert!(output.contains("import 'textwrap' # "), "{output}");
}

#[test]
fn the_environment_speaks_unless_it_is_ignored() {
    let shown = |options: &[&str]| {
        let code = "import sys; print(sys.flags.optimize, sys.flags.safe_path, sys.warnoptions)";
        let mut command = support::hob();
        command.env("PYTHONOPTIMIZE", "2").env("PYTHONSAFEPATH", "x").env("PYTHONWARNINGS", "once");
        support::run(command.args(options).args(["-c", code]), LIMIT).unwrap().stdout
    };
    assert_eq!(shown(&[]), "2 True ['once']\n");
    assert_eq!(shown(&["-O"]), "2 True ['once']\n");
    assert_eq!(shown(&["-E"]), "0 False []\n");
}

/// In the plain locale, bytes that are not UTF-8 pass through the standard streams.
#[test]
fn the_locale_says_how_streams_treat_bytes_that_are_not_utf_8() {
    let code = "import sys\n\
                print(sys.stdin.errors, sys.stdout.errors, sys.flags.utf8_mode)\n\
                try: print(ascii('caf\\udce9'.encode(errors=sys.stdout.errors)))\n\
                except UnicodeEncodeError as error: print(error.reason)";
    let lenient = |mode| format!("surrogateescape surrogateescape {mode}\nb'caf\\xe9'\n");
    let table: [(&[(&str, &str)], String); 5] = [
        (&[("LC_ALL", "C")], lenient(1)),
        (&[("LC_ALL", ""), ("LC_CTYPE", "POSIX")], lenient(1)),
        (&[("LC_ALL", "C.UTF-8")], lenient(0)),
        (&[("LC_ALL", "C"), ("PYTHONUTF8", "0")], lenient(0)),
        (
            &[("LC_ALL", "C"), ("PYTHONIOENCODING", "utf-8")],
            "strict strict 1\nsurrogates not allowed\n".to_string(),
        ),
    ];
    for (variables, expected) in table {
        let mut command = support::hob();
        command.envs(variables.iter().copied()).args(["-c", code]);
        let outcome = support::run(&mut command, LIMIT).unwrap();
        assert_eq!((outcome.stdout, outcome.stderr.as_str()), (expected, ""), "{variables:?}");
    }
}

#[test]
fn encodings_and_limits_of_the_environment_are_honoured() {
    let shown = |name: &str, value: &str, code: &str| {
        let mut command = support::hob();
        let outcome = support::run(command.env(name, value).args(["-c", code]), LIMIT).unwrap();
        (outcome.stdout, outcome.status)
    };
    let text = |text: &str| (text.to_string(), 0);
    let encodings = "import sys; print(sys.stdin.encoding, sys.stdout.encoding)";
    assert_eq!(shown("PYTHONIOENCODING", "latin-1", encodings), text("iso8859-1 iso8859-1\n"));
    assert_eq!(shown("PYTHONIOENCODING", "ascii:replace", "print('\\u20ac')"), text("?\n"));
    assert_eq!(shown("PYTHONIOENCODING", "no-such", "print()").1, 1);
    let limit = "import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits)";
    assert_eq!(shown("PYTHONINTMAXSTRDIGITS", "700", limit), text("700 700\n"));
    assert_eq!(shown("PYTHONINTMAXSTRDIGITS", "5", limit), (String::new(), 1));
    assert_eq!(shown("PYTHONUTF8", "2", limit), (String::new(), 1));
}

#[test]
fn options_of_x_act_or_are_refused() {
    let table: &[(&[&str], &str, &str, i32)] = &[
        (
            &[
                "-X",
                "cpu_count=3",
                "-c",
                "import os; print(os.cpu_count(), os.process_cpu_count())",
            ],
            "3 3\n",
            "",
            0,
        ),
        (&["-X", "cpu_count=no", "-c", "pass"], "", "n must be greater than 0", 1),
        (
            &["-X", "pycache_prefix=/x", "-c", "import sys; print(sys.pycache_prefix)"],
            "/x\n",
            "",
            0,
        ),
        (&["-X", "no_debug_ranges", "-c", "1 / 0"], "", "    1 / 0\nZeroDivisionError", 1),
        (&["-X", "importtime", "-c", "import json.tool"], "", " |   json.decoder\n", 0),
        (
            &["-X", "faulthandler", "-c", "import faulthandler as f; print(f.is_enabled())"],
            "True\n",
            "",
            0,
        ),
        (
            &[
                "-X",
                "tracemalloc=7",
                "-c",
                "import tracemalloc as t; print(t.get_traceback_limit())",
            ],
            "7\n",
            "",
            0,
        ),
        (
            &["-X", "warn_default_encoding", "-c", "open('/dev/null')"],
            "",
            "EncodingWarning: 'encoding'",
            0,
        ),
        (&["-X", "warn_default_encoding", "-c", "open('/dev/null', encoding='ascii')"], "", "", 0),
        (&["-X", "perf", "-c", "pass"], "", "-X perf is not supported: `hob profile`", 2),
        (&["-X", "gil=0", "-c", "pass"], "", "take turns", 1),
        (&["-X", "frozen_modules=no", "-c", "pass"], "", "expected \"on\" or \"off\"", 1),
        (&["-X", "frozen_modules=off", "-c", "print(1)"], "1\n", "", 0),
        (&["-X", "other=x", "-c", "import sys; print(sys._xoptions)"], "{'other': 'x'}\n", "", 0),
        (
            &[
                "--check-hash-based-pycs",
                "never",
                "-tc",
                "import _imp; print(_imp.check_hash_based_pycs)",
            ],
            "never\n",
            "",
            0,
        ),
        (&["--check-hash-based-pycs", "no", "-c", "pass"], "", "invalid value 'no'", 2),
    ];
    for (arguments, stdout, stderr, status) in table {
        let outcome = support::run(support::hob().args(*arguments), LIMIT).unwrap();
        assert_eq!((outcome.stdout.as_str(), outcome.status), (*stdout, *status), "{arguments:?}");
        assert!(outcome.stderr.contains(stderr), "{arguments:?}: {}", outcome.stderr);
        assert_eq!(
            outcome.stderr.is_empty(),
            stderr.is_empty(),
            "{arguments:?}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn compileall_checks_files() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command-compileall");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("right.py"), "x = 1\n").unwrap();
    let check = |words: &[&str]| {
        let mut command = support::hob();
        command.args(["-m", "compileall"]).args(words).current_dir(&folder);
        let outcome = support::run(&mut command, LIMIT).unwrap();
        (outcome.status, outcome.stdout)
    };
    assert_eq!(check(&["-q", "."]), (0, String::new()));
    fs::write(folder.join("wrong.py"), "def f(:\n").unwrap();
    let (status, output) = check(&["."]);
    assert_eq!(status, 1);
    assert!(output.contains("SyntaxError: invalid syntax"), "{output}");
    assert!(!folder.join("__pycache__").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn each_help_shows_its_part() {
    let table: &[(&str, &[&str])] = &[
        ("-?", &["Usage:", "--clock"]),
        ("--help-env", &["PYTHONHASHSEED", "HOB_CACHE", "HOB_IMPLEMENTATION"]),
        ("--help-xoptions", &["cpu_count=N", "PYTHON_CPU_COUNT", "Refused"]),
        ("--help-all", &["Usage:", "PYTHONHASHSEED", "cpu_count=N"]),
    ];
    for (option, parts) in table {
        let outcome = support::run(support::hob().arg(option), LIMIT).unwrap();
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{option}");
        for part in *parts {
            assert!(outcome.stdout.contains(part), "{option}: {part}");
        }
    }
}

/// The names of the commands and of some options are in the completions and the manual pages.
#[test]
fn completions_and_manual_pages_are_those_of_the_options() {
    let output = |arguments: &[&str]| {
        let outcome = support::run(support::hob().args(arguments), LIMIT);
        let outcome = outcome.expect("it ends");
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{arguments:?}");
        outcome.stdout
    };
    for shell in ["bash", "zsh", "fish"] {
        let text = output(&["completions", shell]);
        for word in ["check", "trace", "explore", "jupyter", "explain", "clock", "virtual"] {
            assert!(text.contains(word), "{word} in {shell}");
        }
    }
    let (status, text) = {
        let script = format!(
            "{}\nCOMP_WORDS=(hob ch); COMP_CWORD=1; _hob hob ch hob; echo ${{COMPREPLY[@]}}",
            output(&["completions", "bash"])
        );
        let mut bash = std::process::Command::new("bash");
        match support::run(bash.args(["-c", &script]), LIMIT) {
            Ok(outcome) => (outcome.status, outcome.stdout),
            Err(_) => {
                println!("skipped: there is no bash");
                return;
            }
        }
    };
    assert_eq!((status, text.as_str()), (0, "check\n"));
    let page = output(&["man"]);
    for word in [".TH hob 1", "hob\\-check(1)", "PYTHONHASHSEED", "\\-\\-clock"] {
        assert!(page.contains(word), "{word} in {page}");
    }
    assert!(output(&["man", "check"]).contains("\\-\\-explain"));
    assert_eq!(run("shell", &["completions", "tcsh"]).1, 2);
}

#[test]
fn a_blocked_loop_is_reported_with_the_line_in_development_mode() {
    let code = "\
import asyncio, time
async def main():
    time.sleep(0.15)
    time.sleep(0.01)
    await asyncio.to_thread(time.sleep, 0.15)
asyncio.run(main())
time.sleep(0.15)";
    let (output, status) = run("blocked", &["-X", "dev", "-c", code]);
    let lines: Vec<&str> = output.lines().filter(|l| l.contains("BlockedLoopWarning")).collect();
    assert_eq!((lines.len(), status), (1, 0), "{output}");
    assert!(lines[0].starts_with("<string>:3: BlockedLoopWarning: time.sleep()"), "{output}");
    assert_eq!(run("unblocked", &["-c", code]), (String::new(), 0));
}

/// Work that CPython does without its lock, and native loops that call the program's functions.
#[test]
fn long_native_work_lets_other_threads_run() {
    let code = "import bz2, hashlib, random, threading, zlib
random.seed(3)
data = random.randbytes(400_000)
numbers = range(400_000)
for name, work in {
    'pbkdf2': lambda: hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 400_000),
    'zlib': lambda: zlib.compress(data * 20, 9),
    'bz2': lambda: bz2.compress(data * 3),
    'sorted': lambda: sorted(numbers, key=lambda x: -x),
}.items():
    done, steps = threading.Event(), 0
    thread = threading.Thread(target=lambda: (work(), done.set()))
    thread.start()
    while not done.wait(0.001):
        steps += 1
    thread.join()
    print(name, 'yes' if steps else 'no')
shared = hashlib.sha256()
threads = [threading.Thread(target=shared.update, args=(b'x' * 3_000_000,)) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(shared.hexdigest() == hashlib.sha256(b'x' * 12_000_000).hexdigest())";
    let outcome = support::run(support::hob().args(["-c", code]), LIMIT).unwrap();
    let expected = "pbkdf2 yes\nzlib yes\nbz2 yes\nsorted yes\nTrue\n";
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), (expected, ""));
}

/// An object is asked by a thread while another one feeds it; exporting a buffer may ask it, too.
#[test]
fn objects_that_hash_and_compress_are_used_in_turn() {
    let code = "import bz2, hashlib, hmac, random, threading, zlib
random.seed(3)
data = random.randbytes(400_000) * 20
packed, deflated = bz2.compress(data[:2_000_000]), zlib.compress(data, 1)
unpacker, inflater = bz2.BZ2Decompressor(), zlib.decompressobj()
keyed, plain = hmac.new(b'key', digestmod='sha256'), hashlib.sha256()
deflater = zlib.compressobj()
for name, feed, ask in (
    ('hmac', lambda: keyed.update(data * 4), lambda: (keyed.name, keyed.digest())),
    ('sha256', lambda: plain.update(data * 4), lambda: (plain.copy(), plain.hexdigest())),
    ('bz2', lambda: unpacker.decompress(packed + b'rest'), lambda: unpacker.unused_data),
    ('inflate', lambda: inflater.decompress(deflated), lambda: inflater.unused_data),
    ('deflate', lambda: deflater.compress(data), lambda: deflater.copy()),
):
    thread = threading.Thread(target=feed)
    thread.start()
    while thread.is_alive():
        ask()
        thread.join(0.001)
    print(name)
class Asking:
    def __buffer__(self, flags):
        plain.update(b'inner')
        return memoryview(b'outer')
before = plain.copy()
plain.update(Asking())
before.update(b'innerouter')
print(plain.digest() == before.digest(), unpacker.unused_data)";
    let outcome = support::run(support::hob().args(["-c", code]), LIMIT).unwrap();
    let expected = "hmac\nsha256\nbz2\ninflate\ndeflate\nTrue b'rest'\n";
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), (expected, ""));
}
