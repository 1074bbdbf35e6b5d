//! Compares the engines with each other and with CPython, on the cases of `tests/regex/cases.txt`.

use super::automaton::{Alphabet, Automaton};
use super::class::{Class, Fold};
use super::decode::{Node, decode};
use super::matcher::{Input, Matcher, Mode, Stop};
use super::program::{NONE, Program};
use crate::text::pace::AtOnce;
use crate::text::surrogate;

/// The spans of a match's groups.
type Spans = Vec<Option<(usize, usize)>>;

struct Case {
    text: bool,
    codes: Vec<u32>,
    subject: Vec<u8>,
    matches: Vec<Spans>,
}

fn cases() -> Vec<Case> {
    let lines = include_str!("../../../tests/regex/cases.txt").lines();
    lines.map(|line| case(line).unwrap_or_else(|| panic!("no case: {line}"))).collect()
}

fn case(line: &str) -> Option<Case> {
    let mut fields = line.split('\t');
    let text = fields.next()? == "text";
    let codes: Result<Vec<u32>, _> = fields.next()?.split(' ').map(str::parse).collect();
    let hex = fields.next()?.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        hex.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect();
    let subject = match text {
        true => surrogate::from_wtf8(&bytes?).into_bytes(),
        false => bytes?,
    };
    let span = |span: &str| {
        let (start, end) = span.split_once(',')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    let matches = fields.next()?.split(';').filter(|spans| !spans.is_empty());
    let matches = matches.map(|spans| spans.split(' ').map(span).collect()).collect();
    Some(Case { text, codes: codes.ok()?, subject, matches })
}

fn go_on(_: u64) -> bool {
    true
}

#[test]
fn engines_agree_with_cpython() {
    let mut by_automata = 0;
    for (number, case) in cases().iter().enumerate() {
        let Case { text, codes, subject, matches } = case;
        let groups = matches.first().map_or(20, |spans| spans.len() - 1);
        let node = decode(codes, groups, &AtOnce).unwrap().expect("code of CPython's");
        let program = Program::new(&node, *text);
        let mut matcher = Matcher::default();
        let mut input = Input {
            bytes: subject,
            wide: *text && !subject.is_ascii(),
            start: 0,
            mode: Mode::Search,
            must_advance: false,
        };
        let mut found: Vec<Spans> = Vec::new();
        while matcher.find(&program, groups, input, &mut go_on) == Ok(true) {
            let (start, end) = matcher.span;
            let marks = matcher.marks.chunks(2);
            let spans = marks.map(|m| (m[0] != NONE && m[1] != NONE).then_some((m[0], m[1])));
            found.push([Some((start, end))].into_iter().chain(spans).collect());
            (input.start, input.must_advance) = (end, start == end);
        }
        assert_eq!(found, *matches, "case {number}");
        let alphabet = match (text, input.wide) {
            (true, true) => Alphabet::Unicode,
            (true, false) => Alphabet::Ascii,
            (false, _) => Alphabet::Bytes,
        };
        if let Some(mut automaton) = Automaton::new(&node, alphabet)
            && automaton.suits(subject)
        {
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some(span) = automaton.find(subject, at) {
                found.push(Some(span));
                at = span.1;
            }
            let wholes: Spans = matches.iter().map(|spans| spans[0]).collect();
            assert_eq!(found, wholes, "case {number} by automaton");
            by_automata += 1;
        }
    }
    assert!(by_automata > 100, "only {by_automata} cases are for automata");
}

/// `(a+)+$`
fn nested() -> Node {
    let codes = [
        14,
        4,
        0,
        1,
        u32::MAX,
        23,
        14,
        1,
        u32::MAX,
        17,
        0,
        24,
        6,
        1,
        u32::MAX,
        16,
        97,
        1,
        17,
        1,
        18,
        6,
        5,
        1,
    ];
    decode(&codes, 1, &AtOnce).unwrap().expect("code of CPython's")
}

fn on(subject: &[u8], mode: Mode) -> Input<'_> {
    Input { bytes: subject, wide: false, start: 0, mode, must_advance: false }
}

#[test]
fn dead_ends_are_remembered() {
    let program = Program::new(&nested(), true);
    let subject = [b"a".repeat(2000), b"b".to_vec()].concat();
    let mut matcher = Matcher::default();
    let found = matcher.find(&program, 1, on(&subject, Mode::Match), &mut go_on);
    assert_eq!(found, Ok(false));
    assert!(matcher.steps() < 30_000_000, "{} steps", matcher.steps());
}

#[test]
fn searches_can_be_stopped() {
    let program = Program::new(&nested(), true);
    let subject = [b"a".repeat(20_000), b"b".to_vec()].concat();
    let mut left = 3;
    let mut poll = |_| {
        left -= 1;
        left > 0
    };
    let found = Matcher::default().find(&program, 1, on(&subject, Mode::Search), &mut poll);
    assert_eq!(found, Err(Stop::Asked));
}

#[test]
fn ranges_hold_what_the_set_has() {
    let sets = [
        Class::category(14).expect("words of text"),
        Class::category(13).expect("what is no space of text"),
        Class::literal(u32::from('k'), Fold::Unicode, false),
        Class::literal(0xe9, Fold::Unicode, true),
        Class::literal(0xdcff, Fold::Exact, true),
    ];
    for (number, set) in sets.iter().enumerate() {
        let ranges = set.ranges();
        assert!(ranges.is_sorted());
        for c in ('\0'..'\u{2000}').chain('\u{a600}'..'\u{abff}').chain('\u{10f4f0}'..=char::MAX) {
            let inside = ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
            assert_eq!(inside, set.contains(surrogate::code_of(c)), "set {number}, {c:?}");
        }
    }
}
