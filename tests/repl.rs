//! Sessions at a terminal: each file of `tests/repl/` is one, typed into the real program through a
//! pseudo-terminal. Tests wait for the contents of the screen, never for a time.
//!
//! A file has these lines:
//!
//! ```text
//! # a remark
//! hob ARGUMENTS         starts the program (again), in the folder of the session
//! size COLUMNS ROWS     the size of the terminal, before the program starts
//! env NAME=VALUE        a variable of its environment
//! file NAME             writes the indented lines below it into a file
//! type TEXT             types; keys are named in angle brackets: <enter> <ctrl-c> <alt-b> <up>, and
//!                       bytes that are none: <byte-ff>
//! paste                 pastes the indented lines below it
//! see                   waits until the screen ends in the indented lines below it, `…` standing
//!                       for anything within a line
//! kept NAME             compares a file with the indented lines below it
//! resize COLUMNS ROWS   changes the size; the terminal breaks rows that are too long
//! redrawn               waits until the program has drawn since the size changed
//! exits STATUS          waits for the end of the program
//! ```

use libtest_mimic::{Arguments, Failed, Trial};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// The time without drawing after which none is in progress.
const QUIET: Duration = Duration::from_millis(300);

/// The time that the screen has to show the expected text.
const PATIENCE: Duration = Duration::from_secs(120);

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repl");
    let files = std::fs::read_dir(folder).expect("the folder of sessions is there");
    let mut trials: Vec<Trial> = files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "session"))
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Trial::test(name, move || play(&path))
        })
        .collect();
    trials.extend(["emacs", "vi"].map(|keys| {
        Trial::test(format!("any_keys_{keys}"), move || press_any_keys(keys).map_err(Failed::from))
    }));
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    libtest_mimic::run(&arguments, trials).exit();
}

/// A terminal, and a signal that it has changed.
struct Shown {
    terminal: Mutex<Terminal>,
    changed: Condvar,
}

/// The contents of a terminal that shows a synchronized update as a whole.
struct Terminal {
    parser: vt100::Parser,
    /// Output that is not shown yet.
    held: Vec<u8>,
    /// The latest bytes of the output.
    latest: Vec<u8>,
    /// Whether an update has begun.
    updating: bool,
    /// The number of updates shown since the size changed.
    updates: usize,
    /// Whether the program has closed the terminal.
    closed: bool,
}

/// The start and the end of a synchronized update.
const UPDATE: [&[u8]; 2] = [b"\x1b[?2026h", b"\x1b[?2026l"];

impl Terminal {
    fn new(rows: u16, columns: u16) -> Terminal {
        let parser = vt100::Parser::new(rows, columns, 0);
        let (held, latest) = (Vec::new(), Vec::new());
        Terminal { parser, held, latest, updating: false, updates: 0, closed: false }
    }

    /// Shows output, except for the start of an update that has no end yet.
    fn receive(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.held.push(*byte);
            self.latest.push(*byte);
            if self.latest.len() > UPDATE[0].len() {
                self.latest.remove(0);
            }
            if self.latest == UPDATE[0] {
                self.updating = true;
            } else if self.latest == UPDATE[1] {
                self.updating = false;
                self.updates += 1;
            }
        }
        if !self.updating {
            self.parser.process(&self.held);
            self.held.clear();
        }
    }
}

/// A program at a terminal.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    shown: Arc<Shown>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(arguments: &str, setting: &Setting) -> Running {
        let (columns, rows) = setting.size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal can be had");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hob"));
        command.args(arguments.split_whitespace());
        command.cwd(&setting.folder);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", &setting.folder);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("NO_COLOR", "1");
        for (name, value) in &setting.environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let terminal = Mutex::new(Terminal::new(rows, columns));
        let shown = Arc::new(Shown { terminal, changed: Condvar::new() });
        let mut reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let writer = pair.master.take_writer().expect("the terminal can be written");
        let screen = shown.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut terminal = screen.terminal.lock().expect("no thread panics with it");
                terminal.receive(&bytes[..count]);
                terminal.closed = count == 0;
                screen.changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Running { child, master: pair.master, writer, shown }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).and_then(|()| self.writer.flush()).expect("keys arrive");
    }

    /// Waits until the screen ends in these lines.
    fn see(&self, expected: &[String]) -> Result<(), String> {
        self.see_within(expected, PATIENCE)
    }

    fn see_within(&self, expected: &[String], patience: Duration) -> Result<(), String> {
        let deadline = Instant::now() + patience;
        let mut terminal = self.shown.terminal.lock().expect("no thread panics with it");
        loop {
            let lines = lines_of(terminal.parser.screen());
            let start = lines.len().saturating_sub(expected.len());
            let same = lines.len() >= expected.len()
                && lines[start..].iter().zip(expected).all(|(line, pattern)| fits(line, pattern));
            if same {
                return Ok(());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || terminal.closed {
                let (expected, lines) = (expected.join("\n"), lines.join("\n"));
                return Err(format!(
                    "--- expected at the end\n{expected}\n--- shown\n{lines}\n---"
                ));
            }
            terminal = self.shown.changed.wait_timeout(terminal, left).expect("as above").0;
        }
    }

    /// Waits until the program has drawn nothing for a while.
    fn settle(&self) {
        let mut terminal = self.shown.terminal.lock().expect("no thread panics with it");
        loop {
            let before = terminal.updates;
            let waits = |terminal: &mut Terminal| terminal.updates == before && !terminal.closed;
            let waited = self.shown.changed.wait_timeout_while(terminal, QUIET, waits);
            let (now, waited) = waited.expect("as above");
            if waited.timed_out() || now.closed {
                return;
            }
            terminal = now;
        }
    }

    /// Changes the size of the terminal, while nothing is being drawn in the old one.
    fn resize(&self, columns: u16, rows: u16) -> Result<(), String> {
        self.settle();
        let mut terminal = self.shown.terminal.lock().expect("no thread panics with it");
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        terminal.parser = resized(terminal.parser.screen(), rows, columns);
        terminal.updates = 0;
        self.master.resize(size).map_err(|e| e.to_string())
    }

    /// Waits until the program has drawn since the size changed. A drawing for an old size on a
    /// terminal of a newer one wraps wherever its rows happen to end.
    fn redrawn(&self) -> Result<(), String> {
        let terminal = self.shown.terminal.lock().expect("no thread panics with it");
        let waits = |terminal: &mut Terminal| terminal.updates == 0 && !terminal.closed;
        let waited = self.shown.changed.wait_timeout_while(terminal, PATIENCE, waits);
        match waited.expect("as above").1.timed_out() {
            true => Err("nothing was drawn in the new size".to_string()),
            false => Ok(()),
        }
    }

    fn exits(&mut self, status: u32) -> Result<(), String> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self.child.try_wait().expect("the program can be waited for") {
                Some(ended) if ended.exit_code() == status => return Ok(()),
                Some(ended) => return Err(format!("exited with {}", ended.exit_code())),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        Err("did not exit".to_string())
    }
}

/// The rows of a screen without trailing blank space.
fn lines_of(screen: &vt100::Screen) -> Vec<String> {
    let (_, columns) = screen.size();
    let mut lines: Vec<String> =
        screen.rows(0, columns).map(|row| row.trim_end().to_string()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The screen in a new size. As most terminals do, it wraps rows that have become too long, and
/// joins rows that were wrapped before. Each character takes one column.
fn resized(screen: &vt100::Screen, rows: u16, columns: u16) -> vt100::Parser {
    let (_, old) = screen.size();
    let (cursor_row, cursor_column) = screen.cursor_position();
    // The text before the cursor, and the whole.
    let (mut text, mut before) = (String::new(), String::new());
    for (number, row) in (0..).zip(screen.rows(0, old)) {
        if number == cursor_row {
            before.clone_from(&text);
            let shown = row.chars().chain(std::iter::repeat(' '));
            before.extend(shown.take(cursor_column.into()));
        }
        text += match screen.row_wrapped(number) {
            true => row.as_str(),
            false => row.trim_end(),
        };
        if !screen.row_wrapped(number) {
            text.push('\n');
        }
    }
    let columns_wide = usize::from(columns);
    let rows_of = |line: &str| 1 + line.chars().count().saturating_sub(1) / columns_wide;
    let text = text.trim_end_matches('\n');
    let text = if text.len() < before.len() { before.as_str() } else { text };
    let total: usize = text.split('\n').map(rows_of).sum();
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", &before));
    let above = if above.is_empty() && !before.contains('\n') {
        0
    } else {
        above.split('\n').map(rows_of).sum()
    };
    let column = line.chars().count();
    let row = (above + column / columns_wide).saturating_sub(total.saturating_sub(rows.into()));
    let mut parser = vt100::Parser::new(rows, columns, 0);
    parser.process(text.replace('\n', "\r\n").as_bytes());
    parser.process(format!("\x1b[{};{}H", row + 1, column % columns_wide + 1).as_bytes());
    parser
}

/// Whether a line matches a pattern; `…` matches anything.
fn fits(line: &str, pattern: &str) -> bool {
    match pattern.split_once('…') {
        None => line == pattern,
        Some((start, rest)) => line.strip_prefix(start).is_some_and(|line| {
            let ends = line.char_indices().map(|(i, _)| i).chain([line.len()]);
            ends.into_iter().any(|i| fits(&line[i..], rest))
        }),
    }
}

/// The arguments and environment of the program.
struct Setting {
    folder: PathBuf,
    size: (u16, u16),
    environment: Vec<(String, String)>,
}

impl Drop for Setting {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Presses keys at random. Afterwards the session must work as before. (Ctrl-S is not among them:
/// while a block runs, it would stop the terminal.)
fn press_any_keys(mode: &str) -> Result<(), String> {
    const NAMED: &str = "\
        <enter> <enter> <tab> <esc> <backspace> <delete> <up> <down> <left> <right> <home> \
        <end> <shift-tab> <alt-enter> <alt-b> <alt-f> <alt-d> <alt-t> <alt-u> <alt-y> <alt-3> \
        <alt--> <alt-<> <ctrl-a> <ctrl-b> <ctrl-e> <ctrl-f> <ctrl-g> <ctrl-k> <ctrl-l> \
        <ctrl-n> <ctrl-p> <ctrl-r> <ctrl-t> <ctrl-u> <ctrl-v> <ctrl-w> <ctrl-x> \
        <ctrl-y> <ctrl-]> <ctrl-_> <esc>[200~a:<enter>\u{a0}<tab>b<ctrl-c><esc>[201~ \u{2001} \
        \u{301}";
    let named: Vec<&str> = NAMED.split(' ').filter(|key| !key.is_empty()).collect();
    let letters: Vec<char> =
        "aé日🎉 :()['\\\"#0d$w%bpjkhlfFtT;,.iIaAoOcCyYrsSDXu~J".chars().collect();
    let folder = std::env::temp_dir().join(format!("hob-repl-{}-any-{mode}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let environment = [("HOB_KEYS", mode), ("EDITOR", "true")];
    let environment = environment.map(|(name, value)| (name.to_string(), value.to_string())).into();
    let setting = Setting { folder, size: (40, 8), environment };
    let mut running = Running::start("--errors=plain", &setting);
    running.see(&[">>>".to_string()])?;
    let mut random = 5u64;
    let mut next = |limit: usize| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 33) as usize % limit
    };
    for _ in 0..3000 {
        let bytes = match next(3) {
            0 => keys(named[next(named.len())])?,
            _ => letters[next(letters.len())].to_string().into_bytes(),
        };
        running.send(&bytes);
    }
    // What Ctrl-C ends first may be a command, a search, a running block or half a paste: bytes get
    // lost in terminals that do not keep up.
    let there = ["still there".to_string(), ">>>".to_string()];
    let mut seen = Err(String::new());
    for _ in 0..60 {
        running.send(&keys("<ctrl-c><ctrl-g><ctrl-c>")?);
        running.send(&keys("print('still ', 'there', sep='')<enter>")?);
        seen = running.see_within(&there, PATIENCE / 60);
        if seen.is_ok() {
            break;
        }
    }
    seen
}

fn play(path: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let folder = std::env::temp_dir().join(format!("hob-repl-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut setting = Setting { folder, size: (80, 24), environment: Vec::new() };
    let mut running: Option<Running> = None;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut block = Vec::new();
        let belongs = |l: &str| l.starts_with("    ") || l.trim().is_empty();
        while let Some((_, line)) = lines.next_if(|(_, l)| belongs(l)) {
            block.push(line.get(4..).unwrap_or("").trim_end().to_string());
        }
        while block.last().is_some_and(String::is_empty) {
            block.pop();
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        step(word, rest, &block, &mut setting, &mut running)
            .map_err(|what| format!("line {}: {line}\n{what}", number + 1))?;
    }
    Ok(())
}

fn step(
    word: &str,
    rest: &str,
    block: &[String],
    setting: &mut Setting,
    running: &mut Option<Running>,
) -> Result<(), String> {
    let size = || {
        let (columns, rows) = rest.split_once(' ').ok_or("two numbers are wanted")?;
        let number = |n: &str| n.parse::<u16>().map_err(|e| e.to_string());
        Ok::<_, String>((number(columns)?, number(rows)?))
    };
    match word {
        "hob" => *running = Some(Running::start(rest, setting)),
        "size" => setting.size = size()?,
        "env" => {
            let (name, value) = rest.split_once('=').ok_or("NAME=VALUE is wanted")?;
            setting.environment.push((name.to_string(), value.to_string()));
        }
        "file" => {
            let text = block.join("\n") + "\n";
            std::fs::write(setting.folder.join(rest), text).map_err(|e| e.to_string())?;
        }
        "kept" => {
            let found = std::fs::read_to_string(setting.folder.join(rest));
            let found = found.map_err(|e| e.to_string())?;
            if found.trim_end() != block.join("\n") {
                return Err(format!("found\n{found}"));
            }
        }
        _ => {
            let running = running.as_mut().ok_or("the program has not been started")?;
            match word {
                "type" => running.send(&keys(rest)?),
                "paste" => {
                    running.send(format!("\x1b[200~{}\n\x1b[201~", block.join("\n")).as_bytes());
                }
                "see" => running.see(block)?,
                "resize" => {
                    let (columns, rows) = size()?;
                    running.resize(columns, rows)?;
                }
                "redrawn" => running.redrawn()?,
                "exits" => running.exits(rest.parse().map_err(|_| "a status is wanted")?)?,
                _ => return Err("unknown word".to_string()),
            }
        }
    }
    Ok(())
}

/// The bytes that a terminal sends for keys.
fn keys(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let key = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
        let Some((name, more)) = key.filter(|(name, _)| !name.is_empty() && !name.contains(' '))
        else {
            bytes.extend(c.to_string().as_bytes());
            rest = &rest[c.len_utf8()..];
            continue;
        };
        rest = more;
        let sequence: &[u8] = match name {
            "enter" => b"\r",
            "tab" => b"\t",
            "esc" => b"\x1b",
            "backspace" => b"\x7f",
            "delete" => b"\x1b[3~",
            "up" => b"\x1b[A",
            "down" => b"\x1b[B",
            "right" => b"\x1b[C",
            "left" => b"\x1b[D",
            "home" => b"\x1b[H",
            "end" => b"\x1b[F",
            "shift-tab" => b"\x1b[Z",
            "alt-enter" => b"\x1b\r",
            "lt" => b"<",
            _ => match name.split_once('-') {
                Some(("ctrl", c)) => &[c.bytes().next().unwrap_or(b'@') & 0x1f],
                Some(("alt", c)) => &[b"\x1b", c.as_bytes()].concat(),
                Some(("byte", hex)) => &[u8::from_str_radix(hex, 16).map_err(|e| e.to_string())?],
                _ => return Err(format!("no key is called <{name}>")),
            },
        };
        bytes.extend_from_slice(sequence);
    }
    Ok(bytes)
}
