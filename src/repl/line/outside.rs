//! Passing the terminal to the program named by `$VISUAL` or `$EDITOR`, and to the shell.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, kill_current_process_group};
use std::io;
use std::os::unix::net::UnixStream;
use std::process::Command;

/// The time allowed for the process to stop, in milliseconds.
const STOPPING: i64 = 200;

/// Stops the process and its children until they are continued.
///
/// # Errors
/// Errors of the operating system. Stopping may be forbidden (a shell without job control); then
/// nothing happens.
pub fn suspend() -> io::Result<()> {
    // The signal may reach another thread, so this one may continue for a while.
    let (reader, writer) = UnixStream::pair()?;
    let id = signal_hook::low_level::pipe::register(Signal::CONT.as_raw(), writer)?;
    let _ = kill_current_process_group(Signal::TSTP);
    let limit = Timespec { tv_sec: 0, tv_nsec: STOPPING * 1_000_000 };
    let _ = poll(&mut [PollFd::new(&reader, PollFlags::IN)], Some(&limit));
    signal_hook::low_level::unregister(id);
    Ok(())
}

/// Lets the user edit a text in an external editor, and returns it.
///
/// # Errors
/// Errors of the operating system; a failed editor leaves the text unchanged.
pub fn edit(text: &str) -> io::Result<String> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(std::env::var_os);
    let editor = editor.filter(|e| !e.is_empty()).unwrap_or_else(|| "vi".into());
    let file = std::env::temp_dir().join(format!("hob-{}.py", std::process::id()));
    std::fs::write(&file, text)?;
    // The variable may contain options, so the shell parses it.
    let status = Command::new("/bin/sh")
        .arg("-c")
        .arg("exec $HOB_EDITOR \"$1\"")
        .arg("sh")
        .arg(&file)
        .env("HOB_EDITOR", editor)
        .status();
    let edited = std::fs::read_to_string(&file);
    let _ = std::fs::remove_file(&file);
    if status?.success() { edited } else { Err(io::Error::other("the editor failed")) }
}
