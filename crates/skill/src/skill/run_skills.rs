//! Runs skills as a program.

use petasos_bus::Settings;
use petasos_program::{Environment, StopSignals, logging};
use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Skill;
use crate::config::SharedConfig;
use crate::runtime::{Error, MAX_THREADS};

/// Runs several skills in one process until it is stopped (Ctrl-C, SIGTERM): like [`Skill::run`], each with its own connection.
/// If one fails, all stop. The name of the skill is appended to a configured `client_id`: `house-lights`.
pub fn run_all(skills: impl IntoIterator<Item = Skill>) -> Result<(), Error> {
    let config = SharedConfig::load(&Environment::of_process())?;
    logging::start(&config.log);
    run_with(skills.into_iter().map(|skill| skill.configured(&config)), &config.mqtt)
}

/// Runs skills with these settings until the process is stopped, for programs that load their configuration themselves.
///
/// The connections share one thread, every handler has its own thread, and tasks that handlers spawn run on another one. So a
/// handler cannot prevent a skill from answering in time.
pub fn run_with(skills: impl IntoIterator<Item = Skill>, settings: &Settings) -> Result<(), Error> {
    let skills: Vec<_> = skills.into_iter().collect();
    let is_alone = skills.len() == 1;
    let no_threads = |error: std::io::Error| Error::NoThreads(error.to_string());
    let handlers = Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(MAX_THREADS)
        .enable_all()
        .build()
        .map_err(no_threads)?;
    let connections = Builder::new_current_thread().enable_all().build().map_err(no_threads)?;
    let end = connections.block_on(async {
        let mut signals = StopSignals::listen().map_err(no_threads)?;
        let (stop, _) = watch::channel(());
        let mut serving = JoinSet::new();
        for skill in skills {
            let mut stopped = stop.subscribe();
            let stopped = async move {
                // Closing the channel stops the skills.
                while stopped.changed().await.is_ok() {}
            };
            let settings = if is_alone { settings.clone() } else { named_after(&skill, settings) };
            serving.spawn(skill.serve_apart(settings, handlers.handle().clone(), stopped));
        }
        let first = tokio::select! {
            () = signals.asked() => Ok(()),
            Some(end) = serving.join_next() => ended(end),
        };
        drop(stop);
        let mut end = first;
        while let Some(other) = serving.join_next().await {
            end = end.and(ended(other));
        }
        end
    });
    // A handler that blocks forever must not keep the process alive.
    handlers.shutdown_background();
    end
}

/// The settings for one of several skills. A broker closes the first of two connections with the same client id, so the name of
/// the skill is appended to a configured one.
fn named_after(skill: &Skill, settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    if !settings.client_id.is_empty() {
        settings.client_id = format!("{}-{}", settings.client_id, skill.name());
    }
    settings
}

fn ended(end: Result<Result<(), Error>, tokio::task::JoinError>) -> Result<(), Error> {
    end.unwrap_or_else(|error| Err(Error::NoThreads(error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_skills_have_names_of_their_own_at_the_broker() {
        for (set, expected) in [("", ""), ("house", "house-lights")] {
            let mut settings = Settings::default();
            set.clone_into(&mut settings.client_id);
            assert_eq!(named_after(&Skill::new("lights"), &settings).client_id, expected);
        }
    }
}
