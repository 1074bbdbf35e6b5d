//! The requests of front ends.

use super::cells::{Cells, Stdin};
use super::display;
use super::message::{Connection, Message, Signer, VERSION, Writer};
use super::pieces::{Piece, is_command, pieces};
use super::publish::Outlet;
use super::sockets::{self, Publisher, Router};
use crate::compile::Mode;
use crate::diagnostics::report::draw_exception;
use crate::embed::Interpreter;
use crate::event_loop::reactor::Waker;
use crate::introspection::{help, look::Known};
use crate::objects::exception::Exc;
use crate::repl::assist::cursor::Cursor;
use crate::repl::assist::resolve::Resolver;
use crate::repl::assist::{complete, signature};
use crate::repl::commands::{self, Desk};
use crate::repl::run::{Blocks, Names, Ran, Stopped};
use crate::vm::{Raised, Vm};
use hob_grammar::Interactive;
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The interval of checks whether the server that started the kernel still runs.
const PARENT_CHECK: Duration = Duration::from_secs(1);

/// The two sockets that receive requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Channel {
    Shell,
    Control,
}

/// Requests that wait for the interpreter.
struct Queue {
    requests: Mutex<VecDeque<(Channel, Message)>>,
    waker: Waker,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(Channel, Message)>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a request; those of the control channel go first.
    fn push(&self, channel: Channel, request: Message) {
        let mut requests = self.lock();
        match channel {
            Channel::Shell => requests.push_back((channel, request)),
            Channel::Control => {
                let at = requests.iter().take_while(|(c, _)| *c == Channel::Control).count();
                requests.insert(at, (channel, request));
            }
        }
        drop(requests);
        self.waker.wake();
    }
}

/// A running kernel.
struct Kernel<'a> {
    blocks: Blocks<'a>,
    cells: Rc<Cells>,
    outlet: Outlet,
    writer: Writer,
    shell: Router,
    control: Router,
    queue: Arc<Queue>,
    /// The numbers and texts of the cells.
    entered: RefCell<Vec<(i64, String)>>,
}

/// Serves the front ends of a connection until one shuts the kernel down.
///
/// # Errors
/// A message: the sockets cannot be bound, or the session cannot start.
pub fn serve(interpreter: &Interpreter, connection: &Connection) -> Result<(), String> {
    let machine = interpreter.machine();
    let vm = &*machine;
    let failed = |raised: Raised| draw_exception(vm, &raised.0, false);
    let blocks = Blocks::new(vm, interpreter.namespace(), Names { task: "cell", file: "<cell>" });
    let signer = Signer::new(&connection.key);
    let writer = Writer::new(signer.clone());
    let bound =
        |name: &'static str| move |error| format!("can't bind the socket `{name}`: {error}");
    let publisher = Publisher::bind(connection.address("iopub")?).map_err(bound("iopub"))?;
    let outlet = Outlet::start(publisher, writer.clone()).map_err(|error| error.to_string())?;
    let queue =
        Arc::new(Queue { requests: Mutex::default(), waker: blocks.running.reactor.waker() });
    let busy = Arc::new(AtomicBool::new(false));

    let (to_shell, read) = (queue.clone(), signer.clone());
    let shell = Router::bind(connection.address("shell")?, move |_, peer, frames| {
        if let Some(request) = Message::read(&read, peer, frames) {
            to_shell.push(Channel::Shell, request);
        }
    });
    let shell = shell.map_err(bound("shell"))?;

    let (to_control, read) = (queue.clone(), signer.clone());
    let (interrupter, is_busy) = (interpreter.interrupter(), busy.clone());
    let (reply, replied) = (writer.clone(), outlet.clone());
    let control = Router::bind(connection.address("control")?, move |router, peer, frames| {
        let Some(request) = Message::read(&read, peer, frames) else { return };
        match request.kind() {
            // The interpreter is busy, so this thread answers.
            "interrupt_request" => {
                interrupter.interrupt();
                let parent = Arc::new(request.header.clone());
                replied.send("status", &parent, json!({"execution_state": "busy"}));
                answer(router, &reply, &request, "interrupt_reply", &json!({"status": "ok"}));
                replied.send("status", &parent, json!({"execution_state": "idle"}));
                return;
            }
            "shutdown_request" if is_busy.load(Ordering::SeqCst) => interrupter.interrupt(),
            _ => {}
        }
        to_control.push(Channel::Control, request);
    });
    let control = control.map_err(bound("control"))?;

    let (replies, received) = channel();
    let router = Router::bind(connection.address("stdin")?, move |_, peer, frames| {
        if let Some(message) = Message::read(&signer, peer, frames)
            && message.kind() == "input_reply"
        {
            let _ = replies.send(message);
        }
    });
    let router = router.map_err(bound("stdin"))?;
    sockets::echo(connection.address("hb")?).map_err(bound("hb"))?;
    watch_parent();

    blocks.begin();
    let stdin = Stdin { router, writer: writer.clone(), replies: received };
    let cells = Cells::connect(vm, blocks.event_loop(), outlet.clone(), stdin).map_err(failed)?;
    display::install(vm).map_err(failed)?;
    outlet.send("status", &Arc::new(json!({})), json!({"execution_state": "starting"}));
    let kernel = Kernel {
        blocks,
        cells,
        outlet,
        writer,
        shell,
        control,
        queue,
        entered: RefCell::default(),
    };
    kernel.run(&busy);
    // The interrupt that ended a cell may not have been handled.
    vm.interrupt.store(false, Ordering::SeqCst);
    let left = kernel.blocks.leave(|raised| kernel.show(raised));
    kernel.outlet.flush();
    left.map_err(failed)
}

/// Ends the process when its parent, a server that names itself in the environment, has ended.
fn watch_parent() {
    let parent = || rustix::process::getppid().map(|id| id.as_raw_nonzero().get());
    let named = std::env::var("JPY_PARENT_PID").ok().and_then(|id| id.parse::<i32>().ok());
    if named.is_none() || named != parent() {
        return;
    }
    let watch = move || {
        while parent() == named {
            std::thread::sleep(PARENT_CHECK);
        }
        std::process::exit(0);
    };
    // Without the thread, an orphan stays until it is ended by hand.
    let _ = std::thread::Builder::new().name("parent".to_string()).spawn(watch);
}

fn answer(router: &Router, writer: &Writer, request: &Message, kind: &str, content: &Json) {
    let frames = writer.write(request.route.clone(), kind, &request.header, content, &json!({}));
    router.send(&request.peer, &frames);
}

impl Kernel<'_> {
    fn vm(&self) -> &Vm {
        self.blocks.vm
    }

    fn run(&self, busy: &AtomicBool) {
        loop {
            let next = self.queue.lock().pop_front();
            match next {
                Some((channel, request)) => {
                    busy.store(true, Ordering::SeqCst);
                    self.blocks.running.clock.hold(false);
                    let ends = self.serve(channel, &request);
                    busy.store(false, Ordering::SeqCst);
                    if ends {
                        return;
                    }
                }
                None => {
                    // A virtual clock stands still between cells, as at a prompt.
                    self.blocks.running.clock.hold(true);
                    if let Err(raised) = self.blocks.pass() {
                        // An interrupt between cells has nothing to stop.
                        if !self.vm().is_exception(&raised, Exc::KeyboardInterrupt) {
                            self.show(&raised);
                        }
                    }
                }
            }
        }
    }

    /// Writes the report about an exception that does not end a cell.
    fn show(&self, raised: &Raised) {
        self.vm().write_error(&draw_exception(self.vm(), &raised.0, true));
    }

    /// Serves a request; returns whether it was the last.
    fn serve(&self, channel: Channel, request: &Message) -> bool {
        let parent = Arc::new(request.header.clone());
        let router = match channel {
            Channel::Shell => &self.shell,
            Channel::Control => &self.control,
        };
        let reply =
            |kind: &str, content: Json| answer(router, &self.writer, request, kind, &content);
        self.outlet.send("status", &parent, json!({"execution_state": "busy"}));
        let content = &request.content;
        let code = content["code"].as_str().unwrap_or_default();
        let cursor = byte_offset(code, content["cursor_pos"].as_u64());
        let mut ends = false;
        match request.kind() {
            "execute_request" => {
                let result = self.execute(request, code, &parent);
                let failed = result["status"] == "error";
                reply("execute_reply", result);
                if failed && content["stop_on_error"].as_bool().unwrap_or(true) {
                    self.abort_queued();
                }
            }
            "kernel_info_request" => reply("kernel_info_reply", info()),
            "complete_request" => reply("complete_reply", self.complete(code, cursor)),
            "inspect_request" => {
                let detail = content["detail_level"].as_u64().unwrap_or(0);
                reply("inspect_reply", self.inspect(code, cursor, detail > 0));
            }
            "is_complete_request" => reply("is_complete_reply", is_complete(code)),
            "history_request" => reply("history_reply", self.history(content)),
            "comm_info_request" => reply("comm_info_reply", json!({"status": "ok", "comms": {}})),
            "comm_open" => {
                // There are no targets, so each comm is closed at once.
                let content = json!({"comm_id": content["comm_id"], "data": {}});
                self.outlet.send("comm_close", &parent, content);
            }
            "shutdown_request" => {
                let content = json!({"status": "ok", "restart": content["restart"] == true});
                self.outlet.send("shutdown_reply", &parent, content.clone());
                reply("shutdown_reply", content);
                ends = true;
            }
            // Messages without a reply, and unknown requests, whose reply is unknown.
            _ => {}
        }
        self.outlet.send("status", &parent, json!({"execution_state": "idle"}));
        ends
    }

    /// Runs a cell; returns the content of the reply.
    fn execute(&self, request: &Message, code: &str, parent: &Arc<Json>) -> Json {
        let content = &request.content;
        let silent = content["silent"] == true;
        let counts = !silent && content["store_history"].as_bool().unwrap_or(true);
        let is_quiet = silent || code.trim_end().ends_with(';');
        self.cells.begin(&self.blocks.context, request, counts, is_quiet);
        let count = self.cells.count();
        if counts {
            self.entered.borrow_mut().push((count, code.to_string()));
        }
        if !silent {
            let content = json!({"code": code, "execution_count": count});
            self.outlet.send("execute_input", parent, content);
        }
        self.blocks.texts.set(usize::try_from(count).unwrap_or(0));
        let mut reply = match self.run_pieces(code, is_quiet) {
            Ok(()) => json!({
                "status": "ok",
                "payload": [],
                "user_expressions": self.user_expressions(&content["user_expressions"]),
            }),
            Err(stopped) => {
                let error = match stopped {
                    Stopped::Raised(raised) => {
                        self.blocks.remember(&raised);
                        self.error(&raised)
                    }
                    Stopped::Says(text) => {
                        json!({"ename": "UsageError", "evalue": text, "traceback": [text]})
                    }
                };
                if !silent {
                    self.outlet.send("error", parent, error.clone());
                }
                let mut reply = error;
                reply["status"] = "error".into();
                reply
            }
        };
        reply["execution_count"] = count.into();
        reply
    }

    /// Runs the code and the commands of a cell. Only the last part shows its value.
    ///
    /// # Errors
    /// Any exception raised by the code, or a message of a command.
    fn run_pieces(&self, code: &str, is_quiet: bool) -> Ran {
        let mut pieces = pieces(code).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Code(lines_before, code) => {
                    self.cells.set_quiet(is_quiet || pieces.peek().is_some());
                    let block = format!("{}{code}\n", "\n".repeat(lines_before));
                    self.blocks.run_block(&block, Mode::Cell)?;
                }
                Piece::Command(command) => {
                    self.cells.set_quiet(is_quiet);
                    let entered = self.entered.borrow();
                    let cells = entered.iter().map(|(_, code)| code.clone());
                    let cells = RefCell::new(cells.filter(|code| !is_command(code)).collect());
                    drop(entered);
                    let desk = Desk {
                        blocks: &self.blocks,
                        mode: Mode::Cell,
                        entered: &cells,
                        editor: None,
                    };
                    command?.run(&desk)?;
                }
            }
        }
        Ok(())
    }

    /// The name, message and report of an exception.
    fn error(&self, raised: &Raised) -> Json {
        let vm = self.vm();
        let exception = raised.0.as_value();
        let name = vm.class_of(exception).name().to_string();
        let message = vm.str(exception).map_or(String::new(), |text| text.as_str().to_string());
        let report = match vm.is_exception(raised, Exc::KeyboardInterrupt) {
            true => "KeyboardInterrupt".to_string(),
            false => draw_exception(vm, &raised.0, true),
        };
        let lines: Vec<&str> = report.trim_end().lines().collect();
        json!({"ename": name, "evalue": message, "traceback": lines})
    }

    /// The values of the expressions that a front end requests.
    fn user_expressions(&self, expressions: &Json) -> Json {
        let vm = self.vm();
        let value = |text: &str| {
            let code = vm.compile(&self.blocks.source(text), Mode::Eval)?;
            let value = self.blocks.run_code(&code)?;
            display::Bundle::of(vm, &value)
        };
        let each = |(name, text): (&String, &Json)| {
            let result = match value(text.as_str().unwrap_or_default()) {
                Ok(bundle) => {
                    let mut content = bundle.content();
                    content["status"] = "ok".into();
                    content
                }
                Err(raised) => {
                    let mut content = self.error(&raised);
                    content["status"] = "error".into();
                    content
                }
            };
            (name.clone(), result)
        };
        Json::Object(expressions.as_object().into_iter().flatten().map(each).collect())
    }

    /// Answers the cells queued after one that failed.
    fn abort_queued(&self) {
        let mut aborted = Vec::new();
        self.queue.lock().retain(|(channel, request)| {
            let stays = *channel == Channel::Control || request.kind() != "execute_request";
            if !stays {
                aborted.push(request.clone());
            }
            stays
        });
        for request in aborted {
            let parent = Arc::new(request.header.clone());
            self.outlet.send("status", &parent, json!({"execution_state": "busy"}));
            let content = json!({"status": "aborted", "execution_count": self.cells.count()});
            answer(&self.shell, &self.writer, &request, "execute_reply", &content);
            self.outlet.send("status", &parent, json!({"execution_state": "idle"}));
        }
    }

    fn complete(&self, code: &str, cursor: usize) -> Json {
        let line = code[..cursor].rfind('\n').map_or(0, |end| end + 1);
        if let Some(found) = commands::complete(&code[line..cursor]) {
            let matches: Vec<String> = found.choices.into_iter().map(|c| c.replacement).collect();
            return json!({
                "status": "ok",
                "matches": matches,
                "cursor_start": characters(&code[..line + found.start]),
                "cursor_end": characters(&code[..cursor]),
                "metadata": {},
            });
        }
        let found = complete::complete(self.vm(), &self.blocks.namespace, code, cursor);
        let matches: Vec<String> = found.candidates.into_iter().map(|c| c.replacement).collect();
        json!({
            "status": "ok",
            "matches": matches,
            "cursor_start": characters(&code[..found.start]),
            "cursor_end": characters(&code[..cursor]),
            "metadata": {},
        })
    }

    fn inspect(&self, code: &str, cursor: usize, source: bool) -> Json {
        let text = self.described(code, cursor, source);
        let data = text.as_ref().map_or(json!({}), |text| json!({"text/plain": text}));
        json!({"status": "ok", "found": text.is_some(), "data": data, "metadata": {}})
    }

    /// Help about the name around the cursor, or about the function whose arguments are there.
    fn described(&self, code: &str, cursor: usize, source: bool) -> Option<String> {
        let vm = self.vm();
        let namespace = &self.blocks.namespace;
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let end = code[cursor..].find(|c| !is_name(c)).map_or(code.len(), |size| cursor + size);
        // With a dot after it, the name is one of the complete tokens.
        let text = format!("{}.", &code[..end]);
        let before = Cursor::new(&text, text.len());
        let resolver = Resolver { vm, namespace, cursor: &before };
        let last = before.tokens.len().checked_sub(1)?;
        match resolver.primary_before(last) {
            Some(Known::Value(value) | Known::Method(value)) => {
                Some(help::help(vm, &value, source))
            }
            Some(Known::Instance(class)) => Some(help::help(vm, class.as_value(), source)),
            _ => signature::hint(vm, namespace, code, cursor),
        }
    }

    fn history(&self, content: &Json) -> Json {
        let entered = self.entered.borrow();
        let number = |name: &str| content[name].as_i64();
        let most = number("n").and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        let mut chosen: Vec<&(i64, String)> = match content["hist_access_type"].as_str() {
            Some("range") => {
                let range = number("start").unwrap_or(0)..number("stop").unwrap_or(i64::MAX);
                let is_own = matches!(number("session"), None | Some(0));
                entered.iter().filter(|(count, _)| is_own && range.contains(count)).collect()
            }
            Some("search") => {
                let pattern = content["pattern"].as_str().unwrap_or("*");
                entered.iter().filter(|(_, code)| matches_glob(pattern, code)).collect()
            }
            _ => entered.iter().collect(),
        };
        chosen.drain(..chosen.len().saturating_sub(most));
        let with_output = content["output"] == true;
        let row = |(count, code): &(i64, String)| match with_output {
            true => json!([0, count, [code, null]]),
            false => json!([0, count, code]),
        };
        json!({"status": "ok", "history": chosen.into_iter().map(row).collect::<Vec<Json>>()})
    }
}

/// Whether a text matches a pattern with `*` and `?`.
fn matches_glob(pattern: &str, text: &str) -> bool {
    let pattern: String = pattern
        .chars()
        .map(|c| match c {
            '*' => ".*".to_string(),
            '?' => ".".to_string(),
            c if c.is_ascii_punctuation() => format!("\\{c}"),
            c => c.to_string(),
        })
        .collect();
    let regex = regex_automata::meta::Regex::new(&format!("(?s)\\A{pattern}\\z"));
    regex.is_ok_and(|regex| regex.is_match(text))
}

/// The number of characters of a text, as the protocol counts positions.
fn characters(text: &str) -> usize {
    text.chars().count()
}

/// The byte offset of a position; the end if there is none.
fn byte_offset(text: &str, position: Option<u64>) -> usize {
    let at = position.and_then(|position| usize::try_from(position).ok());
    at.and_then(|at| text.char_indices().nth(at)).map_or(text.len(), |(offset, _)| offset)
}

fn info() -> Json {
    let version = env!("CARGO_PKG_VERSION");
    json!({
        "status": "ok",
        "protocol_version": VERSION,
        "implementation": "hob",
        "implementation_version": version,
        "language_info": {
            "name": "python",
            "version": "3.13.0",
            "mimetype": "text/x-python",
            "file_extension": ".py",
            "pygments_lexer": "ipython3",
            "codemirror_mode": {"name": "ipython", "version": 3},
            "nbconvert_exporter": "python",
        },
        "banner": format!("Hob {version}: await anything; tasks run between cells."),
        "help_links": [],
        "debugger": false,
        "supported_features": [],
    })
}

fn is_complete(code: &str) -> Json {
    if is_command(code) {
        return json!({"status": "complete"});
    }
    match hob_grammar::parse_interactive(code) {
        Interactive::Complete(_) => json!({"status": "complete"}),
        Interactive::Error(_) => json!({"status": "invalid"}),
        Interactive::Incomplete => {
            let last = code.trim_end().lines().last().unwrap_or_default();
            let margin = &last[..last.len() - last.trim_start().len()];
            let deeper = if last.ends_with(':') { "    " } else { "" };
            json!({"status": "incomplete", "indent": format!("{margin}{deeper}")})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "é = 'ü'";
        assert_eq!(byte_offset(text, Some(0)), 0);
        assert_eq!(byte_offset(text, Some(1)), 2);
        assert_eq!(byte_offset(text, Some(99)), text.len());
        assert_eq!(byte_offset(text, None), text.len());
        assert_eq!(characters(&text[..byte_offset(text, Some(5))]), 5);
    }

    #[test]
    fn patterns_of_the_history() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "a\nbc", true),
            ("a*c", "abcd", false),
            ("f(?)", "f(x)", true),
            ("f(?)", "f()", false),
            ("a.c", "abc", false),
        ] {
            assert_eq!(matches_glob(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn completeness_of_cells() {
        assert_eq!(is_complete("x = 1")["status"], "complete");
        assert_eq!(is_complete("x = )")["status"], "invalid");
        assert_eq!(is_complete("for x in y:"), json!({"status": "incomplete", "indent": "    "}));
        assert_eq!(is_complete("if x:\n    f(")["indent"], "    ");
    }
}
