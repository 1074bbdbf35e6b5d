//! Names, enumerations and wrapped lines of a story.

use std::fmt::Write;

/// The width that sentences are wrapped at.
const WIDTH: usize = 92;

/// The name of a function without the enclosing functions and the loop's class: `part` for
/// `main.<locals>.part`.
pub(super) fn short(name: &str) -> &str {
    let name = name.rsplit("<locals>.").next().unwrap_or(name);
    let of_loop = ["BaseEventLoop.", "BaseSelectorEventLoop."];
    of_loop.iter().find_map(|class| name.strip_prefix(class)).unwrap_or(name)
}

/// The name of a class in words: `bounded semaphore` for `BoundedSemaphore`.
pub(super) fn words(class: &str) -> String {
    let mut words = String::with_capacity(class.len());
    for (i, letter) in class.char_indices() {
        let is_after_small = class[..i].ends_with(char::is_lowercase);
        if letter.is_uppercase() && is_after_small {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// `a, b and c`
pub(super) fn enumerate(mut names: Vec<String>) -> String {
    let hidden = names.len().saturating_sub(6);
    if hidden > 1 {
        names.truncate(6);
        names.push(format!("{hidden} more"));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Adds a sentence as a list item, wrapped.
pub(super) fn wrap(text: &mut String, sentence: &str) {
    fold(text, sentence, "  - ", "    ");
}

/// Adds a sentence by itself, wrapped.
pub(super) fn wrap_line(text: &mut String, sentence: &str) {
    fold(text, sentence, "", "");
}

fn fold(text: &mut String, sentence: &str, first: &str, next: &str) {
    let mut line = first.to_string();
    for word in sentence.split(' ') {
        if line.chars().count() + word.chars().count() > WIDTH && line.len() > next.len() {
            let _ = writeln!(text, "{}", line.trim_end());
            line = next.to_string();
        }
        line.push_str(word);
        line.push(' ');
    }
    let _ = writeln!(text, "{}", line.trim_end());
}
