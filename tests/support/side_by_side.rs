//! `tests/diagnostics/README.md`: chosen mistakes with CPython's report next to Hob's, made from
//! the golden files.

use std::fs;
use std::path::Path;

const HEAD: &str = "\
# Mistakes and their reports

What beginners run into, as CPython 3.13 shows it (left) and as Hob draws it on a terminal (right). Away from a
terminal, and with `--errors=plain`, Hob's text is CPython's to the letter.

This page is made from the golden files beside it, by `HOB_BLESS=1 cargo test --test diagnostics`; `chosen.txt`
says which are shown.
";

/// The page for the mistakes listed in a folder's `chosen.txt`.
///
/// # Errors
/// The first file that cannot be read.
pub fn page(folder: &Path) -> Result<String, String> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    let mut page = HEAD.to_string();
    for line in read("chosen.txt")?.lines().filter(|line| !line.is_empty()) {
        if let Some(section) = line.strip_prefix("# ") {
            page += &format!("\n## {section}\n");
            continue;
        }
        let (name, title) = line.split_once(": ").ok_or_else(|| format!("no title in {line:?}"))?;
        let (program, plain, pretty) = (
            read(&format!("{name}.py"))?,
            read(&format!("{name}.plain"))?,
            read(&format!("{name}.pretty"))?,
        );
        page += &format!("\n### {title}\n\n```python\n{}\n```\n\n", program.trim_end());
        page += "<table><tr><th>CPython</th><th>Hob</th></tr><tr valign=\"top\">\n";
        page += &format!("<td><pre>{}</pre></td>\n", escaped(&plain));
        page += &format!("<td><pre>{}</pre></td>\n</tr></table>\n", escaped(&pretty));
    }
    Ok(page)
}

/// Text as HTML. Blank lines would end the table.
fn escaped(text: &str) -> String {
    let text = text.trim_end().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines = text.lines().map(str::trim_end);
    lines.map(|line| if line.is_empty() { "&nbsp;" } else { line }).collect::<Vec<_>>().join("\n")
}
