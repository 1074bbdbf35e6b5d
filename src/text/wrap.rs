//! Wrapping of messages at spaces.

use unicode_width::UnicodeWidthStr;

/// The maximum width of reports and help texts, in columns.
pub const COLUMNS: usize = 80;

/// A text wrapped at spaces to lines of at most `width` columns, if its words allow that. Line
/// breaks and the indentation of its own lines are kept.
///
/// ```
/// # use hob::text::wrap::wrap;
/// assert_eq!(wrap("to have and to hold", 8), "to have\nand to\nhold");
/// ```
pub fn wrap(text: &str, width: usize) -> String {
    hang(text, width, 0)
}

/// [`wrap`] with all lines except the first indented by `indent` columns.
///
/// ```
/// # use hob::text::wrap::hang;
/// assert_eq!(hang("Note: to have and to hold", 14, 6), "Note: to have\n      and to\n      hold");
/// ```
pub fn hang(text: &str, width: usize, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut wrapped = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            wrapped.push('\n');
            wrapped.push_str(&margin);
        }
        let body = line.trim_start_matches(' ');
        let own = line.len() - body.len();
        wrapped.push_str(&line[..own]);
        let start = own + if index > 0 { indent } else { 0 };
        let mut column = start;
        for word in body.split(' ') {
            let size = word.width();
            if column > start {
                if column + 1 + size <= width {
                    wrapped.push(' ');
                    column += 1;
                } else {
                    wrapped.push('\n');
                    wrapped.push_str(&margin);
                    wrapped.push_str(&line[..own]);
                    column = own + indent;
                }
            }
            wrapped.push_str(word);
            column += size;
        }
    }
    wrapped
}

/// A text shortened to at most `most` columns: a longer one ends in `…`, after a whole word if a
/// space is near the cut.
///
/// ```
/// # use hob::text::wrap::shorten;
/// assert_eq!(shorten("to have and to hold", 10), "to have…");
/// assert_eq!(shorten("to have and to hold", 20), "to have and to hold");
/// ```
pub fn shorten(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_string();
    }
    let mut cut = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        // One column is for the `…`.
        if text[..end].width() >= most {
            break;
        }
        cut = end;
    }
    let kept = &text[..cut];
    let is_inside_word = text[cut..].starts_with(|c: char| c != ' ') && !kept.ends_with(' ');
    match kept.rfind(' ') {
        Some(space) if is_inside_word && space >= cut / 2 => format!("{}…", &kept[..space]),
        _ => format!("{}…", kept.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrap("one", 2), "one");
        assert_eq!(wrap("a longer-than-that b", 4), "a\nlonger-than-that\nb");
        assert_eq!(wrap("", 4), "");
        assert_eq!(wrap("\na b", 1), "\na\nb");
        assert_eq!(wrap("長い 言葉", 5), "長い\n言葉");
    }

    #[test]
    fn lines_keep_their_breaks_and_indentation() {
        assert_eq!(wrap("a\n  b c d\n\ne", 5), "a\n  b c\n  d\n\ne");
        assert_eq!(hang("a b\nc d e", 5, 2), "a b\n  c d\n  e");
    }

    #[test]
    fn a_cut_is_between_words_if_one_is_near() {
        assert_eq!(shorten("unbreakable", 5), "unbr…");
        assert_eq!(shorten("a unbreakable", 8), "a unbre…");
        assert_eq!(shorten("half of it", 8), "half of…");
        assert_eq!(shorten("", 0), "");
    }
}
