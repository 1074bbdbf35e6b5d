// The modules of Python's standard library that are not simply taken from the packed library (the
// crate `rustpython-pylib`). A row is a full name, where the module comes from, and remarks.
//
//   rust(DECLARATION)  a `ModuleDef`, whose path is relative to `src/modules`
//   python "DOC"       `src/modules/NAME.py`, with this docstring
//   names "TEXT"       a module that consists of these lines, which import names of other modules
//   part               a submodule of asyncio with all names of asyncio itself
//   library            the packed library, listed for its remarks
//   absent             not there, although the crate has it
//
//   [whole]            a package whose submodules all have rows: the crate's are left out
//   [built_in]         CPython has it built in, so that no file of a program hides it; so are
//                      submodules and names that begin with an underscore
//   [c], [python]      what CPython has its classes written in, where Hob differs: messages show it
//
// The build script, `modules` and `objects::counterpart` include the table; each defines the macro.
// Changes of the packed library's texts are in `stdlib/patches`.
modules! {
    "__hello__" absent [];
    "__phello__" absent [];
    "_abc" rust(abc::MODULE) [];
    "_aix_support" absent [];
    "_android_support" absent [];
    "_apple_support" absent [];
    "_ast" rust(ast::MODULE) [];
    "_asyncio" rust(asyncio::core::MODULE) [];
    "_bisect" rust(bisect::NATIVE) [];
    "_blake2" names "from hashlib import blake2b, blake2s" [];
    #[cfg(feature = "stdlib")]
    "_bz2" rust(compression::bz2::MODULE) [];
    "_codecs" rust(codecs::MODULE) [];
    "_codecs_cn" names "from _multibytecodec import _getcodec as getcodec" [];
    "_codecs_hk" names "from _multibytecodec import _getcodec as getcodec" [];
    "_codecs_iso2022" names "from _multibytecodec import _getcodec as getcodec" [];
    "_codecs_jp" names "from _multibytecodec import _getcodec as getcodec" [];
    "_codecs_kr" names "from _multibytecodec import _getcodec as getcodec" [];
    "_codecs_tw" names "from _multibytecodec import _getcodec as getcodec" [];
    "_collections" rust(collections::NATIVE) [];
    "_colorize" python "" [];
    "_compression" python "" [];
    "_contextvars" names "from contextvars import Context, ContextVar, Token, copy_context" [];
    "_csv" rust(csv::MODULE) [];
    "_ctypes" rust(ctypes::DATA) [];
    "_datetime" rust(datetime::MODULE) [];
    "_decimal" rust(decimal::MODULE) [];
    "_dummy_os" absent [];
    "_dummy_thread" absent [];
    "_elementtree" rust(elementtree::MODULE) [];
    "_functools" rust(functools::NATIVE) [];
    "_hashlib" rust(hashlib::OPENSSL) [];
    "_heapq" rust(heapq::NATIVE) [];
    "_hob_ast_folding" python "" [];
    "_hob_fibers" rust(fibers::MODULE) [];
    "_hob_http" rust(httptools::MODULE) [];
    "_hob_line_editor" python "" [];
    "_hob_pdb" rust(hob::PDB) [];
    "_hob_pip" python "" [];
    "_hob_xxhash" rust(hashlib::XXHASH) [];
    "_imp" rust(importlib::IMP) [];
    "_io" rust(io::MODULE) [];
    "_ios_support" absent [];
    "_json" rust(json::MODULE) [];
    "_locale" rust(locale::MODULE) [];
    "_lsprof" names "from cProfile import Profile as Profiler" [];
    #[cfg(feature = "stdlib")]
    "_lzma" rust(compression::lzma::MODULE) [];
    "_md5" names "from hashlib import md5" [];
    "_multibytecodec" rust(multibytecodec::MODULE) [];
    "_multiprocessing" rust(multiprocessing::MODULE) [];
    "_opcode" rust(opcode::MODULE) [];
    "_opcode_metadata" absent [];
    "_operator" rust(operator::NATIVE) [];
    "_packed_files" python "The files packed with the library that are no modules." [];
    "_pickle" rust(pickle::MODULE) [];
    "_posixshmem" rust(multiprocessing::SHARED_MEMORY) [];
    "_posixsubprocess" rust(os::SUBPROCESS) [];
    "_pyrepl" library [whole];
    "_pyrepl.pager" library [];
    "_queue" rust(threads::QUEUE) [];
    "_random" names "from random import Random" [];
    "_sha1" names "from hashlib import sha1" [];
    "_sha2" names "from hashlib import sha224, sha256, sha384, sha512" [];
    "_sha3" names "from hashlib import sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256" [];
    "_signal" names "from signal import *" [];
    "_sitebuiltins" library [python];
    "_socket" rust(socket::MODULE) [];
    "_sqlite3" rust(sqlite::MODULE) [];
    "_sre" rust(sre::MODULE) [];
    #[cfg(feature = "tls")]
    "_ssl" rust(ssl::MODULE) [];
    "_stat" names "from stat import *" [];
    "_statistics" names "from statistics import _normal_dist_inv_cdf" [];
    "_string" rust(string::MODULE) [];
    "_struct" names "from struct import Struct, _clearcache, calcsize, error, iter_unpack, pack, pack_into, unpack, unpack_from" [];
    "_symtable" rust(symtable::MODULE) [];
    "_sysconfig" python "" [];
    "_sysconfigdata__linux_" python "" [];
    #[cfg(feature = "test-modules")]
    "_testcapi" rust(testcapi::MODULE) [];
    #[cfg(feature = "test-modules")]
    "_testinternalcapi" python "" [];
    #[cfg(feature = "test-modules")]
    "_testlimitedcapi" python "" [];
    "_thread" rust(threads::THREAD) [];
    "_tokenize" rust(tokenize::MODULE) [];
    "_types" rust(types::MODULE) [];
    "_typing" rust(typing::MODULE) [];
    "_uuid" python "" [];
    "_warnings" rust(warnings::CORE) [];
    "_weakref" rust(weakref::MODULE) [];
    "_zoneinfo" rust(datetime::ZONEINFO) [];
    "abc" library [built_in];
    "annotationlib" absent [];
    "array" rust(array::MODULE) [];
    "asyncio" rust(asyncio::MODULE) [whole, python];
    "asyncio._executors" rust(asyncio::EXECUTORS) [];
    "asyncio._handoffs" rust(asyncio::handoffs::MODULE) [];
    "asyncio._helpers" rust(asyncio::submodules::HELPERS) [];
    "asyncio._sockets" rust(asyncio::submodules::SOCKETS) [];
    "asyncio.base_events" library [];
    "asyncio.base_futures" library [];
    "asyncio.base_subprocess" library [];
    "asyncio.base_tasks" library [];
    "asyncio.constants" rust(asyncio::submodules::CONSTANTS) [];
    "asyncio.coroutines" library [];
    "asyncio.events" library [];
    "asyncio.exceptions" part [];
    "asyncio.format_helpers" library [];
    "asyncio.futures" library [];
    "asyncio.graph" rust(asyncio::submodules::GRAPH) [];
    "asyncio.locks" part [];
    "asyncio.log" rust(asyncio::submodules::LOG) [];
    "asyncio.mixins" library [];
    "asyncio.proactor_events" library [];
    "asyncio.protocols" part [];
    "asyncio.queues" part [];
    "asyncio.runners" part [];
    "asyncio.selector_events" library [];
    "asyncio.sslproto" library [];
    "asyncio.staggered" library [];
    "asyncio.streams" library [];
    "asyncio.subprocess" library [];
    "asyncio.taskgroups" part [];
    "asyncio.tasks" library [];
    "asyncio.threads" part [];
    "asyncio.timeouts" part [];
    "asyncio.transports" part [];
    "asyncio.trsock" library [];
    "asyncio.unix_events" library [];
    "asyncio.windows_events" library [];
    "asyncio.windows_utils" library [];
    "atexit" rust(atexit::MODULE) [built_in];
    "binascii" rust(binascii::MODULE) [];
    "bisect" rust(bisect::MODULE) [];
    "cProfile" python "" [];
    "cmath" rust(cmath::MODULE) [];
    "codecs" library [built_in];
    "collections" rust(collections::MODULE) [];
    "collections._user" library [];
    "collections.abc" rust(collections::ABC) [];
    "contextvars" rust(contextvars::MODULE) [];
    "ctypes" rust(ctypes::MODULE) [whole];
    "ctypes.util" library [];
    "ctypes.wintypes" library [];
    "curses" names "from _curses import *" [];
    "datetime" library [c];
    "decimal" library [c];
    "dis" python "Disassembler of the interpreter's own bytecode into mnemonics." [];
    "dummy_threading" absent [];
    "encodings" library [built_in];
    "errno" rust(errno::MODULE) [built_in];
    "faulthandler" rust(faulthandler::MODULE) [built_in];
    "fcntl" rust(fcntl::MODULE) [];
    "functools" rust(functools::MODULE) [];
    "gc" rust(gc::MODULE) [built_in];
    "grp" python "Access to the Unix group database." [];
    "hashlib" rust(hashlib::MODULE) [];
    "heapq" rust(heapq::MODULE) [];
    "hob" rust(hob::MODULE) [];
    "importlib" library [built_in];
    "io" library [built_in];
    "itertools" rust(itertools::MODULE) [built_in];
    "marshal" rust(marshal::MODULE) [built_in];
    "math" rust(math::MODULE) [];
    "mmap" rust(mmap::MODULE) [];
    "opcode" python "The operations of the interpreter's own bytecode." [];
    "operator" rust(operator::MODULE) [];
    "os" library [built_in];
    "pathlib._abc" python "Bases of paths, which pathlib of Python 3.13 keeps for itself." [];
    "posix" rust(os::MODULE) [built_in];
    "profile" python "" [];
    "pstats" python "" [];
    "pwd" python "This module provides access to the Unix password database." [built_in];
    "pydoc_data" absent [];
    "pyexpat" rust(expat::MODULE) [c];
    "random" rust(random::MODULE) [python];
    "readline" python "Importing this module enables command line editing using GNU readline." [];
    "resource" rust(resource::MODULE) [];
    "select" rust(select::MODULE) [];
    "signal" rust(signal::MODULE) [built_in];
    "site" library [built_in];
    "string.templatelib" absent [];
    "struct" rust(structs::MODULE) [];
    "sys" rust(sys::MODULE) [built_in];
    "syslog" python "Interface to the system logger." [];
    "termios" rust(termios::MODULE) [c];
    "time" rust(time::MODULE) [built_in];
    "tkinter" absent [];
    "traceback" rust(traceback::MODULE) [];
    "tracemalloc" python "Memory that the program has come to use since `start()`. Allocations are not attributed to lines." [];
    "unicodedata" rust(unicodedata::MODULE) [];
    "uvloop" python "The event loop under the names of the package uvloop." [];
    "warnings" rust(warnings::MODULE) [];
    #[cfg(feature = "stdlib")]
    "zlib" rust(zlib::MODULE) [];
    "zoneinfo" library [c];
}
