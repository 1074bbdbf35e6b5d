//! Capabilities: which parts of the world outside a program may touch.
//!
//! Native code that reaches outside asks here first, in one place per resource. What is not granted
//! raises PermissionError, which names the capability.

use super::Vm;
use std::path::{Path, PathBuf};

/// What a program may do outside of its own memory.
///
/// ```
/// let capabilities = hob::Capabilities::none()
///     .read_below("templates")
///     .write_below("/tmp/reports")
///     .connect_to("api.example.com", 443);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Files and folders.
    pub files: Files,
    /// Connections, servers and datagrams.
    pub network: Network,
    /// Starting, signalling and waiting for processes.
    pub processes: bool,
    /// Starting threads.
    pub threads: bool,
    /// Reading and changing the process' environment, its working folder and what else it shares
    /// with the host: user, groups, priority, resource limits.
    pub environment: bool,
    /// The real time. Without it the clock is a virtual one, which starts at the epoch.
    pub real_time: bool,
    /// Handlers of signals, alarms and timers.
    pub signals: bool,
    /// The process' own standard input, where the host gives no other.
    pub stdin: bool,
}

/// Which files a program may open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Files {
    /// None. The library's own modules can be imported all the same.
    None,
    /// Those below the given folders.
    Below(Vec<Folder>),
    /// All that the process may.
    All,
}

/// A folder below which a program may use files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder. Symbolic links on the way to it are followed once, when the interpreter is made.
    pub path: PathBuf,
    /// Whether files may be made, changed and removed there.
    pub writable: bool,
}

/// Which addresses a program may talk to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// None.
    None,
    /// Connections to the given hosts and ports.
    Only(Vec<Endpoint>),
    /// All, servers included.
    All,
}

/// A host and port that a program may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// A name or address, as the program gives it.
    pub host: String,
    /// The port; `None` for all.
    pub port: Option<u16>,
}

impl Capabilities {
    /// Everything that the process itself may do.
    pub const fn all() -> Capabilities {
        Capabilities {
            files: Files::All,
            network: Network::All,
            processes: true,
            threads: true,
            environment: true,
            real_time: true,
            signals: true,
            stdin: true,
        }
    }

    /// Nothing: computing, and writing to the host's standard streams.
    pub const fn none() -> Capabilities {
        Capabilities {
            files: Files::None,
            network: Network::None,
            processes: false,
            threads: false,
            environment: false,
            real_time: false,
            signals: false,
            stdin: false,
        }
    }

    /// Also reading files below a folder.
    #[must_use]
    pub fn read_below(self, folder: impl AsRef<Path>) -> Capabilities {
        self.below(folder.as_ref(), false)
    }

    /// Also reading, making, changing and removing files below a folder.
    #[must_use]
    pub fn write_below(self, folder: impl AsRef<Path>) -> Capabilities {
        self.below(folder.as_ref(), true)
    }

    fn below(mut self, path: &Path, writable: bool) -> Capabilities {
        let folder = Folder { path: path.to_path_buf(), writable };
        match &mut self.files {
            Files::All => {}
            Files::Below(folders) => folders.push(folder),
            Files::None => self.files = Files::Below(vec![folder]),
        }
        self
    }

    /// Also connections to a host, by the name or address that the program gives, and a port.
    #[must_use]
    pub fn connect_to(self, host: impl Into<String>, port: u16) -> Capabilities {
        self.connect(Endpoint { host: host.into(), port: Some(port) })
    }

    /// Also connections to all ports of a host.
    #[must_use]
    pub fn connect_to_host(self, host: impl Into<String>) -> Capabilities {
        self.connect(Endpoint { host: host.into(), port: None })
    }

    fn connect(mut self, endpoint: Endpoint) -> Capabilities {
        match &mut self.network {
            Network::All => {}
            Network::Only(endpoints) => endpoints.push(endpoint),
            Network::None => self.network = Network::Only(vec![endpoint]),
        }
        self
    }

    /// With or without processes.
    #[must_use]
    pub const fn processes(mut self, granted: bool) -> Capabilities {
        self.processes = granted;
        self
    }

    /// With or without threads.
    #[must_use]
    pub const fn threads(mut self, granted: bool) -> Capabilities {
        self.threads = granted;
        self
    }

    /// With or without the process' environment.
    #[must_use]
    pub const fn environment(mut self, granted: bool) -> Capabilities {
        self.environment = granted;
        self
    }

    /// With or without the real time.
    #[must_use]
    pub const fn real_time(mut self, granted: bool) -> Capabilities {
        self.real_time = granted;
        self
    }

    /// With or without signals.
    #[must_use]
    pub const fn signals(mut self, granted: bool) -> Capabilities {
        self.signals = granted;
        self
    }

    /// With or without the process' standard input.
    #[must_use]
    pub const fn stdin(mut self, granted: bool) -> Capabilities {
        self.stdin = granted;
        self
    }
}

impl Default for Capabilities {
    /// All: an interpreter is trusted unless its host says otherwise.
    fn default() -> Capabilities {
        Capabilities::all()
    }
}

impl Vm {
    /// Says what the program may do outside of its own memory.
    pub fn set_capabilities(&self, capabilities: Capabilities) {
        self.capabilities.replace(capabilities);
    }
}
