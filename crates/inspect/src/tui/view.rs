//! What is selected and shown.

use petasos_messages::{SessionId, SiteId};
use petasos_watch::doctor::Finding;

use super::message_log::Kept;

/// A pane of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Pane {
    /// The sites and their components.
    Sites,
    /// The open sessions, and those that ended last.
    #[default]
    Sessions,
    /// The steps of one session.
    Waterfall,
    /// The messages of that session, or of all.
    Messages,
    /// The findings of the doctor.
    Problems,
}

impl Pane {
    /// All panes, in the order of the Tab key.
    pub(super) const ALL: [Self; 5] =
        [Self::Sites, Self::Sessions, Self::Waterfall, Self::Messages, Self::Problems];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Sites => "Sites",
            Self::Sessions => "Sessions",
            Self::Waterfall => "Waterfall",
            Self::Messages => "Messages",
            Self::Problems => "Problems",
        }
    }

    /// The pane that follows after this many steps.
    fn after(self, steps: usize) -> Self {
        Self::ALL.into_iter().cycle().skip_while(|pane| *pane != self).nth(steps).unwrap_or_default()
    }
}

/// A window over the panes.
#[derive(Debug, Clone)]
pub(super) enum Overlay {
    /// The keys.
    Help,
    /// A site with its components.
    Site(SiteId),
    /// A complete message.
    Message(Box<Kept>),
    /// A finding with its cause and cure.
    Finding(Box<Finding>),
}

/// What is selected and shown. Selections are remembered by name because lists move.
#[derive(Debug)]
pub(super) struct View {
    /// The pane that gets the keys.
    pub(super) focus: Pane,
    /// The lower pane that is shown if there is only space for one.
    pub(super) lower: Pane,
    /// Only this site is shown.
    pub(super) site: Option<SiteId>,
    /// The selected session; `None` follows the newest.
    pub(super) session: Option<SessionId>,
    /// The selected message; `None` follows the newest.
    pub(super) message: Option<u64>,
    /// The selected finding.
    pub(super) finding: usize,
    /// How far the waterfall is scrolled.
    pub(super) scrolled: usize,
    /// Only entries with this text are shown.
    pub(super) search: String,
    /// Whether that text is being typed.
    pub(super) typing: bool,
    /// The window over the panes, and how far it is scrolled.
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
    /// Moves the focus to a pane.
    pub(super) fn turn_to(&mut self, pane: Pane) {
        self.focus = pane;
        if !matches!(pane, Pane::Sites | Pane::Sessions) {
            self.lower = pane;
        }
    }

    /// Moves the focus to the next pane.
    pub(super) fn next_pane(&mut self) {
        self.turn_to(self.focus.after(1));
    }

    /// Moves the focus to the previous pane.
    pub(super) fn pane_before(&mut self) {
        self.turn_to(self.focus.after(Pane::ALL.len() - 1));
    }

    /// Selects a session, or follows the newest.
    pub(super) fn choose_session(&mut self, session: Option<SessionId>) {
        self.session = session;
        self.message = None;
        self.scrolled = 0;
    }

    /// Shows only one site, or all.
    pub(super) fn choose_site(&mut self, site: Option<SiteId>) {
        self.site = site;
        self.choose_session(None);
    }

    /// Opens a window over the panes.
    pub(super) fn show(&mut self, overlay: Overlay) {
        self.overlay = Some((overlay, 0));
    }
}
