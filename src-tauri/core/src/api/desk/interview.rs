//! Mock interviews.

use std::path::Path;

use uuid::Uuid;

use super::Desk;
use crate::api::convert::{card_id, deck_id};
use crate::api::interview_export::{export, markdown};
use crate::api::interview_report::{past_interview, report};
use crate::api::interview_view::{assessment_view, block, clock_view, interview_view, unfinished};
use crate::api::{
    AssessAnswer, AssessmentView, BeginInterview, ClockView, ComposeDeck, ComposeInterview,
    ComposedInterview, ComposedQuestion, InterviewAction, InterviewHistory, InterviewReport, InterviewSource,
    InterviewView, Interviews, Notice, PastInterview, ReportFormat, SaveAnswer, SetBand, SetRedFlags,
    StageOutline, TopicCount, UnfinishedInterview, WrittenInterview,
};
use crate::content;
use crate::domain::interview::clock::{Clock, Phase, Reading};
use crate::domain::interview::compose::Wish;
use crate::domain::interview::log::Interview;
use crate::domain::interview::script::Place;
use crate::domain::time::Moment;
use crate::error::{Error, OrNotFound, Result};
use crate::services::Stamp;
use crate::services::interviews::assessing::{self, Judgement};
use crate::services::interviews::composing::{self, Request};
use crate::services::interviews::holding::{self, Source};
use crate::services::interviews::{self, written};
use crate::store::Draft;

/// The interview that runs.
pub(super) struct Held {
    pub(super) interview: Interview,
    /// What happened while the candidate was away, to be said once.
    notice: Option<String>,
    /// Sleep that was already told.
    told_asleep_ms: u64,
}

/// The clock of the interview that runs, as it was at its last step: a slow disk, which holds up the
/// desk, does not hold up what is shown.
#[derive(Clone, Debug)]
pub struct RunningClock {
    interview: Uuid,
    clock: Clock,
}

impl RunningClock {
    /// The clock to show, and in how many milliseconds it shows something else.
    #[must_use]
    pub fn show(&self, at: Reading) -> Option<(ClockView, u64)> {
        let clock = self.clock.at(at);
        Some((clock_view(self.interview, &clock), clock.wake_in_ms()?))
    }
}

/// Sleep that is worth a word.
const TOLD_FROM_MS: u64 = 5_000;

impl Held {
    fn new(interview: Interview, notice: Option<String>) -> Self {
        Self { told_asleep_ms: interview.clock.asleep_ms(), interview, notice }
    }

    /// What there is to say now, once.
    fn notice(&mut self, asleep_ms: u64) -> Option<String> {
        let slept = asleep_ms.saturating_sub(self.told_asleep_ms);
        if slept >= TOLD_FROM_MS {
            self.told_asleep_ms = asleep_ms;
            let time = match slept / 60_000 {
                0 => format!("{} seconds", slept / 1_000),
                1 => "a minute".to_owned(),
                minutes => format!("{minutes} minutes"),
            };
            return Some(format!("The computer slept for {time}. That time does not count."));
        }
        self.notice.take()
    }
}

fn interview_id(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text).ok().or_not_found("interview", text)
}

fn place(stage: u32, turn: u32) -> Place {
    Place { stage: stage as usize, turn: turn as usize }
}

impl Desk {
    /// What there is to choose.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn interviews(&self) -> Result<Interviews> {
        let (written, diagnostics) = written::all(&self.store)?;
        let held = self.store.interviews()?;
        let written = written.into_iter().map(|found| {
            let taken: Vec<_> = held.iter().filter(|past| past.kind == found.id).collect();
            let script = found.script;
            WrittenInterview {
                minutes: script.budget_ms() as f64 / 60_000.0,
                stages: script
                    .stages
                    .iter()
                    .map(|stage| StageOutline {
                        title_html: content::inline_to_html(&stage.title),
                        minutes: stage.budget_ms as f64 / 60_000.0,
                    })
                    .collect(),
                id: found.id,
                title: script.title,
                deck_title: found.deck_title,
                role: script.role,
                interviewer: script.interviewer,
                setting_html: block(&script.setting),
                assesses: script.assesses,
                language: script.language,
                last_begun_at: taken.first().map(|past| past.begun_at.at_ms as f64),
                times: u32::try_from(taken.len()).unwrap_or(u32::MAX),
            }
        });
        let titles = self.store.indexed_decks()?;
        let decks = composing::topic_counts(&self.store)?.into_iter().map(|(id, topics)| ComposeDeck {
            title: titles
                .iter()
                .find(|deck| deck.id == id.as_str())
                .map_or(id.to_string(), |deck| deck.title.clone()),
            id: id.to_string(),
            topics: topics
                .into_iter()
                .map(|(topic, cards)| TopicCount { topic: topic.into(), cards })
                .collect(),
        });
        Ok(Interviews {
            written: written.collect(),
            unfinished: self.unfinished()?,
            decks: decks.collect(),
            notices: notices(&diagnostics),
        })
    }

    /// Composes an interview, without beginning it.
    ///
    /// # Errors
    /// When the request names what is not there.
    pub fn compose_interview(&self, request: ComposeInterview, now: Moment) -> Result<ComposedInterview> {
        let wanted = wanted(&request)?;
        let picked = composing::pick(&self.store, &wanted, now)?;
        let minutes: f32 = picked.iter().map(|question| question.minutes).sum();
        let short = wanted.wish.minutes as f32 - minutes;
        let note = (short > wanted.wish.tolerance()).then(|| {
            if picked.is_empty() {
                "No card fits. Choose more decks, more topics or any level.".to_owned()
            } else {
                format!(
                    "There are cards for {minutes:.0} minutes only. More decks, more topics or any level give more."
                )
            }
        });
        let questions = picked.into_iter().map(|question| ComposedQuestion {
            card: question.card.stored.id.to_string(),
            question_html: content::inline_to_html(question.card.text().heading),
            deck_title: question.card.indexed.deck_title.clone(),
            topic: question.topic.into(),
            level: question.card.text().level.map(Into::into),
            minutes: f64::from(question.minutes),
            why: question.why,
        });
        Ok(ComposedInterview { request, minutes: f64::from(minutes), questions: questions.collect(), note })
    }

    /// Begins an interview.
    ///
    /// # Errors
    /// When there is nothing to ask, or nothing can be written.
    pub fn begin_interview(
        &mut self,
        request: BeginInterview,
        stamp: Stamp,
        at: Reading,
    ) -> Result<InterviewView> {
        let source = match request.source {
            InterviewSource::Written { id } => {
                Source { script: written::find(&self.store, &id)?.script, kind: id, is_composed: false }
            }
            InterviewSource::Composed { request, cards } => {
                let wanted = wanted(&request)?;
                let ids = cards.iter().map(|id| card_id(id)).collect::<Result<Vec<_>>>()?;
                let picked = composing::pick_again(&self.store, &ids, stamp.now)?;
                Source {
                    kind: composing::kind(&wanted),
                    is_composed: true,
                    script: composing::script(&picked, wanted.wish.minutes),
                }
            }
            InterviewSource::Again { id } => {
                let earlier = interviews::load(&self.store, interview_id(&id)?)?;
                let Interview { kind, is_composed, script, .. } = earlier;
                Source { kind, is_composed, script }
            }
        };
        let interview = holding::begin(&mut self.store, stamp, at, source, request.mode.into())?;
        self.held = Some(Held::new(interview, None));
        self.follow_interview(Stamp { id: stamp.id_of("follow"), ..stamp });
        self.interview_view(at)
    }

    /// The interview that runs or waits; one that the program had left in the middle is taken up.
    ///
    /// # Errors
    /// When nothing can be read or written.
    pub fn current_interview(&mut self, stamp: Stamp, at: Reading) -> Result<Option<InterviewView>> {
        if self.held.as_ref().is_none_or(|held| held.interview.clock.phase() == Phase::Finished) {
            let Some(interview) = holding::reopen(&mut self.store, stamp, at)? else { return Ok(None) };
            let notice = "The clock stood still while you were away.".to_owned();
            self.held = Some(Held::new(interview, Some(notice)));
        }
        self.interview_view(at).map(Some)
    }

    fn interview_view(&mut self, at: Reading) -> Result<InterviewView> {
        let held = self.held.as_mut().ok_or_else(no_interview)?;
        let clock = held.interview.clock.at(at);
        let notice = held.notice(clock.asleep_ms());
        interview_view(&self.store, &held.interview, &clock, notice)
    }

    /// Does what the candidate asks for, and shows what comes next.
    ///
    /// # Errors
    /// When it does not apply now, or nothing can be written.
    pub fn act_on_interview(
        &mut self,
        action: InterviewAction,
        stamp: Stamp,
        at: Reading,
    ) -> Result<InterviewView> {
        if self.held.is_none() {
            self.current_interview(stamp, at)?;
        }
        let held = self.held.as_mut().ok_or_else(no_interview)?;
        let act = Stamp { id: stamp.id_of("act"), ..stamp };
        let leaves = action == InterviewAction::Leave;
        holding::act(&mut self.store, act, at, &mut held.interview, action.into())?;
        let follow = Stamp { id: stamp.id_of("follow"), ..stamp };
        self.follow_interview(follow);
        if leaves {
            self.stop_following(follow);
        }
        self.interview_view(at)
    }

    /// Whether an interview runs that closing the window would interrupt.
    #[must_use]
    pub fn holds_interview(&self) -> bool {
        let is_on =
            |held: &Held| !matches!(held.interview.clock.phase(), Phase::Finished | Phase::Interrupted);
        self.held.as_ref().is_some_and(is_on)
    }

    /// The candidate closes the window: the clock of a running interview waits, and the microphone closes.
    ///
    /// # Errors
    /// When nothing can be written; both are done as far as can be.
    pub fn leave(&mut self, stamp: Stamp, at: Reading) -> Result<()> {
        let left = match self.holds_interview() {
            true => self.act_on_interview(InterviewAction::Leave, stamp, at).map(drop),
            false => Ok(()),
        };
        left.and(self.close_microphone(Stamp { id: stamp.id_of("close"), ..stamp }))
    }

    /// The clock that runs, to be shown without the desk; `None` while no time counts.
    #[must_use]
    pub fn running_clock(&self) -> Option<RunningClock> {
        let interview = &self.held.as_ref()?.interview;
        let runs = interview.clock.phase() == Phase::Running;
        runs.then(|| RunningClock { interview: interview.id, clock: interview.clock.clone() })
    }

    /// Keeps a sign of life of the interview that runs: what a crash can lose of its clock ends here.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_heartbeat(&mut self, at: Reading) -> Result<()> {
        match &self.held {
            Some(held) if held.interview.clock.phase() == Phase::Running => {
                holding::beat(&mut self.store, &held.interview, at)
            }
            _ => Ok(()),
        }
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn save_answer(&mut self, request: SaveAnswer) -> Result<()> {
        let id = interview_id(&request.interview)?;
        let draft = Draft {
            notes: request.draft.notes,
            code: request.draft.code,
            language: request.draft.language,
            chosen: request.draft.chosen,
        };
        let held = self.held.as_ref().filter(|held| held.interview.id == id).ok_or_else(no_interview)?;
        holding::save_draft(&mut self.store, &held.interview, place(request.stage, request.turn), &draft)
    }

    /// Judges an answer.
    ///
    /// # Errors
    /// When it was not asked, or nothing can be written.
    pub fn assess_answer(&mut self, request: AssessAnswer, stamp: Stamp) -> Result<AssessmentView> {
        let id = interview_id(&request.interview)?;
        let place = place(request.stage, request.turn);
        let points = request.points.into_iter().map(|point| (point.text, point.tick.into())).collect();
        let judgement = Judgement { place, points, mistakes: request.mistakes, red_flags: request.red_flags };
        self.change_interview(id, |store, interview| {
            assessing::assess(store, stamp, interview, judgement)?;
            assessment_view(interview, place).or_not_found("question", request.stage)
        })
    }

    /// Takes a judgement back, and the review that it was.
    ///
    /// # Errors
    /// When the answer is not judged.
    pub fn undo_assessment(&mut self, id: &str, stage: u32, turn: u32, stamp: Stamp) -> Result<()> {
        self.change_interview(interview_id(id)?, |store, interview| {
            assessing::undo(store, stamp, interview, place(stage, turn))
        })
    }

    /// Works on the interview that runs, or on one of the history.
    fn change_interview<T>(
        &mut self,
        id: Uuid,
        work: impl FnOnce(&mut crate::store::Store, &mut Interview) -> Result<T>,
    ) -> Result<T> {
        match &mut self.held {
            Some(held) if held.interview.id == id => work(&mut self.store, &mut held.interview),
            _ => {
                let mut interview = interviews::load(&self.store, id)?;
                work(&mut self.store, &mut interview)
            }
        }
    }

    /// Gives a band on an axis.
    ///
    /// # Errors
    /// When the interview is not judged by it.
    pub fn set_band(&mut self, request: SetBand, stamp: Stamp) -> Result<()> {
        let id = interview_id(&request.interview)?;
        let band = request.band.map(Into::into);
        self.change_interview(id, |store, interview| {
            assessing::set_band(store, stamp, interview, &request.axis, band)
        })
    }

    /// Says which red flags of the whole interview were shown.
    ///
    /// # Errors
    /// When it has no such red flag.
    pub fn set_red_flags(&mut self, request: SetRedFlags, stamp: Stamp) -> Result<()> {
        let id = interview_id(&request.interview)?;
        self.change_interview(id, |store, interview| {
            assessing::set_red_flags(store, stamp, interview, request.shown)
        })
    }

    /// Reads the interview that runs again, when its answers were judged on the page of a take.
    pub(super) fn refresh_held(&mut self) -> Result<()> {
        if let Some(held) = &mut self.held {
            held.interview = interviews::load(&self.store, held.interview.id)?;
        }
        Ok(())
    }

    /// The interview that waits to be taken up again.
    fn unfinished(&self) -> Result<Option<UnfinishedInterview>> {
        let waits = match &self.held {
            Some(held) if held.interview.clock.phase() != Phase::Finished => Some(held.interview.clone()),
            _ => holding::unfinished(&self.store)?,
        };
        Ok(waits.as_ref().map(unfinished))
    }

    /// An interview whose expected answers may be shown.
    fn reportable(&self, id: &str) -> Result<Interview> {
        let interview = interviews::load(&self.store, interview_id(id)?)?;
        if interview.shows_answers() {
            return Ok(interview);
        }
        Err(Error::InvalidState("Under pressure the report comes when the interview is over.".to_owned()))
    }

    /// The report of an interview.
    ///
    /// # Errors
    /// When there is no such interview.
    pub fn interview_report(&self, id: &str) -> Result<InterviewReport> {
        let interview = self.reportable(id)?;
        let drafts = interviews::drafts(&self.store, interview.id)?;
        report(&self.store, &interview, &drafts, &interviews::of_kind(&self.store, &interview.kind)?)
    }

    /// The report of an interview as Markdown.
    ///
    /// # Errors
    /// When there is no such interview.
    pub fn report_markdown(&self, id: &str) -> Result<String> {
        let interview = self.reportable(id)?;
        Ok(markdown(&interview, &interviews::drafts(&self.store, interview.id)?))
    }

    /// All interviews, newest first.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn interview_history(&self) -> Result<InterviewHistory> {
        let items: Vec<PastInterview> =
            interviews::history(&self.store)?.iter().map(past_interview).collect();
        Ok(InterviewHistory { items })
    }

    /// Takes an interview off the list.
    ///
    /// # Errors
    /// When there is no such interview.
    pub fn delete_interview(&mut self, id: &str, stamp: Stamp) -> Result<()> {
        let id = interview_id(id)?;
        holding::delete(&mut self.store, stamp, id)?;
        if self.held.as_ref().is_some_and(|held| held.interview.id == id) {
            self.held = None;
            self.follow_interview(Stamp { id: stamp.id_of("follow"), ..stamp });
        }
        Ok(())
    }

    /// Writes a report into a folder; returns the file.
    ///
    /// # Errors
    /// When there is no such interview, or the file cannot be written.
    pub fn export_report(&self, id: &str, format: ReportFormat, folder: &Path) -> Result<String> {
        let interview = self.reportable(id)?;
        let drafts = interviews::drafts(&self.store, interview.id)?;
        let report =
            report(&self.store, &interview, &drafts, &interviews::of_kind(&self.store, &interview.kind)?)?;
        let path = export(folder, format, &interview, &drafts, &report)?;
        Ok(path.display().to_string())
    }
}

/// One notice a file: how many mistakes, and the first with what to do.
fn notices(diagnostics: &[content::Diagnostic]) -> Vec<Notice> {
    let mut files: Vec<&str> = diagnostics.iter().map(|finding| &*finding.file).collect();
    files.dedup();
    let notice = |file: &&str| {
        let mut of_file = diagnostics.iter().filter(|finding| finding.file == *file);
        let first = of_file.next()?;
        let more = match of_file.count() {
            0 => String::new(),
            1 => " One more mistake follows.".to_owned(),
            count => format!(" {count} more mistakes follow."),
        };
        let hint = first.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        let message = format!("{file}, line {}: {}{hint}.{more}", first.line, first.message);
        Some(Notice { code: "interview-findings".to_owned(), message, problem: true })
    };
    files.iter().filter_map(notice).collect()
}

fn no_interview() -> Error {
    Error::InvalidState("no interview is running".to_owned())
}

fn wanted(request: &ComposeInterview) -> Result<Request> {
    Ok(Request {
        decks: request.decks.iter().map(|id| deck_id(id)).collect::<Result<_>>()?,
        level: request.level.map(Into::into),
        wish: Wish {
            minutes: request.minutes,
            topics: request.topics.iter().map(|topic| (*topic).into()).collect(),
            seed: u64::from(request.seed),
        },
    })
}
