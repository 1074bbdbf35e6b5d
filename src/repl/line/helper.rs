//! The callbacks that rustyline calls while a line is typed.

use super::editor::Answers;
use super::typing::Typing;
use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::line_buffer::LineBuffer;
use rustyline::validate::Validator;
use rustyline::{
    Changeset, Cmd, ConditionalEventHandler, Context, Event, EventContext, RepeatCount, Result,
};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard};

/// The state of the line, for rustyline's callbacks of all kinds. They all come from one thread.
pub struct Helper<A>(Arc<Mutex<Typing<A>>>);

impl<A> Clone for Helper<A> {
    fn clone(&self) -> Helper<A> {
        Helper(self.0.clone())
    }
}

impl<A: Answers> Helper<A> {
    /// The callbacks for a line.
    pub fn new(typing: Typing<A>) -> Helper<A> {
        Helper(Arc::new(Mutex::new(typing)))
    }

    /// The state of the line.
    pub fn typing(&self) -> MutexGuard<'_, Typing<A>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl<A: Answers> ConditionalEventHandler for Helper<A> {
    fn handle(
        &self,
        event: &Event,
        count: RepeatCount,
        forward: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        let key = *event.get(0)?;
        // In vi's insert mode, rustyline counts from zero.
        let count = if forward { count.max(1) } else { 0 };
        self.typing().press(key, count, context.line(), context.pos())
    }
}

/// Completion is rustyline's way to let others change the text: it accepts one candidate and leaves
/// the change to `update`.
impl<A: Answers> Completer for Helper<A> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        context: &Context<'_>,
    ) -> Result<(usize, Vec<String>)> {
        let can_act = self.typing().act(line, pos, context.history());
        Ok((pos, if can_act { vec![String::new()] } else { Vec::new() }))
    }

    fn update(&self, line: &mut LineBuffer, _: usize, _: &str, changes: &mut Changeset) {
        let mut typing = self.typing();
        if let Some(edit) = typing.take_edit() {
            edit.apply(line, typing.painter.margin(), changes);
        }
    }
}

impl<A: Answers> Highlighter for Helper<A> {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        default: bool,
    ) -> Cow<'b, str> {
        let mut typing = self.typing();
        let (before, poked) = typing.painter.begin(prompt, default);
        if poked {
            typing.at_rest();
        }
        Cow::Owned(before)
    }

    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        Cow::Owned(self.typing().draw(line, pos))
    }

    /// Always true, so that rustyline redraws everything for each change and announces it here. A
    /// drawing without an announcement is the effect of a poke. Mistaking one for the other could
    /// send a second poke while the first is pending, and then wait forever.
    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.typing().painter.announce(kind);
        true
    }
}

/// Hints are shown below the text when they arrive, so drawing handles them. rustyline asks for its
/// own before each drawing: that is when the history can be read.
impl<A: Answers> Hinter for Helper<A> {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<String> {
        self.typing().look_back(line, pos, context.history());
        None
    }
}

impl<A: Answers> Validator for Helper<A> {}

impl<A: Answers> rustyline::Helper for Helper<A> {}
