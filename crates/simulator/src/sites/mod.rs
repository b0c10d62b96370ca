//! The simulated components of a few sites: hotword service, ASR, TTS and loudspeaker, and the user who speaks to them.
//!
//! Like the dialogue core, [`SimulatedSites`] has no clock and does no IO: the caller passes messages, time and user actions, and takes
//! messages and events. A demonstration runs it on the real clock over a broker, a test on virtual time in memory. The same calls
//! give the same outputs.
//!
//! ```
//! use petasos_messages::{Dialect, SiteId};
//! use petasos_sans_io::{SansIo, Time};
//! use petasos_simulator::sites::{Output, SimulatedSites, SiteEvent, UserAction};
//!
//! let kitchen = SiteId::new("kitchen")?;
//! let mut sites = SimulatedSites::new(Dialect::RHASSPY, [kitchen.clone()]);
//! sites.act(Time::START, &kitchen, UserAction::Say("turn on the light".to_owned()));
//! assert_eq!(sites.poll_output(), Some(Output::Event(kitchen, SiteEvent::WakeWord)));
//! assert!(matches!(sites.poll_output(), Some(Output::Publish(message)) if message.kind() == "HotwordDetected"));
//! # Ok::<(), petasos_messages::IdError>(())
//! ```
//!
//! The components talk to each other over the bus, as real ones do: the loudspeaker plays what the TTS publishes, and the TTS waits
//! for what the loudspeaker publishes. So the caller has to hand the published messages back, as a broker does.
//!
//! Where to look: `user` decides what is said and when, `asr` and `speech_output` are the components with the mechanics of
//! `components`, `simulated_site` puts them together, `component_context` is what they share.
//!
//! Real components do more: these record no sound, so they publish nothing for `sendAudioCaptured`; they publish neither
//! `recordingFinished` nor `partialTextCaptured`; and the ASR listens when it is told to, whatever `asr/toggleOff` says.

mod asr;
mod component_context;
mod simulated_site;
mod site_event;
mod speaking_pace;
mod speech_output;
mod user;

use std::collections::VecDeque;

use petasos_messages::{Component, Dialect, Message, SiteId, filter};
use petasos_sans_io::{SansIo, Time};

pub use site_event::{Output, SiteEvent, UserAction};
pub use speaking_pace::Pace;

use component_context::{Context, Settings};
use simulated_site::SimulatedSite;

/// The topic filters of everything that the components receive.
const SUBSCRIPTIONS: [&str; 11] = [
    filter::HOTWORD_TOGGLE_ON,
    filter::HOTWORD_TOGGLE_OFF,
    filter::START_LISTENING,
    filter::STOP_LISTENING,
    filter::SAY,
    filter::AUDIO_TOGGLE_ON,
    filter::AUDIO_TOGGLE_OFF,
    filter::PLAY_BYTES,
    filter::PLAY_FINISHED,
    filter::SESSION_STARTED,
    filter::SESSION_ENDED,
];

/// The components that an installation needs besides dialogue manager, NLU and skills, for a few sites.
#[derive(Debug)]
pub struct SimulatedSites {
    ids: Vec<SiteId>,
    /// In the order of the ids.
    sites: Vec<SimulatedSite>,
    settings: Settings,
    outputs: VecDeque<Output>,
}

impl SimulatedSites {
    /// Sites where every component works.
    pub fn new(dialect: Dialect, sites: impl IntoIterator<Item = SiteId>) -> Self {
        let ids: Vec<_> = sites.into_iter().collect();
        let sites = ids.iter().map(|_| SimulatedSite::default()).collect();
        Self { ids, sites, settings: Settings::new(dialect), outputs: VecDeque::new() }
    }

    /// Leaves a component to another client of the broker, such as a real one.
    ///
    /// A simulated user cannot speak into a real microphone: without [`Component::Hotword`] the user waits for a session instead of saying
    /// the wake word, without [`Component::Asr`] nothing is said.
    #[must_use]
    pub fn without(mut self, component: Component) -> Self {
        self.settings.absent.insert(component);
        self
    }

    /// Sets how long speech takes.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.settings.pace = pace;
        self
    }

    /// The ids of the sites.
    pub fn ids(&self) -> &[SiteId] {
        &self.ids
    }

    /// The topic filters to subscribe to.
    pub fn subscriptions() -> Vec<&'static str> {
        SUBSCRIPTIONS.to_vec()
    }

    /// Breaks a component at all sites, or repairs it. Only hotword service, ASR, TTS and audio server are simulated here; others are
    /// ignored.
    ///
    /// A broken component receives everything and does nothing: a hotword service detects nothing, an ASR opens no microphone, a TTS
    /// neither speaks nor publishes `sayFinished`, a loudspeaker neither plays nor reports. None of them publishes an error: the
    /// manager has to find out by its timeouts.
    pub fn set_broken(&mut self, component: Component, broken: bool) {
        if broken {
            self.settings.broken.insert(component);
        } else {
            self.settings.broken.remove(&component);
        }
    }

    /// Lets the user of a site act. Returns false if there is no such site.
    pub fn act(&mut self, now: Time, site: &SiteId, action: UserAction) -> bool {
        let mut action = Some(action);
        self.each(now, |simulated, context| {
            if let Some(action) = action.take_if(|_| context.site == site) {
                simulated.act(context, action);
            }
        });
        action.is_none()
    }

    fn each(&mut self, now: Time, mut handle: impl FnMut(&mut SimulatedSite, &mut Context<'_>)) {
        for (site, simulated) in self.ids.iter().zip(&mut self.sites) {
            let mut context = Context { now, site, settings: &mut self.settings, outputs: &mut self.outputs };
            handle(simulated, &mut context);
        }
    }
}

impl SansIo for SimulatedSites {
    /// A message, also one that these components have published themselves.
    type Input<'a> = &'a Message;
    type Output = Output;

    fn handle(&mut self, now: Time, message: &Message) {
        self.each(now, |site, context| site.handle(context, message));
    }

    fn handle_timeout(&mut self, now: Time) {
        self.each(now, SimulatedSite::expire);
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.sites.iter().filter_map(|site| site.deadline(&self.settings)).min()
    }
}
