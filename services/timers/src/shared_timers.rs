//! The running timers, shared by the handlers and the task that announces expired timers.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use petasos_skill::{Hermes, WallClock};
use tokio::sync::Notify;

use crate::config::TimersConfig;
use crate::timer_list::{TimerLimits, TimerList};
use crate::timer_store::{StoreError, TimerStore};
use crate::timer_texts;

/// A timer announced later than this is announced with an apology.
const LATE: Duration = Duration::from_secs(5);

/// The running timers. Clones share the same timers.
#[derive(Debug, Clone)]
pub struct Timers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    list: Mutex<TimerList>,
    /// `None`: timers are lost on restart.
    store: Option<TimerStore>,
    changed: Notify,
    clock: WallClock,
    limits: TimerLimits,
}

impl Timers {
    /// No timers, and no persistence.
    pub fn in_memory(config: TimersConfig, clock: WallClock) -> Self {
        Self::new(TimerList::default(), None, config, clock)
    }

    /// The timers stored in this folder, to which changes are written; if `sync`, after each change the data is flushed to disk.
    pub fn stored(
        folder: &Path,
        sync: bool,
        config: TimersConfig,
        clock: WallClock,
    ) -> Result<Self, StoreError> {
        let (store, list) = TimerStore::open(folder, sync)?;
        Ok(Self::new(list, Some(store), config, clock))
    }

    fn new(list: TimerList, store: Option<TimerStore>, config: TimersConfig, clock: WallClock) -> Self {
        let (list, limits) = (Mutex::new(list), config.into());
        Self { shared: Arc::new(Shared { list, store, changed: Notify::new(), clock, limits }) }
    }

    /// Whether no timer runs.
    pub fn is_empty(&self) -> bool {
        self.list().timers().is_empty()
    }

    /// The limits on number and duration of timers.
    pub(crate) fn limits(&self) -> TimerLimits {
        self.shared.limits
    }

    /// The current time.
    pub(crate) fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// A copy of the timers.
    pub(crate) fn list(&self) -> TimerList {
        self.shared.list.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the timers and stores them. A timer that cannot be stored still runs, but does not survive a restart.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut TimerList) -> R) -> R {
        let Shared { list, store, changed, .. } = &*self.shared;
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        let before = list.clone();
        let result = change(&mut list);
        if *list != before {
            if let Some(Err(error)) = store.as_ref().map(|store| store.write(&list)) {
                tracing::error!("{error}");
            }
            changed.notify_one();
        }
        result
    }

    /// Announces every timer when it expires. Never returns.
    pub(crate) async fn announce(self, hermes: Hermes) {
        loop {
            let (now, list) = (self.now(), self.list());
            for timer in list.timers().iter().take_while(|timer| timer.ends <= now) {
                let late = Duration::try_from(now.duration_since(timer.ends)).unwrap_or_default();
                if let Err(error) = hermes
                    .notify(&timer.site.0, timer_texts::up(timer, Some(late).filter(|late| *late > LATE)))
                {
                    tracing::error!(site = %timer.site.0, %error, "cannot announce that a timer is up");
                }
            }
            // Removed only now: after a crash in between, a timer is announced twice rather than never.
            self.change(|list| list.take_due(now));
            let changed = self.shared.changed.notified();
            match self.list().next_end() {
                None => changed.await,
                Some(end) => {
                    let left = Duration::try_from(end.duration_since(self.now())).unwrap_or_default();
                    tokio::select! {
                        () = changed => {}
                        () = tokio::time::sleep(left) => {}
                    }
                }
            }
        }
    }
}
