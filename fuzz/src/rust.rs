//! The parts that are reached from Rust: the front end, `hob check`, compiled code, traces, whole
//! programs.

use hob::check::{Checker, Selection};
use hob::compile::{
    self, Bounds, Compiled, Mode, Optimization, disassemble::disassemble, stored, verify::verify,
};
use hob::diagnostics::syntax;
use hob::objects::code::Source;
use hob::text::http;
use hob::trace::{compare, findings, format, lanes, page, perfetto, story};
use hob::{Clock, Interpreter, Limits};
use std::rc::Rc;

/// Native stack for the parser and the compiler, well below the 2 MiB of a test thread.
const STACK: usize = 800 * 1024;

/// The text of a program. Invalid UTF-8 becomes U+FFFD, so that no input is wasted because of one
/// byte.
fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// The heap must know the object kinds of constants.
fn source(data: &[u8]) -> Rc<Source> {
    hob::objects::register_kinds();
    Source::new("input.py", text(data))
}

/// Every way to read a program: as a file, as an expression, as typed input, as tokens, and with recovery from
/// errors. Each error can be shown.
pub fn syntax(data: &[u8]) {
    let _ = hob_grammar::decode_file(data, "input.py");
    let source = source(data);
    let _ = hob_grammar::tokenize::tokenize(&source.text);
    let _ = hob_grammar::parse_interactive(&source.text);
    let errors = [
        hob_grammar::parse_module(&source.text).err(),
        hob_grammar::parse_expression(&source.text).err(),
    ];
    for error in errors.into_iter().flatten() {
        syntax::format_error(&error, &source);
    }
    for error in syntax::all_errors(&source, Bounds::of_stack(STACK)) {
        syntax::format_error(&error, &source);
    }
}

fn compiled(source: &Rc<Source>) -> Option<Compiled> {
    let module = hob_grammar::parse_module(&source.text).ok()?.module;
    let bounds = Bounds::of_stack(STACK);
    compile::compile_module(&module, source, Mode::File, Optimization::None, bounds).ok()
}

/// Compiled code keeps the rules of the instructions.
pub fn compile(data: &[u8]) {
    let source = source(data);
    let Some(compiled) = compiled(&source) else { return };
    let Ok(code) = compile::code_object(&compiled, &source, Bounds::of_stack(STACK)) else {
        return;
    };
    verify(&code).expect("the compiler keeps its rules");
    let _ = disassemble(&code);
}

/// Stored code that is damaged.
pub fn stored(data: &[u8]) {
    let _ = stored::read(data, &source(b""), Bounds::of_stack(STACK).stack_floor);
}

/// The stored code of a program.
pub fn stored_code(program: &[u8]) -> Option<Vec<u8>> {
    Some(hob_compiler::stored::write(&compiled(&source(program))?.code))
}

/// A trace that can be read can be shown in every form.
pub fn trace(data: &[u8]) {
    let Ok(trace) = format::read(&text(data)) else { return };
    for width in [20, 80] {
        lanes::show(&trace, lanes::Look { width, is_colored: width == 80 });
    }
    compare::show(&trace, &trace, 80);
    story::show(&trace);
    page::show(&trace);
    perfetto::show(&trace);
    findings::findings(&trace);
    format::read(&format::write(&trace)).expect("a trace that was written can be read");
}

/// `hob check` of a program, and of a notebook.
pub fn check(data: &[u8]) {
    let checker = Checker::new(STACK);
    for name in ["input.py", "input.ipynb"] {
        checker.read(name, data, true).finish(&Selection::default());
    }
}

/// Messages of HTTP: their bytes one by one give the same as all at once. The first byte chooses requests or
/// responses, and leniencies. The rest is a URL, too.
pub fn http(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    let side = if kind & 1 == 0 { http::Side::Requests } else { http::Side::Responses };
    let leniency = http::Leniency::from(kind >> 1) * 9;
    let whole = messages(side, leniency, [data]);
    assert_eq!(whole, messages(side, leniency, data.chunks(1)), "all at once, and in pieces");
    if let Some(parts) = http::url::split(data) {
        assert!(parts.path.is_none_or(|path| path.end <= data.len()), "the path is a part");
    }
}

/// The events in pieces of input, those that are parts with their bytes joined. If a fault is their end, that
/// and the other events: of what is at fault, as much has been reported as was there.
fn messages<'a>(
    side: http::Side,
    leniency: http::Leniency,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<(String, Option<Vec<u8>>)> {
    let mut parser = http::Parser::new(side);
    parser.set_leniency(leniency, true);
    let mut found: Vec<(String, Option<Vec<u8>>)> = Vec::new();
    for piece in pieces {
        let mut input = http::Input::new(piece);
        loop {
            let (name, range) = match parser.next(&mut input) {
                Ok(None) if input.go_on() => continue,
                Ok(None) => break,
                Err(fault) => {
                    found.retain(|(_, part)| part.is_none());
                    found.push((fault.reason.to_string(), None));
                    return found;
                }
                Ok(Some(http::Event::Upgrade)) => return found,
                Ok(Some(http::Event::Url(range))) => ("url", range),
                Ok(Some(http::Event::Status(range))) => ("status", range),
                Ok(Some(http::Event::HeaderField(range))) => ("field", range),
                Ok(Some(http::Event::HeaderValue(range))) => ("value", range),
                Ok(Some(http::Event::Body(range))) => ("body", range),
                Ok(Some(event)) => {
                    found.push((format!("{event:?} {}", parser.keeps_alive()), None));
                    continue;
                }
            };
            match found.last_mut() {
                Some((last, Some(bytes))) if last == name => bytes.extend_from_slice(&piece[range]),
                _ => found.push((name.to_string(), Some(piece[range].to_vec()))),
            }
        }
    }
    found
}

/// A program runs within its limits and without capabilities.
pub fn program(data: &[u8]) {
    let limits = Limits::untrusted().instructions(200_000).heap_bytes(64 << 20);
    let builder = Interpreter::builder().untrusted().clock(Clock::Virtual).limits(limits);
    let python = builder.stdin(&b""[..]).stdout(std::io::sink()).stderr(std::io::sink()).build();
    if let Err(error) = python.exec_named("input.py", &text(data)) {
        error.report();
        error.traceback();
    }
}
