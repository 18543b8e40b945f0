//! Takes: listening, judging, keeping, calibration.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::Desk;
use super::review::leech_notice;
use crate::api::convert::card_id;
use crate::api::take_view::{Jobs, assessment_view, take_page, take_row};
use crate::api::{
    AssessTake, KeepRule, KeepTake, Notice, PredictTake, RegradeView, SoundFormat, TakeAssessmentView,
    TakeChanged, TakeJob, TakePage, TakeProposal, TakeRow, TakeSound, TakeTicks, Takes, TakesOf,
};
use crate::domain::take::rating::against_prediction;
use crate::domain::time::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::services::Stamp;
use crate::services::takes::background::{self, Done, Job};
use crate::services::takes::exporting::{self, Export};
use crate::services::takes::recovering::Strays;
use crate::services::takes::{self, assessing, judging, keeping, recovering};
use crate::services::undoing::Undone;

/// What is done with takes in the background.
#[derive(Default)]
pub(super) struct Background {
    /// Rows and files were brought together: only then is it known which file is whose.
    is_recovered: bool,
    jobs: HashMap<Uuid, TakeJob>,
    /// What calls off the job that is being done, and its take.
    running: Option<(Uuid, Arc<AtomicBool>)>,
    /// Takes with which it did not work since the program started.
    failed: HashSet<Uuid>,
}

impl Background {
    pub(super) fn jobs(&self) -> &Jobs {
        &self.jobs
    }
}

pub(super) fn take_id(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text).ok().or_not_found("take", text)
}

impl Desk {
    pub(super) fn row(&self, id: Uuid) -> Result<TakeRow> {
        Ok(take_row(&self.store, &takes::load(&self.store, id)?, self.background.jobs()))
    }

    /// Predicts how a take went.
    ///
    /// # Errors
    /// When it was already predicted, or nothing can be written.
    pub fn predict_take(&mut self, request: &PredictTake, stamp: Stamp) -> Result<()> {
        judging::predict(&mut self.store, stamp, take_id(&request.take)?, request.rating.into())
    }

    /// A take, whole; `blind` leaves out how it was judged.
    ///
    /// # Errors
    /// When there is no such take, or the interview under pressure goes on.
    pub fn take_page(&self, id: &str, blind: bool, now: Moment) -> Result<TakePage> {
        let known = takes::load(&self.store, take_id(id)?)?;
        take_page(&self.store, &known, self.background.jobs(), blind, now)
    }

    /// The file of a take's sound.
    ///
    /// # Errors
    /// When it was deleted, or is missing.
    pub fn take_sound(&self, id: &str) -> Result<PathBuf> {
        keeping::sound_of(&self.store, &takes::load(&self.store, take_id(id)?)?)
    }

    /// Keeps ticks while they are made.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn save_take_work(&mut self, request: TakeTicks) -> Result<()> {
        judging::save_work(&mut self.store, take_id(&request.take)?, &request.work.into())
    }

    /// What ticks amount to; `None` until all that counts is judged.
    ///
    /// # Errors
    /// When there is no such take.
    pub fn propose_take_rating(&self, request: TakeTicks) -> Result<Option<TakeProposal>> {
        let known = takes::load(&self.store, take_id(&request.take)?)?;
        let derived = judging::derived(&self.store, &known, &request.work.into())?;
        Ok(derived.map(|derived| TakeProposal {
            rating: derived.rating.into(),
            reason: derived.reason,
            against: against_prediction(derived.rating, known.take.predicted),
        }))
    }

    /// Judges a take. Where a card of the session was answered by it, the session goes on.
    ///
    /// # Errors
    /// When not all that counts is judged, or nothing can be written.
    pub fn assess_take(&mut self, request: AssessTake, stamp: Stamp) -> Result<TakeAssessmentView> {
        let id = take_id(&request.take)?;
        let outcome =
            assessing::assess(&mut self.store, stamp, id, request.work.into(), request.rating.into())?;
        self.offered = None;
        let is_asked = self.session.as_mut().is_some_and(|session| session.judged(&outcome));
        if let (true, Some(session), Some(answered)) = (is_asked, &mut self.session, &outcome.answered) {
            let follow_ups = session.offer(&self.store, answered, stamp.now)?;
            let offer = self.offer(&answered.card, &follow_ups, stamp.now)?;
            let notice = answered.became_leech.then(|| leech_notice(&answered.card));
            self.offered = (offer.is_some() || notice.is_some()).then_some((offer, notice));
        }
        self.refresh_held()?;
        let known = takes::load(&self.store, id)?;
        assessment_view(&self.store, &known)?.or_not_found("judgement of the take", id)
    }

    /// Takes a judgement back, and the review that it was.
    ///
    /// # Errors
    /// When the take is not judged.
    pub fn undo_take_assessment(&mut self, id: &str, stamp: Stamp) -> Result<()> {
        let taken_back = assessing::undo(&mut self.store, stamp, take_id(id)?)?;
        self.offered = None;
        if let Some(session) = &mut self.session {
            let undone = Undone {
                kind: crate::store::ActionKind::Take,
                event: Some(taken_back.event),
                voids: Some(taken_back.voids.to_string()),
                card: taken_back.card,
            };
            session.undone(&self.store, &undone)?;
        }
        self.refresh_held()
    }

    /// Judges a take again, blindly.
    ///
    /// # Errors
    /// When it was not judged before, or not all that counts is.
    pub fn regrade_take(&mut self, request: TakeTicks, stamp: Stamp) -> Result<RegradeView> {
        let id = take_id(&request.take)?;
        assessing::regrade(&mut self.store, stamp, id, request.work.into())?;
        let assessment = assessment_view(&self.store, &takes::load(&self.store, id)?)?;
        assessment.and_then(|mut view| view.regrades.pop()).or_not_found("judgement of the take", id)
    }

    /// The takes of a card, or of an interview, newest first.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn takes_of(&self, request: &TakesOf) -> Result<Vec<TakeRow>> {
        let found = match request {
            TakesOf::Card { card } => takes::of_card(&self.store, &self.store.owner(&card_id(card)?)?)?,
            TakesOf::Interview { interview } => {
                let id = Uuid::parse_str(interview).ok().or_not_found("interview", interview)?;
                takes::of_interview(&self.store, id)?
            }
        };
        Ok(found.iter().map(|known| take_row(&self.store, known, self.background.jobs())).collect())
    }

    /// All takes, and the rule by which they are kept.
    ///
    /// # Errors
    /// When SQLite or the folder of recordings cannot be read.
    pub fn takes(&self) -> Result<Takes> {
        let known = takes::all(&self.store)?;
        let rule = keeping::rule(&self.store)?;
        let over = keeping::over(&self.store, &known, rule);
        let bytes = |id: &Uuid| {
            let stored = known.iter().find(|known| known.id() == *id)?.stored.as_ref()?;
            Some(stored.bytes as f64)
        };
        let items: Vec<TakeRow> = known
            .iter()
            // Deleted and never judged: there is nothing left to show.
            .filter(|known| !known.take.is_deleted || known.take.assessed.is_some())
            .map(|known| take_row(&self.store, known, self.background.jobs()))
            .collect();
        Ok(Takes {
            bytes: items.iter().filter(|row| row.sound == TakeSound::Kept).map(|row| row.bytes).sum(),
            folder: self.store.location().recordings().display().to_string(),
            rule: rule.into(),
            over_bytes: over.iter().filter_map(bytes).sum(),
            over: over.iter().map(ToString::to_string).collect(),
            notices: self.take_notices(&items),
            items,
        })
    }

    fn take_notices(&self, items: &[TakeRow]) -> Vec<Notice> {
        let notice = |message: String| Notice { code: "takes".to_owned(), message, problem: true };
        let mut notices: Vec<Notice> = self.take_problems.iter().cloned().map(notice).collect();
        let here = |row: &&TakeRow| row.sound == TakeSound::Missing && row.bytes > 0.0;
        match items.iter().filter(here).count() {
            0 => {}
            1 => notices.push(notice(
                "The file of one take is missing. Put it back into the folder of recordings and start the program again, or delete the take.".to_owned(),
            )),
            count => notices.push(notice(format!(
                "The files of {count} takes are missing. Put them back into the folder of recordings and start the program again, or delete the takes."
            ))),
        }
        // What is wrong with the folder is said; the list is there all the same.
        let is_worked_on = |id| self.background.jobs.contains_key(&id);
        let Strays { files, problems } = recovering::strays(&self.store, is_worked_on)
            .unwrap_or_else(|error| Strays { problems: vec![error.to_string()], ..Strays::default() });
        let unread =
            |problem: &String| notice(format!("The folder of recordings was not read whole: {problem}."));
        notices.extend(problems.iter().map(unread));
        if let [first, more @ ..] = &*files {
            let others = match more.len() {
                0 => String::new(),
                1 => " and one more file".to_owned(),
                count => format!(" and {count} more files"),
            };
            notices.push(notice(format!(
                "{}{others} in the folder of recordings belong to no take. They are left alone.",
                first.display()
            )));
        }
        notices
    }

    /// Sets the rule by which takes are kept.
    ///
    /// # Errors
    /// When its number is out of range.
    pub fn set_keep_rule(&mut self, rule: KeepRule) -> Result<Takes> {
        keeping::set_rule(&mut self.store, rule.into())?;
        self.takes()
    }

    /// Keeps a take's star and note.
    ///
    /// # Errors
    /// When there is no such take on this machine.
    pub fn keep_take(&mut self, request: &KeepTake) -> Result<TakeRow> {
        let id = take_id(&request.take)?;
        keeping::annotate(&mut self.store, id, request.starred, &request.note)?;
        self.row(id)
    }

    /// Deletes the sound of takes.
    ///
    /// # Errors
    /// When one of them cannot be deleted; those before it are.
    pub fn delete_takes(&mut self, ids: &[String], stamp: Stamp) -> Result<Takes> {
        for id in ids {
            let id = take_id(id)?;
            if let Some((take, cancel)) = &self.background.running
                && *take == id
            {
                cancel.store(true, Ordering::Relaxed);
            }
            keeping::delete(&mut self.store, stamp, id)?;
        }
        self.takes()
    }

    /// A take that is to be copied out; the writing needs no desk.
    ///
    /// # Errors
    /// When its sound is gone.
    pub fn export_take(&self, id: &str, format: SoundFormat) -> Result<Export> {
        exporting::export(&self.store, take_id(id)?, format.into())
    }

    /// Brings rows and files of takes together after a crash; to be called at the start. Once it is done
    /// it does nothing: files come and go from then on.
    ///
    /// # Errors
    /// When the folder of recordings cannot be read, or nothing can be written.
    pub fn recover_takes(&mut self, stamp: Stamp) -> Result<()> {
        if self.background.is_recovered {
            return Ok(());
        }
        let now_recorded = self.recording();
        let found = recovering::recover(&mut self.store, stamp, now_recorded)?;
        self.take_problems = found.problems;
        self.background.is_recovered = true;
        Ok(())
    }

    /// The next thing to do with a take in the background; nothing before [`Desk::recover_takes`].
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn next_take_job(&mut self) -> Result<Option<Job>> {
        if !self.background.is_recovered {
            return Ok(None);
        }
        let job = background::next(&self.store, &self.background.failed)?;
        self.background.jobs.clear();
        if let Some(job) = &job {
            self.background.running = Some((job.take, Arc::clone(&job.cancel)));
            let shown = TakeJob { what: job.work.name().to_owned(), share: 0.0 };
            self.background.jobs.insert(job.take, shown);
        }
        Ok(job)
    }

    /// Takes note of how far a job is.
    pub fn take_job_went_on(&mut self, job: &Job, share: f32) -> TakeChanged {
        let shown = TakeJob { what: job.work.name().to_owned(), share: f64::from(share) };
        self.background.jobs.insert(job.take, shown.clone());
        TakeChanged { take: job.take.to_string(), job: Some(shown), problem: None }
    }

    /// Keeps what came of a job. One that failed is not tried again before the next start.
    pub fn take_job_done(&mut self, job: &Job, done: Result<Done>) -> TakeChanged {
        self.background.jobs.remove(&job.take);
        self.background.running = None;
        let kept = done.and_then(|done| background::keep(&mut self.store, job, done));
        // Of a take that was deleted meanwhile there is nothing to be said.
        let problem = kept.err().filter(|_| !job.cancel.load(Ordering::Relaxed)).map(|error| {
            self.background.failed.insert(job.take);
            format!("{} did not work: {error}. The recording itself is kept.", job.work.name())
        });
        TakeChanged { take: job.take.to_string(), job: None, problem }
    }
}

/// Why nothing can be recorded now.
pub(super) fn not_recording() -> Error {
    Error::InvalidState("nothing is being recorded".to_owned())
}
