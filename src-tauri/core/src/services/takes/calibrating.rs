//! What takes tell about the learner's own judgement.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Known, all};
use crate::domain::card::CardId;
use crate::domain::rating::Rating;
use crate::domain::take::agreement::{Agreement, agreement};
use crate::domain::take::calibration::{Calibration, Pair, calibrate};
use crate::domain::take::log::Take;
use crate::domain::take::regrade::to_regrade;
use crate::domain::time::Moment;
use crate::error::Result;
use crate::store::Store;

/// A take that was predicted and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The take.
    pub take: Uuid,
    /// When it was recorded.
    pub at: Moment,
    /// The question, Markdown.
    pub question: String,
    /// The prediction.
    pub predicted: Rating,
    /// What the ticks amounted to.
    pub derived: Rating,
}

/// How well the learner judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The takes that tell, oldest first.
    pub judged: Vec<Judged>,
    /// What they come to.
    pub calibration: Calibration,
    /// How blind judgements agree with the first ones.
    pub agreement: Option<Agreement>,
    /// A take to be judged again blindly.
    pub regrade: Option<Uuid>,
}

/// How well the learner judges, by all takes.
///
/// # Errors
/// When SQLite cannot read.
pub fn standing(store: &Store, now: Moment) -> Result<Standing> {
    let mut known = all(store)?;
    known.reverse();
    let mut topics = Topics { store, of: HashMap::new() };
    let (mut judged, mut pairs) = (Vec::new(), Vec::new());
    for Known { take, .. } in &known {
        let Some(derived) = take.assessed.as_ref().and_then(|(_, _, assessed)| assessed.derived) else {
            continue;
        };
        let Some(predicted) = take.predicted else { continue };
        let recorded = &take.recorded;
        pairs.push(Pair { predicted, derived, topics: topics.of(recorded.about.card()) });
        judged.push(Judged {
            take: take.id,
            at: recorded.begun_at,
            question: recorded.question.clone(),
            predicted,
            derived,
        });
    }
    let compared: Vec<_> = known
        .iter()
        .filter_map(|known| known.take.regraded.last())
        .map(|blind| (&blind.first.ticks, &blind.regraded.ticks))
        .collect();
    Ok(Standing {
        judged,
        calibration: calibrate(&pairs),
        agreement: agreement(&compared),
        regrade: to_regrade(&audible(store, &known), now),
    })
}

/// The takes, those whose sound is not there now as deleted: they cannot be listened to.
fn audible(store: &Store, known: &[Known]) -> Vec<Take> {
    let is_here = |known: &Known| known.path(store).is_some_and(|path| path.is_file());
    known
        .iter()
        .map(|known| Take { is_deleted: known.take.is_deleted || !is_here(known), ..known.take.clone() })
        .collect()
}

/// The topics of cards: their tags.
struct Topics<'s> {
    store: &'s Store,
    of: HashMap<CardId, Vec<String>>,
}

impl Topics<'_> {
    fn of(&mut self, card: Option<&CardId>) -> Vec<String> {
        let Some(card) = card else { return Vec::new() };
        if let Some(known) = self.of.get(card) {
            return known.clone();
        }
        let owner = self.store.owner(card).ok();
        // A card that no deck holds any more has no topics now.
        let tags = owner.and_then(|owner| self.store.tags_of_card(&owner).ok()).unwrap_or_default();
        self.of.insert(card.clone(), tags.clone());
        tags
    }
}
