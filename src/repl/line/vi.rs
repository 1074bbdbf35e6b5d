//! vi's command mode (POSIX `sh`, "vi line editing", with common additions of Vim).
//!
//! rustyline's own vi mode supports neither multiple lines nor the text objects and motions `o`,
//! `J`, `dd` and `p`, `ciw`, `%`, and would move the cursor into prompts. So rustyline stays in
//! insert mode, and each command reaches it as one change.

use super::draft::Draft;
use super::motion::{self, Words};
use rustyline::{KeyCode, KeyEvent, Modifiers};

/// vi's mode, and the last commands.
#[derive(Debug, Default)]
pub struct Vi {
    command_mode: bool,
    /// The characters of an incomplete command.
    pending: String,
    /// The text before and after the cursor when insert mode began.
    around: Option<(String, String)>,
    /// The last change, for `.`: its keys, and the text typed then.
    change: Option<(String, String)>,
    /// The last `f`, `F`, `t` or `T`, and its character.
    found: Option<(char, char)>,
}

/// The effect of a key, besides its change to the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Done,
    /// The key has no effect.
    Beep,
    /// The key keeps its meaning of insert mode.
    Pass,
    /// Undoes the last change.
    Undo,
    /// Shows the previous block of the history.
    Older,
    /// Shows the next block of the history.
    Newer,
    /// Searches the history.
    Search,
    /// Edits the text with the program named by `$EDITOR`.
    Outside,
}

/// A command: `3d2w` is operator `d`, motion `w`, count 6.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    count: usize,
    operator: Option<char>,
    name: char,
    argument: Option<char>,
}

/// Parses a command; `Err(true)` if it is incomplete, `Err(false)` if it is invalid.
fn parse(keys: &str) -> Result<Command, bool> {
    let mut chars = keys.chars().peekable();
    let count = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        let mut number: Option<usize> = None;
        while let Some(c) = chars.next_if(|c| c.is_ascii_digit() && (*c != '0' || number.is_some()))
        {
            let digit = c as usize - '0' as usize;
            number = Some((number.unwrap_or(0) * 10 + digit).min(9999));
        }
        number.unwrap_or(1)
    };
    let mut times = count(&mut chars);
    let operator = chars.next_if(|c| "dcy".contains(*c));
    if operator.is_some() {
        times = times.saturating_mul(count(&mut chars)).min(9999);
    }
    let name = chars.next().ok_or(true)?;
    let argument = match name {
        'f' | 'F' | 't' | 'T' => Some(chars.next().ok_or(true)?),
        'r' if operator.is_none() => Some(chars.next().ok_or(true)?),
        'g' => Some(chars.next().ok_or(true)?).filter(|c| *c == 'g'),
        'i' | 'a' if operator.is_some() => Some(chars.next().ok_or(true)?),
        _ => None,
    };
    if name == 'g' && argument.is_none() {
        return Err(false);
    }
    Ok(Command { count: times, operator, name, argument })
}

/// The target of a motion.
struct Target {
    position: usize,
    /// Whether an operator includes the character there.
    inclusive: bool,
}

impl Vi {
    /// Starts a new text, in insert mode.
    pub fn start(&mut self) {
        self.command_mode = false;
        self.pending.clear();
        self.around = None;
    }

    /// Whether keys are commands.
    pub fn is_command_mode(&self) -> bool {
        self.command_mode
    }

    /// Handles a key.
    pub fn press(&mut self, draft: &mut Draft, key: KeyEvent) -> Effect {
        let KeyEvent(code, modifiers) = key;
        let effect = match (code, modifiers) {
            (KeyCode::Char(c), Modifiers::ALT) => {
                // Escape and a quickly following key, sent as one.
                self.press(draft, KeyEvent(KeyCode::Esc, Modifiers::NONE));
                return self.press(draft, KeyEvent(KeyCode::Char(c), Modifiers::NONE));
            }
            (KeyCode::Esc, _) if !self.command_mode => self.end_insert(draft),
            _ if !self.command_mode => return Effect::Pass,
            (KeyCode::Char(c), Modifiers::NONE) => {
                self.pending.push(c);
                match parse(&self.pending) {
                    Ok(command) => {
                        self.pending.clear();
                        self.run(draft, &command)
                    }
                    Err(true) => Effect::Done,
                    Err(false) => {
                        self.pending.clear();
                        Effect::Beep
                    }
                }
            }
            _ => {
                self.pending.clear();
                match code {
                    KeyCode::Esc => Effect::Done,
                    KeyCode::Backspace => go(draft, motion::left(draft.text(), draft.cursor())),
                    _ => return Effect::Pass,
                }
            }
        };
        if self.command_mode {
            keep_on_a_character(draft);
        }
        effect
    }

    /// Enters command mode.
    fn end_insert(&mut self, draft: &mut Draft) -> Effect {
        self.command_mode = true;
        if let (Some((before, behind)), Some(change)) = (self.around.take(), &mut self.change) {
            let typed = draft.text().strip_prefix(before.as_str());
            let typed = typed.and_then(|text| text.strip_suffix(behind.as_str()));
            change.1 = typed.unwrap_or_default().to_string();
        }
        let (text, at) = (draft.text(), draft.cursor());
        if at > motion::line_start(text, at) {
            go(draft, motion::left(text, at));
        }
        Effect::Done
    }

    fn run(&mut self, draft: &mut Draft, command: &Command) -> Effect {
        if command.name == '.' {
            return self.repeat(draft);
        }
        let changes = command.operator.is_some_and(|o| o != 'y')
            || "xXDCsSrpPiIaAoO~J".contains(command.name);
        if changes {
            self.change = Some((keys_of(command), String::new()));
        }
        match command.operator {
            Some(operator) => self.operate(draft, operator, command),
            None => self.simple(draft, command),
        }
    }

    /// Repeats the last change.
    fn repeat(&mut self, draft: &mut Draft) -> Effect {
        let Some((keys, typed)) = self.change.clone() else { return Effect::Beep };
        if let Ok(command) = parse(&keys) {
            self.run(draft, &command);
        }
        if !self.command_mode {
            let at = draft.cursor();
            draft.replace(at, at, &typed);
            self.end_insert(draft);
        }
        Effect::Done
    }

    fn enter_insert(&mut self, draft: &mut Draft, position: usize) -> Effect {
        self.command_mode = false;
        draft.go(position);
        let (before, behind) = draft.text().split_at(draft.cursor());
        self.around = Some((before.to_string(), behind.to_string()));
        Effect::Done
    }

    /// `d`, `c` and `y` with a motion, or with themselves for whole lines.
    fn operate(&mut self, draft: &mut Draft, operator: char, command: &Command) -> Effect {
        let (text, at) = (draft.text(), draft.cursor());
        let linewise = command.name == operator || "jk".contains(command.name);
        let range = if linewise {
            let mut end = motion::line_end(text, at);
            let lines = if command.name == operator { command.count - 1 } else { command.count };
            let mut start = motion::line_start(text, at);
            for _ in 0..lines {
                match command.name {
                    'k' => start = motion::line_start(text, start.saturating_sub(1)),
                    _ if end < text.len() => end = motion::line_end(text, end + 1),
                    _ => {}
                }
            }
            Some((start, end))
        } else if matches!(command.name, 'i' | 'a') {
            command.argument.and_then(|what| object(text, at, what, command.name == 'a'))
        } else {
            // `cw` on a word leaves the spaces after it alone.
            let on_word = text[at..].chars().next().is_some_and(|c| !c.is_whitespace());
            let name = match command.name {
                'w' if operator == 'c' && on_word => 'e',
                'W' if operator == 'c' && on_word => 'E',
                name => name,
            };
            self.target(draft, name, command).map(|target| {
                let end = target.position.max(at);
                let end = if target.inclusive { motion::right(draft.text(), end) } else { end };
                (target.position.min(at), end)
            })
        };
        let Some((start, end)) = range else { return Effect::Beep };
        match operator {
            'y' => {
                let text = draft.text()[start..end].to_string() + if linewise { "\n" } else { "" };
                draft.keep(&text);
                go(draft, start);
            }
            'c' => {
                let start = match linewise {
                    true => motion::first_visible(draft.text(), start).min(end),
                    false => start,
                };
                draft.cut(start, end);
                return self.enter_insert(draft, start);
            }
            _ if linewise => {
                let text = draft.text();
                // A line is deleted with its line ending, or with the previous one if it has none.
                let (from, to) = match (end < text.len(), start > 0) {
                    (true, _) => (start, end + 1),
                    (false, true) => (start - 1, end),
                    (false, false) => (start, end),
                };
                let kept = text[start..end].to_string() + "\n";
                draft.keep(&kept);
                draft.replace(from, to, "");
                go(draft, motion::first_visible(draft.text(), from.min(draft.text().len())));
            }
            _ => {
                draft.cut(start, end);
            }
        }
        Effect::Done
    }

    fn simple(&mut self, draft: &mut Draft, command: &Command) -> Effect {
        let (text, at, count) = (draft.text(), draft.cursor(), command.count);
        let end = motion::line_end(text, at);
        match command.name {
            'i' => self.enter_insert(draft, at),
            'a' => self.enter_insert(draft, if at < end { motion::right(text, at) } else { at }),
            'I' => self.enter_insert(draft, motion::first_visible(text, at)),
            'A' => self.enter_insert(draft, end),
            'o' | 'O' => {
                let indentation = " ".repeat(motion::indentation(text, at));
                let start = motion::line_start(text, at);
                let position = if command.name == 'o' {
                    let line = super::indent::for_next_line(&text[..end]);
                    draft.replace(end, end, &format!("\n{line}"));
                    end + 1 + line.len()
                } else {
                    draft.replace(start, start, &format!("{indentation}\n"));
                    start + indentation.len()
                };
                self.enter_insert(draft, position)
            }
            'x' | 's' => {
                let mut to = at;
                for _ in 0..count {
                    to = motion::right(text, to).min(end);
                }
                draft.cut(at, to);
                if command.name == 's' { self.enter_insert(draft, at) } else { Effect::Done }
            }
            'X' => {
                let mut from = at;
                for _ in 0..count {
                    from = motion::left(text, from).max(motion::line_start(text, at));
                }
                apply(draft, |d| d.cut(from, at))
            }
            'D' => apply(draft, |d| d.cut(at, end)),
            'C' => {
                draft.cut(at, end);
                self.enter_insert(draft, at)
            }
            'S' => {
                let whole = Command { operator: Some('c'), name: 'c', count, argument: None };
                self.operate(draft, 'c', &whole)
            }
            'r' => match command.argument.filter(|_| at < end) {
                Some(c) => {
                    let next = motion::right(text, at);
                    draft.replace(at, next, &c.to_string());
                    go(draft, at);
                    Effect::Done
                }
                None => Effect::Beep,
            },
            '~' if at < end => {
                let next = motion::right(text, at);
                let c = &text[at..next];
                let lower = c.to_lowercase();
                let flipped = if lower == c { c.to_uppercase() } else { lower };
                apply(draft, |d| d.replace(at, next, &flipped))
            }
            'J' if end < text.len() => {
                let next = motion::first_visible(text, end + 1);
                apply(draft, |d| d.replace(end, next, " "))
            }
            'p' | 'P' => paste(draft, command.name == 'p', count),
            'u' => Effect::Undo,
            'k' | '-' => up(draft),
            'j' | '+' => down(draft),
            'G' => go(draft, text.len()),
            '/' | '?' => Effect::Search,
            'n' => Effect::Older,
            'N' => Effect::Newer,
            'v' => Effect::Outside,
            '#' => {
                let start = motion::line_start(text, at);
                apply(draft, |d| d.replace(start, start, "# "))
            }
            name => match self.target(draft, name, command) {
                Some(target) => go(draft, target.position),
                None => Effect::Beep,
            },
        }
    }

    /// The target of a motion; none if it does not move.
    fn target(&mut self, draft: &Draft, name: char, command: &Command) -> Option<Target> {
        let (text, at) = (draft.text(), draft.cursor());
        let (start, end) = (motion::line_start(text, at), motion::line_end(text, at));
        let repeated = |step: &dyn Fn(usize) -> usize| (0..command.count).fold(at, |p, _| step(p));
        let words = if name.is_uppercase() { Words::Blanks } else { Words::Names };
        let exclusive = |position| Some(Target { position, inclusive: false });
        let inclusive = |position| Some(Target { position, inclusive: true });
        match name {
            'h' => exclusive(repeated(&|p| motion::left(text, p)).max(start)),
            'l' | ' ' => exclusive(repeated(&|p| motion::right(text, p)).min(end)),
            '0' => exclusive(start),
            '^' | '_' => exclusive(motion::first_visible(text, at)),
            '$' => exclusive(end),
            'g' => exclusive(0),
            'G' => exclusive(text.len()),
            'w' | 'W' => exclusive(repeated(&|p| motion::next_word(text, p, words))),
            'b' | 'B' => exclusive(repeated(&|p| motion::word_left(text, p, words))),
            'e' | 'E' => inclusive(repeated(&|p| {
                let from = motion::right(text, p);
                motion::left(text, motion::word_right(text, from, words)).max(p)
            })),
            'f' | 'F' | 't' | 'T' => {
                let c = command.argument?;
                self.found = Some((name, c));
                find(text, at, name, c, command.count)
            }
            ';' | ',' => {
                let (last, c) = self.found?;
                let name = match (name, last.is_lowercase()) {
                    (';', _) => last,
                    (_, true) => last.to_ascii_uppercase(),
                    (_, false) => last.to_ascii_lowercase(),
                };
                find(text, at, name, c, command.count)
            }
            '%' => matching(text, at).and_then(inclusive),
            _ => None,
        }
    }
}

/// Moves the cursor.
fn go(draft: &mut Draft, position: usize) -> Effect {
    let moved = position != draft.cursor();
    draft.go(position);
    if moved { Effect::Done } else { Effect::Beep }
}

/// Changes the draft.
fn apply(draft: &mut Draft, change: impl FnOnce(&mut Draft)) -> Effect {
    change(draft);
    Effect::Done
}

/// Moves to the line above, or to the previous block of the history.
fn up(draft: &mut Draft) -> Effect {
    match motion::up(draft.text(), draft.cursor()) {
        Some(position) => go(draft, position),
        None => Effect::Older,
    }
}

/// Moves to the line below, or to the next block of the history.
fn down(draft: &mut Draft) -> Effect {
    match motion::down(draft.text(), draft.cursor()) {
        Some(position) => go(draft, position),
        None => Effect::Newer,
    }
}

/// The keys that spell a command.
fn keys_of(command: &Command) -> String {
    let mut keys = String::new();
    if command.count > 1 {
        keys.push_str(&command.count.to_string());
    }
    keys.extend(command.operator);
    keys.push(command.name);
    keys.extend(command.argument);
    keys
}

/// In command mode the cursor is on a character, not after the line.
fn keep_on_a_character(draft: &mut Draft) {
    let (text, at) = (draft.text(), draft.cursor());
    if at == motion::line_end(text, at) && at > motion::line_start(text, at) {
        let position = motion::left(text, at);
        draft.go(position);
    }
}

fn paste(draft: &mut Draft, behind: bool, count: usize) -> Effect {
    let Some(cut) = draft.last_cut().map(|c| c.repeat(count)) else { return Effect::Beep };
    let (text, at) = (draft.text(), draft.cursor());
    if let Some(lines) = cut.strip_suffix('\n') {
        let (start, end) = (motion::line_start(text, at), motion::line_end(text, at));
        let position = if behind { end + 1 } else { start };
        match behind {
            true => draft.replace(end, end, &format!("\n{lines}")),
            false => draft.replace(start, start, &cut),
        }
        let position = motion::first_visible(draft.text(), position);
        go(draft, position);
        return Effect::Done;
    }
    let line_end = motion::line_end(text, at);
    let position = if behind && at < line_end { motion::right(text, at) } else { at };
    draft.replace(position, position, &cut);
    go(draft, position + cut.len());
    Effect::Done
}

/// The n-th occurrence of a character in the line, for `f` and its variants.
fn find(text: &str, at: usize, name: char, c: char, count: usize) -> Option<Target> {
    let forward = name.is_lowercase();
    let place = if forward {
        let from = motion::right(text, at);
        let line = text.get(from..motion::line_end(text, at))?;
        from + line.match_indices(c).nth(count - 1)?.0
    } else {
        let start = motion::line_start(text, at);
        start + text[start..at].rmatch_indices(c).nth(count - 1)?.0
    };
    let position = match name {
        't' => motion::left(text, place),
        'T' => motion::right(text, place),
        _ => place,
    };
    Some(Target { position, inclusive: forward })
}

/// The partner of the first bracket at or after the position in the line.
fn matching(text: &str, at: usize) -> Option<usize> {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let line = &text[at..motion::line_end(text, at)];
    let (offset, bracket) = line.char_indices().find(|(_, c)| "()[]{}".contains(*c))?;
    let (open, close) = *PAIRS.iter().find(|(o, c)| bracket == *o || bracket == *c)?;
    let mut depth = 0;
    let mut seek = |c: char| {
        depth += i32::from(c == bracket);
        depth -= i32::from((c == open || c == close) && c != bracket);
        depth == 0
    };
    let place = at + offset;
    match bracket == open {
        true => text[place..].char_indices().find(|(_, c)| seek(*c)).map(|(i, _)| place + i),
        false => text[..=place].char_indices().rev().find(|(_, c)| seek(*c)).map(|(i, _)| i),
    }
}

/// The range of a text object such as `iw`, `a(`, `i"`.
fn object(text: &str, at: usize, what: char, around: bool) -> Option<(usize, usize)> {
    let (start, end) = (motion::line_start(text, at), motion::line_end(text, at));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match what {
        'w' | 'W' => {
            let same = |c: char| what == 'W' && !c.is_whitespace() || what == 'w' && is_word(c);
            let left = text[start..at].rfind(|c| !same(c)).map_or(start, |i| {
                start + i + text[start + i..].chars().next().map_or(0, char::len_utf8)
            });
            let mut right = text[at..end].find(|c| !same(c)).map_or(end, |i| at + i);
            if around {
                right += text[right..end].len() - text[right..end].trim_start().len();
            }
            Some((left, right))
        }
        '"' | '\'' => {
            let left = start + text[start..at].rfind(what)?;
            let right = at + text[at..end].find(what)?;
            Some(if around { (left, right + 1) } else { (left + 1, right) })
        }
        '(' | ')' | 'b' | '[' | ']' | '{' | '}' | 'B' => {
            let (open, close) = match what {
                '[' | ']' => ('[', ']'),
                '{' | '}' | 'B' => ('{', '}'),
                _ => ('(', ')'),
            };
            let mut depth = 0;
            let on_bracket = usize::from(text[at..].starts_with(open));
            let left = text[..at + on_bracket].char_indices().rev().find(|(_, c)| {
                depth += i32::from(*c == close);
                depth -= i32::from(*c == open);
                depth < 0
            })?;
            let right = matching(text, left.0)?;
            Some(if around { (left.0, right + 1) } else { (left.0 + 1, right) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after the given keys, `^` for Escape, the cursor as `|`.
    fn after(text: &str, keys: &str) -> String {
        let (mut draft, mut vi) = (Draft::default(), Vi::default());
        draft.load(text, text.len());
        for c in keys.chars() {
            let code = if c == '^' { KeyCode::Esc } else { KeyCode::Char(c) };
            if vi.press(&mut draft, KeyEvent(code, Modifiers::NONE)) == Effect::Pass {
                let at = draft.cursor();
                draft.replace(at, at, c.encode_utf8(&mut [0; 4]));
            }
        }
        let (text, at) = (draft.text(), draft.cursor());
        format!("{}|{}", &text[..at], &text[at..])
    }

    #[test]
    fn commands() {
        for (text, keys, expected) in [
            ("one two", "^", "one tw|o"),
            ("one two", "^0", "|one two"),
            ("one two", "^b", "one |two"),
            ("one two", "^0dw", "|two"),
            ("one two three", "^02dw", "|three"),
            ("one two", "^0cwsix^", "si|x two"),
            ("one two", "^0x", "|ne two"),
            ("one two", "^0xp", "no|e two"),
            ("one two", "^0D", "|"),
            ("one two", "^0ea!^", "one|! two"),
            ("f(a, b)", "^0f(ci(x^", "f(|x)"),
            ("f(a, b)", "^0ldt)", "f|)"),
            ("f(a, b)", "^0f,;", "f(a|, b)"),
            ("f(a, b)", "^0%", "f(a, b|)"),
            ("a\nb", "^dd", "|a"),
            ("a\nb", "^ddp", "a\n|b"),
            ("a\nb", "^kyyp", "a\n|a\nb"),
            ("a b c", "^0dw.", "|c"),
            ("abc", "^0ix^.", "|xxabc"),
            ("abc", "^0~", "A|bc"),
            ("if x:\n    y", "^oz^", "if x:\n    y\n    |z"),
            ("if x:\n    y", "^kOz^", "|z\nif x:\n    y"),
            ("abc", "^rx", "ab|x"),
            ("x = 'abc'", "^hci'z^", "x = '|z'"),
        ] {
            assert_eq!(after(text, keys), expected, "{keys} on {text:?}");
        }
    }

    #[test]
    fn counts_and_operators() {
        assert_eq!(
            parse("3d2w"),
            Ok(Command { count: 6, operator: Some('d'), name: 'w', argument: None })
        );
        assert_eq!(parse("d"), Err(true));
        assert_eq!(parse("gx"), Err(false));
    }
}
