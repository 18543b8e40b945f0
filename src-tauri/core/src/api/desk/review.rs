//! The review session.

use super::Desk;
use crate::api::convert::{card_id, preview, scope};
use crate::api::render::{card_view, status};
use crate::api::{
    AnswerCard, CardAction, CardLink, CardStatus, FollowUpView, Offer, Progress, Proposal, ProposeRating,
    ReviewStep, Scope, Summary, Undone,
};
use crate::content;
use crate::domain::assessment;
use crate::domain::card::CardId;
use crate::domain::event::{Basis, Source, Tick};
use crate::domain::time::Moment;
use crate::error::{Error, Result};
use crate::services::session::{self, Session, Show};
use crate::services::{Stamp, cards, editing, overview, study, undoing};
use crate::store::{Store, StoredCard};

impl Desk {
    /// Starts a session.
    ///
    /// # Errors
    /// When the scope names what is not there.
    pub fn start_review(&mut self, request: Scope, now: Moment) -> Result<ReviewStep> {
        self.session = Some(Session::start(&self.store, scope(request)?, now)?);
        self.offered = None;
        self.current_step(now)
    }

    /// The session as it is now; without one, a session of everything due.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn current_step(&mut self, now: Moment) -> Result<ReviewStep> {
        let (offer, notice) = self.offered.take().unwrap_or_default();
        self.step(now, offer, notice)
    }

    fn step(&mut self, now: Moment, offer: Option<Offer>, notice: Option<String>) -> Result<ReviewStep> {
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(Session::start(&self.store, session::Scope::Due, now)?),
        };
        let shown = if offer.is_some() { Loaded::Nothing } else { load_shown(&self.store, session, now)? };
        let counts = session.to_come();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut step = ReviewStep {
            progress: Progress {
                done: number(session.done()),
                new: number(counts.new),
                learning: number(counts.learning),
                review: number(counts.review),
            },
            card: None,
            previews: Vec::new(),
            offer,
            notice,
            waiting_until: None,
            summary: None,
            can_undo: self.store.last_action(study::study_day(&self.store, now))?.is_some(),
        };
        match shown {
            Loaded::Card(card) => {
                let futures = study::futures(&self.store, &card.stored, now);
                step.previews = futures.iter().map(|future| preview(future, now)).collect();
                step.card = Some(card_view(&self.store, &card, now));
            }
            Loaded::Wait(until) => step.waiting_until = Some(until as f64),
            Loaded::Done => step.summary = Some(self.summary(now)?),
            Loaded::Nothing => {}
        }
        Ok(step)
    }

    fn summary(&self, now: Moment) -> Result<Summary> {
        let summary = self.session.as_ref().map(Session::summary).unwrap_or_default();
        let overview = overview::overview(&self.store, now)?;
        let held_back = overview.held_back.new + overview.held_back.review;
        Ok(Summary {
            answered: summary.answered,
            by_rating: summary.by_rating,
            taken_ms: summary.taken_ms as f64,
            first_seen: summary.first_seen,
            again: summary.again.iter().filter_map(|id| self.link(id)).collect(),
            due_tomorrow: overview.due_tomorrow,
            held_back: if summary.held_back { u32::try_from(held_back).unwrap_or(u32::MAX) } else { 0 },
        })
    }

    /// A card by id and question; `None` for a card that no deck holds now.
    fn link(&self, id: &CardId) -> Option<CardLink> {
        let card = self.store.card(id).ok()?;
        let indexed = self.store.indexed_card(card.key).ok()?;
        Some(CardLink { id: id.to_string(), question_html: content::inline_to_html(&indexed.heading) })
    }

    /// Records an answer and shows what comes next.
    ///
    /// # Errors
    /// When nothing could be written: the card is still to be answered then.
    pub fn answer_card(&mut self, request: AnswerCard, stamp: Stamp) -> Result<ReviewStep> {
        let basis = request.basis;
        let answer = study::Answer {
            card: card_id(&request.id)?,
            rating: request.rating.into(),
            taken_ms: request.taken_ms.clamp(0.0, f64::from(u32::MAX)) as u32,
            source: Source::Review,
            basis: Basis {
                points: basis.points.into_iter().map(|point| (point.text, point.tick.into())).collect(),
                mistakes: basis.mistakes,
                chosen: basis.chosen,
                hint_used: basis.hint_used,
                proposed: basis.proposed.map(Into::into),
            },
        };
        let answered = study::answer_card(&mut self.store, stamp, answer)?;
        let mut offer = None;
        if let Some(session) = &mut self.session {
            session.answered(&answered);
            let follow_ups = session.offer(&self.store, &answered, stamp.now)?;
            offer = self.offer(&answered.card, &follow_ups, stamp.now)?;
        }
        let notice = if answered.became_leech {
            Some(leech_notice(&answered.card))
        } else if self.is_outdated(&answered.card, &request.revision)? {
            Some("That card changed on disk while you answered it. The rating counts for the text that you saw.".to_owned())
        } else {
            None
        };
        self.step(stamp.now, offer, notice)
    }

    /// Whether a card reads otherwise now than when it was shown.
    fn is_outdated(&self, card: &StoredCard, shown: &str) -> Result<bool> {
        match self.store.indexed_card(card.key) {
            Ok(indexed) => Ok(editing::revision(&indexed) != shown),
            Err(Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    pub(super) fn offer(
        &self,
        parent: &StoredCard,
        follow_ups: &[StoredCard],
        now: Moment,
    ) -> Result<Option<Offer>> {
        if follow_ups.is_empty() {
            return Ok(None);
        }
        let Some(parent) = self.link(&parent.id) else { return Ok(None) };
        let follow_ups = follow_ups
            .iter()
            .map(|card| {
                let indexed = self.store.indexed_card(card.key)?;
                Ok(FollowUpView {
                    id: Some(card.id.to_string()),
                    question_html: content::inline_to_html(&indexed.heading),
                    status: Some(status(&self.store, card, now)),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Some(Offer { parent, follow_ups }))
    }

    /// Puts follow-ups next.
    ///
    /// # Errors
    /// When one of them is unknown.
    pub fn accept_follow_ups(&mut self, ids: &[String], now: Moment) -> Result<ReviewStep> {
        let accepted = ids.iter().map(|id| self.store.card(&card_id(id)?)).collect::<Result<Vec<_>>>()?;
        if let Some(session) = &mut self.session {
            session.accept(&accepted);
        }
        self.current_step(now)
    }

    /// Suspends, buries, marks or resets a card.
    ///
    /// # Errors
    /// When the card is unknown or nothing can be written.
    pub fn act_on_card(&mut self, id: &str, action: CardAction, stamp: Stamp) -> Result<CardStatus> {
        let takes_out = matches!(action, CardAction::Suspend { on: true } | CardAction::Bury { on: true });
        let card = study::act_on_card(&mut self.store, stamp, &card_id(id)?, action.into())?;
        if let Some(session) = self.session.as_mut().filter(|_| takes_out) {
            session.leave_out(card.key);
        }
        Ok(status(&self.store, &card, stamp.now))
    }

    /// Takes back the newest action of the day.
    ///
    /// # Errors
    /// When a file changed since its edit, or nothing can be written.
    pub fn undo(&mut self, stamp: Stamp) -> Result<Undone> {
        let Some(undone) = undoing::undo(&mut self.store, stamp)? else {
            let message = "There is nothing left to undo today.".to_owned();
            return Ok(Undone { kind: None, card: None, message, step: None });
        };
        self.offered = None;
        if undone.event.is_none() {
            self.sync()?;
        }
        if let Some(session) = &mut self.session {
            session.undone(&self.store, &undone)?;
        }
        let what = match undone.kind.as_str() {
            "review" => "The rating was taken back.",
            "take" => "The judgement of the take was taken back.",
            "suspend" => "The suspension was taken back.",
            "bury" => "The card is back from being buried.",
            "mark" => "The mark is as it was.",
            "reset" => "The card has its history again.",
            _ => "The edit was taken back.",
        };
        let step = if self.session.is_some() { Some(self.current_step(stamp.now)?) } else { None };
        Ok(Undone {
            kind: Some(undone.kind.as_str().to_owned()),
            card: undone.card.as_ref().and_then(|card| self.link(card)),
            message: what.to_owned(),
            step,
        })
    }

    /// The rating that ticks propose; `None` until every point is judged.
    #[must_use]
    pub fn propose_rating(request: &ProposeRating) -> Option<Proposal> {
        let proposal = match request.choice_right {
            Some(right) => Some(assessment::propose_choice(right, request.hint_used)),
            None => {
                let ticks: Option<Vec<Tick>> =
                    request.ticks.iter().map(|tick| tick.map(Into::into)).collect();
                assessment::propose(&ticks?, request.mistakes, request.hint_used)
            }
        }?;
        Some(Proposal { rating: proposal.rating.into(), reason: proposal.reason })
    }
}

/// What is said when a card became a leech.
pub(super) fn leech_notice(card: &StoredCard) -> String {
    let lapses = card.state.lapses;
    format!(
        "That card has lapsed {lapses} times: it is a leech. Rewriting it or splitting it helps more than another try."
    )
}

/// What a session shows, loaded.
enum Loaded {
    Card(Box<cards::LoadedCard>),
    Wait(i64),
    Done,
    /// An offer comes first.
    Nothing,
}

fn load_shown(store: &Store, session: &mut Session, now: Moment) -> Result<Loaded> {
    loop {
        match session.show(store, now)? {
            Show::Card(card) => {
                let key = card.key;
                match cards::load_stored(store, *card) {
                    Ok(card) => return Ok(Loaded::Card(Box::new(card))),
                    // It left its deck while the session ran.
                    Err(Error::NotFound { .. }) => session.leave_out(key),
                    Err(error) => return Err(error),
                }
            }
            Show::Wait(until) => return Ok(Loaded::Wait(until)),
            Show::Done => return Ok(Loaded::Done),
        }
    }
}
