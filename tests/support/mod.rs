//! Running `hob` under a time limit, for every test that judges it from outside.

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The time limit for a program that should end by itself, even on a slow and busy machine.
#[allow(dead_code, reason = "some tests need other limits")]
pub const LIMIT: Duration = Duration::from_secs(120);

/// The outcome of a finished run.
#[allow(dead_code, reason = "not every test looks at all of it")]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// As a shell shows it: the exit code, or 128 + the signal that ended the process.
    pub status: i32,
}

/// A running program whose output is being collected.
pub struct Running {
    child: Child,
    stdout: JoinHandle<Vec<u8>>,
    stderr: JoinHandle<Vec<u8>>,
    started: Instant,
}

/// The built interpreter, independent of the environment, and leaving nothing behind.
#[allow(dead_code, reason = "some tests limit its memory instead")]
pub fn hob() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hob"));
    command.env_remove("PYTHONPATH").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command.env("HOB_CACHE", "");
    command
}

/// The built interpreter with at most this many kilobytes of address space.
#[allow(dead_code, reason = "few tests limit memory")]
pub fn limited(kilobytes: u64) -> Command {
    let mut command = Command::new("sh");
    let script = format!("ulimit -c 0; ulimit -v {kilobytes}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_hob")]);
    command.env_remove("PYTHONPATH").env("LC_ALL", "C.UTF-8").env("HOB_CACHE", "");
    command.stdin(Stdio::null());
    command
}

/// Starts `command` with both outputs piped.
pub fn start(command: &mut Command) -> Running {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("hob starts");
    let stdout = collect(child.stdout.take().expect("stdout is piped"));
    let stderr = collect(child.stderr.take().expect("stderr is piped"));
    Running { child, stdout, stderr, started: Instant::now() }
}

/// Runs `command` to its end; an error after `limit`.
pub fn run(command: &mut Command, limit: Duration) -> Result<Outcome, String> {
    start(command).finish(limit)
}

impl Running {
    /// The process id, for sending it signals.
    #[allow(dead_code, reason = "golden tests send no signals")]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end; kills the program and reports an error `limit` after its start.
    pub fn finish(mut self, limit: Duration) -> Result<Outcome, String> {
        let status = loop {
            match self.child.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if self.started.elapsed() > limit => {
                    // Killing a child that is already dead is not an error here.
                    let _ = self.child.kill();
                    let _ = self.child.wait();
                    return Err(format!("still running after {} s: killed", limit.as_secs()));
                }
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(Outcome {
            stdout: text(self.stdout.join().expect("stdout was read")),
            stderr: text(self.stderr.join().expect("stderr was read")),
            status: status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
        })
    }
}

/// Kills a program that a test reads from or writes to, [`LIMIT`] after its start. Code that blocks
/// on the program's pipes then sees their end, and the test fails with a message. Dropping the
/// guard leaves the program alone.
#[allow(dead_code, reason = "most tests wait for the end of what they run")]
pub struct Guard(#[allow(dead_code, reason = "dropping it is the signal")] Sender<()>);

/// Guards a program that was just started. Drop the guard before waiting for the program, whose
/// process id belongs to another program afterwards.
#[allow(dead_code, reason = "most tests wait for the end of what they run")]
pub fn guard(program: &Child) -> Guard {
    let id = program.id().to_string();
    let (guard, dropped) = mpsc::channel();
    thread::spawn(move || {
        if dropped.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            // Without the command, the test takes as long as the program.
            let _ = Command::new("kill").args(["-KILL", &id]).status();
        }
    });
    Guard(guard)
}

fn collect(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What arrived before an error is still worth comparing.
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}
