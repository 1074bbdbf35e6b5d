//! The test data in `data/`: what CPython wrote there (see `bless.py`) is what we print.

use hob_grammar::token::Tok;
use hob_grammar::{
    Interactive, LineIndex, dump, layout, parse_interactive, parse_module, parse_module_all,
};

fn read(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Compares texts and shows the first lines that differ.
fn assert_same(ours: &str, theirs: &str) {
    for (at, (ours, theirs)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", at + 1);
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}

#[test]
fn trees_are_cpythons() {
    let source = read("syntax.py");
    let parsed = parse_module(&source).expect("correct");
    assert_same(&dump::module(&parsed.module, &source, false), &read("syntax.ast"));
    assert_eq!(parsed.warnings, []);
}

#[test]
fn tokens_are_as_recorded() {
    let source = read("tokens.py");
    let ours = dump::tokens(&layout::tokens(&source, Tok::StartModule).tokens, &source);
    let path = format!("{}/tests/data/tokens.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &ours).expect("writable");
    }
    assert_same(&ours, &read("tokens.txt"));
}

#[test]
fn errors_are_cpythons() {
    let data = read("errors.txt");
    let mut source = String::new();
    let mut differences = Vec::new();
    for line in data.split_inclusive('\n') {
        let Some(theirs) = line.strip_prefix("--> ") else {
            if !source.is_empty() || !line.trim().is_empty() {
                source.push_str(line);
            }
            continue;
        };
        let ours = match parse_module(&source) {
            Ok(_) => "ok".into(),
            Err(error) => {
                let start = error.shown_span(&source).start;
                let (line, column) = LineIndex::new(&source).line_column(start);
                format!("{} {line}:{} {}", error.kind.name(), column + 1, error.message)
            }
        };
        if ours != theirs.trim_end() {
            differences.push(format!("{source}ours   {ours}\ntheirs {theirs}"));
        }
        source.clear();
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn advice_is_given_in_plain_words() {
    for (source, mark, advice) in [
        ("a && b", "not an operator", "write `and` for &&"),
        ("if a: b\nelse if c: d\n", "`else` and `if`", "write `elif` for `else if`"),
        ("f(a, class=1)", "a keyword", "`class` is a keyword and cannot be used as a name"),
        ("print x", "a call without parentheses", "print is a function: print(x)"),
    ] {
        let errors = parse_module_all(source);
        assert_eq!(errors.len(), 1, "{source}");
        assert_eq!(errors[0].mark.as_deref(), Some(mark), "{source}");
        assert_eq!(errors[0].hint.as_deref(), Some(advice), "{source}");
    }
}

#[test]
fn warnings_tell_what_and_where() {
    let source = "x = '\\d'; b'\\q\\400'\ny = 1if x else 2\n";
    let warnings = parse_module(source).expect("correct").warnings;
    let texts: Vec<_> = warnings.iter().map(|w| (w.span.start, w.message.as_str())).collect();
    let expected = [
        (5, "invalid escape sequence '\\d'"),
        (12, "invalid escape sequence '\\q'"),
        (24, "invalid decimal literal"),
    ];
    assert_eq!(texts, expected);
}

#[test]
fn a_prompt_knows_when_to_read_on() {
    let verdict = |source: &str| match parse_interactive(source) {
        Interactive::Complete(_) => "complete",
        Interactive::Incomplete => "incomplete",
        Interactive::Error(_) => "error",
    };
    for complete in
        ["", "1\n", "x = (1,\n2)\n", "if x: pass\n\n", "if x:\n  y\n\n", "# only\n", "x; y"]
    {
        assert_eq!(verdict(complete), "complete", "{complete:?}");
    }
    for incomplete in [
        "x = (1,\n",
        "'''abc\n",
        "f'''{a}\n",
        "if x:\n",
        "if x: pass\n",
        "if x:\n  y\n",
        "if x:\n  y\nelse:\n",
        "@a\n",
        "try:\n  x\n",
        "x = \\\n",
        "class A:\n  def f(self):\n",
        "def f(a,\n",
    ] {
        assert_eq!(verdict(incomplete), "incomplete", "{incomplete:?}");
    }
    for error in
        ["x = = 1\n", "if x\n", ")\n", "x = 'abc\n", "if x:\ny\n", "if x:\n\n", "try:\n  x\n\n"]
    {
        assert_eq!(verdict(error), "error", "{error:?}");
    }
}

#[test]
fn bytes_are_decoded_as_declared() {
    let text = |bytes: &[u8]| match hob_grammar::decode_source(bytes) {
        Ok(text) => text.into_owned(),
        Err(error) => error.message,
    };
    assert_eq!(text(b"x"), "x");
    assert_eq!(text(b"\xef\xbb\xbfx"), "x");
    assert_eq!(text(b"# coding: latin-1\n\xe9"), "# coding: latin-1\né");
    assert_eq!(text(b"\n# vim: set fileencoding=iso-8859-1 :\n\xe9").chars().last(), Some('é'));
    assert_eq!(text(b"x\n# coding: latin-1\n\xc3\xa9").chars().last(), Some('é'));
    assert_eq!(text(b"# coding: nonsense\n"), "unknown encoding: nonsense");
    assert_eq!(text(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
    assert_eq!(text(b"x\0"), "source code string cannot contain null bytes");
    assert_eq!(
        text(b"# coding: ascii\n\xe9"),
        "'ascii' codec can't decode byte 0xe9 in position 16: ordinal not in range(128)"
    );
    let file = hob_grammar::decode_file(b"a\n\xe9\n", "x.py").map_err(|error| error.message);
    let message = "Non-UTF-8 code starting with '\\xe9' in file x.py on line 2, but no encoding \
                   declared; see https://peps.python.org/pep-0263/ for details";
    assert_eq!(file, Err(message.into()));
}

#[test]
fn lines_and_columns() {
    let lines = LineIndex::new("aé\r\nb\rc\n");
    assert_eq!(lines.line_count(), 3);
    assert_eq!(lines.line_column(3), (1, 2));
    assert_eq!(lines.line_column(5), (2, 0));
    assert_eq!(lines.line_column(7), (3, 0));
    assert_eq!(lines.line_text(1), "aé");
    assert_eq!(lines.line_text(2), "b");
    assert_eq!(lines.line_text(4), "");
}
