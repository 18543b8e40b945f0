//! One method a command: unpack, call a service, convert. The desktop shell adds the clock, the
//! identity and the lock, and nothing else.

use std::path::Path;

use super::convert::{card_id, deck_id, preview, scope, settings_of, settings_view};
use super::render::{card_view, diagnostic_view, history_entry, siblings, status};
use super::{
    About, AnswerCard, CardAction, CardLink, CardPage, CardRow, CardSource, CardStatus, Counts, DeckDue,
    DeckOptionsView, DeckRow, FollowUpView, Library, LibraryChanged, MemoryView, Notice, Offer, Progress,
    Proposal, ProposeRating, ReviewStep, SaveCardSource, SavedCardSource, Scope, SearchCards, SearchResults,
    SetDeckOptions, Settings, StudyMore, Summary, Today, Undone,
};
use crate::content;
use crate::domain::assessment;
use crate::domain::event::{Basis, Source, Tick};
use crate::domain::time::Moment;
use crate::error::{IoContext, OrNotFound, Result};
use crate::services::library::{Sources, Synced};
use crate::services::session::{Session, Show};
use crate::services::{Stamp, cards, editing, library, options, overview, query, settings, study};
use crate::store::{Store, StoredCard};

/// The program without its window: the store, the library, and the session in progress.
pub struct Desk {
    store: Store,
    sources: Sources,
    session: Option<Session>,
    /// Findings that belong to no deck, and what happened at the start.
    notices: Vec<Notice>,
    start_notices: Vec<Notice>,
}

/// The most that a page of search results holds.
const LARGEST_PAGE: u32 = 200;
/// The most changed cards that are named to the interface.
const MOST_NAMED: usize = 1_000;

impl Desk {
    /// A desk over an open store. [`Desk::sync`] brings the library up to date.
    #[must_use]
    pub fn new(store: Store, sources: Sources, start_notices: Vec<Notice>) -> Self {
        Self { store, sources, session: None, notices: Vec::new(), start_notices }
    }

    /// The store, for what has no command.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Where decks come from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Reads the deck files that changed; `None` when nothing did.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn sync(&mut self) -> Result<Option<LibraryChanged>> {
        let Synced { changed, diagnostics, files_read } = library::sync(&mut self.store, &self.sources)?;
        let notices: Vec<Notice> = diagnostics
            .into_iter()
            .map(|diagnostic| Notice {
                code: "library".to_owned(),
                message: match &diagnostic.hint {
                    Some(hint) => format!("{}: {}. {hint}.", diagnostic.file, diagnostic.message),
                    None => format!("{}: {}.", diagnostic.file, diagnostic.message),
                },
                problem: true,
            })
            .collect();
        let told = self.notices == notices;
        self.notices = notices;
        if changed.is_empty() && files_read == 0 && told {
            return Ok(None);
        }
        let total = u32::try_from(changed.len()).unwrap_or(u32::MAX);
        Ok(Some(LibraryChanged { cards: changed.into_iter().take(MOST_NAMED).collect(), total }))
    }

    /// The Today screen.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn today(&self, now: Moment) -> Result<Today> {
        let overview = overview::overview(&self.store, now)?;
        let titles = self.store.indexed_decks()?;
        let title = |id: &str| {
            titles.iter().find(|deck| deck.id == id).map_or(id.to_owned(), |deck| deck.title.clone())
        };
        let decks = overview
            .decks
            .iter()
            .map(|(id, counts)| DeckDue {
                id: id.to_string(),
                title: title(id.as_str()),
                counts: (*counts).into(),
                minutes: overview.minutes(*counts),
            })
            .collect();
        let mut notices = self.start_notices.clone();
        notices.extend(self.notices.iter().cloned());
        notices.extend(self.deck_notices()?);
        Ok(Today {
            study_day: overview.study_day.clone(),
            counts: overview.due.into(),
            minutes: overview.minutes(overview.due),
            decks,
            done: overview.done.answers,
            done_minutes: u32::try_from(overview.done.taken_ms.div_ceil(60_000)).unwrap_or(u32::MAX),
            due_tomorrow: overview.due_tomorrow,
            held_back: overview.held_back.into(),
            cards: overview.cards,
            next_learning_at: overview.next_step_at.map(|at| at as f64),
            notices,
        })
    }

    fn deck_notices(&self) -> Result<Vec<Notice>> {
        let findings = library::findings(&self.store)?;
        let errors = |list: &[content::Diagnostic]| {
            list.iter().filter(|d| d.severity == content::Severity::Error).count()
        };
        let mut notices: Vec<Notice> = findings
            .iter()
            .filter(|(_, list)| errors(list) > 0)
            .map(|(deck, list)| {
                let count = errors(list);
                let what = if count == 1 { "mistake" } else { "mistakes" };
                Notice {
                    code: "deck-findings".to_owned(),
                    message: format!(
                        "The files of the deck “{deck}” have {count} {what}; the rest of the deck works."
                    ),
                    problem: true,
                }
            })
            .collect();
        notices.sort_by(|a, b| a.message.cmp(&b.message));
        Ok(notices)
    }

    /// Raises today's limits.
    ///
    /// # Errors
    /// When the input is refused or nothing can be written.
    pub fn study_more(&mut self, request: StudyMore, stamp: Stamp) -> Result<Today> {
        let deck = request.deck.as_deref().map(deck_id).transpose()?;
        options::study_more(&mut self.store, stamp, deck, request.new, request.reviews)?;
        self.today(stamp.now)
    }

    /// Starts a session.
    ///
    /// # Errors
    /// When the scope names what is not there.
    pub fn start_review(&mut self, request: Scope, now: Moment) -> Result<ReviewStep> {
        self.session = Some(Session::start(&self.store, scope(request)?, now)?);
        self.current_step(now)
    }

    /// The session as it is now; without one, a session of everything due.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn current_step(&mut self, now: Moment) -> Result<ReviewStep> {
        self.step(now, None, None)
    }

    fn step(&mut self, now: Moment, offer: Option<Offer>, notice: Option<String>) -> Result<ReviewStep> {
        let session = match &mut self.session {
            Some(session) => session,
            none => none.insert(Session::start(&self.store, crate::services::session::Scope::Due, now)?),
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
    fn link(&self, id: &crate::domain::card::CardId) -> Option<CardLink> {
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
        let notice = answered.became_leech.then(|| {
            format!(
                "That card has lapsed {} times: it is a leech. Rewriting it or splitting it helps more than another try.",
                answered.card.state.lapses
            )
        });
        self.step(stamp.now, offer, notice)
    }

    fn offer(&self, parent: &StoredCard, follow_ups: &[StoredCard], now: Moment) -> Result<Option<Offer>> {
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
        let Some(undone) = study::undo(&mut self.store, stamp)? else {
            let message = "There is nothing left to undo today.".to_owned();
            return Ok(Undone { kind: None, card: None, message, step: None });
        };
        if undone.event.is_none() {
            self.sync()?;
        }
        if let Some(session) = &mut self.session {
            session.undone(&self.store, &undone)?;
        }
        let what = match undone.kind.as_str() {
            "review" => "The rating was taken back.",
            "suspend" => "The suspension was taken back.",
            "bury" => "The card is back from being buried.",
            "mark" => "The mark is as it was.",
            "reset" => "The card has its history again.",
            _ => "The edit was taken back.",
        };
        let step = if self.session.is_some() { Some(self.current_step(stamp.now)?) } else { None };
        Ok(Undone {
            kind: Some(undone.kind.as_str().to_owned()),
            card: self.link(&undone.card),
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

    /// The decks, with what is due in each.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn library(&self, now: Moment) -> Result<Library> {
        let today = study::study_day(&self.store, now);
        let overview = overview::overview(&self.store, now)?;
        let counts = self.store.deck_counts(today)?;
        let keys = self.store.decks()?;
        let mut findings = library::findings(&self.store)?;
        let mut decks = Vec::new();
        for deck in self.store.indexed_decks()? {
            let id = deck_id(&deck.id)?;
            let count = keys
                .iter()
                .find(|(_, known)| *known == id)
                .and_then(|(key, _)| counts.get(key))
                .copied()
                .unwrap_or_default();
            let due = overview.decks.iter().find(|(known, _)| *known == id).map(|(_, due)| *due);
            decks.push(DeckRow {
                diagnostics: findings
                    .remove(&deck.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(diagnostic_view)
                    .collect(),
                own_options: self.store.has_own_options(&id),
                id: deck.id,
                title: deck.title,
                description: deck.description,
                seniority: deck.seniority,
                cards: count.cards,
                due: due.map_or(Counts { new: 0, learning: 0, review: 0 }, Into::into),
                unseen: count.new,
                suspended: count.suspended,
                shipped: deck.shipped,
                path: deck.folder,
            });
        }
        Ok(Library {
            decks,
            tags: self.store.tags()?,
            cards: overview.cards,
            own_folder: self.sources.own.display().to_string(),
        })
    }

    /// Searches the library.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn search_cards(&self, request: &SearchCards, now: Moment) -> Result<SearchResults> {
        let query = query::parse(&request.query, self.store.options(None).leech_lapses);
        let limit = request.limit.min(LARGEST_PAGE) as usize;
        let page =
            query::search(&self.store, &query, request.sort.into(), request.offset as usize, limit, now)?;
        let rows = self
            .store
            .listed(&page.cards)?
            .into_iter()
            .map(|(card, indexed)| CardRow {
                id: card.id.to_string(),
                question_html: content::inline_to_html(&indexed.heading),
                deck: card.id.deck().to_string(),
                deck_title: indexed.deck_title,
                kind: indexed.kind.into(),
                level: indexed.level.map(Into::into),
                follow_up: card.key != card.family,
                status: status(&self.store, &card, now),
            })
            .collect();
        Ok(SearchResults {
            total: u32::try_from(page.total).unwrap_or(u32::MAX),
            rows,
            problems: query.problems,
        })
    }

    /// A card's page.
    ///
    /// # Errors
    /// When no deck holds the card now.
    pub fn card_page(&self, id: &str, now: Moment) -> Result<CardPage> {
        let card = cards::load(&self.store, &card_id(id)?)?;
        let memory =
            card.stored.state.memory.zip(study::retrievability(&self.store, &card.stored.state, now));
        let mut history = Vec::new();
        self.store.each_event(Some(&card.stored.id), |event| {
            if event.kind != "void" && !event.voided {
                history.push(history_entry(&self.store, event));
            }
            Ok(())
        })?;
        history.reverse();
        Ok(CardPage {
            memory: memory.map(|(memory, retrievability)| MemoryView {
                stability_days: f64::from(memory.stability),
                difficulty: f64::from(memory.difficulty),
                retrievability: f64::from(retrievability),
            }),
            history,
            siblings: siblings(&self.store, &card, now),
            file: card.indexed.path.clone(),
            line: card.indexed.line,
            edited: card.indexed.is_override,
            card: card_view(&self.store, &card, now),
        })
    }

    /// A question's text, to be edited.
    ///
    /// # Errors
    /// When no deck holds the card now.
    pub fn card_source(&self, id: &str) -> Result<CardSource> {
        let question = editing::question_text(&self.store, &card_id(id)?)?;
        Ok(CardSource {
            id: id.to_owned(),
            text: question.text,
            revision: question.revision,
            file: question.path.display().to_string(),
            writes_copy: question.writes_copy,
        })
    }

    /// Saves an edited question and reads it back.
    ///
    /// # Errors
    /// When the question changed meanwhile or the file cannot be written.
    pub fn save_card_source(&mut self, request: &SaveCardSource, stamp: Stamp) -> Result<SavedCardSource> {
        let id = card_id(&request.id)?;
        let saved = editing::save_question(&mut self.store, stamp, &id, &request.text, &request.revision)?;
        if saved.saved {
            self.sync()?;
        }
        Ok(SavedCardSource {
            saved: saved.saved,
            diagnostics: saved.diagnostics.into_iter().map(diagnostic_view).collect(),
        })
    }

    /// Makes a shipped question count again in place of the learner's copy.
    ///
    /// # Errors
    /// When there is no copy or the file cannot be written.
    pub fn restore_original(&mut self, id: &str, stamp: Stamp) -> Result<()> {
        editing::restore_original(&mut self.store, stamp, &card_id(id)?)?;
        self.sync().map(drop)
    }

    /// The options of a deck, or the preset.
    ///
    /// # Errors
    /// When the deck's id is none.
    pub fn deck_options(&self, deck: Option<String>) -> Result<DeckOptionsView> {
        let id = deck.as_deref().map(deck_id).transpose()?;
        Ok(DeckOptionsView {
            options: self.store.options(id.as_ref()).into(),
            preset: self.store.options(None).into(),
            own: id.as_ref().is_some_and(|id| self.store.has_own_options(id)),
            deck,
        })
    }

    /// Sets options.
    ///
    /// # Errors
    /// When they cannot be, or nothing can be written.
    pub fn set_deck_options(&mut self, request: SetDeckOptions, stamp: Stamp) -> Result<DeckOptionsView> {
        let deck = request.deck.as_deref().map(deck_id).transpose()?;
        options::set_options(&mut self.store, stamp, deck, request.options.map(Into::into))?;
        self.deck_options(request.deck)
    }

    /// The settings of this machine.
    ///
    /// # Errors
    /// When SQLite cannot read.
    pub fn settings(&self) -> Result<Settings> {
        Ok(settings_view(&settings::settings(&self.store)?, self.store.rollover_hour()))
    }

    /// Keeps settings.
    ///
    /// # Errors
    /// When a value is out of range or nothing can be written.
    pub fn set_settings(&mut self, view: &Settings, stamp: Stamp) -> Result<Settings> {
        settings::set_settings(&mut self.store, &settings_of(view))?;
        let hour = u8::try_from(view.rollover_hour).unwrap_or(u8::MAX);
        options::set_rollover(&mut self.store, stamp, hour)?;
        self.settings()
    }

    /// About the program and its data.
    #[must_use]
    pub fn about(&self, version: &str) -> About {
        let shipped = self.sources.shipped.as_ref();
        About {
            version: version.to_owned(),
            data_folder: self.store.location().folder.display().to_string(),
            content_folder: shipped.map_or_else(String::new, |folder| folder.display().to_string()),
            writable: self.store.is_writable(),
        }
    }

    /// The bytes of a deck's picture.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for a path that leads out of the deck or to nothing.
    pub fn media(&self, deck: &str, path: &str) -> Result<Vec<u8>> {
        let decks = self.store.indexed_decks()?;
        let folder = decks.into_iter().find(|known| known.id == deck).or_not_found("deck", deck)?.folder;
        let file = library::media_file(Path::new(&folder), path).or_not_found("picture", path)?;
        std::fs::read(&file).at("reading", &file)
    }
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
                    Err(crate::Error::NotFound { .. }) => session.leave_out(key),
                    Err(error) => return Err(error),
                }
            }
            Show::Wait(until) => return Ok(Loaded::Wait(until)),
            Show::Done => return Ok(Loaded::Done),
        }
    }
}
