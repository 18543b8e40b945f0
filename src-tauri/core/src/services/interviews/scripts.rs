//! From cards and interview files to what is asked.

use crate::content::{self, CodeSample, FollowUp, Parts};
use crate::domain::interview::script::{Choice, Code, Turn};
use crate::services::cards::LoadedCard;

/// A turn from the parts of a card or of a turn in a file. Choices of a file keep their order.
pub(super) fn turn(says: String, parts: &Parts, probes: &[FollowUp]) -> Turn {
    let code = |sample: &CodeSample| Code { language: sample.language.clone(), text: sample.code.clone() };
    Turn {
        says,
        statement: parts.question.clone(),
        choices: parts
            .choices
            .iter()
            .map(|choice| Choice {
                text: choice.text.clone(),
                correct: choice.correct,
                reason: choice.reason.clone(),
            })
            .collect(),
        keeps_order: true,
        hint: parts.hint.clone(),
        answer: parts.answer.clone(),
        key_points: parts.key_points.clone(),
        common_mistakes: parts.common_mistakes.clone(),
        red_flags: parts.red_flags.clone(),
        assessed: parts.assessed.clone(),
        starter: parts.starter_code.as_ref().map(code),
        tests: parts.tests.as_ref().map(code),
        solution: parts.solution.as_ref().map(code),
        probes: probes.iter().map(|probe| probe.heading.clone()).collect(),
        notes: parts.notes.clone(),
    }
}

/// The turn that asks a card; `says` are the interviewer's own words for it.
pub(super) fn turn_of_card(card: &LoadedCard, says: Option<String>) -> Turn {
    let text = card.text();
    let says = says.unwrap_or_else(|| text.heading.to_owned());
    if text.is_follow_up {
        // A follow-up alone lacks what it follows.
        let mut turn = Turn { keeps_order: !text.shuffle, ..turn(says, text.parts, &[]) };
        let before = format!("This follows on from “{}”", content::plain_text(&card.question.heading));
        turn.statement = Some(match turn.statement.take() {
            Some(statement) => format!("{before}\n\n{statement}"),
            None => before,
        });
        return turn;
    }
    Turn { keeps_order: !text.shuffle, ..turn(says, text.parts, &card.question.follow_ups) }
}
