import os
from _thread import get_ident as _get_ident
from _weakref import ref as _ref


threadsafety = 3
_deprecated_version = "2.6.0"
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2
LEGACY_TRANSACTION_CONTROL = -1
_READONLY, _READWRITE, _CREATE, _URI = 1, 2, 4, 64
_LEVELS = ("", "DEFERRED", "IMMEDIATE", "EXCLUSIVE")
_CODES = {"ABORT": 4, "ABORT_ROLLBACK": 516, "ALTER_TABLE": 26, "ANALYZE": 28, "ATTACH": 24, "AUTH": 23, "AUTH_USER":
    279, "BUSY": 5, "BUSY_RECOVERY": 261, "BUSY_SNAPSHOT": 517, "BUSY_TIMEOUT": 773, "CANTOPEN": 14,
    "CANTOPEN_CONVPATH": 1038, "CANTOPEN_DIRTYWAL": 1294, "CANTOPEN_FULLPATH": 782, "CANTOPEN_ISDIR": 526,
    "CANTOPEN_NOTEMPDIR": 270, "CANTOPEN_SYMLINK": 1550, "CONSTRAINT": 19, "CONSTRAINT_CHECK": 275,
    "CONSTRAINT_COMMITHOOK": 531, "CONSTRAINT_FOREIGNKEY": 787, "CONSTRAINT_FUNCTION": 1043, "CONSTRAINT_NOTNULL":
    1299, "CONSTRAINT_PINNED": 2835, "CONSTRAINT_PRIMARYKEY": 1555, "CONSTRAINT_ROWID": 2579, "CONSTRAINT_TRIGGER":
    1811, "CONSTRAINT_UNIQUE": 2067, "CONSTRAINT_VTAB": 2323, "CORRUPT": 11, "CORRUPT_INDEX": 779, "CORRUPT_SEQUENCE":
    523, "CORRUPT_VTAB": 267, "CREATE_INDEX": 1, "CREATE_TABLE": 2, "CREATE_TEMP_INDEX": 3, "CREATE_TEMP_TABLE": 4,
    "CREATE_TEMP_TRIGGER": 5, "CREATE_TEMP_VIEW": 6, "CREATE_TRIGGER": 7, "CREATE_VIEW": 8, "CREATE_VTABLE": 29,
    "DBCONFIG_DEFENSIVE": 1010, "DBCONFIG_DQS_DDL": 1014, "DBCONFIG_DQS_DML": 1013, "DBCONFIG_ENABLE_FKEY": 1002,
    "DBCONFIG_ENABLE_FTS3_TOKENIZER": 1004, "DBCONFIG_ENABLE_LOAD_EXTENSION": 1005, "DBCONFIG_ENABLE_QPSG": 1007,
    "DBCONFIG_ENABLE_TRIGGER": 1003, "DBCONFIG_ENABLE_VIEW": 1015, "DBCONFIG_LEGACY_ALTER_TABLE": 1012,
    "DBCONFIG_LEGACY_FILE_FORMAT": 1016, "DBCONFIG_NO_CKPT_ON_CLOSE": 1006, "DBCONFIG_RESET_DATABASE": 1009,
    "DBCONFIG_TRIGGER_EQP": 1008, "DBCONFIG_TRUSTED_SCHEMA": 1017, "DBCONFIG_WRITABLE_SCHEMA": 1011, "DELETE": 9,
    "DENY": 1, "DETACH": 25, "DONE": 101, "DROP_INDEX": 10, "DROP_TABLE": 11, "DROP_TEMP_INDEX": 12,
    "DROP_TEMP_TABLE": 13, "DROP_TEMP_TRIGGER": 14, "DROP_TEMP_VIEW": 15, "DROP_TRIGGER": 16, "DROP_VIEW": 17,
    "DROP_VTABLE": 30, "EMPTY": 16, "ERROR": 1, "ERROR_MISSING_COLLSEQ": 257, "ERROR_RETRY": 513, "ERROR_SNAPSHOT":
    769, "FORMAT": 24, "FULL": 13, "FUNCTION": 31, "IGNORE": 2, "INSERT": 18, "INTERNAL": 2, "INTERRUPT": 9, "IOERR":
    10, "IOERR_ACCESS": 3338, "IOERR_AUTH": 7178, "IOERR_BEGIN_ATOMIC": 7434, "IOERR_BLOCKED": 2826,
    "IOERR_CHECKRESERVEDLOCK": 3594, "IOERR_CLOSE": 4106, "IOERR_COMMIT_ATOMIC": 7690, "IOERR_CONVPATH": 6666,
    "IOERR_CORRUPTFS": 8458, "IOERR_DATA": 8202, "IOERR_DELETE": 2570, "IOERR_DELETE_NOENT": 5898, "IOERR_DIR_CLOSE":
    4362, "IOERR_DIR_FSYNC": 1290, "IOERR_FSTAT": 1802, "IOERR_FSYNC": 1034, "IOERR_GETTEMPPATH": 6410, "IOERR_LOCK":
    3850, "IOERR_MMAP": 6154, "IOERR_NOMEM": 3082, "IOERR_RDLOCK": 2314, "IOERR_READ": 266, "IOERR_ROLLBACK_ATOMIC":
    7946, "IOERR_SEEK": 5642, "IOERR_SHMLOCK": 5130, "IOERR_SHMMAP": 5386, "IOERR_SHMOPEN": 4618, "IOERR_SHMSIZE":
    4874, "IOERR_SHORT_READ": 522, "IOERR_TRUNCATE": 1546, "IOERR_UNLOCK": 2058, "IOERR_VNODE": 6922, "IOERR_WRITE":
    778, "LIMIT_ATTACHED": 7, "LIMIT_COLUMN": 2, "LIMIT_COMPOUND_SELECT": 4, "LIMIT_EXPR_DEPTH": 3,
    "LIMIT_FUNCTION_ARG": 6, "LIMIT_LENGTH": 0, "LIMIT_LIKE_PATTERN_LENGTH": 8, "LIMIT_SQL_LENGTH": 1,
    "LIMIT_TRIGGER_DEPTH": 10, "LIMIT_VARIABLE_NUMBER": 9, "LIMIT_VDBE_OP": 5, "LIMIT_WORKER_THREADS": 11, "LOCKED":
    6, "LOCKED_SHAREDCACHE": 262, "LOCKED_VTAB": 518, "MISMATCH": 20, "MISUSE": 21, "NOLFS": 22, "NOMEM": 7, "NOTADB":
    26, "NOTFOUND": 12, "NOTICE": 27, "NOTICE_RECOVER_ROLLBACK": 539, "NOTICE_RECOVER_WAL": 283, "OK": 0,
    "OK_LOAD_PERMANENTLY": 256, "OK_SYMLINK": 512, "PERM": 3, "PRAGMA": 19, "PROTOCOL": 15, "RANGE": 25, "READ": 20,
    "READONLY": 8, "READONLY_CANTINIT": 1288, "READONLY_CANTLOCK": 520, "READONLY_DBMOVED": 1032,
    "READONLY_DIRECTORY": 1544, "READONLY_RECOVERY": 264, "READONLY_ROLLBACK": 776, "RECURSIVE": 33, "REINDEX": 27,
    "ROW": 100, "SAVEPOINT": 32, "SCHEMA": 17, "SELECT": 21, "TOOBIG": 18, "TRANSACTION": 22, "UPDATE": 23, "WARNING":
    28, "WARNING_AUTOINDEX": 284}
adapters = {}
converters = {}
globals().update({f"SQLITE_{name}": code for name, code in _CODES.items()})


class Warning(Exception):
    __module__ = "sqlite3"


class Error(Exception):
    __module__ = "sqlite3"


class InterfaceError(Error):
    __module__ = "sqlite3"


class DatabaseError(Error):
    __module__ = "sqlite3"


class InternalError(DatabaseError):
    __module__ = "sqlite3"


class OperationalError(DatabaseError):
    __module__ = "sqlite3"


class ProgrammingError(DatabaseError):
    __module__ = "sqlite3"


class IntegrityError(DatabaseError):
    __module__ = "sqlite3"


class DataError(DatabaseError):
    __module__ = "sqlite3"


class NotSupportedError(DatabaseError):
    __module__ = "sqlite3"


class PrepareProtocol:
    """PEP 246 style object adaption protocol type."""
    __module__ = "sqlite3"


_CLASSES = {2: InternalError, 12: InternalError, 11: DatabaseError, 18: DataError, 19: IntegrityError,
            20: IntegrityError, 21: InterfaceError, 25: InterfaceError}
_CLASSES.update(dict.fromkeys((1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17), OperationalError))
# Names of result codes; other constants have the same numbers.
_RESULT = ("OK", "ERROR", "INTERNAL", "PERM", "ABORT", "BUSY", "LOCKED", "NOMEM", "READONLY", "INTERRUPT", "IOERR",
           "CORRUPT", "NOTFOUND", "FULL", "CANTOPEN", "PROTOCOL", "EMPTY", "SCHEMA", "TOOBIG", "CONSTRAINT",
           "MISMATCH", "MISUSE", "NOLFS", "AUTH", "FORMAT", "RANGE", "NOTADB", "NOTICE", "WARNING")
_NAMES = {code: f"SQLITE_{name}" for name, code in _CODES.items() if code > 255 and name.split("_")[0] in _RESULT}
_NAMES.update((code, f"SQLITE_{name}") for code, name in enumerate(_RESULT))
_NAMES.update({100: "SQLITE_ROW", 101: "SQLITE_DONE"})


def _error(code, message):
    """The exception for an extended result code."""
    if code & 0xFF == 7:
        return MemoryError()
    error = _CLASSES.get(code & 0xFF, DatabaseError)(message)
    error.sqlite_errorcode = code
    error.sqlite_errorname = _NAMES.get(code, "unknown")
    return error


def register_adapter(type, adapter, /):
    """Register a function to adapt Python objects to SQLite values."""
    adapters[type, PrepareProtocol] = adapter


def register_converter(typename, converter, /):
    """Register a function to convert SQLite values to Python objects."""
    converters[typename.upper()] = converter


def adapt(obj, proto=PrepareProtocol, *alt):
    """Adapt given object to given protocol."""
    adapter = adapters.get((type(obj), proto))
    if adapter is not None:
        return adapter(obj)
    adapt = getattr(proto, "__adapt__", None)
    if adapt is not None:
        try:
            adapted = adapt(obj)
        except TypeError:
            adapted = None
        if adapted is not None:
            return adapted
    conform = getattr(obj, "__conform__", None)
    if conform is not None:
        try:
            adapted = conform(proto)
        except TypeError:
            adapted = None
        if adapted is not None:
            return adapted
    if alt:
        return alt[0]
    raise ProgrammingError("can't adapt")


def _adapted(value):
    return adapt(value, PrepareProtocol, value)


def connect(database, *args, **kwargs):
    """Open a connection to the SQLite database file *database*."""
    if len(args) > 7:
        raise TypeError(f"connect() takes at most 8 positional arguments ({len(args) + 1} given)")
    factory = args[4] if len(args) > 4 else kwargs.get("factory", Connection)
    return factory(database, *args, **kwargs)


def _checked_level(level):
    if level is None:
        return None
    if not isinstance(level, str):
        raise TypeError("isolation_level must be str or None")
    if "\0" in level or level.upper() not in _LEVELS:
        raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    return level.upper()


class _WeakList:
    """Weak references. Dead ones are removed when there are many."""

    def __init__(self):
        self._references = []
        self._limit = 64

    def add(self, item):
        if len(self._references) >= self._limit:
            self._references = [reference for reference in self._references if reference() is not None]
            self._limit = 64 + 2 * len(self._references)
        self._references.append(_ref(item))

    def __iter__(self):
        return iter([item for reference in self._references if (item := reference()) is not None])


_NONE = object()


class Connection:
    """SQLite database connection object."""
    __module__ = "sqlite3"

    Warning, Error, InterfaceError, DatabaseError = Warning, Error, InterfaceError, DatabaseError
    InternalError, OperationalError, ProgrammingError = InternalError, OperationalError, ProgrammingError
    IntegrityError, DataError, NotSupportedError = IntegrityError, DataError, NotSupportedError

    _database = None
    _initialized = False

    def __init__(self, database, timeout=5.0, detect_types=0, isolation_level="", check_same_thread=True,
                 factory=None, cached_statements=128, uri=False, *, autocommit=LEGACY_TRANSACTION_CONTROL):
        level = _checked_level(isolation_level)
        if autocommit not in (True, False, LEGACY_TRANSACTION_CONTROL) or isinstance(autocommit, float):
            raise ValueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")
        path = os.fsdecode(database)
        if self._initialized:
            self._initialized = False
            self.close()
        self._thread = _get_ident()
        self._check_same_thread = check_same_thread
        flags = _READWRITE | _CREATE | (_URI if uri else 0)
        self._database = _Database(path, flags)
        self._database.set_patience(timeout)
        self._detect_types = detect_types
        self._isolation_level = level
        self._autocommit = autocommit
        self._statements = {}
        self._cache_size = cached_statements
        # Cursors whose statement has rows.
        self._cursors = _WeakList()
        self._blobs = _WeakList()
        self.row_factory = None
        self.text_factory = str
        self._initialized = True
        if self._autocommit is False:
            self._run("BEGIN")

    def _connected(self):
        """The database, for any thread."""
        if not self._initialized:
            raise ProgrammingError("Base Connection.__init__ not called.")
        if self._database is None:
            raise ProgrammingError("Cannot operate on a closed database.")
        return self._database

    def _check(self):
        if not self._initialized:
            raise ProgrammingError("Base Connection.__init__ not called.")
        if self._check_same_thread and _get_ident() != self._thread:
            raise ProgrammingError(
                "SQLite objects created in a thread can only be used in that same thread. The object was created in "
                f"thread id {self._thread} and this is thread id {_get_ident()}.")

    def _open(self):
        """The database, for the thread that may use it."""
        if not self._initialized or self._check_same_thread and _get_ident() != self._thread:
            self._check()
        if self._database is None:
            raise ProgrammingError("Cannot operate on a closed database.")
        return self._database

    def _take(self, sql):
        """A statement that no cursor uses; None for a text without one."""
        if not isinstance(sql, str):
            raise TypeError(f"execute() argument 1 must be str, not {type(sql).__name__}")
        known = self._statements.pop(sql, None)
        return self._compile(sql) if known is None else known

    def _give_back(self, statement):
        """Keeps a statement for the next cursor with the same text."""
        sql = statement.text
        if self._database is None or self._cache_size <= 0 or sql in self._statements:
            return
        if len(self._statements) >= self._cache_size:
            del self._statements[next(iter(self._statements))]
        statement.clear()
        self._statements[sql] = statement

    def _compile(self, sql):
        if "\0" in sql:
            raise ProgrammingError("the query contains a null character")
        statement, rest = self._database.prepare(sql)
        if statement is not None and _has_statement(rest):
            raise ProgrammingError("You can only execute one statement at a time.")
        return statement

    def _run(self, sql):
        statement, _ = self._database.prepare(sql)
        try:
            statement.step()
        finally:
            statement.reset()

    @property
    def isolation_level(self):
        self._connected()
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, level):
        self._isolation_level = _checked_level(level)
        if level is None:
            # If the module does not manage transactions, an open one ends here.
            self.commit()

    @isolation_level.deleter
    def isolation_level(self):
        raise AttributeError("cannot delete attribute")

    @property
    def autocommit(self):
        self._open()
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        database = self._open()
        if value not in (True, False, LEGACY_TRANSACTION_CONTROL):
            raise ValueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")
        if value is True and not database.is_autocommit():
            self._run("COMMIT")
        elif value is False and database.is_autocommit():
            self._run("BEGIN")
        self._autocommit = value

    @property
    def in_transaction(self):
        return not self._connected().is_autocommit()

    @property
    def total_changes(self):
        return self._connected().total_changes()

    def __call__(self, sql, /):
        self._open()
        statement = self._compile(sql)
        return statement

    def __enter__(self):
        self._connected()
        return self

    def __exit__(self, type, value, traceback, /):
        if self._autocommit is True:
            return False
        if type is None:
            try:
                self.commit()
            except BaseException:
                try:
                    self.rollback()
                except Exception:
                    pass
                raise
        else:
            self.rollback()
        return False

    def __del__(self):
        if self._initialized and self._database is not None:
            import warnings
            warnings.warn(f"unclosed database in {self!r}", ResourceWarning, 2, source=self)
            self._database.close()

    def close(self):
        self._check()
        database = self._database
        if database is None:
            return
        if self._autocommit is False and not database.is_autocommit():
            self._run("ROLLBACK")
        for cursor in list(self._cursors):
            cursor._drop()
        for blob in list(self._blobs):
            blob._blob.close()
        self._statements.clear()
        self._database = None
        database.close()

    def commit(self):
        database = self._open()
        if self._autocommit is True or database.is_autocommit():
            return
        self._run("COMMIT")
        if self._autocommit is False:
            self._run("BEGIN")

    def rollback(self):
        database = self._open()
        if self._autocommit is True or database.is_autocommit():
            return
        self._run("ROLLBACK")
        if self._autocommit is False:
            self._run("BEGIN")

    def cursor(self, factory=None):
        self._open()
        if factory is None:
            cursor = Cursor(self)
        else:
            cursor = factory(self)
            if not isinstance(cursor, Cursor):
                raise TypeError(f"factory must return a cursor, not {type(cursor).__name__}")
        if self.row_factory is not None:
            cursor.row_factory = self.row_factory
        return cursor

    def execute(self, sql, parameters=_NONE, /):
        return self.cursor().execute(sql, parameters) if parameters is not _NONE else self.cursor().execute(sql)

    def executemany(self, sql, parameters, /):
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script, /):
        return self.cursor().executescript(sql_script)

    def interrupt(self):
        self._connected().interrupt()

    def create_function(self, name, narg, func, *, deterministic=False):
        self._open().set_function(name, narg, 0x800 if deterministic else 0, func)

    def create_aggregate(self, name, n_arg, aggregate_class):
        self._open().set_aggregate(name, n_arg, aggregate_class, False)

    def create_window_function(self, name, num_params, aggregate_class, /):
        self._open().set_aggregate(name, num_params, aggregate_class, True)

    def create_collation(self, name, callback, /):
        if callback is not None and not callable(callback):
            raise TypeError("parameter must be callable")
        self._open().set_collation(name, callback)

    def set_authorizer(self, authorizer_callback):
        self._open().set_authorizer(authorizer_callback)

    def set_progress_handler(self, progress_handler, n):
        self._open().set_progress(progress_handler, n)

    def set_trace_callback(self, trace_callback):
        self._open().set_trace(trace_callback)

    def getlimit(self, category, /):
        return self.setlimit(category, -1)

    def setlimit(self, category, limit, /):
        old = self._open().limit(category, limit)
        if old < 0:
            raise ProgrammingError("'category' is out of bounds")
        return old

    def getconfig(self, op, /):
        return self._open().option(op, -1)

    def setconfig(self, op, enable=True, /):
        if self._open().option(op, int(bool(enable))) != bool(enable):
            raise OperationalError("Unable to set config")

    def iterdump(self, *, filter=None):
        """Returns iterator to the dump of the database in an SQL text format."""
        self._open()
        from sqlite3.dump import _iterdump
        return _iterdump(self, filter=filter)

    def backup(self, target, *, pages=-1, progress=None, name="main", sleep=0.25):
        """Makes a backup of the database."""
        if not isinstance(target, Connection):
            raise TypeError(f"backup() argument 1 must be sqlite3.Connection, not {type(target).__name__}")
        source, goal = self._open(), target._open()
        if target is self:
            raise ValueError("target cannot be the same connection instance")
        if progress is not None and not callable(progress):
            raise TypeError("progress argument must be a callable")
        import time
        backup = source.begin_backup(goal, name)
        pages = pages or -1
        while True:
            code = backup.step(pages)
            if progress is not None:
                progress(code, backup.remaining, backup.pagecount)
            if code in (5, 6):
                time.sleep(sleep)
            elif code:
                break
        if code != 101:
            backup.fail(code)

    def serialize(self, *, name="main"):
        """Serialize a database into a byte string."""
        return self._open().serialize(name)

    def deserialize(self, data, /, *, name="main"):
        """Load a serialized database."""
        self._open().deserialize(data.encode() if isinstance(data, str) else data, name)

    def blobopen(self, table, column, row, /, *, readonly=False, name="main"):
        """Open and return a BLOB object."""
        blob = Blob.__new__(Blob)
        blob._connection, blob._position = self, 0
        blob._blob = self._open().open_blob(name, table, column, row, not readonly)
        self._blobs.add(blob)
        return blob


class Cursor:
    """SQLite database cursor class."""
    __module__ = "sqlite3"

    _initialized = _closed = _locked = False
    _statement = _converters = description = lastrowid = row_factory = _listed_in = None
    rowcount, arraysize = -1, 1

    def __init__(self, connection, /):
        if not isinstance(connection, Connection):
            raise TypeError(f"Cursor() argument 1 must be sqlite3.Connection, not {type(connection).__name__}")
        if self._initialized:
            self._initialized = self._closed = self._locked = False
            self._statement = self._converters = self.description = self.lastrowid = None
            self.rowcount, self.arraysize, self.row_factory = -1, 1, None
        if not connection._initialized or connection._check_same_thread and _get_ident() != connection._thread:
            connection._check()
        self.connection = connection
        self._initialized = True

    def _check(self):
        if not self._initialized:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        if self._closed:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        if self._locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        return self.connection._open()

    def _drop(self):
        statement, self._statement = self._statement, None
        if statement is not None:
            statement.reset()
            self.connection._give_back(statement)

    def __del__(self):
        if self._initialized and self._statement is not None and not self._statement.is_busy:
            self._drop()

    def execute(self, sql, parameters=(), /):
        """Executes an SQL statement."""
        return self._execute(sql, (parameters,), False)

    def executemany(self, sql, seq_of_parameters, /):
        """Repeatedly executes an SQL statement."""
        return self._execute(sql, seq_of_parameters, True)

    def _execute(self, sql, rows, is_many):
        database = self._check()
        connection = self.connection
        self._locked = True
        try:
            if self._statement is not None:
                self._drop()
            self.description = self._converters = None
            self.rowcount = -1
            statement = connection._statements.pop(sql, None) if type(sql) is str else None
            if statement is None:
                statement = connection._take(sql)
            if statement is None:
                return self
            try:
                is_change = statement.is_change
                if is_many and statement.is_read_only and not is_change:
                    raise ProgrammingError("executemany() can only execute DML statements.")
                if is_change:
                    self.rowcount = 0
                if (connection._autocommit == -1 and connection._isolation_level is not None and is_change
                        and database.is_autocommit()):
                    connection._run("BEGIN " + connection._isolation_level)
                has_row = False
                for parameters in rows:
                    has_row = statement.start(parameters, _adapted)
                    if self.description is None:
                        self.description = statement.description()
                        if connection._detect_types and self.description is not None:
                            self._detect_types(statement.columns())
                    if is_many and has_row:
                        raise ProgrammingError("executemany() can only execute DML statements.")
                    if is_change and not has_row:
                        self.rowcount += database.changes()
                    if not is_many:
                        self.lastrowid = database.last_row()
                if has_row:
                    self._statement, statement = statement, None
                    if self._listed_in is not connection._cursors:
                        self._listed_in = connection._cursors
                        self._listed_in.add(self)
            finally:
                if statement is not None:
                    statement.reset()
                    connection._give_back(statement)
        finally:
            self._locked = False
        return self

    def _detect_types(self, columns):
        """Finds the converters of columns, and removes the types from their names."""
        detect = self.connection._detect_types
        names = []
        for name, _ in columns:
            if detect & PARSE_COLNAMES and name is not None and " [" in name:
                name = name[:name.index(" [")]
            names.append((name, None, None, None, None, None, None))
        self.description = tuple(names)
        found = []
        for name, declared in columns:
            converter = None
            if detect & PARSE_COLNAMES and name and "[" in name and "]" in name[name.index("["):]:
                converter = converters.get(name[name.index("[") + 1:].partition("]")[0].upper())
            if converter is None and detect & PARSE_DECLTYPES and declared:
                converter = converters.get(declared.replace("(", " ").split(" ")[0].upper())
            found.append(converter)
        if any(found):
            self._converters = found

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        database = self._check()
        if not isinstance(sql_script, str):
            raise TypeError(f"executescript() argument must be str, not {type(sql_script).__name__}")
        if "\0" in sql_script:
            raise ValueError("embedded null character")
        if self.connection._autocommit == -1 and not database.is_autocommit():
            self.connection._run("COMMIT")
        rest = sql_script
        while rest:
            statement, rest = database.prepare(rest)
            if statement is not None:
                try:
                    while statement.step():
                        pass
                finally:
                    statement.reset()
        return self

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        row = self._next()
        if row is _NONE:
            raise StopIteration
        return row

    def _next(self):
        """The next row; `_NONE` at the end."""
        statement = self._statement
        # A cursor with rows is initialized and open, as is its connection.
        if statement is None or self._locked or (self.connection._check_same_thread
                                                 and _get_ident() != self.connection._thread):
            self._check()
            if statement is None:
                return _NONE
        self._locked = True
        try:
            row = statement.row(self.connection.text_factory, self._converters)
            try:
                has_row = statement.step()
            except BaseException:
                self._statement = None
                statement.reset()
                raise
        finally:
            self._locked = False
        if not has_row:
            if statement.is_change:
                self.rowcount = self.connection._database.changes()
            self._drop()
        return row if self.row_factory is None else self.row_factory(self, row)

    def fetchone(self):
        """Fetches one row from the resultset."""
        row = self._next()
        return None if row is _NONE else row

    def fetchmany(self, size=None):
        """Fetches several rows from the resultset."""
        size = self.arraysize if size is None else size
        rows = []
        while len(rows) != size and (row := self._next()) is not _NONE:
            rows.append(row)
        return rows

    def fetchall(self):
        """Fetches all rows from the resultset."""
        self._check()
        if self.row_factory is not None or self._statement is None or self._statement.is_change:
            return list(self)
        statement, self._statement = self._statement, None
        self._locked = True
        try:
            return statement.rows(self.connection.text_factory, self._converters)
        finally:
            self._locked = False
            statement.reset()
            self.connection._give_back(statement)

    def close(self):
        """Closes the cursor."""
        if not self._initialized:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        if self._locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self.connection._open()
        self._drop()
        self._closed = True

    def setinputsizes(self, sizes, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def setoutputsize(self, size, column=None, /):
        """Required by DB-API. Does nothing in sqlite3."""


class Blob:
    __module__ = "sqlite3"

    def __new__(cls, *args):
        if args:
            raise TypeError("cannot create 'sqlite3.Blob' instances")
        return object.__new__(cls)

    def _open(self):
        self._connection._open()
        self._blob.size()
        return self._blob

    def close(self):
        """Close the blob."""
        self._connection._open()
        self._blob.close()

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, type, val, tb, /):
        self._open()
        self.close()

    def __len__(self):
        return self._open().size()

    def read(self, length=-1, /):
        """Read data at the current offset position."""
        blob = self._open()
        left = blob.size() - self._position
        length = left if length < 0 or length > left else length
        data = blob.read(self._position, length)
        self._position += length
        return data

    def write(self, data, /):
        """Write data at the current offset."""
        blob, size = self._open(), len(memoryview(data).cast("B"))
        if size > blob.size() - self._position:
            raise ValueError("data longer than blob")
        blob.write(self._position, data)
        self._position += size

    def seek(self, offset, origin=0, /):
        """Set the current access position to offset."""
        size = self._open().size()
        starts = {0: 0, 1: self._position, 2: size}
        if origin not in starts:
            raise ValueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
        if not -2**31 <= offset < 2**31:
            raise OverflowError("seek offset results in offset overflow")
        position = starts[origin] + offset
        if not 0 <= position <= size:
            raise ValueError("offset out of blob range")
        self._position = position

    def tell(self):
        """Return the current access position for the blob."""
        self._open()
        return self._position

    def _index(self, key):
        size = self._open().size()
        at = key.__index__()
        at += size if at < 0 else 0
        if not 0 <= at < size:
            raise IndexError("Blob index out of range")
        return at

    def __getitem__(self, key):
        blob = self._open()
        if isinstance(key, slice):
            return blob.read(0, blob.size())[key]
        if not hasattr(key, "__index__"):
            raise TypeError("Blob indices must be integers")
        return blob.read(self._index(key), 1)[0]

    def __setitem__(self, key, value):
        blob = self._open()
        if isinstance(key, slice):
            data, new = bytearray(blob.read(0, blob.size())), bytes(memoryview(value))
            if len(data[key]) != len(new):
                raise IndexError("Blob slice assignment is wrong size")
            data[key] = new
            blob.write(0, data)
            return
        if not hasattr(key, "__index__"):
            raise TypeError("Blob indices must be integers")
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        at = self._index(key)
        if not 0 <= value < 256:
            raise ValueError("byte must be in range(0, 256)")
        blob.write(at, bytes((value,)))

    def __delitem__(self, key):
        self._open()
        if isinstance(key, slice):
            raise TypeError("Blob doesn't support slice deletion")
        raise TypeError("Blob doesn't support item deletion")


__import__("_types")._built_in(globals(), "adapt", "connect", "register_adapter", "register_converter")
__import__("_types")._class_of_c(Connection, Cursor)
__import__("_types")._class_of_c(Blob, PrepareProtocol, final=True)
