//! How far a recording has come, for the one who watches it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that the writing thread moves on and the other one shows.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    messages: AtomicU64,
    sessions: AtomicU64,
    lost: AtomicU64,
    frames: AtomicU64,
    unrecorded: AtomicU64,
    bytes: AtomicU64,
    files: AtomicU64,
}

/// What a recording has come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Messages that came and were wanted.
    pub(crate) messages: u64,
    /// Sessions that began.
    pub(crate) sessions: u64,
    /// Messages that were lost, as far as they could be counted.
    pub(crate) lost: u64,
    /// Frames of microphones that were left out.
    pub(crate) frames: u64,
    /// Sessions that got no file, because too many were on at once.
    pub(crate) unrecorded: u64,
    /// Bytes written.
    pub(crate) bytes: u64,
    /// Files begun.
    pub(crate) files: u64,
}

impl Progress {
    pub(crate) fn message(&self) {
        self.messages.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn frame(&self) {
        self.frames.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn unrecorded(&self) {
        self.unrecorded.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            messages: read(&self.messages),
            sessions: read(&self.sessions),
            lost: read(&self.lost),
            frames: read(&self.frames),
            unrecorded: read(&self.unrecorded),
            bytes: read(&self.bytes),
            files: read(&self.files),
        }
    }
}
