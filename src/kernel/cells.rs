//! The cells of a notebook: output goes to the cell that caused it.
//!
//! A context variable holds the number of the cell. Tasks and callbacks copy the context in which
//! they are made, so their output finds its cell however late it comes. Output without a context,
//! such as that of threads, goes to the latest cell.

use super::message::{Message, Writer};
use super::publish::Outlet;
use super::sockets::Router;
use crate::event_loop::{EventLoop, Running, context::Context, run::check_interrupt};
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::str::intern;
use crate::runtime::{Value, View};
use crate::vm::{Vm, VmResult};
use serde_json::{Value as Json, json};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// The interval of checks for Ctrl-C while a front end asks its user.
const LOOK: Duration = Duration::from_millis(50);

/// The cells of an interpreter.
#[derive(Default)]
pub struct Cells {
    links: OnceCell<Links>,
    /// The headers of the requests that ran cells.
    parents: RefCell<Vec<Arc<Json>>>,
    count: Cell<i64>,
    quiet: Cell<bool>,
    asked: RefCell<Option<Asked>>,
}

/// The connections from the interpreter to the outside.
struct Links {
    outlet: Outlet,
    /// The context variable.
    variable: Value,
    running: Rc<Running>,
    stdin: Stdin,
}

/// The channel for input.
pub struct Stdin {
    /// Its socket.
    pub router: Router,
    /// Makes its messages.
    pub writer: Writer,
    /// Receives the replies.
    pub replies: Receiver<Message>,
}

/// The front end of the latest cell.
struct Asked {
    peer: Vec<u8>,
    allowed: bool,
}

impl Cells {
    /// Connects the program's output and input to a front end.
    ///
    /// # Errors
    /// Any exception raised by making the context variable.
    pub fn connect(
        vm: &Vm,
        event_loop: &EventLoop,
        outlet: Outlet,
        stdin: Stdin,
    ) -> VmResult<Rc<Cells>> {
        let module = vm.import_module("contextvars")?;
        let class = vm.get_attribute(&module, &intern("ContextVar"))?;
        let variable = vm.call(&class, &["cell".into()])?;
        let cells = vm.extension::<Cells>();
        let links = Links { outlet, variable, running: event_loop.running.clone(), stdin };
        let _ = cells.links.set(links);
        // Each write must see the context of its own task.
        vm.output.set_unbuffered();
        let writer = cells.clone();
        vm.output.divert(Box::new(move |is_error, bytes| {
            let stream = if is_error { "stderr" } else { "stdout" };
            writer.write(stream, &String::from_utf8_lossy(bytes));
            Ok(())
        }));
        for def in [&INPUT, &GETPASS] {
            let function = NativeFunction::new(def, "builtins").into_value();
            match def.name() {
                "getpass" => {
                    let module = vm.import_module("getpass")?;
                    vm.set_attribute(&module, &intern("getpass"), function)?;
                }
                name => vm.builtins.set_text(name, function),
            }
        }
        Ok(cells)
    }

    /// Begins a cell, in the context shared by all cells.
    pub fn begin(&self, context: &Value, request: &Message, counts: bool, quiet: bool) {
        let number = {
            let mut parents = self.parents.borrow_mut();
            parents.push(Arc::new(request.header.clone()));
            parents.len() as i64 - 1
        };
        if let (Some(links), Some(context)) = (self.links.get(), context.native::<Context>()) {
            drop(context.set(&links.variable, Value::from(number)));
        }
        self.count.set(self.count.get() + i64::from(counts));
        self.quiet.set(quiet);
        let allowed = request.content["allow_stdin"].as_bool().unwrap_or(false);
        self.asked.replace(Some(Asked { peer: request.peer.clone(), allowed }));
    }

    /// The number of cells so far.
    pub fn count(&self) -> i64 {
        self.count.get()
    }

    /// Sets whether the value of the running part of the cell stays hidden.
    pub fn set_quiet(&self, quiet: bool) {
        self.quiet.set(quiet);
    }

    /// Whether the value of the cell is hidden.
    pub fn is_quiet(&self) -> bool {
        self.quiet.get()
    }

    /// The header of the request to which the running code belongs.
    fn parent(&self) -> Arc<Json> {
        let own = self.links.get().and_then(|links| {
            let context = links.running.context.get();
            match context.native::<Context>()?.get(&links.variable)?.view() {
                View::Int(number) => Some(number),
                _ => None,
            }
        });
        let parents = self.parents.borrow();
        let own = own.and_then(|number| parents.get(usize::try_from(number).ok()?));
        own.or(parents.last()).cloned().unwrap_or_else(|| Arc::new(json!({})))
    }

    /// Publishes a message of the running code.
    pub fn publish(&self, kind: &'static str, content: Json) {
        if let Some(links) = self.links.get() {
            links.outlet.send(kind, &self.parent(), content);
        }
    }

    fn write(&self, stream: &'static str, text: &str) {
        if let Some(links) = self.links.get() {
            links.outlet.output(stream, &self.parent(), text.to_string());
        }
    }

    /// Asks the user for a line.
    fn ask(&self, vm: &Vm, prompt: &str, secret: bool) -> VmResult {
        let asked = self.asked.borrow().as_ref().map(|a| (a.peer.clone(), a.allowed));
        let (Some(links), Some((peer, true))) = (self.links.get(), asked) else {
            return Err(vm.error(Exc::RuntimeError, "this front end does not support input"));
        };
        let Stdin { router, writer, replies } = &links.stdin;
        // Replies to a question that was interrupted.
        while replies.try_recv().is_ok() {}
        links.outlet.flush();
        let content = json!({"prompt": prompt, "password": secret});
        let parent = self.parent();
        router
            .send(&peer, &writer.write(Vec::new(), "input_request", &parent, &content, &json!({})));
        loop {
            check_interrupt(vm)?;
            match replies.recv_timeout(LOOK) {
                Ok(reply) => {
                    let text = reply.content["value"].as_str().unwrap_or_default();
                    return Ok(Value::from(text));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(vm.error(Exc::EOFError, "EOF when reading a line"));
                }
            }
        }
    }
}

fn ask(vm: &Vm, a: &Args<'_>, secret: bool) -> VmResult {
    let prompt = match a.opt(0) {
        Some(prompt) => vm.str(prompt)?.as_str().to_string(),
        None => String::new(),
    };
    vm.extension::<Cells>().ask(vm, &prompt, secret)
}

static INPUT: NativeDef = NativeDef::new(
    "input(prompt='', /) -> str",
    "Ask the user of the notebook for a line.",
    |vm, a| ask(vm, &a, false),
);

static GETPASS: NativeDef = NativeDef::new(
    "getpass(prompt='Password: ', stream=None, *, echo_char=None) -> str",
    "Ask the user of the notebook for a password.",
    |vm, a| ask(vm, &a, true),
);
