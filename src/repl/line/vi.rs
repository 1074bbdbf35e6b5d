//! vi's keys (POSIX `sh`, "vi line editing", and what Vim adds to it that fingers know).

use super::buffer::Buffer;
use super::emacs::{self, Effect, apply, go};
use super::keys::{Code, Key};
use super::motion::{self, Words};

/// Which of vi's modes the editor is in, and what the last commands were.
#[derive(Debug, Default)]
pub struct Vi {
    command_mode: bool,
    /// The characters of a command that is not complete.
    pending: String,
    /// The keys of the change that is being made, for `.`.
    recording: Vec<Key>,
    change: Vec<Key>,
    /// The last `f`, `F`, `t` or `T`, and what it looked for.
    found: Option<(char, char)>,
}

/// A command: `3d2w` is operator `d`, motion `w`, count 6.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    count: usize,
    operator: Option<char>,
    name: char,
    argument: Option<char>,
}

/// Reads a command; `Err(true)` if it is not complete yet, `Err(false)` if it is none.
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

/// Where a motion leads to.
struct Target {
    position: usize,
    /// Whether an operator takes the character there as well.
    inclusive: bool,
}

impl Vi {
    /// For a new line: vi begins it in insert mode.
    pub fn start(&mut self) {
        self.command_mode = false;
        self.pending.clear();
        self.recording.clear();
    }

    /// Whether keys are commands.
    pub fn is_command_mode(&self) -> bool {
        self.command_mode
    }

    /// Does what a key does.
    pub fn press(&mut self, buffer: &mut Buffer, key: Key) -> Effect {
        if key.alt && matches!(key.code, Code::Char(_)) {
            // Escape and a key that came so fast that they look like one.
            self.press(buffer, Key::plain(Code::Escape));
            return self.press(buffer, Key { alt: false, ..key });
        }
        if !self.command_mode {
            return self.insert(buffer, key);
        }
        let effect = match (key.ctrl, key.alt, key.code) {
            (false, false, Code::Char(c)) => {
                self.pending.push(c);
                match parse(&self.pending) {
                    Ok(command) => {
                        self.pending.clear();
                        self.run(buffer, &command)
                    }
                    Err(true) => Effect::Done,
                    Err(false) => {
                        self.pending.clear();
                        Effect::Beep
                    }
                }
            }
            (_, _, Code::Escape) => {
                self.pending.clear();
                Effect::Done
            }
            (_, _, Code::Backspace) => go(buffer, motion::left(buffer.text(), buffer.cursor())),
            (true, false, Code::Char('r')) => Effect::SearchBack,
            _ => emacs::insert(buffer, key),
        };
        if self.command_mode {
            keep_on_a_character(buffer);
        }
        effect
    }

    fn insert(&mut self, buffer: &mut Buffer, key: Key) -> Effect {
        if !self.recording.is_empty() {
            self.recording.push(key);
        }
        if key.code == Code::Escape {
            self.command_mode = true;
            if !self.recording.is_empty() {
                self.change = std::mem::take(&mut self.recording);
            }
            let (text, at) = (buffer.text(), buffer.cursor());
            if at > motion::line_start(text, at) {
                go(buffer, motion::left(text, at));
            }
            return Effect::Done;
        }
        emacs::insert(buffer, key)
    }

    fn run(&mut self, buffer: &mut Buffer, command: &Command) -> Effect {
        if command.name == '.' {
            let change = std::mem::take(&mut self.change);
            for key in &change {
                self.press(buffer, *key);
            }
            self.change = change;
            self.recording.clear();
            return Effect::Done;
        }
        let changes = command.operator.is_some_and(|o| o != 'y')
            || "xXDCsSrpPiIaAoO~J".contains(command.name);
        if changes {
            self.recording = keys_of(command);
        }
        let effect = match command.operator {
            Some(operator) => self.operate(buffer, operator, command),
            None => self.simple(buffer, command),
        };
        if self.command_mode && changes {
            self.change = std::mem::take(&mut self.recording);
        }
        effect
    }

    fn enter_insert(&mut self, buffer: &mut Buffer, position: usize) -> Effect {
        self.command_mode = false;
        go(buffer, position);
        Effect::Done
    }

    /// `d`, `c` and `y` with a motion, or with themselves for whole lines.
    fn operate(&mut self, buffer: &mut Buffer, operator: char, command: &Command) -> Effect {
        let (text, at) = (buffer.text(), buffer.cursor());
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
            // `cw` on a word leaves the blanks behind it alone.
            let on_word = text[at..].chars().next().is_some_and(|c| !c.is_whitespace());
            let name = match command.name {
                'w' if operator == 'c' && on_word => 'e',
                'W' if operator == 'c' && on_word => 'E',
                name => name,
            };
            self.target(buffer, name, command).map(|target| {
                let end = target.position.max(at);
                let end = if target.inclusive { motion::right(buffer.text(), end) } else { end };
                (target.position.min(at), end)
            })
        };
        let Some((start, end)) = range else { return Effect::Beep };
        match operator {
            'y' => {
                let text = buffer.text()[start..end].to_string() + if linewise { "\n" } else { "" };
                keep(buffer, start, end, &text);
                go(buffer, start);
            }
            'c' => {
                let start = match linewise {
                    true => motion::first_visible(buffer.text(), start).min(end),
                    false => start,
                };
                buffer.kill(start, end);
                buffer.end_command();
                return self.enter_insert(buffer, start);
            }
            _ if linewise => {
                let text = buffer.text();
                // With the line goes its end, or the one before it if there is none.
                let (from, to) = match (end < text.len(), start > 0) {
                    (true, _) => (start, end + 1),
                    (false, true) => (start - 1, end),
                    (false, false) => (start, end),
                };
                let kept = text[start..end].to_string() + "\n";
                keep(buffer, start, end, &kept);
                buffer.delete(from, to);
                go(buffer, motion::first_visible(buffer.text(), from.min(buffer.text().len())));
            }
            _ => {
                buffer.kill(start, end);
                buffer.end_command();
            }
        }
        Effect::Done
    }

    fn simple(&mut self, buffer: &mut Buffer, command: &Command) -> Effect {
        let (text, at, count) = (buffer.text(), buffer.cursor(), command.count);
        let end = motion::line_end(text, at);
        match command.name {
            'i' => self.enter_insert(buffer, at),
            'a' => self.enter_insert(buffer, if at < end { motion::right(text, at) } else { at }),
            'I' => self.enter_insert(buffer, motion::first_visible(text, at)),
            'A' => self.enter_insert(buffer, end),
            'o' | 'O' => {
                let indentation = " ".repeat(motion::indentation(text, at));
                let start = motion::line_start(text, at);
                let position = if command.name == 'o' {
                    let line = super::indent::for_next_line(&text[..end]);
                    buffer.replace(end, end, &format!("\n{line}"));
                    end + 1 + line.len()
                } else {
                    buffer.replace(start, start, &format!("{indentation}\n"));
                    start + indentation.len()
                };
                self.enter_insert(buffer, position)
            }
            'x' | 's' => {
                let mut to = at;
                for _ in 0..count {
                    to = motion::right(text, to).min(end);
                }
                buffer.kill(at, to);
                buffer.end_command();
                if command.name == 's' { self.enter_insert(buffer, at) } else { Effect::Done }
            }
            'X' => {
                let mut from = at;
                for _ in 0..count {
                    from = motion::left(text, from).max(motion::line_start(text, at));
                }
                apply(buffer, |b| b.kill(from, at))
            }
            'D' => apply(buffer, |b| b.kill(at, end)),
            'C' => {
                buffer.kill(at, end);
                self.enter_insert(buffer, at)
            }
            'S' => {
                let whole = Command { operator: Some('c'), name: 'c', count, argument: None };
                self.operate(buffer, 'c', &whole)
            }
            'r' => match command.argument.filter(|_| at < end) {
                Some(c) => {
                    let next = motion::right(text, at);
                    buffer.replace(at, next, &c.to_string());
                    go(buffer, at);
                    Effect::Done
                }
                None => Effect::Beep,
            },
            '~' if at < end => {
                let next = motion::right(text, at);
                let c = &text[at..next];
                let lower = c.to_lowercase();
                let flipped = if lower == c { c.to_uppercase() } else { lower };
                apply(buffer, |b| b.replace(at, next, &flipped))
            }
            'J' if end < text.len() => {
                let next = motion::first_visible(text, end + 1);
                apply(buffer, |b| b.replace(end, next, " "))
            }
            'p' | 'P' => paste(buffer, command.name == 'p', count),
            'u' => apply(buffer, Buffer::undo),
            'k' | '-' => emacs::up(buffer),
            'j' | '+' => emacs::down(buffer),
            'G' => go(buffer, text.len()),
            '/' | '?' => Effect::SearchBack,
            'n' => Effect::Older,
            'N' => Effect::Newer,
            'v' => Effect::Outside,
            '#' => {
                let start = motion::line_start(text, at);
                apply(buffer, |b| b.replace(start, start, "# "))
            }
            name => match self.target(buffer, name, command) {
                Some(target) => go(buffer, target.position),
                None => Effect::Beep,
            },
        }
    }

    /// Where a motion leads to; none if it leads nowhere.
    fn target(&mut self, buffer: &Buffer, name: char, command: &Command) -> Option<Target> {
        let (text, at) = (buffer.text(), buffer.cursor());
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
            'b' | 'B' => exclusive(repeated(&|p| motion::word_left(text, p, words, true))),
            'e' | 'E' => inclusive(repeated(&|p| {
                let from = motion::right(text, p);
                motion::left(text, motion::word_right(text, from, words, true)).max(p)
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

/// The keys that give a command again.
fn keys_of(command: &Command) -> Vec<Key> {
    let mut text = String::new();
    if command.count > 1 {
        text.push_str(&command.count.to_string());
    }
    text.extend(command.operator);
    text.push(command.name);
    text.extend(command.argument);
    text.chars().map(|c| Key::plain(Code::Char(c))).collect()
}

/// Puts a text where a cut would put it.
fn keep(buffer: &mut Buffer, start: usize, end: usize, text: &str) {
    if text.ends_with('\n') {
        buffer.keep(text);
    } else {
        buffer.copy(start, end);
    }
}

/// In command mode the cursor is on a character, not behind the line.
fn keep_on_a_character(buffer: &mut Buffer) {
    let (text, at) = (buffer.text(), buffer.cursor());
    if at == motion::line_end(text, at) && at > motion::line_start(text, at) {
        let position = motion::left(text, at);
        buffer.set_cursor(position);
    }
}

fn paste(buffer: &mut Buffer, behind: bool, count: usize) -> Effect {
    let Some(cut) = buffer.last_cut().map(|c| c.repeat(count)) else { return Effect::Beep };
    let (text, at) = (buffer.text(), buffer.cursor());
    if let Some(lines) = cut.strip_suffix('\n') {
        let (start, end) = (motion::line_start(text, at), motion::line_end(text, at));
        let position = if behind { end + 1 } else { start };
        match behind {
            true => buffer.replace(end, end, &format!("\n{lines}")),
            false => buffer.replace(start, start, &cut),
        }
        let position = motion::first_visible(buffer.text(), position);
        go(buffer, position);
        return Effect::Done;
    }
    let line_end = motion::line_end(text, at);
    let position = if behind && at < line_end { motion::right(text, at) } else { at };
    buffer.replace(position, position, &cut);
    go(buffer, position + cut.len());
    Effect::Done
}

/// The n-th place of a character in the line, for `f` and its kin.
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

/// The partner of the bracket at the position or behind it in the line.
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

/// The part of the text that `iw`, `a(`, `i"` and the like name.
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

    /// The text after some keys, `^` for Escape, the cursor as `|`.
    fn after(text: &str, keys: &str) -> String {
        let (mut buffer, mut vi) = (Buffer::default(), Vi::default());
        buffer.start(text);
        for c in keys.chars() {
            let code = if c == '^' { Code::Escape } else { Code::Char(c) };
            vi.press(&mut buffer, Key::plain(code));
        }
        let (text, at) = (buffer.text(), buffer.cursor());
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
            ("abc", "^xu", "ab|c"),
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
