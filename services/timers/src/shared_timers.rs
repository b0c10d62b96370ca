//! The timers that run, as handlers and the bell share them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use petasos_program::WallClock;
use petasos_skill::Hermes;
use tokio::sync::Notify;

use crate::timer_list::{TimerLimits, TimerList};
use crate::timer_store::TimerStore;
use crate::timer_texts;

/// A timer that was up longer ago than this comes with an apology.
const LATE: Duration = Duration::from_secs(5);

/// The timers that run. Clones are the same timers.
#[derive(Debug, Clone)]
pub struct Timers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    book: Mutex<TimerList>,
    /// `None`: they are forgotten at a restart.
    file: Option<TimerStore>,
    changed: Notify,
    clock: WallClock,
    bounds: TimerLimits,
}

impl Timers {
    /// These timers, kept in this file.
    pub fn new(book: TimerList, file: Option<TimerStore>, clock: WallClock, bounds: TimerLimits) -> Self {
        let book = Mutex::new(book);
        Self { shared: Arc::new(Shared { book, file, changed: Notify::new(), clock, bounds }) }
    }

    /// How many timers there may be, and how long they may run.
    pub fn bounds(&self) -> TimerLimits {
        self.shared.bounds
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// The timers as they are now.
    pub fn book(&self) -> TimerList {
        self.shared.book.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the timers, and writes them down. A timer that cannot be written down rings all the same, unless we are restarted.
    pub fn change<R>(&self, change: impl FnOnce(&mut TimerList) -> R) -> R {
        let Shared { book, file, changed, .. } = &*self.shared;
        let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
        let before = book.clone();
        let result = change(&mut book);
        if *book != before {
            if let Some(Err(error)) = file.as_ref().map(|file| file.write(&book)) {
                tracing::error!("{error}");
            }
            changed.notify_one();
        }
        result
    }

    /// Has each timer said to be up when it is, for ever.
    pub(crate) async fn ring(self, hermes: Hermes) {
        loop {
            let (now, book) = (self.now(), self.book());
            for timer in book.timers().iter().take_while(|timer| timer.ends <= now) {
                let late = Duration::try_from(now.duration_since(timer.ends)).unwrap_or_default();
                if let Err(error) = hermes
                    .notify(&timer.site.0, timer_texts::up(timer, Some(late).filter(|late| *late > LATE)))
                {
                    tracing::error!(site = %timer.site.0, %error, "cannot say that a timer is up");
                }
            }
            // Only now: who falls over in between says it twice rather than never.
            self.change(|book| book.take_due(now));
            let changed = self.shared.changed.notified();
            match self.book().next_end() {
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
