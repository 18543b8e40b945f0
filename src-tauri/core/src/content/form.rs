//! The two forms of a file, and where their words differ: questions, and an interview.

use super::question::Part;

/// The title of the expected answer in interviews.
const STRONG_ANSWER: &str = "Strong answer";

/// What kind of file a slice stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A `##` is a question.
    Questions,
    /// A `##` is a stage, and each top-level quote in it begins a turn.
    Interview,
}

impl Form {
    /// What a slice is called, for messages.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Questions => "question",
            Self::Interview => "stage",
        }
    }

    /// The levels of headings, for messages.
    pub(crate) fn levels(self) -> &'static str {
        match self {
            Self::Questions => "levels: # section, ## question, ### part, #### follow-up, ##### its part",
            Self::Interview => "levels: ## stage, ### part, #### follow-up, ##### its part",
        }
    }

    /// The title under which a part is printed.
    pub(crate) fn title(self, part: Part) -> &'static str {
        match (self, part) {
            (Self::Interview, Part::Answer) => STRONG_ANSWER,
            _ => part.title(),
        }
    }

    /// Every title that opens a part, with the part. Wrong solutions are for exercises, which
    /// are cards; an interview has no use for them.
    pub(crate) fn titles(self) -> impl Iterator<Item = (&'static str, Part)> {
        let is_interview = self == Self::Interview;
        let known = Part::ALL.into_iter().filter(move |part| !is_interview || *part != Part::WrongSolutions);
        known.flat_map(move |part| {
            let strong = (is_interview && part == Part::Answer).then_some((STRONG_ANSWER, part));
            strong.into_iter().chain([(part.title(), part)])
        })
    }

    /// The title that `text` is, or would be but for its capitals; and its part.
    pub(crate) fn part(self, text: &str) -> Option<(&'static str, Part)> {
        let exact = self.titles().find(|(title, _)| *title == text);
        exact.or_else(|| self.titles().find(|(title, _)| title.eq_ignore_ascii_case(text)))
    }
}
