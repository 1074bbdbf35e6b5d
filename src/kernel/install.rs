//! The kernel's entry in Jupyter's data folder.

use serde_json::json;
use std::path::{Path, PathBuf};

/// The name of the entry.
const NAME: &str = "hob";

/// The data folder that the entry is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The user's.
    User,
    /// That of the active environment.
    Environment,
    /// That of an installation at a prefix.
    Prefix(PathBuf),
}

impl Place {
    /// Jupyter's data folder.
    ///
    /// # Errors
    /// A message: the folder does not exist.
    fn data(&self) -> Result<PathBuf, String> {
        let shared = |prefix: &Path| prefix.join("share").join("jupyter");
        let variable = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        match self {
            Place::Prefix(prefix) => Ok(shared(prefix)),
            Place::Environment => {
                let own = || {
                    let program = std::env::current_exe().ok()?;
                    let prefix = program.parent()?.parent()?;
                    prefix.join("pyvenv.cfg").is_file().then(|| prefix.to_path_buf())
                };
                let active = variable("VIRTUAL_ENV").or_else(|| variable("CONDA_PREFIX"));
                active.or_else(own).map(|prefix| shared(&prefix)).ok_or_else(|| {
                    "no environment is active (neither VIRTUAL_ENV nor CONDA_PREFIX is set)"
                        .to_string()
                })
            }
            Place::User => {
                let home = std::env::home_dir().ok_or("there is no home folder");
                if let Some(folder) = variable("JUPYTER_DATA_DIR") {
                    Ok(folder)
                } else if cfg!(target_os = "macos") {
                    Ok(home?.join("Library").join("Jupyter"))
                } else if let Some(folder) = variable("XDG_DATA_HOME") {
                    Ok(folder.join("jupyter"))
                } else {
                    Ok(shared(&home?.join(".local")))
                }
            }
        }
    }

    /// The folder of the entry.
    fn folder(&self) -> Result<PathBuf, String> {
        Ok(self.data()?.join("kernels").join(NAME))
    }
}

/// Writes the entry; returns its folder.
///
/// # Errors
/// A message about the file that cannot be written.
pub fn install(place: &Place) -> Result<PathBuf, String> {
    let folder = place.folder()?;
    let program = std::env::current_exe().map_err(|error| format!("where is hob? {error}"))?;
    let entry = json!({
        "argv": [program.to_string_lossy(), "jupyter", "--connection", "{connection_file}"],
        "display_name": "Hob",
        "language": "python",
        "interrupt_mode": "message",
        "metadata": {"debugger": false},
    });
    let file = folder.join("kernel.json");
    let text = format!("{entry:#}\n");
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, text));
    written.map_err(|error| format!("can't write '{}': {error}", file.display()))?;
    Ok(folder)
}

/// Removes the entry; returns its folder.
///
/// # Errors
/// A message: there is no entry, or it cannot be removed.
pub fn uninstall(place: &Place) -> Result<PathBuf, String> {
    let folder = place.folder()?;
    if !folder.join("kernel.json").is_file() {
        return Err(format!("no kernel is installed in '{}'", folder.display()));
    }
    std::fs::remove_dir_all(&folder)
        .map_err(|error| format!("can't remove '{}': {error}", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_and_goes() {
        let prefix = std::env::temp_dir().join(format!("hob-kernel-{}", std::process::id()));
        let place = Place::Prefix(prefix.clone());
        let folder = install(&place).unwrap();
        assert_eq!(folder, prefix.join("share/jupyter/kernels/hob"));
        let text = std::fs::read_to_string(folder.join("kernel.json")).unwrap();
        let entry: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(entry["argv"][3], "{connection_file}");
        assert_eq!(uninstall(&place).unwrap(), folder);
        assert!(uninstall(&place).unwrap_err().starts_with("no kernel is installed"));
        std::fs::remove_dir_all(prefix).unwrap();
    }
}
