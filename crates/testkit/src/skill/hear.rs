//! What a person does, and how long the house is watched then.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use petasos_house::rooms::{Act, Scene};
use petasos_messages::{Message, SiteId};

use super::house::{House, LONGEST};
use super::story::Entry;
use super::{SkillTest, Turn};

/// Something a person is about to do; `.await` it to live through the turn that follows.
///
/// The turn is over when the room listens again, or when nothing goes on there any more.
#[must_use = "nothing happens until it is awaited"]
#[derive(Debug)]
pub struct Hear<'a> {
    test: &'a mut SkillTest,
    /// `None`: everywhere.
    site: Option<SiteId>,
    deed: Deed,
    until: Until,
}

/// What is done at the beginning of a turn.
#[derive(Debug)]
pub(super) enum Deed {
    /// A person does something.
    Act(Act),
    /// Nobody says anything.
    Silence,
    /// Time passes.
    Wait(Duration),
}

/// Where a turn is left.
#[derive(Debug, Clone, Copy)]
enum Until {
    /// At its end.
    Over,
    /// When the house begins to speak.
    Speaks,
    /// When the intent is on its way to the skill.
    Thinks,
}

impl<'a> Hear<'a> {
    pub(super) fn new(test: &'a mut SkillTest, site: Option<SiteId>, deed: Deed) -> Self {
        Self { test, site, deed, until: Until::Over }
    }

    /// Stops as soon as the house begins to speak: what comes next happens while it does.
    pub fn until_it_speaks(mut self) -> Self {
        self.until = Until::Speaks;
        self
    }

    /// Stops as soon as the intent is on its way to the skill: what comes next happens while it thinks.
    pub fn until_it_thinks(mut self) -> Self {
        self.until = Until::Thinks;
        self
    }

    async fn live(self) -> Turn<'a> {
        let Self { test, site, deed, until } = self;
        let begin = test.open().house.entries.len();
        let inside = test.ready().await;
        let house = &mut inside.house;
        let site = site.as_ref();
        let over = |house: &House| house.all(site, |room| room.listens() || room.rests());
        match deed {
            Deed::Act(act) => {
                let done = done(&act);
                house.act(site, act);
                match until {
                    Until::Over => {
                        house.live_until(|house| happened(house, begin, site, done) && over(house)).await;
                    }
                    Until::Speaks => {
                        house.live_up_to(LONGEST, |house| happened(house, begin, site, speaks)).await;
                    }
                    Until::Thinks => {
                        house.live_up_to(LONGEST, |house| happened(house, begin, site, thinks)).await;
                    }
                }
            }
            Deed::Silence => {
                let listened = !house.all(site, |room| !room.listens());
                let heard = |house: &House| !listened || happened(house, begin, site, stops_listening);
                house.live_until(|house| heard(house) && over(house)).await;
            }
            Deed::Wait(time) => {
                house.live_for(time).await;
                house.live_until(over).await;
            }
        }
        inside.note_ends();
        Turn::new(&inside.house.entries, begin, site.cloned())
    }
}

impl<'a> IntoFuture for Hear<'a> {
    type Output = Turn<'a>;
    type IntoFuture = Pin<Box<dyn Future<Output = Turn<'a>> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.live())
    }
}

/// Whether something happened at a site since then.
fn happened(house: &House, since: usize, site: Option<&SiteId>, what: fn(&Entry) -> bool) -> bool {
    let news = house.entries.get(since..).unwrap_or_default();
    news.iter().any(|entry| entry.is_at(site) && what(entry))
}

/// What shows that something was done, or cannot be done.
fn done(act: &Act) -> fn(&Entry) -> bool {
    match act {
        Act::Wake => {
            |entry| matches!(entry.scene(), Some(Scene::WakeWord | Scene::WakeWordUnheard | Scene::Broken(_)))
        }
        _ => |entry| matches!(entry.scene(), Some(Scene::Heard(_) | Scene::Unsaid(_))),
    }
}

fn speaks(entry: &Entry) -> bool {
    entry.said().is_some()
}

fn thinks(entry: &Entry) -> bool {
    matches!(entry.message(), Some(Message::Intent(_)))
}

fn stops_listening(entry: &Entry) -> bool {
    matches!(entry.scene(), Some(Scene::Heard(_) | Scene::NotListening))
}
