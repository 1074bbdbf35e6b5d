//! The thread that reads lines, as seen from the interpreter's thread.
//!
//! The two communicate through a queue of requests, which is a source of the event loop: each
//! request wakes the loop and is answered between two passes. So tasks run while a line is typed,
//! and completions see current values. A busy program delays the line only briefly: hints arrive
//! late, completions give up.

use super::assist::highlight::highlight_at;
use super::commands;
use super::line::editor::{Answers, Editor, Keys, Outcome};
use super::line::history::default_file;
use super::line::menu::Choices;
use super::line::painter::Prompts;
use super::line::plain::Plain;
use super::line::screen::Screen;
use crate::embed::Interrupter;
use crate::event_loop::reactor::Waker;
use hob_grammar::Interactive;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// The time limit of a completion.
const PATIENCE: Duration = Duration::from_millis(1000);
/// The interval of checks whether a completion is still needed.
const LOOK: Duration = Duration::from_millis(10);
/// The time that a busy program may ignore Ctrl-C at the prompt before it is interrupted.
const BUSY: Duration = Duration::from_millis(300);
/// The native stack of the thread, in bytes: the parser nests as deeply as the text.
const STACK: usize = 64 * 1024 * 1024;

/// A request of the thread that reads lines.
pub enum Request {
    /// A block was entered or discarded.
    Read(Outcome),
    /// Complete the name before a position of a text.
    Complete(String, usize, Sender<Choices>),
    /// Find the hint about the call being typed at a position of a text.
    Hint(String, usize),
}

/// An order of the interpreter's thread.
enum Order {
    /// Read a block.
    Read { prompts: Prompts, initial: String },
    /// Ask a question.
    Ask(String),
    /// Change the key bindings.
    Keys(Keys),
}

/// The queue of requests.
#[derive(Default)]
struct Queue {
    requests: Mutex<VecDeque<Request>>,
    waker: Waker,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Request>> {
        self.requests.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn push(&self, request: Request) {
        let mut requests = self.lock();
        if matches!(request, Request::Hint(..)) {
            // Only the hint for the current text matters.
            requests.retain(|r| !matches!(r, Request::Hint(..)));
        }
        requests.push_back(request);
        drop(requests);
        self.waker.wake();
    }
}

/// The thread that reads lines.
pub struct Lines {
    queue: Arc<Queue>,
    orders: Sender<Order>,
    /// Counts how often the lines typed so far were discarded, for terminals without editing.
    interrupts: Arc<AtomicUsize>,
}

impl Lines {
    /// Starts the thread.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn start(
        screen: Arc<Screen>,
        colors: bool,
        interrupter: Interrupter,
        waker: Waker,
    ) -> std::io::Result<Lines> {
        let queue = Arc::new(Queue { requests: Mutex::default(), waker });
        let (orders, incoming) = mpsc::channel();
        let interrupts = Arc::new(AtomicUsize::new(0));
        let answers = Assistant { queue: queue.clone(), colors };
        let counter = interrupts.clone();
        std::thread::Builder::new().name("line".to_string()).stack_size(STACK).spawn(
            move || {
                if screen.moves() {
                    let queue = answers.queue.clone();
                    match Editor::new(screen, answers, keys_wanted(), default_file()) {
                        Ok(editor) => edit_lines(editor, &queue, &incoming, &interrupter),
                        Err(_) => queue.push(Request::Read(Outcome::End)),
                    }
                } else {
                    read_lines(Plain::new(screen, answers, counter), &incoming);
                }
            },
        )?;
        Ok(Lines { queue, orders, interrupts })
    }

    /// Asks for a block, which arrives as a request.
    pub fn ask(&self, prompts: Prompts, initial: String) {
        self.order(Order::Read { prompts, initial });
    }

    /// Asks a question: the answer arrives as a request, and is not added to the history.
    pub fn ask_question(&self, question: &str) {
        self.order(Order::Ask(question.to_string()));
    }

    /// Changes the key bindings.
    pub fn set_keys(&self, keys: Keys) {
        self.order(Order::Keys(keys));
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            // The thread has ended, so no more input can arrive.
            self.queue.push(Request::Read(Outcome::End));
        }
    }

    /// The next request, if any.
    pub fn next(&self) -> Option<Request> {
        self.queue.lock().pop_front()
    }

    /// Whether the next line was discarded.
    pub fn is_given_up(&self) -> bool {
        self.queue.lock().iter().any(|r| matches!(r, Request::Read(Outcome::Interrupted)))
    }

    /// Discards the lines typed so far, on terminals that do not report Ctrl-C themselves.
    pub fn give_up(&self) {
        self.interrupts.fetch_add(1, Ordering::SeqCst);
    }
}

/// The key bindings chosen by the environment: `$HOB_KEYS`, or `editing-mode` in `~/.inputrc`.
fn keys_wanted() -> Keys {
    let is_vi = match std::env::var("HOB_KEYS") {
        Ok(keys) if !keys.is_empty() => keys == "vi",
        _ => {
            let file = std::env::var_os("INPUTRC").map(std::path::PathBuf::from).or_else(|| {
                Some(std::path::Path::new(&std::env::var_os("HOME")?).join(".inputrc"))
            });
            let text = file.and_then(|f| std::fs::read_to_string(f).ok()).unwrap_or_default();
            text.lines().any(|line| line.split_whitespace().eq(["set", "editing-mode", "vi"]))
        }
    };
    if is_vi { Keys::Vi } else { Keys::Emacs }
}

fn edit_lines(
    mut editor: Editor<Assistant>,
    queue: &Queue,
    orders: &Receiver<Order>,
    interrupter: &Interrupter,
) {
    let (mut interrupted, mut next) = (false, None);
    loop {
        if std::mem::take(&mut interrupted)
            && let Err(RecvTimeoutError::Timeout) =
                orders.recv_timeout(BUSY).map(|o| next = Some(o))
        {
            // A task does not yield to the loop.
            interrupter.interrupt();
        }
        let Some(order) = next.take().or_else(|| orders.recv().ok()) else { return };
        let outcome = match order {
            Order::Read { prompts, initial } => editor.read(&prompts, &initial),
            Order::Ask(question) => editor.ask(&question),
            Order::Keys(keys) => {
                editor.set_keys(keys);
                continue;
            }
        };
        let outcome = outcome.unwrap_or(Outcome::End);
        interrupted = outcome == Outcome::Interrupted;
        queue.push(Request::Read(outcome));
    }
}

fn read_lines(mut reader: Plain<Assistant>, orders: &Receiver<Order>) {
    let queue = reader.answers.queue.clone();
    while let Ok(order) = orders.recv() {
        let prompts = match order {
            Order::Read { prompts, .. } => prompts,
            Order::Ask(first) => Prompts { first, next: String::new() },
            Order::Keys(_) => continue,
        };
        queue.push(Request::Read(reader.read(&prompts).unwrap_or(Outcome::End)));
    }
}

/// Whether the lines typed so far can run. An empty line ends a compound statement.
fn is_complete(text: &str) -> bool {
    // Trailing spaces are the indentation of a line without text.
    let mut text = text.trim_end_matches([' ', '\t']).to_string();
    if text.ends_with('\n') {
        text.push('\n');
    }
    !matches!(hob_grammar::parse_interactive(&text), Interactive::Incomplete)
}

/// Answers the line editor's questions, directly or through the interpreter's thread.
pub struct Assistant {
    queue: Arc<Queue>,
    colors: bool,
}

impl Answers for Assistant {
    fn is_complete(&self, text: &str) -> bool {
        commands::is_command(text) || is_complete(text)
    }

    fn highlight(&self, text: &str, at: Option<usize>) -> String {
        highlight_at(text, at, self.colors)
    }

    fn complete(&self, text: &str, at: usize, impatient: &dyn Fn() -> bool) -> Choices {
        let (reply, answer) = mpsc::channel();
        self.queue.push(Request::Complete(text.to_string(), at, reply));
        let mut waited = Duration::ZERO;
        while waited < PATIENCE && !impatient() {
            if let Ok(choices) = answer.recv_timeout(LOOK) {
                return choices;
            }
            waited += LOOK;
        }
        Choices::default()
    }

    fn ask_hint(&self, text: &str, at: usize) {
        self.queue.push(Request::Hint(text.to_string(), at));
    }
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn blocks_end_where_python_says() {
        for text in [
            "",
            "x = 1",
            "x = ",
            "x = (1,\n2)",
            "if x:\n    y\n",
            "if x:\n    y\n    ",
            "async def f():\n    await g()\n\n",
            "def f():\n    ",
            "class C: pass\n",
            "x = 1\n\ny = 2",
            "\"\"\"a\n\n\"\"\"",
            "else:",
        ] {
            assert!(is_complete(text), "{text:?} is complete");
        }
        for text in [
            "if x:",
            "if x:\n    y",
            "class C: pass",
            "x = (1,",
            "x = (1,\n",
            "x = (1,\n    \n",
            "x = \"\"\"a",
            "x = \"\"\"a\n",
            "x = \"\"\"a\n\n",
            "@decorator",
            "x = 1 + \\",
            "try:\n    x",
            "async with x:",
            "def f():\n    \"\"\"doc\n",
        ] {
            assert!(!is_complete(text), "{text:?} is not complete");
        }
    }
}
