//! What a recording has come to.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that both threads of a recording share.
#[derive(Debug, Default)]
pub(super) struct Counters {
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
#[non_exhaustive]
pub struct RecordCounts {
    /// Messages that came and were wanted.
    pub messages: u64,
    /// Sessions that began.
    pub sessions: u64,
    /// Messages that were lost, as far as they could be counted.
    pub lost: u64,
    /// Frames of microphones that were left out.
    pub frames: u64,
    /// Sessions that got no file, because too many were on at once.
    pub unrecorded: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Files begun.
    pub files: u64,
}

impl Counters {
    pub(super) fn message(&self) {
        self.messages.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn frame(&self) {
        self.frames.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn unrecorded(&self) {
        self.unrecorded.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn counts(&self) -> RecordCounts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        RecordCounts {
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
