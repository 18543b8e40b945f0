//! Setting options: events like everything else, so that they merge.

use crate::domain::card::DeckId;
use crate::domain::event::{Body, OptionsChange};
use crate::domain::options::Options;
use crate::error::{Error, OrNotFound, Result};
use crate::services::Stamp;
use crate::services::study::study_day;
use crate::store::{Store, Writer};

/// Sets a deck's own options, or (without a deck) the preset over all decks; `None` goes back to the
/// preset, or to the defaults.
///
/// # Errors
/// [`Error::InvalidInput`] for options that cannot be, [`Error::NotFound`] for an unknown deck.
pub fn set_options(
    store: &mut Store,
    stamp: Stamp,
    deck: Option<DeckId>,
    options: Option<Options>,
) -> Result<()> {
    if let Some(deck) = &deck {
        store.decks()?.iter().find(|(_, id)| id == deck).or_not_found("deck", deck)?;
    }
    let options = options.map(Options::validated).transpose().map_err(Error::InvalidInput)?;
    let change = OptionsChange::Set { deck, options: options.map(Box::new) };
    store.transaction(|writer| writer.append(stamp.id, stamp.now, Body::Options(change))).map(drop)
}

/// Raises the limits of today, and of today only.
///
/// # Errors
/// [`Error::InvalidInput`] for nothing or too much.
pub fn study_more(
    store: &mut Store,
    stamp: Stamp,
    deck: Option<DeckId>,
    new: u32,
    reviews: u32,
) -> Result<()> {
    if (new == 0 && reviews == 0) || new > 9_999 || reviews > 9_999 {
        return Err(Error::InvalidInput("ask for 1 to 9,999 more cards".to_owned()));
    }
    let day = study_day(store, stamp.now);
    let change = OptionsChange::StudyMore { deck, day, new, reviews };
    store.transaction(|writer| writer.append(stamp.id, stamp.now, Body::Options(change))).map(drop)
}

/// Sets the hour at which a study day begins, and folds the log anew under it.
///
/// # Errors
/// [`Error::InvalidInput`] for an hour that no day has.
pub fn set_rollover(store: &mut Store, stamp: Stamp, hour: u8) -> Result<()> {
    store.transaction(|writer| change_rollover(writer, stamp, hour))
}

pub(super) fn change_rollover(writer: &mut Writer<'_>, stamp: Stamp, hour: u8) -> Result<()> {
    if hour > 23 {
        return Err(Error::InvalidInput("a study day begins at an hour from 0 to 23".to_owned()));
    }
    if hour == writer.rollover_hour() {
        return Ok(());
    }
    writer.append(stamp.id, stamp.now, Body::Options(OptionsChange::Rollover { hour }))?;
    writer.rebuild().map(drop)
}
