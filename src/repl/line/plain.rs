//! Reads blocks line by line, for terminals without a movable cursor (`TERM=dumb`) and for input
//! that is not a terminal.

use super::editor::{Answers, Outcome};
use super::painter::Prompts;
use super::screen::Screen;
use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads blocks line by line.
pub struct Plain<A> {
    screen: Arc<Screen>,
    /// Answers its questions.
    pub answers: A,
    /// Counts how often the lines typed so far were discarded.
    interrupts: Arc<AtomicUsize>,
}

impl<A: Answers> Plain<A> {
    /// A reader of the process's standard input.
    pub fn new(screen: Arc<Screen>, answers: A, interrupts: Arc<AtomicUsize>) -> Plain<A> {
        Plain { screen, answers, interrupts }
    }

    /// Reads a block.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn read(&mut self, prompts: &Prompts) -> io::Result<Outcome> {
        let mut text = String::new();
        let mut interrupts = self.interrupts.load(Ordering::SeqCst);
        self.screen.prompt(&prompts.first)?;
        loop {
            let mut bytes = Vec::new();
            let count = io::stdin().lock().read_until(b'\n', &mut bytes)?;
            let now = self.interrupts.load(Ordering::SeqCst);
            if now != interrupts {
                // Ctrl-C was already answered with a new prompt.
                interrupts = now;
                text.clear();
            }
            if count == 0 {
                return Ok(if text.is_empty() { Outcome::End } else { Outcome::Block(text) });
            }
            // At the end of the input the prompt stays open; the end of the session closes it.
            self.screen.answered();
            text.push_str(&String::from_utf8_lossy(&bytes));
            if !text.ends_with('\n') {
                text.push('\n');
            }
            let lines = text.strip_suffix('\n').unwrap_or(&text);
            if self.answers.is_complete(lines) {
                return Ok(Outcome::Block(text));
            }
            self.screen.prompt(&prompts.next)?;
        }
    }
}
