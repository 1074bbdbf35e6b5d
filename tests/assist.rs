//! Help at the prompt: completion and hints, by tables of texts.
//!
//! `tests/assist/setup.py` is the session so far. Its classes report it when code of theirs runs
//! that only the program itself may run.

use hob::compile::Mode;
use hob::host::Standard;
use hob::objects::code::Source;
use hob::objects::dict::Dict;
use hob::objects::module::Module;
use hob::repl::assist;
use hob::runtime::{Ref, Value};
use hob::vm::Vm;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assist")
}

/// A session in which a program has run.
fn session(program: &str) -> (Box<Vm>, Ref<Dict>) {
    std::env::set_current_dir(folder()).unwrap();
    let vm = Standard::default().interpreter(1 << 20);
    let main = Module::new("__main__");
    vm.modules.set_text("__main__", main.as_value().clone());
    let namespace = main.dict.clone();
    run(&vm, &namespace, program);
    run(&vm, &namespace, "import sys; sys.path.insert(0, '')");
    (vm, namespace)
}

fn run(vm: &Vm, namespace: &Ref<Dict>, program: &str) {
    let source = Source::new("<stdin>", program);
    hob::diagnostics::show_lines_of(vm, &source);
    let done = vm
        .compile(&source, Mode::File)
        .and_then(|code| vm.run_code(&code, namespace, Value::UNSET));
    if let Err(raised) = done {
        panic!("{}", hob::diagnostics::format_exception(vm, &raised.0));
    }
}

fn setup() -> (Box<Vm>, Ref<Dict>) {
    session(&fs::read_to_string(folder().join("setup.py")).unwrap())
}

/// The cases of a file: text, position of the cursor, expected result.
fn cases(file: &str) -> Vec<(String, usize, String)> {
    let all = fs::read_to_string(folder().join(file)).unwrap();
    let mut cases = Vec::new();
    for line in all.lines().filter(|line| line.contains("=>")) {
        let (text, expected) = line.rsplit_once("=>").unwrap();
        // Spaces before the arrow are only there to align it; those before the cursor count.
        let text = text.trim_end().replace("\\n", "\n");
        let position = text.find('|').unwrap_or_else(|| panic!("no cursor in {line}"));
        let text = text.replacen('|', "", 1);
        cases.push((text, position, expected.trim().to_string()));
    }
    assert!(!cases.is_empty());
    cases
}

#[test]
fn completions() {
    let (vm, namespace) = setup();
    let mut wrong = Vec::new();
    for (text, position, expected) in cases("complete.txt") {
        let found = assist::complete::complete(&vm, &namespace, &text, position);
        let offers: Vec<String> =
            found.candidates.iter().map(|c| c.replacement.replace(' ', "·")).collect();
        let words = expected.replace("\\x20", "·");
        let (with, without) = words.split_once('-').unwrap_or((words.as_str(), ""));
        let fits = match with.trim_start().strip_prefix('+') {
            None if without.is_empty() => {
                offers.join(" ") == words.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            some => {
                let with = some.unwrap_or(with);
                with.split_whitespace().all(|word| offers.iter().any(|offer| offer == word))
                    && without.split_whitespace().all(|word| offers.iter().all(|o| o != word))
            }
        };
        let typed = &text[found.start..position];
        let goes_on = found.candidates.iter().all(|c| {
            c.replacement.starts_with(typed) || c.replacement.contains('\\') || typed.is_empty()
        });
        if !fits || !goes_on {
            wrong.push(format!(
                "{text:?} at {position}\n  expected {expected}\n  found    {}",
                offers.join(" ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hints() {
    let (vm, namespace) = setup();
    let mut wrong = Vec::new();
    for (text, position, expected) in cases("hints.txt") {
        let found = assist::signature::hint(&vm, &namespace, &text, position).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{text:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_text_is_taken() {
    let (vm, namespace) = setup();
    let text = fs::read_to_string(folder().join("setup.py")).unwrap();
    for start in (0..text.len()).step_by(37) {
        let text = &text[start..(start + 300).min(text.len())];
        for position in (0..=text.len()).step_by(3) {
            let found = assist::complete::complete(&vm, &namespace, text, position);
            assert!(found.start <= position);
            let _ = assist::signature::hint(&vm, &namespace, text, position);
        }
    }
}

/// The definitions for the tests of values, besides `setup.py`.
const VALUES: &str = "
import collections

Point = collections.namedtuple('Point', 'x y')


class Loud:
    shown = 0

    def __init__(self, number):
        self.number = number

    def __repr__(self):
        Loud.shown += 1
        return f'Loud {self.number}'


class Broken:
    def __repr__(self):
        return 1 / 0


def loop(n=None):
    found = [1] if n is None else list(range(n))
    found.append(found)
    return found


def deep(n):
    found = []
    for i in range(n):
        found = [found, 'a' * 40]
    return found
";

/// With `HOB_BLESS=1` in the environment the file is rewritten.
#[test]
fn values() {
    let (vm, namespace) = setup();
    run(&vm, &namespace, VALUES);
    let all = fs::read_to_string(folder().join("values.txt")).unwrap();
    let mut wrong = Vec::new();
    let mut blessed = all.split("\n>>> ").next().unwrap_or_default().trim_end().to_string() + "\n";
    for case in all.split("\n>>> ").skip(1) {
        let (expression, expected) = case.split_once('\n').unwrap_or((case, ""));
        run(&vm, &namespace, &format!("_ = {expression}"));
        let value = namespace.get_text("_").unwrap();
        let found = assist::values::show(&vm, &value, 40, false);
        let found = found.unwrap_or_else(|_| panic!("{expression} cannot be shown"));
        blessed += &format!("\n>>> {expression}\n{}\n", found.trim_end());
        if found.trim_end() != expected.trim_end() {
            wrong.push(format!("{expression}\n  expected\n{expected}\n  found\n{found}"));
        }
        let painted = assist::values::show(&vm, &value, 40, true).ok().unwrap();
        assert_eq!(without_colors(&painted), found);
    }
    if std::env::var_os("HOB_BLESS").is_some() {
        fs::write(folder().join("values.txt"), blessed).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text without the sequences that colour it.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn short_values_are_shown_as_repr() {
    let (vm, namespace) = setup();
    run(&vm, &namespace, VALUES);
    for expression in [
        "None",
        "...",
        "True",
        "-1.5e300",
        "1j",
        "b'a\\x00'",
        "bytearray(b'x')",
        "'it\\'s'",
        "range(3)",
        "{1: {2: (3,)}, 'a': [set(), frozenset({1})]}",
        "cook.prepare",
        "Cook",
        "print",
        "asyncio",
        "len",
        "Dish('a')",
        "Point(1, 2)",
        "Color.RED",
        "{}.keys()",
        "{1: 2}.items()",
        "slice(1, 2)",
        "ValueError('x')",
        "collections.Counter('abb')",
        "collections.OrderedDict(a=1)",
        "collections.deque([1], 3)",
        "[Loud(1), {Loud(2): Loud(3)}]",
        "type('L', (list,), {})([1, 2])",
        "type('D', (dict,), {})({1: 2})",
        "type('S', (str,), {})('x')",
        "10 ** 60",
    ] {
        run(&vm, &namespace, &format!("_ = {expression}"));
        let value = namespace.get_text("_").unwrap();
        let repr = vm.repr(&value).ok().unwrap();
        for width in [200, 1000] {
            let shown = assist::values::show(&vm, &value, width, false).ok().unwrap();
            assert_eq!(shown, repr.as_str());
        }
    }
}

#[test]
fn what_repr_raises_comes_through() {
    let (vm, namespace) = setup();
    run(&vm, &namespace, VALUES);
    for expression in ["Broken()", "[1, Broken()]", "[['x' * 300, Broken()]]"] {
        run(&vm, &namespace, &format!("_ = {expression}"));
        let value = namespace.get_text("_").unwrap();
        let raised = assist::values::show(&vm, &value, 40, true).expect_err(expression);
        assert!(hob::diagnostics::format_exception(&vm, &raised.0).contains("ZeroDivisionError"));
    }
}

#[test]
fn help_and_source() {
    let (vm, namespace) = setup();
    run(
        &vm,
        &namespace,
        "circle = lambda: 1\ncircle.__wrapped__ = circle\nround_trip = property()\nround_trip.__init__(round_trip)",
    );
    let text = |expression: &str, source: bool| {
        run(&vm, &namespace, &format!("_ = {expression}"));
        assist::help::help(&vm, &namespace.get_text("_").unwrap(), source)
    };
    for (expression, expected) in [
        ("Cook.hire", "@classmethod\n    def hire(cls, name) -> \"Cook\":\n        pass"),
        ("serve", "@wrapped\ndef serve(guests, table=None):\n    \"\"\"Serve the guests.\"\"\""),
        ("Slotted", "class Slotted:\n    __slots__ = (\"left\", \"right\")"),
        ("slotted", "class Slotted:"),
        ("len", "There is no source to show."),
        ("5", "There is no source to show."),
        ("circle", "circle = lambda: 1"),
        ("round_trip", "There is no source to show."),
        ("functools.wraps", "def wraps("),
        ("cook.prepare(1)", "async def prepare("),
    ] {
        let found = text(expression, true);
        assert!(found.contains(expected), "{expression}: {found}");
    }
    for (expression, expected) in [
        (
            "cook",
            "Help on Cook in module __main__ object:\n\nclass Cook(builtins.object)\n |  Cook(name, *, hungry=False)\n |\n |  Somebody who cooks.\n",
        ),
        (
            "Cook",
            " |  async prepare(self, dish, minutes: int = 5, /, *sides, salt=True, **rest) -> list\n |      Prepare a dish.\n",
        ),
        ("Cook", " |  limit = 3"),
        ("Cook", "\n\nDefined at <stdin>:7"),
        ("Color", "class Color(enum.Enum)"),
        ("asyncio", "NAME\n    asyncio - "),
        (
            "asyncio.sleep",
            "Help on built-in function sleep in module asyncio:\n\nsleep(delay, result=None)\n",
        ),
        ("serve_two", "class partial("),
    ] {
        let found = text(expression, false);
        assert!(found.contains(expected), "{expression}: {found}");
    }
}
