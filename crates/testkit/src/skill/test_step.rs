//! What a person does, and how long the house is watched then.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_simulator::rooms::{Act, Scene};

use super::house::{House, LONGEST};
use super::story::Entry;
use super::{SkillTest, Turn};

/// Something by which a moment is known.
type Sign = fn(&Entry) -> bool;

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
    /// Where the turn is left, if not at its end.
    until: Option<Sign>,
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

impl<'a> Hear<'a> {
    pub(super) fn new(test: &'a mut SkillTest, site: Option<SiteId>, deed: Deed) -> Self {
        Self { test, site, deed, until: None }
    }

    /// Stops as soon as the house begins to speak: what comes next happens while it does.
    pub fn until_it_speaks(mut self) -> Self {
        self.until = Some(speaks);
        self
    }

    /// Stops as soon as the intent is on its way to the skill: what comes next happens while it thinks.
    pub fn until_it_thinks(mut self) -> Self {
        self.until = Some(thinks);
        self
    }

    async fn live(self) -> Turn<'a> {
        let Self { test, site, deed, until } = self;
        let begin = test.open().house.entries.len();
        let inside = test.ready().await;
        let house = &mut inside.house;
        let site = site.as_ref();
        let happened = |house: &House, sign: Sign| {
            let news = house.entries.get(begin..).unwrap_or_default();
            news.iter().any(|entry| entry.is_at(site) && sign(entry))
        };
        let (time, begun) = match deed {
            Deed::Act(act) => {
                let begun = done(&act);
                house.act(site, act);
                (None, Some(begun))
            }
            Deed::Silence if house.all(site, |room| !room.listens()) => (None, None),
            Deed::Silence => (None, Some(stops_listening as Sign)),
            Deed::Wait(time) => (Some(time), None),
        };
        if let Some(sign) = until {
            house.live_up_to(time.unwrap_or(LONGEST), |house| happened(house, sign)).await;
        } else {
            house.live_for(time.unwrap_or_default()).await;
            let begun = |house: &House| begun.is_none_or(|sign| happened(house, sign));
            let over = |house: &House| house.all(site, |room| room.listens() || room.rests());
            house.live_until(|house| begun(house) && over(house)).await;
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

/// What shows that something was done, or cannot be done.
fn done(act: &Act) -> Sign {
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
