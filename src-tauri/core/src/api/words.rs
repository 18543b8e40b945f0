//! The closed sets of words that the wire uses.

use super::wire;
use crate::domain;

wire! {
    /// The learner's verdict.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Rating { Again, Hard, Good, Easy }
    /// How a question is asked and answered.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Kind { Open, Choice, Code, Behavioural }
    /// How hard the author says a question is.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Level { Easy, Medium, Hard }
    /// Where a card stands in the schedule.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Phase { New, Learning, Review, Relearning }
    /// How far one key point was made.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Tick { Covered, Partly, Missed }
    /// Light or dark, or as the system says.
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "the words speak for themselves")]
    pub enum Theme { System, Light, Dark }
}

/// Converts both ways between a wire word and the domain's enum of the same names.
macro_rules! same_words {
    ($wire:ty, $domain:ty: $($name:ident),+) => {
        impl From<$domain> for $wire {
            fn from(value: $domain) -> Self { match value { $(<$domain>::$name => Self::$name),+ } }
        }
        impl From<$wire> for $domain {
            fn from(value: $wire) -> Self { match value { $(<$wire>::$name => Self::$name),+ } }
        }
    };
}
same_words!(Rating, domain::rating::Rating: Again, Hard, Good, Easy);
same_words!(Kind, domain::card::CardKind: Open, Choice, Code, Behavioural);
same_words!(Level, domain::card::Level: Easy, Medium, Hard);
same_words!(Tick, domain::event::Tick: Covered, Partly, Missed);
same_words!(super::Topic, domain::interview::compose::Topic: Quiz, Concepts, Coding, Design, Behavioural);
same_words!(super::InterviewMode, domain::interview::clock::Mode: Practice, Pressure);
same_words!(super::InterviewPhase, domain::interview::clock::Phase:
    Running, Feedback, Paused, Interrupted, Finished);
same_words!(super::InterviewAction, domain::interview::clock::Action:
    Pause, Resume, Answer, Next, Skip, Back, Hint, Extend, Leave, Finish);
same_words!(super::Outcome, domain::interview::clock::Outcome: Open, Answered, Skipped);
same_words!(super::Milestone, domain::interview::clock::Milestone: Begun, HalfTime, NearlyOver, TimeUp);
same_words!(super::StoryPart, domain::take::judgement::StoryPart: Situation, Task, Action, Result);
same_words!(super::Band, domain::interview::rubric::Band: NotYet, Below, AtTheBar, Above);
