//! The lamps as shared by handlers: sends commands and waits for reports.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use crate::command_plan::Outcome;
use crate::config::LightsConfig;
use crate::lamps::{Lamp, LampState, Lamps};
use crate::light_command::LightAction;
use petasos_skill::program::Config;

/// The lamps of an installation. Clones share the same lamps.
#[derive(Debug, Clone)]
pub(crate) struct LampControl {
    lamps: Arc<Mutex<Lamps>>,
    news: watch::Sender<()>,
    answer_time: Duration,
    transition: Option<f64>,
    step: i8,
}

impl LampControl {
    /// No lamps yet, only the overrides of the configuration.
    pub(crate) fn new(config: &Config<LightsConfig>) -> Self {
        let lights = &config.own;
        Self {
            lamps: Arc::new(Mutex::new(Lamps::new(config))),
            news: watch::Sender::new(()),
            answer_time: lights.answer_seconds.get(),
            transition: lights.transition_seconds.map(|seconds| seconds.get().as_secs_f64()),
            step: i8::try_from(lights.step_percent.min(100)).unwrap_or(100),
        }
    }

    /// The lamps. Messages cannot be processed while the lock is held.
    pub(crate) fn lamps(&self) -> MutexGuard<'_, Lamps> {
        self.lamps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Processes a message, and returns topics to subscribe to.
    pub(crate) fn receive(&self, topic: &str, payload: &[u8]) -> Vec<String> {
        let subscribe = self.lamps().receive(topic, payload);
        self.news.send_replace(());
        subscribe
    }

    /// The step of "brighter" and "darker", in percent.
    pub(crate) fn step(&self) -> i8 {
        self.step
    }

    /// Executes an action, and waits until all lamps have answered or time is up. `publish` sends a command.
    pub(crate) async fn carry_out(
        &self,
        action: LightAction,
        lamps: Vec<Lamp>,
        publish: impl Fn(&str, String),
    ) -> Outcome {
        if let LightAction::Step(_) = action {
            // Request the state of lamps that have not reported their brightness.
            self.states(lamps.clone(), &publish).await;
        }
        let mut news = self.news.subscribe();
        let plan = self.lamps().plan(action, lamps, self.transition);
        for command in &plan.commands {
            let set = serde_json::to_string(&command.set).unwrap_or_default();
            publish(&command.lamp.topics.set, set);
        }
        let answered = async { while !self.lamps().is_over(&plan) && news.changed().await.is_ok() {} };
        // Lamps that have not answered in time are in the outcome.
        let _ = timeout(self.answer_time, answered).await;
        self.lamps().outcome(plan)
    }

    /// The states of lamps; `None` for one that does not answer. The state of lamps that have not reported is requested if
    /// possible.
    pub(crate) async fn states(
        &self,
        lamps: Vec<Lamp>,
        publish: impl Fn(&str, String),
    ) -> Vec<(Lamp, Option<LampState>)> {
        let mut news = self.news.subscribe();
        let unknown: Vec<&Lamp> = lamps.iter().filter(|lamp| self.state(lamp).is_none()).collect();
        for lamp in &unknown {
            if let Some(get) = &lamp.topics.get {
                publish(get, r#"{"state":""}"#.to_owned());
            }
        }
        let asked = |lamp: &&&Lamp| lamp.topics.get.is_some();
        let waiting: Vec<&&Lamp> = unknown.iter().filter(asked).collect();
        let silent = || waiting.iter().any(|lamp| !self.lamps().is_gone(lamp) && self.state(lamp).is_none());
        let answered = async { while silent() && news.changed().await.is_ok() {} };
        // Lamps that have not answered in time have no state.
        let _ = timeout(self.answer_time, answered).await;
        let state = |lamp: Lamp| (self.state(&lamp).filter(|_| !self.lamps().is_gone(&lamp)), lamp);
        lamps.into_iter().map(state).map(|(state, lamp)| (lamp, state)).collect()
    }

    fn state(&self, lamp: &Lamp) -> Option<LampState> {
        self.lamps().report(lamp).map(|report| report.state.clone()).filter(|state| state.on.is_some())
    }
}
