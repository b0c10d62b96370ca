//! One of several sites.

use petasos_messages::SiteId;
use petasos_simulator::rooms::Act;

use super::hear::Deed;
use super::{Hear, SkillTest, Spoken};

/// One of the sites of a [`SkillTest`]: what is done there.
#[derive(Debug)]
pub struct At<'a> {
    test: &'a mut SkillTest,
    site: SiteId,
}

impl<'a> At<'a> {
    pub(super) fn new(test: &'a mut SkillTest, site: SiteId) -> Self {
        Self { test, site }
    }

    /// As [`SkillTest::hear`].
    pub fn hear(self, words: impl Into<String>) -> Hear<'a> {
        self.act(Act::Say(words.into()))
    }

    /// As [`SkillTest::intent`].
    pub fn intent(self, spoken: impl Into<Spoken>) -> Hear<'a> {
        let spoken = spoken.into();
        let words = spoken.words.clone();
        self.test.expect(spoken);
        self.hear(words)
    }

    /// As [`SkillTest::noise`].
    pub fn noise(self) -> Hear<'a> {
        self.act(Act::Noise)
    }

    /// As [`SkillTest::wake`].
    pub fn wake(self) -> Hear<'a> {
        self.act(Act::Wake)
    }

    /// As [`SkillTest::silence`].
    pub fn silence(self) -> Hear<'a> {
        Hear::new(self.test, Some(self.site), Deed::Silence)
    }

    fn act(self, act: Act) -> Hear<'a> {
        Hear::new(self.test, Some(self.site), Deed::Act(act))
    }
}
