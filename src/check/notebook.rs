//! Notebooks (nbformat 4): the code cells as one text, in which each cell begins with a comment.
//!
//! Names defined in one cell are known in the later ones, and cells may use `await`, since a loop
//! runs them. Lines for IPython (`%magic`, `!command`, `name?`) become blank.

use crate::objects::code::Source;
use hob_grammar::ast::Span;
use serde_json::Value;

/// The comment before a cell, followed by its number.
const HEADER: &str = "#%% cell ";

/// Whether a file is a notebook, by its name.
pub fn is_notebook(name: &str) -> bool {
    name.ends_with(".ipynb")
}

/// The text of a notebook's code cells; none if it is not a notebook.
pub fn text(bytes: &[u8]) -> Option<String> {
    let notebook: Value = serde_json::from_slice(bytes).ok()?;
    let mut text = String::new();
    for (index, cell) in notebook.get("cells")?.as_array()?.iter().enumerate() {
        if cell.get("cell_type").and_then(Value::as_str) != Some("code") {
            continue;
        }
        let source = match cell.get("source") {
            Some(Value::String(source)) => source.clone(),
            Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        text += &format!("{HEADER}{}\n", index + 1);
        // A cell magic makes the whole cell another language.
        let is_python = !source.trim_start().starts_with("%%");
        for line in source.lines().filter(|_| is_python) {
            let start = line.trim_start();
            // `% name` continues an expression.
            let is_named =
                start.strip_prefix('%').is_some_and(|name| name.starts_with(char::is_alphabetic));
            let is_question = |text: &str| {
                let in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                text.trim_end().strip_suffix('?').is_some_and(|asked| {
                    !asked.is_empty() && asked.trim_end_matches('?').chars().all(in_name)
                })
            };
            let is_magic = is_named || start.starts_with(['!', '?']) || is_question(start);
            let blank = &line[..line.len() - start.len()];
            text += &if is_magic { format!("{blank}pass\n") } else { format!("{line}\n") };
        }
    }
    Some(text)
}

/// The cell of a location, and the number of the line before its first; none if the source is not a
/// notebook.
pub fn cell(source: &Source, span: Span) -> Option<(&str, u32)> {
    if !is_notebook(&source.name) {
        return None;
    }
    let (line, _) = source.position(span.start);
    (1..=line)
        .rev()
        .find_map(|line| Some((source.line(line).strip_prefix(HEADER)?.trim_end(), line)))
}
