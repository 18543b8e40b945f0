//! What an assessed interview amounts to: coverage, verdict, and the three things to work on.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::clock::{Clock, Outcome};
use super::rubric::{Axis, Band};
use super::script::{Place, Script, Turn};
use crate::domain::assessment::halves;
use crate::domain::card::CardId;
use crate::domain::event::Tick;
use crate::domain::rating::Rating;

/// How one answer was judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// The key points' own text.
    pub points: Vec<(String, Tick)>,
    /// The common mistakes made, by their text.
    pub mistakes: Vec<String>,
    /// The red flags shown, by their text.
    pub red_flags: Vec<String>,
    /// Multiple choice: the author's indexes that were chosen.
    pub chosen: Option<Vec<u32>>,
    /// What the ticks amount to, or what the candidate rated after listening to a take.
    pub rating: Option<Rating>,
    /// The review that moved the card's schedule, for a question that asks one.
    pub review: Option<Uuid>,
}

/// An interview with everything that is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'s> {
    /// What was asked.
    pub script: &'s Script,
    /// How the time went.
    pub clock: &'s Clock,
    /// How the answers were judged.
    pub assessments: &'s BTreeMap<Place, Assessment>,
    /// The red flags of the whole interview that were shown, by their text.
    pub red_flags: &'s [String],
    /// The bands that were given.
    pub bands: &'s BTreeMap<Axis, Band>,
}

/// Key points made, in halves, of all that were judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Two for a covered point, one for a partly covered one.
    pub halves: u32,
    /// Points that were judged.
    pub points: u32,
}

impl Coverage {
    /// The share that was made, 0 to 1; `None` when nothing was judged.
    #[must_use]
    pub fn share(self) -> Option<f32> {
        (self.points > 0).then(|| self.halves as f32 / (2 * self.points) as f32)
    }

    /// What judged points amount to.
    #[must_use]
    pub fn of(ticks: impl IntoIterator<Item = Tick>) -> Self {
        ticks.into_iter().fold(Self::default(), |coverage, tick| Self {
            points: coverage.points + 1,
            halves: coverage.halves + halves(tick) as u32,
        })
    }

    fn add(&mut self, assessment: &Assessment) {
        let made = Self::of(assessment.points.iter().map(|(_, tick)| *tick));
        self.points += made.points;
        self.halves += made.halves;
        if assessment.chosen.is_some() {
            self.points += 1;
            self.halves += if assessment.rating > Some(Rating::Again) { 2 } else { 0 };
        }
    }

    /// "11½ of 16".
    #[must_use]
    pub fn in_words(self) -> String {
        let half = if self.halves % 2 == 1 { "½" } else { "" };
        let whole = match self.halves / 2 {
            0 if self.halves == 1 => String::new(),
            whole => whole.to_string(),
        };
        format!("{whole}{half} of {}", self.points)
    }
}

/// Whether the interviewer would go on with the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A clear no.
    ClearNo,
    /// Rather no.
    RatherNo,
    /// Rather yes.
    RatherYes,
    /// A clear yes.
    ClearYes,
}

impl Verdict {
    /// As a report says it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ClearNo => "A clear no",
            Self::RatherNo => "Rather no",
            Self::RatherYes => "Rather yes",
            Self::ClearYes => "A clear yes",
        }
    }
}

/// A verdict with its reasons, or what is missing for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// `None` while too little is assessed.
    pub verdict: Option<Verdict>,
    /// Why, most telling first; or what is missing.
    pub reasons: Vec<String>,
}

/// One thing to work on.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkOn {
    /// What to do, a sentence of Markdown.
    pub title: String,
    /// Where it showed.
    pub reason: String,
    /// Where it showed.
    pub place: Place,
    /// The cards that train it.
    pub cards: Vec<CardId>,
}

/// Over its budget by so much a stage is said to have run over.
const OVERRUN: f32 = 0.25;

impl Sitting<'_> {
    /// The axes that this interview is judged by: those of technical stages, of behavioural ones,
    /// or both.
    #[must_use]
    pub fn axes(&self) -> Vec<Axis> {
        let has = |behavioural| self.script.stages.iter().any(|stage| stage.is_behavioural == behavioural);
        let mut axes = Vec::new();
        if has(false) {
            axes.extend(Axis::TECHNICAL);
        }
        if has(true) {
            axes.extend(Axis::BEHAVIOURAL);
        }
        axes
    }

    /// Key points made in all questions that were judged.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        self.assessments.values().for_each(|assessment| coverage.add(assessment));
        coverage
    }

    /// Questions that can be judged, and those that were.
    #[must_use]
    pub fn judged(&self) -> (usize, usize) {
        let can = || self.script.turns().filter(|(_, _, turn)| turn.is_judged());
        (can().count(), can().filter(|(place, _, _)| self.assessments.contains_key(place)).count())
    }

    /// Red flags shown, in single answers and in the whole.
    #[must_use]
    pub fn all_red_flags(&self) -> Vec<&str> {
        let single = self.assessments.values().flat_map(|assessment| &assessment.red_flags);
        single.chain(self.red_flags).map(String::as_str).collect()
    }

    /// The band of technical competence that the ticks suggest, with the reason: nearly all points
    /// (85 %) above the bar, most (60 %) at it, two fifths below it, less not yet. Only answers of
    /// technical stages count.
    #[must_use]
    pub fn proposed_competence(&self) -> Option<(Band, String)> {
        let mut coverage = Coverage::default();
        for (place, assessment) in self.assessments {
            if !self.script.stages.get(place.stage)?.is_behavioural {
                coverage.add(assessment);
            }
        }
        let share = coverage.share()?;
        let band = match share {
            share if share >= 0.85 => Band::Above,
            share if share >= 0.6 => Band::AtTheBar,
            share if share >= 0.4 => Band::Below,
            _ => Band::NotYet,
        };
        Some((band, format!("{} key points were made.", coverage.in_words())))
    }

    /// What the interview came to, in a sentence.
    #[must_use]
    pub fn headline(&self) -> String {
        let Some(share) = self.coverage().share() else {
            return "Nothing is assessed yet.".to_owned();
        };
        let (can, were) = self.judged();
        if were * 2 < can {
            return format!("{were} of {can} answers assessed so far.");
        }
        let knowledge = match share {
            share if share >= 0.85 => "Nearly everything was said",
            share if share >= 0.6 => "Most of it was said",
            share if share >= 0.4 => "About half of it was said",
            _ => "Much is still to be learnt",
        };
        let is_late = is_overrun(self.clock.elapsed_ms(), self.clock.budget_ms());
        match (self.all_red_flags().len(), is_late) {
            (0, false) => format!("{knowledge}."),
            (0, true) => format!("{knowledge}, and it took too long."),
            (1, false) => format!("{knowledge}, with a red flag."),
            (1, true) => format!("{knowledge}, late and with a red flag."),
            (_, false) => format!("{knowledge}, with red flags."),
            (_, true) => format!("{knowledge}, late and with red flags."),
        }
    }

    /// Whether the interviewer would go on, with the reasons.
    ///
    /// The rule: half of the questions are judged and every axis has a band, else there is no
    /// verdict. A clear yes needs every axis at the bar or above, half of them above, and no red
    /// flag; rather yes needs no axis at "not yet", no more than one below the bar, and no more than
    /// one red flag; a clear no is two axes at "not yet", or one with two red flags; all else is
    /// rather no.
    #[must_use]
    pub fn verdict(&self) -> Judged {
        let (can, were) = self.judged();
        let axes = self.axes();
        let open: Vec<&str> =
            axes.iter().filter(|axis| !self.bands.contains_key(axis)).map(|axis| axis.title()).collect();
        let mut missing = Vec::new();
        if were * 2 < can {
            missing.push(format!("{were} of {can} questions are assessed; a verdict needs half of them."));
        }
        if !open.is_empty() {
            missing.push(format!("No band yet for {}.", in_a_row(&open)));
        }
        if !missing.is_empty() {
            return Judged { verdict: None, reasons: missing };
        }
        let bands: Vec<Band> = axes.iter().map(|axis| self.bands[axis]).collect();
        let at = |band: Band| bands.iter().filter(|&&given| given == band).count();
        let flags = self.all_red_flags();
        let verdict = if at(Band::NotYet) >= 2 || (at(Band::NotYet) == 1 && flags.len() >= 2) {
            Verdict::ClearNo
        } else if at(Band::NotYet) == 1 || at(Band::Below) > 1 || flags.len() > 1 {
            Verdict::RatherNo
        } else if at(Band::Below) == 0 && at(Band::Above) * 2 >= bands.len() && flags.is_empty() {
            Verdict::ClearYes
        } else {
            Verdict::RatherYes
        };
        Judged { verdict: Some(verdict), reasons: self.reasons(&axes, &flags) }
    }

    fn reasons(&self, axes: &[Axis], flags: &[&str]) -> Vec<String> {
        let mut reasons = Vec::new();
        for band in [Band::NotYet, Band::Below, Band::Above] {
            let names: Vec<&str> =
                axes.iter().filter(|axis| self.bands[axis] == band).map(|axis| axis.title()).collect();
            if !names.is_empty() {
                reasons.push(format!("{}: {}.", band.title(), in_a_row(&names).to_lowercase()));
            }
        }
        match flags {
            [] => {}
            [flag] => reasons.push(format!("A red flag: {}", sentence(flag))),
            [first, ..] => reasons.push(format!("{} red flags, such as: {}", flags.len(), sentence(first))),
        }
        if self.coverage().points > 0 {
            reasons.push(format!("{} key points were made.", self.coverage().in_words()));
        }
        let (elapsed, budget) = (self.clock.elapsed_ms(), self.clock.budget_ms());
        if is_overrun(elapsed, budget) {
            let over = (elapsed - budget).div_ceil(60_000);
            reasons.push(format!("It ran {over} min over its {} min.", budget / 60_000));
        }
        reasons
    }

    /// The three things to work on, the weightiest first.
    ///
    /// The rule: a question weighs one for each point missed, half for one partly made, one for each
    /// mistake and two for each red flag, one for a wrong choice, two if it was passed over, half for its hint; a stage that
    /// ran over its budget by a quarter and by a minute weighs one for each minute over. Each
    /// question and each stage gives one thing at most.
    #[must_use]
    pub fn work_on(&self) -> Vec<WorkOn> {
        let mut found: Vec<(f32, WorkOn)> = Vec::new();
        for (place, _, turn) in self.script.turns() {
            found.extend(self.in_turn(place, turn));
        }
        found.extend((0..self.script.stages.len()).filter_map(|stage| self.in_stage(stage)));
        found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.place.cmp(&y.place)));
        found.into_iter().take(3).map(|(_, thing)| thing).collect()
    }

    fn cards(&self, place: Place) -> Vec<CardId> {
        match self.script.card_at(place) {
            Some(card) => vec![card.clone()],
            None => self.script.stages.get(place.stage).map(|stage| stage.cards.clone()).unwrap_or_default(),
        }
    }

    fn in_turn(&self, place: Place, turn: &Turn) -> Option<(f32, WorkOn)> {
        let thing = |title: String, reason: String| WorkOn { title, reason, place, cards: self.cards(place) };
        let state = self.clock.turn_at(place)?;
        let asked = format!("“{}”", short(&turn.says).trim_end_matches(['.', ':']));
        let Some(judged) = self.assessments.get(&place) else {
            let skipped = state.outcome == Outcome::Skipped && turn.is_judged();
            let reason = "You passed it over. Even a partial answer says more than none.".to_owned();
            return skipped.then(|| (2.0, thing(short(&turn.says), reason)));
        };
        let lost = judged.points.iter().map(|(_, tick)| match tick {
            Tick::Covered => 0.0,
            Tick::Partly => 0.5,
            Tick::Missed => 1.0,
        });
        let mut weight: f32 = lost.sum();
        weight += judged.mistakes.len() as f32 + 2.0 * judged.red_flags.len() as f32;
        let is_wrong_choice = judged.chosen.is_some() && judged.rating == Some(Rating::Again);
        weight += if is_wrong_choice { 1.0 } else { 0.0 };
        weight += if state.hint_used { 0.5 } else { 0.0 };
        if weight <= 0.0 {
            return None;
        }
        let mut coverage = Coverage::default();
        coverage.add(judged);
        let by = |wanted: Tick| judged.points.iter().find(|(_, tick)| *tick == wanted).map(|(text, _)| text);
        let made = format!("{} points were made in {asked}.", coverage.in_words());
        let (title, reason) = if let Some(flag) = judged.red_flags.first() {
            (format!("Avoid: {}", lower(flag)), format!("A red flag in {asked}."))
        } else if let Some(point) = by(Tick::Missed) {
            (point.clone(), format!("Not said. {made}"))
        } else if let Some(mistake) = judged.mistakes.first() {
            (format!("Avoid: {}", lower(mistake)), format!("A common mistake in {asked}."))
        } else if let Some(point) = by(Tick::Partly) {
            (point.clone(), format!("Said in part. {made}"))
        } else if is_wrong_choice {
            (turn.says.clone(), "The choice was wrong.".to_owned())
        } else {
            ("Answer it without the hint.".to_owned(), format!("The hint was needed in {asked}."))
        };
        Some((weight, thing(title, reason)))
    }

    fn in_stage(&self, index: usize) -> Option<(f32, WorkOn)> {
        let stage = self.script.stages.get(index)?;
        let (spent, budget) = (self.clock.stage_elapsed_ms(index), self.clock.stage_budget_ms(index));
        if !is_overrun(spent, budget) {
            return None;
        }
        let minutes = budget.div_ceil(60_000);
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        let place = Place { stage: index, turn: 0 };
        Some((
            (spent - budget) as f32 / 60_000.0,
            WorkOn {
                title: format!("Stop at {minutes} {unit}."),
                reason: format!(
                    "“{}” took {} of {}.",
                    stage.title,
                    minutes_and_seconds(spent),
                    minutes_and_seconds(budget)
                ),
                place,
                cards: self.cards(place),
            },
        ))
    }
}

fn is_overrun(spent_ms: u64, budget_ms: u64) -> bool {
    spent_ms >= budget_ms.saturating_add(60_000) && spent_ms as f32 >= budget_ms as f32 * (1.0 + OVERRUN)
}

/// `m:ss`.
#[must_use]
pub fn minutes_and_seconds(ms: u64) -> String {
    let seconds = (ms + 500) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The `m:ss` that a player shows at a moment: the second that runs.
#[must_use]
pub fn moment_in_take(ms: u64) -> String {
    minutes_and_seconds(ms - ms % 1_000)
}

/// What a text asks, cut to a line: its last sentence with a question mark, else its first sentence.
fn short(text: &str) -> String {
    const LONG: usize = 90;
    let text = text.replace('\n', " ");
    let ends = |c: char| matches!(c, '.' | '?' | '!' | ':');
    let question = text.rfind('?').map(|end| {
        let start = text[..end].rfind(ends).map_or(0, |at| at + 1);
        text[start..=end].trim()
    });
    let line = question.unwrap_or_else(|| text.split_inclusive(". ").next().unwrap_or_default().trim());
    if line.chars().count() <= LONG {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONG).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(&*cut, |(head, _)| head))
}

fn in_a_row(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// With a small first letter, unless the first word is a name or code.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    let second = chars.clone().next();
    match (first, second) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let text = lower(text.trim());
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_question_is_named_by_what_it_asks() {
        let greeting = "Welcome. I look after the team.\n\nWho are you, and why here? Take your time.";
        assert_eq!(short(greeting), "Who are you, and why here?");
        assert_eq!(short("Tell me about a failure. Your own, please."), "Tell me about a failure.");
        let long = format!("What is {}?", "very ".repeat(40));
        assert!(short(&long).ends_with("very…") && short(&long).chars().count() <= 91);
    }
}
