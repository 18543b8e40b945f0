//! The takes of the interview that runs: the microphone does what its clock does.

use uuid::Uuid;

use super::Desk;
use super::microphone::sentence;
use crate::api::MicrophoneView;
use crate::domain::interview::clock::Phase;
use crate::domain::interview::script::Place;
use crate::domain::take::log::About;
use crate::error::Result;
use crate::services::Stamp;
use crate::services::takes::recording::NewTake;
use crate::store::Draft;

impl Desk {
    /// Records the answers of the interview that runs, or no longer. A microphone that cannot be opened is
    /// said in the view; the interview goes on.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn record_interview(&mut self, on: bool, stamp: Stamp, now_ms: i64) -> Result<MicrophoneView> {
        if on {
            self.open_microphone(now_ms)?;
            self.microphone.records_interview = self.microphone.open.is_some();
        } else {
            self.close_microphone(stamp)?;
        }
        self.follow_interview(stamp);
        Ok(self.microphone_view(now_ms))
    }

    /// Lets the microphone do what the interview's clock does: a take for each question while time counts,
    /// held in a pause, ended with the answer. Once the interview is over or gone the microphone closes. What
    /// goes wrong is said in the view; the interview goes on.
    pub(super) fn follow_interview(&mut self, stamp: Stamp) {
        if !self.microphone.records_interview {
            return;
        }
        if let Err(error) = self.try_follow_interview(stamp) {
            tracing::warn!(%error, "an answer is not recorded");
            self.microphone.problem = Some(sentence(&error));
        }
        if self.held.as_ref().is_none_or(|held| held.interview.clock.phase() == Phase::Finished) {
            self.stop_following(stamp);
        }
    }

    /// Closes the microphone of an interview. What was said of it stays said.
    pub(super) fn stop_following(&mut self, stamp: Stamp) {
        if !self.microphone.records_interview {
            return;
        }
        let told = self.microphone.problem.take();
        let closed = self.close_microphone(Stamp { id: stamp.id_of("close"), ..stamp });
        self.microphone.problem = told.or_else(|| closed.err().as_ref().map(sentence));
    }

    fn try_follow_interview(&mut self, stamp: Stamp) -> Result<()> {
        let asked = self.asked_now();
        let of = self.microphone.open.as_ref().and_then(|open| open.take.as_ref()?.of);
        let is_same = matches!((&asked, of), (Some((asked, _)), Some(of)) if *asked == of);
        if is_same {
            let runs = asked.is_some_and(|(_, phase)| phase == Phase::Running);
            if let Some(open) = &mut self.microphone.open {
                open.recorder.hold(!runs)?;
            }
            return Ok(());
        }
        self.end_take(stamp, false)?;
        // What is to be said of the answer before is still to be said during the next.
        let told = self.microphone.problem.take();
        if let Some(((interview, place), Phase::Running)) = asked
            && self.hears()
        {
            self.begin_interview_take(stamp, interview, place)?;
        }
        self.microphone.problem = told;
        Ok(())
    }

    /// Whether the hint was opened at a question of the interview that runs.
    pub(super) fn hint_was_used(&self, (interview, place): (Uuid, Place)) -> bool {
        let held = self.held.as_ref().map(|held| &held.interview).filter(|held| held.id == interview);
        held.and_then(|held| held.clock.turn_at(place)).is_some_and(|turn| turn.hint_used)
    }

    /// The question of the interview that is answered now, and whether time counts.
    fn asked_now(&self) -> Option<((Uuid, Place), Phase)> {
        let interview = &self.held.as_ref()?.interview;
        let (phase, place) = (interview.clock.phase(), interview.clock.place());
        let is_spoken = interview.script.turn(place).is_some_and(|turn| turn.choices.is_empty());
        let is_open = matches!(phase, Phase::Running | Phase::Paused);
        (is_spoken && is_open).then_some(((interview.id, place), phase))
    }

    fn begin_interview_take(&mut self, stamp: Stamp, id: Uuid, place: Place) -> Result<()> {
        let Some(interview) = self.held.as_ref().map(|held| &held.interview) else { return Ok(()) };
        let stage = &interview.script.stages[place.stage];
        let turns = stage.turns.len().max(1) as u64;
        let new = NewTake {
            about: About::Question { interview: id, place, card: interview.script.card_at(place).cloned() },
            question: stage.turns[place.turn].says.clone(),
            budget_ms: Some(stage.budget_ms / turns),
            shorter_than: None,
            written: Draft::default(),
        };
        let stamp = Stamp { id: stamp.id_of("take"), ..stamp };
        self.begin_take(stamp, new, Some((id, place)))
    }
}
