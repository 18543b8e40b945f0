//! What an interview is judged by: axes, each in four bands, each band with signs that somebody who
//! listened could point at.

/// One axis of the rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// How the candidate talks and listens.
    Communication,
    /// How they get from a question to an answer.
    ProblemSolving,
    /// What they know, and whether it is right.
    TechnicalCompetence,
    /// How they make sure that it works.
    Testing,
    /// Behavioural: whether a story can be followed.
    Structure,
    /// Behavioural: what they did themselves.
    Ownership,
    /// Behavioural: what came of it.
    Result,
    /// Behavioural: what they would do otherwise.
    Reflection,
}

/// How an interview went on one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Would stop an offer by itself.
    NotYet,
    /// Under what the role asks.
    Below,
    /// What the role asks.
    AtTheBar,
    /// More than the role asks.
    Above,
}

impl Band {
    /// Every band, lowest first.
    pub const ALL: [Self; 4] = [Self::NotYet, Self::Below, Self::AtTheBar, Self::Above];

    /// The word in the log and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::Below => "below",
            Self::AtTheBar => "at-the-bar",
            Self::Above => "above",
        }
    }

    /// The band that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == text)
    }

    /// As a report says it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NotYet => "Not yet",
            Self::Below => "Below the bar",
            Self::AtTheBar => "At the bar",
            Self::Above => "Above the bar",
        }
    }
}

impl Axis {
    /// The axes of technical stages.
    pub const TECHNICAL: [Self; 4] =
        [Self::Communication, Self::ProblemSolving, Self::TechnicalCompetence, Self::Testing];
    /// The axes of behavioural stages.
    pub const BEHAVIOURAL: [Self; 4] = [Self::Structure, Self::Ownership, Self::Result, Self::Reflection];

    /// The word in the log and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::ProblemSolving => "problem-solving",
            Self::TechnicalCompetence => "technical-competence",
            Self::Testing => "testing",
            Self::Structure => "structure",
            Self::Ownership => "ownership",
            Self::Result => "result",
            Self::Reflection => "reflection",
        }
    }

    /// The axis that `text` names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::TECHNICAL.into_iter().chain(Self::BEHAVIOURAL).find(|axis| axis.as_str() == text)
    }

    /// As a report says it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Communication => "Communication",
            Self::ProblemSolving => "Problem solving",
            Self::TechnicalCompetence => "Technical competence",
            Self::Testing => "Testing",
            Self::Structure => "Structure of the stories",
            Self::Ownership => "Own part",
            Self::Result => "Result",
            Self::Reflection => "Reflection",
        }
    }

    /// What can be observed in a band.
    #[must_use]
    pub fn signs(self, band: Band) -> &'static [&'static str] {
        match self {
            Self::Communication => communication(band),
            Self::ProblemSolving => problem_solving(band),
            Self::TechnicalCompetence => technical_competence(band),
            Self::Testing => testing(band),
            Self::Structure => structure(band),
            Self::Ownership => ownership(band),
            Self::Result => result(band),
            Self::Reflection => reflection(band),
        }
    }
}

fn communication(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &[
            "Long silences, with no word on what is being thought.",
            "Answered another question than the one asked.",
        ],
        Band::Below => &[
            "The answer came late, after a tour of everything around it.",
            "A listener had to ask before they could follow.",
        ],
        Band::AtTheBar => &[
            "The answer first, then the reason.",
            "Said aloud what was assumed, and asked where the question was open.",
        ],
        Band::Above => &[
            "Said how long the answer would be, and kept to it.",
            "Picked up a hint in the question and built on it.",
        ],
    }
}

fn problem_solving(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => {
            &["Started to write before the task was clear.", "Stuck, and tried the same thing again."]
        }
        Band::Below => &[
            "Found a way, but only the one that came first.",
            "Edge cases came up when the interviewer named them.",
        ],
        Band::AtTheBar => &[
            "Asked for sizes, limits and odd inputs before starting.",
            "Compared two ways and said why one fits here.",
        ],
        Band::Above => &[
            "Cut the problem into parts that can be judged alone.",
            "Saw what would break first as it grows, unasked.",
        ],
    }
}

fn technical_competence(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &["A central statement was wrong, and stayed wrong.", "Most key points were missed."],
        Band::Below => {
            &["Terms were right, reasons were missing.", "About half of the key points were made."]
        }
        Band::AtTheBar => {
            &["Most key points, each with its reason.", "Code that would run, and its cost named."]
        }
        Band::Above => &[
            "Nearly all key points, and where each stops being true.",
            "Named the cost and the alternative before being asked.",
        ],
    }
}

fn testing(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &[
            "Called it done without trying a single input.",
            "Errors from outside were not handled anywhere.",
        ],
        Band::Below => &["Tried the happy case only.", "Said \"I would test it\", not what or how."],
        Band::AtTheBar => &[
            "Walked through an input by hand, and an empty or broken one.",
            "Named the tests that the code needs.",
        ],
        Band::Above => &[
            "Named the test that would catch the likeliest mistake, first.",
            "Shaped the code so that it can be tested: time, files and chance come in from outside.",
        ],
    }
}

fn structure(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => {
            &["No single occasion: \"we usually\", \"I would\".", "A listener could not say what happened."]
        }
        Band::Below => {
            &["Most of the time went into the situation.", "The task, or the result, was missing."]
        }
        Band::AtTheBar => &[
            "Situation, task, action and result, in this order.",
            "The action took at least half of the time.",
        ],
        Band::Above => &[
            "The point of the story came in the first sentence.",
            "Told in two minutes, with the details kept for questions.",
        ],
    }
}

fn ownership(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &["Only \"we\"; their own part cannot be told.", "Somebody else was at fault."],
        Band::Below => {
            &["Did what was asked, no more.", "The decision was another's, and stayed unexplained."]
        }
        Band::AtTheBar => {
            &["What they did themselves, step by step, with \"I\".", "Why this step and not another."]
        }
        Band::Above => &[
            "Took on what nobody had asked for, and told those concerned.",
            "Gave others their share by name.",
        ],
    }
}

fn result(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &["The story ends before anything came of it."],
        Band::Below => &[
            "\"It went well\": no figure, nobody who noticed.",
            "The result is the work itself, not what it changed.",
        ],
        Band::AtTheBar => &[
            "A result with a figure, or with what somebody did differently.",
            "What it meant for users or for the team.",
        ],
        Band::Above => {
            &["A figure before and after, and how it was measured.", "What it cost, said unasked."]
        }
    }
}

fn reflection(band: Band) -> &'static [&'static str] {
    match band {
        Band::NotYet => &["Nothing would be done otherwise."],
        Band::Below => &["A lesson in general words.", "Named a weakness that is a strength in disguise."],
        Band::AtTheBar => &["One thing that they would do otherwise, and why."],
        Band::Above => &["Changed a habit because of it, with a later occasion to show for it."],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_band_of_every_axis_has_signs_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for axis in Axis::TECHNICAL.into_iter().chain(Axis::BEHAVIOURAL) {
            for band in Band::ALL {
                assert!(!axis.signs(band).is_empty());
                assert!(axis.signs(band).iter().all(|sign| seen.insert(*sign)), "a sign twice");
            }
        }
    }
}
