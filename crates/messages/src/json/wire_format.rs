/// How topics and payloads are written. Dialects may share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireFormat {
    /// As rhasspy-hermes does: every key is always written.
    Rhasspy,
    /// As hermes-protocol 0.69 does.
    Snips,
    /// As Project Alice does.
    Alice,
}
