//! Capabilities: what a program may access outside itself.
//!
//! Native code that reaches outside asks here first, in one place per resource. Without the
//! capability it raises a PermissionError that names it.

use super::reach::Root;
use super::{Raised, Vm, VmResult};
use crate::objects::exception::Exc;
use crate::objects::native::NativeDef;
use std::path::{Path, PathBuf};

/// A program's permissions outside its own memory.
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
    /// Reading and changing the process's environment, its working folder and other state shared
    /// with the host: user, groups, priority, resource limits.
    pub environment: bool,
    /// The real time. Without it the clock is a virtual one, which starts at the epoch.
    pub real_time: bool,
    /// Handlers of signals, alarms and timers.
    pub signals: bool,
    /// The process's own standard input, if the host provides no other.
    pub stdin: bool,
    /// Calling C libraries and accessing any memory of the process: no limits apply to what they
    /// do.
    pub libraries: bool,
}

/// The files that a program may open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Files {
    /// None. The library's own modules can still be imported.
    None,
    /// Those below the given folders.
    Below(Vec<Folder>),
    /// All that the process may.
    All,
}

/// A folder below which a program may use files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder. Symbolic links in its path are followed once, when the interpreter is made.
    pub path: PathBuf,
    /// Whether files may be made, changed and removed there.
    pub writable: bool,
}

/// The addresses that a program may connect to.
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
    /// A name or address, as given by the program.
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
            libraries: true,
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
            libraries: false,
        }
    }

    /// Also reading files below a folder.
    #[must_use]
    pub fn read_below(self, folder: impl AsRef<Path>) -> Capabilities {
        self.below(folder.as_ref(), false)
    }

    /// Also allows reading, making, changing and removing files below a folder.
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

    /// Also allows connections to a host, by the name or address that the program gives, and a
    /// port.
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

    /// With or without the process's environment.
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

    /// With or without the process's standard input.
    #[must_use]
    pub const fn stdin(mut self, granted: bool) -> Capabilities {
        self.stdin = granted;
        self
    }

    /// Allows or denies C libraries. What they do is not restricted.
    #[must_use]
    pub const fn libraries(mut self, granted: bool) -> Capabilities {
        self.libraries = granted;
        self
    }
}

impl Default for Capabilities {
    /// Everything: an interpreter is trusted unless its host says otherwise.
    fn default() -> Capabilities {
        Capabilities::all()
    }
}

/// One of the things that a program may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Reading files: [`Capabilities::files`].
    Files,
    /// Making, changing and removing files: [`Capabilities::files`].
    WriteFiles,
    /// File operations that access to folders does not allow (links, pipes, owners): requires all
    /// of [`Capabilities::files`].
    AllFiles,
    /// Using files, sockets and pipes by the number of their descriptor, which may be the host's:
    /// requires all of [`Capabilities::files`].
    Descriptors,
    /// [`Capabilities::network`]
    Network,
    /// [`Capabilities::processes`]
    Processes,
    /// [`Capabilities::threads`]
    Threads,
    /// [`Capabilities::environment`]
    Environment,
    /// [`Capabilities::real_time`]
    RealTime,
    /// [`Capabilities::signals`]
    Signals,
    /// [`Capabilities::stdin`]
    Stdin,
    /// [`Capabilities::libraries`]
    Libraries,
}

/// The replacement in a module for a function that needs a capability that is not granted.
macro_rules! denied {
    ($($name:ident: $words:literal;)*) => {
        impl Capability {
            /// The description of actions that need it.
            pub fn words(self) -> &'static str {
                match self { $(Capability::$name => $words,)* }
            }

            /// A function that raises PermissionError.
            pub(crate) fn denied(self) -> &'static NativeDef {
                match self {
                    $(Capability::$name => {
                        static DENIED: NativeDef = NativeDef::new(
                            "denied(*args, **kwargs)",
                            "Raise PermissionError: the host has not granted this.",
                            |vm, _| Err(vm.denied(Capability::$name)),
                        );
                        &DENIED
                    })*
                }
            }
        }
    };
}

denied! {
    Files: "read files";
    WriteFiles: "write files";
    AllFiles: "use the whole file system";
    Descriptors: "use files by descriptor";
    Network: "use the network";
    Processes: "use processes";
    Threads: "start threads";
    Environment: "use the environment";
    RealTime: "know the real time";
    Signals: "use signals";
    Stdin: "read standard input";
    Libraries: "use C libraries";
}

impl Vm {
    /// Sets what the program may do outside its own memory. Must be called before the program runs:
    /// modules already imported keep their functions.
    pub fn set_capabilities(&self, capabilities: Capabilities) {
        let roots = match &capabilities.files {
            Files::Below(folders) => folders.iter().map(Root::open).collect(),
            _ => Vec::new(),
        };
        self.roots.replace(roots);
        self.capabilities.replace(capabilities);
    }

    /// Whether the host has granted a capability, at least in part.
    pub fn is_granted(&self, capability: Capability) -> bool {
        let granted = self.capabilities.borrow();
        match capability {
            Capability::Files => granted.files != Files::None,
            Capability::WriteFiles => match &granted.files {
                Files::All => true,
                Files::Below(folders) => folders.iter().any(|folder| folder.writable),
                Files::None => false,
            },
            Capability::AllFiles | Capability::Descriptors => granted.files == Files::All,
            Capability::Network => granted.network != Network::None,
            Capability::Processes => granted.processes,
            Capability::Threads => granted.threads,
            Capability::Environment => granted.environment,
            Capability::RealTime => granted.real_time,
            Capability::Signals => granted.signals,
            Capability::Stdin => granted.stdin,
            Capability::Libraries => granted.libraries,
        }
    }

    /// Asks for the whole network: servers and datagrams.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it.
    pub fn require_whole_network(&self) -> VmResult<()> {
        match self.capabilities.borrow().network {
            Network::All => Ok(()),
            _ => Err(self.denied(Capability::Network)),
        }
    }

    /// Asks for sockets that are files.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it.
    pub fn require_unix_sockets(&self) -> VmResult<()> {
        self.require_whole_network()?;
        self.require(Capability::AllFiles)
    }

    /// Requires connections to a host, by the name or address that the program gives, and a port.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it.
    pub fn require_endpoint(&self, host: &str, port: u16) -> VmResult<()> {
        let granted = match &self.capabilities.borrow().network {
            Network::All => true,
            Network::Only(endpoints) => {
                let is_known = |ip| self.granted_addresses.borrow().contains(&(ip, port));
                host.parse().is_ok_and(is_known)
                    || endpoints.iter().any(|endpoint| {
                        endpoint.host.eq_ignore_ascii_case(host)
                            && endpoint.port.is_none_or(|granted| granted == port)
                    })
            }
            Network::None => false,
        };
        if granted { Ok(()) } else { Err(self.denied(Capability::Network)) }
    }

    /// Records an address to which a granted host's name resolved.
    pub fn note_address(&self, address: std::net::SocketAddr) {
        if !matches!(self.capabilities.borrow().network, Network::All) {
            self.granted_addresses.borrow_mut().insert((address.ip(), address.port()));
        }
    }

    /// Asks for a capability.
    ///
    /// # Errors
    /// PermissionError if the host has not granted it.
    pub fn require(&self, capability: Capability) -> VmResult<()> {
        if self.is_granted(capability) { Ok(()) } else { Err(self.denied(capability)) }
    }

    /// The error for a capability that the host has not granted.
    #[cold]
    pub fn denied(&self, capability: Capability) -> Raised {
        let message = format!("this interpreter may not {}", capability.words());
        self.error(Exc::PermissionError, message)
    }
}
