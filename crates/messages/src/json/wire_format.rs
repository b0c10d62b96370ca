/// The encoding of topics and payloads. Dialects may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireFormat {
    /// As in rhasspy-hermes: every key is always written.
    Rhasspy,
    /// As in hermes-protocol 0.69.
    Snips,
    /// As in Project Alice.
    Alice,
}
