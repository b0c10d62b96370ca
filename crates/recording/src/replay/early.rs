//! Finds what came before the input that it followed when it was recorded.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use super::cast::Part;
use super::played::Played;
use super::verdict::Verdict;

/// Messages of different parts that are closer than this have no order: it is up to the network.
const CLOSE: Duration = Duration::from_millis(250);

/// What was heard well before the input it followed when it was recorded came too early, and with it whatever was heard even
/// before and recorded after that input.
pub(super) fn find_early(played: &Played<'_>, verdict: &mut Verdict) {
    let time = |live: usize| played.live.get(live).map(|live| live.entry.at).unwrap_or_default();
    let triggers = Triggers::of(played);
    let overtaken: Overtaken<'_> = verdict
        .same
        .iter()
        .filter_map(|(recorded, live)| {
            let before = triggers.before(*recorded).into_iter();
            let inputs = before.filter_map(|input| Some((*verdict.played.get(&input)?, input)));
            let (input, trigger) = inputs.min()?;
            let early = input > *live && time(input) > time(*live) + CLOSE;
            early.then_some((site(played, *recorded), trigger, *live))
        })
        .collect();
    let (moved, same): (BTreeMap<usize, usize>, _) = std::mem::take(&mut verdict.same)
        .into_iter()
        .partition(|(recorded, live)| overtaken.has(site(played, *recorded), *recorded, *live));
    verdict.same = same;
    verdict.moved.extend(moved);
}

fn site<'a>(played: &'a Played<'_>, recorded: usize) -> Option<&'a String> {
    played.script.steps.get(recorded).and_then(|step| step.place.site.as_ref())
}

/// The inputs that were overtaken at each site, and the last output that overtook each or one before it.
struct Overtaken<'a>(HashMap<Option<&'a String>, BTreeMap<usize, usize>>);

impl<'a> FromIterator<(Option<&'a String>, usize, usize)> for Overtaken<'a> {
    /// From sites, inputs, and outputs that overtook them.
    fn from_iter<T: IntoIterator<Item = (Option<&'a String>, usize, usize)>>(overtaken: T) -> Self {
        let mut sites: HashMap<_, BTreeMap<usize, usize>> = HashMap::new();
        for (site, input, by) in overtaken {
            let last = sites.entry(site).or_default().entry(input).or_insert(by);
            *last = by.max(*last);
        }
        for inputs in sites.values_mut() {
            let mut last = 0;
            for by in inputs.values_mut() {
                last = last.max(*by);
                *by = last;
            }
        }
        Self(sites)
    }
}

impl Overtaken<'_> {
    /// Whether an output was heard before or with what overtook an input, and recorded after that input.
    fn has(&self, site: Option<&String>, recorded: usize, live: usize) -> bool {
        let before = self.0.get(&site).and_then(|inputs| inputs.range(..recorded).next_back());
        before.is_some_and(|(_, by)| live <= *by)
    }
}

/// The inputs of each site, with when they were recorded.
struct Triggers<'a> {
    played: &'a Played<'a>,
    inputs: HashMap<Option<&'a String>, Vec<(usize, Duration)>>,
}

impl<'a> Triggers<'a> {
    fn of(played: &'a Played<'a>) -> Self {
        let mut inputs: HashMap<_, Vec<_>> = HashMap::new();
        let steps = played.script.steps.iter().zip(&played.recording.entries).enumerate();
        for (index, (step, entry)) in steps.filter(|(_, (step, _))| step.part == Part::Input) {
            inputs.entry(step.place.site.as_ref()).or_default().push((index, entry.at));
        }
        Self { played, inputs }
    }

    /// The inputs right before an output, any of which it may have answered.
    fn before(&self, output: usize) -> Vec<usize> {
        let here = self.inputs.get(&site(self.played, output)).map_or(&[][..], Vec::as_slice);
        let before = here.get(..here.partition_point(|(index, _)| *index < output)).unwrap_or_default();
        let mut until = None;
        let close = before.iter().rev().take_while(|(_, at)| {
            until.replace(*at).is_none_or(|until: Duration| until.saturating_sub(*at) <= CLOSE)
        });
        close.map(|(index, _)| *index).collect()
    }
}
