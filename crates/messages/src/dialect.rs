/// Whose Hermes is spoken: it decides how messages are written, and how the dialogue manager behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Dialect {
    /// Rhasspy 2.5: toggles carry reasons, the NLU publishes intents, every key is always written.
    #[default]
    Rhasspy,
    /// Snips (hermes-protocol 0.69): what every later dialect descends from.
    Snips,
    /// Project Alice: Snips with UUIDs for sites, and topics of its own under `projectalice/`.
    Alice,
}
