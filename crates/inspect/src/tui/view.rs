//! What somebody looks at.

use petasos_messages::{SessionId, SiteId};
use petasos_watch::doctor::Finding;

use super::message_log::Kept;

/// A part of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Pane {
    /// The sites and how they are.
    Sites,
    /// The sessions that go on, and the last that are over.
    #[default]
    Sessions,
    /// Where the time of one session went.
    Waterfall,
    /// The messages of that session, or of all.
    Messages,
    /// What the doctor says.
    Problems,
}

impl Pane {
    /// All of them, in the order of the Tab key.
    pub(super) const ALL: [Self; 5] =
        [Self::Sites, Self::Sessions, Self::Waterfall, Self::Messages, Self::Problems];

    /// What stands above it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Sites => "Sites",
            Self::Sessions => "Sessions",
            Self::Waterfall => "Waterfall",
            Self::Messages => "Messages",
            Self::Problems => "Problems",
        }
    }

    /// The pane that many further on, or back.
    fn after(self, steps: usize) -> Self {
        Self::ALL.into_iter().cycle().skip_while(|pane| *pane != self).nth(steps).unwrap_or_default()
    }
}

/// What lies over the panes.
#[derive(Debug, Clone)]
pub(super) enum Overlay {
    /// The keys.
    Help,
    /// A site with all its parts.
    Site(SiteId),
    /// A message as it came.
    Message(Box<Kept>),
    /// What the doctor found, with cause and cure.
    Finding(Box<Finding>),
}

/// What somebody looks at. What is chosen is remembered by name, for lists move.
#[derive(Debug)]
pub(super) struct View {
    /// Where the keys go.
    pub(super) focus: Pane,
    /// Which of the lower panes is shown where there is room for one only.
    pub(super) lower: Pane,
    /// Only what happens at this site.
    pub(super) site: Option<SiteId>,
    /// The session that is looked at. `None`: always the newest.
    pub(super) session: Option<SessionId>,
    /// The message that is looked at. `None`: always the newest.
    pub(super) message: Option<u64>,
    /// The finding that is looked at.
    pub(super) finding: usize,
    /// How far the waterfall is scrolled.
    pub(super) scrolled: usize,
    /// Only what holds this text.
    pub(super) search: String,
    /// Whether that text is being typed.
    pub(super) typing: bool,
    /// What lies over the panes, and how far that is scrolled.
    pub(super) overlay: Option<(Overlay, usize)>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            focus: Pane::Sessions,
            lower: Pane::Waterfall,
            site: None,
            session: None,
            message: None,
            finding: 0,
            scrolled: 0,
            search: String::new(),
            typing: false,
            overlay: None,
        }
    }
}

impl View {
    /// Lets the keys go there.
    pub(super) fn turn_to(&mut self, pane: Pane) {
        self.focus = pane;
        if !matches!(pane, Pane::Sites | Pane::Sessions) {
            self.lower = pane;
        }
    }

    /// To the next pane.
    pub(super) fn next_pane(&mut self) {
        self.turn_to(self.focus.after(1));
    }

    /// To the pane before.
    pub(super) fn pane_before(&mut self) {
        self.turn_to(self.focus.after(Pane::ALL.len() - 1));
    }

    /// Looks at another session, or always at the newest.
    pub(super) fn choose_session(&mut self, session: Option<SessionId>) {
        self.session = session;
        self.message = None;
        self.scrolled = 0;
    }

    /// Looks at one site only, or at all.
    pub(super) fn choose_site(&mut self, site: Option<SiteId>) {
        self.site = site;
        self.choose_session(None);
    }

    /// Puts something over the panes.
    pub(super) fn show(&mut self, overlay: Overlay) {
        self.overlay = Some((overlay, 0));
    }
}
