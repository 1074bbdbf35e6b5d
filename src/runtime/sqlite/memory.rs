//! SQLite's memory, from the allocator of Rust, so that it counts for an interpreter's limit.

use libsqlite3_sys as ffi;
use std::alloc::{Layout, alloc, dealloc, realloc};
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Once;

/// The space before a block that holds its size.
const HEADER: usize = 16;

static CONFIGURED: Once = Once::new();

/// Makes SQLite use this memory. Must be called before anything else.
pub fn configure() {
    let methods = ffi::sqlite3_mem_methods {
        xMalloc: Some(allocate),
        xFree: Some(free),
        xRealloc: Some(resize),
        xSize: Some(size),
        xRoundup: Some(round),
        xInit: Some(begin),
        xShutdown: Some(end),
        pAppData: ptr::null_mut(),
    };
    CONFIGURED.call_once(|| {
        // SAFETY: SQLite has not been used before, and copies the table. On failure it keeps its
        // own allocator.
        unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, &raw const methods) };
    });
}

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// The block as the caller sees it, preceded by its size.
///
/// # Safety
/// `block` is null or has room for the header.
unsafe fn with_size(block: *mut u8, size: usize) -> *mut c_void {
    if block.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: as the caller promises.
    unsafe {
        block.cast::<usize>().write(size);
        block.add(HEADER).cast()
    }
}

/// The start of a block with its size.
///
/// # Safety
/// The block came from [`with_size`].
unsafe fn start(block: *mut c_void) -> (*mut u8, usize) {
    // SAFETY: as the caller promises.
    unsafe {
        let start = block.cast::<u8>().sub(HEADER);
        (start, start.cast::<usize>().read())
    }
}

unsafe extern "C" fn allocate(size: c_int) -> *mut c_void {
    let size = size.max(0) as usize;
    // SAFETY: the layout is not empty.
    layout(size).map_or(ptr::null_mut(), |layout| unsafe { with_size(alloc(layout), size) })
}

unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: SQLite frees its own blocks, once.
    unsafe {
        let (start, size) = start(block);
        if let Some(layout) = layout(size) {
            dealloc(start, layout);
        }
    }
}

unsafe extern "C" fn resize(block: *mut c_void, size: c_int) -> *mut c_void {
    let size = size.max(0) as usize;
    // SAFETY: SQLite resizes its own blocks.
    unsafe {
        let (start, old) = start(block);
        match (layout(old), layout(size)) {
            (Some(old), Some(new)) => with_size(realloc(start, old, new.size()), size),
            _ => ptr::null_mut(),
        }
    }
}

unsafe extern "C" fn size(block: *mut c_void) -> c_int {
    // SAFETY: SQLite asks about its own blocks.
    if block.is_null() { 0 } else { unsafe { start(block).1 as c_int } }
}

unsafe extern "C" fn round(size: c_int) -> c_int {
    size.saturating_add(7) & !7
}

unsafe extern "C" fn begin(_: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn end(_: *mut c_void) {}
