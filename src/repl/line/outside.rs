//! Editing a text with the program that `$VISUAL` or `$EDITOR` names.

use std::io;
use std::process::Command;

/// Lets the user edit a text, and gives it back.
///
/// # Errors
/// What the operating system reports; an editor that fails leaves the text as it was.
pub fn edit(text: &str) -> io::Result<String> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(std::env::var_os);
    let editor = editor.filter(|e| !e.is_empty()).unwrap_or_else(|| "vi".into());
    let file = std::env::temp_dir().join(format!("hob-{}.py", std::process::id()));
    std::fs::write(&file, text)?;
    // The variable may hold options, too, which is for the shell to see.
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
