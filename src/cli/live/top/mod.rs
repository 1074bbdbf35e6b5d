//! `hob top`: a program's tasks, repeatedly refreshed.

mod draw;
mod look;

use super::say;
use crate::text::wrap::COLUMNS;
use clap::ArgMatches;
use look::{Look, Looker};
use ratatui::Terminal;
use ratatui::backend::TermionBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::termion::event::Key;
use ratatui::termion::input::TermRead;
use ratatui::termion::raw::{IntoRawMode, RawTerminal};
use ratatui::termion::screen::{AlternateScreen, IntoAlternateScreen};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, IsTerminal, Read, Stdout};
use std::time::{Duration, Instant};

pub use look::SORTS;

/// The rows without a terminal.
const ROWS: usize = 40;

/// The views below the screen's header, by name.
pub const VIEWS: [(&str, View); 3] =
    [("tasks", View::Tasks), ("waits", View::Waits), ("lanes", View::Lanes)];

/// The part of the screen below its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A row for each task.
    Tasks,
    /// A row for each object that tasks wait for, and for each queue, lock and the like in use.
    Waits,
    /// The last seconds as lanes.
    Lanes,
}

/// The choices of the user.
struct Top {
    sort: usize,
    filter: String,
    types_filter: bool,
    /// The task that the cursor is on, if there is one, by its place in the sorted rows.
    chosen: Option<usize>,
    shows_detail: bool,
    view: View,
}

/// Shows a program until the user ends it, the program ends, or after `-n` refreshes.
///
/// # Errors
/// A message if the program cannot be inspected (any more).
pub fn run(process: u32, matches: &ArgMatches) -> Result<(), String> {
    let delay = matches.get_one::<f64>("delay").copied().unwrap_or(1.0);
    if !(0.05..=3600.0).contains(&delay) {
        return Err("the delay must be between 0.05 and 3600 seconds".to_string());
    }
    let delay = Duration::from_secs_f64(delay);
    let sort = matches.get_one::<String>("sort").map_or("busy", String::as_str);
    let view = matches.get_one::<String>("view").map_or("tasks", String::as_str);
    let mut top = Top {
        sort: SORTS.iter().position(|known| known.0 == sort).unwrap_or(0),
        filter: matches.get_one::<String>("filter").cloned().unwrap_or_default(),
        types_filter: false,
        chosen: None,
        shows_detail: false,
        view: VIEWS.iter().find(|known| known.0 == view).map_or(View::Tasks, |known| known.1),
    };
    let mut looker = Looker::new(process);
    let is_terminal = io::stdout().is_terminal() && io::stdin().is_terminal();
    let mut left = matches.get_one::<u64>("count").copied();
    if matches.get_flag("batch") || !is_terminal {
        // The first refresh only starts the counting.
        looker.look(false)?;
        loop {
            std::thread::sleep(delay);
            say(&top.text(&looker.look(top.view == View::Lanes)?))?;
            left = left.map(|left| left - 1);
            if left.is_none() && !is_terminal || left == Some(0) {
                return Ok(());
            }
        }
    }
    top.chosen = Some(0);
    let mut screen = Screen::open()?;
    loop {
        let look = looker.look(top.view == View::Lanes)?;
        screen.draw(&mut top, &look)?;
        let until = Instant::now() + delay;
        while let Some(rest) = until.checked_duration_since(Instant::now()) {
            let Some(keys) = keys(rest) else { break };
            if keys.into_iter().any(|key| top.press(key)) {
                return Ok(());
            }
            screen.draw(&mut top, &look)?;
        }
        left = left.map(|left| left - 1);
        if left == Some(0) {
            return Ok(());
        }
    }
}

impl Top {
    /// A refresh as text, for output that is no terminal.
    fn text(&mut self, look: &Look) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS as u16, ROWS as u16));
        self.draw(look, &mut buffer);
        let rows = buffer.content.chunks(COLUMNS);
        let lines: Vec<String> = rows
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>())
            .map(|line| line.trim_end().to_string() + "\n")
            .collect();
        let used = lines.iter().rposition(|line| line != "\n").map_or(0, |last| last + 1);
        lines[..used].concat()
    }

    /// Shows a view, or the tasks if it is already shown.
    fn show(&mut self, view: View) {
        self.view = if self.view == view { View::Tasks } else { view };
        self.shows_detail = false;
    }

    /// Handles a key; true to end.
    fn press(&mut self, key: Key) -> bool {
        if self.types_filter {
            match key {
                Key::Char('\n') | Key::Esc => self.types_filter = false,
                Key::Backspace | Key::Ctrl('h') => drop(self.filter.pop()),
                Key::Ctrl('c') => return true,
                Key::Char(typed) if !typed.is_control() => self.filter.push(typed),
                _ => {}
            }
            return false;
        }
        let chosen = self.chosen.unwrap_or(0);
        match key {
            Key::Char('q') | Key::Ctrl('c' | 'd') => return true,
            Key::Char('s') => self.sort = (self.sort + 1) % SORTS.len(),
            Key::Char('/') => (self.types_filter, self.filter) = (true, String::new()),
            Key::Up | Key::Char('k') => self.chosen = Some(chosen.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.chosen = Some(chosen + 1),
            Key::Char('w') => self.show(View::Waits),
            Key::Char('l') => self.show(View::Lanes),
            Key::Char('\n') => self.shows_detail = !self.shows_detail,
            _ => {}
        }
        false
    }
}

/// The terminal during drawing; the previous text is restored afterwards.
struct Screen {
    terminal: Terminal<TermionBackend<AlternateScreen<RawTerminal<Stdout>>>>,
}

impl Screen {
    fn open() -> Result<Screen, String> {
        let raw = io::stdout().into_raw_mode().and_then(IntoAlternateScreen::into_alternate_screen);
        let terminal = raw.and_then(|raw| Terminal::new(TermionBackend::new(raw)));
        Ok(Screen { terminal: terminal.map_err(of_terminal)? })
    }

    fn draw(&mut self, top: &mut Top, look: &Look) -> Result<(), String> {
        let drawn = self.terminal.draw(|frame| top.draw(look, frame.buffer_mut()));
        drawn.map(drop).map_err(of_terminal)
    }
}

fn of_terminal(error: io::Error) -> String {
    format!("the terminal: {error}")
}

/// The keys pressed within that time.
fn keys(time: Duration) -> Option<Vec<Key>> {
    let stdin = io::stdin();
    let mut files = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = Timespec::try_from(time).ok()?;
    // A signal ends the wait early, like a key.
    if poll(&mut files, Some(&timeout)).ok()? == 0 {
        return None;
    }
    let mut bytes = [0; 32];
    let read = stdin.lock().read(&mut bytes).ok()?;
    // The end of input ends the program.
    match read {
        0 => Some(vec![Key::Char('q')]),
        _ => Some(bytes[..read].keys().flatten().collect()),
    }
}
