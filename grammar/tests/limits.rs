//! Extremely nested or long texts give a tree or an error, never a crash, and take time
//! proportional to their length.

use hob_grammar::{SyntaxErrorKind, dump, parse_expression, parse_module};
use std::time::{Duration, Instant};

/// The error's kind and message, or "ok"; a tree is also dumped and dropped.
fn outcome(source: &str) -> String {
    let start = Instant::now();
    let outcome = match parse_module(source) {
        Ok(parsed) => {
            // A dump indents by depth, so that of a deep tree is long: only the traversal matters.
            if source.len() < 100_000 {
                dump::module(&parsed.module, source, true);
            }
            "ok".into()
        }
        Err(error) => error.to_string(),
    };
    assert!(start.elapsed() < Duration::from_secs(30), "{} bytes took too long", source.len());
    outcome
}

const TOO_DEEP: &str = "RecursionError: maximum recursion depth exceeded during compilation";

#[test]
fn brackets() {
    let nested = |open: &str, close: &str, n: usize| {
        outcome(&format!("x = {}1{}", open.repeat(n), close.repeat(n)))
    };
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("{1: ", "}")]
    {
        assert_eq!(nested(open, close, 150), "ok");
        assert_eq!(nested(open, close, 10_000), "SyntaxError: too many nested parentheses");
        assert_eq!(
            outcome(&open.repeat(100_000)),
            "SyntaxError: too many nested parentheses",
            "{open}"
        );
    }
    assert_eq!(outcome(&"(".repeat(150)), "SyntaxError: '(' was never closed");
    assert_eq!(outcome(&")".repeat(100_000)), "SyntaxError: unmatched ')'");
}

#[test]
fn operators() {
    for (before, between, after) in [
        ("", "x + ", "x"),
        ("", "x ** ", "x"),
        ("", "not ", "x"),
        ("", "-", "x"),
        ("", "await ", "x"),
        ("", "lambda: ", "x"),
        ("", "lambda a, b=1: ", "x"),
        ("", "x if y else ", "z"),
        ("x", ".a", ""),
        ("x", "[0]", ""),
        ("x", "(0, 1)", ""),
        ("x", "(lambda: 1)", ""),
        ("", "a and b or ", "x"),
        ("", "x < ", "y"),
        ("", "[*", "x"),
        ("", "f(lambda: ", "x"),
        ("f'", "{x:", "'"),
    ] {
        let long = format!("{before}{}{after}", between.repeat(100_000));
        assert_ne!(outcome(&long), "ok", "{between}");
        for n in [1000, 1300] {
            let deep = format!("{before}{}{after}", between.repeat(n));
            let outcome = outcome(&deep);
            assert!(!outcome.starts_with("Recursion"), "{n} × {between}");
        }
        // An error at the end leaves the deepest trees to be dropped unfinished.
        let broken = format!("{before}{}{after} $ $", between.repeat(1999));
        assert_ne!(outcome(&broken), "ok");
    }
    assert_eq!(outcome(&format!("x = {}x", "x + ".repeat(3900))), "ok");
    assert_eq!(outcome(&format!("x = {}x", "x + ".repeat(100_000))), TOO_DEEP);
    let error = parse_expression(&format!("{}x", "not ".repeat(100_000))).unwrap_err();
    assert_eq!(error.kind, SyntaxErrorKind::Recursion);
}

#[test]
fn flat_lists_have_no_limit() {
    for (before, item, after) in [
        ("x = [", "1, ", "]"),
        ("x = [", "(1, -2), ", "]"),
        ("x = {", "'a': b.c + 1, ", "}"),
        ("x = (", "'abc' ", ")"),
        ("x = (f'' ", "'abc' f'{x}' ", ")"),
        ("f(", "a, ", ")"),
        ("", "x = 1; ", ""),
        ("", "x = ", "1"),
        ("", "a = b\n", ""),
        ("", "if a:\n    b\n", ""),
        ("import a", ", a", ""),
        ("with a", ", a as b", ": pass"),
        ("global a", ", a", ""),
        ("x = f'", "{x}", "'"),
        ("'''", "x\n", "'''"),
        ("'", "x\\\n", "'"),
        ("# ", "x", ""),
        ("", "\n", "x"),
        ("", " ", ""),
        ("x = 1 ", "\\\n ", ""),
        ("def f(", "a=1, ", "): pass"),
    ] {
        let source = format!("{before}{}{after}\n", item.repeat(300_000 / item.len()));
        assert!(outcome(&source) != TOO_DEEP, "{item}");
        let outcome = outcome(&source);
        if !before.starts_with("def") {
            assert!(
                ["ok", "IndentationError: unexpected indent"].contains(&&*outcome),
                "{item}: {outcome}"
            );
        }
    }
}

#[test]
fn blocks_and_clauses() {
    let nested = |n: usize| (0..n).map(|i| format!("{}if x:\n", " ".repeat(i))).collect::<String>();
    assert_eq!(outcome(&format!("{}{}y\n", nested(99), " ".repeat(99))), "ok");
    let error = "IndentationError: too many levels of indentation";
    assert_eq!(outcome(&format!("{}{}y\n", nested(1000), " ".repeat(1000))), error);
    let chain = |n: usize| format!("if a: b\n{}else: d\n", "elif a: c\n".repeat(n));
    assert_eq!(outcome(&chain(3000)), "ok");
    assert_eq!(outcome(&chain(100_000)), TOO_DEEP);
    assert_eq!(outcome(&format!("{}{}", "@a\n".repeat(100_000), "def f(): pass\n")), "ok");
}

#[test]
fn mistakes_in_long_lines_are_found_in_linear_time() {
    for item in
        ["a b ", "x, ", "(a b) ", "[x for ", "{a: ", "f'{x", "f(a=", "x = ", "a if ", "print a "]
    {
        outcome(&item.repeat(300_000 / item.len()));
        outcome(&format!("x = [{}", item.repeat(300_000 / item.len())));
        outcome(&format!("if x: {} $", item.repeat(150)));
    }
}

/// The search for all mistakes in a long text full of them takes a time that does not grow with
/// their number, and never panics.
#[test]
fn many_mistakes_take_no_longer_than_few() {
    for line in
        ["x = = 1\n", "if x\n  y\n", "f(a b\n", "  x\n", "def f(:\n", "'abc\n", ")\n", "x\n y\n"]
    {
        let source = line.repeat(20_000);
        let before = std::time::Instant::now();
        let errors = hob_grammar::parse_module_all(&source);
        assert!(!errors.is_empty() && errors.len() <= 25, "{line}: {}", errors.len());
        assert!(before.elapsed().as_secs() < 20, "{line}: {:?}", before.elapsed());
    }
}

/// Texts with a token dropped, doubled or replaced give errors and never panics, and the error
/// of the parser is among all that are found.
#[test]
fn mutated_texts_give_errors() {
    let source = include_str!("data/syntax.py");
    let ends: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
    let others = [
        "", "(", ")", "]", "\"", "'''", "f\"{", ":", "=", "\n", "    ", "async ", "é", "\\",
        "lambda",
    ];
    let mut state = 12345u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % below
    };
    for _ in 0..1500 {
        let start = ends[random(ends.len())];
        let length = random(6).min(source.len() - start);
        if !source.is_char_boundary(start + length) {
            continue;
        }
        let other = others[random(others.len())];
        let text = format!("{}{other}{}", &source[..start], &source[start + length..]);
        let errors = hob_grammar::parse_module_all(&text);
        match hob_grammar::parse_module(&text) {
            Ok(_) => assert!(errors.is_empty(), "{text}"),
            Err(error) => {
                let is_it = |e: &hob_grammar::SyntaxError| {
                    e.message == error.message && e.span == error.span
                };
                assert!(errors.iter().any(is_it), "{error}\n{errors:?}\n{text}");
            }
        }
    }
}
