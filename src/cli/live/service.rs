//! The running program's side: a socket for requests of `hob ps`, `hob top` and `hob dump`.
//!
//! It is created shortly after the first event loop starts, in a folder that only the user can
//! open. A connection raises a signal, so it is served wherever the VM checks for requests.

use super::{folder, socket_path};
use crate::event_loop::inspection::Service;
use crate::event_loop::recorder::watch::{BUCKETS, Watch};
use crate::event_loop::snapshot::{Snapshot, State, TaskView};
use crate::event_loop::{running, tree};
use crate::modules::asyncio::resources::{self, Resource};
use crate::runtime::process;
use crate::trace::{self, Trace};
use crate::vm::Vm;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::Duration;

/// The longest time that a client may hold up the program with its request, …
const PATIENCE: Duration = Duration::from_millis(200);

/// … and by reading the answer slowly.
const READING: Duration = Duration::from_secs(2);

/// The socket gets this descriptor or a higher one, if there may be that many.
const LEAST_DESCRIPTOR: i32 = 500;

/// The socket of a program.
pub struct Server {
    program: String,
    socket: RefCell<Option<(UnixListener, PathBuf)>>,
}

impl Server {
    /// The server of a program with this name, without a socket yet.
    pub fn new(program: String) -> Server {
        Server { program, socket: RefCell::default() }
    }

    fn listen(&self) -> io::Result<()> {
        let path = socket_path(&folder(true)?, std::process::id());
        // One exists if a process with this number crashed.
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path)?;
        // Programs expect the low descriptors for their own files.
        let listener = match rustix::io::fcntl_dupfd_cloexec(&listener, LEAST_DESCRIPTOR) {
            Ok(high) => UnixListener::from(high),
            Err(_) => listener,
        };
        listener.set_nonblocking(true)?;
        process::signal_when_readable(listener.as_raw_fd())?;
        *self.socket.borrow_mut() = Some((listener, path));
        Ok(())
    }

    fn answer(&self, vm: &Vm, mut stream: UnixStream) -> io::Result<()> {
        if !is_own_user(&stream) {
            return Ok(());
        }
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(READING))?;
        let mut question = Vec::new();
        let mut byte = [0];
        while question.len() < 64 && stream.read(&mut byte)? == 1 && byte != *b"\n" {
            question.push(byte[0]);
        }
        stream.write_all(super::AT_WORK.as_bytes())?;
        let body = match question.as_slice() {
            b"tree" => self.tree(vm).to_string(),
            b"tasks" => self.tasks(vm).to_string(),
            b"trace" => trace::format::write(&Trace::of(running(vm), &self.program)),
            _ => return Ok(()),
        };
        stream.write_all(super::header(body.len()).as_bytes())?;
        stream.write_all(body.as_bytes())
    }

    fn tree(&self, vm: &Vm) -> Value {
        let snapshot = Snapshot::take(vm);
        json!({
            "program": self.program,
            "tree": tree::report(vm, &snapshot),
            "count": snapshot.tasks.len(),
            "circles": snapshot.circles.len(),
        })
    }

    fn tasks(&self, vm: &Vm) -> Value {
        let running = running(vm);
        let snapshot = Snapshot::take(vm);
        let watch = running.recorder.watch(&running.clock);
        let tasks = snapshot.tasks.iter().map(|task| task_value(task, &watch)).collect::<Vec<_>>();
        let circles = snapshot.circles.iter().map(|circle| snapshot.circle_text(circle));
        json!({
            "process": std::process::id(),
            "program": self.program,
            "tree": tree::report(vm, &snapshot),
            "tasks": tasks,
            "resources": resources::in_use(vm).iter().map(resource_value).collect::<Vec<_>>(),
            "circles": circles.collect::<Vec<_>>(),
            "watched": watch.seconds(running.clock.monotonic()),
            "lag": watch.lag.iter().zip(BUCKETS).map(|(n, (name, _))| json!([name, n])).collect::<Vec<_>>(),
        })
    }
}

fn resource_value(resource: &Resource) -> Value {
    json!({
        "id": resource.id,
        "text": resource.text,
        "size": resource.size,
        "waiting": resource.waiting,
    })
}

fn task_value(task: &TaskView, watch: &Watch) -> Value {
    let (state, left) = match task.state {
        State::Running => ("running", None),
        State::Ready => ("ready", None),
        State::Sleeping(left) => ("sleeping", left),
        State::Waiting => ("waiting", None),
    };
    let counts = watch.tasks.get(&task.number).copied().unwrap_or_default();
    json!({
        "number": task.number,
        "name": task.name,
        "place": task.place.as_ref().map_or(task.function.clone(), |place| place.short()),
        "state": state,
        "left": left,
        "words": tree::state(task),
        "awaited": task.what,
        "since": task.since,
        "origin": tree::origin(task),
        "busy": counts.busy as f64 * 1e-9,
        "steps": counts.steps,
        "wakeups": counts.steps.saturating_sub(counts.yields),
        "yields": counts.yields,
    })
}

/// Whether the other side is a process of the same user.
fn is_own_user(stream: &UnixStream) -> bool {
    #[cfg(target_os = "linux")]
    return rustix::net::sockopt::socket_peercred(stream)
        .is_ok_and(|peer| peer.uid == rustix::process::geteuid());
    // The mode of the folder keeps others out.
    #[cfg(not(target_os = "linux"))]
    return stream.peer_addr().is_ok();
}

impl Service for Server {
    fn open(&self) {
        // A program continues without it.
        let _ = self.listen();
    }

    fn serve(&self, vm: &Vm) {
        loop {
            let accepted = match &*self.socket.borrow() {
                Some((listener, _)) => listener.accept(),
                None => return,
            };
            let Ok((stream, _)) = accepted else { return };
            // A client that has disconnected needs no answer.
            let _ = self.answer(vm, stream);
        }
    }

    fn forget(&self) {
        self.socket.take();
    }

    fn close(&self) {
        if let Some((_, path)) = self.socket.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}
